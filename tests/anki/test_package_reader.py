"""A package from a stranger is read in bounded time and memory, or refused in two lines."""

import io
import json
import os
import sqlite3
import struct
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from flashcards.deckfile.template import new_deck
from tests.conftest import Run

NO_PACKAGE = "error: 'hostile.apkg' is not an Anki package\n  hint: use the .apkg file as it was built\n"
HOSTILE = Path("hostile.apkg")
ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n"


@pytest.fixture(autouse=True)
def _a_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Iterator[None]:
    """A package of ours, and a scratch folder in which nothing is left."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    Path("decks").mkdir()
    Path("decks/planets.yaml").write_text(new_deck("planets", ["bn", "en"]), encoding="utf-8")
    run("build")
    Path("dist/planets-en.apkg").rename("good.apkg")
    yield
    assert list(scratch.iterdir()) == []


def database_of(package: Path) -> bytes:
    with zipfile.ZipFile(package) as archive:
        return archive.read("collection.anki2")


def with_database(change: Callable[[sqlite3.Connection], object]) -> bytes:
    """The database of the good package, changed."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(database_of(Path("good.apkg")))
        change(connection)
        connection.commit()
        return connection.serialize()


def pack(database: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.writestr("collection.anki2", database)
        archive.writestr("media", "{}")
    return file.getvalue()


def with_script(script: str) -> bytes:
    return pack(with_database(lambda connection: connection.executescript(script)))


def with_column(column: str, value: object) -> bytes:
    return pack(with_database(lambda connection: connection.execute(f"UPDATE col SET {column} = ?", [value])))


def with_names(column: str, name: object) -> bytes:
    """A package in which all that has a name has this one: note types with their fields, or decks."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(database_of(Path("good.apkg")))
        [(written,)] = connection.execute(f"SELECT {column} FROM col").fetchall()
    return with_column(column, json.dumps(json.loads(written, object_hook=lambda each: _named(each, name))))


def _named(each: dict[str, object], name: object) -> dict[str, object]:
    return {**each, "name": name} if "name" in each else each


def damaged() -> bytes:
    content = bytearray(pack(database_of(Path("good.apkg"))))
    content[200:400] = bytes(200)
    return bytes(content)


def with_flag(offset: int, value: int) -> bytes:
    """An archive that says something else of its members, in both of its lists."""
    content = bytearray(pack(database_of(Path("good.apkg"))))
    for signature, more in ((b"PK\x03\x04", 0), (b"PK\x01\x02", 2)):
        place = content.find(signature)
        struct.pack_into("<H", content, place + offset + more, value)
    return bytes(content)


REPLACED = "ALTER TABLE notes RENAME TO old; "
PACKAGES: Mapping[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "no archive": lambda: b"text",
    "an archive of something else": lambda: pack(b"text"),
    "a damaged archive": damaged,
    "half an archive": lambda: pack(database_of(Path("good.apkg")))[:900],
    "an encrypted member": lambda: with_flag(6, 1),
    "an unknown method": lambda: with_flag(8, 77),
    "bzip2": lambda: pack(database_of(Path("good.apkg")), zipfile.ZIP_BZIP2),
    "lzma": lambda: pack(database_of(Path("good.apkg")), zipfile.ZIP_LZMA),
    "a database cut short": lambda: pack(database_of(Path("good.apkg"))[:5000]),
    "no notes": lambda: with_script("DROP TABLE notes"),
    "an endless view": lambda: with_script(f"{REPLACED}CREATE VIEW notes AS {ENDLESS}"),
    "an endless view beside": lambda: with_script(f"CREATE VIEW more AS {ENDLESS}"),
    "a huge view": lambda: with_script(f"{REPLACED}CREATE VIEW notes AS SELECT hex(zeroblob(45000000)) AS flds"),
    "a huge generated column": lambda: with_script(
        f"{REPLACED}CREATE TABLE notes (id, guid, mid, tags, flds AS (hex(zeroblob(45000000)))); "
        "INSERT INTO notes (id, guid, mid, tags) SELECT id, guid, mid, tags FROM old"
    ),
    "a trigger": lambda: with_script("CREATE TRIGGER t AFTER INSERT ON notes BEGIN DELETE FROM notes; END"),
    "a virtual table": lambda: with_script("CREATE VIRTUAL TABLE f USING fts5(x)"),
    "a schema by hand": lambda: with_script(
        "PRAGMA writable_schema=ON; UPDATE sqlite_master SET sql = 'CREATE TABLE notes (' WHERE name = 'notes'"
    ),
    "deep JSON": lambda: with_column("models", "[" * 100_000),
    "models null": lambda: with_column("models", "null"),
    "models a list": lambda: with_column("models", "[]"),
    "models a number": lambda: with_column("models", json.dumps({"1": 2})),
    "models NULL": lambda: with_script(
        "ALTER TABLE col RENAME TO old_col; CREATE TABLE col AS SELECT decks, NULL AS models FROM old_col"
    ),
    "decks a list": lambda: with_column("decks", "[1]"),
    "decks a blob": lambda: with_column("decks", b"\xff\xfe"),
    "numbers for names": lambda: with_names("models", 5),
    "lists for names": lambda: with_names("models", []),
    "half a letter for names": lambda: with_names("models", "\ud800"),
    "a number for a deck's name": lambda: with_names("decks", 5),
    "half a letter for a deck's name": lambda: with_names("decks", "\ud800"),
    "tags a blob": lambda: with_script("UPDATE notes SET tags = x'00ff'"),
    "an id that is a blob": lambda: with_script("UPDATE notes SET guid = x'00ff'"),
    "fields a blob": lambda: with_script("UPDATE notes SET flds = x'00ff'"),
    "fields NULL": lambda: with_script(
        f"{REPLACED}CREATE TABLE notes AS SELECT id, guid, mid, tags, NULL AS flds FROM old"
    ),
    "text that is not UTF-8": lambda: with_script("UPDATE notes SET flds = CAST(x'ff1fff' AS TEXT)"),
    "an unknown note type": lambda: with_script("UPDATE notes SET mid = 7"),
    "one field too many": lambda: with_script("UPDATE notes SET flds = flds || char(31)"),
    "two collections": lambda: with_script(
        "INSERT INTO col SELECT 2,crt,mod,scm,ver,dty,usn,ls,conf,models,decks,dconf,tags FROM col"
    ),
}


@pytest.mark.parametrize("name", PACKAGES)
def test_a_malformed_package_is_refused_in_two_lines(name: str, run: Run) -> None:
    HOSTILE.write_bytes(PACKAGES[name]())
    assert run("diff", "good.apkg", HOSTILE, expect=1).stderr == NO_PACKAGE


@pytest.mark.parametrize("command", [("diff", "good.apkg"), ("rehearse", "good.apkg")])
def test_a_package_that_unpacks_to_more_than_is_allowed_is_refused_unless_allowed(
    command: tuple[str, ...], run: Run
) -> None:
    padding = "INSERT INTO graves VALUES (0, 0, zeroblob(3000000))"
    HOSTILE.write_bytes(with_script(padding))
    assert HOSTILE.stat().st_size < 100_000
    said = run(*command, HOSTILE, "--max-unpacked", 1, expect=1).stderr
    assert said == (
        "error: the collection in 'hostile.apkg' is larger than 1 MB\n"
        "  hint: if you trust it, allow more with `--max-unpacked 4`\n"
    )
    run(*command, HOSTILE, "--max-unpacked", 4)


@pytest.mark.slow
def test_a_gigabyte_of_zeros_takes_no_gigabyte(run: Run) -> None:
    with (
        zipfile.ZipFile(HOSTILE, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("collection.anki2", "w", force_zip64=True) as member,
    ):
        for _ in range(1000):
            member.write(bytes(1 << 20))
    script = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (1 << 29, 1 << 29)); "
        "sys.argv = ['flashcards', 'diff', 'good.apkg', 'hostile.apkg']; from flashcards.cli import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8")
    assert (done.returncode, done.stderr.splitlines()[0]) == (
        1,
        "error: the collection in 'hostile.apkg' is larger than 512 MB",
    )


def test_a_list_of_a_million_files_is_refused_before_it_is_read(run: Run) -> None:
    content = pack(database_of(Path("good.apkg")))
    directory = content.find(b"PK\x01\x02")
    end = content.find(b"PK\x05\x06")
    entry = content[directory : content.find(b"PK\x01\x02", directory + 1)]
    more = entry * 700_000
    tail = bytearray(content[end:])
    struct.pack_into("<I", tail, 12, len(more) + end - directory)
    HOSTILE.write_bytes(content[:directory] + more + content[directory:end] + tail)
    said = run("diff", "good.apkg", HOSTILE, expect=1).stderr
    assert said == "error: 'hostile.apkg' lists more files than an Anki package has\n"


@pytest.mark.parametrize("command", ["diff", "rehearse"])
def test_what_is_no_file_is_not_waited_for(command: str, run: Run) -> None:
    refused = "error: cannot read 'hostile.apkg': it is a pipe or a device, not a file\n"
    os.mkfifo(HOSTILE)
    assert run(command, "good.apkg", HOSTILE, expect=1).stderr == refused
    HOSTILE.unlink()
    HOSTILE.symlink_to("/dev/zero")
    assert run(command, "good.apkg", HOSTILE, expect=1).stderr == refused
    HOSTILE.unlink()
    assert "there is no 'hostile.apkg'" in run(command, "good.apkg", HOSTILE, expect=1).stderr


def test_nothing_of_a_package_is_written_anywhere(run: Run) -> None:
    names = ["../outside", "/tmp/flashcards-outside", "..\\outside", "collection.anki2/../../outside"]
    with zipfile.ZipFile(HOSTILE, "w") as archive:
        archive.writestr("collection.anki2", database_of(Path("good.apkg")))
        for name in names:
            archive.writestr(name, "outside")
    before = sorted(Path("..").rglob("*"))
    assert run("diff", "good.apkg", HOSTILE).stdout == "nothing changes for learners\n"
    assert sorted(Path("..").rglob("*")) == before
    assert not Path("/tmp/flashcards-outside").exists()
