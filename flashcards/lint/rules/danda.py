"""A sentence in Bengali or Hindi ends in a danda, '।', not in a bar or a Latin full stop.

Wrong::

    answer:
      bn: নদীটি সাগরে মেশে|
      en: It flows into the sea.

Right::

    answer:
      bn: নদীটি সাগরে মেশে।
      en: It flows into the sea.
"""

import re
from collections.abc import Iterator, Mapping

from flashcards.lint.finding import Finding
from flashcards.lint.pattern import Pattern
from flashcards.lint.script import OWN
from flashcards.lint.word_index import WordIndex
from flashcards.lint.words import JOINT, fix_prose, offset_in, without_verbatim, words

# U+09F7 is an old currency sign that looks like a danda
_END = r"(?=[\s”’\"')]|$)"
# After the last word and a closing quote, where it can only be the end of the sentence
_LAST = r"(?=[”’\"')]*\s*\Z)"
_BAR_AT_END = Pattern(rf"(?<=[\u0900-\u09ff”’\"')]) ?[|\u09f7]{_LAST}")
_STOP_AT_END = Pattern(rf"(?P<word>[^\s.(“‘]+)\.{_LAST}")
_MARK = Pattern("[|.\u09f7]")
_FEWEST = 2  # words of a sentence
_BAR = Pattern(rf"(?<=[\u0900-\u09ff”’\"')]) ?[|\u09f7]{_END}")
_STOP = Pattern(rf"(?P<word>[^\s.(“‘]+)\.{_END}")

# Abbreviations with a full stop, and the names of Latin letters, which are used as initials
_SHORTENED: Mapping[str, frozenset[str]] = {
    "bn": frozenset(
        "ড ডা ডাঃ মো মোঃ মি মিসেস প্রফে ইঞ্জি অ্যাড খ্রি খ্রিস্টপূর্ব পৃ পৃষ্ঠা নং সং কি সেমি কিমি লি গ্রা কেজি সে রা সা আ ই শ্রী "
        "এ বি সি ডি এফ জি এইচ আই জে কে এল এম এন ও পি কিউ আর এস টি ইউ ভি ডব্লিউ ডাব্লিউ এক্স ওয়াই জেড জুনিয়র সিনিয়র "
        "লিমিটেড লিঃ প্রা কোং লে অব ব্রি মেজ ক্যা মৃ তা বাং সম্পা অনু পূ ইং হি".split()
    ),
    "hi": frozenset(
        "डॉ श्री प्रो पं ई पू कि मी ग्रा सं पृ "
        "ए बी सी डी एफ जी एच आई जे के एल एम एन ओ पी क्यू आर एस टी यू वी डब्ल्यू एक्स वाई जेड".split()
    ),
}


def check(index: WordIndex) -> Iterator[Finding]:
    for ref in index.irregular_texts():
        if ref.language not in _SHORTENED:
            continue
        text = without_verbatim(ref.text.value)
        if fixed_text := _fixed(text, ref.language):
            place = next(i for i, (a, b) in enumerate(zip(text, fixed_text + " ", strict=False)) if a != b)
            mark = text[place].strip() or "|"
            can_fix = fix(ref.text.value, ref.language) != ref.text.value
            hint = "write '।', or run `flashcards check --fix`" if can_fix else "write '।'"
            message = f"'{mark}' is used instead of a danda"
            yield Finding(ref, message, hint, offset_in(ref.text.value, place))


def fix(text: str, language: str) -> str:
    """Put a danda at the end of a text only: elsewhere a stop may be an abbreviation, and a bar maths."""
    if language not in _SHORTENED:
        return text
    return fix_prose(text, lambda part: _fixed(part, language, is_certain=True) or part)


def _fixed(text: str, language: str, *, is_certain: bool = False) -> str:
    """The text with its dandas, or an empty string if none is missing."""
    if not _MARK.search(text):
        return ""

    def danda(found: re.Match[str]) -> str:
        word = found["word"]
        bare = word.replace(JOINT, "")
        is_sentence = OWN[language].fullmatch(bare) and bare not in _SHORTENED[language]
        return f"{word}।" if is_sentence else found[0]

    if not is_certain:
        changed = _STOP.sub(danda, _BAR.sub("।", text))
    elif len(words(text)) < _FEWEST or text.count("|") > 1:
        return ""
    else:
        changed = _STOP_AT_END.sub(danda, _BAR_AT_END.sub("।", text))
    return changed if changed != text else ""
