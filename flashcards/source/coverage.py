"""Coverage: which notes cover which key points of a source, in each language.

A point with several clauses is covered when notes cover each of them. Retired notes and drafts cover nothing; a key
point that only drafts cover is begun.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from flashcards.model.deck import Deck, Language
from flashcards.model.problem import Location
from flashcards.model.source import KeyPoint, Source


class NotePoints(NamedTuple):
    """A note that is not retired, with the ids of the key points that it covers, or will cover if it is a draft.

    It is not asked in the languages that it is `lacking`.
    """

    id: str
    points: tuple[str, ...]
    location: Location
    is_draft: bool
    lacking: tuple[Language, ...]


class CoveringNote(NamedTuple):
    """A note by its id, as `<deck>/<note>` if several decks draw from one source."""

    name: str
    languages: tuple[Language, ...]
    location: Location


class CoveredPoint(NamedTuple):
    """A key point, the notes that cover it in whole or in part, and the drafts that will.

    `by_ref` are the notes that cover it in whole, or, if it has clauses, those of each clause.
    """

    point: KeyPoint
    notes: tuple[CoveringNote, ...]
    drafts: tuple[CoveringNote, ...]
    by_ref: Mapping[str, tuple[CoveringNote, ...]]

    @property
    def section(self) -> str:
        return self.point.id.split(".")[0]

    def is_begun_in(self, language: Language) -> bool:
        """Whether only drafts cover the point in a language."""
        return not self.notes_in(language) and any(language in draft.languages for draft in self.drafts)

    def notes_in(self, language: Language) -> int:
        """The number of notes that cover the point in a language, in whole or in part."""
        return _count(self.notes, language)

    def gaps_in(self, language: Language) -> tuple[str, ...]:
        """What no note covers in a language: the point, or some of its clauses."""
        return tuple(ref for ref, notes in self.by_ref.items() if not _count(notes, language))


@dataclass(frozen=True, slots=True)
class Coverage:
    """The key points of a source with the notes that cover them; `strays` are the notes that cover none."""

    source: Source
    decks: tuple[str, ...]
    languages: tuple[Language, ...]
    points: tuple[CoveredPoint, ...]
    strays: tuple[CoveringNote, ...]

    @property
    def sections(self) -> Mapping[str, tuple[CoveredPoint, ...]]:
        """The points by section, in order."""
        names = dict.fromkeys(point.section for point in self.points)
        return {name: tuple(point for point in self.points if point.section == name) for name in names}

    def percent(self, language: Language) -> float:
        """The percentage of key points covered in a language; 0 for a source without any."""
        return 100 * covered(self.points, language) / len(self.points) if self.points else 0.0


def coverage_of(decks: Iterable[tuple[Deck, Iterable[NotePoints]]]) -> tuple[Coverage, ...]:
    """The coverage of each source by all decks that draw from it; other decks' notes are not iterated."""
    by_source: dict[int, tuple[Source, list[_Notes]]] = {}
    for deck, notes in decks:
        if deck.source:
            by_source.setdefault(id(deck.source), (deck.source, []))[1].append(_Notes(deck, notes))
    return tuple(_coverage(*group) for group in by_source.values())


def covered(points: Iterable[CoveredPoint], language: Language) -> int:
    """The number of points covered in a language."""
    return sum(not point.gaps_in(language) for point in points)


def _count(notes: Iterable[CoveringNote], language: Language) -> int:
    return sum(language in note.languages for note in notes)


def begun(points: Iterable[CoveredPoint], language: Language) -> int:
    """The number of points that only drafts cover in a language."""
    return sum(point.is_begun_in(language) for point in points)


def coverage_json(coverage: Coverage) -> dict[str, Any]:
    """The coverage of a source as JSON values."""
    return {
        "source": coverage.source.id,
        "decks": list(coverage.decks),
        "percent": {tag: round(coverage.percent(tag), 2) for tag in coverage.languages},
        "sections": [
            {"id": section, "points": [_point_json(point, coverage.languages) for point in points]}
            for section, points in coverage.sections.items()
        ],
        "points_without_notes": {
            tag: [ref for point in coverage.points for ref in point.gaps_in(tag)] for tag in coverage.languages
        },
        "points_begun": {
            tag: [point.point.id for point in coverage.points if point.is_begun_in(tag)] for tag in coverage.languages
        },
        "notes_without_points": [note.name for note in coverage.strays],
    }


def percentage(percent: float) -> str:
    """A percentage with one decimal, rounded down, so that only complete coverage reads 100 %."""
    return f"{math.floor(percent * 10) / 10:g} %"


class _Notes(NamedTuple):
    deck: Deck
    notes: Iterable[NotePoints]


def _coverage(source: Source, decks: Sequence[_Notes]) -> Coverage:
    covering: dict[str, list[CoveringNote]] = {}
    drafts: dict[str, list[CoveringNote]] = {}
    strays = []
    for deck, notes in decks:
        for note in notes:
            name = f"{deck.id}/{note.id}" if len(decks) > 1 else note.id
            languages = tuple(tag for tag in deck.languages if tag not in note.lacking)
            named = CoveringNote(name, languages, note.location)
            for ref in note.points:
                (drafts if note.is_draft else covering).setdefault(ref, []).append(named)
            if not (note.points or note.is_draft):
                strays.append(named)
    return Coverage(
        source=source,
        decks=tuple(deck.id for deck, _ in decks),
        languages=tuple(dict.fromkeys(tag for deck, _ in decks for tag in _ready(deck))),
        points=tuple(_covered(point, covering, drafts) for point in source.points.values()),
        strays=tuple(strays),
    )


def _ready(deck: Deck) -> tuple[Language, ...]:
    """The languages of a deck that are not drafts."""
    drafts = deck.draft_languages
    return tuple(tag for tag in deck.languages if tag not in drafts)


def _covered(
    point: KeyPoint,
    covering: Mapping[str, Sequence[CoveringNote]],
    drafts: Mapping[str, Sequence[CoveringNote]],
) -> CoveredPoint:
    refs = dict.fromkeys((point.id, *point.refs))
    notes, begun = (
        tuple(dict.fromkeys(note for ref in refs for note in found.get(ref, ()))) for found in (covering, drafts)
    )
    return CoveredPoint(point, notes, begun, {ref: tuple(covering.get(ref, ())) for ref in point.refs})


def _point_json(point: CoveredPoint, languages: Sequence[Language]) -> dict[str, Any]:
    clauses = zip(point.point.clauses, point.by_ref.values(), strict=False)
    own = {clause: {tag: _names(notes, tag) for tag in languages} for clause, notes in clauses}
    return {
        "id": point.point.id,
        "kind": point.point.kind,
        "notes": {tag: _names(point.notes, tag) for tag in languages},
        "drafts": [note.name for note in point.drafts],
        **({"clauses": own} if own else {}),
    }


def _names(notes: Iterable[CoveringNote], language: Language) -> list[str]:
    return [note.name for note in notes if language in note.languages]
