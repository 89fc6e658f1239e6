"""A teacher has words in an Excel workbook, with all that people put into one."""

import io
import re
import sys
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment

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
        "empty [cell-formula]",
        "words.xlsx:5:1: warning: there is no word in 'nl' [empty-field]",
        "words.xlsx:5:3: warning: this cell shows the error #N/A; it is taken as empty [cell-formula]",
    ]


def test_what_only_excel_shows_is_not_lost_silently(run: Run) -> None:
    """Bold letters, superscripts, pictures, comments, and rows and sheets that are hidden."""
    workbook = write(rows=[("nl", "en"), ("hond", "dog"), ("vierkante meter", ""), ("kat", "cat"), ("vis", "fish")])
    sheet = workbook["Words"]
    sheet["B2"].comment = Comment("not a cat", "Asha")
    sheet["B3"] = CellRichText("m", TextBlock(InlineFont(vertAlign="superscript"), "2"))
    sheet["A4"] = CellRichText(TextBlock(InlineFont(color="FFFF0000"), "k"), TextBlock(InlineFont(), "at"))
    sheet["A5"] = CellRichText(TextBlock(InlineFont(b=True), "v"), TextBlock(InlineFont(b=True), "is"))
    sheet.row_dimensions[4].hidden = sheet.row_dimensions[5].hidden = True
    other = workbook["Sheet2"]
    other["A1"], other.sheet_state = "old words", "hidden"
    workbook.save("words.xlsx")
    repack("xl/media/image1.png", b"x")
    result = run("import", "words.xlsx", "--dry-run")
    assert [line for line in result.stderr.splitlines() if line.startswith("words.xlsx:")][1:] == [
        "words.xlsx: warning: this workbook has a picture, which is left out [left-out-pictures]",
        "words.xlsx: info: comments on cells are left out [left-out-comments]",
        "words.xlsx: info: the hidden sheet 'Sheet2' is not read [hidden-sheet]",
        "words.xlsx:3:2: warning: a part of this text is raised or lowered; that is left out, here and in this column "
        "[cell-format]",
        "words.xlsx:4:1: info: this row is hidden in the sheet, and 1 more; it is taken all the same [hidden-row]",
        "words.xlsx:4:1: warning: a part of this text is coloured; that is left out, here and in this column "
        "[cell-format]",
    ]
    assert notes_of(result.stdout)[1:3] == [
        "{id: vierkante-meter, word: {nl: vierkante meter, en: m2}}",
        "{id: kat, word: {nl: kat, en: cat}}",
    ]


def test_texts_that_cells_share_are_as_excel_stores_them(run: Run) -> None:
    """Line breaks of Windows are escaped; only a run of text has a format of its own."""
    write(rows=[("nl", "en"), ("hond", "dog")])
    texts = "<si><t>nl</t></si><si><t>en</t></si><si><t>de_x000D_\nhond</t></si>"
    texts += "<si><r><t>do</t></r><r><rPr><b/></rPr><t>g</t></r></si><si><t>_x0041_</t></si><si><t>x</t></si>"
    repack("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{texts}</sst>'.encode())
    cells = "".join(f'<c r="{"AB"[n % 2]}{n // 2 + 1}" t="s"><v>{n}</v></c>' for n in range(6))
    rows = re.sub('(<c r="A)', r"</row><row>\1", cells).removeprefix("</row>") + "</row>"
    repack("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode())
    with zipfile.ZipFile("words.xlsx") as book:
        types, rels = (book.read(name).decode() for name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"))
    part = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{part}"/>'
    repack("[Content_Types].xml", types.replace("</Types>", f"{override}</Types>").encode())
    added = f'<Relationship Id="rId99" Type="{kind}" Target="/xl/sharedStrings.xml"/>'
    repack("xl/_rels/workbook.xml.rels", rels.replace("</Relationships>", f"{added}</Relationships>").encode())
    result = run("import", "words.xlsx", "--dry-run")
    assert result.stderr.splitlines()[3] == (
        "words.xlsx:2:2: warning: a part of this text is bold; that is left out, here and in this column [cell-format]"
    )
    assert result.stdout[result.stdout.index("notes:") :] == (
        "notes:\n  - id: de-hond\n    word:\n      nl: |\n        de\n        hond\n      en: dog\n\n"
        "  - {id: x0041, word: {nl: \\_x0041\\_, en: x}}\n"
    )


def test_numbers_keep_the_zeros_that_they_show(run: Run) -> None:
    workbook = write(rows=[("nl", "en", "note:en"), ("bond", "Bond", 7), ("koud", "cold", -7)])
    workbook["Words"]["C2"].number_format = "000"
    workbook["Words"]["C3"].number_format = "00.0%"
    workbook.save("words.xlsx")
    assert notes_of(run("import", "words.xlsx", "--dry-run").stdout) == [
        "{id: bond, word: {nl: bond, en: Bond}, note: {en: 007}}",
        '{id: koud, word: {nl: koud, en: cold}, note: {en: "-700.0%"}}',
    ]


@pytest.mark.parametrize("name", ["words.xlsx", "words.csv"])
def test_a_file_under_another_name_is_known_by_how_it_begins(name: str, run: Run) -> None:
    Path(name).write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(999))
    assert (
        refused(run, name)
        == {
            "words.xlsx": "error: 'words.xlsx' is an old workbook (.xls), or protected by a password\n"
            "  hint: open it, and save it as .xlsx, without a password, or as CSV in UTF-8\n",
            "words.csv": "error: 'words.csv' is not a text file\n"
            "  hint: if it is an Excel workbook, save it as .xlsx, or as CSV in UTF-8\n",
        }[name]
    )
    write(name=name)
    if name == "words.csv":
        assert refused(run, name) == (
            "error: 'words.csv' is not a text file\n"
            "  hint: if it is an Excel workbook, give its name the suffix '.xlsx'\n"
        )


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
