"""What a source text teaches: its sections and key points, in our own words."""

from collections.abc import Mapping
from dataclasses import dataclass

from flashcards.model.problem import Location

KINDS: Mapping[str, str] = {
    "key learnings": "learning",
    "key insights": "insight",
    "key practices": "practice",
    "facts": "fact",
}
"""Headings of a digest, in lower case, and the kind of key point that stands under each."""


@dataclass(frozen=True, slots=True)
class KeyPoint:
    """One thing worth knowing, which notes can cover."""

    id: str
    kind: str
    texts: Mapping[str, str]
    location: Location


@dataclass(frozen=True, slots=True)
class Digest:
    """A source text: who said it to whom and when, and its key points by id.

    `speaker` and `citation` hold a text for each language they are given in; `url` may be empty.
    """

    id: str
    title: Mapping[str, str]
    speaker: Mapping[str, str]
    citation: Mapping[str, str]
    url: str
    points: Mapping[str, KeyPoint]
