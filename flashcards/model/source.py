"""A source text as decks draw from it: its key points, in our own words."""

from collections.abc import Mapping
from dataclasses import dataclass

from flashcards.model.problem import Location

KINDS: Mapping[str, str] = {
    "key learnings": "learning",
    "key insights": "insight",
    "key practices": "practice",
    "facts": "fact",
}
"""Headings of a source file, in lower case, and the kind of the key points under each."""


@dataclass(frozen=True, slots=True)
class KeyPoint:
    """One thing worth knowing, which notes can cover; `id` is `<section>.<name>`, `texts` are by language."""

    id: str
    kind: str
    texts: Mapping[str, str]
    location: Location


@dataclass(frozen=True, slots=True)
class Source:
    """The content of a source file: who said it, and the key points by id.

    `title`, `speaker` and `citation` are by language; `url` may be empty.
    """

    id: str
    title: Mapping[str, str]
    speaker: Mapping[str, str]
    citation: Mapping[str, str]
    url: str
    points: Mapping[str, KeyPoint]
