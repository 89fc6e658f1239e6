"""Problems as cached; those of a chunk have lines relative to its first line, so that it can move."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from flashcards.model.problem import Location, Problem, Severity

NO_OTHERS: Mapping[str, int] = {}


def to_rows(
    problems: Iterable[Problem], path: Path, first_line: int, others: Mapping[str, int] = NO_OTHERS
) -> list[list[Any]]:
    """Convert problems to JSON rows; one in a file other than `path` keeps its path.

    `others` are further files with lines relative to a first one.
    """
    return [
        [
            other := "" if problem.location.path == path else str(problem.location.path),
            problem.location.line - (others.get(other, 0) if other else first_line),
            *(problem.location.column, problem.rule, problem.message, problem.hint, problem.severity),
            problem.language,
        ]
        for problem in problems
    ]


def from_rows(
    rows: Iterable[Sequence[Any]], path: Path, first_line: int, others: Mapping[str, int] = NO_OTHERS
) -> Iterator[Problem]:
    """Convert rows to problems; those without a path are of a chunk of `path` that begins in `first_line`."""
    for other, line, column, rule, message, hint, severity, language in rows:
        place = Location(Path(other) if other else path, line + (others.get(other, 0) if other else first_line), column)
        yield Problem(place, rule, message, hint, Severity(severity), language)
