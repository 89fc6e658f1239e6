"""Ctrl-C stops a long build at once, and leaves nothing behind."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.benchmarks.almanac import ALMANAC
from tests.benchmarks.decks import Layout, write_deck

NOTES = 12_000  # enough for packages to be written by two processes, and for the start to be a small part


@pytest.mark.slow
def test_a_build_that_is_stopped_leaves_everything_as_it_was(tmp_path: Path) -> None:
    decks, scratch = tmp_path / "decks", tmp_path / "scratch"
    write_deck(ALMANAC, decks, NOTES, Layout.FILE)
    scratch.mkdir()
    before = sorted(tmp_path.rglob("*"))
    began = time.monotonic()
    assert _build(tmp_path, scratch, float("inf")) == 0
    takes = time.monotonic() - began
    chance = random.Random(20261124)
    stopped = 0
    for _ in range(6):
        shutil.rmtree(tmp_path.parent / "cache", ignore_errors=True)
        for path in (*tmp_path.glob("dist/*"), *decks.glob("*.ledger")):
            path.unlink()
        (tmp_path / "dist").rmdir()
        ended = _build(tmp_path, scratch, chance.uniform(0.15, 0.75) * takes)
        stopped += ended == 130
        if ended == 0:  # on a busy machine it may be done before the key is pressed
            continue
        assert ended == 130
        left = [path for path in sorted(tmp_path.rglob("*")) if path.name != "dist"]
        assert left == before
        (tmp_path / "dist").mkdir(exist_ok=True)
    assert stopped


def _build(folder: Path, scratch: Path, seconds: float) -> int:
    """Build, and press Ctrl-C when some seconds have gone by; the exit status."""
    environment = {**os.environ, "TMPDIR": str(scratch), "XDG_CACHE_HOME": str(folder.parent / "cache")}
    command = [sys.executable, "-m", "flashcards", "build"]
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    try:
        process.communicate(timeout=None if seconds == float("inf") else seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does, to all that was started
        _, told = process.communicate()
        # it may have just ended by itself
        assert (process.returncode, told) in ((130, b"stopped\n"), (0, b""))
    return process.returncode


STOPPED = """\
import runpy, sys
import flashcards.cli

def stopped_in_exec(**_):
    try:
        exec("raise KeyboardInterrupt")
    except KeyboardInterrupt:
        sys.exit(130)

flashcards.cli.main = stopped_in_exec
runpy.run_module("flashcards", run_name="__main__")
"""


def test_ctrl_c_while_python_makes_a_class_is_reported_as_any_other(tmp_path: Path) -> None:
    (tmp_path / "stopped.py").write_text(STOPPED, encoding="utf-8")
    assert subprocess.run([sys.executable, "-m", "stopped"], cwd=tmp_path).returncode == 130
