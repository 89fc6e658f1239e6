"""What a command came to the last time, whole or in pieces, for as long as what it read has not changed.

It lies in the platform's cache folder and is never the truth: what a command read is hashed again
each time, another flashcards or another library remembers nothing, and a file that is damaged or
gone is as if it had never been.
"""

import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flashcards import __version__
from flashcards.system import clock
from flashcards.system.regular_files import open_file

_DAY = 24 * 60 * 60  # seconds
_KEPT = 30 * _DAY
_ROOM = 1 << 29  # bytes for pieces, enough for the decks of most; a million notes take 300 million
_MANY = 50  # pieces
_ABSENT = ""
_LONGEST_LINE = 200  # bytes


def recall(command: Sequence[str]) -> Any | None:
    """What was remembered of a command, in this folder and with the same arguments, if it holds still."""
    try:
        checksum, text = _file(command).read_text(encoding="utf-8").split("\n", 1)
        if checksum != _checksum(text):
            return None
        known = json.loads(text)
        if all(_hash(Path(path)) == content for path, content in known["inputs"].items()):
            return known["outcome"]
    except (OSError, ValueError, KeyError):
        pass
    return None


def remember(command: Sequence[str], inputs: Mapping[Path, str | None], outcome: Any) -> None:
    """Remember what a command came to, in JSON's values.

    The `inputs` are files, with the SHA-256 sum of what was read of them, as they may have changed since; None
    stands for one that is as it is now. Where one of them is not there, that counts too.
    """
    sums = {str(path): _hash(path) if content is None else content for path, content in inputs.items()}
    known = {"inputs": sums, "outcome": outcome}
    text = json.dumps(known, ensure_ascii=False, separators=(",", ":"))
    file = _file(command)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _place(file, f"{_checksum(text)}\n{text}".encode())
        _sweep(file.parent)
    except (OSError, ValueError):
        pass  # a full disk, a home one cannot write to, names that are no Unicode: nothing is remembered


class Drawer:
    """Pieces of work, each under a key that says all that it came from; a piece may be gone at any time."""

    def __init__(self, folder: Path) -> None:
        self._new = 0
        self._folder = folder
        self._tools = hashlib.sha256("\0".join(_tools()).encode())

    def key(self, *digests: bytes) -> str:
        """The key for what comes of these, told by their hashes, in the hands of this flashcards."""
        known = self._tools.copy()
        known.update(b"".join(digests))
        return known.hexdigest()

    @property
    def has_many_new(self) -> bool:
        """Whether so much was put into it that there may be too much."""
        return self._new > _MANY

    def has(self, key: str) -> bool:
        return (self._folder / key).exists()

    def put(self, key: str, *parts: bytes) -> bool:
        """Keep a piece of work, of which each part may be had by itself; whether there is room for it."""
        from flashcards.system.compression import packed

        smaller = [packed(part) for part in parts]
        sizes = " ".join([key, *(str(len(part)) for part in smaller)]).encode()
        try:
            _place(self._folder / key, b"\n".join((sizes, b"".join(smaller))))
        except OSError:
            return False
        self._new += 1
        return True

    def drop(self, key: str) -> None:
        """Keep a piece no longer, of which something is missing."""
        (self._folder / key).unlink(missing_ok=True)

    def get(self, key: str, part: int) -> bytes | None:
        """A part of what was kept under a key, or None."""
        from flashcards.system.compression import unpacked

        place = self._folder / key
        try:
            with place.open("rb") as file:
                name, *told = file.readline(_LONGEST_LINE).decode().split()
                if name != key:
                    return None
                sizes = [*map(int, told)]
                file.seek(sum(sizes[:part]), os.SEEK_CUR)
                found = unpacked(file.read(sizes[part]))
            os.utime(place)  # what is in use is swept away last
            return found
        except (OSError, ValueError, IndexError):  # DamagedError is a ValueError
            return None


@contextmanager
def drawer() -> Iterator[Drawer]:
    """What was kept of earlier work, and room for more; where there is none in the cache, for this once."""
    folder = _cache() / "pieces"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError:
        from flashcards.system.atomic import scratch_folder

        with scratch_folder() as scratch:
            yield Drawer(scratch)
    else:
        pieces = Drawer(folder)
        yield pieces
        _sweep(folder, is_due=pieces.has_many_new)


def _place(file: Path, content: bytes) -> None:
    """Write a file whole or not at all, unless the machine fails: then its checksum tells."""
    aside = file.with_suffix(f".{os.getpid()}")
    try:
        aside.write_bytes(content)
        aside.replace(file)
    finally:
        aside.unlink(missing_ok=True)


def _sweep(folder: Path, *, is_due: bool = False) -> None:
    """Delete what has not been used for long, and of the rest what there is no room for; once a day is enough."""
    swept = folder / ".swept"
    try:
        if is_due or not swept.exists() or clock.now() - swept.stat().st_mtime > _DAY:
            swept.touch()
            files = [(each.stat(), each.path) for each in os.scandir(folder) if each.is_file()]
            room = _ROOM
            for state, path in sorted(files, key=lambda file: file[0].st_mtime, reverse=True):
                room -= state.st_size
                if room < 0 or clock.now() - state.st_mtime > _KEPT:
                    Path(path).unlink()
    except OSError:
        pass  # another process sweeps too


def _cache() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("flashcards")


def _file(command: Sequence[str]) -> Path:
    name = hashlib.sha256(
        "\0".join([str(Path.cwd()), *_tools(), *command]).encode(errors="surrogateescape")
    ).hexdigest()
    return _cache() / f"{name[:32]}.json"


def _tools() -> Iterator[str]:
    """What a result depends on besides what is read: each file of flashcards, and the libraries there are."""
    yield __version__
    yield sys.version
    for folder, inside, files in os.walk(Path(__file__).parent):
        inside[:] = sorted(name for name in inside if name != "__pycache__")  # what Python keeps there follows the rest
        for name in sorted(files):
            state = os.stat(f"{folder}/{name}")  # noqa: PTH116  # a Path takes as long as all the rest
            yield f"{name} {state.st_size} {state.st_mtime_ns}"
    yield str(_libraries().stat().st_mtime_ns)


def _libraries() -> Path:
    """The folder whose time of change moves when a library comes, goes or changes."""
    import platformdirs  # any of them would do

    return Path(str(platformdirs.__file__)).parents[1]


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _hash(path: Path) -> str:
    try:
        with open_file(path) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return _ABSENT
