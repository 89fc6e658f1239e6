"""Problems of YAML syntax, translated from the parser's terms to those of a deck's author."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import yaml

from flashcards.model.problem import Location, Problem
from flashcards.text.decode import lines_of, position


class _Translation(NamedTuple):
    """A pattern in the parser's message, and the message and hint for the author."""

    pattern: str
    message: str
    hint: str
    is_at_context: bool = False  # the problem is where the parser started, not where it failed


class _Indicator(NamedTuple):
    """A pattern in the parser's message for a text that begins with one of these YAML indicators."""

    pattern: str
    characters: str
    is_at_context: bool = False
    rule: str = "syntax"


_INDICATORS = (
    _Indicator("scanning a tag", "!", is_at_context=True, rule="yaml-tag"),
    _Indicator("scanning a block scalar", "|>", is_at_context=True),
    _Indicator("scanning an (alias|anchor)", "*&", is_at_context=True),
    _Indicator("cannot start any token", "@%`|>"),
    _Indicator("entries are not allowed", "-"),
    _Indicator("two braces begin", "{"),
    _Indicator("mapping keys are not allowed", "?"),
    _Indicator("flow node.*node content", "-?"),
    _Indicator("block node.*node content", "]},"),
)

_QUOTE_IT = "quote it, or write it below '|'"
# Hints for indicators where the general one would mislead
_HINTS: Mapping[str, str] = {
    '"': "put all of it in single quotes, or write it below '|'",
    "'": "put all of it in double quotes, or write it below '|'",
    "-": f"{_QUOTE_IT}; start a list on its own line",
    "#": f"{_QUOTE_IT}: YAML reads it as a comment",
}

# A '#' without a space after it is rarely meant as a comment
_CUT = re.compile(r"[ \t]+(#)(?=[^\s#])")
_QUOTED = re.compile(r"""(?<=[\[{:,-])[ \t]*("[^"]*"|'[^']*')""")
# TeX commands that begin with a YAML escape for a line break or a tab, without their first two characters
_TORN = re.compile(
    r"\$[^$\n]*(?:(?P<line>\n)(?:abla|atural|e|earrow|eg|eq|ewline|exists|geq|i|leq|less|mid|ot|otin|parallel|rightarrow|"
    r"subseteq|u|warrow)|(?P<tab>\t)(?:an|anh|au|ext[a-z]*|frac|heta|ilde|imes|o|op|riangle[a-z]*))(?![A-Za-z])[^$\n]*\$"
)
_NO_LINES: Mapping[int, str] = {}
_PAIRED = {"]": "[", "}": "{"}

# The first whose pattern matches the message of the parser, libyaml or PyYAML, applies
_TRANSLATIONS = (
    _Translation(
        "mapping values are not allowed",
        "unexpected ':'",
        "quote a text that contains ': '",
    ),
    _Translation(
        "unexpected end of stream|found unexpected document indicator",
        "unclosed quote",
        "close it",
        is_at_context=True,
    ),
    _Translation(
        "unknown escape character",
        "unknown escape sequence between double quotes",
        "use single quotes, or write '\\\\'",
    ),
    _Translation(
        "expected ',' or '[]}]'",
        "unclosed '[' or '{'",
        "close it, or quote a text that begins with '[' or '{'",
        is_at_context=True,
    ),
    _Translation(
        "could not find expected '?:",
        "expected 'key: value'",
        "write a key before it, or put '|' before a text of several lines",
        is_at_context=True,
    ),
    _Translation(
        "found unexpected ':'",
        "missing value after ':'",
        "write ':', a space and the value",
    ),
    _Translation(
        "expected '-' indicator|expected key|expected <block end>",
        "this line does not fit the lines above it",
        "check its indentation, and the quotes above it",
    ),
)


def syntax_problem(error: yaml.MarkedYAMLError, text: str, path: Path) -> Problem:
    """Translate a parser error into a problem at the place where an author would fix it."""
    mark = error.problem_mark or error.context_mark
    lines = lines_of(text)
    line, column = (mark.line, mark.column) if mark else (0, 0)
    if (tab := _indenting_tab(lines[line] if line < len(lines) else "", column)) is not None:
        return Problem(Location(path, line + 1, tab + 1), "tab", "YAML cannot be indented with tabs", "use spaces")
    if (brace := _bare_cloze(lines[line] if line < len(lines) else "")) is not None:
        return needs_quotes(Location(path, line + 1, brace + 1), "{{")
    words = f"{error.context or ''} {error.problem or ''}"
    if problem := _indicator_problem(error, words, lines, path):
        return problem
    translation = next((entry for entry in _TRANSLATIONS if re.search(entry.pattern, words)), None)
    if cut := _cut_line(error, words, lines):
        return cut_by_comment(Location(path, *cut))
    if translation is None:
        translation = _Translation("", f"invalid YAML: {error.problem}", "")
    if translation.is_at_context and error.context_mark:
        line, column = error.context_mark.line, error.context_mark.column
    elif opened := _opening_quote(lines, line, column):
        message = f"this quote is not closed until line {line + 1}"
        return Problem(Location(path, *opened), "syntax", message, "close it where the text ends")
    return Problem(Location(path, line + 1, column + 1), "syntax", translation.message, translation.hint)


def needs_quotes(place: Location, beginning: str, rule: str = "syntax", language: str = "") -> Problem:
    """Return the problem of a text that begins with a YAML indicator."""
    message = f'a text that begins with "{beginning}"' if beginning == "'" else f"a text that begins with '{beginning}'"
    return Problem(place, rule, f"{message} needs quotes", _HINTS.get(beginning, _QUOTE_IT), language=language)


def torn_formula(text: str) -> tuple[str, int] | None:
    """Return the escape that breaks a TeX command in double quotes, as `\\n` in `$a \\ne b$`, and its offset."""
    match = _TORN.search(text)
    if match is None:
        return None
    return ("\\n", match.start("line")) if match["line"] else ("\\t", match.start("tab"))


def cuts(text: str) -> Mapping[int, str]:
    """Return lines in which a comment may cut off an unquoted text, by their index."""
    if not (" #" in text or "\t#" in text) or not _CUT.search(text):  # nearly always, and cheap to check
        return _NO_LINES
    return {index: line for index, line in enumerate(lines_of(text)) if "#" in line and _CUT.search(line)}


def cut_after(line: str, column: int) -> int | None:
    """Return the column of a comment without a space after '#', if only whitespace precedes it from `column` on."""
    match = _CUT.match(line, column)
    return match.start(1) if match else None


def cut_by_comment(place: Location) -> Problem:
    """Return the problem of an unquoted text that a comment cuts off."""
    hint = "quote the text; if this is a comment, put a space after '#'"
    return Problem(place, "cut-by-comment", "the text ends here because ' #' starts a comment", hint)


def _indenting_tab(line: str, column: int) -> int | None:
    """The column of a tab in the indentation of a line, or at `column`."""
    indentation = line[: len(line) - len(line.lstrip())]
    if "\t" in indentation:
        return indentation.index("\t")
    return column if line[column : column + 1] == "\t" else None


def _bare_cloze(line: str) -> int | None:
    """The column of a cloze that begins an unquoted value."""
    match = re.search(r"(?:^(?:\s*-)*|: )\s*(\{\{c[0-9])", line)
    return match.start(1) if match else None


def _indicator_problem(error: yaml.MarkedYAMLError, words: str, lines: Sequence[str], path: Path) -> Problem | None:
    """The problem of a text that begins with a YAML indicator, if that caused the error."""
    mark = error.problem_mark
    if mark and mark.line < len(lines) and (column := _closed_before(lines[mark.line], mark.column)) is not None:
        return needs_quotes(Location(path, mark.line + 1, column + 1), lines[mark.line][column])
    for pattern, characters, is_at_context, rule in _INDICATORS:
        mark = (error.context_mark if is_at_context else None) or error.problem_mark
        if mark and mark.line < len(lines) and re.search(pattern, words):
            character = lines[mark.line][mark.column : mark.column + 1]
            if character and character in characters:
                return needs_quotes(Location(path, mark.line + 1, mark.column + 1), character, rule)
    return None


def _closed_before(line: str, column: int) -> int | None:
    """The column of the value whose quote or bracket was closed before the end of its text."""
    before = line[:column].rstrip()
    closing = before[-1:]
    if closing not in ('"', "'", "]", "}") or not closing or re.match(r"[\w-]+:(\s|$)", line[column:]):
        return None
    opening = _PAIRED.get(closing, closing)
    start = before.rfind(opening, 0, -1)
    while start > 0 and closing in _PAIRED and before.count(opening, start) < before.count(closing, start):
        start = before.rfind(opening, 0, start)
    return start if start > 0 and before[:start].rstrip()[-1:] in (*":-{,[", "") else None


def _cut_line(error: yaml.MarkedYAMLError, words: str, lines: Sequence[str]) -> tuple[int, int] | None:
    """Line and column, from 1, of the '#' that cut off a text, or the structure around it."""
    if not (error.context_mark and error.problem_mark):
        return None
    first, last = error.context_mark.line, error.problem_mark.line
    if re.search("simple key|block mapping|block collection", words):
        first = (first if "simple key" in words else last) - 1  # the text that is not continued, and the line above
        last = first
    for index in range(max(first, 0), min(last + 1, len(lines))):
        bare = _QUOTED.sub(lambda quoted: "_" * len(quoted[0]), lines[index])
        if bare.strip()[:1] != "#" and (match := _CUT.search(bare)):
            return index + 1, match.start(1) + 1
    return None


def _opening_quote(lines: Sequence[str], line: int, column: int) -> tuple[int, int] | None:
    """Line and column, from 1, of the opening quote, if it was closed on another line just before the error."""
    before = "\n".join([*lines[:line], lines[line][:column]]) if line < len(lines) else ""
    before = before.rstrip()
    if before[-1:] not in ('"', "'"):
        return None
    opened = position(before, before.rfind(before[-1], 0, -1))
    return opened if before.count(before[-1]) > 1 and opened[0] <= line else None
