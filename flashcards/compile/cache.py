"""The cache: results of chunks and of whole commands, in one SQLite file in the platform's cache folder.

The key of a value is a hash of all its inputs, including this version of flashcards and its libraries, and each value
has a checksum. What is missing or damaged is computed again, and everything if the file cannot be used. Values are
JSON or bytes; nothing in them is executed. The file can be deleted at any time, also while a command runs, and several
commands can use it at once. It is SQLite because that is one file, in the standard library, and safe with several
writers; one file a value would take a directory entry, a rename and a timestamp each.
"""

import hashlib
import json
import os
import sqlite3
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakSet

from flashcards import __version__
from flashcards.system import clock
from flashcards.system.compression import DamagedError, compress, decompress
from flashcards.system.reads import ABSENT
from flashcards.system.regular_files import open_file

FILE = "cache.sqlite3"
Value = TypeVar("Value")
_ROOM = 1 << 29  # bytes of values; a million notes take 300 million
_MANY = 50  # new values before the size is checked
_DAY = 24 * 60 * 60  # seconds
_KEPT = 30 * _DAY
_PATIENCE = 5.0  # seconds to wait for another process
_SUM = 8  # bytes of a checksum
_AT_ONCE = 500  # keys in a statement
_SCHEMA = "CREATE TABLE entry (key BLOB PRIMARY KEY, used INTEGER NOT NULL, size INTEGER NOT NULL, value BLOB NOT NULL)"
_SETTINGS = (
    "PRAGMA trusted_schema=OFF",
    "PRAGMA auto_vacuum=INCREMENTAL",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=OFF",  # values damaged by a crash of the machine are computed again
)

# SQLite's codes, of which this is the low byte, for a file that is locked, cannot be opened or written, or is too large
_OF_THE_SYSTEM = frozenset(
    (
        *(sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM),
        *(sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_NOMEM),
    )
)


class Cache:
    """Values by key; any value may be missing at any time."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._tools = hashlib.sha256("\0".join(_tools()).encode())
        self._connection: sqlite3.Connection | None = None
        self._is_usable = True
        self._owner = 0
        self._used: list[bytes] = []
        self._new = 0
        _CACHES.add(self)

    @property
    def is_usable(self) -> bool:
        """Whether the file can be read and written."""
        return self._opened() is not None

    def key(self, *parts: bytes) -> bytes:
        """The key of a value computed from these inputs by this version of flashcards and its libraries."""
        known = self._tools.copy()
        known.update(b"".join(parts))
        return known.digest()

    def present(self, keys: Sequence[bytes]) -> set[bytes]:
        """Those of some keys that have a value, readable or not."""
        found: set[bytes] = set()
        for begin in range(0, len(keys), _AT_ONCE):
            some = keys[begin : begin + _AT_ONCE]
            rows = self._rows(f"SELECT key FROM entry WHERE key IN ({_marks(some)})", some)
            found.update(key for (key,) in rows)
        return found

    def get(self, key: bytes) -> bytes | None:
        """The value of a key, or None."""
        rows = self._rows("SELECT value FROM entry WHERE key = ?", (key,))
        if not rows or not isinstance(rows[0][0], bytes):
            return None
        value = rows[0][0]
        if _checksum(key, value[_SUM:]) != value[:_SUM]:
            return None
        try:
            content = decompress(value[_SUM:])
        except DamagedError:
            return None
        self._used.append(key)
        return content

    def put(self, key: bytes, content: bytes) -> None:
        """Store a value, if the file can be written."""
        value = compress(content)
        now, row = int(clock.now()), _checksum(key, value) + value
        self._rows("INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?)", (key, now, len(row), row))
        self._new += 1

    def get_json(self, key: bytes) -> Any | None:
        """The value stored by `put_json`, or None."""
        content = self.get(key)
        try:
            return None if content is None else json.loads(content)
        except (ValueError, RecursionError):
            return None

    def put_json(self, key: bytes, value: object) -> None:
        """Store a value as JSON."""
        self.put(key, _ENCODER.encode(value).encode())

    def get_result(self, command: Sequence[str]) -> Any | None:
        """The result of a command in this folder, or None if a file that it read has changed."""
        known = self.get_json(self._command_key(command))
        try:
            if known and all(_hash(Path(path)) == sha256 for path, sha256 in known["reads"].items()):
                return known["outcome"]
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            pass
        return None

    def put_result(self, command: Sequence[str], reads: Mapping[Path, str | None], outcome: object) -> None:
        """Store the result of a command with hashes of the files that it read; None is for the current content."""
        try:
            hashes = {str(path): _hash(path) if sha256 is None else sha256 for path, sha256 in reads.items()}
            self.put_json(self._command_key(command), {"reads": hashes, "outcome": outcome})
        except (OSError, ValueError):
            pass  # a name that is not Unicode, or a file that is no longer readable

    def close(self) -> None:
        """Record usage, delete old values and close the file, before a fork or at the end."""
        if self._connection is not None and self._owner == os.getpid():
            self._touch()
            self._sweep()
            if self._connection is not None:
                self._connection.close()
        self._connection = None

    def _command_key(self, command: Sequence[str]) -> bytes:
        return self.key("\0".join(["command", str(Path.cwd()), *command]).encode(errors="surrogateescape"))

    def _rows(self, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Execute a statement; returns no rows if the file cannot be used, or is locked for too long."""
        return self._done(lambda connection: connection.execute(statement, values).fetchall()) or []

    def _done(self, act: Callable[[sqlite3.Connection], Value]) -> Value | None:
        try:
            connection = self._opened()
            return act(connection) if connection else None
        except (sqlite3.Error, UnicodeDecodeError) as error:
            if not _is_of_the_system(error):  # damaged: create it again, or do without
                self._recreate()
            return None

    def _opened(self) -> sqlite3.Connection | None:
        if self._connection is not None and self._owner == os.getpid():
            return self._connection
        if not self._is_usable:
            return None
        # the connection of the parent process must not be closed here
        self._connection, self._owner = None, os.getpid()
        try:
            self._connection = _connected(self._path)
        except sqlite3.DatabaseError:
            self._recreate()
        except OSError:
            self._is_usable = False
        return self._connection

    def _recreate(self) -> None:
        """Replace a file that is damaged or not a cache; if that fails, use none."""
        self._is_usable = False
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        try:
            for name in (FILE, f"{FILE}-wal", f"{FILE}-shm"):
                self._path.with_name(name).unlink(missing_ok=True)
            self._connection = _connected(self._path)
            self._is_usable = True
        except (OSError, sqlite3.Error):
            pass

    def _touch(self) -> None:
        """Update when values were last used, at most once a day."""
        now = int(clock.now())
        for begin in range(0, len(self._used), _AT_ONCE):
            some = self._used[begin : begin + _AT_ONCE]
            statement = f"UPDATE entry SET used = ? WHERE used < ? AND key IN ({_marks(some)})"
            self._rows(statement, (now, now - _DAY, *some))
        self._used.clear()

    def _sweep(self) -> None:
        """Delete values that were not used for long, and the least recently used ones above the size limit."""
        if self._new <= _MANY:
            return
        self._new = 0
        self._rows("DELETE FROM entry WHERE used < ?", (int(clock.now()) - _KEPT,))
        room, last = _ROOM, None
        for used, size in self._rows("SELECT used, sum(size) FROM entry GROUP BY used ORDER BY used DESC"):
            room -= size
            if room < 0:
                last = used
                break
        if last is not None:
            self._rows("DELETE FROM entry WHERE used <= ?", (last,))
        # a script, because a statement without columns is stepped once, which is one page
        self._done(lambda connection: connection.executescript("PRAGMA incremental_vacuum"))


_CACHES: "WeakSet[Cache]" = WeakSet()


def _close_all() -> None:
    for cache in [*_CACHES]:
        cache.close()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_close_all)  # SQLite connections must not be used after a fork


@contextmanager
def opened_cache() -> Iterator[Cache]:
    """The cache; if the platform's folder cannot be used, a temporary one."""
    folder = _folder()
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    cache = Cache(folder)
    if cache.is_usable:
        with closing(cache):
            yield cache
        return
    from flashcards.system.atomic import scratch_folder

    with scratch_folder() as scratch, closing(Cache(scratch)) as cache:
        yield cache


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)


def _connected(path: Path) -> sqlite3.Connection:
    """Connect to a cache; raises sqlite3.DatabaseError if the file is not a cache."""
    connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
    try:
        for setting in _SETTINGS:
            connection.execute(setting)
        found = connection.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall()
        if not found:
            connection.execute(_SCHEMA.replace("TABLE", "TABLE IF NOT EXISTS"))
        elif found != [(_SCHEMA,)]:
            raise sqlite3.DatabaseError("not a cache of this schema")
    except UnicodeDecodeError as error:  # a name in a damaged file
        connection.close()
        raise sqlite3.DatabaseError("not a cache of this schema") from error
    except sqlite3.Error as error:
        connection.close()
        if _is_of_the_system(error):
            raise OSError(str(error)) from error
        raise
    return connection


def _marks(values: Sequence[object]) -> str:
    """The placeholders of values in a statement."""
    return ",".join("?" * len(values))


def _is_of_the_system(error: Exception) -> bool:
    """Whether a file cannot be used as things are, but is not damaged."""
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF in _OF_THE_SYSTEM


def _checksum(key: bytes, value: bytes) -> bytes:
    return hashlib.blake2b(value, digest_size=_SUM, key=key).digest()


def _hash(path: Path) -> str:
    try:
        with open_file(path) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ABSENT


def _folder() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("flashcards")


def _tools() -> Iterator[str]:
    """What results depend on besides their inputs: the files of flashcards, and the installed libraries."""
    yield __version__
    yield sys.version
    for folder, inside, files in os.walk(Path(__file__).parents[1]):
        inside[:] = sorted(name for name in inside if name != "__pycache__")  # derived from the other files
        for name in sorted(files):
            state = os.stat(f"{folder}/{name}")  # noqa: PTH116  # creating a Path takes as long as all the rest
            yield f"{name} {state.st_size} {state.st_mtime_ns}"
    yield str(_libraries().stat().st_mtime_ns)


def _libraries() -> Path:
    """The folder whose modification time changes when a library is installed, removed or updated."""
    import platformdirs  # any of them would do

    return Path(str(platformdirs.__file__)).parents[1]
