"""Deck files in chunks of some hundred notes, each of which is read by itself, and read again when it changed.

A chunk begins where a note does whose first line says so: then an edit moves the ends of the chunks around it, and
of no others. A file that is laid out so that it takes a parser to find its notes, as in flow style, is one chunk.
"""

import hashlib
import re
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from flashcards.deckfile.discovery import DeckFiles
from flashcards.model.problem import FlashcardsError
from flashcards.system.reads import record
from flashcards.system.regular_files import open_file
from flashcards.text.decode import decode

_FEWEST, _MOST = 128, 512  # notes in a chunk
_ONE_IN = 128  # notes begin a chunk
_BLOCK = 1 << 22  # bytes read at a time

_NOTES = re.compile(rb"^notes:(?:[ \t]+#[^\n]*|[ \t]*\r?)\n", re.MULTILINE)
_SAYS = re.compile(rb"^[a-z]+:", re.MULTILINE)
_SAYS_NOTHING = re.compile(rb"(?:---\r?\n)?(?:[ ]*(?:#[^\n]*)?\r?\n)*")
_FIRST = re.compile(rb"(?:[ ]*(?:#[^\n]*)?\r?\n)*( *)- ")

# What would make lines count otherwise, and a line that ends the notes or that only a parser can judge
_ODD = (b"\0", b"\xc2\x85", b"\xe2\x80\xa8", b"\xe2\x80\xa9")
_OUTSIDE = re.compile(rb"\n(?![ \r\n#]|- |\Z)")
_BEGINS = re.compile(rb"---\r?\n")
# What begins neither a key in its plainest form nor what goes on below one: it may be 'notes' once more
_OTHER = re.compile(rb"^(?!(?!notes:)[a-z]+:|[ \r\n#]|- |---|\Z)", re.MULTILINE)
_MARKER = re.compile(rb"^(?:---|\.\.\.|%)", re.MULTILINE)
# Where an anchor may be given, which another chunk may then name; now and then it is a text that looks like it
_ANCHOR = re.compile(rb"(?:[:,?\[{-]|^)[ \t]*&[^\s&]", re.MULTILINE)
_KEY = re.compile(rb"[a-z_]+:\s")


class Chunk(NamedTuple):
    """So many notes of a file: where they stand, in bytes and by the line they begin in, and a hash of their text.

    `is_file` where the chunk is a whole file, with what it says besides its notes.
    """

    path: Path
    offset: int
    size: int
    first_line: int
    length: int
    digest: bytes
    is_file: bool = False

    def content(self) -> bytes:
        """Its text; raises FlashcardsError where the file has changed since it was cut."""
        with open_file(self.path) as file:
            file.seek(self.offset)
            content = file.read(self.size)
        if hashlib.sha256(content).digest() != self.digest:
            raise FlashcardsError(f"'{self.path}' changed while it was read", hint="run the command again")
        return content


class CutFile(NamedTuple):
    """A file of a deck: the text above its notes, or all of it where it `is_file`, and its chunks."""

    path: Path
    above: bytes
    chunks: tuple[Chunk, ...]
    is_file: bool = False


class _NotPlainError(Exception):
    """A file is laid out in a way that only a parser can tell where its notes are."""


def cut(source: DeckFiles) -> tuple[CutFile, ...]:
    """The files of a deck, each cut into chunks."""
    return tuple([_cut(path, is_first=path == source.files[0]) for path in source.files])


def uncut(path: Path) -> CutFile:
    """A file as one chunk; how many notes it has is for its reader to tell."""
    with open_file(path) as opened:
        content = opened.read()
    digest = hashlib.sha256(content)
    record(path, digest.hexdigest())
    return CutFile(path, content, (Chunk(path, 0, len(content), 1, 0, digest.digest(), True),), True)


def _cut(path: Path, *, is_first: bool) -> CutFile:
    try:
        with open_file(path) as opened:
            file = _Summed(opened)
            head, body = _parted(file, is_first=is_first)
            above = _above(head, path)
            chunks = tuple(_chunks(path, file, head, body)) if body else ()
            record(path, file.sum.hexdigest())
    except _NotPlainError:
        return uncut(path)
    return CutFile(path, above, chunks)


class _Summed:
    """A file that is read block by block, and the SHA-256 sum of what was read."""

    def __init__(self, file: BinaryIO) -> None:
        self.sum = hashlib.sha256()
        self._file = file

    def block(self) -> bytes:
        block = self._file.read(_BLOCK)
        self.sum.update(block)
        return block


def _parted(file: _Summed, *, is_first: bool) -> tuple[bytes, bytes]:
    """What stands above the notes, with the line that begins them, and how the rest begins.

    In the first file of a deck that must be something: only a parser can tell where it is missing.
    """
    content = b""
    while block := file.block():
        content += block
        if found := _NOTES.search(content):
            first = _FIRST.match(content, found.end())
            above = content[: found.start()]
            if first is None or not (_SAYS.search(above) or (_SAYS_NOTHING.fullmatch(above) and not is_first)):
                raise _NotPlainError
            return content[: first.start(1)], content[first.start(1) :]
    if not _SAYS.search(content) or b"notes" in content:  # which may stand there in flow style, or between quotes
        raise _NotPlainError
    return content, b""


def _above(head: bytes, path: Path) -> bytes:
    """The text above the notes without the line that begins them."""
    _, problems = decode(head, path)
    begins = _BEGINS.match(head)
    above = _NOTES.sub(b"", head)
    is_marked = _MARKER.search(head, begins.end() if begins else 0)
    if problems or is_marked or _has_odd(head) or _OTHER.search(above) or _ANCHOR.search(above):
        raise _NotPlainError
    return above


def _chunks(path: Path, file: _Summed, head: bytes, body: bytes) -> Iterator[Chunk]:
    begins = body[: body.index(b"-") + 2]
    offset, line = len(head), head.count(b"\n") + 1
    content = b""
    for notes in _grouped(_notes(file, body, b"\n" + begins)):
        content = (begins if content else b"") + (b"\n" + begins).join(notes)
        yield Chunk(path, offset, len(content), line, len(notes), hashlib.sha256(content).digest())
        offset += len(content) + 1
        line += content.count(b"\n") + 1


def _notes(file: _Summed, rest: bytes, between: bytes) -> Iterator[bytes]:
    """The text of each note, without what is between it and the last."""
    while block := file.block():
        *notes, last = _plain(rest).split(between)
        yield from notes
        rest = last + block
    yield from _plain(rest).split(between)


def _plain(content: bytes) -> bytes:
    if _has_odd(content) or _OUTSIDE.search(content) or (b"&" in content and _ANCHOR.search(content)):
        raise _NotPlainError
    return content


def _has_odd(content: bytes) -> bool:
    return any(odd in content for odd in _ODD) or content.count(b"\r", 0, -1) > content.count(b"\r\n")


def _grouped(notes: Iterator[bytes]) -> Iterator[Sequence[bytes]]:
    group: list[bytes] = []
    for note in notes:
        is_due = len(group) >= _FEWEST and (len(group) >= _MOST or zlib.crc32(note[:64]) % _ONE_IN == 0)
        if is_due and _KEY.match(note):  # a line of a quoted text may look like the beginning of a note
            yield group
            group = []
        group.append(note)
    yield group
