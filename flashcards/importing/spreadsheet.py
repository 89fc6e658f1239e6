"""Sheets of Excel workbooks, read by the optional openpyxl, as the rows of a table.

A workbook stores values and formats, and not the text that a sheet shows. Whole numbers, decimals, percentages and
dates in ISO form become what it shows; another format is reported at the first cell of its column.
"""

import re
import warnings
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, Any, BinaryIO, NamedTuple
from xml.etree.ElementTree import Element, iterparse

from flashcards.anki.package_reader import MEGABYTE, archive_of
from flashcards.importing.delimited import MOST_COLUMNS, Row, above_header, empty, foreign_of
from flashcards.importing.limits import at_most
from flashcards.importing.options import ReadOptions
from flashcards.model.foreign import Foreign
from flashcards.model.problem import FlashcardsError, Location, Problem, Severity
from flashcards.system.regular_files import open_file
from flashcards.text.suggest import suggestion

_LARGEST_SHEETS, _LARGEST_TEXTS, _LARGEST_OTHER = 128, 64, 16  # megabytes of XML
_SHEETS, _TEXTS = "xl/worksheets/", "xl/sharedStrings.xml"
_NOT_OTHER = (_SHEETS, _TEXTS, "xl/media/")  # media are not unpacked
_MOST_CELLS = 5_000_000
_REF = re.compile("([A-Z]{1,3})([1-9][0-9]*)(?::[A-Z]{1,3}([1-9][0-9]*))?")
_GENERAL = ("General", "@", "0", "#")
_DECIMALS = re.compile(r"(#,##)?(0+)(?:\.(0+))?(%)?")
_ESCAPED = re.compile("_x(00[01][0-9A-Fa-f])_")  # a control character, such as a line break of Windows
_OLD = b"\xd0\xcf\x11\xe0"  # how an .xls workbook begins, and one with a password
# Formatting of a part of a text, by the names of SpreadsheetML; black is the colour of most texts
_STYLES = {"b": "bold", "i": "italic", "u": "underlined", "strike": "struck out", "vertAlign": "raised or lowered"}
_COLOUR, _COLOURED, _TRUE = "color", "coloured", ("1", "true")
_BLACK = ({"theme": "1"}, {"rgb": "FF000000"}, {"indexed": "8"}, {"auto": "1"})
_ISO = re.compile(r"yyyy\\?-mm\\?-dd", re.IGNORECASE)


class _Members(NamedTuple):
    """The files in a workbook, and how one of them is opened."""

    names: Sequence[str]
    opened: Callable[[str], IO[bytes]]


def read(path: Path, options: ReadOptions) -> Foreign:
    """Read a sheet; each row is a note."""
    damaged = FlashcardsError(f"'{path}' is not an Excel workbook", "save it again as .xlsx, or as CSV in UTF-8")
    _refuse_old(path)
    with archive_of(path, damaged) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of openpyxl, about what it does not read
        _refuse_large(path, {each.filename: each.file_size for each in archive.infolist()})
        try:
            with open_file(path) as file:
                return _read(path, options, file, _Members(archive.namelist(), archive.open))
        except FlashcardsError:
            raise
        except Exception as error:  # a malformed workbook makes its parsers raise anything
            raise damaged from error


def _read(path: Path, options: ReadOptions, file: BinaryIO, members: _Members) -> Foreign:
    workbook = _workbook(file)
    try:
        sheet, hidden_sheets = _sheet(workbook, options.sheet, path)
        with members.opened(sheet._worksheet_path) as content:
            asides = _asides(content, _formatted_texts(members))
        texts = _Texts(path, asides)
        rows = [*at_most(texts.rows(sheet), path)]
        above = above_header(rows, options)
        header = rows[above].line if rows else 0
        ranges = [ref for ref in asides.merged if not above or _last_row(ref) >= header]
        merged = [*_merged(path, sheet.title, ranges, header)]
    finally:
        workbook.close()
    width = len(rows[above].cells) if rows else 0
    padded = [row._replace(cells=[*row.cells, *[""] * (width - len(row.cells))]) for row in rows]
    beside = [*_left_out(path, members.names, hidden_sheets), *_hidden(path, asides.hidden, rows)]
    return foreign_of(path, padded, options, (f"sheet '{sheet.title}'",), problems=[*beside, *merged, *texts.problems])


def _workbook(file: BinaryIO) -> Any:
    try:
        import openpyxl
    except ImportError as error:
        hint = "install it: `pip install 'flashcards-compiler[xlsx]'`; or save the sheet as CSV in UTF-8"
        raise FlashcardsError("openpyxl, which reads .xlsx, is not installed", hint) from error
    return openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)


def _refuse_old(path: Path) -> None:
    """Raise FlashcardsError for a workbook that is no archive, although Excel opens it."""
    with suppress(OSError), open_file(path) as file:
        if file.read(len(_OLD)) == _OLD:
            message = f"'{path}' is an old workbook (.xls), or protected by a password"
            raise FlashcardsError(message, "open it, and save it as .xlsx, without a password, or as CSV in UTF-8")


def _refuse_large(path: Path, sizes: Mapping[str, int]) -> None:
    """Raise FlashcardsError if the XML of a workbook would take much memory; no more than these sizes is unpacked."""
    for begin, limit in ((_SHEETS, _LARGEST_SHEETS), (_TEXTS, _LARGEST_TEXTS), ("", _LARGEST_OTHER)):
        own = [name for name in sizes if name.startswith(begin) and (begin or not name.startswith(_NOT_OTHER))]
        size = sum(sizes[name] for name in own)
        if size > limit * MEGABYTE:
            message = f"'{path}' unpacks to {size / MEGABYTE:,.0f} MB, and {limit} MB are allowed"
            raise FlashcardsError(message, "save the sheet as CSV in UTF-8, or in several workbooks")


def _sheet(workbook: Any, wanted: str, path: Path) -> tuple[Any, Sequence[str]]:
    """The sheet that is wanted, or the only one with content that is not hidden, and the names of the hidden ones."""
    sheets = {sheet.title: sheet for sheet in workbook.worksheets}
    if wanted:
        if wanted not in sheets:
            listed = ", ".join(f"'{name}'" for name in sheets)
            hint = suggestion(wanted, sheets) or f"use one of: {listed}"
            raise FlashcardsError(f"'{path}' has no sheet '{wanted}'", hint)
        return sheets[wanted], ()
    filled = [sheet for sheet in sheets.values() if _has_content(sheet, path)]
    if not filled:
        raise empty(path)
    visible = [sheet for sheet in filled if sheet.sheet_state == "visible"]
    if len(visible) == 1:
        return visible[0], [sheet.title for sheet in filled if sheet not in visible]
    if len(filled) > 1:
        listed = ", ".join(f"'{sheet.title}'" for sheet in filled)
        message = f"'{path}' has {len(filled)} sheets with content: {listed}"
        raise FlashcardsError(message, f"say which, such as `--sheet '{filled[0].title}'`")
    return filled[0], ()


def _has_content(sheet: Any, path: Path) -> bool:
    return any(cell.value is not None for row in _rows(sheet, path) for cell in row)


def _rows(sheet: Any, path: Path) -> Iterator[Sequence[Any]]:
    """The rows of a sheet, each as long as it is; raises FlashcardsError for a sheet with cells at its far end."""
    sheet.reset_dimensions()  # or each row would be filled up to the last column that the workbook claims
    left = _MOST_CELLS
    for row in sheet.iter_rows():
        left -= len(row)
        if left < 0:
            message = f"the sheet '{sheet.title}' in '{path}' has more than {_MOST_CELLS:,} cells"
            raise FlashcardsError(message, "delete the empty columns at its right, or save it as CSV in UTF-8")
        yield row


class _Asides(NamedTuple):
    """What openpyxl does not report while it streams.

    These are merged ranges, formulas that were never computed, the formatting of parts of texts by their cells, and
    the numbers of hidden rows.
    """

    merged: tuple[str, ...]
    without_result: frozenset[str]
    formatted: Mapping[str, str]
    hidden: frozenset[int]


def _asides(content: IO[bytes], formatted_texts: Mapping[int, str]) -> _Asides:
    merged, without_result, formatted, hidden = [], [], {}, []
    for _, element in iterparse(content):
        name = _local(element)
        if name == "mergeCell":
            merged.append(element.get("ref", ""))
        elif name == "row" and element.get("hidden") in _TRUE:
            hidden.append(int(element.get("r", "0")))
        elif name == "c":
            ref, kinds = element.get("r", ""), {_local(child): child for child in element}
            value = kinds["v"].text if "v" in kinds else None
            if "f" in kinds and not value:
                without_result.append(ref)
            is_shared = element.get("t") == "s"
            own = formatted_texts.get(int(value or -1), "") if is_shared else _formatting(kinds.get("is", ()))
            if own:
                formatted[ref] = own
        if name in ("c", "row", "mergeCell"):
            element.clear()
    ranges = tuple(ref for ref in merged if _REF.fullmatch(ref))
    return _Asides(ranges, frozenset(without_result), formatted, frozenset(hidden))


def _formatted_texts(members: _Members) -> Mapping[int, str]:
    """The formatting of parts of the texts that cells share, by the numbers of these texts."""
    found, number = dict[int, str](), 0
    if _TEXTS in members.names:
        with members.opened(_TEXTS) as content:
            for _, element in iterparse(content):
                if _local(element) == "si":
                    if formatting := _formatting(element):
                        found[number] = formatting
                    number += 1
                    element.clear()
    return found


def _formatting(text: Iterable[Element]) -> str:
    """How parts of a text differ in their formatting; empty if they do not."""
    runs = [{_local(child): child for child in run} for run in text if _local(run) == "r"]
    styles = [{*_styles(run["rPr"])} if "rPr" in run else set() for run in runs]
    different = set[str]().union(*styles).difference(*[set.intersection(*styles)] if styles else [])
    return " and ".join(name for name in (*_STYLES.values(), _COLOURED) if name in different)


def _styles(properties: Element) -> Iterator[str]:
    for each in properties:
        name = _local(each)
        if name in _STYLES and each.get("val") not in ("0", "false", "none", "baseline"):
            yield _STYLES[name]
        elif name == _COLOUR and each.attrib not in _BLACK:
            yield _COLOURED


def _local(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def _left_out(path: Path, members: Sequence[str], hidden_sheets: Sequence[str]) -> Iterator[Problem]:
    """Report what a workbook has beside the cells of the sheet."""
    place = Location(path, 0, 0)
    if pictures := sum(name.startswith("xl/media/") for name in members):
        count = "a picture, which is" if pictures == 1 else f"{pictures:,} pictures, which are"
        hint = "save it as a file beside the deck, and name it in a text: `![](dog.jpg)`"
        yield Problem(place, "left-out-pictures", f"this workbook has {count} left out", hint, Severity.WARNING)
    if any(name.startswith("xl/comments") for name in members):
        hint = "put them into a column if learners need them"
        yield Problem(place, "left-out-comments", "comments on cells are left out", hint, Severity.INFO)
    for name in hidden_sheets:
        hint = f"take it instead with `--sheet '{name}'`"
        yield Problem(place, "hidden-sheet", f"the hidden sheet '{name}' is not read", hint, Severity.INFO)


def _hidden(path: Path, hidden: Collection[int], rows: Sequence[Row]) -> Iterator[Problem]:
    """Report rows that nobody sees in the sheet, as after a filter."""
    lines = [row.line for row in rows if row.line in hidden]
    if lines:
        others = f", and {len(lines) - 1:,} more" if lines[1:] else ""
        message = f"this row is hidden in the sheet{others}; it is taken all the same"
        yield Problem(Location(path, lines[0], 1), "hidden-row", message, "delete it if it is no note", Severity.INFO)


def _merged(path: Path, title: str, ranges: Sequence[str], header: int) -> Iterator[Problem]:
    """Report merged cells, of which only the first has a text; raises FlashcardsError for those of the header."""
    for ref in ranges:
        found = _REF.fullmatch(ref)
        if found and int(found[2]) <= header:
            message = f"the cells {ref} of the sheet '{title}' in '{path}' are merged"
            raise FlashcardsError(message, "unmerge the cells of the header, and name each column")
    if ranges:
        found = _REF.fullmatch(ranges[0])
        assert found
        others = f", and {len(ranges) - 1:,} other ranges are" if len(ranges) > 1 else ""
        message = f"the cells {ranges[0]} are merged{others}; the text is taken in the first cell alone"
        place = Location(path, int(found[2]), 1)
        yield Problem(place, "merged-cells", message, "unmerge them, and repeat the text in each row", Severity.WARNING)


def _last_row(ref: str) -> int:
    found = _REF.fullmatch(ref)
    return int(found[3] or found[2]) if found else 0


class _Texts:
    """The texts of cells, and the problems of those whose text is not known, once for each column and reason."""

    def __init__(self, path: Path, asides: _Asides) -> None:
        self.problems: list[Problem] = []
        self._path = path
        self._asides = asides
        self._seen: set[tuple[int, str, str]] = set()

    def rows(self, sheet: Any) -> Iterator[Row]:
        """The rows of a sheet that are not empty; raises FlashcardsError for one that is too wide."""
        for number, row in enumerate(_rows(sheet, self._path), 1):
            cells = [self._text(cell, number, column) for column, cell in enumerate(row, 1)]
            while cells and not cells[-1].strip():
                cells.pop()
            if len(cells) > MOST_COLUMNS:
                raise FlashcardsError(f"{self._path}:{number}:1: this row has {len(cells):,} columns", "delete some")
            if cells:
                yield Row(number, cells)

    def _text(self, cell: Any, row: int, column: int) -> str:
        value = cell.value
        if value is None:
            if self._asides.without_result and getattr(cell, "coordinate", "") in self._asides.without_result:
                message = "this formula has no result, because no spreadsheet has computed it; it is taken as empty"
                self._report(row, column, "cell-formula", message, "open the workbook in a spreadsheet, and save it")
            return ""
        if cell.data_type == "e":
            message = f"this cell shows the error {value}; it is taken as empty"
            self._report(row, column, "cell-formula", message, "correct it", reason="error")
            return ""
        if isinstance(value, str):
            if self._asides.formatted and (formatting := self._asides.formatted.get(cell.coordinate)):
                message = f"a part of this text is {formatting}; that is left out, here and in this column"
                hint = "write it as Markdown in the deck file, such as `**bold**` or `<sup>2</sup>`"
                self._report(row, column, "cell-format", message, hint, reason=formatting)
            return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), value).replace("\r\n", "\n").replace("\r", "\n")
        form = cell.number_format or "General"
        text = _shown(value, form)
        if text is None:
            text = _plain(value)
            message = f"this value is formatted as '{form}'; it is taken as '{text}', here and in this column"
            hint = "format the column as text to have what it shows"
            self._report(row, column, "number-format", message, hint, reason=form)
        return text

    def _report(self, row: int, column: int, rule: str, message: str, hint: str, *, reason: str = "") -> None:
        if (column, rule, reason) not in self._seen:
            self._seen.add((column, rule, reason))
            self.problems.append(Problem(Location(self._path, row, column), rule, message, hint, Severity.WARNING))


def _shown(value: object, form: str) -> str | None:
    """What a sheet shows for a value, if it is the same in every country."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, date | time):
        return _plain(value) if isinstance(value, date) and _ISO.fullmatch(form) else None
    if not isinstance(value, int | float):
        return None
    if form in _GENERAL and (form != "0" or value == int(value)):
        return _plain(value)
    match = _DECIMALS.fullmatch(form)
    if not match:
        return None
    grouped, zeros, decimals, percent = match.groups()
    number = f"{abs(value) * (100 if percent else 1):{',' if grouped else ''}.{len(decimals or '')}f}"
    whole, point, rest = number.partition(".")
    return f"{'-' if value < 0 else ''}{whole.zfill(len(zeros))}{point}{rest}{percent or ''}"


def _plain(value: object) -> str:
    """A value without a format: a date in ISO form, and a number with as many digits as a sheet keeps."""
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    return str(value)
