"""Whether the languages of a note still say the same, and whether a reviewer has seen what it says.

When a text is edited and its counterpart is not, the counterpart may be out of date. The ledger
keeps, for each part, what its texts were when they last agreed: at first, after an edit of all of
them, and when someone says so.
"""

import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from flashcards.ledger.codec import Ledger, Record, Review, State
from flashcards.model.deck import Deck, Language, Note, Text, Texts
from flashcards.model.edition import Edition
from flashcards.model.problem import Problem, Severity
from flashcards.text.nfc import to_nfc

STALE_TEXT = "stale-text"
VOID_REVIEW = "void-review"

Hashes = Mapping[str, Mapping[Language, str]]  # by part and language


class Stale(NamedTuple):
    """A text that may be out of date, and the language whose text changed after it."""

    part: str
    language: Language
    because: Language


def hashes(note: Note) -> Hashes:
    """What each text of a note is, in eight letters."""
    return {
        part: {language: _hash(text.value) for language, text in texts.items()}
        for part, texts in note.parts.items()
        if not note.is_own(part)
    }


def agreed(now: Hashes, known: Hashes) -> Hashes:
    """What the texts of a note are when they agree, as far as the edits since `known` tell."""
    return {part: _agreed(texts, known.get(part, {})) for part, texts in now.items()}


def stale(now: Hashes, known: Hashes) -> Iterator[Stale]:
    """The texts of a note that may be out of date."""
    if not known:
        return
    for part, texts in now.items():
        changed, same = _edited(texts, known.get(part, {}))
        if changed and same:
            yield from (Stale(part, language, changed[0]) for language in same)


def reviewed(note: Note) -> dict[Language, Review]:
    """The reviews of a note, as if each had been given for the text as it is now."""
    return {language: Review(_spoken(note, language), name.value) for language, name in note.reviewed.items()}


def reviews(now: Mapping[Language, Review], known: Mapping[Language, Review]) -> dict[Language, Review]:
    """Reviews, each bound to the text it was given for."""
    return {language: _bound(review, known.get(language)) for language, review in now.items()}


def is_void(note: Note, language: Language, review: Review) -> bool:
    """Whether a text changed after it was reviewed."""
    return review.text != _spoken(note, language)


def confirmed(note: Note, record: Record) -> Record:
    """The record of a note whose texts someone has found to be right as they are."""
    return record._replace(agreed=hashes(note), reviews=reviewed(note))


class Totals(NamedTuple):
    """How many texts of a language may be out of date, and how many notes have a review that holds."""

    stale: int
    reviewed: int


def totals(deck: Deck, ledger: Ledger) -> Mapping[Language, Totals]:
    """The totals of a deck, for each of its languages."""
    outdated = Counter(each.language for _, each in stale_texts(deck, ledger))
    held = Counter(
        language for note, language, review in _all_reviews(deck, ledger) if not is_void(note, language, review)
    )
    return {language: Totals(outdated[language], held[language]) for language in deck.languages}


def stale_texts(deck: Deck, ledger: Ledger) -> Iterator[tuple[Note, Stale]]:
    """The texts of a deck that may be out of date, each with its note."""
    for note in deck.notes:
        if known := _record(note, ledger).agreed:
            yield from ((note, each) for each in stale(hashes(note), known))


def translation_problems(deck: Deck, ledger: Ledger) -> Iterator[Problem]:
    """The texts that may be out of date, and the reviews that are void, as warnings in the order of their places."""
    outdated = (_outdated(*each) for each in stale_texts(deck, ledger))
    void = (_void(*each) for each in _all_reviews(deck, ledger) if is_void(*each))
    yield from sorted((*outdated, *void), key=lambda problem: problem.location)


def languages_behind(built: Sequence[Edition], held: Sequence[int], notes: int, words: int) -> Iterator[Problem]:
    """How many of a deck's `notes` cannot be asked yet, for each edition that holds fewer of them.

    `built` are editions of a deck, and `held` how many notes each of them holds; so many of the notes are `words`,
    which some editions leave to others.
    """
    for edition, count in zip(built, held, strict=True):
        own = notes if edition.holds_words else notes - words
        if count < own and edition.is_main:
            deck, tag = edition.deck, edition.study
            message = f"{own - count:,} of {own:,} notes of '{deck.id}' cannot be asked in '{tag}' yet"
            hint = f"`flashcards todo -l {tag}` lists them"
            yield Problem(deck.location, "incomplete-language", message, hint, Severity.INFO, tag)


def held_notes(deck: Deck, edition: Edition) -> int:
    """How many notes of a deck an edition holds."""
    return sum(map(edition.holds, deck.notes))


def missing_texts(deck: Deck) -> Iterator[Problem]:
    """The texts that a deck has in some of its languages and not in all, each where its part begins."""
    yield from _missing(deck, "'title'", deck.title, deck.location.path)
    yield from _missing(deck, "'description'", deck.description, deck.location.path)
    for section in deck.sections.values():
        yield from _missing(deck, f"'title' of the section '{section.id}'", section.title, section.location.path)
    for note in deck.notes:
        if note.retired:
            yield from _missing(deck, f"'reason' of '{note.id}'", note.retired.reason, note.location.path)
            continue
        for part, texts in note.parts.items():
            if note.is_wanted(part):
                yield from _missing(deck, f"'{part}' of '{note.id}'", texts, note.location.path)


def _missing(deck: Deck, what: str, texts: Texts, path: Path) -> Iterator[Problem]:
    first = next(iter(texts.values()), None)
    for language in deck.languages if first else ():
        if first and language not in texts:
            place = first.place(path)
            message, hint = f"{what} has no text in '{language}'", f"add '{language}: …' to it"
            yield Problem(place, "missing-text", message, hint, Severity.INFO, language)


def note_problems(note: Note, record: Record) -> Iterator[Problem]:
    """The same for one note."""
    yield from (_outdated(note, each) for each in stale(hashes(note), record.agreed))
    bound = reviews(reviewed(note), record.reviews)
    yield from (_void(note, *each) for each in bound.items() if is_void(note, *each))


def _outdated(note: Note, found: Stale) -> Problem:
    part, language, because = found
    message = f"'{part}.{language}' of '{note.id}' may be out of date: '{part}.{because}' changed after it"
    return _warning(note, note.parts[part][language], language, STALE_TEXT, message, "put it right, or say that it is")


def _void(note: Note, language: Language, review: Review) -> Problem:
    message = f"{review.reviewer} reviewed another text of '{note.id}' in '{language}'"
    return _warning(note, note.reviewed[language], language, VOID_REVIEW, message, "have it read again, and say so")


def _warning(note: Note, text: Text, language: Language, rule: str, message: str, way_out: str) -> Problem:
    place = text.place(note.location.path)
    hint = f"{way_out}: `flashcards confirm {note.id}`"
    return Problem(place, rule, message, hint, Severity.WARNING, language)


def _all_reviews(deck: Deck, ledger: Ledger) -> Iterator[tuple[Note, Language, Review]]:
    for note in deck.notes:
        if note.reviewed:
            for language, review in reviews(reviewed(note), _record(note, ledger).reviews).items():
                yield note, language, review


def _record(note: Note, ledger: Ledger) -> Record:
    return ledger.notes.get(note.first_id, Record(State.NEW, {}))


def _agreed(now: Mapping[Language, str], known: Mapping[Language, str]) -> Mapping[Language, str]:
    changed, same = _edited(now, known)
    return {**now, **{language: known[language] for language in changed}} if changed and same else now


def _bound(review: Review, before: Review | None) -> Review:
    return before if before and before.reviewer == review.reviewer else review


def _edited(now: Mapping[Language, str], known: Mapping[Language, str]) -> tuple[list[Language], list[Language]]:
    """The languages whose text was edited, and those whose was not; a new language is neither."""
    changed = [language for language in now if language in known and now[language] != known[language]]
    return changed, [language for language in now if language in known and language not in changed]


def _spoken(note: Note, language: Language) -> str:
    return _hash("\x1f".join(texts[language].value for texts in note.parts.values() if language in texts))


def _hash(text: str) -> str:
    return f"{zlib.crc32(to_nfc(text).encode()):08x}"
