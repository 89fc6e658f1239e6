"""The bytes of a package, and what a build leaves when it cannot finish."""

import json
import os
import random
import re
import resource
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from flashcards.cli import main
from flashcards.deckfile.scaffold import new_deck
from tests.conftest import Run

ROOT = Path(__file__).parents[2]


def folder_with(decks: Path, place: Path) -> Path:
    """A folder of one's own with a copy of decks and sources in it."""
    for kind in ("decks", "source"):
        (place / kind).mkdir(parents=True)
        for path in (decks.parent / kind).iterdir():
            if path.is_file():
                (place / kind / path.name).write_bytes(path.read_bytes())
    return place


def database_in(package: Path) -> sqlite3.Connection:
    with zipfile.ZipFile(package) as archive:
        database = sqlite3.connect(":memory:")
        database.deserialize(archive.read("collection.anki2"))
    return database


def fields_in(package: Path) -> list[str]:
    database = database_in(package)
    try:
        return [fields for (fields,) in database.execute("select flds from notes")]
    finally:
        database.close()


def bytes_of(dist: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(dist.iterdir())}


def test_the_same_input_gives_the_same_bytes_anywhere_and_at_any_time(tmp_path: Path) -> None:
    runs = []
    for place, seed, language in (("here", "0", "C.UTF-8"), ("elsewhere/far away", "4711", "tr_TR.UTF-8")):
        folder = folder_with(ROOT / "decks", tmp_path / place)
        subprocess.run(
            [sys.executable, "-m", "flashcards", "build"],
            cwd=folder,
            env={**os.environ, "PYTHONHASHSEED": seed, "LANG": language, "PYTHONPATH": str(ROOT)},
            check=True,
            stdout=subprocess.DEVNULL,
        )
        runs.append(
            (bytes_of(folder / "dist"), {path.name: path.read_bytes() for path in folder.glob("decks/*.ledger")})
        )
        time.sleep(1.1)  # the next run is in another second, which is what Anki's stamps count
    assert runs[0] == runs[1]


def test_the_zip_tells_nothing_of_the_machine(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder_with(ROOT / "decks", tmp_path / "project"))
    run("build")
    for path in Path("dist").iterdir():
        with zipfile.ZipFile(path) as archive:
            told = [
                (each.filename, each.date_time, each.external_attr >> 16, each.create_system, each.compress_type)
                for each in archive.infolist()
            ]
            assert archive.testzip() is None
            assert json.loads(archive.read("media")) == {"0": "_flashcards.css"}
        never, deflated = (1980, 1, 1, 0, 0, 0), zipfile.ZIP_DEFLATED
        assert told == [
            ("collection.anki2", never, 0o644, 3, deflated),
            ("media", never, 0o644, 3, deflated),
            ("0", never, 0o644, 3, deflated),
        ]


def test_the_database_is_schema_11_and_neutral(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder_with(ROOT / "decks", tmp_path / "project"))
    run("build", "--language", "bn")
    [package] = Path("dist").iterdir()
    database = database_in(package)
    try:
        [(version, decks)] = database.execute("select ver, decks from col").fetchall()
        assert version == 11
        ours = next(deck for deck in json.loads(decks).values() if deck["name"] != "Default")
        counters = {name: ours[name] for name in ("newToday", "revToday", "lrnToday", "timeToday")}
        assert list(counters.values()) == [[0, 0]] * 4
        assert (ours["conf"], ours["dyn"], ours["md"], ours["extendNew"], ours["extendRev"]) == (1, 0, True, 0, 0)
        studied = (
            "select count() from cards where type or queue or ivl or factor or reps or lapses or left or odue or flags"
        )
        assert database.execute(studied).fetchall() == [(0,)]
        assert database.execute("select count() from revlog").fetchall() == [(0,)]
        ids = database.execute(
            "select min(id), max(id) from (select id from notes union select id from cards)"
        ).fetchone()
        assert 0 < ids[0] < ids[1] <= time.time() * 1000
    finally:
        database.close()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Path:
    """A deck that was built at midnight, and edited since."""
    monkeypatch.chdir(tmp_path)
    Path("decks").mkdir()
    deck = Path("decks/planets.yaml")
    deck.write_text(new_deck("planets", ["bn", "en"]), encoding="utf-8")
    run("build")
    ledger = Path("decks/planets.ledger")
    ledger.write_text(re.sub("T[0-9:]+Z", "T00:00:00Z", ledger.read_text(encoding="utf-8")), encoding="utf-8")
    text = deck.read_text(encoding="utf-8").replace('"Mercury"', '"The planet Mercury"')
    deck.write_text(text.replace('"বুধ"', '"বুধ গ্রহ"'), encoding="utf-8")
    return tmp_path


def state_of(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix in (".apkg", ".ledger")
    }


def in_child(act: Callable[[], object]) -> int:
    """Do something in a process of its own; its exit status, or minus the signal that ended it."""
    child = os.fork()
    if child == 0:
        status = 70
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            os.dup2(1, 2)
            act()
            status = 0
        except SystemExit as stop:
            status = int(stop.code or 0)
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def build_and_die_at(event: int) -> None:
    """Build, and be killed as by kill -9 when Python is about to touch files for the n-th time."""
    seen = 0

    def hook(name: str, _: object) -> None:
        nonlocal seen
        if name.split(".")[0] in ("open", "os", "tempfile", "sqlite3"):
            seen += 1
            if seen == event:
                os.kill(os.getpid(), signal.SIGKILL)

    import flashcards.anki.package_file  # loaded before we count: loading touches files too

    assert flashcards.anki.package_file
    sys.addaudithook(hook)
    main(["build"], prog_name="flashcards")


def test_killed_anywhere_it_leaves_the_old_package_or_the_new_one(project: Path, run: Run) -> None:
    before = state_of(project)
    outcomes = set()
    for event in range(1, 400):
        ended = in_child(lambda event=event: build_and_die_at(event))  # type: ignore[misc]
        if ended == 0:
            break
        assert ended == -signal.SIGKILL
        now = state_of(project)
        assert set(now) == set(before)
        packages = [name for name in now if name.endswith(".apkg")]
        for name in packages:
            with zipfile.ZipFile(project / name) as archive:
                assert archive.testzip() is None
        changed = tuple(name for name in now if now[name] != before[name])
        if changed:  # the ledger is never behind a package
            assert changed[0] == "decks/planets.ledger"
        outcomes.add(changed)
        for name, content in before.items():
            (project / name).write_bytes(content)
    assert ended == 0
    assert event > 20
    assert len(outcomes) == 4  # nothing; the ledger; then one package after the other, less the last


def test_killed_at_any_moment_it_leaves_the_old_package_or_the_new_one(project: Path) -> None:
    before = state_of(project)
    began = time.monotonic()
    assert in_child(lambda: main(["build"], prog_name="flashcards")) == 0
    takes = time.monotonic() - began
    chance = random.Random(20240329)
    for _ in range(40):
        for name, content in before.items():
            (project / name).write_bytes(content)
        child = os.fork()
        if child == 0:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            main(["build"], prog_name="flashcards")
            os._exit(0)
        time.sleep(chance.uniform(0, takes))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        now = state_of(project)
        assert set(now) == set(before)
        for name in now:
            if name.endswith(".apkg") and now[name] != before[name]:
                assert any("The planet Mercury" in fields for fields in fields_in(project / name))


def test_what_a_killed_build_left_is_swept_away_a_day_later(project: Path, run: Run) -> None:
    young, old = Path("dist/.planets-bn.apkg.new.part"), Path("dist/.planets-bn.apkg.old.part")
    for part in (young, old):
        part.write_bytes(b"half a package")
    os.utime(old, (time.time() - 90_000,) * 2)
    run("build")
    assert (young.exists(), old.exists()) == (True, False)


def test_a_full_disk_is_told_of_and_changes_nothing(project: Path) -> None:
    before = state_of(project)

    def build_with_little_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # so that the write fails, as on a full disk
        resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))
        result = CliRunner().invoke(main, ["build"])
        assert result.exit_code == 1
        assert result.stderr.startswith("error: cannot write ")
        assert "Traceback" not in result.output

    assert in_child(build_with_little_room) == 0
    assert state_of(project) == before
    assert list(Path("dist").glob(".*")) == []


def test_a_place_one_cannot_write_to_is_told_of(project: Path, run: Run) -> None:
    before = state_of(project)
    said = run("build", "-o", "/sys/dist", expect=1).stderr
    assert said == "error: cannot write '/sys/dist': Operation not permitted\n  hint: nothing was changed\n"
    assert state_of(project) == before
    Path("a-file").touch()
    said = run("build", "-o", "a-file", expect=1).stderr
    assert said == "error: cannot write 'a-file': File exists\n  hint: nothing was changed\n"
