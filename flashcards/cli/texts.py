"""The texts of files, whose lines are shown with problems."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from flashcards.model.problem import Problem
from flashcards.system.regular_files import read_file


def texts_with(problems: Iterable[Problem]) -> Mapping[Path, str]:
    """The texts of the files that problems are in, by path; files that do not exist are left out."""
    return {path: text_of(path) for path in {problem.location.path for problem in problems} if path.is_file()}


def text_of(path: Path) -> str:
    """The text of a file."""
    from flashcards.text.decode import decode

    return decode(read_file(path), path).text
