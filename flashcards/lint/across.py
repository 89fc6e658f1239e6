"""The rows that a rule that compares notes collects of each chunk, so that no chunk is read again to compare all."""

import base64
import hashlib
from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, NamedTuple

from flashcards.lint.finding import TextRef, each_text
from flashcards.lint.word_index import WordIndex
from flashcards.model.problem import Location


class Rows(NamedTuple):
    """Columns of texts: their lines, columns, languages, and the numbers of their notes (-1 in the head).

    `exempt` are the rows that break no rule, `values` are the rule's own, and `note_count` is the number of notes of
    the chunk. All can be stored as JSON.
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
        """The same rows, with the texts at some places exempt too."""
        known = {(place.line, place.column) for place in places}
        where = zip(self.lines, self.columns, strict=True)
        return self._replace(exempt=[*self.exempt, *(row for row, place in enumerate(where) if place in known)])


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
    titles = each_text(replace(index.deck, notes=())) if index.deck.title else iter(())
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
