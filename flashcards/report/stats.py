"""Statistics of a deck: notes, cards, words, characters, and days to learn it.

Words are separated by spaces, so languages written without spaces have no word count.
Characters are letters, digits and symbols as a reader counts them: a letter with its marks is one,
and spaces do not count. Retired notes are counted separately.
"""

import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flashcards.cards.notetypes import NOTETYPES
from flashcards.cards.notetypes.notetype import NoteInEdition
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
    """Count a deck, whose notes are gone through once; a learner meets `new_a_day` new cards a day."""
    counts = [_Counts(edition) for edition in editions(deck) if edition.is_main]
    coverage = next(iter(coverage_of([deck])), None)
    points = deck.source.points if deck.source else {}
    kinds: Counter[str] = Counter()
    sections: Counter[str] = Counter()
    retired = notes = 0
    for note in deck.notes:
        for count in counts:
            count.add(note)
        if note.retired:
            retired += 1
            continue
        notes += 1
        kinds.update({points[point].kind for point in note.covers})
        sections[note.section] += 1
    return DeckStats(
        deck=deck,
        notes=notes,
        retired=retired,
        languages=tuple(count.stats(coverage, new_a_day) for count in counts if count.is_held),
        kinds={kind: kinds[kind] for kind in KINDS.values() if kinds[kind]},
        sections={name: sections[name] for name in deck.sections},
    )


class _Counts:
    """What a learner of one edition meets, counted note by note."""

    def __init__(self, edition: Edition) -> None:
        self.is_held = False
        self._edition = edition
        self._cards = self._characters = 0
        self._words: int | None = 0

    def add(self, note: Note) -> None:
        """Count a note; one that is retired only shows that there is something to learn."""
        if not self._edition.holds(note):
            return
        self.is_held = True
        if note.retired:
            return
        tag = self._edition.study
        self._cards += _cards(NoteInEdition(self._edition, note))
        for text in (texts[tag].value for texts in note.parts.values() if tag in texts):
            self._characters += characters_in(text)
            words = words_in(text, tag)
            self._words = None if words is None or self._words is None else self._words + words

    def stats(self, coverage: Coverage | None, new_a_day: int) -> LanguageStats:
        """The counts of a language."""
        tag = self._edition.study
        days, percent = -(-self._cards // new_a_day), coverage.percent(tag) if coverage else None
        return LanguageStats(tag, self._cards, self._words, self._characters, percent, days)


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


def _cards(item: NoteInEdition) -> int:
    """The number of cards of a note."""
    notetype = NOTETYPES[item.note.type]
    return len(notetype.cards_of(notetype.fields_of(item)))
