"""Sections as they were read to sections of an outline: ids for sections and points, labels for points."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from flashcards.model.outline import OutlinePoint, OutlineSection
from flashcards.source.article.lines import Line
from flashcards.source.article.point_list import PointList
from flashcards.source.slug import slug, unused_slug
from flashcards.source.widths import columns

_MAX_LABEL = 80  # columns
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|«[^»]*»|「[^」]*」|『[^』]*』")
_WHOLLY_QUOTED = re.compile(f"(?:{_QUOTED.pattern}|‘[^’]*’|'[^']*')")
_COLON = re.compile(r"\s*(?:：\s*|:(?:\s+|$))")
_DASH = re.compile(r"\s+[-–—]\s+")


class ReadSection(NamedTuple):
    """A section title, empty before the first one, its line, and the lists below it."""

    title: str
    line: Line
    lists: list[PointList]


class LabelledText(NamedTuple):
    """A point's label, empty if it has none, and its text."""

    label: str
    text: str


def outline_sections(sections: Sequence[ReadSection], path: Path) -> Iterator[OutlineSection]:
    """The sections with ids; ids that occur again get a number."""
    used: dict[str, int] = {}
    for number, section in enumerate(sections, 1):
        name = slug(_COLON.split(section.title)[0]) or slug(section.title) or f"section-{number}"
        section_id = unused_slug(name, used)
        points = tuple(_points(section, section_id, path))
        yield OutlineSection(section_id, section.title, points, section.line.location(path))


def split_label(text: str) -> LabelledText:
    """Split a point at its first colon, else at its first dash, outside quotes."""
    unquoted = _QUOTED.sub(lambda match: "x" * len(match[0]), text)
    for separator in (_COLON, _DASH):
        if match := separator.search(unquoted):
            label = text[: match.start()].strip("*_ ")
            if label and columns(label) <= _MAX_LABEL and not re.search(r"[.!?।。]\s", unquoted[: match.start()]):
                return LabelledText(_without_quotes(label), text[match.end() :].strip("*_ "))
    return LabelledText("", text)


def _points(section: ReadSection, section_id: str, path: Path) -> Iterator[OutlinePoint]:
    used: dict[str, int] = {}
    counts: dict[str, int] = {}
    for points in section.lists:
        for line, texts in points.points:
            label, text = split_label(" ".join(texts))
            counts[points.kind] = counts.get(points.kind, 0) + 1
            name = slug(label or text) or f"{points.kind or 'point'}-{counts[points.kind]}"
            point_id = f"{section_id}.{unused_slug(name, used)}"
            yield OutlinePoint(point_id, points.kind, label, text, line.location(path))


def _without_quotes(label: str) -> str:
    return label[1:-1].strip() if _WHOLLY_QUOTED.fullmatch(label) else label
