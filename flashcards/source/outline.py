"""Articles and source files to outlines."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from flashcards.model.outline import Outline, OutlinePoint, OutlineSection
from flashcards.model.problem import Location
from flashcards.model.source import Digest
from flashcards.source.article import outline_of
from flashcards.source.reader import read_digest
from flashcards.text.decode import decode, lines_of

_POINT = re.compile(r"- +\*\*[^\s*]+\.[^\s*]+\*\*\s*")
_SECTION = re.compile(r"## +(?P<id>\S.*?)\s*")
_TITLE = re.compile(r"- +(?P<language>[A-Za-z0-9-]+): +(?P<text>\S.*?)\s*")


class OutlineReading(NamedTuple):
    """An outline, with all that is wrong with the file among its problems, and the file's text."""

    outline: Outline
    text: str


class SectionTitle(NamedTuple):
    """What a section of a source file is called, in each language."""

    texts: Mapping[str, str]
    location: Location


def read_outline(content: bytes, path: Path) -> OutlineReading:
    """Read an article, or a source file, which is one with a front matter and points by id."""
    text, problems = decode(content, path)
    lines = lines_of(text)
    if lines[0].rstrip() == "---" and any(map(_POINT.fullmatch, lines)):
        reading = read_digest(content, path)
        return OutlineReading(
            Outline(tuple(reading.digest.title.values()), _sections(reading.digest, lines, path), reading.problems),
            reading.text,
        )
    found = outline_of(lines, path)
    return OutlineReading(Outline(found.titles, found.sections, (*problems, *found.problems)), text)


def section_titles(lines: Sequence[str], path: Path) -> Mapping[str, SectionTitle]:
    """The titles of a source file's sections, by id; they stand in a list right below it."""
    titles: dict[str, SectionTitle] = {}
    section = ""
    texts: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if found := _SECTION.fullmatch(line):
            section, texts = found["id"], {}
            titles.setdefault(section, SectionTitle(texts, Location(path, number, line.index(section) + 1)))
        elif section and (found := _TITLE.fullmatch(line)):
            texts.setdefault(found["language"], found["text"])
        elif line.strip():
            section = ""
    return titles


def _sections(digest: Digest, lines: Sequence[str], path: Path) -> tuple[OutlineSection, ...]:
    """The sections of a digest, with points in the first of its languages."""
    language = next(iter(digest.title), "")
    return tuple(
        OutlineSection(section, title.texts.get(language, ""), _points(digest, section, language), title.location)
        for section, title in section_titles(lines, path).items()
    )


def _points(digest: Digest, section: str, language: str) -> tuple[OutlinePoint, ...]:
    return tuple(
        OutlinePoint(point.id, point.kind, "", point.texts.get(language, ""), point.location)
        for point in digest.points.values()
        if point.id.split(".")[0] == section
    )
