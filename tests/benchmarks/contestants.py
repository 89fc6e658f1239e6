"""Who is measured, and at what: the raw limit, naive scripts, peers, and `flashcards` from nothing and after an edit.

The rows of a table are in the order in which they take turns, and each finds what the one before it left: `build` is
followed by the builds that find its ledger and its cache.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.decks import change_note, excuse, files_of, misspell, remove, reword, take_back
from tests.benchmarks.measuring import measured
from tests.benchmarks.naive import LANGUAGES
from tests.benchmarks.names import nth_name
from tests.benchmarks.packages import Contents, inspected

ROOT = Path(__file__).parents[2]
FLASHCARDS = (sys.executable, "-c", "from flashcards.cli import main; main(prog_name='flashcards')")
"""What the command `flashcards` runs, from this clone."""

LIMIT = "limit"
NAIVE = "naive"
FAST_NAIVE = "naive-fast"
BUILD = "build"
UNCHANGED = "build-unchanged"
EDITED = "build-edited"
CHECK = "check"
MIXED_NAIVE = "mixed-naive"
MIXED_BUILD = "mixed-build"
MIXED_EDITED = "mixed-build-edited"

MOST_FOR_ALL = 100_000
"""Notes; above, there is one round of the raw limit and the builds in EVEN_WITH_MORE, unless all are wanted."""

EVEN_WITH_MORE = (LIMIT, BUILD, UNCHANGED, EDITED)

_HERE = Path(__file__).parent
_HEADERS = {"yaml.h": "libyaml-dev", "sqlite3.h": "libsqlite3-dev"}
_VERSION = "1.0"  # in the head of the deck
_IMPORTED = "imported"
_MAP = ",".join(
    f"{part.capitalize()}{number}={part}:{language}"
    for number, language in zip(("", " 2"), LANGUAGES, strict=True)
    for part in ("question", "answer", "note")
)


@dataclass(frozen=True, slots=True)
class Place:
    """A folder with two decks in it, and room for what is made of them; `limit` is the program, or None.

    `mixed` is the deck of longer texts, and `middle` the id of the note of `deck` that is left out.
    """

    folder: Path
    deck: Path
    mixed: Path
    middle: str
    limit: Path | None
    _edits: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def cache(self) -> Path:
        return self.folder / "cache"

    def out(self, contestant: str) -> Path:
        """Where the packages of a contestant go."""
        return self.folder / "out" / contestant

    @property
    def environment(self) -> Mapping[str, str]:
        return environment(self.cache)

    def edit(self, deck: Path) -> None:
        """Reword a note in the middle of a deck, each time in another way."""
        change_note(deck, self._aside(deck), reword(nth_name(next(self._edits))))

    def misspell(self) -> None:
        """Misspell a key in the middle of the deck."""
        change_note(self.deck, self._aside(self.deck), misspell)

    def remove(self) -> None:
        """Leave out the note in the middle of the deck."""
        change_note(self.deck, self._aside(self.deck), remove)

    def excuse(self) -> None:
        """Excuse the notes whose findings would stop a release; what is found after three times stops it."""
        for _ in range(3):  # a question may be much like two others, which are reported one at a time
            found = self._findings()
            rules = sorted({rule for _, _, rule in found})
            for path in {path for path, _, _ in found}:
                lines = {line for each, line, _ in found if each == path}
                excuse(self.folder / path, lines, self._aside(self.deck), rules)

    def _findings(self) -> list[tuple[str, int, str]]:
        command = (*FLASHCARDS, "check", "--json")
        done = subprocess.run(command, cwd=self.folder, env=self.environment, stdout=subprocess.PIPE, check=True)
        return [(each["path"], each["line"], each["rule"]) for each in json.loads(done.stdout)["problems"]]

    def restore(self) -> None:
        """Undo all changes to the decks."""
        for deck in (self.deck, self.mixed):
            take_back(deck, self._aside(deck))

    def _aside(self, deck: Path) -> Path:
        return self.folder / f"{deck.stem}.aside"


class Contestant(NamedTuple):
    """A name, what it is in a table, its command, and what is done before it off the clock.

    `out` names the one whose packages it writes, or is empty; `inspect` looks at what is in that folder, and raises
    ValueError where that is not the whole deck. `naive` is the naive script at the same deck, and `beside` the build
    that it is compared with: the first one, or the one after an edit. `status` is the exit status that it has.
    """

    name: str
    title: str
    command: Callable[[Place], Sequence[str | Path]]
    prepare: Callable[[Place], None]
    out: str = ""
    naive: str = NAIVE
    beside: str = BUILD
    status: int = 0
    may_fail: bool = False
    inspect: Callable[[Path, int], Contents | None] = inspected


class Limit(NamedTuple):
    """The program that is the raw limit, or why there is none."""

    program: Path | None
    missing: str


def environment(cache: Path) -> dict[str, str]:
    """Those of this process, with this clone's modules and a cache of one's own.

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


def _naive_of_mixed(place: Place) -> Sequence[str | Path]:
    return (sys.executable, _HERE / "naive.py", place.mixed, place.out(MIXED_NAIVE))


def _build(place: Place) -> Sequence[str | Path]:
    return (*FLASHCARDS, "build", "-o", place.out(BUILD))


def _build_locked(place: Place) -> Sequence[str | Path]:
    return (*_build(place), "--locked")


def _build_accepting(place: Place) -> Sequence[str | Path]:
    return (*_build(place), "--accept", f"note:{place.middle}")


def _build_of_mixed(place: Place) -> Sequence[str | Path]:
    return (*FLASHCARDS, "build", place.mixed, "-o", place.out(MIXED_BUILD))


def _todo(_: Place) -> Sequence[str | Path]:
    return (*FLASHCARDS, "todo")


def _release(_: Place) -> Sequence[str | Path]:
    return (*FLASHCARDS, "release")


def _check(_: Place) -> Sequence[str | Path]:
    return (*FLASHCARDS, "check")


def _check_of_mixed(place: Place) -> Sequence[str | Path]:
    return (*FLASHCARDS, "check", place.mixed)


def _import(place: Place, *options: str) -> Sequence[str | Path]:
    package = place.out(NAIVE) / f"{place.deck.stem}-{LANGUAGES[0]}.apkg"
    return (*FLASHCARDS, "import", package, "--map", _MAP, "-o", place.out(_IMPORTED) / "imported.yaml", *options)


def _adopt(place: Place) -> Sequence[str | Path]:
    return _import(place, "--adopt")


def _nothing(_: Place) -> None:
    pass


def _from_nothing(place: Place) -> None:
    """Delete packages, ledger and cache, as if the decks had never been built."""
    for folder in (place.out(BUILD), place.out(MIXED_BUILD), place.cache):
        shutil.rmtree(folder, ignore_errors=True)
    for ledger in place.folder.rglob("*.ledger"):
        ledger.unlink()
    place.restore()


def _without_cache(place: Place) -> None:
    shutil.rmtree(place.cache, ignore_errors=True)
    place.restore()


def _without_cache_and_import(place: Place) -> None:
    _without_cache(place)
    shutil.rmtree(place.out(_IMPORTED), ignore_errors=True)
    place.out(_IMPORTED).mkdir(parents=True)


def _edit(place: Place) -> None:
    place.edit(place.deck)
    _let_a_second_pass()


def _edit_mixed(place: Place) -> None:
    place.edit(place.mixed)
    _let_a_second_pass()


def _misspell(place: Place) -> None:
    place.misspell()


def _edit_and_build_elsewhere(place: Place) -> None:
    """Edit a note and bring the ledger up to date, with the cache as it was: what CI finds after a push."""
    _edit(place)
    kept = place.folder / "cache.aside"
    shutil.copytree(place.cache, kept)
    _run(place, "build", "-o", place.out("elsewhere"))
    shutil.rmtree(place.cache)
    kept.rename(place.cache)


def _release_and_edit(place: Place) -> None:
    place.restore()
    _let_a_second_pass()
    _run(place, "release", _VERSION, "-o", place.out("release"))
    _run(place, "build", "-o", place.out("elsewhere"))  # a release changes all lines of the ledger
    _edit(place)


def _remove(place: Place) -> None:
    place.remove()
    _let_a_second_pass()


def _run(place: Place, *words: str | Path) -> None:
    measured((*FLASHCARDS, *words), place.folder, place.environment)


def _let_a_second_pass() -> None:
    time.sleep(1.1)  # a note built twice within a second makes the build wait for the next


def _of_mixed(
    name: str,
    title: str,
    command: Callable[[Place], Sequence[str | Path]],
    prepare: Callable[[Place], None],
    out: str = "",
    beside: str = MIXED_BUILD,
) -> Contestant:
    return Contestant(name, f"{title}, longer texts", command, prepare, out, MIXED_NAIVE, beside)


SCRIPTS = (
    Contestant(LIMIT, "raw limit, in C", _limit, _nothing, out=LIMIT),
    Contestant(NAIVE, "naive script", _naive, _nothing, out=NAIVE),
    Contestant(FAST_NAIVE, "naive script, `CSafeLoader`", _fast_naive, _nothing, out=FAST_NAIVE),
)
"""What `flashcards` is compared with, besides its peers."""

COMMANDS = (
    Contestant(BUILD, "`build`", _build, _from_nothing, out=BUILD),
    Contestant(UNCHANGED, "`build`, nothing changed", _build, _nothing, out=BUILD),
    Contestant(EDITED, "`build`, one note edited", _build, _edit, out=BUILD, beside=EDITED),
    Contestant("build-mistake", "`build`, one note with a mistake", _build, _misspell, beside=EDITED, status=1),
    Contestant(
        "build-locked", "`build --locked`, one note edited", _build_locked, _edit_and_build_elsewhere, beside=EDITED
    ),
    Contestant("build-behind", "`build --locked`, ledger behind", _build_locked, _edit, beside=EDITED, status=1),
    Contestant("todo", "`todo`, one note edited", _todo, _edit, beside=EDITED),
    Contestant(CHECK, "`check`", _check, _without_cache),
    Contestant("check-edited", "`check`, one note edited", _check, _edit, beside=EDITED),
    Contestant("release", "`release` (the plan), one note edited", _release, _release_and_edit, beside=EDITED),
    Contestant("build-accept", "`build --accept`, one note removed", _build_accepting, _remove, beside=EDITED),
    Contestant("import", "`import` of the naive script's package", _import, _without_cache_and_import),
    Contestant("adopt", "`import --adopt` of the same", _adopt, _without_cache_and_import),
    _of_mixed(MIXED_NAIVE, "naive script", _naive_of_mixed, _nothing, MIXED_NAIVE),
    _of_mixed(MIXED_BUILD, "`build`", _build_of_mixed, _from_nothing, MIXED_BUILD),
    _of_mixed(MIXED_EDITED, "`build`, one note edited", _build_of_mixed, _edit_mixed, MIXED_BUILD, MIXED_EDITED),
    _of_mixed("mixed-check", "`check`", _check_of_mixed, _without_cache),
    _of_mixed("mixed-check-edited", "`check`, one note edited", _check_of_mixed, _edit_mixed, beside=MIXED_EDITED),
)
"""What `flashcards` is measured at, and the naive script at longer texts."""
