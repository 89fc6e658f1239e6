"""Decks as the page shows them: their notes in chunks, with problems and coverage."""

import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from flashcards.compile.build import DeckState
from flashcards.model.deck import Deck, Language
from flashcards.model.problem import Problem, Severity
from flashcards.preview.chunk import ChunkCache, PageChunk, PlacedChunk
from flashcards.preview.notes import NoteInput, NoteProblem, context_of, values_of
from flashcards.source.coverage import Coverage, coverage_of
from flashcards.text.decode import lines_of


class GalleryEdition(NamedTuple):
    """A study language of a deck with its support language; `key` is unique within the deck."""

    key: str
    study: Language
    support: Language


@dataclass(frozen=True, slots=True)
class GalleryDeck:
    """A deck with its notes in chunks; `styles` are the CSS of its note types.

    `file` is its main file, and `files` are all it was read from. It `is_old` while they have mistakes, and
    is then shown as it was before.
    """

    id: str
    titles: Mapping[Language, str]
    languages: tuple[Language, ...]
    editions: tuple[GalleryEdition, ...]
    sections: Mapping[str, Mapping[Language, str]]
    styles: Mapping[str, str]
    chunks: tuple[PlacedChunk, ...]
    file: Path
    files: frozenset[Path]
    has_source: bool
    is_old: bool = False


class GalleryProblem(NamedTuple):
    """A problem with the line it is on, and the ids of the deck and note it is in; empty where it is in none."""

    problem: Problem
    line: str
    deck: str = ""
    note: str = ""

    @property
    def is_in_chunk(self) -> bool:
        """Whether it is shown with its note alone; an error is shown before anything else is loaded."""
        return bool(self.note) and self.problem.severity is not Severity.ERROR


@dataclass(frozen=True, slots=True)
class Gallery:
    """All that the page shows.

    `problems` are those that are in no chunk, `media` the files that cards show, by name, and `trouble` is why
    decks could not be read.
    """

    decks: tuple[GalleryDeck, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    problems: tuple[GalleryProblem, ...] = ()
    media: Mapping[str, Path] = field(default_factory=dict)
    trouble: str = ""

    @property
    def chunks(self) -> Iterator[PageChunk]:
        """The chunks of all decks."""
        return (placed.chunk for deck in self.decks for placed in deck.chunks)

    @property
    def note_count(self) -> int:
        return sum(chunk.note_count for chunk in self.chunks)

    @property
    def card_count(self) -> int:
        return sum(chunk.card_count for chunk in self.chunks)

    @property
    def files(self) -> frozenset[Path]:
        """The files of which anything is shown."""
        read = (deck.files for deck in self.decks)
        return frozenset().union(*read, self.media.values(), (each.problem.location.path for each in self.problems))


_CACHE = ChunkCache()


def gallery_of(
    states: Sequence[DeckState], problems: Sequence[Problem], texts: Mapping[Path, str], cache: ChunkCache = _CACHE
) -> Gallery:
    """The gallery of decks that were read, with all their problems; `texts` are those of the files that were read."""
    valid = [(state, _whole(state.deck.head)) for state in states if state.deck.head and not state.is_unreadable]
    decks = [deck for _, deck in valid]
    media = {name: path for deck in decks for name, path in media_of(deck).items()}
    located = tuple(_located(problems, decks, texts))
    by_note: dict[tuple[str, str], list[NoteProblem]] = {}
    for each in located:
        if each.is_in_chunk:
            by_note.setdefault((each.deck, each.note), []).append(NoteProblem(each.problem, each.line))
    return Gallery(
        decks=tuple(_deck(state, deck, by_note, cache) for state, deck in valid),
        coverage=coverage_of(decks),
        problems=tuple(each for each in located if not each.is_in_chunk),
        media=media,
    )


def media_of(deck: Deck) -> Mapping[str, Path]:
    """The files that a deck's cards show or play, by their names in Anki."""
    shown = (file for note in deck.notes for file in note.media.values())
    return {file.name: file.path for file in (*deck.style.media, *shown)}


def with_last_valid_decks(gallery: Gallery, before: Gallery) -> Gallery:
    """Add the decks of an earlier gallery that can no longer be read, as they were before the mistake."""
    present = {deck.id for deck in gallery.decks}
    read = {deck.file for deck in gallery.decks}
    old = [
        replace(deck, is_old=True)
        for deck in before.decks
        if deck.id not in present and (gallery.trouble or (deck.file.exists() and deck.file not in read))
    ]
    sources = {each.source.id for each in gallery.coverage}
    names = {deck.id for deck in old}
    coverage = [each for each in before.coverage if each.source.id not in sources and names & set(each.decks)]
    order = {deck.id: place for place, deck in enumerate(before.decks)}
    decks = sorted((*gallery.decks, *old), key=lambda deck: order.get(deck.id, len(order)))
    return replace(
        gallery,
        decks=tuple(decks),
        coverage=(*gallery.coverage, *coverage),
        media={**before.media, **gallery.media} if old else gallery.media,
    )


def _deck(
    state: DeckState, deck: Deck, problems: Mapping[tuple[str, str], Sequence[NoteProblem]], cache: ChunkCache
) -> GalleryDeck:
    context = context_of(deck)
    stale = {note_id: [(text.part, text.language) for text in texts] for note_id, texts in state.stale.items()}
    inputs = [
        NoteInput(note, frozenset(stale.get(note.id, ())), tuple(problems.get((deck.id, note.id), ())))
        for note in deck.notes
    ]
    return GalleryDeck(
        id=deck.id,
        titles=values_of(deck.title),
        languages=deck.languages,
        editions=tuple(GalleryEdition(each.tag, each.study, each.support) for each in context.editions),
        sections={section.id: values_of(section.title) for section in deck.sections.values()},
        styles={key: notetype.css for key, notetype in context.notetypes.items()},
        chunks=cache.chunks(inputs, context),
        file=deck.location.path,
        files=frozenset(_files(deck)),
        has_source=deck.source is not None,
    )


def _whole(deck: Deck) -> Deck:
    """The deck with all its notes in memory."""
    return replace(deck, notes=tuple(deck.notes))


def _files(deck: Deck) -> Iterator[Path]:
    yield deck.location.path
    yield from (section.location.path for section in deck.sections.values())
    yield from (note.location.path for note in deck.notes)
    if deck.source:
        yield from (point.location.path for point in deck.source.points.values())


def _located(problems: Sequence[Problem], decks: Sequence[Deck], texts: Mapping[Path, str]) -> Iterator[GalleryProblem]:
    """Yield problems, each with its line and the note it is in: the last that begins before it in the file."""
    if not problems:
        return
    beginnings: dict[Path, list[tuple[int, str, str]]] = {}
    for deck in decks:
        others = (deck.location, *(section.location for section in deck.sections.values()))
        for place in others:
            beginnings.setdefault(place.path, []).append((place.line, deck.id, ""))
        for note in deck.notes:
            beginnings.setdefault(note.location.path, []).append((note.location.line, deck.id, note.id))
    for known in beginnings.values():
        known.sort()
    lines = {path: lines_of(texts[path]) for path in {each.location.path for each in problems} if path in texts}
    for problem in problems:
        place = problem.location
        known = beginnings.get(place.path, [])
        index = bisect.bisect_right(known, place.line, key=lambda each: each[0])
        _, deck_id, note_id = known[index - 1] if index else (0, "", "")
        written = lines.get(place.path, [])
        line = written[place.line - 1] if place.line <= len(written) else ""
        yield GalleryProblem(problem, line, deck_id, note_id)
