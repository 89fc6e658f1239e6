"""Decks as the page shows them: their notes in chunks, with problems and coverage."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from flashcards.cards.notetypes.per_deck import for_deck
from flashcards.compile.deck import CompiledDeck
from flashcards.compile.problems import to_rows
from flashcards.compile.state import DeckState
from flashcards.ledger.translation import Stale
from flashcards.model.deck import Deck, Language
from flashcards.model.media import Media
from flashcards.model.problem import Problem, Severity
from flashcards.preview.chunk import ChunkCache, GalleryPart, PageChunk, PlacedChunk
from flashcards.preview.locate import LocatedProblem, located_in
from flashcards.preview.maths import FONT, FONT_FILE, IS_TYPESET
from flashcards.preview.notes import NoteInput, NoteProblem, context_of, values_of
from flashcards.source.coverage import Coverage, coverage_of


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


class LastEdit(NamedTuple):
    """The note that an author edited last, and how many edits there were before and with this one.

    `language` is the one whose texts were edited; empty if there are several or none.
    """

    deck: str
    note: str
    number: int
    language: Language = ""


@dataclass(frozen=True, slots=True)
class Gallery:
    """All that the page shows.

    `problems` are those that are in no chunk, `media` the files that cards show, by name, and `trouble` is why
    decks could not be read. `edited` is the note that was edited last, if the decks are watched.
    """

    decks: tuple[GalleryDeck, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    problems: tuple[LocatedProblem, ...] = ()
    media: Mapping[str, Path] = field(default_factory=dict)
    trouble: str = ""
    edited: LastEdit | None = None

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
    """The gallery of decks that were read, with all their problems; `texts` are those of the files that were read.

    Only notes of chunks that have changed since the cache was used last are read.
    """
    valid = [(state, state.deck.head) for state in states if state.deck.head and not state.is_unreadable]
    wrong = [each for each in problems if each.severity is not Severity.INFO]  # drafts have a badge
    located = located_in([state.deck for state, _ in valid], wrong, texts)
    decks, media = [], dict[str, Path]()
    for state, head in valid:
        chunks = _Chunks(state, [each for each in located if each.is_in_chunk and each.deck == head.id])
        decks.append(_deck(state.deck, head, chunks, cache))
        media.update((file.name, file.path) for file in (*head.style.media, *chunks.media))
        if any(IS_TYPESET in placed.chunk.data for placed in decks[-1].chunks):
            media[FONT] = FONT_FILE
    return Gallery(
        decks=tuple(decks),
        coverage=coverage_of((head, state.deck.points()) for state, head in valid),
        problems=tuple(each for each in located if not each.is_in_chunk),
        media=media,
    )


def with_last_valid_decks(gallery: Gallery, before: Gallery) -> Gallery:
    """Add the decks of an earlier gallery that can no longer be read, as they were before the mistake."""
    present = {deck.id for deck in gallery.decks}
    read = {deck.file for deck in gallery.decks}
    old = [
        replace(deck, is_old=True)
        for deck in before.decks
        if deck.id not in present and (gallery.trouble or (deck.file.exists() and deck.file not in read))
    ]
    owners = {path: deck.id for deck in old for path in deck.files}
    problems = [_owned(each, owners) for each in gallery.problems]
    sources = {each.source.id for each in gallery.coverage}
    names = {deck.id for deck in old}
    coverage = [each for each in before.coverage if each.source.id not in sources and names & set(each.decks)]
    order = {deck.id: place for place, deck in enumerate(before.decks)}
    decks = sorted((*gallery.decks, *old), key=lambda deck: order.get(deck.id, len(order)))
    return replace(
        gallery,
        decks=tuple(decks),
        coverage=(*gallery.coverage, *coverage),
        problems=tuple(problems),
        media={**before.media, **gallery.media} if old else gallery.media,
    )


def _owned(each: LocatedProblem, owners: Mapping[Path, str]) -> LocatedProblem:
    """A problem in a file of a deck that is shown as it was before is that deck's."""
    return each if each.deck else each._replace(deck=owners.get(each.problem.location.path, ""))


class _Chunks:
    """The chunks of a deck as parts of what is cached; of those that were given out, what their notes use."""

    def __init__(self, state: DeckState, problems: Sequence[LocatedProblem]) -> None:
        self.types = set[str]()
        self.media: list[Media] = []
        self._deck = state.deck
        self._stale = {note_id: _texts(stale) for note_id, stale in state.stale.items()}
        self._problems: dict[int, list[LocatedProblem]] = {}
        for each in problems:
            self._problems.setdefault(each.at, []).append(each)

    def parts(self) -> Iterator[GalleryPart]:
        """The parts, in order; the notes of one are read when its inputs are asked for."""
        for at, chunk in enumerate(self._deck.chunks):
            index = self._deck.index(at)
            self.types.update(index.types)
            self.media += index.shown
            stale = {note_id: self._stale[note_id] for note_id in self._stale.keys() & index.ids}
            problems = self._problems.get(at, ())
            rows = to_rows((each.problem for each in problems), chunk.path, chunk.first_line)
            known = repr((str(chunk.path), index.media, rows, sorted(stale.items()))).encode()
            key = self._deck.key("page", at, hashlib.sha256(known).digest())
            yield GalleryPart(key, chunk.first_line, partial(self._inputs, at, stale, problems))

    def _inputs(
        self, at: int, stale: Mapping[str, Sequence[tuple[str, Language]]], problems: Sequence[LocatedProblem]
    ) -> Sequence[NoteInput]:
        by_note: dict[str, list[NoteProblem]] = {}
        for each in problems:
            by_note.setdefault(each.note, []).append(NoteProblem(each.problem, each.line))
        return [
            NoteInput(note, frozenset(stale.get(note.id, ())), tuple(by_note.get(note.id, ())))
            for note in self._deck.read(at).notes
        ]


def _deck(deck: CompiledDeck, head: Deck, chunks: _Chunks, cache: ChunkCache) -> GalleryDeck:
    context = context_of(head)
    placed = cache.chunks(chunks.parts(), context)
    return GalleryDeck(
        id=head.id,
        titles=values_of(head.title),
        languages=head.languages,
        editions=tuple(GalleryEdition(each.tag, each.study, each.support) for each in context.editions),
        sections={section.id: values_of(section.title) for section in head.sections.values()},
        styles={key: notetype.css for key, notetype in for_deck(head, chunks.types).items()},
        chunks=placed,
        file=head.location.path,
        files=frozenset(_files(deck, head)),
        has_source=head.source is not None,
    )


def _texts(stale: Iterable[Stale]) -> list[tuple[str, Language]]:
    return [(each.part, each.language) for each in stale]


def _files(deck: CompiledDeck, head: Deck) -> Iterator[Path]:
    yield from deck.source.all
    if head.source:
        yield from (point.location.path for point in head.source.points.values())
