"""What a YAML parser complains of, as an author is told."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import yaml

from flashcards.deckfile.decode import lines_of, position
from flashcards.problem import Location, Problem


class _Saying(NamedTuple):
    """What a parser says of a mistake, and how an author is told."""

    pattern: str
    message: str
    hint: str
    is_at_context: bool = False  # the place is where the parser began, not where it stumbled


# The first whose pattern is found in the parser's own words, libyaml's or PyYAML's
_SAYINGS = (
    _Saying(
        "mapping values are not allowed",
        "':' begins a value where none can stand",
        "quote a text which has ': ' in it",
    ),
    _Saying(
        "unexpected end of stream|found unexpected document indicator",
        "a quote is opened here and never closed",
        "close it",
        is_at_context=True,
    ),
    _Saying(
        "unknown escape character",
        "this '\\' means nothing between double quotes",
        "use single quotes, or write '\\\\'",
    ),
    _Saying(
        "expected ',' or '[]}]'",
        "a list or mapping in brackets is never closed",
        "close it, or quote a text that begins with '[' or '{'",
        is_at_context=True,
    ),
    _Saying(
        "could not find expected '?:",
        "this line is no 'key: value'",
        "a text of several lines needs '|' before it",
        is_at_context=True,
    ),
    _Saying(
        "expected alphabetic|while scanning an (alias|anchor)",
        "'*' and '&' begin aliases and anchors",
        "quote a text which begins with one",
    ),
    _Saying(
        "block sequence entries are not allowed",
        "a list cannot begin here",
        "put '- ' on a line of its own, or quote the text",
    ),
    _Saying(
        "expected '-' indicator|expected key|expected <block end>",
        "this line does not go on from those above",
        "check its indentation, and the quotes above it",
    ),
    _Saying(
        "cannot start any token",
        "a text cannot begin with this character",
        "quote the text",
    ),
)


def syntax_problem(error: yaml.MarkedYAMLError, text: str, path: Path) -> Problem:
    """The mistake behind a parser's error, at the place where an author would mend it."""
    mark = error.problem_mark or error.context_mark
    lines = lines_of(text)
    line, column = (mark.line, mark.column) if mark else (0, 0)
    if (tab := _indenting_tab(lines[line] if line < len(lines) else "", column)) is not None:
        return Problem(Location(path, line + 1, tab + 1), "tab", "a tab cannot indent YAML", "use spaces")
    if (brace := _bare_cloze(lines[line] if line < len(lines) else "")) is not None:
        message = "a text that begins with '{{' would be a mapping"
        return Problem(Location(path, line + 1, brace + 1), "syntax", message, "put it between quotes")
    words = f"{error.context or ''} {error.problem or ''}"
    saying = next((each for each in _SAYINGS if re.search(each.pattern, words)), None)
    if saying is None:
        saying = _Saying("", f"this is not YAML: {error.problem}", "")
    if saying.is_at_context and error.context_mark:
        line, column = error.context_mark.line, error.context_mark.column
    elif opened := _opening_quote(lines, line, column):
        message = f"a quote is opened here and closed only on line {line + 1}"
        return Problem(Location(path, *opened), "syntax", message, "close it where the text ends")
    return Problem(Location(path, line + 1, column + 1), "syntax", saying.message, saying.hint)


def _indenting_tab(line: str, column: int) -> int | None:
    """Where a tab stands in the indentation of a line, or at the place of the mistake."""
    indentation = line[: len(line) - len(line.lstrip())]
    if "\t" in indentation:
        return indentation.index("\t")
    return column if line[column : column + 1] == "\t" else None


def _bare_cloze(line: str) -> int | None:
    """Where a cloze mark begins a value without quotes."""
    found = re.search(r"(?:^|: )\s*(\{\{c[0-9])", line)
    return found.start(1) if found else None


def _opening_quote(lines: Sequence[str], line: int, column: int) -> tuple[int, int] | None:
    """Line and column, from 1, of the quote that closed just before the mistake, if it opened on another line."""
    before = "\n".join([*lines[:line], lines[line][:column]]) if line < len(lines) else ""
    before = before.rstrip()
    if before[-1:] not in ('"', "'"):
        return None
    opened = position(before, before.rfind(before[-1], 0, -1))
    return opened if before.count(before[-1]) > 1 and opened[0] <= line else None
