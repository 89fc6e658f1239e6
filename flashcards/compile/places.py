"""The places of the notes of a chunk, and the key points they cover."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from flashcards.compile.read import ReadChunk
from flashcards.deckfile.chunks import Chunk
from flashcards.model.deck import Deck
from flashcards.model.edition import Edition
from flashcards.model.problem import Location
from flashcards.source.coverage import NotePoints

_BY_NOTE = 3  # the first columns


class ChunkPlaces(NamedTuple):
    """Columns with an item a note, and the key points of decks with a source.

    `lines` count from the chunk's first, `covers` are rows by key point, and `lacking` by language those of notes that
    are not asked in it. The notes of the rows `retired` and `drafts` cover nothing.
    """

    ids: list[str]
    lines: list[int]
    columns: list[int]
    covers: dict[str, list[int]]
    lacking: dict[str, list[int]]
    retired: list[int]
    drafts: list[int]

    def row_at(self, line: int) -> int:
        """The row of the last note that begins at or above a line, counted from the chunk's first; -1 for none."""
        return bisect_right(self.lines, line) - 1

    def points(self, chunk: Chunk) -> Iterator[NotePoints]:
        """The key points of each note that is not retired, with the note's place in the file."""
        points, lacking = _by_row(self.covers), _by_row(self.lacking)
        retired, drafts = {*self.retired}, {*self.drafts}
        for row, (note_id, line, column) in enumerate(zip(self.ids, self.lines, self.columns, strict=True)):
            if row not in retired:
                place = Location(chunk.path, chunk.first_line + line, column)
                yield NotePoints(note_id, tuple(points.get(row, ())), place, row in drafts, tuple(lacking.get(row, ())))


def places(read: ReadChunk, chunk: Chunk, deck: Deck, _: Sequence[Edition]) -> ChunkPlaces:
    """The places of the notes of a chunk."""
    notes, covers, lacking = read.notes, dict[str, list[int]](), dict[str, list[int]]()
    for row, note in enumerate(notes):
        for point in note.covers:
            covers.setdefault(point, []).append(row)
        if note.languages is not deck.languages and not note.is_draft:
            for tag in deck.languages:
                if tag not in note.languages:
                    lacking.setdefault(tag, []).append(row)
    return ChunkPlaces(
        [note.id for note in notes],
        [note.location.line - chunk.first_line for note in notes],
        [note.location.column for note in notes],
        covers,
        lacking,
        [row for row, note in enumerate(notes) if note.retired] if deck.source else [],
        [row for row, note in enumerate(notes) if note.is_draft] if deck.source else [],
    )


def _by_row(rows: Mapping[str, Sequence[int]]) -> Mapping[int, Sequence[str]]:
    """What is in each row."""
    by_row: dict[int, list[str]] = {}
    for name, found in rows.items():
        for row in found:
            by_row.setdefault(row, []).append(name)
    return by_row


def places_of(value: Any) -> ChunkPlaces | None:
    """Decode cached places; None if they are not."""
    try:
        found = ChunkPlaces._make(value)
        return found if len({*map(len, found[:_BY_NOTE])}) == 1 else None
    except TypeError:
        return None
