"""What a rule that compares notes keeps of a part of them, so that all can be compared without any being read again."""

import base64
import hashlib
from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from flashcards.lint.finding import TextRef
from flashcards.model.problem import Location


class Rows(NamedTuple):
    """Rows of texts: where each stands, its language, the number of its note (-1 in the head), and which are exempt.

    `values` are the rule's own, and `note_count` the notes that were looked at. All of it is what JSON can say.
    """

    lines: list[int]
    columns: list[int]
    tags: list[str]
    notes: list[int]
    exempt: list[int]
    values: Any
    note_count: int

    @classmethod
    def of(cls, texts: Iterable[TextRef], numbers: dict[int, int], rule: str, values: Any, note_count: int) -> "Rows":
        """Rows of texts; `numbers` are the notes' by their identity."""
        texts = [*texts]
        return cls(
            [ref.text.line for ref in texts],
            [ref.text.column for ref in texts],
            [ref.tag for ref in texts],
            [numbers[id(ref.note)] if ref.note else -1 for ref in texts],
            [row for row, ref in enumerate(texts) if ref.note and rule in ref.note.lint_ignore],
            values,
            note_count,
        )

    def without(self, places: Collection[Location]) -> "Rows":
        """The same with the texts at some places exempt too."""
        known = {(place.line, place.column) for place in places}
        where = zip(self.lines, self.columns, strict=True)
        return self._replace(exempt=[*self.exempt, *(row for row, place in enumerate(where) if place in known)])


Row = tuple[int, int]
"""The number of a chunk, and that of a row in it."""


class Match(NamedTuple):
    """A row that breaks a rule because of another; the message has `{other}` where the place of that one goes."""

    row: Row
    message: str
    hint: str
    other: Row | None = None


def once_each(matches: Iterable[Match], chunks: Sequence[Rows]) -> Iterator[Match]:
    """The first match in each note: what is wrong with a question is wrong in each of its languages."""
    seen: set[Row] = set()
    for match in matches:
        chunk, row = match.row
        note = chunk, chunks[chunk].notes[row]
        if note not in seen:
            seen.add(note)
            yield match


def hash64(text: str) -> int:
    """64 bits of a hash of a text, the same in every run."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), signed=True)


def to_text(numbers: Iterable[int]) -> str:
    """Numbers of 64 bits as JSON can say them in little room."""
    return base64.b64encode(array("q", numbers).tobytes()).decode()


def to_numbers(text: str) -> "array[int]":
    """The numbers that `to_text` put into a text."""
    return array("q", base64.b64decode(text))
