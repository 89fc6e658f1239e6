"""The rows that a rule that compares notes collects of each chunk, so that no chunk is read again to compare all."""

import base64
import hashlib
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from flashcards.lint.finding import TextRef, each_in_head
from flashcards.lint.word_index import WordIndex
from flashcards.model.problem import Location
from flashcards.yamltext.elsewhere import Elsewhere

_NO_FILES: Mapping[str, str] = {}


class Rows(NamedTuple):
    """Columns of texts: their lines, columns, languages, and the numbers of their notes (-1 in the head).

    `exempt` are the rows that break no rule, `values` are the rule's own, and `note_count` is the number of notes of
    the chunk. `files` are those of rows whose texts are in another file than the notes, by the number of the row. All
    can be stored as JSON.
    """

    lines: list[int]
    columns: list[int]
    tags: list[str]
    notes: list[int]
    exempt: list[int]
    values: Any
    note_count: int
    files: Mapping[str, str] = _NO_FILES

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
            {str(row): str(ref.place.path) for row, ref in enumerate(texts) if isinstance(ref.text, Elsewhere)},
        )

    def without(self, places: Collection[Location]) -> "Rows":
        """The same rows, with the texts at some places exempt too."""
        known = {(place.line, place.column) for place in places}
        where = zip(self.lines, self.columns, strict=True)
        rows = [row for row, place in enumerate(where) if place in known]
        if self.files:  # rare
            exact = {(str(place.path), place.line, place.column) for place in places}
            rows = [row for row in rows if self._is_among(exact, row)]
        return self._replace(exempt=[*self.exempt, *rows])

    def _is_among(self, places: Collection[tuple[str, int, int]], row: int) -> bool:
        """Whether the place of a row is among places; those of the file of the notes have another path."""
        other = self.files.get(str(row))
        place = self.lines[row], self.columns[row]
        among = (each for each in places if each[1:] == place)
        return any(path == other if other else path not in self.files.values() for path, *_ in among)

    def moved(self, lines: int, others: Mapping[str, int], sign: int) -> "Rows":
        """The same rows with lines from another one, in the file of the notes and in each of the others."""
        shifts = (
            [others.get(self.files.get(str(row), ""), lines) for row in range(len(self.lines))] if self.files else []
        )
        first = shifts or [lines] * len(self.lines)
        return self._replace(lines=[line + sign * shift for line, shift in zip(self.lines, first, strict=True)])


Row = tuple[int, int]
"""The number of a chunk, and that of a row in it."""


class Match(NamedTuple):
    """A row that breaks a rule because of another, whose place replaces `{other}` in the message."""

    row: Row
    message: str
    hint: str
    other: Row | None = None


def once_each(matches: Iterable[Match], chunks: Sequence[Rows]) -> Iterator[Match]:
    """The first match of each note, because a duplicate is one in every language."""
    seen: set[Row] = set()
    for match in matches:
        chunk, row = match.row
        note = chunk, chunks[chunk].notes[row]
        if note not in seen:
            seen.add(note)
            yield match


def at_title(index: WordIndex, rule: str, values: Any) -> Rows:
    """Values of a chunk for a rule that judges the whole deck; of the head also the title, where it is reported."""
    titles = each_in_head(index.deck) if index.deck.title else iter(())
    texts = [ref._replace(tag="") for ref in islice(titles, 1)]  # the deck is judged in no single language
    return Rows.of(texts, index.numbers, rule, values, len(index.notes))


def at_title_of(chunks: Sequence[Rows], message: str, hint: str) -> Iterator[Match]:
    """A match at the title of the deck, which the first chunk with a row has."""
    heads = (chunk for chunk, rows in enumerate(chunks) if rows.lines)
    yield from (Match((chunk, 0), message, hint) for chunk in islice(heads, 1))


def hash64(text: str) -> int:
    """64 bits of a hash of a text, the same in every run."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), signed=True)


def to_text(numbers: Iterable[int]) -> str:
    """Encode numbers of 64 bits as a short text for JSON."""
    return base64.b64encode(array("q", numbers).tobytes()).decode()


def to_numbers(text: str) -> "array[int]":
    """Decode the numbers that `to_text` encoded."""
    return array("q", base64.b64decode(text))
