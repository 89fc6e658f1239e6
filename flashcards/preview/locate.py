"""The note that each problem is in, and the line it is on."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from flashcards.compile.deck import CompiledDeck
from flashcards.compile.places import ChunkPlaces
from flashcards.model.problem import Problem, Severity
from flashcards.text.decode import lines_of


class LocatedProblem(NamedTuple):
    """A problem with the line it is on, and the ids of the deck and note it is in; empty where it is in none.

    `at` is the number of the deck's chunk that the note is in; it is negative where the deck could not be read.
    """

    problem: Problem
    line: str
    deck: str = ""
    note: str = ""
    at: int = -1

    @property
    def is_in_chunk(self) -> bool:
        """Whether it is shown with its note alone; an error is shown before anything else is loaded."""
        return self.at >= 0 and self.problem.severity is not Severity.ERROR


# The id of a note where its file cannot be read as YAML or as notes, in block or flow style
_ID = re.compile(r"""^\s*(?:-\s+)?\{?\s*id:\s*["']?([^\s"',}#]+)""")


class _Place(NamedTuple):
    """The line where something begins: a deck's head or a section of it, or the chunk `at` a number."""

    line: int
    deck: CompiledDeck
    id: str
    at: int = -1


def located_in(
    decks: Sequence[CompiledDeck], problems: Sequence[Problem], texts: Mapping[Path, str]
) -> tuple[LocatedProblem, ...]:
    """Locate problems: each is in the note or section that begins last at or above it in its file.

    Where a deck could not be read, the deck is unknown, and the note is named by the last id at or above the problem.
    `texts` are those of the files that the problems are in.
    """
    if not problems:
        return ()
    lines: dict[Path, Sequence[str]] = {}
    heads, chunks = _by_path(_heads(decks)), _by_path(_chunks(decks))
    places_of = cache(CompiledDeck.places)  # a chunk may have many problems
    ids_of = cache(lambda path: tuple(_ids(lines[path])))
    found = []
    for problem in problems:
        path, line, _ = problem.location
        if path not in lines:
            lines[path] = lines_of(texts[path]) if path in texts else ()
        written = lines[path][line - 1] if line <= len(lines[path]) else ""
        head, chunk = _last(heads, path, line), _last(chunks, path, line)
        places = places_of(chunk.deck, chunk.at) if chunk else None
        if chunk and places and (located := _in_note(chunk, places, head, problem, written)):
            found.append(located)
        elif path in heads or path in chunks:
            found.append(LocatedProblem(problem, written, head.id if head else ""))
        else:
            found.append(LocatedProblem(problem, written, note=_last_id(ids_of(path), line)))
    return tuple(found)


def _in_note(
    place: _Place, places: ChunkPlaces, head: _Place | None, problem: Problem, line: str
) -> LocatedProblem | None:
    """The problem in a note of a chunk; None where a section begins below the note, or no note above the problem."""
    row = places.row_at(problem.location.line - place.line)
    if row < 0 or (head and head.line > place.line + places.lines[row]):
        return None
    return LocatedProblem(problem, line, place.id, places.ids[row], place.at)


def _heads(decks: Sequence[CompiledDeck]) -> Iterator[tuple[Path, _Place]]:
    for deck in decks:
        if deck.head:
            for place in (deck.head.location, *(section.location for section in deck.head.sections.values())):
                yield place.path, _Place(place.line, deck, deck.head.id)


def _chunks(decks: Sequence[CompiledDeck]) -> Iterator[tuple[Path, _Place]]:
    for deck in decks:
        if deck.head:
            for at, chunk in enumerate(deck.chunks):
                yield chunk.path, _Place(chunk.first_line, deck, deck.head.id, at)


def _by_path(places: Iterator[tuple[Path, _Place]]) -> Mapping[Path, Sequence[_Place]]:
    """Places by their file, in its order."""
    found: dict[Path, list[_Place]] = {}
    for path, place in places:
        found.setdefault(path, []).append(place)
    for own in found.values():
        own.sort(key=lambda place: place.line)
    return found


def _last(places: Mapping[Path, Sequence[_Place]], path: Path, line: int) -> _Place | None:
    """The last place of a file at or above a line."""
    own = places.get(path, ())
    number = bisect_right(own, line, key=lambda place: place.line)
    return own[number - 1] if number else None


def _ids(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The ids that are written in a file, each with the number of its line."""
    for number, line in enumerate(lines, start=1):
        if "id:" in line and (found := _ID.match(line)):
            yield number, found[1]


def _last_id(ids: Sequence[tuple[int, str]], line: int) -> str:
    number = bisect_right(ids, line, key=lambda each: each[0])
    return ids[number - 1][1] if number else ""
