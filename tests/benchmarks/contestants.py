"""Who is measured, and at what: the raw limit, the naive script, and `flashcards` from nothing and again."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.decks import edit, files_of, take_back

ROOT = Path(__file__).parents[2]
FLASHCARDS = (sys.executable, "-c", "from flashcards.cli import main; main(prog_name='flashcards')")
"""What the command `flashcards` runs, from this clone."""

LIMIT = "limit"
NAIVE = "naive"
FAST_NAIVE = "naive-fast"
BUILD = "build"
CHECK = "check"
CHECK_ROUGH = "check-rough"
NAIVE_ROUGH = "naive-rough"

HOLD_A_DECK_WHOLE = (NAIVE, FAST_NAIVE, CHECK, NAIVE_ROUGH, CHECK_ROUGH)

MOST_FOR_ALL = 100_000  # notes; above, those that hold a deck whole take many minutes, and many gigabytes

_HERE = Path(__file__).parent
_HEADERS = {"yaml.h": "libyaml-dev", "sqlite3.h": "libsqlite3-dev"}


@dataclass(frozen=True, slots=True)
class Place:
    """A folder with a deck in it, and room for what is made of the deck; `limit` is the program, or None.

    `rough` is a deck of as many notes with longer texts and some two findings a note.
    """

    folder: Path
    deck: Path
    rough: Path
    limit: Path | None

    @property
    def cache(self) -> Path:
        return self.folder / "cache"

    @property
    def aside(self) -> Path:
        """Where a file lies while another stands in for it."""
        return self.folder / "aside"

    def out(self, contestant: str) -> Path:
        """Where the packages of a contestant go."""
        return self.folder / "out" / contestant

    @property
    def environment(self) -> Mapping[str, str]:
        return environment(self.cache)


class Contestant(NamedTuple):
    """A name, what it is in a table, its command, and what is done before it off the clock.

    `out` names the one whose packages it writes, or is empty; `naive` is the naive script at the same deck.
    """

    name: str
    title: str
    command: Callable[[Place], Sequence[str | Path]]
    prepare: Callable[[Place], None]
    out: str = ""
    naive: str = NAIVE


class Limit(NamedTuple):
    """The program that is the raw limit, or why there is none."""

    program: Path | None
    missing: str


def environment(cache: Path) -> dict[str, str]:
    """That of this process, with this clone's modules and a cache of one's own.

    Python keeps what it compiles of them, as it does for who installs them.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(cache)}


def compiled_limit(folder: Path) -> Limit:
    """Compile the raw limit into a folder, if a compiler and the libraries are here."""
    if shutil.which("cc") is None:
        return Limit(None, "there is no C compiler `cc`: apt-get install gcc libc6-dev")
    program = folder / "limit"
    command = ("cc", "-O2", _HERE / "limit.c", "-lyaml", "-lsqlite3", "-o", program)
    done = subprocess.run(command, stderr=subprocess.PIPE, encoding="utf-8")
    if done.returncode == 0:
        return Limit(program, "")
    packages = [package for header, package in _HEADERS.items() if header in done.stderr]
    return Limit(None, f"limit.c needs apt-get install {' '.join(packages)}" if packages else done.stderr.strip())


def _limit(place: Place) -> Sequence[str | Path]:
    return (place.limit or "limit", place.out(LIMIT), *files_of(place.deck))


def _naive(place: Place) -> Sequence[str | Path]:
    return (sys.executable, _HERE / "naive.py", place.deck, place.out(NAIVE))


def _fast_naive(place: Place) -> Sequence[str | Path]:
    return (sys.executable, _HERE / "naive.py", "--fast", place.deck, place.out(FAST_NAIVE))


def _build(place: Place) -> Sequence[str | Path]:
    return (*FLASHCARDS, "build", "-o", place.out(BUILD))


def _check(_: Place) -> Sequence[str | Path]:
    return (*FLASHCARDS, "check")


def _naive_rough(place: Place) -> Sequence[str | Path]:
    return (sys.executable, _HERE / "naive.py", place.rough, place.out(NAIVE_ROUGH))


def _check_rough(place: Place) -> Sequence[str | Path]:
    return (*FLASHCARDS, "check", place.rough)


def _nothing(_: Place) -> None:
    pass


def _forget(place: Place) -> None:
    """No package, no ledger, no cache: as if the deck had never been built."""
    for folder in (place.out(BUILD), place.cache):
        shutil.rmtree(folder, ignore_errors=True)
    for ledger in place.folder.rglob("*.ledger"):
        ledger.unlink()
    take_back(place.deck, place.aside)


def _empty_cache(place: Place) -> None:
    shutil.rmtree(place.cache, ignore_errors=True)


def _edit(place: Place) -> None:
    edit(place.deck, place.aside)
    time.sleep(1.1)  # a note built twice within a second makes the build wait for the next


_OF_ROUGH = "`flashcards check`, longer texts, two findings a note"
CONTESTANTS = (
    Contestant(LIMIT, "raw limit, in C", _limit, _nothing, out=LIMIT),
    Contestant(NAIVE, "naive script", _naive, _nothing, out=NAIVE),
    Contestant(FAST_NAIVE, "naive script, `CSafeLoader`", _fast_naive, _nothing, out=FAST_NAIVE),
    Contestant(BUILD, "`flashcards build`", _build, _forget, out=BUILD),
    Contestant("build-unchanged", "`flashcards build`, nothing changed", _build, _nothing, out=BUILD),
    Contestant("build-edited", "`flashcards build`, one note edited", _build, _edit, out=BUILD),
    Contestant(CHECK, "`flashcards check`", _check, _empty_cache),
    Contestant(NAIVE_ROUGH, "naive script, longer texts", _naive_rough, _nothing, NAIVE_ROUGH, NAIVE_ROUGH),
    Contestant(CHECK_ROUGH, _OF_ROUGH, _check_rough, _empty_cache, naive=NAIVE_ROUGH),
)
"""All of them, in the order in which they take turns."""
