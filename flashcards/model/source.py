"""A source text as decks draw from it: its key points, in our own words."""

from collections.abc import Mapping
from dataclasses import dataclass

from flashcards.model.problem import Location, Problem

KINDS: Mapping[str, str] = {
    "key learnings": "learning",
    "key insights": "insight",
    "key practices": "practice",
    "facts": "fact",
}
"""Headings of a source file, in lower case, and the kind of the key points under each."""


@dataclass(frozen=True, slots=True)
class KeyPoint:
    """A key point, which notes can cover; `id` is `<section>.<name>`, `texts` are by language.

    `clauses` name the several things to know in it, if there are several; a note covers one as `<id>#<clause>`.
    """

    id: str
    kind: str
    texts: Mapping[str, str]
    location: Location
    clauses: tuple[str, ...] = ()

    @property
    def refs(self) -> tuple[str, ...]:
        """What notes must cover, so that the whole point is covered."""
        return tuple(f"{self.id}#{clause}" for clause in self.clauses) or (self.id,)


def point_id(ref: str) -> str:
    """The id of the key point that a note covers in whole or in a clause."""
    return ref.partition("#")[0]


@dataclass(frozen=True, slots=True)
class Source:
    """The content of a source file: who said it, and the key points by id.

    `title`, `speaker` and `citation` are by language; `url` may be empty. `blanks` are the texts that are still to be
    written and that no card shows.
    """

    id: str
    title: Mapping[str, str]
    speaker: Mapping[str, str]
    citation: Mapping[str, str]
    url: str
    points: Mapping[str, KeyPoint]
    blanks: tuple[Problem, ...] = ()

    def has(self, ref: str) -> bool:
        """Whether a key point, or a clause of one, has this id."""
        point = self.points.get(point_id(ref))
        return point is not None and ref in (point.id, *point.refs)
