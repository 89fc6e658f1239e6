"""A translator's spreadsheet comes back into the deck file: the cells that were edited, and nothing else."""

import csv
import json
import re
import shlex
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.conftest import Run
from tests.merging.rivers import DECK
from tests.readme import blocks

Sheet = Callable[..., Path]
TYPES = DECK + '  - {id: sum, type: typed, question: {bn: "যোগফল?", en: "What is 3/4?"}, answer: 0.75}\n'


@pytest.fixture(autouse=True)
def deck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = Path("decks/world-rivers.yaml")
    path.parent.mkdir()
    path.write_text(TYPES, encoding="utf-8")
    return path


@pytest.fixture
def sheet(run: Run) -> Sheet:
    """Export the deck, in all or some languages, and edit cells by the id of the note and the column."""

    def sheet(*languages: str, **cells: str) -> Path:
        path = Path("sheet.csv")
        run("export", "world-rivers", "--to", "csv", "-o", path, *(f"-l{tag}" for tag in languages))
        if cells:
            edit(path, cells)
        return path

    return sheet


def edit(path: Path, cells: dict[str, str]) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [*csv.DictReader(file)]
    for name, text in cells.items():
        note, _, column = name.partition(" ")
        for row in rows:
            if row["id"] == note:
                row[column] = text
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def workbook(path: Path) -> Path:
    """The table as a spreadsheet saves it after opening it: what looks like a number is one, and has a format."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [*csv.reader(file)]
    book = Workbook()
    for at, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            cell = book.active.cell(at, column, text or None)
            if re.fullmatch("[0-9]{1,15}%?", text):
                cell.value = int(text.removesuffix("%")) / (100 if "%" in text else 1)
                cell.number_format = "0%" if "%" in text else "General"
            assert cell.data_type != "f"
    book.save(path.with_suffix(".xlsx"))
    return path.with_suffix(".xlsx")


CELLS = {
    "longest-in-asia answer:en": "The Yangtze\n(Chang Jiang)",
    "ship word:en": "ship; vessel; boat",
    "nile-length answer": "6690",
    "delta note:bn": "নতুন",
    "sum answer": "'1.50",  # as it is guarded
}


def test_an_unedited_table_has_nothing_to_take(deck: Path, run: Run, sheet: Sheet) -> None:
    path = sheet()
    assert run("import", path, "--into", "world-rivers").stdout == "0 texts taken from sheet.csv, 6 notes compared\n"
    deck.write_text(TYPES.replace("flat: land", "flat land"), encoding="utf-8")
    assert run("import", path, "--into", "world-rivers").stdout == "0 texts taken from sheet.csv, 6 notes compared\n"


@pytest.mark.parametrize("languages", [(), ("en", "bn")])
def test_edited_cells_are_taken(languages: tuple[str, ...], deck: Path, run: Run, sheet: Sheet) -> None:
    said = run("import", sheet(*languages, **CELLS), "--into", "world-rivers", "--yes").stdout
    assert said.endswith("5 texts taken from sheet.csv, 6 notes compared\nwrote decks/world-rivers.yaml\n")
    expected = TYPES.replace("The Yangtze #", '"The Yangtze\\n(Chang Jiang)" #')
    expected = expected.replace("vessel]", "vessel, boat]").replace("6650", "6690").replace("0.75", "1.50")
    note = "    note:\n      bn: নতুন\n"
    assert deck.read_text(encoding="utf-8") == expected.replace("  - {id: sum", f"{note}  - {{id: sum")


def test_a_workbook_comes_back_as_the_table_that_it_was(deck: Path, run: Run, sheet: Sheet) -> None:
    text = TYPES.replace("flat: land", "=1+1").replace("answer: 6650", "answer: 50%").replace("0.75", "$5")
    deck.write_text(text, encoding="utf-8")
    assert run("import", workbook(sheet()), "--into", "world-rivers").stdout == (
        "0 texts taken from sheet.xlsx, 6 notes compared\n"
    )
    path = workbook(sheet(**CELLS))
    said = run("import", path, "--into", "world-rivers", "--sheet", "Sheet", "--yes").stdout
    assert said.endswith("5 texts taken from sheet.xlsx, 6 notes compared\nwrote decks/world-rivers.yaml\n")
    edited = deck.read_text(encoding="utf-8")
    deck.write_text(text, encoding="utf-8")
    run("import", sheet(**CELLS), "--into", "world-rivers", "--yes")
    assert deck.read_text(encoding="utf-8") == edited


def test_where_both_sides_were_edited_nothing_is_overwritten(deck: Path, run: Run, sheet: Sheet) -> None:
    path = sheet(**{"delta answer:en": "flat land at a mouth", "ship word:bn": "নৌকা"})
    deck.write_text(TYPES.replace("flat: land", "flat land"), encoding="utf-8")
    said = run("import", path, "--into", "world-rivers", "--yes", expect=1)
    assert said.stderr == (
        "decks/world-rivers.yaml:40:30: conflict: answer.en of 'delta': it was edited in the deck file too, since the "
        "export\n  - flat land\n  + flat land at a mouth\n"
    )
    assert deck.read_text(encoding="utf-8") == TYPES.replace("flat: land", "flat land").replace("জাহাজ", "নৌকা")


LEFT = {
    "delta answer:en": ("", "it was deleted"),
    "nile-length answer:en": ("6690", "it is one value for all languages"),
    "delta answer": ("land", "it has a text in each language"),
    "delta answer:hi": ("ज़मीन", "the deck has no language 'hi'"),
    "delta word:en": ("land", "a 'qa' note has no 'word'"),
    "delta question:bn": ("'?-????' ???", "letters have become '?'"),
    "longest-in-asia note:bn": ("?????? ????? 6300 ???", "letters have become '?'"),
    "sum answer": (
        "75%",
        "a spreadsheet may have computed it, because the apostrophe before it is gone",
    ),
    "delta tags": ("geography", "only texts are taken over from a table"),
    "amazon text:en": ("The Amazon is long.", "this text contains no cloze"),
}


@pytest.mark.parametrize("name", LEFT)
def test_what_cannot_be_taken_is_reported(name: str, deck: Path, run: Run, sheet: Sheet) -> None:
    cell, reason = LEFT[name]
    path = sheet()
    if name.endswith(":hi"):
        path.write_text(path.read_text(encoding="utf-8").replace("checksum", "checksum,answer:hi"), encoding="utf-8")
    edit(path, {name: cell})
    said = run("import", path, "--into", "world-rivers", "--yes", expect=1)
    assert f": {reason}\n" in said.stderr
    assert deck.read_text(encoding="utf-8") == TYPES


def test_a_sign_that_becomes_a_question_mark_is_an_edit(deck: Path, run: Run, sheet: Sheet) -> None:
    run("import", sheet(**{"delta answer:en": "flat? land"}), "--into", "world-rivers", "--yes")
    assert "flat? land" in deck.read_text(encoding="utf-8")


def test_an_edit_beside_one_that_would_be_an_error_is_reported_too(deck: Path, run: Run, sheet: Sheet) -> None:
    path = sheet(
        **{"amazon text:en": "The Amazon is long.", "amazon note:en": "It is in Brazil.", "ship word:bn": "নৌকা"}
    )
    said = run("import", path, "--into", "world-rivers", "--yes", expect=1)
    assert said.stderr == (
        "decks/world-rivers.yaml:28:11: not taken over: text.en of 'amazon': this text contains no cloze\n"
        "  - The Amazon flows into the {{c1::Atlantic}}.\n  - \n  - - wide\n  - - long\n  + The Amazon is long.\n"
        "  hint: mark the words to hide as '{{c1::…}}'\n"
        "decks/world-rivers.yaml:25:5: not taken over: note.en of 'amazon': another edit of this note would be an "
        "error\n"
        "  + It is in Brazil.\n  hint: edit the deck file by hand\n"
    )
    assert said.stdout.endswith("1 text taken from sheet.csv, 6 notes compared\nwrote decks/world-rivers.yaml\n")


def test_a_script_edits_json(deck: Path, run: Run) -> None:
    """No spreadsheet has read it, so that numbers and dates need no apostrophe."""
    deck.write_text(TYPES.replace("0.75", "3/4").replace("flat: land", "'1.50"), encoding="utf-8")
    run("export", "world-rivers", "--to", "json", "-o", "rows.json")
    rows = json.loads(Path("rows.json").read_text(encoding="utf-8"))
    assert (
        run("import", "rows.json", "--into", "world-rivers").stdout
        == "0 texts taken from rows.json, 6 notes compared\n"
    )
    rows[-1]["answer"] = "6/8"
    Path("rows.json").write_text(json.dumps(rows), encoding="utf-8")
    assert run("import", "rows.json", "--into", "world-rivers", "--yes").stdout.endswith(
        "1 text taken from rows.json, 6 notes compared\nwrote decks/world-rivers.yaml\n"
    )
    assert deck.read_text(encoding="utf-8") == TYPES.replace("0.75", "6/8").replace("flat: land", "'1.50")


BROKEN = {
    "[": "rows.json:1:2: this is not JSON: Expecting value: line 1 column 2 (char 1)",
    "[]": "'rows.json' is empty",
    '[{"id": 1}]': "item 1 of 'rows.json' is not an object with texts",
    '[{"id": "delta"}, {"id": "delta", "answer:en": "x"}]': "'rows.json': the note 'delta' is in two rows",
    "{}": "'rows.json' is not a deck of CrowdAnki",
}


@pytest.mark.parametrize("text", BROKEN)
def test_what_is_no_list_of_rows_is_an_error(text: str, run: Run) -> None:
    Path("rows.json").write_text(text, encoding="utf-8")
    said = run("import", "rows.json", "--into", "world-rivers", "--yes", expect=1).stderr
    assert said.splitlines()[0] == f"error: {BROKEN[text]}"


@pytest.mark.parametrize("form", ["csv", "json"])
def test_an_exported_table_is_no_new_deck(form: str, run: Run) -> None:
    run("export", "world-rivers", "--to", form, "-o", f"rows.{form}")
    assert run("import", f"rows.{form}", "--name", "copy", expect=1).stderr == (
        f"error: 'rows.{form}' is a table that `flashcards export` wrote\n"
        "  hint: take what was edited in it into its deck with `--into DECK`\n"
    )


def test_what_a_spreadsheet_makes_of_a_date_is_no_edit(deck: Path, run: Run, sheet: Sheet) -> None:
    deck.write_text(TYPES.replace("flat: land", "3/4"), encoding="utf-8")
    path = sheet(**{"delta answer:en": "03. Apr"})
    said = run("import", path, "--into", "world-rivers", "--yes", expect=1)
    assert said.stderr == (
        "decks/world-rivers.yaml:40:30: not taken over: answer.en of 'delta': a spreadsheet may have computed it, "
        "because the apostrophe before it is gone\n"
        "  - 3/4\n  + 03. Apr\n  hint: if it is right, write it with an apostrophe: '03. Apr\n"
    )


def test_a_text_in_another_unicode_form_is_no_edit(run: Run, sheet: Sheet) -> None:
    """As a Mac writes it: a letter and its dot apart."""
    path = sheet()
    text = path.read_text(encoding="utf-8")
    path.write_text(unicodedata.normalize("NFD", text), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != text
    assert run("import", path, "--into", "world-rivers").stdout == "0 texts taken from sheet.csv, 6 notes compared\n"


def test_a_column_that_was_renamed_is_not_passed_over_in_silence(run: Run, sheet: Sheet) -> None:
    path = sheet(**{"delta answer:en": "land"})
    text = path.read_text(encoding="utf-8").replace("answer:en", "Answer (English)")
    path.write_text(text.replace("\nship,", "\nship2,"), encoding="utf-8")
    said = run("import", path, "--into", "world-rivers", "--yes")
    assert said.stderr == (
        "sheet.csv: warning: the column 'Answer (English)' is none of the deck; what it says is not taken over "
        "[unknown-column]\n  hint: if it is 'answer:en', name it so\n"
    )
    assert said.stdout == (
        "1 note that the deck does not have; `flashcards add` adds notes:\n  ship2\n"
        "1 note of the deck not in the table: ship\n"
        "0 texts taken from sheet.csv, 5 notes compared\n"
    )


def test_without_its_checksum_an_edit_is_a_conflict(deck: Path, run: Run, sheet: Sheet) -> None:
    path = sheet(**{"delta answer:en": "land", "delta checksum": ""})
    said = run("import", path, "--into", "world-rivers", "--yes", expect=1)
    assert said.stderr.endswith("  hint: export the table again, and leave its last column as it is\n")
    assert deck.read_text(encoding="utf-8") == TYPES


def test_rows_that_are_not_of_the_deck_are_listed(run: Run, sheet: Sheet) -> None:
    said = run("import", sheet(**{"delta id": "deltas"}), "--into", "world-rivers").stdout
    assert "1 note that the deck does not have; `flashcards add` adds notes:\n  deltas\n" in said


WRONG = {
    "id,answer:en\ndelta,land\ndelta,sea\n": "wrong.csv:3:1: the note 'delta' is in two rows",
    "name,answer:en\ndelta,land\n": "'wrong.csv' has no column 'id'",
    "id,answer:en\nlakes,land\n": "there is no note of 'world-rivers' in wrong.csv",
    "#separator:comma\n#html:true\nid,b\n": "'wrong.csv' has no column 'id'",
}


@pytest.mark.parametrize("text", WRONG)
def test_another_table_is_an_error(text: str, run: Run) -> None:
    Path("wrong.csv").write_text(text, encoding="utf-8")
    assert WRONG[text] in run("import", "wrong.csv", "--into", "world-rivers", "--yes", expect=1).stderr


@pytest.mark.slow
def test_the_readme_shows_what_happens(run: Run, sheet: Sheet) -> None:
    run("build")
    Path("dist/world-rivers-en.apkg").rename("edited.apkg")
    Path("rivers.csv").write_bytes(sheet().rename("edited.csv").read_bytes())
    workbook(Path("edited.csv"))
    lines = "".join(blocks("sh")).splitlines()
    shown = [shlex.split(line, comments=True) for line in lines if "--into" in line]
    assert len(shown) == 5
    for _, *words in shown:
        run(*words)
