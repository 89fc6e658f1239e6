"""An answer is one thing, not a list.

Lists are the hardest answers to remember. Ask for each item by what distinguishes it, or by its place among a fixed
number: "Besides red and green, which is the third primary colour?" Several words for the meaning of a word are not a
list, and neither is a sentence with commas, or a verse.

Wrong::

    question:
      bn: আলোর তিনটি মৌলিক রং কী কী?
      en: Which are the three primary colours?
    answer:
      bn: লাল, সবুজ ও নীল
      en: Red, green and blue

Right::

    question:
      bn: লাল আর সবুজ ছাড়া আলোর তৃতীয় মৌলিক রং কোনটি?
      en: Besides red and green, which is the third primary colour of light?
    answer:
      bn: নীল
      en: Blue
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from flashcards.lint.finding import Finding, TextRef, each_note, each_part, other_part
from flashcards.lint.mention import speaks_of_words
from flashcards.lint.pattern import Pattern
from flashcards.lint.questions import once_a_note, question_words
from flashcards.lint.word_index import WordIndex
from flashcards.lint.words import has_list, has_table, without_asides, words
from flashcards.model.deck import Deck

_DOUBLED: Mapping[str, Sequence[str]] = {"bn": "কী কি কোন কে কারা কোথায়".split()}
_ASKED: Mapping[str, Pattern] = {
    "bn": Pattern(
        # not in 'ডাকে কেন': Python does not count a vowel sign as a letter, so that "\\b" matches before it
        f"(?<![\u0980-\u09fe])(?:{'|'.join(f'{word} {word}' for word in _DOUBLED['bn'])})(?![\u0980-\u09fe])|"
        "(?<!\\S)(?:তিনটি|চারটি|পাঁচটি|ছয়টি|সাতটি|আটটি|৩টি|৪টি|৫টি|৬টি|৭টি) (?:[^\\s,?]+(?<!র) ){0,3}"
        "(?:কী|কোনগুলো|নাম (?:বলুন|লিখুন|লেখো))[?।]?$|"
        "(?<![\u0980-\u09fe])সবগুলোর নাম"
    ),
    "en": Pattern(
        r"^(?:name|list|give) (?:all|the|any|at least|three|four|five|six|seven|eight|[3-9])\b"
        r"(?! (?:one|\w+ that|\w+ which))|"
        r"\b(?:what|which) (?:are|were) (?:all )?(?:the|its|their) (?:\w+ )?"
        r"(?:three|four|five|six|seven|eight|main|[3-9])\b|"
        r"\bwhich (?:three|four|five|six|seven|eight|[3-9])\b(?!-)",
        re.I,
    ),
    "es": Pattern(r"^(?:nombra|enumera|lista)\b|\bcuáles son (?:los|las) (?:tres|cuatro|cinco|seis|siete)\b", re.I),
    "hi": Pattern("कौन-कौन|कौन कौन|क्या-क्या|क्या क्या"),
    "ja": Pattern("[3-9三四五六七]つ.*(?:何|挙げ)|すべて挙げ"),
}
# Separators of the items of a list, by language
_BETWEEN: Mapping[str, Pattern] = {
    "bn": Pattern(r"[,;\n]|(?<=\s)(?:ও|এবং|আর|বা)(?=\s)"),
    "en": Pattern(r"[,;\n]|\b(?:and|or)\b"),
    "es": Pattern(r"[,;\n]|\b(?:y|e|o|u)\b"),
    "hi": Pattern(r"[,;\n]|(?<=\s)(?:और|तथा|या)(?=\s)"),
    "ar": Pattern(r"[،,؛;\n]"),
    "ja": Pattern("[、\n]"),
}
_GROUPED = Pattern("(?<=[0-9০-৯]),(?=[0-9০-৯])")
_YEAR = Pattern("[0-9০-৯]{4}")
_MARK = Pattern("[?？؟]")
_ENDED = Pattern(r"[.।。!?]\s+\S")
# Words that begin a clause, and never an item of a list
_CLAUSES: Mapping[str, frozenset[str]] = {
    "bn": frozenset("কারণ যে যা যখন যদি কিন্তু তবে তাই যাতে যেন বরং".split()),
    "en": frozenset(
        "because as since so but which who when while if though although that it they he she we you then yet".split()
    ),
    "es": frozenset("porque ya pero que cuando si aunque donde lo se".split()),
    "hi": frozenset("क्योंकि लेकिन कि जो जब अगर ताकि पर तो".split()),
}
_REASONS = frozenset("because since কারণ porque क्योंकि".split())
_FEWEST = 3
_LONGEST = 5  # words; a longer item is a clause
# Every match of the patterns contains one of these words, or one of the doubled ones twice
_NEEDED: Mapping[str, Sequence[str]] = {
    "bn": "তিনটি চারটি পাঁচটি ছয়টি সাতটি আটটি ৩টি ৪টি ৫টি ৬টি ৭টি সবগুলোর".split(),
    "en": "name list give main three four five six seven eight 3 4 5 6 7 8 9".split(),
    "es": "nombra enumera lista cuáles".split(),
    "hi": "कौन- क्या-".split(),
}
_CONJUNCTIONS: Mapping[str, Sequence[str]] = {
    "bn": ("ও", "এবং", "আর", "বা"),
    "en": ("and", "or"),
    "es": ("y", "e", "o", "u"),
    "hi": ("और", "तथा", "या"),
}


def check(deck: Deck) -> Iterator[Finding]:
    return once_a_note(_lists(deck))


def suspects(index: WordIndex) -> set[int]:
    asking = index.with_word("question", _NEEDED) | index.with_word_twice("question", _DOUBLED)
    pausing = {
        place for language in _BETWEEN for place, text in index.texts("answer", language) if "," in text or ";" in text
    }
    return asking | pausing | index.with_word("answer", _CONJUNCTIONS)


def _lists(deck: Deck) -> Iterator[Finding]:
    for note in each_note(deck):
        for ref in each_part(note, "question"):
            if (asked := _ASKED.get(ref.language)) and (found := asked.search(ref.text.value)):
                yield Finding(ref, f"'{found[0]}' asks for a list", "write a note for each item")
        for ref in each_part(note, "answer"):
            count = len(_items(ref, asked=other_part(ref, "question")))
            if count >= _FEWEST:
                yield Finding(ref, f"this answer is a list of {count} items", "write a note for each item")


def _items(ref: TextRef, *, asked: str) -> list[str]:
    """The items of a list; empty for other texts with commas: dates, places, synonyms, verses and sentences."""
    text = _GROUPED.sub("", without_asides(ref.text.value))
    between = _BETWEEN.get(ref.language)
    if between is None or _YEAR.search(text) or has_table(ref.text.value) or _is_of_a_word(asked, ref.language):
        return []
    if "\n" in text and not has_list(ref.text.value):
        return []  # verse
    items = [item for item in between.split(text) if item.strip()]
    clauses = (_REASONS, *[_CLAUSES.get(ref.language, frozenset())] * (len(items) - 1))
    are_items = (_is_item(*each) for each in zip(items, clauses, strict=True)) if items else ()
    return items if all(are_items) else []


def _is_item(text: str, clauses: frozenset[str]) -> bool:
    """Whether this is short, and not a clause or the end of a sentence."""
    tokens = words(text)
    return 0 < len(tokens) <= _LONGEST and tokens[0] not in clauses and not _ENDED.search(text)


def _is_of_a_word(asked: str, language: str) -> bool:
    """Whether the question asks for the meaning of a word: it is that word, or is about one."""
    if not _MARK.search(asked) and not question_words(asked, language):
        return True
    return speaks_of_words(asked, language)
