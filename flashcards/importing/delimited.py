"""Tables of words in CSV or TSV files.

The separator is found only if the lines leave no doubt, and the first line is a header only if it names the columns.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from flashcards.importing.columns import is_header, may_be_header
from flashcards.importing.limits import at_most
from flashcards.importing.media import FolderMedia
from flashcards.importing.options import ReadOptions
from flashcards.importing.textfile import read_text_file
from flashcards.model.foreign import Foreign, ForeignField, ForeignNote, ForeignNotetype, Form
from flashcards.model.problem import FlashcardsError, Location, Problem, Severity
from flashcards.text.phrases import counted
from flashcards.text.suggest import suggestion

SEPARATORS: Mapping[str, str] = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " ", "colon": ":"}
"""Separators by their names in `--separator` and in Anki's text files."""

MOST_COLUMNS = 500
"""The columns of a row; one with more has another separator."""

_FOUND = ("tab", "comma", "semicolon", "pipe")  # those that are recognised without being named
_LIKELY = 0.9  # the share of lines that have as many cells as most
_LOOKED_AT = 5_000  # lines
_NOTETYPE = 0
_LONGEST_TITLE = 5  # rows above a header
_SAID = re.compile(r"sep=(.)\n", re.IGNORECASE)

_MARKUP = re.compile(r"<(?:br|b|i|u|div|span|p|img|a|strong|em|sub|sup|font)\b[^<>]*>|&(?:nbsp|lt|gt|amp);|\[sound:")


class Row(NamedTuple):
    """The cells of a row, and the line it begins in."""

    line: int
    cells: list[str]


def read(path: Path, options: ReadOptions) -> Foreign:
    """Read a table; each row is a note."""
    text, encoding = read_text_file(path, options.encoding)
    said = _SAID.match(text)  # for Excel, and not a row
    body = text[said.end() :] if said else text
    wanted = options.separator or (said[1] if said else "")
    separator = _separator(wanted) if wanted else found_separator(body, path)
    found = rows_of(body, sign_of(separator), path, has_quotes=options.has_quotes, first_line=2 if said else 1)
    rows = [row for row in at_most(found, path) if any(map(str.strip, row.cells))]
    return foreign_of(path, rows, options, (encoding, f"{separator}-separated"), text)


def foreign_of(
    path: Path,
    rows: Sequence[Row],
    options: ReadOptions,
    found: Sequence[str],
    text: str = "",
    problems: Iterable[Problem] = (),
) -> Foreign:
    """The notes of the rows of a table, of which none is empty; `found` says what the file is."""
    if not rows:
        raise empty(path)
    above = above_header(rows, options)
    notes, problems, has_markup = [], [*problems, *(_title(row, path) for row in rows[:above])], False
    rows = rows[above:]
    has_header, columns = _header(rows, options, path)
    for row in rows[has_header:]:
        if problem := _ragged(row, columns, path):
            problems.append(problem)
        if not options.form and not has_markup and _MARKUP.search("".join(row.cells)):
            has_markup = True
            problems.append(_markup(Location(path, row.line, 1)))
        cells = [*row.cells, *[""] * (len(columns) - len(row.cells))][: len(columns)]
        notes.append(ForeignNote(Location(path, row.line, 1), _NOTETYPE, tuple(cells)))
    named = "the first is the header" if has_header else "no header"
    found = (*found, counted(len(rows), "row"), named)
    notetype = ForeignNotetype(_NOTETYPE, "", tuple(map(ForeignField, columns)))
    form = options.form or Form.PLAIN
    media = FolderMedia(options.media, options.max_unpacked) if options.media else None
    return Foreign(path, path.stem, form, {_NOTETYPE: notetype}, tuple(notes), found, tuple(problems), text, media)


def empty(path: Path) -> FlashcardsError:
    """The error of a file without notes."""
    return FlashcardsError(f"'{path}' is empty", "export it again, with a word and its translation in each row")


def above_header(rows: Sequence[Row], options: ReadOptions) -> int:
    """The number of rows above the header, each of them with one cell at most, such as the title of a sheet."""
    for number, row in enumerate(rows[: _LONGEST_TITLE + 1] if options.has_header is None else ()):
        if is_header(*_names(row, options)):
            return number
        if sum(map(bool, map(str.strip, row.cells))) > 1:
            break
    return 0


def rows_of(text: str, separator: str, path: Path, *, has_quotes: bool = True, first_line: int = 1) -> Iterator[Row]:
    """Parse rows; raises FlashcardsError for a quote that is not closed, unless quotes are part of the texts."""
    lines = io.StringIO(text, newline="")
    reader = csv.reader(
        lines, delimiter=separator, strict=True, quoting=csv.QUOTE_MINIMAL if has_quotes else csv.QUOTE_NONE
    )
    line = first_line
    try:
        for cells in reader:
            if len(cells) > MOST_COLUMNS:
                raise FlashcardsError(f"{path}:{line}:1: this row has {len(cells):,} columns", "check `--separator`")
            yield Row(line, cells)
            line = reader.line_num + first_line
    except csv.Error as error:
        hint = 'write a quote that belongs to the text twice, as in """Hello"", he said"; or, if all do, `--no-quotes`'
        raise FlashcardsError(
            f"{path}:{line}:1: a quote in this row is not closed where its cell ends", hint
        ) from error


def _separator(name: str) -> str:
    found = separator_of(name) or (name if len(name) == 1 and name.isprintable() and not name.isalnum() else "")
    if not found or found == '"':
        raise FlashcardsError(f"'{name}' is not a separator", suggestion(name, SEPARATORS))
    return found


def sign_of(separator: str) -> str:
    """The sign that a name of `SEPARATORS` stands for, or that it is."""
    return SEPARATORS.get(separator, separator)


def separator_of(word: str) -> str:
    """The name of the separator that a word names or is; empty if it is not a separator."""
    by_sign = {sign: name for name, sign in SEPARATORS.items()} | {"\\t": "tab"}
    return word if word in SEPARATORS else by_sign.get(word, "")


def found_separator(text: str, path: Path) -> str:
    """The name of the only separator with which the lines have the same number of cells."""
    if not text.strip():
        raise empty(path)
    candidates = [name for name in _FOUND if SEPARATORS[name] in text]
    likely = [name for name in candidates if _is_likely(text, SEPARATORS[name], path)]
    if not likely:  # of what a quote hides, about which the reader of the rows says more
        likely = [name for name in candidates if _is_likely(text, SEPARATORS[name], path, has_quotes=False)]
    if path.suffix.lower() == ".tsv" and "tab" in candidates:
        return "tab"
    if len(likely) == 1:
        return likely[0]
    if not candidates:
        hint = "put each word and its translation in a row of two columns, or say what is between them: `--separator /`"
        raise FlashcardsError(f"'{path}' has one column", hint)
    names = likely or candidates
    if len(candidates) == 1:
        return candidates[0]
    raise FlashcardsError(
        f"the columns of '{path}' may be separated by {' or '.join(f'{name}s' for name in names)}",
        f"say which, such as `--separator {names[0]}`",
    )


def _is_likely(text: str, sign: str, path: Path, *, has_quotes: bool = True) -> bool:
    rows = rows_of(text, sign, path, has_quotes=has_quotes)
    try:
        counts = Counter(len(row.cells) for row in islice(rows, _LOOKED_AT) if any(row.cells))
    except FlashcardsError:
        return False
    (length, most), *_ = counts.most_common(1) or [(0, 0)]
    return length > 1 and most >= _LIKELY * counts.total()


def _header(rows: Sequence[Row], options: ReadOptions, path: Path) -> tuple[bool, Sequence[str]]:
    """Whether the first row is a header, and the names of the columns."""
    names, known = _names(rows[0], options)
    shown = " | ".join(cell.strip() for cell in rows[0].cells)[:100]
    if options.columns:
        most = max(len(row.cells) for row in rows)
        if len(options.columns) > most:
            raise FlashcardsError(
                f"'{path}' has {counted(most, 'column')}, and {len(options.columns)} are named",
                f"name as many as there are, or check `--separator`; the first row is: {shown}",
            )
        if options.has_header is None and not is_header(names, known) and may_be_header(names):
            message = f"the first row of '{path}' names columns, or is a note: {shown}"
            raise FlashcardsError(message, "say which: `--header` or `--no-header`")
        return (is_header(names, known) if options.has_header is None else options.has_header), known
    if options.has_header or (options.has_header is None and is_header(names)):
        return True, _unique(names)
    is_title = sum(map(bool, names)) == 1
    raise FlashcardsError(
        f"the first row of '{path}' does not name the columns: {shown}",
        f"{'delete it if it is a title; ' if is_title else ''}"
        "name them, such as `--columns nl,en`, or `--header` if this row does",
    )


def _names(row: Row, options: ReadOptions) -> tuple[list[str], Sequence[str]]:
    """The cells of a row that may be the header, and what the author says that the columns are; as many of both."""
    names = [cell.strip() for cell in row.cells]
    if not options.columns:
        return names, ()
    known = [*options.columns, *["-"] * (len(names) - len(options.columns))]
    return [*names, *[""] * (len(known) - len(names))], known


def _unique(names: Sequence[str]) -> Sequence[str]:
    """The names of columns, with a number where there is none or one is repeated, as below a merged header."""
    found: list[str] = []
    for number, name in enumerate(names, 1):
        found.append(name if name and name not in found else f"{name} {number}".strip())
    return found


def _title(row: Row, path: Path) -> Problem:
    message = f"this row is above the header, and left out: {next(filter(None, map(str.strip, row.cells)))[:60]}"
    hint = "if it is a note, put it below"
    return Problem(Location(path, row.line, 1), "title-row", message, hint, Severity.WARNING)


def _markup(place: Location) -> Problem:
    message = "this text contains HTML, which is shown as it is written, here and in other rows"
    return Problem(place, "html", message, "if it is markup, import with `--text html`", Severity.WARNING)


def _ragged(row: Row, columns: Sequence[str], path: Path) -> Problem | None:
    count = len(row.cells)
    if count == len(columns) or (count > len(columns) and not any(cell.strip() for cell in row.cells[len(columns) :])):
        return None
    if count < len(columns):
        message, hint = f"this row has {count} of {len(columns)} columns", "the others are taken as empty"
        return Problem(Location(path, row.line, 1), "ragged-row", message, hint, Severity.INFO)
    rest = " | ".join(row.cells[len(columns) :])[:60]
    message = f"this row has {count} cells, and there are {len(columns)} columns; left out: {rest}"
    hint = "put a cell that contains the separator between double quotes"
    return Problem(Location(path, row.line, 1), "ragged-row", message, hint, Severity.WARNING)
