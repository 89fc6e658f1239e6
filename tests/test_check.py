"""`check --fix` says what it changed, `--diff` only shows it, and `--watch` checks again at each save."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import Run, started
from tests.test_compatibility import DECK

PATH = Path("decks/planets.yaml")
MARK = b"\xef\xbb\xbf"
FLAWED = DECK.replace("বুধ", "বুধ  গ্রহ").replace("answer:\n      bn: শনি\n", "answer:\n      bn: শনি একটি গ্রহ.\n")


@pytest.fixture(autouse=True)
def _a_deck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    PATH.parent.mkdir()
    PATH.write_bytes(MARK + FLAWED.encode("utf-8"))


def test_fixes_are_listed_with_their_places(run: Run) -> None:
    assert run("check", "--fix").stderr == (
        "decks/planets.yaml:1:1: byte order mark removed [byte-order-mark]\n"
        "decks/planets.yaml:15:14: spaces corrected [spacing]\n"
        "decks/planets.yaml:22:24: danda written [danda]\n"
        "3 places fixed\nwrote decks/planets.yaml\n"
    )
    assert PATH.read_bytes().decode("utf-8") == FLAWED.replace("  গ্রহ", " গ্রহ").replace("গ্রহ.", "গ্রহ।")
    assert run("check", "--fix").stderr == "nothing to fix\n"


def test_a_diff_shows_fixes_and_writes_none(run: Run) -> None:
    before = PATH.read_bytes()
    shown = run("check", "--fix", "--diff", expect=1)
    assert [line for line in shown.stdout.splitlines() if line.startswith(("-", "+"))] == [
        "--- a/decks/planets.yaml",
        "+++ b/decks/planets.yaml",
        "-\ufeffdeck:",
        "+deck:",
        "-      bn: বুধ  গ্রহ",
        "+      bn: বুধ গ্রহ",
        "-      bn: শনি একটি গ্রহ.",
        "+      bn: শনি একটি গ্রহ।",
    ]
    assert shown.stderr.endswith("3 places to fix\n")
    assert PATH.read_bytes() == before
    subprocess.run(["git", "apply", "-"], input=shown.stdout.encode(), check=True)
    assert run("check", "--fix").stderr == "nothing to fix\n"
    assert run("check", "--fix", "--diff").stdout == ""
    assert "--diff shows what --fix would do: use both" in run("check", "--diff", expect=2).stderr


def test_a_mark_is_removed_though_the_deck_has_errors(run: Run) -> None:
    PATH.write_bytes(MARK + FLAWED.replace("answer:", "anwser:").encode("utf-8"))
    assert run("check", "--fix", expect=1).stderr == (
        "decks/planets.yaml:1:1: byte order mark removed [byte-order-mark]\n1 place fixed\nwrote decks/planets.yaml\n"
    )


def test_a_file_that_is_not_utf_8_is_left_alone(run: Run) -> None:
    PATH.write_bytes(MARK + b"# caf\xe9\n" + FLAWED.encode("utf-8"))
    before = PATH.read_bytes()
    assert run("check", "--fix", expect=1).stderr == "nothing to fix\n"
    assert PATH.read_bytes() == before


def save(text: str) -> None:
    """Save the deck as editors do, so that no reader sees half of it."""
    Path("new.yaml").write_text(text, encoding="utf-8")
    Path("new.yaml").replace(PATH)


def test_watching_checks_again_at_each_save_until_it_is_stopped(run: Run) -> None:
    PATH.write_text(DECK, encoding="utf-8")
    with (
        Path("out").open("w", encoding="utf-8") as out,
        started([sys.executable, "-m", "flashcards", "check", "--watch"], stdout=out, stderr=out) as process,
    ):
        valid = "1 deck, 2 notes: no problems\n"
        said = valid + "watching (Ctrl-C to stop)\n"
        wait_for(said)
        save(DECK.replace("id: rings", "id: closest"))
        said += (
            "--- after a change ---\n"
            "decks/planets.yaml:17:9: error: the id 'closest' is already used at decks/planets.yaml:10:9 "
            "[duplicate-id]\n"
            "  17 |   - id: closest\n"
            "               ^\n"
            "  hint: give this note its own id\n"
            "1 error\n"
        )
        wait_for(said)
        PATH.rename("planets.yaml")
        said += (
            "--- after a change ---\n"
            "error: there is no deck in 'decks'\n"
            "  hint: run `flashcards new first-deck` to start one\n"
        )
        wait_for(said)
        save(DECK)
        said += "--- after a change ---\n" + valid
        wait_for(said)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == 130
    wait_for(said + "stopped\n")
    assert "--watch cannot be combined with --fix, --json or --format" in (
        run("check", "--watch", "--json", expect=2).stderr
    )


def wait_for(said: str) -> None:
    end = time.monotonic() + 20
    while Path("out").read_text(encoding="utf-8") != said and time.monotonic() < end:
        time.sleep(0.02)
    assert Path("out").read_text(encoding="utf-8") == said
