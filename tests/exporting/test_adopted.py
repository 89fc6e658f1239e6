"""A deck that was taken over with its learners goes out by the other ways that they may have come."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.adopting.made import capitals, stock
from tests.conftest import Run

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("decks").mkdir()


def release(run: Run, package: Path) -> Path:
    """Take a deck over and release it, with an edit to a note."""
    run("import", "--adopt", package, "-l", "en", "--name", "deck-1")
    deck = Path("decks/deck-1.yaml")
    text = deck.read_text(encoding="utf-8").replace("version: 1.0", "version: 1.1").replace("Town 3", "Town three")
    deck.write_text(text, encoding="utf-8")
    run("release", "1.1")
    return Path("dist/deck-1-1.1").absolute()


def test_the_text_file_reaches_learners_of_the_old_deck(run: Run, tmp_path: Path) -> None:
    """Their guids have quotes and the like, and a note has up to four cards."""
    anki = pytest.importorskip("anki.collection")
    package = capitals(tmp_path)
    out = release(run, package)
    col = anki.Collection(str(tmp_path / "learner.anki2"))
    col.import_anki_package(anki.ImportAnkiPackageRequest(package_path=str(package)))
    homes = places_of(col)
    path = str(out / "UPDATES-en.txt")
    log = col.import_csv(anki.ImportCsvRequest(path=path, metadata=col.get_csv_metadata(path, None))).log
    assert [len(found) for found in (log.updated, log.duplicate, log.new, log.conflicting)] == [1, 19, 0, 0]
    assert places_of(col) == homes
    assert len(col.find_notes("three")) == 1
    col.close()


def test_the_folder_for_crowdanki_has_subdecks_and_media(run: Run, tmp_path: Path) -> None:
    out = release(run, stock(tmp_path, legacy=True))
    data = json.loads((out / "CROWDANKI-en/deck.json").read_text(encoding="utf-8"))
    shown = [(each["name"], len(each["notes"])) for each in (data, *data["children"])]
    assert shown == [("Geography::Places", 10), ("By the sea", 10)]
    kinds = {each["name"]: each["originalStockKind"] for each in data["note_models"]}
    assert kinds == {"Basic": 1, "Basic (and reversed card)": 2}
    sums = [line.split("  ")[1] for line in (out / "SHA256SUMS").read_text(encoding="utf-8").splitlines()]
    assert sums == ["Geography_Places_v1.1_en.apkg", "UPDATES-en.txt"]


def places_of(col: Any) -> list[tuple[int, str]]:
    """The cards of a learner, with the decks they are in."""
    return [(card, col.decks.name(col.get_card(card).did)) for card in col.find_cards("")]
