"""The lines of a file, and the place in them of each character of a text."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from yaml.scanner import Scanner

from flashcards.model.deck import Text
from flashcards.text.decode import lines_of

_ANCHOR = re.compile(r"&\S+[ \t]+")
_ESCAPE = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.?)")
_REPLACEMENTS = Scanner.ESCAPE_REPLACEMENTS
_TOKEN = {"'": re.compile("''|."), '"': re.compile(rf"{_ESCAPE.pattern}|.")}
_ANY = re.compile(".", re.DOTALL)

Place = tuple[int, int]
"""Line and column, from 1."""


class SourceText:
    """A file, or the part of it that begins in `first_line`; it is split into lines when a problem is reported."""

    def __init__(self, text: str = "", first_line: int = 1) -> None:
        self._text = text
        self.first_line = first_line

    def line(self, number: int) -> str:
        """A line by its number in the file; empty if it is not in this part."""
        at = number - self.first_line
        return self._lines[at] if 0 <= at < len(self._lines) else ""

    def place(self, text: Text, offset: int | None = None) -> Place:
        """The place of the character at an offset in a text; where the text begins if there is none.

        White space may be written otherwise than it is read, so a character is found by the visible ones before it.
        If those differ, as in answers that are joined from a list, the place is where the text begins.
        """
        start = text.line, text.column
        if offset is None or not self._text:
            return start
        value = text.value[: offset + 1]
        wanted = [letter for letter in value if not letter.isspace()]
        characters = self._characters(*start)
        visible = (each for each in characters if each.letter and not each.letter.isspace())
        found = None
        for letter in wanted:
            found = next(visible, None)
            if found is None or found.letter != letter:
                return start
        if found is None:
            return start
        spaces = len(value) - len(value.rstrip())
        if not spaces:
            return found.line, found.begin + 1
        behind = [*islice(characters, spaces)]
        is_alike = len(behind) == spaces and all(each.letter.isspace() and each.line == found.line for each in behind)
        return found.line, (behind[-1].begin if is_alike else found.end) + 1

    @cached_property
    def _lines(self) -> Sequence[str]:
        return lines_of(self._text)

    def _characters(self, line: int, column: int) -> "Iterator[_Character]":
        """The characters of the scalar at a place, without line breaks."""
        written = self.line(line)
        begin = column - 1
        if anchor := _ANCHOR.match(written, begin):
            begin = anchor.end()
        style = written[begin : begin + 1]
        if style in ("|", ">"):
            line, begin = line + 1, 0
        elif style in _TOKEN:
            begin += 1
        token = _TOKEN.get(style, _ANY)
        last = self.first_line + len(self._lines)
        for number in range(line, last):
            for found in token.finditer(self.line(number), begin):
                if found[0] == style and style in _TOKEN:
                    return
                yield _Character(_read(found[0], style), number, found.start(), found.end())
            begin = 0


NO_SOURCE = SourceText()
"""In place of a file that is not at hand: then each character is where its text begins."""


class _Character(NamedTuple):
    """A character as it is read, and its place in a line, from 0."""

    letter: str
    line: int
    begin: int
    end: int


def _read(written: str, style: str) -> str:
    """The character that a token of a scalar stands for; empty for an escaped line break."""
    if style == "'":
        return written[:1]
    if style != '"' or written[0] != "\\":
        return written
    return chr(int(written[2:], 16)) if len(written) > 2 else _REPLACEMENTS.get(written[1:], "")
