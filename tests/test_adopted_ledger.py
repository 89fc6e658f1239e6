"""Notes that another tool made keep their guids, ids and `mod`s, and the ledger that records them merges as usual."""

import re
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from flashcards.compile.build import BuiltPackage
from flashcards.ledger.codec import guid_lines, head_text, note_lines
from flashcards.ledger.record import Adopted
from tests.pipeline import ReadLedger, build, read_ledger

FIRST = 1_795_600_000.5  # a moment in November 2026
DAY = 86_400
ODD = """o+p<>&"' =,#y"""

DECK = """\
deck: {{id: planets, uid: 0123456789abcdef, title: {{en: Planets}}, languages: [en]}}
notes:
{notes}
"""


def written(folder: Path, **answers: str) -> Path:
    path = folder / "decks" / "planets.yaml"
    path.parent.mkdir(exist_ok=True)
    notes = [f"  - {{id: {name}, term: {{en: {name}}}, meaning: {{en: {text}}}}}" for name, text in answers.items()]
    path.write_text(DECK.format(notes="\n".join(notes)), encoding="utf-8")
    return path


def built(folder: Path, now: float) -> BuiltPackage:
    [found] = build(folder / "decks", folder / "dist", now=now)
    return found


def ledger_of(folder: Path) -> ReadLedger:
    return read_ledger(folder / "decks" / "planets.ledger", "planets", "0123456789abcdef")


def adopt(folder: Path, ids: dict[str, int], guids: dict[str, Adopted]) -> None:
    """Change the ledger of a deck that was built to that of an adopted deck."""
    path = folder / "decks" / "planets.ledger"
    lines = path.read_text(encoding="utf-8").replace("flashcards ledger 1", "flashcards ledger 2").splitlines(True)
    for place, line in enumerate(lines):
        kind, name, *_ = line.split(" ")
        if kind == "note" and name in ids:
            old = re.sub(r"( en )\d+ \S+", rf"\g<1>{ids[name]} 2020-01-01T00:00:00Z", line)
            lines[place] = old + "".join(guid_lines(name, {"en": guids[name]}))
    path.write_text("".join(lines), encoding="utf-8")


@pytest.fixture
def adopted(tmp_path: Path) -> Path:
    """A folder with a deck of two notes that another tool made; of one, learners have the first card only."""
    written(tmp_path, a="x", b="y")
    built(tmp_path, FIRST)
    adopt(tmp_path, {"a": 1001, "b": 1002}, {"a": Adopted(ODD), "b": Adopted("b c", (0,))})
    return tmp_path


def rows(package: Path, query: str) -> list[tuple[object, ...]]:
    with zipfile.ZipFile(package) as archive, closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(archive.read("collection.anki2"))
        return database.execute(query).fetchall()


def test_learners_have_the_notes_already(adopted: Path) -> None:
    before = ledger_of(adopted)
    found = built(adopted, FIRST + DAY)
    made = 1_577_836_800
    assert rows(found.path, "select id, guid, mod from notes") == [(1001, ODD, made), (1002, "b c", made)]
    assert rows(found.path, "select id, nid, ord from cards") == [(1001, 1001, 0), (1002, 1001, 1), (1003, 1002, 0)]
    assert found.package.card_count == 3
    assert ledger_of(adopted).text == before.text
    assert before.problems == ()
    notes = [line for known in before.notes.items() for line in note_lines(*known)]
    assert before.text == "".join([head_text(before.head), *notes])
    assert built(adopted, FIRST + 2 * DAY).path.read_bytes() == found.path.read_bytes()


def test_a_note_that_changes_keeps_its_guid_and_gets_all_its_cards(adopted: Path) -> None:
    written(adopted, a="x", b="why", c="new")
    found = built(adopted, FIRST + DAY)
    (a, b, c) = rows(
        found.path, "select guid, mod, (select count() from cards where nid = n.id) from notes n order by 2"
    )
    assert (a, b) == ((ODD, 1_577_836_800, 2), ("b c", int(FIRST + DAY), 2))
    assert (c[1:], len(str(c[0]))) == ((int(FIRST + DAY), 2), 16)
    assert ledger_of(adopted).notes["b"].adopted == {"en": Adopted("b c")}
    again = built(adopted, FIRST + 2 * DAY)  # all stamps are as in the ledger
    assert rows(again.path, "select guid, mod from notes") == rows(found.path, "select guid, mod from notes")


def test_lines_of_two_branches_are_merged(adopted: Path) -> None:
    path = adopted / "decks" / "planets.ledger"
    ours = path.read_text(encoding="utf-8")
    written(adopted, a="x", b="why")
    built(adopted, FIRST + DAY)
    theirs = path.read_text(encoding="utf-8")
    path.write_text(ours + "".join(line for line in theirs.splitlines(True) if line not in ours), encoding="utf-8")
    merged = ledger_of(adopted)
    assert merged.problems == ()
    assert merged.notes["b"].adopted == {"en": Adopted("b c")}
    built(adopted, FIRST + 2 * DAY)
    assert path.read_text(encoding="utf-8") == theirs


def test_two_guids_of_a_note_are_a_problem(adopted: Path) -> None:
    path = adopted / "decks" / "planets.ledger"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + 'guid b en "other"\n', encoding="utf-8")
    [problem] = ledger_of(adopted).problems
    assert problem.message == "learners have 'b' under one guid, and this is another"
    path.write_text(text.replace('"b\\u0020c"', '"b\\q"'), encoding="utf-8")
    [problem] = ledger_of(adopted).problems
    assert problem.message == "this line is not part of a ledger"
