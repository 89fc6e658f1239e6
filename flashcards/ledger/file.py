"""The ledger file of a deck: an index of its lines, and merging of changed lines.

Only the offsets of the lines of notes are in memory, so that a million notes take little; most lines are copied
without being parsed.
"""

import hashlib
import heapq
import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO

from flashcards.ledger.codec import FIRST_LINE_OF_ADOPTED, FIRST_LINE_WITH_CROWDANKI, head_text, note_ids_in
from flashcards.ledger.parser import LedgerParser
from flashcards.ledger.record import Ledger, Record
from flashcards.model.problem import Location, Problem, Severity
from flashcards.system.external_sort import SortedLines
from flashcards.system.reads import ABSENT, record
from flashcards.system.regular_files import open_file, read_file
from flashcards.text.decode import decode

_NOTE = b"note "
_MORE = (b"guid ", b"edition ", b"reviewed ")  # lines that follow the line of a note
_OF_NOTES = (_NOTE, *_MORE)
_SUM = 8  # bytes of a hash
_LONGEST_FIRST = 40  # bytes of the first line


def ledger_path(folder: Path, deck_id: str) -> Path:
    """The path of the ledger of a deck."""
    return folder / f"{deck_id}.ledger"


def uid_in_ledger(folder: Path, deck_id: str) -> str:
    """The uid that the ledger of a deck records, or an empty string if there is none."""
    try:
        text, _ = decode(read_file(ledger_path(folder, deck_id)), Path())
    except OSError:
        return ""
    found = re.search(rf"^deck {re.escape(deck_id)} ([0-9a-z]+)$", text, re.MULTILINE)
    return found[1] if found else ""


def is_of_adopted(path: Path) -> bool:
    """Whether a ledger is that of an adopted deck; reads no more than its first line."""
    try:
        with open_file(path) as file:
            line = file.readline(_LONGEST_FIRST).decode(errors="replace").rstrip()
    except OSError:
        return False
    return line in (FIRST_LINE_OF_ADOPTED, FIRST_LINE_WITH_CROWDANKI)


def titles_in(path: Path) -> frozenset[str]:
    """The titles of a deck that its ledger records; reads no more than its head."""
    titles = set()
    with open_file(path) as file:
        for line in file:
            if line.startswith(b"note "):
                break
            if line.startswith(b"title "):
                titles.add(line.decode(errors="replace").rstrip("\n").split(" ", 2)[-1])
    return frozenset(titles)


class LedgerFile:
    """The ledger of a deck; empty if there is no file, which means that no learner has the deck.

    `head` is the record without notes. `problems` of the lines of a note are added when `record` parses them. A note
    is identified by its number, in the order of the file.
    """

    def __init__(self, path: Path, deck_id: str, uid: str) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self._deck = deck_id, uid
        self._begins, self._ends, self._hashes = array("Q"), array("Q"), array("q")
        self._sums = bytearray()
        self._more: dict[int, list[bytes]] = {}  # lines of a note that do not follow its first line, after a merge
        self._head_text = b""
        self._is_normal = True
        self._merged: dict[int, int] = {}  # numbers of notes by the hash of the id, in a merged file
        self._content: BinaryIO | None = None
        parser = LedgerParser(path, deck_id, uid)
        self._read(parser)
        self.problems += parser.problems
        self.head: Ledger = parser.ledger()
        self._places = parser.numbers
        order = sorted(range(len(self._hashes)), key=self._hashes.__getitem__)
        self._numbers = array("Q", order)
        self._hashes = array("q", map(self._hashes.__getitem__, order))

    @property
    def note_count(self) -> int:
        """The number of notes in the file."""
        return len(self._begins)

    @property
    def exists(self) -> bool:
        return self._content is not None

    def number(self, note_id: str) -> int | None:
        """The number of a note, or None."""
        return self._number(note_id.encode())

    def hash(self, number: int) -> bytes:
        """A hash of a note's lines."""
        return bytes(self._sums[number * _SUM : (number + 1) * _SUM])

    def text(self, number: int) -> str:
        """A note's lines."""
        return self._lines(number).decode(errors="replace")

    def record(self, number: int) -> Record | None:
        """The record in the lines of a note; None if they are invalid, which is added to `problems`."""
        note_id, lines = self.note_id(number), self.text(number).splitlines()
        parser = LedgerParser(self.path, *self._deck)
        for line in lines:
            parser.read(line.rstrip(), 1)
        if parser.problems:
            parser = LedgerParser(self.path, *self._deck)
            for place, line in zip(self._line_numbers(note_id), lines, strict=False):
                parser.read(line.rstrip(), place)
            self.problems += (problem for problem in parser.problems if problem not in self.problems)
        return parser.notes().get(note_id)

    def note_id(self, number: int) -> str:
        """The first id of a note."""
        return _id_of(self._lines(number)).decode(errors="replace")

    @property
    def note_ids(self) -> Iterator[int]:
        """The note ids in Anki of all notes."""
        for number in range(self.note_count):
            yield from note_ids_in(self.text(number))

    def location(self, name: str) -> Location:
        """The location of the line of a note, or of the first "title", "pair" or "notetype"."""
        line = self._places.get(name) or next(self._line_numbers(name), 1)
        return Location(self.path, line, 1)

    def is_kept_by(self, head: Ledger, changed: SortedLines) -> bool:
        """Whether writing would give the same file."""
        return self._is_normal and changed.is_empty and head_text(head).encode() == self._head_text

    def write(self, file: BinaryIO, head: Ledger, changed: SortedLines) -> None:
        """Write a ledger with this head, and changed lines instead of the old lines of their notes."""
        file.write(head_text(head).encode())
        file.writelines(lines for _, lines in self.merged(changed))

    def merged(self, changed: SortedLines) -> Iterator[tuple[str, bytes]]:
        """The ids and lines of all notes, with changed lines instead of the old ones."""
        kept: Iterable[tuple[bytes, int, bytes]] = (
            (_id_of(lines), 1, lines) for lines in map(self._lines, range(self.note_count))
        )
        if not self._is_normal:
            kept = sorted(kept)
        new = ((note_id.encode(), 0, lines.encode()) for note_id, lines in changed)
        for note_id, own in groupby(heapq.merge(new, kept), key=itemgetter(0)):
            lines = next(own)[2]
            if lines:
                yield note_id.decode(), lines

    def close(self) -> None:
        if self._content:
            self._content.close()

    def _read(self, parser: LedgerParser) -> None:
        try:
            self._content = open_file(self.path)
        except FileNotFoundError:
            record(self.path, ABSENT)
            return
        whole, head, begin, last, is_valid = hashlib.sha256(), bytearray(), 0, b"", True
        line, is_apart = b"\n", False
        for count, line in enumerate(self._content, 1):
            whole.update(line)
            is_valid = is_valid and (line.isascii() or _is_utf8(line)) and b"\0" not in line
            if line.startswith(_OF_NOTES) and (note_id := _id_of(line)):
                last = self._take(note_id, last, line, begin)
            else:
                is_apart = is_apart or len(self._begins) > 0
                head += line
                self._read_head(parser, line, count)
            begin += len(line)
        self._is_normal = self._is_normal and not is_apart and line.endswith(b"\n")
        self._head_text = bytes(head)
        record(self.path, whole.hexdigest())
        if not is_valid:
            self._content.seek(0)
            _, problems = decode(self._content.read(), self.path)
            self.problems += (problem for problem in problems if problem.severity is Severity.ERROR)

    def _read_head(self, parser: LedgerParser, line: bytes, number: int) -> None:
        text = line.decode(errors="replace").removeprefix("\ufeff" if number == 1 else "")
        for part in text.splitlines():
            parser.read(part.rstrip(), number)

    def _take(self, note_id: bytes, last: bytes, line: bytes, begin: int) -> bytes:
        """Index a line of a note; returns the id of the note whose lines may follow, or an empty string."""
        if note_id == last and line.startswith(_MORE):
            self._ends[-1] = begin + len(line)
            self._sums[-_SUM:] = _sum(self._sums[-_SUM:] + line)
        elif (note_id > last or not last) and line.startswith(_NOTE) and self._is_normal:
            self._add(note_id, line, begin)
        else:
            return self._take_apart(note_id, line, begin)
        return note_id

    def _add(self, note_id: bytes, line: bytes, begin: int) -> None:
        self._begins.append(begin)
        self._ends.append(begin + len(line))
        self._hashes.append(_hash(note_id))
        self._sums += _sum(line)

    def _take_apart(self, note_id: bytes, line: bytes, begin: int) -> bytes:
        """Index a line in a merged file, with notes in any order and repeated."""
        if self._is_normal:
            self._merged = {each: number for number, each in enumerate(self._hashes)}
            self._is_normal = False
        number = self._merged.setdefault(_hash(note_id), len(self._begins))
        if number == len(self._begins):
            self._add(note_id, line, begin)
            return note_id
        self._more.setdefault(number, []).append(line if line.endswith(b"\n") else line + b"\n")
        self._sums[number * _SUM : (number + 1) * _SUM] = _sum(self.hash(number) + line)
        return b""

    def _number(self, note_id: bytes) -> int | None:
        wanted = _hash(note_id)
        at = bisect_left(self._hashes, wanted)
        return self._numbers[at] if at < len(self._hashes) and self._hashes[at] == wanted else None

    def _lines(self, number: int) -> bytes:
        if self._content is None:
            return b""
        self._content.seek(self._begins[number])
        lines = self._content.read(self._ends[number] - self._begins[number])
        if number in self._more:
            return b"".join([lines, b"" if lines.endswith(b"\n") else b"\n", *self._more[number]])
        return lines if lines.endswith(b"\n") else lines + b"\n"

    def _line_numbers(self, note_id: str) -> Iterator[int]:
        """The line numbers of a note."""
        if self._content is None:
            return
        self._content.seek(0)
        wanted = note_id.encode()
        for number, line in enumerate(self._content, 1):
            if line.startswith(_OF_NOTES) and _id_of(line) == wanted:
                yield number


def _id_of(line: bytes) -> bytes:
    """The id in the line of a note."""
    begin = line.find(b" ") + 1
    end = line.find(b" ", begin)
    return (line[begin:end] if end > 0 else line[begin:]).strip() if begin else b""


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _hash(note_id: bytes) -> int:
    """A hash of 64 bits, the same within a process."""
    return hash(note_id)


def hash_of(lines: str) -> bytes:
    """The hash of a note with these lines, as in `LedgerFile.hash`: it is extended line by line."""
    found = b""
    for line in lines.encode().splitlines(keepends=True):
        found = _sum(found + line)
    return found


def _sum(content: bytes | bytearray) -> bytes:
    return hashlib.blake2b(content, digest_size=_SUM).digest()
