"""The texts of files, for the lines of problems and for patches."""

import io
from collections.abc import Iterable, Iterator, Mapping
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


def patch(path: Path, old: str, new: str) -> str:
    """The change of a file, as `git apply` reads it."""
    return "".join(_patch(path, old, new))


def _patch(path: Path, old: str, new: str) -> Iterator[str]:
    import difflib  # most commands show no patch

    before, after = ([*io.StringIO(text, newline="\n")] for text in (old, new))  # other line breaks are in a line
    for line in difflib.unified_diff(before, after, f"a/{path}", f"b/{path}"):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
