"""Statistics of a deck: notes, cards, words, characters, and days to learn it.

Words are separated by spaces, so languages written without spaces have no word count.
Characters are letters, digits and symbols as a reader counts them: a letter with its marks is one,
and spaces do not count. Retired notes are counted separately.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flashcards.cards.notetypes import NOTETYPES
from flashcards.cards.notetypes.notetype import Asked
from flashcards.model.deck import Deck, Language, Note
from flashcards.model.edition import Edition, editions
from flashcards.model.source import KINDS
from flashcards.source.coverage import Coverage, coverage_of

_WITHOUT_SPACES = frozenset("bo dz ja km lo my nan th wuu yue zh".split())


@dataclass(frozen=True, slots=True)
class LanguageStats:
    """Statistics for learners of one language; `percent` is the share of key points covered, None without a source."""

    language: Language
    cards: int
    words: int | None
    characters: int
    percent: float | None
    days: int


@dataclass(frozen=True, slots=True)
class DeckStats:
    """Statistics of a deck; a note that covers key points of two kinds counts for both."""

    deck: Deck
    notes: int
    retired: int
    languages: tuple[LanguageStats, ...]
    kinds: Mapping[str, int]
    sections: Mapping[str, int]


def stats_of(deck: Deck, *, new_a_day: int) -> DeckStats:
    """Compute the statistics of a deck for a learner with `new_a_day` new cards a day."""
    notes = tuple(note for note in deck.notes if not note.retired)
    coverage = next(iter(coverage_of([deck])), None)
    return DeckStats(
        deck=deck,
        notes=len(notes),
        retired=len(deck.notes) - len(notes),
        languages=tuple(
            _language(edition, notes, coverage, new_a_day)
            for edition in editions(deck)
            if edition.is_main and any(map(edition.holds, deck.notes))
        ),
        kinds=_by_kind(deck, notes),
        sections={name: sum(note.section == name for note in notes) for name in deck.sections},
    )


def stats_json(stats: DeckStats) -> dict[str, Any]:
    """Return the statistics of a deck as JSON data."""
    return {
        "deck": stats.deck.id,
        "notes": stats.notes,
        "retired": stats.retired,
        "languages": {
            language.language: {
                "cards": language.cards,
                "words": language.words,
                "characters": language.characters,
                "coverage": None if language.percent is None else round(language.percent, 2),
                "days": language.days,
            }
            for language in stats.languages
        },
        "kinds": dict(stats.kinds),
        "sections": dict(stats.sections),
    }


def words_in(text: str, language: Language) -> int | None:
    """Count the words of a text, or return None for a language written without spaces."""
    if language.split("-")[0] in _WITHOUT_SPACES:
        return None
    return sum(any(letter.isalnum() for letter in word) for word in text.split())


def characters_in(text: str) -> int:
    """Count the characters of a text as a reader does."""
    return sum(unicodedata.category(letter)[0] not in "MZC" for letter in text)


def _language(edition: Edition, notes: Sequence[Note], coverage: Coverage | None, new_a_day: int) -> LanguageStats:
    tag = edition.study
    notes = [note for note in notes if edition.holds(note)]
    texts = [texts[tag].value for note in notes for texts in note.parts.values() if tag in texts]
    words = [words_in(text, tag) for text in texts]
    cards = sum(_cards(Asked(edition, note)) for note in notes)
    return LanguageStats(
        language=tag,
        cards=cards,
        words=None if None in words else sum(count for count in words if count),
        characters=sum(map(characters_in, texts)),
        percent=coverage.percent(tag) if coverage else None,
        days=-(-cards // new_a_day),
    )


def _cards(asked: Asked) -> int:
    """The number of cards of a note."""
    notetype = NOTETYPES[asked.note.type]
    return len(notetype.cards_of(notetype.fields_of(asked)))


def _by_kind(deck: Deck, notes: Sequence[Note]) -> Mapping[str, int]:
    """Count the notes that cover key points of each kind, in the order of `KINDS`."""
    points = deck.source.points if deck.source else {}
    kinds = [{points[point].kind for point in note.covers} for note in notes]
    counts = {kind: sum(kind in covered for covered in kinds) for kind in KINDS.values()}
    return {kind: count for kind, count in counts.items() if count}
