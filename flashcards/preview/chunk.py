"""Runs of notes, each as one file that the page loads when a note in it is opened."""

import hashlib
import json
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from flashcards.model.deck import Retirement, Text
from flashcards.model.problem import Location, Problem
from flashcards.preview.dedup import Packing
from flashcards.preview.notes import Context, GalleryCard, GalleryNote, NoteInput, note_of

# An edit sends one chunk again, at about 1 kB a note
_FEWEST, _MOST = 32, 128
_ONE_IN = 64  # notes that end a chunk, of those after the fewest

_DIGEST = 20  # hexadecimal digits


class PageChunk(NamedTuple):
    """A run of notes as the page loads it.

    `rows` is a JSON array with what the list and the filters need of each note, and `data` a JSON object with
    the notes' cards, texts and problems. Lines are counted from the first of these notes in each file, so that
    an edit above them changes nothing here.
    """

    digest: str
    rows: str
    data: str
    note_count: int
    card_count: int

    @property
    def content(self) -> str:
        """Both as one JSON object."""
        return f'{{"rows":{self.rows},"data":{self.data}}}'


class PlacedChunk(NamedTuple):
    """A chunk, and the line at which its notes begin in each of their files."""

    chunk: PageChunk
    lines: tuple[int, ...]


def chunk_of(inputs: Sequence[NoteInput], context: Context) -> PageChunk:
    """The chunk of a run of notes, which depends on nothing but these."""
    return packed([note_of(each, context) for each in inputs])


def packed(notes: Sequence[GalleryNote]) -> PageChunk:
    """The chunk of notes as the page shows them."""
    packing = Packing()
    runs = _runs([note.location for note in notes])
    starts = [(place, run[0].line) for place, run in enumerate(runs) for _ in run]
    details = [_detail(note, place, start, packing) for note, (place, start) in zip(notes, starts, strict=True)]
    rows = compact([_row(note) for note in notes])
    data = compact(
        {
            "paths": [run[0].path.as_posix() for run in runs],
            "notes": details,
            "texts": packing.texts,
            "skeletons": packing.skeletons,
        }
    )
    cards = sum(len(cards) for note in notes for cards in note.cards.values())
    return PageChunk(digest_of(f"{rows}\n{data}"), rows, data, len(notes), cards)


def lines_of(inputs: Sequence[NoteInput]) -> tuple[int, ...]:
    """The line at which notes begin in each of their files."""
    return tuple(run[0].line for run in _runs([each.note.location for each in inputs]))


def cut(inputs: Sequence[NoteInput]) -> Iterator[Sequence[NoteInput]]:
    """Notes in runs that end where the hash of a note's id says so: a note more or less moves few other boundaries.

    Where no such id comes for long, a run is cut at its length.
    """
    start = 0
    for end, each in enumerate(inputs, start=1):
        size = end - start
        is_end = size >= _FEWEST and zlib.crc32(each.note.id.encode()) % _ONE_IN == 0
        if is_end or size == _MOST:
            yield inputs[start:end]
            start = end
    if start < len(inputs):
        yield inputs[start:]


class _Cached(NamedTuple):
    inputs: Sequence[NoteInput]
    chunk: PageChunk

    def is_of(self, inputs: Sequence[NoteInput]) -> bool:
        """Whether these notes make the same chunk: they are equal, or only their lines are others."""
        return self.inputs == inputs or _without_lines(self.inputs) == _without_lines(inputs)


class ChunkCache:
    """Caches the chunks of the decks that were shown last, so that a reload makes only those that differ."""

    def __init__(self) -> None:
        self._decks: dict[str, tuple[Context, dict[str, _Cached]]] = {}

    def chunks(self, inputs: Sequence[NoteInput], context: Context) -> tuple[PlacedChunk, ...]:
        """The chunks of a deck's notes."""
        before, known = self._decks.get(context.deck.id, (context, {}))
        if before != context:
            known = {}
        used = []
        for run in cut(inputs):
            cached = known.get(run[0].note.id)
            chunk = cached.chunk if cached and cached.is_of(run) else chunk_of(run, context)
            used.append(_Cached(run, chunk))
        self._decks[context.deck.id] = context, {each.inputs[0].note.id: each for each in used}
        return tuple(PlacedChunk(each.chunk, lines_of(each.inputs)) for each in used)


def digest_of(content: str) -> str:
    """The name of a file by its content."""
    return hashlib.sha256(content.encode()).hexdigest()[:_DIGEST]


def compact(data: object) -> str:
    """Data as JSON without white space."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def problem_data(problem: Problem, line: str, *, start: int = 0, text: Callable[[str], Any] = str) -> dict[str, Any]:
    """A problem with the line of the file it is on, its number counted from `start`."""
    return {
        "row": problem.location.line - start,
        "column": problem.location.column,
        "severity": str(problem.severity),
        "rule": problem.rule,
        "message": text(problem.message),
        "hint": text(problem.hint),
        "line": text(line),
    }


def _runs(places: Sequence[Location]) -> list[list[Location]]:
    """Places one after the other, by the file they are in."""
    return [list(run) for _, run in groupby(places, key=lambda place: place.path)]


def _row(note: GalleryNote) -> dict[str, Any]:
    """A note in the list; what is empty in most is left out."""
    row = {
        "id": note.id,
        "section": note.section,
        "type": note.notetype,
        "prompts": note.prompts,
        "tags": note.tags,
        "kinds": note.kinds,
        "covers": note.covers,
        "missing": note.missing,
        "stale": note.stale,
        "retired": note.is_retired,
        "warnings": len(note.problems),
    }
    return {name: value for name, value in row.items() if value}


def _detail(note: GalleryNote, place: int, start: int, packing: Packing) -> dict[str, Any]:
    """A note when it is opened; `place` is the number of its file, where its chunk begins at line `start`."""
    detail: dict[str, Any] = {
        "place": [place, note.location.line - start, note.location.column],
        "texts": {part: {tag: packing.text(text) for tag, text in texts.items()} for part, texts in note.texts.items()},
        "cards": {key: [_card(card, packing) for card in cards] for key, cards in note.cards.items()},
        "problems": [problem_data(each, line, start=start, text=packing.text) for each, line in note.problems],
    }
    return {name: value for name, value in detail.items() if value}


def _card(card: GalleryCard, packing: Packing) -> list[Any]:
    return [card.name, packing.side(card.front), packing.side(card.back)]


def _without_lines(inputs: Sequence[NoteInput]) -> list[object]:
    """What a chunk depends on besides its context."""
    starts: dict[Path, int] = {}
    values: list[object] = []
    for each in inputs:
        place = each.note.location
        start = starts.setdefault(place.path, place.line)
        moved = each.note._replace(location=place._replace(line=place.line - start))
        problems = [problem_data(problem, line, start=start) for problem, line in each.problems]
        values.append((_plain(moved), each.stale, problems))
    return values


def _plain(value: object) -> object:
    """A value of a note without the places of its texts."""
    if isinstance(value, Text):
        return value.value
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return [(name, _plain(each)) for name, each in value.items()]
    if isinstance(value, Retirement):
        return _plain((value.reason, value.replaced_by))
    return value
