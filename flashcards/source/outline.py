"""Articles and source files to outlines."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from flashcards.model.outline import Outline, OutlinePoint, OutlineSection
from flashcards.model.problem import Location
from flashcards.model.source import Source
from flashcards.source.article import outline_of
from flashcards.source.front_matter import FENCE
from flashcards.source.reader import read_source
from flashcards.text.decode import decode, lines_of

_POINT = re.compile(r"- +\*\*[^\s*]+\.[^\s*]+\*\*\s*")
_SECTION = re.compile(r"## +(?P<id>\S.*?)\s*")
_TITLE = re.compile(r"- +(?P<language>[A-Za-z0-9-]+): +(?P<text>\S.*?)\s*")


class OutlineReading(NamedTuple):
    """An outline, with all problems of reading the file, and the file's text."""

    outline: Outline
    text: str


class SectionTitle(NamedTuple):
    """The title of a section of a source file, by language, and where the section begins."""

    texts: Mapping[str, str]
    location: Location


def read_outline(content: bytes, path: Path) -> OutlineReading:
    """Read an article or a source file; a source file has a front matter, and key points by id."""
    text, problems = decode(content, path)
    lines = lines_of(text)
    if is_digest(lines):
        reading = read_source(content, path)
        return OutlineReading(
            Outline(tuple(reading.source.title.values()), _sections(reading.source, lines, path), reading.problems),
            reading.text,
        )
    outline = outline_of(lines, path)
    return OutlineReading(Outline(outline.titles, outline.sections, (*problems, *outline.problems)), text)


def is_digest(lines: Sequence[str]) -> bool:
    """Whether a text is a source file, and not an article."""
    return lines[0].rstrip() == FENCE and any(map(_POINT.fullmatch, lines))


def section_titles(lines: Sequence[str], path: Path) -> Mapping[str, SectionTitle]:
    """The titles of a source file's sections, by id; they are the list directly below each section heading."""
    titles: dict[str, SectionTitle] = {}
    section = ""
    texts: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if match := _SECTION.fullmatch(line):
            section, texts = match["id"], {}
            titles.setdefault(section, SectionTitle(texts, Location(path, number, line.index(section) + 1)))
        elif section and (match := _TITLE.fullmatch(line)):
            texts.setdefault(match["language"], match["text"])
        elif line.strip() and not line.lstrip().startswith(">"):  # a quotation of the article
            section = ""
    return titles


def _sections(source: Source, lines: Sequence[str], path: Path) -> tuple[OutlineSection, ...]:
    """The sections of a source, with titles and points in its first language."""
    language = next(iter(source.title), "")
    return tuple(
        OutlineSection(section, title.texts.get(language, ""), _points(source, section, language), title.location)
        for section, title in section_titles(lines, path).items()
    )


def _points(source: Source, section: str, language: str) -> tuple[OutlinePoint, ...]:
    return tuple(
        OutlinePoint(point.id, point.kind, "", point.texts.get(language, ""), point.location)
        for point in source.points.values()
        if point.id.split(".")[0] == section
    )
