"""A deck goes out as a table: to a translator's spreadsheet, or to a script."""

import csv
import json
from pathlib import Path

import pytest

from flashcards.exporting.guard import bare, guarded
from flashcards.exporting.rows import checksum
from tests.conftest import Run

DECK = """\
deck:
  id: rivers
  uid: 3b0c4f1e9d7a42c58e6f0a1b2c3d4e5f
  title: {bn: নদী, en: Rivers}
  languages: [bn, en]
sections:
  - id: asia
    title: {bn: এশিয়া, en: Asia}
notes:
  - id: longest
    section: asia
    question: {bn: কোনটি দীর্ঘতম?, en: "Which, in Asia, is longest?"}
    answer: {bn: ইয়াংসি, en: The Yangtze}
    tags: [geography, records]
  - id: dammed
    section: asia
    question: {bn: কোন সালে বাঁধটি চালু হয়?, en: In which year did the dam open?}
    answer: 1969
  - id: banks
    section: asia
    word: {bn: তীর, en: [bank, shore]}
    note:
      en: |
        - at a river
        - at the sea
  - id: later
    draft: true
    section: asia
    question: {en: Why does it flood?}
"""
TABLE = """\
id,type,section,tags,question:bn,question:en,answer,answer:bn,answer:en,note:bn,note:en,word:bn,word:en,checksum
longest,qa,asia,geography records,কোনটি দীর্ঘতম?,"Which, in Asia, is longest?",,ইয়াংসি,The Yangtze,,,,,01ec1295bfa5
dammed,qa,asia,,কোন সালে বাঁধটি চালু হয়?,In which year did the dam open?,1969,,,,,,,2b603ad0b6ad
banks,word,asia,,,,,,,,"'- at a river
- at the sea",তীর,bank; shore,84f8f527bcd7
"""
SHOWN_AS_THEY_ARE = ["", "Paris", "1969", "3 rivers", "'quoted'", "a=1", "e5", "May", "12 May be"]
GUARDED = [
    *("=1+1", "-5", "+5", "@SUM(A1)", "＝1", "'=1", "''-5", "- a list\n- of two"),
    *("007", "3/4", "12:30", "1.10", "1,5", "1e5", "10-12", "123456789012", "12e456789012", "true"),
    *("$5", "€ 1,50", "20 €"),
    *("may-5", "5 May 2024", "March 2024", "Mar 5, 2024"),
]


@pytest.fixture(autouse=True)
def _a_deck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("decks").mkdir()
    Path("decks/rivers.yaml").write_text(DECK, encoding="utf-8")


def test_a_deck_is_a_table_with_a_column_for_each_part_and_language(run: Run) -> None:
    result = run("export", "rivers", "--to", "csv")
    assert result.stdout == TABLE
    assert result.stderr == "1 draft left out; `--drafts` exports them too\n"


def test_a_script_can_read_every_text_and_its_checksum(run: Run) -> None:
    said = run("export", "--to", "tsv", "-o", "rivers.tsv", "--drafts")
    assert said.stdout == "wrote rivers.tsv  4 notes  bn + en\n"
    with Path("rivers.tsv").open(encoding="utf-8-sig", newline="") as file:
        read = [{name: bare(cell) for name, cell in row.items()} for row in csv.DictReader(file, delimiter="\t")]
    assert [row["id"] for row in read] == ["longest", "dammed", "banks", "later"]
    assert read[2]["note:en"] == "- at a river\n- at the sea"
    rows = json.loads(run("export", "--to", "json", "--drafts").stdout)
    for row, written in zip(read, rows, strict=True):
        texts = {name: text for name, text in row.items() if ":" in name or name == "answer"}
        assert row["checksum"] == written["checksum"] == checksum(texts)
        assert {name: text for name, text in texts.items() if text} == {
            name: text for name, text in written.items() if name in texts
        }


def test_one_language_has_the_values_in_no_language_too(run: Run) -> None:
    rows = json.loads(run("export", "--to", "json", "-l", "bn").stdout)
    assert rows[1] == {
        "id": "dammed",
        "type": "qa",
        "section": "asia",
        "tags": [],
        "question:bn": "কোন সালে বাঁধটি চালু হয়?",
        "answer": "1969",
        "checksum": rows[1]["checksum"],
    }
    refused = run("export", "--to", "csv", "-l", "fr", expect=2).stderr
    assert "'rivers' has no language 'fr'; use one of: bn, en" in refused


def test_excel_needs_a_byte_order_mark_and_a_pipe_none(run: Run) -> None:
    run("export", "--to", "csv", "-o", "rivers.csv")
    assert Path("rivers.csv").read_bytes() == b"\xef\xbb\xbf" + TABLE.encode()
    run("export", "--to", "csv", "-o", "rivers.csv", "--no-bom")
    assert Path("rivers.csv").read_bytes() == TABLE.encode()
    assert run("export", "--to", "csv", "--bom").stdout == "\ufeff" + TABLE


def test_a_deck_of_drafts_alone_says_so(run: Run) -> None:
    Path("decks/rivers.yaml").write_text(DECK.replace("deck:\n", "deck:\n  draft: true\n"), encoding="utf-8")
    assert run("export", "--to", "csv", expect=1).stderr == (
        "error: 'rivers' has only drafts\n  hint: `--drafts` exports them\n"
    )
    assert run("export", "--to", "csv", "--drafts").stdout.count("asia") == 4


@pytest.mark.parametrize("text", [*SHOWN_AS_THEY_ARE, *GUARDED])
def test_no_spreadsheet_runs_or_changes_a_text(text: str) -> None:
    assert guarded(text) == (f"'{text}" if text in GUARDED else text)
    assert bare(guarded(text)) == text
    assert bare(text) == (text[1:] if text in ("'=1", "''-5") else text)  # where a spreadsheet dropped the apostrophe


def test_the_checksum_is_of_what_a_script_can_compute() -> None:
    """`printf '[["answer:bn","শনি"],["question:en","Why?"]]' | sha256sum` prints the same digits."""
    texts = {"question:en": "Why?", "answer:bn": "শনি", "note:en": ""}
    assert checksum(texts) == "84bda48936e9"
    assert checksum(dict(reversed(texts.items()))) == checksum(texts)
