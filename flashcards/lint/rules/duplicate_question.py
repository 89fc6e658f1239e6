"""No question is asked twice.

Signs and case tell questions apart, as C, C++ and C# do; the marks at the ends and the case of the first letter do not.

Wrong::

    - question:
        bn: নীল নদ কোন সাগরে পড়ে?
        en: Into which sea does the Nile flow?
      answer:
        bn: ভূমধ্যসাগরে
        en: The Mediterranean
    - question:
        bn: নীল নদ কোন সাগরে পড়ে?
        en: Into which sea does the Nile flow?
      answer:
        bn: ভূমধ্যসাগরে
        en: The Mediterranean

Right::

    - question:
        bn: নীল নদ কোন সাগরে পড়ে?
        en: Into which sea does the Nile flow?
      answer:
        bn: ভূমধ্যসাগরে
        en: The Mediterranean
    - question:
        bn: আমাজন নদী কোন মহাসাগরে পড়ে?
        en: Into which ocean does the Amazon flow?
      answer:
        bn: আটলান্টিক মহাসাগরে
        en: The Atlantic
"""

import hashlib
import unicodedata
from collections.abc import Iterator

from flashcards.lint.finding import Finding, Said, each_question
from flashcards.lint.pattern import Pattern
from flashcards.lint.questions import once_a_note
from flashcards.lint.word_index import Glance
from flashcards.lint.words import unspoken
from flashcards.model.deck import Deck

_MARKS = Pattern(r"^[¿¡]|(?<=[^\s!-/:-@\[-`{-~]) ?[?？؟.।!！]+$")


def check(deck: Deck) -> Iterator[Finding]:
    return once_a_note(_repeated(deck))


def compare(glance: Glance) -> Iterator[Finding]:
    """The suspects at once, because rules with `suspects` alone see 200 of them at a time."""
    return check(glance.closely(glance.odd | suspects(glance)))


def suspects(glance: Glance) -> set[int]:
    found = set[int]()
    for language in glance.languages:
        asked: dict[int, int] = {}
        for place, told in glance.words("question", language, keep=False):
            first = asked.setdefault(hash(" ".join(told)), place)
            if first != place:
                found |= {first, place}
    return found


def asked(glance: Glance) -> Iterator[int]:
    """A number for each question, 64 bits of a hash: two that are the same may be a question that is asked twice."""
    for language in glance.languages:
        known = zip(glance.texts("question", language), glance.words("question", language, keep=False), strict=True)
        for (place, text), (_, told) in known:
            details = sorted(unspoken(text)) if place in glance.odd else ()
            said = "\x1f".join((language, " ".join(told), *details))
            yield int.from_bytes(hashlib.blake2b(said.encode(), digest_size=8).digest(), signed=True)


def _repeated(deck: Deck) -> Iterator[Finding]:
    asked: dict[tuple[str, str], Said] = {}
    for texts in each_question(deck):
        for said in texts:
            first = asked.setdefault((said.tag, _normal(said.text.value)), said)
            if first is not said:
                message = f"this question is already asked at {first.place}"
                yield Finding(said, message, "delete one of the two, or say what tells them apart")


def _normal(text: str) -> str:
    """A question as it compares; the mark at its end is no part of it behind a word."""
    composed = " ".join(unicodedata.normalize("NFC", text).split())
    bare = _MARKS.sub("", composed)
    return bare[:1].casefold() + bare[1:]
