"""A clock that was once far ahead is noticed when it would be written down, and does not shut a deck for ever."""

import os
import re
from pathlib import Path

import pytest

from flashcards.model.problem import FlashcardsError
from tests import pipeline
from tests.conftest import Run, replace_in
from tests.pipeline import ReadLedger, read_ledger

DECK = """\
deck:
  id: planets
  uid: 0123456789abcdef0123456789abcdef
  title:
    en: Planets
  languages: [en]
  version: 1.0
notes:
  - id: closest
    question:
      en: Which planet is closest to the Sun?
    answer:
      en: Mercury
  - id: rings
    question:
      en: Which planet has the brightest rings?
    answer:
      en: Saturn
"""
PATH = Path("decks/planets.yaml")
LEDGER = Path("decks/planets.ledger")
DAY = 24 * 60 * 60
WRITTEN = 1_795_600_800  # in November 2026
BEHIND = (
    "error: the clock of this machine is behind the ledger of 'planets'\n"
    "  hint: set the clock: a package from the past would never reach a learner; if it is right, and the ledger was "
    "written with a clock that was ahead, at 2110-01-01, build with `--accept clock`\n"
)


@pytest.fixture(autouse=True)
def _a_deck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    PATH.parent.mkdir()
    PATH.write_text(DECK, encoding="utf-8")
    os.utime(PATH, (WRITTEN, WRITTEN))


def build(now: float, *accepted: str) -> None:
    pipeline.build(Path("decks"), Path("dist"), now=now, accepted=accepted)


def edit(old: str, new: str) -> None:
    replace_in(PATH, old, new)
    os.utime(PATH, (WRITTEN, WRITTEN))


def ledger() -> ReadLedger:
    return read_ledger(LEDGER, "planets", "0123456789abcdef0123456789abcdef")


def mods() -> dict[str, int]:
    return {note_id: record.stamps["en"].mod for note_id, record in ledger().notes.items()}


def test_a_stamp_years_after_all_that_is_known_is_refused_when_it_is_made() -> None:
    now = WRITTEN + 800 * DAY
    with pytest.raises(FlashcardsError, match="years after the last change of all that 'planets' is made from"):
        build(now)
    assert not LEDGER.exists()
    build(now, "clock")
    assert set(mods().values()) == {int(now)}
    assert ledger().head.clock == 0  # nothing in it is later


def test_a_deck_may_lie_for_a_year_before_it_is_built() -> None:
    build(WRITTEN + 700 * DAY)
    build(WRITTEN + 1400 * DAY)  # nothing is stamped
    edit("en: Saturn", "en: The planet Saturn")
    build(WRITTEN + 1400 * DAY)  # two years after the ledger


def test_a_ledger_with_a_moment_that_is_still_to_come_has_a_way_back(run: Run) -> None:
    run("build")
    text = LEDGER.read_text(encoding="utf-8")
    LEDGER.write_text(re.sub("(note rings .*?) [0-9-]+T[0-9:]+Z", r"\1 2110-01-01T00:00:00Z", text), encoding="utf-8")
    ahead = mods()["rings"]
    edit("en: Mercury", "en: The planet Mercury")
    assert run("build", expect=1).stderr == BEHIND
    assert run("release", expect=1).stderr == BEHIND
    run("build", "--accept", "clock")
    assert re.search("^clock 20[0-9-]+T[0-9:]+Z$", LEDGER.read_text(encoding="utf-8"), re.MULTILINE)
    assert mods()["rings"] == ahead  # learners may have it so
    assert mods()["closest"] < ahead

    kept = LEDGER.read_text(encoding="utf-8")
    run("build")
    run("build", "--locked")
    assert LEDGER.read_text(encoding="utf-8") == kept
    edit("en: Saturn", "en: The planet Saturn")
    run("build")
    assert mods()["rings"] == ahead + 1  # so that it reaches learners who have the one from the future
    assert run("release").stdout == "2 new; suggested version: 1.0\n"
    run("release", "1.0")
    assert run("check").stdout == "1 deck, 2 notes: no problems\n"


def test_after_that_a_clock_that_is_behind_is_still_refused() -> None:
    build(WRITTEN)
    text = LEDGER.read_text(encoding="utf-8")
    LEDGER.write_text(re.sub("(note rings .*?) [0-9-]+T[0-9:]+Z", r"\1 2110-01-01T00:00:00Z", text), encoding="utf-8")
    build(WRITTEN + DAY, "clock")
    build(WRITTEN + 2 * DAY)
    with pytest.raises(FlashcardsError, match="is behind the ledger of 'planets'"):
        build(WRITTEN + DAY / 2)
    far = 4_417_000_000  # in 2109
    build(far, "clock")
    assert ledger().head.clock == far
    build(far + 2 * 365 * DAY, "clock")
    assert ledger().head.clock == 0  # that moment has come


def test_the_clock_may_be_accepted_where_nothing_is_wrong_with_it(run: Run) -> None:
    run("build", "--accept", "clock")
    kept = LEDGER.read_text(encoding="utf-8")
    run("build", "--accept", "clock")
    assert LEDGER.read_text(encoding="utf-8") == kept
    assert "clock" not in kept
