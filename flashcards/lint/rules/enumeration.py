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
from collections.abc import Iterable, Iterator, Mapping, Sequence

from flashcards.lint.finding import Finding, TextRef, each_part, other_part
from flashcards.lint.mention import speaks_of_words
from flashcards.lint.pattern import Pattern, Phrases
from flashcards.lint.questions import once_a_note, question_words
from flashcards.lint.word_index import WordIndex
from flashcards.lint.words import has_list, has_table, without_asides, words
from flashcards.model.deck import Note

_DOUBLED = "কী কী|কি কি|কোন কোন|কে কে|কারা কারা|কোথায় কোথায়"
_COUNT = "three|four|five|six|seven|eight|3|4|5|6|7|8|9"
_ASKED: Mapping[str, Pattern] = {
    "bn": Phrases(
        # not in 'ডাকে কেন': Python does not count a vowel sign as a letter, so that "\\b" matches before it
        f"(?<![\u0980-\u09fe])«{_DOUBLED}»(?![\u0980-\u09fe])",
        "(?<!\\S)«তিনটি|চারটি|পাঁচটি|ছয়টি|সাতটি|আটটি|৩টি|৪টি|৫টি|৬টি|৭টি» (?:[^\\s,?]+(?<!র) ){0,3}"
        "(?:কী|কোনগুলো|নাম (?:বলুন|লিখুন|লেখো))[?।]?$",
        "(?<![\u0980-\u09fe])«সবগুলোর» নাম",
    ),
    "en": Phrases(
        rf"^«name|list|give» (?:all|the|any|at least|{_COUNT})\b(?! (?:one|\w+ that|\w+ which))",
        rf"\b(?:what|which) (?:are|were) (?:all )?(?:the|its|their) (?:\w+ )?«main|{_COUNT}»\b",
        rf"\bwhich «{_COUNT}»\b(?!-)",
        flags=re.I,
    ),
    "es": Phrases(
        r"^«nombra|enumera|lista»\b", r"\b«cuáles» son (?:los|las) (?:tres|cuatro|cinco|seis|siete)\b", flags=re.I
    ),
    "hi": Phrases("«कौन-»[- ]कौन", "«क्या-»[- ]क्या"),
    "ja": Pattern("[3-9三四五六七]つ.*(?:何|挙げ)|すべて挙げ"),
}
_CONJUNCTIONS: Mapping[str, Sequence[str]] = {
    "bn": "ও এবং আর বা".split(),
    "en": "and or".split(),
    "es": "y e o u".split(),
    "hi": "और तथा या".split(),
}
_PAUSES = ",;"
# Separators of the items of a list, by language
_BETWEEN: Mapping[str, Pattern] = {
    **{
        language: Pattern(rf"[{_PAUSES}\n]|(?<=\s)(?:{'|'.join(_CONJUNCTIONS[language])})(?=\s)")
        for language in ("bn", "hi")
    },
    **{language: Pattern(rf"[{_PAUSES}\n]|\b(?:{'|'.join(_CONJUNCTIONS[language])})\b") for language in ("en", "es")},
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


def check(index: WordIndex) -> Iterator[Finding]:
    asked = index.with_phrase("question", _ASKED)
    listed = index.with_sign("answer", _PAUSES), index.with_word("answer", _CONJUNCTIONS)
    return once_a_note(_lists(index.candidates(asked, *listed)))


def _lists(notes: Iterable[Note]) -> Iterator[Finding]:
    for note in notes:
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
