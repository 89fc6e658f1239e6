"""What was told of decks, and is told again as long as nothing has changed."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from flashcards.compile.cache import recall, remember
from flashcards.deckfile.discovery import DeckFiles
from flashcards.model.problem import Location, Problem, Severity
from flashcards.system.regular_files import read_file


class Told(NamedTuple):
    """Problems with the texts of their files, how much there is, and for each package its line and its data."""

    problems: tuple[Problem, ...]
    texts: Mapping[Path, str]
    decks: int
    notes: int
    lines: tuple[str, ...] = ()
    packages: tuple[Mapping[str, Any], ...] = ()


class Seen(NamedTuple):
    """What there is to tell of decks, of how much, and the files it comes from, as `remember` takes them.

    `is_lasting` is whether the same comes of it as long as no such file changes.
    """

    problems: tuple[Problem, ...]
    texts: Mapping[Path, str]
    decks: int
    notes: int
    inputs: Mapping[Path, str | None]
    is_lasting: bool


def told_again(command: Sequence[str], sources: Sequence[DeckFiles]) -> Told | None:
    """What was told the last time the command was given for these files, if it holds still."""
    known = recall(_key(command, sources))
    if known is None:
        return None
    problems = tuple(_problem(each) for each in known["problems"])
    return Told(
        problems,
        texts_with(problems),
        known["decks"],
        known["notes"],
        tuple(known["lines"]),
        tuple(known["packages"]),
    )


def tell(
    command: Sequence[str],
    sources: Sequence[DeckFiles],
    seen: Seen,
    packages: Sequence[tuple[Path, str, Mapping[str, Any]]] = (),
) -> Told:
    """What there is to tell of decks that were checked, and perhaps built, remembered where it is lasting."""
    paths, lines, data = zip(*packages, strict=True) if packages else ((), (), ())
    told = Told(seen.problems, seen.texts, seen.decks, seen.notes, lines, data)
    if seen.is_lasting:
        outcome = {
            "problems": [_data(problem) for problem in told.problems],
            "decks": told.decks,
            "notes": told.notes,
            "lines": lines,
            "packages": data,
        }
        remember(_key(command, sources), {**seen.inputs, **dict.fromkeys(paths)}, outcome)
    return told


def texts_with(problems: Iterable[Problem]) -> Mapping[Path, str]:
    """The texts of the files that problems are in."""
    return {path: _text(path) for path in {problem.location.path for problem in problems}}


def _key(command: Sequence[str], sources: Sequence[DeckFiles]) -> tuple[str, ...]:
    return (*command, *(str(file) for source in sources for file in source.files))


def _data(problem: Problem) -> list[object]:
    path, line, column = problem.location
    return [str(path), line, column, problem.rule, problem.message, problem.hint, problem.severity, problem.language]


def _problem(data: list[Any]) -> Problem:
    path, line, column, rule, message, hint, severity, language = data
    return Problem(Location(Path(path), line, column), rule, message, hint, Severity(severity), language)


def _text(path: Path) -> str:
    from flashcards.text.decode import decode

    return decode(read_file(path), path).text
