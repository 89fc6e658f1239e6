"""Problems of a chunk as the cache keeps them: by lines from the chunk's first, so that they move with it."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from flashcards.model.problem import Location, Problem, Severity


def to_rows(problems: Iterable[Problem], path: Path, first_line: int) -> list[list[Any]]:
    """Problems as JSON can say them; one in another file keeps that file's name and line."""
    return [
        [
            "" if problem.location.path == path else str(problem.location.path),
            problem.location.line - (first_line if problem.location.path == path else 0),
            *(problem.location.column, problem.rule, problem.message, problem.hint, problem.severity),
            problem.language,
        ]
        for problem in problems
    ]


def from_rows(rows: Iterable[Sequence[Any]], path: Path, first_line: int) -> Iterator[Problem]:
    """The problems in rows, where the chunk begins now."""
    for other, line, column, rule, message, hint, severity, language in rows:
        place = Location(Path(other), line, column) if other else Location(path, line + first_line, column)
        yield Problem(place, rule, message, hint, Severity(severity), language)
