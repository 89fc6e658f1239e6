"""The benchmarks measure what they say: nothing here is timed."""

import json
import re
import statistics
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.anki.backends import collection_after
from tests.benchmarks.almanac import ALMANAC
from tests.benchmarks.contestants import (
    COMMANDS,
    MIXED_BUILD,
    MIXED_NAIVE,
    ROOT,
    SCRIPTS,
    Contestant,
    Place,
    compiled_limit,
)
from tests.benchmarks.decks import (
    Kind,
    Layout,
    change_note,
    excuse,
    files_of,
    middle_id,
    misspell,
    remove,
    reword,
    take_back,
    write_deck,
)
from tests.benchmarks.measuring import Cost, measured
from tests.benchmarks.mixed import MIXED
from tests.benchmarks.names import Said
from tests.benchmarks.packages import Contents, packages_in
from tests.benchmarks.peer_inputs import WRITERS as WRITERS_OF_PEERS
from tests.benchmarks.peer_inputs import write_input
from tests.benchmarks.peers import Peer, readied
from tests.benchmarks.race import Race, Result, race
from tests.benchmarks.start import IMPORT_CLICK, Start
from tests.benchmarks.tables import exponent, markdown, plain, summary, with_table
from tests.conftest import Run

SIZE = 100
LAYOUTS = pytest.mark.parametrize("layout", list(Layout), ids=lambda layout: layout.name.lower())
KINDS = pytest.mark.parametrize("kind", [ALMANAC, MIXED], ids=lambda kind: kind.deck)
WRITERS = [each for each in (*SCRIPTS, *COMMANDS) if each.name == each.out != MIXED_NAIVE]


@LAYOUTS
def test_an_almanac_has_no_mistake(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, layout: Layout) -> None:
    monkeypatch.chdir(tmp_path)
    write_deck(ALMANAC, Path("decks"), SIZE, layout)
    assert run("check", "--strict").stdout == f"1 deck, {SIZE} notes: no problems\n"


@LAYOUTS
@KINDS
def test_a_deck_is_the_same_each_time(tmp_path: Path, kind: Kind, layout: Layout) -> None:
    written = [path.read_bytes() for path in files_of(write_deck(kind, tmp_path, SIZE, layout))]
    assert [path.read_bytes() for path in files_of(write_deck(kind, tmp_path, SIZE, layout))] == written


def test_a_mixed_deck_has_some_two_findings_a_note_and_no_error(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    deck = write_deck(MIXED, Path("mixed"), SIZE, Layout.FILE)
    problems = json.loads(run("check", str(deck), "--json").stdout)["problems"]
    assert 1.8 * SIZE < len(problems) < 2.4 * SIZE
    assert {problem["rule"] for problem in problems} == {"too-long", "question-mark", "spacing", "digits", "danda"}


def test_a_mixed_deck_has_long_sentences_in_every_style_of_scalar(tmp_path: Path) -> None:
    text = write_deck(MIXED, tmp_path, SIZE, Layout.FILE).read_text(encoding="utf-8")
    scalars = [event for event in yaml.parse(text) if isinstance(event, yaml.ScalarEvent)]
    assert {scalar.style for scalar in scalars} == {None, "'", '"', "|", ">"}
    assert re.search(r': "[^"]*\n {8}\S', text)  # a quoted one that goes on in the next line
    sentences = [each for scalar in scalars for each in re.split(r"(?<=[.?]) |\n", scalar.value) if each.isascii()]
    assert 60 < statistics.median(len(each) for each in sentences if " " in each) < 200
    assert "**" in text
    assert "</em>" in text


@pytest.mark.slow
@LAYOUTS
@KINDS
def test_an_edit_rewords_one_note_and_is_taken_back(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: Kind, layout: Layout
) -> None:
    monkeypatch.chdir(tmp_path)
    deck = write_deck(kind, Path("decks"), SIZE, layout)
    written = [path.read_text(encoding="utf-8") for path in files_of(deck)]
    before = notes_of(deck)
    for by in (Said("রহিম", "Rahim"), Said("করিম", "Karim")):
        change_note(deck, Path("aside"), reword(by))
        [(old, new)] = [pair for pair in zip(before, notes_of(deck), strict=True) if pair[0] != pair[1]]
        assert new == {**old, "question": {lang: f"{word} {old['question'][lang]}" for lang, word in begun(by).items()}}
        assert run("check").exit_code == 0
    take_back(deck, Path("aside"))
    assert [path.read_text(encoding="utf-8") for path in files_of(deck)] == written


def begun(by: Said) -> dict[str, str]:
    return {"bn": f"{by.bn} মতে,", "en": f"By {by.en},"}


@pytest.mark.slow
@LAYOUTS
def test_the_note_in_the_middle_is_left_out_or_gets_a_mistake(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, layout: Layout
) -> None:
    monkeypatch.chdir(tmp_path)
    deck = write_deck(ALMANAC, Path("decks"), SIZE, layout)
    before = [note["id"] for note in notes_of(deck)]
    middle = middle_id(deck)
    change_note(deck, Path("aside"), remove)
    assert [note["id"] for note in notes_of(deck)] == [each for each in before if each != middle]
    change_note(deck, Path("aside"), misspell)
    assert [note["id"] for note in notes_of(deck) if "anwser" in note] == [middle]
    assert "[unknown-key]" in run("check", expect=1).stdout


def test_the_notes_at_some_lines_are_excused(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    deck = write_deck(ALMANAC, Path("decks"), SIZE, Layout.FILE)
    lines = [number for number, line in enumerate(deck.read_text(encoding="utf-8").split("\n"), 1) if "answer:" in line]
    excuse(deck, {lines[0], lines[7]}, Path("aside"))
    excuse(deck, {lines[3]}, Path("aside"), ["length-differs", "near-duplicate"])
    excused = {number: [*note["lint_ignore"]] for number, note in enumerate(notes_of(deck)) if "lint_ignore" in note}
    assert excused == {0: ["near-duplicate"], 3: ["length-differs", "near-duplicate"], 7: ["near-duplicate"]}
    assert run("check", "--strict").stdout == f"1 deck, {SIZE} notes: no problems\n"
    assert not Path("aside").exists()


def notes_of(deck: Path) -> list[dict[str, Any]]:
    contents = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in files_of(deck)]
    return [note for content in contents for note in content.get("notes", [])]


def texts_of(deck: Path) -> set[str]:
    parts = [note.get(part, {}) for note in notes_of(deck) for part in ("question", "answer", "note")]
    return {str(text) for part in parts for text in part.values()}


@pytest.fixture(scope="module")
def limit(tmp_path_factory: pytest.TempPathFactory) -> Path | None:
    return compiled_limit(tmp_path_factory.mktemp("limit")).program


@pytest.mark.slow
@LAYOUTS
@pytest.mark.parametrize("contestant", WRITERS, ids=lambda contestant: contestant.name)
def test_each_makes_packages_that_anki_takes_with_every_note(
    tmp_path: Path, limit: Path | None, contestant: Contestant, layout: Layout
) -> None:
    if contestant.name == "limit" and limit is None:
        pytest.skip("there is no C compiler, libyaml or SQLite to build the raw limit with")
    place = place_in(tmp_path, layout, limit)
    place.out(contestant.out).mkdir(parents=True)
    contestant.prepare(place)
    measured(contestant.command(place), place.folder, place.environment)
    packages = packages_in(place.out(contestant.out))
    collection = collection_after(packages, "newest")
    assert len(packages) == 2
    assert len(collection["notes"]) == len(collection["cards"]) == collection["cards after check"] == 2 * SIZE
    assert collection["empty cards"] == 0
    assert collection["imported"] == [{"new": SIZE}, {"new": SIZE}]
    if contestant.name != MIXED_BUILD:  # whose texts are HTML on the card
        assert {field for note in collection["notes"] for field in note["fields"]} >= texts_of(place.deck)


def place_in(folder: Path, layout: Layout, limit: Path | None = None) -> Place:
    deck = write_deck(ALMANAC, folder / "decks", SIZE, layout)
    mixed = write_deck(MIXED, folder / "mixed", SIZE, layout)
    return Place(folder, deck, mixed, middle_id(deck), limit)


@pytest.mark.parametrize("tool", WRITERS_OF_PEERS)
def test_each_peer_is_given_every_text_in_each_study_language(tmp_path: Path, tool: str) -> None:
    deck = write_deck(ALMANAC, tmp_path / "decks", SIZE, Layout.FOLDER)
    write_input(tool, deck, tmp_path / "input")
    for language in ("bn", "en"):
        paths = [path for path in (tmp_path / "input").rglob("*") if path.is_file()]
        texts = [path.read_text(encoding="utf-8") for path in paths if language in str(path.relative_to(tmp_path))]
        assert [text for text in texts_of(deck) if not any(text in each for each in texts)] == []


@pytest.mark.slow
def test_a_peer_that_is_not_installed_or_fails_is_listed_with_what_happened(tmp_path: Path) -> None:
    def peer(name: str, install: str, command: str) -> Peer:
        return Peer(name, name, "1.0", lambda *_: [("sh", "-c", install)], lambda *_: ("sh", "-c", command))

    peers = (
        peer("yanki", "echo no such release >&2; exit 1", "true"),
        peer("ankcompiler", "true", "echo NameError: oh no; exit 1"),
        peer("brain-brew", "true", "sleep 60"),
        peer("anki-yaml-tool", "true", "true"),
    )
    ready = readied(peers, tmp_path / "peers")
    raced = race(tmp_path / "race", 10, Layout.FILE, None, ready, (), rounds=1, patience=0.5)
    assert [raced.results[each.name].failure for each in peers] == [
        "not installed: no such release",
        "failed: NameError: oh no",
        "failed: not done after 0.5 seconds",
        "failed: the decks have no notes or cards, not 10 each",
    ]
    assert "| brain-brew (1.0) | failed: not done after 0.5 seconds |  |" in markdown([raced], [])


@pytest.mark.slow
def test_each_row_finds_the_deck_as_it_expects_it_in_each_round(tmp_path: Path) -> None:
    raced = race(tmp_path, 10, Layout.FOLDER, None, rounds=2, patience=60)
    assert {name: len(result.costs) for name, result in raced.results.items()} == {
        "limit": 0,
        **{each.name: 2 for each in (*SCRIPTS, *COMMANDS) if each.name != "limit"},
    }


def test_a_command_that_fails_is_no_result(tmp_path: Path) -> None:
    with pytest.raises(ChildProcessError, match="ended with 3:\noh no"):
        measured(("/bin/sh", "-c", "echo oh no >&2; exit 3"), tmp_path, {})


@pytest.mark.slow
def test_the_memory_of_children_counts(tmp_path: Path) -> None:
    takes = "x = bytearray(60_000_000); import time; time.sleep(0.3)"
    alone = measured((sys.executable, "-c", takes), tmp_path, {})
    two = f"import subprocess, sys; p = subprocess.Popen([sys.executable, '-c', '{takes}']); {takes}; p.wait()"
    both = measured((sys.executable, "-c", two), tmp_path, {})
    assert alone.memory > 60_000_000
    assert both.memory > 120_000_000


def race_of(size: int, seconds: dict[str, float]) -> Race:
    contestants = (*SCRIPTS, *COMMANDS)
    contents = Contents((size, size), (size, size), 1_100_000, 1_000_000)

    def result(contestant: Contestant) -> Result:
        if contestant.name not in seconds:
            return Result(())
        took = seconds[contestant.name]
        costs = (Cost(took, took, 42_000_000, 30_000_000),)
        return Result(costs, contents if contestant.out == contestant.name else None)

    return Race(size, Layout.FILE, contestants, {each.name: result(each) for each in contestants})


RACES = [
    race_of(
        1_000,
        {
            "limit": 0.02,
            "naive": 1.0,
            "build": 0.1,
            "build-edited": 0.05,
            "check": 0.05,
            "todo": 0.06,
            "mixed-naive": 3.0,
            "mixed-build": 0.5,
        },
    ),
    race_of(100_000, {"limit": 2.0, "build": 10.0, "check": 5.0}),
]
STARTS = [Start(IMPORT_CLICK, (Cost(0.05, 0.05, 1, 1),)), Start("flashcards check", (Cost(0.08, 0.08, 1, 1),))]


def test_the_table_replaces_what_is_between_its_marks_and_nothing_else() -> None:
    text = "# Title\n\n<!-- benchmarks -->\nold\n\nold too\n<!-- /benchmarks -->\n\nThe end \\1.\n"
    table = markdown(RACES, STARTS)
    written = with_table(text, table)
    assert written == f"# Title\n\n<!-- benchmarks -->\n{table}<!-- /benchmarks -->\n\nThe end \\1.\n"
    assert with_table(written, table) == written


def test_a_text_without_marks_is_left_alone() -> None:
    with pytest.raises(ValueError, match="no place for the table"):
        with_table("# Title\n", "table\n")


@pytest.mark.parametrize("path", [ROOT / "README.md", Path(__file__).parent / "README.md"], ids=["top", "benchmarks"])
def test_both_readme_files_have_a_place_for_their_table(path: Path) -> None:
    assert "new table" in with_table(path.read_text(encoding="utf-8"), "new table\n")


def test_the_table_has_a_line_for_each_and_says_what_was_not_measured() -> None:
    text = markdown(RACES, STARTS)
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert rows[1] == "| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |"
    rows = [line for line in rows if line.startswith(("| `build` ", "| `todo`", "| `check` ", "| naive script, `C"))]
    assert rows[:4] == [
        "| naive script, `CSafeLoader` | not measured |  |  |  |  |  |  |  |  |  |",
        "| `build` | 0.1 | 0.1–0.1 | 0.10 | 5.0 | 10.0 | 1.00 | 30 | 42 | 1.10 | +10 % |",
        "| `todo`, one note edited | 0.06 | 0.06–0.06 | 0.06 | 3.0 | 16.7 | 1.20 | 30 | 42 |  |  |",
        "| `check` | 0.05 | 0.05–0.05 | 0.05 | 2.5 | 20.0 | 0.50 | 30 | 42 |  |  |",
    ]
    assert "| `build`, longer texts | 0.5 | 0.5–0.5 | 0.50 |  | 6.0 | 1.00 | 30 | 42 | 1.10 | +10 % |" in text
    assert "| `flashcards check` | 0.08 | 0.08–0.08 | 1.6 |" in text
    assert "\n* The peers took no turn (`--no-peers`).\n" in text
    assert "one file: limit n^1.00, build n^1.00, check n^1.00." in plain(RACES, STARTS)


def test_the_summary_has_the_numbers_that_a_user_asks_for() -> None:
    [first, second] = [line for line in summary(RACES).splitlines() if line.startswith("| 1")]
    assert first == "| 1,000 | 0.1 s | 0.05 s | not measured | 0.05 s | 42 MB | 1 s |"
    assert second == "| 100,000 | 10 s | not measured | not measured | 5 s | 42 MB | not measured |"


def test_growth_is_the_slope_of_the_logarithms() -> None:
    assert exponent([(0, 1), (1, 3), (2, 5)]) == pytest.approx(2)
