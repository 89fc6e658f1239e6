"""Stale translations and outdated reviews.

When a text is edited in more than spelling and its counterpart in another language is not edited, the counterpart is
stale. The ledger records, for each part of a note, marks of its texts when they last agreed: when the note is new,
after an edit of all of them, and after `flashcards confirm`. A mark is a hash of the text and one of its fold, see
`flashcards.text.spelling`. A deck that was never released has no stale texts, and its marks no folds, which take
longer to compute than all else in its ledger.
"""

import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from flashcards.ledger.record import Record, Review
from flashcards.lint.engine import severity_of
from flashcards.lint.registry import STALE_TEXT, VOID_REVIEW
from flashcards.model.deck import Deck, Language, Note, Texts
from flashcards.model.problem import Problem, Severity
from flashcards.text.nfc import to_nfc
from flashcards.text.spelling import fold, slips

_Marked = Mapping[Language, str]
Marks = Mapping[str, _Marked]  # by part and language


class Stale(NamedTuple):
    """A text that may be out of date, and the language whose text changed after it."""

    part: str
    language: Language
    because: Language


def marks(note: Note) -> Marks:
    """Marks of the texts of a note: `HASH:FOLD`, eight hexadecimal digits each."""
    return _marked(note, _mark)


def hashes(note: Note) -> Marks:
    """Marks of the texts of a note without folds."""
    return _marked(note, lambda text, _: _hash(text))


def with_folds(known: Marks, now: Marks) -> Marks:
    """Recorded marks, with the folds of the texts that are the same now."""
    return {
        part: {language: _with_fold(mark, now.get(part, {}).get(language, "")) for language, mark in texts.items()}
        for part, texts in known.items()
    }


def agreed(note: Note, known: Marks) -> Marks:
    """The marks to record as agreeing, given those recorded before."""
    return {part: _agreed(note.parts[part], texts, known.get(part, {})) for part, texts in marks(note).items()}


def stale(note: Note, known: Marks) -> Iterator[Stale]:
    """The texts of a note that may be out of date."""
    if not known:
        return
    for part, texts in marks(note).items():
        changed, same = _edited(note.parts[part], texts, known.get(part, {}))
        if changed and same:
            yield from (Stale(part, language, changed[0]) for language in same)


def reviewed(note: Note) -> dict[Language, Review]:
    """The reviews of a note, bound to its current texts."""
    return {language: Review(_spoken(note, language), name.value) for language, name in note.reviewed.items()}


def reviews(now: Mapping[Language, Review], known: Mapping[Language, Review]) -> dict[Language, Review]:
    """Reviews, each bound to the text that was reviewed: a review by the same person keeps its text."""
    return {language: _bound(review, known.get(language)) for language, review in now.items()}


def is_void(note: Note, language: Language, review: Review) -> bool:
    """Whether a text changed after it was reviewed."""
    return review.text != _spoken(note, language)


def confirmed(note: Note, record: Record, language: Language | None = None) -> Record:
    """The record of a note after its texts and reviews were confirmed, in one language or in all."""
    if language is None:
        return record._replace(agreed=marks(note), reviews=reviewed(note))
    agreed = {
        part: _confirmed(note.parts[part], texts, record.agreed.get(part, {}), language)
        for part, texts in marks(note).items()
    }
    bound = reviews(reviewed(note), record.reviews)
    return record._replace(
        agreed=agreed, reviews={**bound, **{tag: own for tag, own in reviewed(note).items() if tag == language}}
    )


def void_reviews(deck: Deck, note: Note, record: Record) -> tuple[Language, ...]:
    """The languages in which a note changed after it was reviewed; none if the rule is off."""
    if not note.reviewed or severity_of(deck, VOID_REVIEW, note) is None:
        return ()
    bound = reviews(reviewed(note), record.reviews)
    return tuple(language for language, review in bound.items() if is_void(note, language, review))


def stale_texts(deck: Deck, note: Note, record: Record) -> tuple[Stale, ...]:
    """The texts of a note that may be out of date, though not for an edit in a draft language; none if it is off."""
    if not record.agreed or severity_of(deck, STALE_TEXT, note) is None:
        return ()
    found, drafts = tuple(stale(note, record.agreed)), deck.draft_languages
    return tuple(each for each in found if each.because not in drafts) if drafts else found


def _marked(note: Note, mark: Callable[[str, Language], str]) -> Marks:
    return {
        part: {language: mark(text.value, language) for language, text in texts.items()}
        for part, texts in note.parts.items()
        if not note.is_own(part)
    }


def _with_fold(mark: str, now: str) -> str:
    return now if _hash_in(now) == _hash_in(mark) else mark


def note_problems(deck: Deck, note: Note, record: Record) -> Iterator[Problem]:
    """Report stale texts and outdated reviews of a note."""
    if severity := severity_of(deck, STALE_TEXT, note):
        for each in stale_texts(deck, note, record):
            is_draft = each.language in deck.draft_languages
            yield _outdated(note, each, Severity.INFO if is_draft else severity)
    if severity := severity_of(deck, VOID_REVIEW, note):
        yield from (_void(note, language, severity) for language in void_reviews(deck, note, record))


def _outdated(note: Note, found: Stale, severity: Severity) -> Problem:
    part, language, because = found
    message = f"'{part}.{language}' of '{note.id}' may be out of date: '{part}.{because}' changed after it"
    place = note.parts[part][language].place(note.location.path)
    hint = f"edit it, or confirm it: `flashcards confirm {note.id}`"
    return Problem(place, STALE_TEXT, message, hint, severity, language)


def _void(note: Note, language: Language, severity: Severity) -> Problem:
    message = f"{note.reviewed[language]} reviewed another text of '{note.id}' in '{language}'"
    place = note.reviewed[language].place(note.location.path)
    hint = f"have it reviewed again, then confirm it: `flashcards confirm {note.id}`"
    return Problem(place, VOID_REVIEW, message, hint, severity, language)


def _agreed(texts: Texts, now: _Marked, known: _Marked) -> _Marked:
    changed, same = _edited(texts, now, known)
    if not (changed and same):
        return now
    # a language that is new, or was confirmed, is left out until the others agree: it is not stale
    return {
        language: known[language] if language in changed else now[language] for language in known if language in now
    }


def _confirmed(texts: Texts, now: _Marked, known: _Marked, language: Language) -> _Marked:
    changed, same = _edited(texts, now, known)
    if not changed or not {*same} - {language}:
        return now
    return {tag: mark for tag, mark in known.items() if tag != language}


def _bound(review: Review, before: Review | None) -> Review:
    return before if before and before.reviewer == review.reviewer else review


def _edited(texts: Texts, now: _Marked, known: _Marked) -> tuple[list[Language], list[Language]]:
    """The languages whose text says something else, and those whose text was not edited at all.

    A new language is in neither, nor is one in which only the spelling was edited.
    """
    both = [(language, now[language], known[language]) for language in now if language in known]
    same = [language for language, new, old in both if _hash_in(new) == _hash_in(old)]
    changed = [
        language
        for language, new, old in both
        if language not in same and not _is_respelled(texts[language].value, language, new, old)
    ]
    return changed, same


def _is_respelled(text: str, language: Language, new: str, old: str) -> bool:
    """Whether a text with a new mark differs in spelling alone from the one with the old mark."""
    wanted = old.partition(":")[2]
    return wanted != "" and (new.partition(":")[2] == wanted or _has_slip(text, language, wanted))


@lru_cache(maxsize=64)  # of a note, it is asked several times in a row
def _has_slip(text: str, language: Language, wanted: str) -> bool:
    return any(_sum(slip) == wanted for slip in slips(fold(text, language), language))


def _hash_in(mark: str) -> str:
    return mark.partition(":")[0]


def _spoken(note: Note, language: Language) -> str:
    return _hash("\x1f".join(texts[language].value for texts in note.parts.values() if language in texts))


def _mark(text: str, language: Language) -> str:
    return f"{_hash(text)}:{_sum(fold(text, language))}"


def _hash(text: str) -> str:
    return _sum(to_nfc(text))


def _sum(text: str) -> str:
    return f"{zlib.crc32(text.encode()):08x}"
