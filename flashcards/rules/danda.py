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

from flashcards.deck import Deck
from flashcards.rules.finding import Finding, each_text
from flashcards.rules.pattern import Pattern
from flashcards.rules.script import OWN
from flashcards.rules.words import JOINT, mended, without_verbatim

# U+09F7 is a sign of old money, which looks like a danda
_END = r"(?=[\s”’\"')]|$)"
_BAR = Pattern(rf"(?<=[^\s|]) ?\|{_END}|\u09f7")
_STOP = Pattern(rf"(?P<word>[^\s.(“‘]+)\.{_END}")

# What a full stop shortens, and the names of Latin letters, which stand for forenames
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


def check(deck: Deck) -> Iterator[Finding]:
    for said in each_text(deck):
        if said.language not in _SHORTENED:
            continue
        text = without_verbatim(said.text.value)
        if mended_text := _mended(text, said.language):
            place = next(i for i, (a, b) in enumerate(zip(text, mended_text + " ", strict=False)) if a != b)
            mark = text[place].strip() or "|"
            yield Finding(said, f"'{mark}' stands for a danda", "write '।', or run `flashcards check --fix`")


def fix(text: str, language: str) -> str:
    if language not in _SHORTENED:
        return text
    return mended(text, lambda part: _mended(part, language) or part)


def _mended(text: str, language: str) -> str:
    """The text with its dandas, or nothing where it has them all."""

    def danda(found: re.Match[str]) -> str:
        word = found["word"]
        bare = word.replace(JOINT, "")
        is_sentence = OWN[language].fullmatch(bare) and bare not in _SHORTENED[language]
        return f"{word}।" if is_sentence else found[0]

    changed = _STOP.sub(danda, _BAR.sub("।", text))
    return changed if changed != text else ""
