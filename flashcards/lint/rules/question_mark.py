"""A question ends in a question mark.

A remark, code or a choice of answers may follow the mark.

Wrong::

    question:
      bn: চোল সাম্রাজ্যের রাজধানী কোথায় ছিল।
      en: Where was the capital of the Chola empire?

Right::

    question:
      bn: চোল সাম্রাজ্যের রাজধানী কোথায় ছিল?
      en: Where was the capital of the Chola empire?
"""

from collections.abc import Iterable, Iterator, Mapping

from flashcards.lint.finding import Finding, TextRef, each_question
from flashcards.lint.questions import LANGUAGES, asks_yes_or_no, once_a_note, question_words
from flashcards.lint.rules.vague import vague_order
from flashcards.lint.word_index import WordIndex
from flashcards.lint.words import HOLE, has_gap, without_asides, without_verbatim, words
from flashcards.model.deck import Note

_CLOSERS = f" ”’\"')]」』）`*_~{HOLE}"
# In an English question, the question word is among the first or last words; elsewhere it joins clauses
_FIRST, _LAST = 2, 2
_SIGNS = ("?", "？", "؟")
_MARKS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(LANGUAGES, ("?",)),
    "ar": ("؟",),
    "ja": ("？", "?", "か", "か。"),
}


def check(index: WordIndex) -> Iterator[Finding]:
    return once_a_note(_unmarked(index.candidates(index.without_ending("question", _MARKS))))


def _unmarked(notes: Iterable[Note]) -> Iterator[Finding]:
    for texts in each_question(notes):
        for ref in texts:
            marks = _MARKS.get(ref.language)
            if marks and not _is_marked(ref.text.value, marks) and _asks(ref):
                yield Finding(ref, f"this question has no '{marks[0]}' at its end", f"end it with '{marks[0]}'")


def _is_marked(text: str, marks: tuple[str, ...]) -> bool:
    """Whether a sentence or a line ends in a mark; a remark, code or a choice of answers may follow."""
    bare = without_verbatim(text)
    lines = [*bare.splitlines(), *without_asides(text).splitlines()]
    return any(mark in bare for mark in _SIGNS) or any(line.rstrip(_CLOSERS).endswith(marks) for line in lines)


def _asks(ref: TextRef) -> bool:
    """Whether a text is a question; 'vague' reports those that are not."""
    if vague_order(ref.text.value, ref.language):
        return False
    text = without_asides(ref.text.value)
    if has_gap(ref.text.value):
        return False  # a sentence to be completed
    asking = question_words(text, ref.language)
    if ref.language == "en" and asking:
        tokens = words(text)
        return ":" not in text and bool({*asking}.intersection((*tokens[:_FIRST], *tokens[-_LAST:])))
    return bool(asking) or asks_yes_or_no(text, ref.language)
