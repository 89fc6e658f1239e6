"""A note that an author gives another id is unchanged for learners, and goes by the new id for its author."""

import re
from functools import partial
from pathlib import Path

import pytest

from flashcards.anki.snapshot import NoteSnapshot
from flashcards.anki.unpack import unpack
from flashcards.diff.difference import ChangeKind, changes
from tests.conftest import Run, replace_in
from tests.frozen import Clock
from tests.pipeline import build, read_ledger
from tests.test_compatibility import DECK

PATH = Path("decks/planets.yaml")
LEDGER = Path("decks/planets.ledger")
PACKAGES = (Path("dist/planets-bn.apkg"), Path("dist/planets-en.apkg"))
REPORT = "  version: 1.0\n  report: https://example.org/?note={id}&version={version}\n"


@pytest.fixture(autouse=True)
def _a_released_deck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run, clock: Clock) -> None:
    monkeypatch.chdir(tmp_path)
    PATH.parent.mkdir()
    PATH.write_text(DECK.replace("  version: 1.0\n", REPORT), encoding="utf-8")
    run("release", "1.0")
    run("build")
    clock.now += 1000


edit = partial(replace_in, PATH)


def rename(new: str, *was: str) -> None:
    text = PATH.read_text(encoding="utf-8")
    entry = f"  - id: {new}\n    was: [{', '.join(was)}]\n"
    PATH.write_text(re.sub(rf"  - id: {was[-1]}\n(    was: .*\n)?", entry, text), encoding="utf-8")


def built() -> list[bytes]:
    return [path.read_bytes() for path in (*PACKAGES, LEDGER)]


def test_a_rename_changes_no_byte_of_packages_and_ledger(run: Run) -> None:
    before = built()
    for new, *was in (("brightest", "rings"), ("brightest-rings", "rings", "brightest")):
        rename(new, *was)
        assert run("check").stdout == "1 deck, 2 notes: no problems\n"
        run("build", "--locked")
        run("build")
        assert built() == before
        assert run("diff", "dist", "decks").stdout == "nothing changes for learners\n"
        assert run("release").stdout == "nothing to release\n"


def test_a_rename_is_no_change_between_two_states_of_a_deck(run: Run) -> None:
    Path("old").mkdir()
    old = Path("old/planets.yaml")
    old.write_bytes(PATH.read_bytes())
    rename("brightest", "rings")
    assert run("diff", old, "decks").stdout == "nothing changes for learners\n"
    edit("en: Saturn", "en: The planet Saturn")
    assert run("diff", old, "decks").stdout.split("English:\n\n")[1] == (
        "reworded  brightest\n  Answer\n    - Saturn\n    + The planet Saturn\n"
    )


def test_a_renamed_note_that_is_reworded_is_newer(run: Run, clock: Clock) -> None:
    rename("brightest", "rings")
    edit("en: Saturn", "en: The planet Saturn")
    edit("bn: শনি", "bn: শনি গ্রহ")
    edit("version: 1.0", "version: 1.1")
    run("build")
    note = unpack(PACKAGES[1]).notes[1]
    assert (note.id, note.fields["Answer"]) == ("rings", "The planet Saturn")
    assert "?note=rings&amp;version=1.1" in note.fields["Report"]
    stamps = read_ledger(LEDGER, "planets", "0123456789abcdef0123456789abcdef").notes["rings"].stamps
    assert [stamp.mod for stamp in stamps.values()] == [int(clock.now)] * 2
    assert run("release").stdout.startswith("1 reworded; ")


def test_all_that_is_said_of_a_note_is_said_of_its_new_id(run: Run) -> None:
    edit("  - id: rings\n", "  - id: rings\n    reviewed: {bn: Asha}\n")
    run("build")
    rename("brightest", "rings")
    assert run("check").stdout == "1 deck, 2 notes: no problems\n"
    edit("en: Saturn", "en: The planet Saturn")
    edit("bn: কোন গ্রহের বলয়", "bn: বলো কোন গ্রহের বলয়")
    edit("en: Which planet has", "en: Say which planet has")
    said = run("check").stdout
    assert "'answer.bn' of 'brightest' may be out of date: 'answer.en' changed after it [stale-text]" in said
    assert "Asha reviewed another text of 'brightest' in 'bn' [void-review]" in said
    assert said.count("`flashcards confirm brightest`") == 2
    run("build")
    assert run("confirm", "brightest").stdout == (
        "brightest: 'answer.bn', the review in 'bn' confirmed\n"
        "wrote decks/planets.ledger  1 note confirmed; commit it\n"
    )
    assert run("check").stdout == "1 deck, 2 notes: no problems\n"
    edit("  - id: brightest\n", "  - id: brightest\n    type: typed\n")
    said = run("check", expect=1).stdout
    assert "'brightest' was released as 'qa' and is 'typed' now" in said
    assert "build with `--accept note:brightest`" in said
    run("build", "--accept", "note:brightest")


def test_a_replacement_is_named_as_learners_have_it(run: Run) -> None:
    retired = "retired: {reason: {bn: ভুল ছিল।, en: It was wrong.}, replaced_by: rings}"
    edit("  - id: closest\n", f"  - id: closest\n    {retired}\n")
    run("build")
    before = built()
    rename("brightest", "rings")
    assert run("check").stdout == "1 deck, 2 notes: no problems\n"
    run("build")
    assert built() == before
    edit("replaced_by: rings", "replaced_by: brightest")
    assert "learners cannot find 'brightest': its cards show its first id, 'rings'" in run("check").stdout


def test_an_id_on_the_card_that_did_change_is_shown() -> None:
    """As in packages from before ids on cards stayed."""
    old = NoteSnapshot("g", "a", "en", "Deck", "qa", {"ID": "a", "Question": "q"}, ())
    new = old._replace(id="b", fields={**old.fields, "ID": "b"})
    [change] = changes([old], [new])
    assert change.kinds == (ChangeKind.RENAMED,)
    assert changes([new], [new._replace(fields={**old.fields, "ID": "a"})]) == ()


EARLIER_DECK = """\
deck:
  id: planets
  uid: 0123456789abcdef
  title: {bn: গ্রহ, en: Planets}
  languages: [bn, en]
  version: 1.0
  report: https://example.org/?id={id}&v={version}
notes:
  - {id: nearest, was: [closest, near], question: {bn: কোন গ্রহ সূর্যের সবচেয়ে কাছে?,
     en: Which planet is closest to the Sun?}, answer: {bn: বুধ, en: Mercury}}
  - {id: old, question: {bn: কোন গ্রহ উষ্ণতম?, en: Which planet is the hottest?}, answer: {bn: শুক্র, en: Venus},
     retired: {reason: {bn: আরেকটি আছে, en: There is another}, replaced_by: nearest}}
"""
EARLIER_NOTES = """\
note closest new qa bn 1795599997952 2026-11-25T09:46:40Z d95a473891371caf - - en 1795599998464 2026-11-25T09:46:40Z \
a482b6766a8a6746 - - texts question bn:e2fb3b89,en:b5912190 answer bn:a8bdb68a,en:2ce2c63b
note old new qa bn 1795599998976 2026-11-25T09:46:40Z 609c8b6a671954df - - en 1795599999488 2026-11-25T09:46:40Z \
a20c3545e7ebc69b - - texts question bn:2e74ceeb,en:c4b111b4 answer bn:4917cb10,en:a4848158
"""


def without_folds(ledger: str) -> str:
    """A ledger without the folds that an earlier flashcards did not write."""
    return re.sub(r"(:[0-9a-f]{8}):[0-9a-f]{8}", r"\1", ledger)


def test_what_an_earlier_flashcards_built_stays_as_it_is(tmp_path: Path) -> None:
    """It put the latest id on the card; the lines of the ledger are what it wrote."""
    folder = tmp_path / "earlier"
    folder.mkdir()
    path = folder / "planets.yaml"
    path.write_text(EARLIER_DECK, encoding="utf-8")
    ledger = folder / "planets.ledger"
    ledger.write_text(f"flashcards ledger 1\ndeck planets 0123456789abcdef\n{EARLIER_NOTES}", encoding="utf-8")

    def notes(now: float) -> list[tuple[str, str, int]]:
        found = build(folder, tmp_path / "earlier-dist", now=now)
        assert [len(each.package.notes) for each in found] == [2, 2]
        first = [next(iter(each.package.notes)) for each in found]
        return [(note.fields[0], re.findall("id=([a-z]+)", note.fields[-3])[0], note.mod) for note in first]

    for later in (1000, 2000):
        assert notes(1_795_600_000.5 + later) == [("nearest", "nearest", 1_795_600_000)] * 2
        assert without_folds(ledger.read_text(encoding="utf-8")).endswith(EARLIER_NOTES)
    text = path.read_text(encoding="utf-8").replace("id: nearest, was: [closest, near]", "id: first, was: [{}]")
    path.write_text(text.replace("{}", "closest, near, nearest"), encoding="utf-8")
    assert notes(1_795_603_000.5) == [("nearest", "nearest", 1_795_600_000)] * 2
    assert without_folds(ledger.read_text(encoding="utf-8")).endswith(EARLIER_NOTES)
    path.write_text(path.read_text(encoding="utf-8").replace("Mercury", "The planet Mercury"), encoding="utf-8")
    assert notes(1_795_604_000.5) == [("closest", "closest", 1_795_604_000)] * 2
