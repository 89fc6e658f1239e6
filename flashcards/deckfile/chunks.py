"""Content-defined chunks of deck files: some hundred notes each, which are compiled and cached independently.

A hash of the first bytes of a note decides whether a chunk begins there, so an edit moves the ends of its own chunk and
its neighbours only. A file in which only a parser can find the notes, such as one in flow style, is one chunk.
"""

import hashlib
import re
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from flashcards.deckfile.discovery import DeckFiles
from flashcards.deckfile.overlays import NO_OVERLAYS, NOTHING, Overlaid, Overlays, overlaid_by
from flashcards.model.problem import FlashcardsError
from flashcards.system.reads import record
from flashcards.system.regular_files import open_file
from flashcards.text.decode import decode

_FEWEST, _MOST = 128, 512  # notes in a chunk
_ONE_IN = 128  # notes begins a chunk
_BLOCK = 1 << 22  # bytes read at a time

_NOTES = re.compile(rb"^notes:(?:[ \t]+#[^\n]*|[ \t]*\r?)\n", re.MULTILINE)
_SAYS = re.compile(rb"^[a-z]+:", re.MULTILINE)
_SAYS_NOTHING = re.compile(rb"(?:---\r?\n)?(?:[ ]*(?:#[^\n]*)?\r?\n)*")
_FIRST = re.compile(rb"(?:[ ]*(?:#[^\n]*)?\r?\n)*( *)- ")

# Bytes that other parsers of lines would count differently, and a line that ends the notes or needs a parser
_ODD = (b"\0", b"\xc2\x85", b"\xe2\x80\xa8", b"\xe2\x80\xa9")
_OUTSIDE = re.compile(rb"\n(?![ \r\n#]|- |\Z)")
_BEGINS = re.compile(rb"---\r?\n")
# A line that begins neither a plain key nor its value: it may be 'notes' again
_OTHER = re.compile(rb"^(?!(?!notes:)[a-z]+:|[ \r\n#]|- |---|\Z)", re.MULTILINE)
_MARKER = re.compile(rb"^(?:---|\.\.\.|%)", re.MULTILINE)
# A possible anchor, to which another chunk may refer; sometimes it is a text that looks like one
_ANCHOR = re.compile(rb"(?:[:,?\[{-]|^)[ \t]*&[^\s&]", re.MULTILINE)
_KEY = re.compile(rb"[a-z_]+:\s")
# What may be the id of a note, however it is written
_ID = re.compile(rb"\bid\b(?:[^A-Za-z0-9#]|#[^\n]*\n)*([a-z0-9-]+)")
_WORD = re.compile(rb"[a-z0-9-]+")


class Chunk(NamedTuple):
    """`length` notes of a file: offset and size in bytes, the number of the first line, and the SHA-256 of the text.

    With `is_file`, the chunk is a whole file, including the text above its notes. `overlaid` are texts of its notes in
    other files.
    """

    path: Path
    offset: int
    size: int
    first_line: int
    length: int
    sha256: bytes
    is_file: bool = False
    overlaid: Overlaid = NOTHING

    def content(self) -> bytes:
        """Read the text; raises FlashcardsError if the file has changed since it was cut."""
        with open_file(self.path) as file:
            file.seek(self.offset)
            content = file.read(self.size)
        if hashlib.sha256(content).digest() != self.sha256:
            raise FlashcardsError(f"'{self.path}' changed while it was read", hint="run the command again")
        return content


class CutFile(NamedTuple):
    """A file of a deck: the text above its notes, or all its text with `is_file`, and its chunks."""

    path: Path
    above: bytes
    chunks: tuple[Chunk, ...]
    is_file: bool = False

    @property
    def has_notes_below(self) -> bool:
        """Whether its notes are in chunks of their own."""
        return bool(self.chunks) and not self.is_file


class _NotPlainError(Exception):
    """Only a parser can find the notes of a file."""


def cut(source: DeckFiles, overlays: Overlays = NO_OVERLAYS) -> tuple[CutFile, ...]:
    """Cut the files of a deck into chunks."""
    return tuple([_cut(path, overlays, is_first=path == source.files[0]) for path in source.files])


def uncut(path: Path, overlays: Overlays = NO_OVERLAYS) -> CutFile:
    """A file as one chunk; its `length` is 0 until a parser has counted the notes."""
    with open_file(path) as opened:
        content = opened.read()
    sha256 = hashlib.sha256(content)
    record(path, sha256.hexdigest())
    overlaid = _overlaid(content, overlays, _WORD)
    return CutFile(path, content, (Chunk(path, 0, len(content), 1, 0, sha256.digest(), True, overlaid),), True)


def _overlaid(content: bytes, overlays: Overlays, ids: re.Pattern[bytes]) -> Overlaid:
    """The texts in other files of the notes in a text, and at times of more notes."""
    if not overlays.entries:
        return NOTHING
    named = (each.decode() for each in dict.fromkeys(ids.findall(content)))
    return overlaid_by(entry for note_id in named for entry in overlays.entries.get(note_id, ()))


def _cut(path: Path, overlays: Overlays, *, is_first: bool) -> CutFile:
    try:
        with open_file(path) as opened:
            file = _Summed(opened)
            head, body = _parted(file, is_first=is_first)
            above = _above(head, path)
            chunks = tuple(_chunks(path, overlays, file, head, body)) if body else ()
            record(path, file.sum.hexdigest())
    except _NotPlainError:
        return uncut(path, overlays)
    return CutFile(path, above, chunks)


class _Summed:
    """A file that is read in blocks, and the SHA-256 of the blocks."""

    def __init__(self, file: BinaryIO) -> None:
        self.sum = hashlib.sha256()
        self._file = file

    def block(self) -> bytes:
        block = self._file.read(_BLOCK)
        self.sum.update(block)
        return block


def _parted(file: _Summed, *, is_first: bool) -> tuple[bytes, bytes]:
    """The text up to the first note, with the `notes:` line, and the first bytes of the rest.

    If the first file of a deck has no text above the notes, a parser must report the problem.
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
    if not _SAYS.search(content) or b"notes" in content:  # perhaps in flow style or quoted
        raise _NotPlainError
    return content, b""


def _above(head: bytes, path: Path) -> bytes:
    """The text above the notes, without the `notes:` line."""
    _, problems = decode(head, path)
    begins = _BEGINS.match(head)
    above = _NOTES.sub(b"", head)
    is_marked = _MARKER.search(head, begins.end() if begins else 0)
    if problems or is_marked or _has_odd(head) or _OTHER.search(above) or _ANCHOR.search(above):
        raise _NotPlainError
    return above


def _chunks(path: Path, overlays: Overlays, file: _Summed, head: bytes, body: bytes) -> Iterator[Chunk]:
    begins = body[: body.index(b"-") + 2]
    offset, line = len(head), head.count(b"\n") + 1
    content = b""
    for notes in _grouped(_notes(file, body, b"\n" + begins)):
        content = (begins if content else b"") + (b"\n" + begins).join(notes)
        sha256, overlaid = hashlib.sha256(content).digest(), _overlaid(content, overlays, _ID)
        yield Chunk(path, offset, len(content), line, len(notes), sha256, overlaid=overlaid)
        offset += len(content) + 1
        line += content.count(b"\n") + 1


def _notes(file: _Summed, rest: bytes, between: bytes) -> Iterator[bytes]:
    """The text of each note, without the separator between notes."""
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
