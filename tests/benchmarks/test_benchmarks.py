"""The benchmarks measure what they say: nothing here is timed."""

import json
import sys
from pathlib import Path

import pytest
import yaml

from tests.anki.backends import collection_after
from tests.benchmarks.contestants import CONTESTANTS, NAIVE_ROUGH, Contestant, Place, compiled_limit
from tests.benchmarks.decks import Layout, edit, files_of, take_back, write_deck
from tests.benchmarks.measuring import Cost, measured
from tests.benchmarks.packages import Contents
from tests.benchmarks.race import Race, Result, packages_in
from tests.benchmarks.rough import write_rough_deck
from tests.benchmarks.start import IMPORT_CLICK, Start
from tests.benchmarks.tables import exponent, markdown, plain, with_table
from tests.conftest import Run

SIZE = 100
WRITERS = [each for each in CONTESTANTS if each.name == each.out != NAIVE_ROUGH]


@pytest.mark.parametrize("layout", list(Layout), ids=lambda layout: layout.name.lower())
def test_the_decks_have_no_mistake_and_are_the_same_each_time(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, layout: Layout
) -> None:
    monkeypatch.chdir(tmp_path)
    deck = write_deck(Path("decks"), SIZE, layout)
    assert run("check", "--strict").stdout == f"1 deck, {SIZE} notes: nothing is wrong\n"
    written = [path.read_bytes() for path in files_of(deck)]
    write_deck(Path("decks"), SIZE, layout)
    assert [path.read_bytes() for path in files_of(deck)] == written


def test_a_rough_deck_has_some_two_findings_a_note_and_no_error(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    deck = write_rough_deck(Path("rough"), SIZE)
    written = deck.read_bytes()
    problems = json.loads(run("check", str(deck), "--json").stdout)["problems"]
    assert 1.8 * SIZE < len(problems) < 2.4 * SIZE
    write_rough_deck(Path("rough"), SIZE)
    assert deck.read_bytes() == written


@pytest.mark.parametrize("layout", list(Layout), ids=lambda layout: layout.name.lower())
def test_an_edit_rewords_one_note_and_is_taken_back(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, layout: Layout
) -> None:
    monkeypatch.chdir(tmp_path)
    deck = write_deck(Path("decks"), SIZE, layout)
    written = [path.read_text(encoding="utf-8") for path in files_of(deck)]
    edit(deck, Path("aside"))
    changed = [path.read_text(encoding="utf-8") for path in files_of(deck)]
    lines = [
        (old, new)
        for before, after in zip(written, changed, strict=True)
        for old, new in zip(before.splitlines(), after.splitlines(), strict=True)
        if old != new
    ]
    assert len(lines) == 2
    assert run("check").exit_code == 0
    take_back(deck, Path("aside"))
    assert [path.read_text(encoding="utf-8") for path in files_of(deck)] == written


def texts_of(deck: Path) -> set[str]:
    contents = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in files_of(deck)]
    notes = [note for content in contents for note in content.get("notes", [])]
    parts = [note.get(part, {}) for note in notes for part in ("question", "answer", "note")]
    return {str(text) for part in parts for text in part.values()}


@pytest.fixture(scope="module")
def limit(tmp_path_factory: pytest.TempPathFactory) -> Path | None:
    return compiled_limit(tmp_path_factory.mktemp("limit")).program


@pytest.mark.slow
@pytest.mark.parametrize("layout", list(Layout), ids=lambda layout: layout.name.lower())
@pytest.mark.parametrize("contestant", WRITERS, ids=lambda contestant: contestant.name)
def test_each_makes_packages_that_anki_takes_with_every_note(
    tmp_path: Path, limit: Path | None, contestant: Contestant, layout: Layout
) -> None:
    if contestant.name == "limit" and limit is None:
        pytest.skip("there is no C compiler, libyaml or SQLite to build the raw limit with")
    deck = write_deck(tmp_path / "decks", SIZE, layout)
    place = Place(tmp_path, deck, write_rough_deck(tmp_path / "rough", SIZE), limit)
    place.out(contestant.out).mkdir(parents=True)
    contestant.prepare(place)
    measured(contestant.command(place), place.folder, place.environment)
    packages = packages_in(place.out(contestant.out))
    collection = collection_after(packages, "newest")
    assert len(packages) == 2
    assert len(collection["notes"]) == len(collection["cards"]) == collection["cards after check"] == 2 * SIZE
    assert collection["empty cards"] == 0
    assert collection["imported"] == [{"new": SIZE}, {"new": SIZE}]
    assert {field for note in collection["notes"] for field in note["fields"]} >= texts_of(place.deck)


def test_a_command_that_fails_is_no_result(tmp_path: Path) -> None:
    with pytest.raises(ChildProcessError, match="ended with 3: oh no"):
        measured(("/bin/sh", "-c", "echo oh no >&2; exit 3"), tmp_path, {})


def test_the_memory_of_children_counts(tmp_path: Path) -> None:
    takes = "x = bytearray(60_000_000); import time; time.sleep(0.3)"
    alone = measured((sys.executable, "-c", takes), tmp_path, {})
    two = f"import subprocess, sys; p = subprocess.Popen([sys.executable, '-c', '{takes}']); {takes}; p.wait()"
    both = measured((sys.executable, "-c", two), tmp_path, {})
    assert alone.memory > 60_000_000
    assert both.memory > 120_000_000


def race_of(size: int, seconds: dict[str, float]) -> Race:
    found = Contents((size, size), (size, size), 1_100_000, 1_000_000)
    return Race(
        size,
        Layout.FILE,
        {
            each.name: Result(
                (Cost(seconds[each.name], seconds[each.name], 42_000_000),) if each.name in seconds else (),
                found if each.out and each.name in seconds else None,
            )
            for each in CONTESTANTS
        },
    )


RACES = [
    race_of(1_000, {"limit": 0.02, "naive": 1.0, "build": 0.1, "check": 0.05}),
    race_of(100_000, {"limit": 2.0, "build": 10.0, "check": 5.0}),
]
STARTS = [Start(IMPORT_CLICK, (Cost(0.05, 0.05, 1),)), Start("flashcards check", (Cost(0.08, 0.08, 1),))]


def test_the_table_replaces_what_is_between_its_marks_and_nothing_else() -> None:
    text = "# Title\n\n<!-- benchmarks -->\nold\n\nold too\n<!-- /benchmarks -->\n\nThe end \\1.\n"
    table = markdown(RACES, STARTS)
    written = with_table(text, table)
    assert written == f"# Title\n\n<!-- benchmarks -->\n{table}<!-- /benchmarks -->\n\nThe end \\1.\n"
    assert with_table(written, table) == written


def test_a_text_without_marks_is_left_alone() -> None:
    with pytest.raises(ValueError, match="no place for the table"):
        with_table("# Title\n", "table\n")


def test_the_table_has_a_line_for_each_and_leaves_blank_what_was_not_measured() -> None:
    rows = [line for line in markdown(RACES, STARTS).splitlines() if line.startswith("| 1")]
    figures = "0.1 (0.1–0.1) | 0.10 | 5.0 | 10.0 | 100.0 % | 42 MB | 1.10 MB | +10 %"
    assert rows[3] == f"| 1,000 | one file | `flashcards build` | {figures} |"
    assert rows[2] == "| 1,000 | one file | naive script, `CSafeLoader` | not measured |  |  |  |  |  |  |  |"
    assert rows[len(CONTESTANTS) + 1] == "| 100,000 | one file | naive script | not measured |  |  |  |  |  |  |  |"
    assert "| `flashcards check` | 0.08 (0.08–0.08) | 1.6 |" in markdown(RACES, STARTS)
    assert "one file: limit n^1.00, build n^1.00, check n^1.00." in plain(RACES, STARTS)


def test_growth_is_the_slope_of_the_logarithms() -> None:
    assert exponent([(0, 1), (1, 3), (2, 5)]) == pytest.approx(2)
