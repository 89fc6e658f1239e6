"""The bytes of a package, and what a build leaves when it cannot finish."""

import errno
import json
import os
import random
import re
import resource
import signal
import sqlite3
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import genanki
import pytest
from click.testing import CliRunner
from genanki.apkg_schema import APKG_SCHEMA

from flashcards.anki.package import Package, PackageNote
from flashcards.anki.package_writer import write_package
from flashcards.cli import main
from tests.conftest import Run
from tests.frozen import first_moment
from tests.killing import in_child
from tests.pipeline import build
from tests.small_deck import small_deck

ROOT = Path(__file__).parents[2]
NOW = first_moment()


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


BUILD_AT = """\
import sys, time
moment = float(sys.argv[1])
time.time = lambda: moment
from flashcards.cli import main
main(["build"], prog_name="flashcards")
"""


def test_the_same_input_gives_the_same_bytes_anywhere_and_at_any_time(tmp_path: Path) -> None:
    runs = []
    for place, seed, language, moment in (
        ("here", "0", "C.UTF-8", NOW),
        ("elsewhere/far away", "4711", "tr_TR.UTF-8", NOW + 100_000),
    ):
        folder = folder_with(ROOT / "decks", tmp_path / place)
        subprocess.run(
            [sys.executable, "-c", BUILD_AT, str(moment)],
            cwd=folder,
            env={**os.environ, "PYTHONHASHSEED": seed, "LANG": language, "PYTHONPATH": str(ROOT)},
            check=True,
            stdout=subprocess.DEVNULL,
        )
        runs.append(
            (bytes_of(folder / "dist"), {path.name: path.read_bytes() for path in folder.glob("decks/*.ledger")})
        )
    assert runs[0] == runs[1]


def test_the_zip_says_nothing_of_the_machine(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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
        assert 0 < ids[0] < ids[1] <= NOW * 1000
    finally:
        database.close()


KINDS = """\
deck:
  id: kinds
  uid: 00112233445566778899aabbccddeeff
  title: {en: Every kind, bn: সব রকম}
  languages: [en, bn]
notes:
  - {id: plain, question: {en: "Is a < b & 'c' > d?", bn: কোন?}, answer: {en: "*yes*", bn: হ্যাঁ}}
  - {id: number, question: {en: "42", bn: ৪২}, answer: {en: "1e3", bn: "007"}}
  - id: amazon
    tags: [Own::Tag, über]
    text:
      en: "The {{c3::Amazon {{c1::river}}}} flows into the {{c2::Atlantic::ocean}}, says {{c3::everyone}}."
      bn: "{{c3::আমাজন {{c1::নদী}}}} {{c2::আটলান্টিকে::মহাসাগর}} পড়ে, {{c3::সবাই}} বলে।"
  - {id: silt, term: {en: silt, bn: পলি}, meaning: {en: fine earth, bn: মিহি মাটি}}
  - {id: nile, type: typed, question: {en: How long is it?, bn: কত লম্বা?}, answer: {en: "6650", bn: ৬৬৫০}}
"""
_STEP = 1024  # between ids of notes


class Many(Collection[PackageNote]):
    """As many notes as one likes, like a few, each made when it is wanted; they may come in any order."""

    def __init__(self, few: Sequence[PackageNote], order: Sequence[int]) -> None:
        self._few = few
        self._order = order

    def __len__(self) -> int:
        return len(self._order)

    def __contains__(self, note: object) -> bool:
        return any(note == other for other in self)

    def __iter__(self) -> Iterator[PackageNote]:
        for number in self._order:
            like = self._few[number % len(self._few)]
            said = tuple(f"{field} {number}" for field in like.fields)
            yield like._replace(
                guid=f"note{number}", note_id=(number + 1) * _STEP, mod=number, fields=said, due=number + 1
            )


@pytest.fixture
def kinds(tmp_path: Path) -> tuple[Package, ...]:
    """Packages with notes of every type."""
    (tmp_path / "kinds.yaml").write_text(KINDS, encoding="utf-8")
    return tuple(each.package for each in build(tmp_path, tmp_path / "dist", now=NOW - 10))


def written(package: Package, place: Path) -> sqlite3.Connection:
    """A package as it was written."""
    with place.open("wb") as file:
        write_package(package, file)
    return database_in(place)


def as_genanki_writes(package: Package) -> sqlite3.Connection:
    """What genanki would write itself, were it told the ids, the moments, and which cards there are."""
    database = sqlite3.connect(":memory:")
    cursor = database.cursor()
    cursor.executescript(APKG_SCHEMA)
    models = {
        key: genanki.Model(
            notetype.id,
            fields=[{"name": field.name} for field in notetype.fields],
            sort_field_index=notetype.field_index(notetype.sort_field),
        )
        for key, (notetype, _) in package.notetypes.items()
    }
    for note in package.notes:
        theirs = genanki.Note(models[note.notetype], list(note.fields), tags=note.tags, guid=note.guid, due=note.due)
        theirs.cards = [genanki.Card(number) for number in note.cards]
        ids = iter([note.note_id, *(note.note_id + number for number in note.cards)])
        theirs.write_to_db(cursor, note.mod, package.edition.deck_id, ids)
    return database


def rows_of(database: sqlite3.Connection) -> list[list[tuple[object, ...]]]:
    """The notes and cards of a collection, and what it is made of."""
    queries = (
        "select *, typeof(sfld) from notes order by id",
        "select * from cards order by id",
        "select type, name, sql from sqlite_master order by name",
    )
    try:
        return [database.execute(query).fetchall() for query in queries]
    finally:
        database.close()


def test_every_row_is_as_genanki_would_write_it(kinds: Sequence[Package], tmp_path: Path) -> None:
    without_tags = replace(kinds[0], notes=tuple(note._replace(tags=()) for note in kinds[0].notes))
    for package in (*kinds, without_tags):
        ours = rows_of(written(package, tmp_path / package.file_name))
        assert ours == rows_of(as_genanki_writes(package))
        notes, cards, _ = ours
        assert [card[3] for card in cards] == [0, 0, 0, 1, 2, 0, 1, 0]
        assert [note[-1] for note in notes] == [
            "text",
            "integer" if "en" in package.file_name else "text",
            *["text"] * 3,
        ]
    assert {note[5] for note in notes} == {"  "}


@pytest.mark.slow
def test_so_it_is_with_very_many_notes_in_any_order(kinds: Sequence[Package], tmp_path: Path) -> None:
    package = kinds[0]
    mixed = list(range(12_000))
    random.Random(1).shuffle(mixed)
    sizes = []
    for order in (range(12_000), mixed):
        many = replace(package, notes=Many(tuple(package.notes), order))
        assert rows_of(written(many, tmp_path / "many.apkg")) == rows_of(as_genanki_writes(many))
        database = database_in(tmp_path / "many.apkg")
        sizes.append([database.execute(f"pragma {name}").fetchone() for name in ("page_count", "freelist_count")])
        assert database.execute("pragma integrity_check").fetchall() == [("ok",)]
        database.close()
    assert sizes[0] == sizes[1]
    assert sizes[0][1] == (0,)


@pytest.mark.slow
def test_notes_are_not_held_once_they_are_written(kinds: Sequence[Package], tmp_path: Path) -> None:
    peaks = []
    for count in (12_000, 36_000):
        many = replace(kinds[0], notes=Many(tuple(kinds[0].notes), range(count)))
        with (tmp_path / "many.apkg").open("wb") as file:
            tracemalloc.start()
            try:
                write_package(many, file)
                peaks.append(tracemalloc.get_traced_memory()[1])
            finally:
                tracemalloc.stop()
    assert peaks[1] < 1.1 * peaks[0]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Path:
    """A deck that was built at midnight, and edited since."""
    monkeypatch.chdir(tmp_path)
    Path("decks").mkdir()
    deck = Path("decks/planets.yaml")
    deck.write_text(small_deck("planets", ["bn", "en"]), encoding="utf-8")
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


def test_what_a_killed_build_left_is_swept_away_a_day_later(project: Path, run: Run) -> None:
    young, old = Path("dist/.planets-bn.apkg.new.part"), Path("dist/.planets-bn.apkg.old.part")
    for part in (young, old):
        part.write_bytes(b"half a package")
    os.utime(young, (NOW - 80_000,) * 2)
    os.utime(old, (NOW - 90_000,) * 2)
    run("build")
    assert (young.exists(), old.exists()) == (True, False)


def test_a_full_disk_is_reported_and_changes_nothing(project: Path) -> None:
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


def test_a_scratch_folder_that_cannot_be_written_to_is_reported(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state_of(project)
    monkeypatch.setattr("flashcards.anki.package_writer.scratch_folder", lambda: nullcontext(Path("/proc")))
    said = run("build", expect=1).stderr
    assert said.endswith(
        "error: cannot write a scratch file in '/proc': unable to open database file\n  hint: make room there\n"
    )
    assert state_of(project) == before


def test_the_file_that_a_disk_has_no_room_for_is_named(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    before = state_of(project)
    monkeypatch.setattr("os.fsync", fail)
    said = run("build", expect=1).stderr
    assert said.endswith(
        "error: cannot write 'decks/planets.ledger': No space left on device\n  hint: nothing was changed\n"
    )
    assert state_of(project) == before


def test_a_place_one_cannot_write_to_is_reported(project: Path, run: Run) -> None:
    before = state_of(project)
    said = run("build", "-o", "/sys/dist", expect=1).stderr
    assert said == "error: cannot write '/sys/dist': Operation not permitted\n  hint: nothing was changed\n"
    assert state_of(project) == before
    said = run("build", "-o", "/sys", expect=1).stderr
    assert said.startswith("error: cannot write '/sys/planets-bn.apkg': ")
    Path("a-file").touch()
    said = run("build", "-o", "a-file", expect=1).stderr
    assert said == "error: cannot write 'a-file': File exists\n  hint: nothing was changed\n"
