"""The outline of an article or source file: titles, sections and key points."""

from dataclasses import dataclass

from flashcards.model.problem import Location, Problem


@dataclass(frozen=True, slots=True)
class OutlinePoint:
    """A key point in the file's own words; `kind` is empty without a heading, `label` if the point has none."""

    id: str
    kind: str
    label: str
    text: str
    location: Location


@dataclass(frozen=True, slots=True)
class OutlineSection:
    """A section; the title is empty for points before the first section title."""

    id: str
    title: str
    points: tuple[OutlinePoint, ...]
    location: Location


@dataclass(frozen=True, slots=True)
class Outline:
    """The title lines, the sections in order, and the problems of reading them."""

    titles: tuple[str, ...]
    sections: tuple[OutlineSection, ...]
    problems: tuple[Problem, ...]
