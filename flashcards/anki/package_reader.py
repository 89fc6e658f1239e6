"""Packages from any origin, read in bounded time and memory.

A package may be hostile: its archive may unpack to any size, and its database may define views, triggers or
generated columns that never end. Therefore only the collection is unpacked, to a scratch folder and up to a limit;
only plain tables are read, by queries that may do nothing else; and anything malformed is one error.
"""

import sqlite3
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, BinaryIO

from flashcards.model.problem import FlashcardsError
from flashcards.system.atomic import scratch_folder
from flashcards.system.regular_files import open_file

MEGABYTE = 1 << 20

SUFFIXES = (".apkg", ".colpkg")
"""The endings of packages: Anki's, and those of a whole collection."""

MAX_UNPACKED = 512
"""The size in megabytes that a collection may unpack to, unless the user allows more."""

_NEWEST = "collection.anki21b"  # compressed by Zstandard
# In Anki's order: it reads the first that exists
_COLLECTIONS = (_NEWEST, "collection.anki21", "collection.anki2")
_TABLES = frozenset(("col", "notes", "cards"))
_TABLES_OF_NEWEST = _TABLES | {"notetypes", "fields", "templates", "decks"}
_LARGEST_WINDOW = 128 * MEGABYTE  # that a Zstandard frame may make its reader hold

_MAX_DIRECTORY = 32 * MEGABYTE  # bytes of the archive's directory: some 300,000 files
_MAX_VALUE = 32 * MEGABYTE  # bytes of one value in the database
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # those that Anki writes
_IS_ENCRYPTED = 1

# Records at the end of an archive (APPNOTE.TXT, 4.3.14 and 4.3.16): signature, offset and format of the directory size
_TAIL = 1 << 17  # bytes
_RECORDS = ((b"PK\x05\x06", 12, "<I"), (b"PK\x06\x06", 40, "<Q"))

# Steps of SQLite's virtual machine; reading a collection takes one or two per byte
_STEPS_AT_A_TIME = 10_000
_STEPS_A_BYTE = 20
_STEPS_AT_LEAST = 10_000_000

_ALLOWED = frozenset((sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION))


@contextmanager
def collection_of(path: Path, max_unpacked: int = MAX_UNPACKED) -> Iterator[sqlite3.Connection]:
    """Open the database of a package; `max_unpacked` is in megabytes.

    Raises FlashcardsError if the file is not a readable package, also for any error while the caller
    reads the database.
    """
    with scratch_folder() as folder:
        database = folder / "collection"
        try:
            size, tables = _unpack(path, database, max_unpacked)
            with closing(_connect(database, size, tables)) as connection:
                yield connection
        except (FlashcardsError, GeneratorExit):
            raise
        except Exception as error:  # a malformed package makes its parsers raise anything
            raise _malformed(path) from error


def check_package(path: Path, max_unpacked: int = MAX_UNPACKED) -> None:
    """Raise FlashcardsError if a package is malformed, or unpacks to more than `max_unpacked` megabytes."""
    with collection_of(path, max_unpacked):
        pass


@contextmanager
def archive_of(path: Path, damaged: FlashcardsError | None = None) -> Iterator[zipfile.ZipFile]:
    """Open a package as an archive; raises FlashcardsError if it is not an archive, also while its members are read.

    `damaged` is the error of an archive that is no Anki package.
    """
    try:
        with open_file(path) as file:
            if _directory_size(file) > _MAX_DIRECTORY:
                raise damaged or FlashcardsError(f"'{path}' lists more files than an Anki package has")
            with zipfile.ZipFile(file) as archive:
                yield archive
    except FileNotFoundError as error:
        raise FlashcardsError(f"there is no '{path}'") from error
    except OSError as error:
        raise FlashcardsError(f"cannot read '{path}': {error.strerror or error}") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError) as error:
        raise damaged or _malformed(path) from error


def _unpack(path: Path, database: Path, max_unpacked: int) -> tuple[int, frozenset[str]]:
    """Unpack the collection of a package to `database`; returns its size in bytes, and the tables it must have."""
    with archive_of(path) as archive:
        name = _collection_in(archive, path)
        with opened(archive, name, path, is_zstd=name == _NEWEST) as member:
            size = _copy(member, database, path, max_unpacked)
    return size, _TABLES_OF_NEWEST if name == _NEWEST else _TABLES


def is_newest(archive: zipfile.ZipFile) -> bool:
    """Whether a package is in Anki's newest format, in which all members but one are compressed by Zstandard."""
    return _NEWEST in archive.namelist()


@contextmanager
def opened(archive: zipfile.ZipFile, name: str, path: Path, *, is_zstd: bool) -> Iterator[IO[bytes]]:
    """Open a member to read its content; raises FlashcardsError for what Anki does not write."""
    member = archive.getinfo(name)
    if member.flag_bits & _IS_ENCRYPTED or member.compress_type not in _METHODS:
        raise _malformed(path)
    with archive.open(member) as content:
        if not is_zstd:
            yield content
            return
        import zstandard

        try:
            tool = zstandard.ZstdDecompressor(max_window_size=_LARGEST_WINDOW)
            with tool.stream_reader(content, closefd=False) as unpacked:
                yield unpacked
        except zstandard.ZstdError as error:
            raise _malformed(path) from error


def _directory_size(file: BinaryIO) -> int:
    """The size of the directory in bytes according to the archive; the largest if there are several records."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _TAIL))
    tail = file.read()
    sizes = [0]
    for signature, offset, form in _RECORDS:
        place = tail.find(signature)
        while 0 <= place <= len(tail) - offset - struct.calcsize(form):
            sizes += struct.unpack_from(form, tail, place + offset)
            place = tail.find(signature, place + 1)
    return min(max(sizes), size)


def _collection_in(archive: zipfile.ZipFile, path: Path) -> str:
    names = frozenset(archive.namelist())
    name = next((name for name in _COLLECTIONS if name in names), "")
    if not name:
        raise _malformed(path)
    return name


def _copy(member: IO[bytes], database: Path, path: Path, max_unpacked: int) -> int:
    limit, size = max_unpacked * MEGABYTE, 0
    with database.open("wb") as file:
        while content := member.read(MEGABYTE):
            size += len(content)
            if size > limit:
                hint = f"if you trust it, allow more with `--max-unpacked {max_unpacked * 4}`"
                raise FlashcardsError(f"the collection in '{path}' is larger than {max_unpacked:,} MB", hint)
            file.write(content)
    return size


def _connect(database: Path, size: int, tables: frozenset[str]) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{database.as_uri()}?mode=ro&immutable=1", uri=True)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, min(_MAX_VALUE, max(size, 1)))
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA cell_size_check=ON")
    left = (_STEPS_AT_LEAST + _STEPS_A_BYTE * size) // _STEPS_AT_A_TIME

    def has_no_steps_left() -> bool:
        nonlocal left
        left -= 1
        return left < 0

    connection.set_progress_handler(has_no_steps_left, _STEPS_AT_A_TIME)
    connection.create_collation("unicase", _compared)  # which the newest format names
    _check_tables(connection, tables)
    connection.set_authorizer(lambda action, *_: sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY)
    return connection


def _compared(one: str, other: str) -> int:
    one, other = one.casefold(), other.casefold()
    return (one > other) - (one < other)


def _check_tables(connection: sqlite3.Connection, needed: frozenset[str]) -> None:
    """Raise ValueError unless the database has Anki's tables, and nothing but plain tables and indexes."""
    schema = connection.execute("SELECT type, name, rootpage FROM sqlite_master").fetchall()
    plain = {name for kind, name, page in schema if kind == "table" and page}
    others = [name for kind, name, page in schema if kind not in ("table", "index") or not page]
    computed = [
        name for name in plain & needed for column in connection.execute(f"PRAGMA table_xinfo({name})") if column[6]
    ]
    if not plain >= needed or others or computed:
        raise ValueError("not a collection's tables")


def _malformed(path: Path) -> FlashcardsError:
    return FlashcardsError(f"'{path}' is not an Anki package", hint="use the .apkg file as it was built")
