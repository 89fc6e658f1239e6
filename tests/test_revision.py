"""A committed ledger that is missing next to its deck is reported, wherever the git repository is."""

import subprocess
from pathlib import Path

import pytest

from tests.conftest import Run

LEDGER = Path("decks/planets.ledger")


def lose_the_ledger(run: Run) -> None:
    """Build and commit a deck, and delete its ledger."""
    run("new", "planets")
    run("build")
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    for words in (("add", "."), ("commit", "-m", "first")):
        subprocess.run(["git", *who, *words], check=True, capture_output=True)
    LEDGER.unlink()


@pytest.mark.parametrize("folder", [".", "courses/astronomy"])
def test_in_any_folder_of_a_repository(folder: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    subprocess.run(["git", "init", tmp_path], check=True, capture_output=True)
    (tmp_path / folder).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(tmp_path / folder)
    lose_the_ledger(run)
    assert f"{LEDGER}:1:1: error: this ledger is committed, but missing [ledger]" in run("build", expect=1).stderr


def test_in_a_repository_that_lies_elsewhere(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_WORK_TREE", ".")
    subprocess.run(["git", "init"], check=True, capture_output=True)
    lose_the_ledger(run)
    assert "this ledger is committed, but missing" in run("check", expect=1).stdout


def test_outside_of_any_nothing_is_missed(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run("new", "planets")
    run("build")
    LEDGER.unlink()
    assert "[ledger]" not in run("check").stdout
