"""What learners have stays theirs: ids and `mod` from one build to the next."""

import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from flashcards.anki.package import Package, PackageNote
from flashcards.compile.stamps import unused_ids
from flashcards.ledger.codec import head_text, note_lines
from flashcards.ledger.record import Ledger, Record, Stamp, State
from flashcards.model.problem import FlashcardsError
from tests.conftest import Run
from tests.pipeline import ReadLedger, build, read_ledger

DAY = 86_400
FIRST = 1_795_600_000.5  # a moment in November 2026

WORDS = "00" * 28  # a sketch

DECK = """\
deck:
  id: planets
  uid: 0123456789abcdef
  title: {{bn: গ্রহ, en: Planets}}
  languages: [bn, en]
notes:
{notes}
"""


def note(note_id: str, answer: str, tags: str = "[]") -> str:
    return (
        f'  - {{id: {note_id}, tags: {tags}, question: {{bn: "{note_id}?", en: "{note_id}?"}}, '
        f"answer: {{bn: {answer}, en: {answer}}}}}"
    )


class AfterBuild(NamedTuple):
    """What a build leaves: packages and their bytes, by language, and the ledger."""

    packages: dict[str, Package]
    content: dict[str, bytes]
    ledger: ReadLedger


def built(folder: Path, now: float, *notes: str, languages: tuple[str, ...] = ()) -> AfterBuild:
    """Write the deck with these notes, and build it beside the ledger that the builds before have left."""
    path = folder / "decks" / "planets.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(DECK.format(notes="\n".join(notes)), encoding="utf-8")
    found = build(path.parent, folder / "dist", now=now, wanted=languages)
    return AfterBuild(
        {each.package.edition.study: each.package for each in found},
        {each.package.edition.study: each.path.read_bytes() for each in found},
        read_ledger(path.with_suffix(".ledger"), "planets", "0123456789abcdef"),
    )


def notes_of(after: AfterBuild) -> dict[tuple[str, str], PackageNote]:
    return {
        (language, note.fields[0]): note._replace(due=0)
        for language, package in after.packages.items()
        for note in package.notes
    }


def test_a_second_build_is_the_first(tmp_path: Path) -> None:
    first = built(tmp_path, FIRST, note("a", "x"), note("b", "y"))
    second = built(tmp_path, FIRST + DAY, note("a", "x"), note("b", "y"))
    assert (second.content, second.ledger) == (first.content, first.ledger)


def test_only_what_changed_is_newer(tmp_path: Path) -> None:
    first = built(tmp_path, FIRST, note("a", "x"), note("b", "y"), note("c", "z"))
    second = built(tmp_path, FIRST + DAY, note("c", "z"), note("b", "why"), note("a", "x"), note("d", "n"))
    before, after = notes_of(first), notes_of(second)
    for key in before:
        same = key[1] != "b"
        assert (after[key] == before[key]) == same
        assert (after[key].guid, after[key].note_id) == (before[key].guid, before[key].note_id)
        assert after[key].mod == (before[key].mod if same else int(FIRST + DAY))
    assert {after[language, "d"].mod for language in ("bn", "en")} == {int(FIRST + DAY)}


def test_a_tag_alone_makes_a_note_newer(tmp_path: Path) -> None:
    built(tmp_path, FIRST, note("a", "x"))
    second = built(tmp_path, FIRST + 5, note("a", "x", tags="[inner]"))
    assert notes_of(second)["bn", "a"].mod == int(FIRST) + 5


def test_going_back_is_going_on(tmp_path: Path) -> None:
    first = built(tmp_path, FIRST, note("a", "x"))
    second = built(tmp_path, FIRST + DAY, note("a", "y"))
    third = built(tmp_path, FIRST + 2 * DAY, note("a", "x"))
    assert [notes_of(each)["bn", "a"].mod for each in (first, second, third)] == [
        int(FIRST),
        int(FIRST + DAY),
        int(FIRST + 2 * DAY),
    ]


def test_ids_are_of_the_past_unique_and_in_order_with_room_for_cards(tmp_path: Path) -> None:
    first = built(tmp_path, FIRST, *(note(f"n{i}", "x") for i in range(50)))
    second = built(tmp_path, FIRST + 0.001, *(note(f"n{i}", "x") for i in range(80)))
    ids = [each.note_id for package in second.packages.values() for each in package.notes]
    assert len(set(ids)) == 160
    assert min(ids) > 0
    assert max(ids) <= (FIRST + 0.001) * 1000
    assert all(later - sooner >= 8 for sooner, later in zip(sorted(ids), sorted(ids)[1:], strict=False))
    bengali = [each.note_id for each in first.packages["bn"].notes]
    assert bengali == sorted(bengali)


def test_ids_that_are_taken_are_not_given_again_though_it_is_the_same_moment() -> None:
    taken = [*unused_ids([], 5, now=FIRST)]
    more = [*unused_ids(taken, 5, now=FIRST)]
    assert (len(taken), len(more), {*taken} & {*more}) == (5, 5, set())
    assert more == sorted(more)
    assert taken[-1] <= FIRST * 1000


def test_building_one_language_forgets_no_other(tmp_path: Path) -> None:
    first = built(tmp_path, FIRST, note("a", "x"))
    second = built(tmp_path, FIRST + DAY, note("a", "y"), languages=("en",))
    assert second.ledger.notes["a"].stamps["bn"] == first.ledger.notes["a"].stamps["bn"]
    assert second.ledger.notes["a"].stamps["en"].mod == int(FIRST + DAY)


def test_a_note_that_is_gone_before_anyone_had_it_is_forgotten(tmp_path: Path) -> None:
    built(tmp_path, FIRST, note("a", "x"), note("b", "x"))
    second = built(tmp_path, FIRST + DAY, note("a", "x"))
    assert set(second.ledger.notes) == {"a"}


def test_a_clock_that_is_behind_is_refused(tmp_path: Path) -> None:
    built(tmp_path, FIRST, note("a", "x"))
    with pytest.raises(FlashcardsError, match="the clock of this machine is behind the ledger of 'planets'"):
        built(tmp_path, FIRST - DAY, note("a", "x"))


def test_an_older_flashcards_takes_nothing_back(tmp_path: Path) -> None:
    [(type_id, stamp)] = built(tmp_path, FIRST, note("a", "x")).ledger.head.notetypes.items()
    path = tmp_path / "decks" / "planets.ledger"
    text = path.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith(f"notetype {type_id} "))
    later = f"{line.removesuffix(f' {stamp.revision}')} {stamp.revision + 1}"
    path.write_text(text.replace(line, later), encoding="utf-8")
    with pytest.raises(FlashcardsError, match="a later version of flashcards has built the deck 'planets'"):
        built(tmp_path, FIRST + DAY, note("a", "x"))


def test_what_is_written_is_what_is_read(tmp_path: Path) -> None:
    ledger = built(tmp_path, FIRST, note("b", "x"), note("a", "y")).ledger
    notes = [line for known in ledger.notes.items() for line in note_lines(*known)]
    assert ledger.problems == ()
    assert ledger.text == "".join([head_text(ledger.head), *notes])
    lines = ledger.text.splitlines()
    assert lines[:2] == ["flashcards ledger 1", "deck planets 0123456789abcdef"]
    assert [line.split(" ")[:2] for line in lines[3:]] == [["note", "a"], ["note", "b"]]


def test_no_ledger_means_that_nobody_has_the_deck(tmp_path: Path) -> None:
    reading = read_ledger(tmp_path / "none.ledger", "planets", "uid")
    assert reading == ReadLedger(Ledger("planets", "uid"), {}, (), "")


def test_lines_of_two_branches_are_sorted_out(tmp_path: Path) -> None:
    path = tmp_path / "planets.ledger"
    path.write_text(
        "flashcards ledger 1\ndeck planets u\n"
        f"note a new qa bn 16 2026-11-24T00:00:00Z {'a' * 16} {WORDS} - "
        f"en 24 2026-11-24T00:00:00Z {'b' * 16} {WORDS} -\n"
        f"note a released qa bn 16 2026-11-25T00:00:00Z {'c' * 16} {WORDS} 1.0\n",
        encoding="utf-8",
    )
    reading = read_ledger(path, "planets", "u")
    assert reading.problems == ()
    bn, en = Stamp(16, 1795564800, "c" * 16, WORDS, "1.0"), Stamp(24, 1795478400, "b" * 16, WORDS, "")
    assert reading.notes == {"a": Record(State.RELEASED, {"bn": bn, "en": en}, "qa")}


def test_branches_that_touch_different_notes_merge(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def git(*words: str) -> None:
        who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        subprocess.run(["git", *who, *words], check=True, capture_output=True)

    monkeypatch.chdir(tmp_path)
    git("init", "-b", "main")
    run("new", "planets")
    deck = Path("decks/planets.yaml")
    entry = deck.read_text(encoding="utf-8").split("notes:\n")[1]
    planets = ("Venus", "Earth", "Mars", "Jupiter", "Saturn", "Uranus")
    others = "".join(
        entry.replace("closest-planet", f"planet-{i}")
        .replace("Which planet is closest to the Sun?", f"How many moons circle {planet}, as far as is known?")
        .replace("সূর্যের সবচেয়ে কাছের গ্রহ কোনটি?", f"{'কখগঘঙচ'[i] * 9} গ্রহের কয়টি চাঁদ জানা আছে?")
        for i, planet in enumerate(planets)
    )
    own = deck.read_text(encoding="utf-8").replace("TODO: ", "").replace("closest-planet", "closest-to-the-sun")
    deck.write_text(own + others, encoding="utf-8")
    run("build")
    git("add", "decks")
    git("commit", "-m", "first")
    for branch, old in (("ours", "planet-2"), ("theirs", "planet-3")):
        git("checkout", "-b", branch, "main")
        text = deck.read_text(encoding="utf-8")
        head, tail = text.split(old)
        tail = tail.replace('"Mercury"', f'"{branch}"', 1).replace('"বুধ"', f'"বুধ গ্রহ ({branch})"', 1)
        deck.write_text(head + old + tail, encoding="utf-8")
        run("build")
        git("commit", "-am", branch)
    git("merge", "ours")
    assert run("check").stdout == "1 deck, 7 notes: no problems\n"
    run("build")
    stamps = read_ledger(Path("decks/planets.ledger"), "planets", _uid(deck)).notes
    assert len(stamps) == 7
    run("build", "--locked")


def _uid(deck: Path) -> str:
    return deck.read_text(encoding="utf-8").split("uid: ")[1].split("\n")[0]
