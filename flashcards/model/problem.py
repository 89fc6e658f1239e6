"""Problems in an author's files, and the error that stops a command."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple


class Severity(StrEnum):
    """What a problem stops: an error stops the build, a warning a release, and information nothing."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Location(NamedTuple):
    """A place in a file; line and column count from 1, and columns count characters, not bytes.

    The line is 0 if the file has none, as a package.
    """

    path: Path
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}" if self.line else str(self.path)


class Flaw(NamedTuple):
    """What is wrong with a value, and how to fix it; it becomes a `Problem` where its place in a file is known."""

    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A flaw at its place in a file; `hint` is empty if no fix is known.

    `language` is the tag of the language whose text is wrong or missing; empty if it concerns no single one.
    """

    location: Location
    rule: str
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR
    language: str = ""


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any of the problems stops a build."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def has_warnings(problems: Iterable[Problem]) -> bool:
    """Whether any of the problems stops a release."""
    return any(problem.severity is not Severity.INFO for problem in problems)


def by_location(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sort problems by file, line and column; those of one place keep their order."""
    return tuple(sorted(problems, key=lambda problem: problem.location))


class FlashcardsError(Exception):
    """The command cannot continue, for a reason that is not a place in a deck file."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint
