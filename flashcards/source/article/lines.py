"""The lines of an article, with their Markdown marks taken off: hashes, bullets, numbers, bold."""

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from pathlib import Path
from typing import NamedTuple

from flashcards.model.problem import Location
from flashcards.source.front_matter import end_of_front_matter

# White space and invisible characters; joiners belong to letters
_EDGES = " \t\n\r\f\v\u00a0\u2002\u2003\u2009\u202f\u3000\ufeff\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060"
_HASHES = re.compile(r"(#{1,6})\s+(.*?)\s*#*")
_BULLET = re.compile(r"(?:[-–—*+•·▪◦‣●○■∙⁃・](?=\s)|[•▪◦‣●■・](?=\S))\s*")
_ORDINAL = re.compile(r"[(（]?(\d{1,3})(?:[.)．）](?=\s)|[.)．）、](?=[^\d\s]))\s*")
_BOLD = re.compile(r"\*\*|__")


class Role(Enum):
    """What a line is in an article."""

    TITLE = auto()  # or what looks like one: short, and not a sentence
    PROSE = auto()
    HEADING = auto()  # above key points
    BULLET = auto()


class Line(NamedTuple):
    """A line that is not blank, without its marks.

    `ordinal` is the number before the text, or -1; `level` is the count of hashes; `kind` is that of
    the key points below a heading.
    """

    text: str
    number: int
    column: int
    indent: int
    is_after_blank: bool
    has_bullet: bool
    ordinal: int
    level: int
    is_bold: bool
    role: Role = Role.PROSE
    kind: str = ""

    @property
    def has_marker(self) -> bool:
        return self.has_bullet or self.ordinal >= 0

    @property
    def ends_with_colon(self) -> bool:
        return self.text.endswith((":", "："))

    def location(self, path: Path) -> Location:
        return Location(path, self.number, self.column)


def article_lines(lines: Sequence[str]) -> Iterator[Line]:
    """The lines below the front matter that are neither blank nor a rule such as `---`."""
    end = end_of_front_matter(lines)
    start = end + 1 if end else 0
    is_after_blank = True
    for number, raw in enumerate(lines[start:], start + 1):
        if not any(character.isalnum() for character in raw):
            is_after_blank = True
            continue
        yield _line(raw, number, is_after_blank=is_after_blank)
        is_after_blank = False


def _line(raw: str, number: int, *, is_after_blank: bool) -> Line:
    text = raw.strip(_EDGES)
    indent = len((raw[: raw.index(text)]).expandtabs(4))
    level, ordinal, has_bullet = 0, -1, False
    if match := _HASHES.fullmatch(text):
        level, text = len(match[1]), match[2]
    elif match := _BULLET.match(text):
        has_bullet, text = True, text[match.end() :]
    is_bold = text.startswith(("**", "__")) and text.rstrip(":：").endswith(("**", "__"))
    if not has_bullet and (match := _ORDINAL.match(_BOLD.sub("", text))):
        ordinal, text = int(match[1]), _BOLD.sub("", text)[match.end() :]
    column = max(raw.find(text), 0) + 1
    return Line(_BOLD.sub("", text), number, column, indent, is_after_blank, has_bullet, ordinal, level, is_bold)
