"""Problems formatted for a terminal, and the layout of tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from flashcards.model.problem import Location, Problem, Severity
from flashcards.text.phrases import counted

WIDTH = 100  # columns of a source line shown: a longer line would wrap and misplace the caret

MANY = 50
"""The number of problems up to which all are shown; of more, all errors and some warnings of each rule."""

EXAMPLES = 3


_COUNTED = (Severity.ERROR, Severity.WARNING)


class Styled(NamedTuple):
    """Text with its role: "error", "warning", "info", "place", "rule", "caret", "hint", or "" for none."""

    text: str
    role: str = ""


def problem_lines(
    problems: Sequence[Problem], texts: Mapping[Path, str], *, is_whole: bool = True, command: str = "flashcards check"
) -> Iterator[list[Styled]]:
    """Format each problem with its source line, a caret and its hint.

    Of more than `MANY` problems, unless `is_whole`: the errors, then `EXAMPLES` warnings of each rule. `command`
    shows the rest with `--all`, and, if it is named, those of one rule with `--rule`.
    """
    sources = _Sources(texts)
    if is_whole or len(problems) <= MANY:
        yield from chain.from_iterable(map(sources.problem, problems))
        return
    yield from chain.from_iterable(
        sources.problem(problem) for problem in problems if problem.severity is Severity.ERROR
    )
    groups = _by_rule(problem for problem in problems if problem.severity is not Severity.ERROR)
    for rule, warnings in groups:
        yield [Styled(rule, "rule"), Styled(f": {counted(len(warnings), 'finding')}")]
        yield from chain.from_iterable(map(sources.problem, warnings[:EXAMPLES]))
        if (left := len(warnings) - EXAMPLES) > 0:
            of_rule = [Styled(": "), Styled(f"{command} --rule {rule}", "hint")] if command else []
            yield [Styled(f"  {left:,} more"), *of_rule]
    if any(len(warnings) > EXAMPLES for _, warnings in groups):
        yield [Styled("show all: "), Styled(f"{command} --all".strip(), "hint")]


def _by_rule(problems: Iterable[Problem]) -> Sequence[tuple[str, Sequence[Problem]]]:
    """Group problems by rule, the most frequent rule first."""
    by_rule: dict[str, list[Problem]] = {}
    for problem in problems:
        by_rule.setdefault(problem.rule, []).append(problem)
    return sorted(by_rule.items(), key=lambda group: -len(group[1]))


class _Sources:
    """The source lines of files, which are split only when a problem is shown."""

    def __init__(self, texts: Mapping[Path, str]) -> None:
        self._texts = texts
        self._lines: dict[Path, Sequence[str]] = {}

    def problem(self, problem: Problem) -> Iterator[list[Styled]]:
        yield [
            Styled(f"{problem.location}: ", "place"),
            Styled(f"{problem.severity}: ", problem.severity),
            Styled(f"{problem.message} "),
            Styled(f"[{problem.rule}]", "rule"),
        ]
        yield from _source(problem.location, self._lines_of(problem.location.path))
        if problem.hint:
            yield [Styled("  hint: ", "hint"), Styled(problem.hint)]

    def _lines_of(self, path: Path) -> Sequence[str]:
        if path not in self._lines:
            from flashcards.text.decode import lines_of

            self._lines[path] = lines_of(self._texts[path]) if path in self._texts else ()
        return self._lines[path]


def summary(problems: Sequence[Problem]) -> str:
    """Count errors and warnings: `1 error, 2 warnings`."""
    counts = ((severity, sum(p.severity is severity for p in problems)) for severity in _COUNTED)
    return ", ".join(f"{counted(count, severity)}" for severity, count in counts if count)


def aligned(rows: Sequence[Sequence[str]], *, right_from: int | None = None) -> Iterator[str]:
    """Align the rows of a table in columns; columns from `right_from` on are right-aligned."""
    columns = []
    for number, column in enumerate(zip(*rows, strict=True)):
        is_right = right_from is not None and number >= right_from
        is_last = number == len(rows[0]) - 1
        columns.append(column if is_last and not is_right else _column(column, is_right=is_right))
    yield from ("  ".join(cells).rstrip() for cells in zip(*columns, strict=True))


def _column(cells: Sequence[str], *, is_right: bool) -> Sequence[str]:
    widths = [*map(width, cells)]
    paddings = [" " * (max(widths) - text_width) for text_width in widths]
    return [padding + cell if is_right else cell + padding for cell, padding in zip(cells, paddings, strict=True)]


def _source(location: Location, lines: Sequence[str]) -> Iterator[list[Styled]]:
    """The source line of a location, shortened to fit, and the caret."""
    if not 0 < location.line <= len(lines):
        return
    number = f"  {location.line} | "
    before, after = lines[location.line - 1][: location.column - 1], lines[location.line - 1][location.column - 1 :]
    if not (before + after).strip():
        return
    before, after = before.replace("\t", "    "), after.replace("\t", "    ")
    room = WIDTH - len(number)
    if width(before) > room * 2 // 3:
        before = "…" + _last(before, room * 2 // 3)
    rest = _first(after, room - width(before))
    yield [Styled(number, "rule"), Styled(before + rest + ("…" if rest != after else ""))]
    yield [Styled(" " * (len(number) + width(before))), Styled("^", "caret")]


def width(text: str) -> int:
    """Return the width of a text in terminal columns: Han characters take two, combining marks none."""
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth

    return max(wcswidth(text), 0)


def _first(text: str, room: int) -> str:
    """The longest beginning of a text that fits."""
    if width(text) <= room:
        return text
    return next(text[:end] for end in range(min(len(text), 2 * room), -1, -1) if width(text[:end]) < room)


def _last(text: str, room: int) -> str:
    """The longest end of a text that fits, starting at a word."""
    begins = range(max(0, len(text) - 4 * room), len(text))  # allows for three combining marks on every character
    kept = next(text[begin:] for begin in begins if width(text[begin:]) < room)
    return kept.split(" ", 1)[-1]
