"""Deck files in slices of some hundred notes, each of which can be read by itself, and read again when it changed.

A slice begins where a note does whose first line says so: then an edit moves the ends of the slices
around it, and of no others.
"""

import hashlib
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from flashcards.deckfile.discovery import DeckFiles
from flashcards.deckfile.notes import NoteReader, Surroundings
from flashcards.model.deck import Note
from flashcards.system.regular_files import open_file
from flashcards.text.decode import decode
from flashcards.yamltext.document import Pairs, parse
from flashcards.yamltext.entry import Entry, Mistakes

_FEWEST, _MOST = 128, 512  # notes in a slice
_ONE_IN = 128  # notes begin a slice
_CHUNK = 1 << 22  # bytes

_NOTES = re.compile(rb"^notes:(?:[ \t]+#[^\n]*|[ \t]*\r?)\n", re.MULTILINE)
_SAYS = re.compile(rb"^[a-z]+:", re.MULTILINE)
_SAYS_NOTHING = re.compile(rb"(?:---\r?\n)?(?:[ ]*(?:#[^\n]*)?\r?\n)*")
_FIRST = re.compile(rb"(?:[ ]*(?:#[^\n]*)?\r?\n)*( *)- ")

# What would make lines count otherwise, and a line that ends the notes or that only a parser can judge
_ODD = (b"\0", b"\xc2\x85", b"\xe2\x80\xa8", b"\xe2\x80\xa9")
_OUTSIDE = re.compile(rb"\n(?![ \r\n#]|- |\Z)")
_BEGINS = re.compile(rb"---\r?\n")
_MARKER = re.compile(rb"^(?:---|\.\.\.|%)", re.MULTILINE)


class Slice(NamedTuple):
    """So many notes of a file: where they stand, in bytes and by the line they begin in, and a hash of their text."""

    path: Path
    offset: int
    size: int
    first_line: int
    length: int
    digest: bytes


class Sliced(NamedTuple):
    """What stands above the notes of each file of a deck, the notes, and the SHA-256 sums of the files."""

    above: tuple[str, ...]
    slices: tuple[Slice, ...]
    sums: Mapping[Path, str]


class _NotPlainError(Exception):
    """A file is laid out in a way that only a parser can tell where its notes are."""


def sliced(source: DeckFiles) -> Sliced | None:
    """A deck in slices; None where a file is laid out so that this takes a parser, as flow style does."""
    above: list[str] = []
    slices: list[Slice] = []
    sums: dict[Path, str] = {}
    try:
        for path in source.files:
            with open_file(path) as opened:
                file = _Summed(opened)
                head, body = _parted(file)
                above.append(_decoded(head, path))
                slices += _slices(path, file, head, body) if body else ()
                sums[path] = file.sum.hexdigest()
    except _NotPlainError:
        return None
    return Sliced(tuple(above), tuple(slices), sums) if slices else None


def read_slice(part: Slice, around: Surroundings) -> tuple[Note, ...] | None:
    """The notes of a slice, each as if there were no others in the deck.

    None where anything is to be said of the slice, or it has changed since it was found.
    """
    with open_file(part.path) as file:
        file.seek(part.offset)
        content = file.read(part.size)
    if hashlib.sha256(content).digest() != part.digest:
        return None
    text, problems = decode(content, part.path)
    document = parse(f"notes:\n{text}", part.path, first_line=part.first_line - 1)
    if problems or document.problems or document.has_aliases or not isinstance(document.root, Pairs):
        return None
    mistakes = Mistakes(part.path)
    reader = NoteReader(around)
    root = Entry(document.root, "a deck file", mistakes)
    notes = tuple([note for entry in root.entries("notes", "a note") if (note := reader.note(entry))])
    return None if mistakes.problems or len(notes) != part.length else notes


class _Summed:
    """A file that is read chunk by chunk, and the SHA-256 sum of what was read."""

    def __init__(self, file: BinaryIO) -> None:
        self.sum = hashlib.sha256()
        self._file = file

    def chunk(self) -> bytes:
        chunk = self._file.read(_CHUNK)
        self.sum.update(chunk)
        return chunk


def _parted(file: _Summed) -> tuple[bytes, bytes]:
    """What stands above the notes, with the line that begins them, and how the rest begins."""
    content = b""
    while chunk := file.chunk():
        content += chunk
        if found := _NOTES.search(content):
            first = _FIRST.match(content, found.end())
            above = content[: found.start()]
            if first is None or not (_SAYS.search(above) or _SAYS_NOTHING.fullmatch(above)):
                raise _NotPlainError
            return content[: first.start(1)], content[first.start(1) :]
    if not _SAYS.search(content):
        raise _NotPlainError
    return content, b""


def _decoded(head: bytes, path: Path) -> str:
    _, problems = decode(head, path)
    begins = _BEGINS.match(head)
    if problems or _has_odd(head) or _MARKER.search(head, begins.end() if begins else 0):
        raise _NotPlainError
    return _NOTES.sub(b"", head).decode()


def _slices(path: Path, file: _Summed, head: bytes, body: bytes) -> Iterator[Slice]:
    begins = body[: body.index(b"-") + 2]
    offset, line = len(head), head.count(b"\n") + 1
    content = b""
    for notes in _grouped(_notes(file, body, b"\n" + begins)):
        content = (begins if content else b"") + (b"\n" + begins).join(notes)
        yield Slice(path, offset, len(content), line, len(notes), hashlib.sha256(content).digest())
        offset += len(content) + 1
        line += content.count(b"\n") + 1


def _notes(file: _Summed, begun: bytes, between: bytes) -> Iterator[bytes]:
    """The text of each note, less what is between it and the last."""
    while chunk := file.chunk():
        *notes, last = _plain(begun).split(between)
        yield from notes
        begun = last + chunk
    yield from _plain(begun).split(between)


def _plain(content: bytes) -> bytes:
    if _has_odd(content) or _OUTSIDE.search(content):
        raise _NotPlainError
    return content


def _has_odd(content: bytes) -> bool:
    return any(odd in content for odd in _ODD) or content.count(b"\r", 0, -1) > content.count(b"\r\n")


def _grouped(notes: Iterator[bytes]) -> Iterator[Sequence[bytes]]:
    group: list[bytes] = []
    for note in notes:
        if len(group) >= _FEWEST and (len(group) >= _MOST or zlib.crc32(note[:64]) % _ONE_IN == 0):
            yield group
            group = []
        group.append(note)
    yield group
