"""The note that each problem is in, and the line it is on."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from flashcards.compile.deck import CompiledDeck
from flashcards.model.problem import Problem, Severity
from flashcards.text.decode import lines_of


class DeckChunk(NamedTuple):
    """A chunk of a deck by its number."""

    deck: CompiledDeck
    at: int


class LocatedProblem(NamedTuple):
    """A problem with the line it is on, and the ids of the deck and note it is in; empty where it is in none."""

    problem: Problem
    line: str
    deck: str = ""
    note: str = ""
    chunk: DeckChunk | None = None

    @property
    def is_in_chunk(self) -> bool:
        """Whether it is shown with its note alone; an error is shown before anything else is loaded."""
        return bool(self.note) and self.problem.severity is not Severity.ERROR


class _Place(NamedTuple):
    """Where something begins: a deck's head or a section of it, or a chunk of its notes."""

    line: int
    deck: str
    chunk: DeckChunk | None = None


def located_in(
    decks: Sequence[CompiledDeck], problems: Sequence[Problem], texts: Mapping[Path, str]
) -> tuple[LocatedProblem, ...]:
    """Locate problems: each is in the note or section that begins last at or above it in its file.

    `texts` are those of the files that the problems are in.
    """
    if not problems:
        return ()
    heads, chunks = _by_path(_heads(decks)), _by_path(_chunks(decks))
    lines: dict[Path, Sequence[str]] = {}
    found = []
    for problem in problems:
        path, line, _ = problem.location
        if path not in lines:
            lines[path] = lines_of(texts[path]) if path in texts else ()
        written = lines[path][line - 1] if line <= len(lines[path]) else ""
        head, chunk = _last(heads, path, line), _last(chunks, path, line)
        if chunk and (located := _in_note(chunk, head, problem, written)):
            found.append(located)
        else:
            found.append(LocatedProblem(problem, written, head.deck if head else ""))
    return tuple(found)


def _in_note(place: _Place, head: _Place | None, problem: Problem, line: str) -> LocatedProblem | None:
    """The problem in a note of a chunk; None where a section begins below the note, or no note above the problem."""
    assert place.chunk is not None
    places = place.chunk.deck.places(place.chunk.at)
    row = places.row_at(problem.location.line - place.line)
    if row < 0 or (head and head.line > place.line + places.lines[row]):
        return None
    return LocatedProblem(problem, line, place.deck, places.ids[row], place.chunk)


def _heads(decks: Sequence[CompiledDeck]) -> Iterator[tuple[Path, _Place]]:
    for deck in decks:
        if deck.head:
            for place in (deck.head.location, *(section.location for section in deck.head.sections.values())):
                yield place.path, _Place(place.line, deck.head.id)


def _chunks(decks: Sequence[CompiledDeck]) -> Iterator[tuple[Path, _Place]]:
    for deck in decks:
        if deck.head:
            for at, chunk in enumerate(deck.chunks):
                yield chunk.path, _Place(chunk.first_line, deck.head.id, DeckChunk(deck, at))


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
