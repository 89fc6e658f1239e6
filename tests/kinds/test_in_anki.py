"""A deck with a kind of its own in Anki's own backend: imported, edited, and with parts and cards that came later."""

from collections import Counter
from pathlib import Path

import pytest

from tests.anki.backends import collection_after
from tests.conftest import Run
from tests.frozen import Clock
from tests.kinds.decks import FLAGS, write_flags, write_found
from tests.kinds.test_kinds import APPENDED

pytestmark = pytest.mark.slow


@pytest.fixture
def released(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run, clock: Clock) -> Path:
    """The released deck, some time ago."""
    monkeypatch.chdir(tmp_path)
    deck = write_flags(tmp_path)
    run("release", "1.0")
    clock.now += 100
    return deck


def test_each_note_has_its_cards_in_three_languages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.chdir(tmp_path)
    write_flags(tmp_path)
    run("build")
    packages = [Path("dist") / f"flags-{tag}.apkg" for tag in ("en", "de", "bn")]
    found = collection_after(packages, "newest")
    assert found["imported"] == [{"new": 3}] * 3
    assert found["imported again"] == [{"duplicate": 3}] * 3
    assert Counter(card["name"] for card in found["cards"]) == {
        **{"Country Capital": 6, "Flag Country": 3, "People": 3},
        "Study": 3,
    }
    assert found["empty cards"] == 0
    assert found["check database"] == ["Database rebuilt and optimized.", True]


def test_an_edit_updates_that_note_alone(released: Path, run: Run) -> None:
    released.write_text(FLAGS.replace("Eine rauchige Bucht", "Rauchbucht"), encoding="utf-8")
    run("build")
    told = run("rehearse", *Path("dist/flags-1.0").glob("*_de.apkg"), "dist/flags-de.apkg").stdout
    assert told == (
        "    1  updated            the author's new text\n"
        "    1  replaced edits     of these, a learner's own edit is replaced by the author's\n"
        "    1  waiting            of these, a learner with a field or card type of their own must choose "
        "'Merge note types'\n"
        "    2  unchanged          as they were\n"
        "    2  kept edits         of these, a learner's own edit stays\n"
        "a learner loses nothing\n"
    )


def test_what_is_added_at_the_end_reaches_every_learner(released: Path, run: Run) -> None:
    river = "    flag: flags/fi.svg\n    river: {en: Kemijoki, de: Kemijoki, bn: কেমিজোকি}\n"
    released.write_text(APPENDED.replace("    flag: flags/fi.svg\n", river), encoding="utf-8")
    run("build")
    packages = [*Path("dist/flags-1.0").glob("*_en.apkg"), Path("dist/flags-en.apkg")]
    assert run("rehearse", *packages).stdout == (
        "    2  updated            the author's new text\n"
        "    2  replaced edits     of these, a learner's own edit is replaced by the author's\n"
        "    2  waiting            of these, a learner with a field or card type of their own must choose "
        "'Merge note types'\n"
        "    1  unchanged          as they were\n"
        "    1  kept edits         of these, a learner's own edit stays\n"
        "    1  replaced styling   note types whose new look replaces a learner's own\n"
        "a learner loses nothing\n"
    )
    found = collection_after(
        [Path("dist/flags-1.0/Flags_and_capitals_v1.0_en.apkg"), Path("dist/flags-en.apkg")], "newest"
    )
    assert Counter(card["name"] for card in found["cards"])["River"] == 1


def test_a_kind_that_was_found_gives_the_same_cards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.chdir(tmp_path)
    write_found(tmp_path)
    run("build")
    found = collection_after([Path("dist/found-en.apkg")], "newest")
    assert found["imported"] == [{"new": 3}]
    assert found["empty cards"] == 0
    assert Counter(card["name"] for card in found["cards"]) == {
        **{"Card 1": 2, "Card 2": 1, "Cloze 1": 1, "Cloze 2": 1},
    }
