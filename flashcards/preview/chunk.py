"""Chunks of notes: files that the page loads when a note in them is opened."""

import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any, NamedTuple

from flashcards.cards.frame.packing import Packing
from flashcards.model.deck import Text
from flashcards.model.problem import Location, Problem
from flashcards.preview.notes import GalleryCard, GalleryNote, NoteInput, PreviewContext, note_of

# An edit sends one chunk again, at 1 kB a note, and 5 kB if its texts are long and have many problems
_FEWEST, _MOST = 16, 40
_ONE_IN = 16  # notes that end a chunk, of those after the fewest

_FILE_ID = 20  # hexadecimal digits


class PageChunk(NamedTuple):
    """A run of notes of one file as the page loads it.

    `rows` is a JSON array with what the list and the filters need of each note, and `data` a JSON object with
    the notes' cards, texts and problems. Lines are counted from the first of these notes, so that an edit above
    them changes nothing here.
    """

    file_id: str
    rows: str
    data: str
    note_count: int
    card_count: int

    @property
    def content(self) -> str:
        """Both as one JSON object."""
        return f'{{"rows":{self.rows},"data":{self.data}}}'


class PlacedChunk(NamedTuple):
    """A chunk, and the line of the file at which its notes begin."""

    chunk: PageChunk
    line: int


class NoteContent(NamedTuple):
    """What a note says, without its place and problems: its row in the list, its texts by language, and its cards."""

    row: object
    texts: Mapping[str, Mapping[str, str]]
    cards: object


def contents(chunk: PageChunk) -> Mapping[str, NoteContent]:
    """What the notes of a chunk say, by their ids."""
    rows, data = json.loads(chunk.rows), json.loads(chunk.data)
    texts, skeletons = data["texts"], data["skeletons"]

    def by_language(parts: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for part, each in parts.items():
            for tag, number in each.items():
                found.setdefault(tag, {})[part] = texts[number]
        return found

    def side(packed: Sequence[int]) -> object:
        return skeletons[packed[0]], [texts[number] for number in packed[1:]]

    def sides(cards: Mapping[str, Sequence[tuple[str, Sequence[int], Sequence[int]]]]) -> object:
        return {key: [(name, side(front), side(back)) for name, front, back in each] for key, each in cards.items()}

    return {
        row["id"]: NoteContent({**row, "warnings": 0}, by_language(note.get("texts", {})), sides(note.get("cards", {})))
        for row, note in zip(rows, data["notes"], strict=True)
    }


def chunk_of(inputs: Sequence[NoteInput], context: PreviewContext) -> PageChunk:
    """The chunk of a run of notes."""
    return packed([note_of(each, context) for each in inputs])


def packed(notes: Sequence[GalleryNote]) -> PageChunk:
    """The chunk of notes as the page shows them."""
    packing = Packing()
    first = notes[0].location
    details = [_detail(note, first.line, packing) for note in notes]
    rows = compact([_row(note) for note in notes])
    data = compact(
        {
            "path": first.path.as_posix(),
            "notes": details,
            "texts": packing.texts,
            "skeletons": packing.skeletons,
        }
    )
    cards = sum(len(cards) for note in notes for cards in note.cards.values())
    return PageChunk(file_id_of(f"{rows}\n{data}"), rows, data, len(notes), cards)


def cut(inputs: Sequence[NoteInput]) -> Iterator[Sequence[NoteInput]]:
    """Cut notes into runs that end where the hash of an id decides, so that an edit moves few boundaries.

    A run has at most `_MOST` notes.
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


class GalleryPart(NamedTuple):
    """Notes of a file that are cached together: equal keys have equal notes, whose lines count from `line`."""

    key: bytes
    line: int
    inputs: Callable[[], Sequence[NoteInput]]


class _Run(NamedTuple):
    key: bytes
    chunk: PageChunk
    line: int  # from that of its part


class _Shown(NamedTuple):
    deck: object  # without its places
    parts: dict[bytes, Sequence[_Run]]


class ChunkCache:
    """Caches the chunks of the decks that were shown last, so that a reload reads and makes only those that differ."""

    def __init__(self) -> None:
        self._decks: dict[str, _Shown] = {}

    def chunks(self, parts: Iterable[GalleryPart], context: PreviewContext) -> tuple[PlacedChunk, ...]:
        """The chunks of a deck's notes."""
        before = self._decks.get(context.deck.id)
        shown = _Shown(_plain(context.deck), {})
        known = before.parts if before and before.deck == shown.deck else {}
        placed: list[PlacedChunk] = []
        for part in parts:
            runs = known.get(part.key)
            if runs is None:
                made = {run.key: run.chunk for own in known.values() for run in own}
                runs = [*_runs(part, made, context)]
            shown.parts[part.key] = runs
            placed += (PlacedChunk(run.chunk, part.line + run.line) for run in runs)
        self._decks[context.deck.id] = shown
        return tuple(placed)


def _runs(part: GalleryPart, made: Mapping[bytes, PageChunk], context: PreviewContext) -> Iterator[_Run]:
    """The runs of a part; the chunks of `made` are reused."""
    for inputs in cut(part.inputs()):
        key = hashlib.sha256(repr(_without_lines(inputs)).encode()).digest()
        yield _Run(key, made.get(key) or chunk_of(inputs, context), inputs[0].note.location.line - part.line)


def file_id_of(content: str) -> str:
    """The name of a file by its content."""
    return hashlib.sha256(content.encode()).hexdigest()[:_FILE_ID]


def compact(data: object) -> str:
    """Encode as JSON without whitespace."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def problem_data(problem: Problem, line: str, *, start: int = 0, text: Callable[[str], Any] = str) -> dict[str, Any]:
    """A problem, with the text of its line, and the number of the line from `start`."""
    return {
        "row": problem.location.line - start,
        "column": problem.location.column,
        "severity": str(problem.severity),
        "rule": problem.rule,
        "message": text(problem.message),
        "hint": text(problem.hint),
        "line": text(line),
    }


def _row(note: GalleryNote) -> dict[str, Any]:
    """A note in the list; what is empty in most is left out."""
    row = {
        "id": note.id,
        "was": note.was,
        "section": note.section,
        "type": note.notetype,
        "prompts": note.prompts,
        "tags": note.tags,
        "packages": note.packages,
        "kinds": note.kinds,
        "covers": note.covers,
        "missing": note.missing,
        "stale": note.stale,
        "retired": note.is_retired,
        "draft": note.is_draft,
        "warnings": len(note.problems),
        "cards": {key: len(cards) for key, cards in note.cards.items() if len(cards) != 1},
    }
    return {name: value for name, value in row.items() if value}


def _detail(note: GalleryNote, start: int, packing: Packing) -> dict[str, Any]:
    """The details of a note, shown when it is opened; `start` is the first line of its chunk."""
    detail: dict[str, Any] = {
        "place": [note.location.line - start, note.location.column],
        "texts": {part: {tag: packing.text(text) for tag, text in texts.items()} for part, texts in note.texts.items()},
        "cards": {key: [_card(card, packing) for card in cards] for key, cards in note.cards.items()},
        "problems": [problem_data(each, line, start=start, text=packing.text) for each, line in note.problems],
    }
    return {name: value for name, value in detail.items() if value}


def _card(card: GalleryCard, packing: Packing) -> list[Any]:
    return [card.name, packing.side(card.front), packing.side(card.back)]


def _without_lines(inputs: Sequence[NoteInput]) -> object:
    """What a chunk depends on besides its context."""
    path, start, _ = inputs[0].note.location
    values: list[object] = [str(path)]
    for note, stale, problems in inputs:
        place = (note.location.line - start, note.location.column)
        own = [problem_data(each, line, start=start) for each, line in problems]
        values.append((_plain(note), place, sorted(stale), own))
    return values


def _plain(value: object) -> object:
    """The values of a deck or a note, without their places in files."""
    if isinstance(value, Text):
        return value.value
    if isinstance(value, Location):
        return None
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return [(name, _plain(each)) for name, each in value.items()]
    if is_dataclass(value):
        return [_plain(getattr(value, each.name)) for each in fields(value)]
    return value
