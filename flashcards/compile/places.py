"""The places of the notes of a chunk, and the key points they cover."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from flashcards.compile.chunks import Chunk
from flashcards.compile.read import ReadChunk
from flashcards.model.deck import Deck
from flashcards.model.edition import Edition
from flashcards.model.problem import Location
from flashcards.source.coverage import NotePoints

_BY_NOTE = 3  # the first columns


class ChunkPlaces(NamedTuple):
    """Columns with an item a note, and the key points of decks with a source.

    `lines` count from the chunk's first, `covers` are rows by key point, and the notes of the rows `left_out` are
    retired or drafts, so that they cover nothing.
    """

    ids: list[str]
    lines: list[int]
    columns: list[int]
    covers: dict[str, list[int]]
    left_out: list[int]

    def row_at(self, line: int) -> int:
        """The row of the last note that begins at or above a line, counted from the chunk's first; -1 for none."""
        return bisect_right(self.lines, line) - 1

    def points(self, chunk: Chunk) -> Iterator[NotePoints]:
        """The key points of each note that is neither retired nor a draft, with the note's place in the file."""
        by_row: dict[int, list[str]] = {}
        for point, rows in self.covers.items():
            for row in rows:
                by_row.setdefault(row, []).append(point)
        left_out = {*self.left_out}
        for row, (note_id, line, column) in enumerate(zip(self.ids, self.lines, self.columns, strict=True)):
            if row not in left_out:
                place = Location(chunk.path, chunk.first_line + line, column)
                yield NotePoints(note_id, tuple(by_row.get(row, ())), place)


def places(read: ReadChunk, chunk: Chunk, deck: Deck, _: Sequence[Edition]) -> ChunkPlaces:
    """The places of the notes of a chunk."""
    notes, covers = read.notes, dict[str, list[int]]()
    for row, note in enumerate(notes):
        for point in note.covers:
            covers.setdefault(point, []).append(row)
    return ChunkPlaces(
        [note.id for note in notes],
        [note.location.line - chunk.first_line for note in notes],
        [note.location.column for note in notes],
        covers,
        [row for row, note in enumerate(notes) if note.retired or note.is_draft] if deck.source else [],
    )


def places_of(value: Any) -> ChunkPlaces | None:
    """Decode cached places; None if they are not."""
    try:
        found = ChunkPlaces._make(value)
        return found if len({*map(len, found[:_BY_NOTE])}) == 1 else None
    except TypeError:
        return None
