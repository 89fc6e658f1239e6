"""A teacher has words in an Excel workbook, with all that people put into one."""

import io
import sys
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.conftest import Run

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ROWS: Sequence[Sequence[object]] = (
    ("Dutch", "English", "Tags", "Note English"),
    ("hond", "dog", "animals", 1969),
    ("kat", "cat", None, date(2024, 5, 2)),
    (),
    ("vis", "fish", None, 0.1 + 0.2),
)


@pytest.fixture(autouse=True)
def _a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("decks").mkdir()


def write(*sheets: str, rows: Sequence[Sequence[object]] = ROWS, name: str = "words.xlsx", merge: str = "") -> Any:
    """Write a workbook; of several sheets, all have the rows."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for title in sheets or ("Words",):
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
        if merge:
            sheet.merge_cells(merge)
    workbook.create_sheet("Sheet2")
    workbook.save(name)
    return workbook


def notes_of(text: str) -> list[str]:
    return [line.removeprefix("  - ") for line in text.splitlines() if line.startswith("  - ")]


def refused(run: Run, *words: str) -> str:
    said = run("import", *words, expect=1).stderr
    assert [path.name for path in Path("decks").iterdir()] == []
    return said


def test_a_sheet_becomes_a_deck(run: Run) -> None:
    write()
    result = run("import", "words.xlsx", "--dry-run")
    assert notes_of(result.stdout) == [
        "{id: hond, word: {nl: hond, en: dog}, note: {en: 1969}, tags: [animals]}",
        "{id: kat, word: {nl: kat, en: cat}, note: {en: 2024-05-02}}",
        "{id: vis, word: {nl: vis, en: fish}, note: {en: 0.3}}",
    ]
    assert result.stderr.startswith("words.xlsx: sheet 'Words', 4 rows, the first is the header\n")


def test_of_several_sheets_one_is_named(run: Run) -> None:
    write("Animals", "Verbs")
    assert refused(run, "words.xlsx") == (
        "error: 'words.xlsx' has 2 sheets with content: 'Animals', 'Verbs'\n"
        "  hint: say which, such as `--sheet 'Animals'`\n"
    )
    assert refused(run, "words.xlsx", "--sheet", "Verb") == (
        "error: 'words.xlsx' has no sheet 'Verb'\n  hint: did you mean 'Verbs'?\n"
    )
    assert len(notes_of(run("import", "words.xlsx", "--sheet", "Verbs", "--dry-run").stdout)) == 3


def test_what_a_sheet_shows_and_does_not_store_is_reported_at_its_cell(run: Run) -> None:
    rows = [("nl", "en", "note:en"), ("a", "b", 3.14159), ("c", "d", 2.5), ("e", "f", "=1+1"), ("g", "h", "#N/A")]
    workbook = write(rows=rows, merge="A4:A5")
    sheet = workbook["Words"]
    sheet["C2"].number_format = sheet["C3"].number_format = '0.00 "kg"'
    workbook.save("words.xlsx")
    said = run("import", "words.xlsx", "--dry-run", "--columns", "nl,en,note:en", "--header").stderr
    assert [line for line in said.splitlines() if line.startswith("words.xlsx:")][1:] == [
        "words.xlsx:2:3: warning: this value is formatted as '0.00 \"kg\"'; it is taken as '3.14159', here and in this "
        "column [number-format]",
        "words.xlsx:4:1: warning: the cells A4:A5 are merged; the text is taken in the first cell alone [merged-cells]",
        "words.xlsx:4:3: warning: this formula has no result, because no spreadsheet has computed it; it is taken as "
        "empty [formula]",
        "words.xlsx:5:1: warning: there is no word in 'nl' [empty-field]",
        "words.xlsx:5:3: warning: this cell shows the error #N/A; it is taken as empty [formula]",
    ]


def test_a_merged_header_is_refused(run: Run) -> None:
    write(merge="A1:B1")
    assert refused(run, "words.xlsx") == (
        "error: the cells A1:B1 of the sheet 'Words' in 'words.xlsx' are merged\n"
        "  hint: unmerge the cells of the header, and name each column\n"
    )


def test_a_merged_title_is_no_header(run: Run) -> None:
    write(rows=[("Class 5b",), *ROWS], merge="A1:D1")
    result = run("import", "words.xlsx", "--dry-run")
    assert len(notes_of(result.stdout)) == 3
    assert [line for line in result.stderr.splitlines() if line.startswith("words.xlsx:")][1:] == [
        "words.xlsx:1:1: warning: this row is above the header, and left out: Class 5b [title-row]"
    ]


@pytest.mark.parametrize("content", [b"", b"nl,en\n", b"PK\x03\x04" + b"x" * 99])
def test_a_damaged_workbook_is_refused(content: bytes, run: Run) -> None:
    Path("words.xlsx").write_bytes(content)
    assert refused(run, "words.xlsx").startswith("error: 'words.xlsx' is not an Excel workbook\n")


def test_a_workbook_that_lost_a_part_is_refused(run: Run) -> None:
    write()
    repack("xl/workbook.xml", None)
    assert refused(run, "words.xlsx").startswith("error: 'words.xlsx' is not an Excel workbook\n")


def test_a_bomb_is_refused_before_it_is_unpacked(run: Run) -> None:
    write()
    repack("xl/styles.xml", b"<a>" + b" " * (17 << 20) + b"</a>")
    assert refused(run, "words.xlsx") == (
        "error: 'words.xlsx' unpacks to 17 MB, and 16 MB are allowed\n"
        "  hint: save the sheet as CSV in UTF-8, or in several workbooks\n"
    )


def test_rows_that_reach_to_the_last_column_are_refused(run: Run) -> None:
    write()
    cell = '<c r="{}{}" t="inlineStr"><is><t>a</t></is></c>'
    rows = (f'<row r="{n}">{cell.format("A", n)}{cell.format("XFD", n)}</row>' for n in range(1, 1001))
    sheet = (
        f'<worksheet xmlns="{MAIN}"><dimension ref="A1:XFD1048576"/><sheetData>{"".join(rows)}</sheetData></worksheet>'
    )
    repack("xl/worksheets/sheet1.xml", sheet.encode())
    assert refused(run, "words.xlsx").startswith("error: words.xlsx:1:1: this row has 16,384 columns\n")


def test_entities_that_grow_are_refused(run: Run) -> None:
    write()
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 50}">' for n in range(1, 9))
    text = f'<!DOCTYPE a [<!ENTITY e0 "x">{entities}]><a>&e8;</a>'
    repack("xl/worksheets/sheet1.xml", text.encode())
    assert refused(run, "words.xlsx").startswith("error: 'words.xlsx' is not an Excel workbook\n")


def test_without_openpyxl_the_command_to_install_it_is_given(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write()
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    assert refused(run, "words.xlsx") == (
        "error: openpyxl, which reads .xlsx, is not installed\n"
        "  hint: install it: `pip install 'flashcards-compiler[xlsx]'`; or save the sheet as CSV in UTF-8\n"
    )


def repack(name: str, content: bytes | None) -> None:
    """Replace a member of the workbook, or delete it."""
    target = io.BytesIO()
    with zipfile.ZipFile("words.xlsx") as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        if content is not None:
            new.writestr(name, content)
    Path("words.xlsx").write_bytes(target.getvalue())
