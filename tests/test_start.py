"""A command loads what it needs, and nothing else: what takes long to load is loaded where it is used."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.small_deck import small_deck

CACHE = {"sqlite3"}  # what commands that read decks may load besides: their cache is a database
HEAVY = (
    *(
        "anki",
        "bs4",
        "csv",
        "difflib",
        "flashcards.text.cldr",
        "flashcards.lint.registry",
        "genanki",
        "http",
        "markdown_it",
        "markdownify",
        "multiprocessing",
        "zstandard",
    ),
    *("nh3", "polib", "pygments", "sqlite3", "subprocess", "tinycss2", "watchfiles", "wcwidth", "yaml", "zipfile"),
)
SCRIPT = """\
import sys
from flashcards.cli import main
try:
    main({words!r}, prog_name="flashcards")
except SystemExit as end:
    assert not end.code, end.code
print("loaded", *(name for name in {heavy!r} if name in sys.modules), file=sys.stderr)
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with a deck that was built and checked before."""
    (tmp_path / "decks").mkdir()
    (tmp_path / "decks" / "planets.yaml").write_text(small_deck("planets", ["bn", "en"]), encoding="utf-8")
    for words in (["build"], ["build"], ["check"]):
        loaded_by(words, tmp_path)
    return tmp_path


def loaded_by(words: list[str], folder: Path) -> set[str]:
    """Which of the heavy modules a command loads, in a Python of its own."""
    script = SCRIPT.format(words=words, heavy=HEAVY)
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, env=environment, check=True, capture_output=True, encoding="utf-8"
    )
    [line] = [line for line in done.stderr.splitlines() if line.startswith("loaded")]
    return set(line.split()[1:])


def test_help_loads_nothing_heavy(project: Path) -> None:
    assert loaded_by(["--help"], project) == set()


@pytest.mark.parametrize("command", ["check", "build"])
def test_what_is_replayed_loads_nothing_heavy(project: Path, command: str) -> None:
    assert loaded_by([command], project) <= CACHE


@pytest.mark.slow
def test_a_small_deck_is_built_without_what_it_has_no_use_for(project: Path) -> None:
    for made in ("cache", "dist"):
        shutil.rmtree(project / made)
    (project / "decks" / "planets.ledger").unlink()
    loaded = loaded_by(["build"], project)
    assert loaded & {"genanki", "yaml", "flashcards.lint.registry"} == {"genanki", "yaml", "flashcards.lint.registry"}
    assert not loaded & {
        "anki",
        "asyncio",
        "http",
        "markdown_it",
        "multiprocessing",
        "nh3",
        "polib",
        "pygments",
        "wcwidth",
    }


@pytest.mark.slow
def test_python_looks_for_no_garbage_as_it_ends(project: Path) -> None:
    at_exit = "import atexit, gc; atexit.register(lambda: print(gc.get_freeze_count() > 0))"  # the last comes first
    program = f"{at_exit}; from flashcards.cli import main; main(['--version'])"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=project, capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.splitlines()[-1] == "True"


@pytest.mark.slow
def test_a_deck_in_two_letter_languages_is_checked_without_what_only_packages_and_markdown_need(project: Path) -> None:
    deck = project / "decks" / "planets.yaml"
    deck.write_text(deck.read_text(encoding="utf-8").replace('"Mercury"', '"It is Mercury"'), encoding="utf-8")
    loaded = loaded_by(["check"], project)
    assert loaded & {"yaml", "flashcards.lint.registry"} == {"yaml", "flashcards.lint.registry"}
    assert not loaded & {"anki", "genanki", "http", "markdown_it", "nh3", "polib", "pygments", "watchfiles"}
