"""Atomic files: each is written whole or not at all."""

import errno
import filecmp
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

from flashcards.model.problem import FlashcardsError
from flashcards.system import clock
from flashcards.system.parallel import run_all

_STALE = 24 * 60 * 60  # seconds after which the temporary files of a killed build are deleted
_SCRATCH = "flashcards-scratch-"


def last_written(paths: Iterable[Path]) -> float:
    """The latest modification time of the files, in seconds since 1970; 0 if none exists."""
    return max((path.stat().st_mtime for path in paths if path.exists()), default=0)


class AtomicWrites:
    """Files and folders written to temporary paths, and moved to their own together once all are complete."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Path, Path]] = []
        self._placed: list[Path] = []
        self._folders: set[Path] = set()  # temporary ones
        self._leftovers: dict[Path, tuple[Path, ...]] = {}  # by the folder in which they are

    def write(self, path: Path, write: Callable[[BinaryIO], object]) -> int:
        """Write a temporary file beside `path`, synced to the disk; returns its size in bytes.

        A path may be written twice: both are moved there, in order.
        """
        return _written(self._part_of(path), write)

    def folder(self, path: Path) -> Path:
        """Create a temporary folder beside `path`, to be moved there as a whole; returns the folder to write into."""
        self._make_room(path)
        with _named(path):
            part = Path(tempfile.mkdtemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent))
        part.chmod(0o777 & ~_umask())  # a temporary folder is for its owner alone
        self._folders.add(part)
        self._waiting.append((part, path))
        return part

    def _part_of(self, path: Path) -> Path:
        """Create a temporary file to be moved to `path`; a file in a temporary folder is written in place."""
        if path.parent in self._folders:
            return path
        self._make_room(path)
        with _named(path):
            handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        os.close(handle)
        self._waiting.append((Path(name), path))
        return Path(name)

    def _make_room(self, path: Path) -> None:
        """Make the folder of a path, and delete temporary files that a killed build left beside it."""
        folder = path.parent
        if folder not in self._leftovers:
            folder.mkdir(parents=True, exist_ok=True)
            self._leftovers[folder] = tuple(folder.glob(".*.part"))
        for part in self._leftovers[folder]:
            if part.name.startswith(f".{path.name}.") and part.exists() and _is_stale(part):  # another may be writing
                _remove(part)

    def write_all(
        self, files: Sequence[tuple[Path, Callable[[BinaryIO], object]]], *, parallel: bool
    ) -> tuple[int, ...]:
        """Write several files, if `parallel` in one process each; returns their sizes in bytes."""
        parts = [self._part_of(path) for path, _ in files]
        writes = [partial(_written, part, write) for part, (_, write) in zip(parts, files, strict=True)]
        return tuple(run_all(writes, parallel=parallel))

    def write_bytes(self, path: Path, content: bytes) -> int:
        """Write a file; returns its size in bytes."""
        return self.write(path, lambda file: file.write(content))

    def write_text(self, path: Path, text: str) -> int:
        """Write a text file in UTF-8; returns its size in bytes."""
        return self.write_bytes(path, text.encode())

    def place(self) -> None:
        """Move everything to its path, in the order it was written; files with equal content are not replaced."""
        for part, place in self._waiting:
            _check_place(part, place)
        for folder, waiting in groupby(self._waiting, key=lambda each: each[1].parent):
            for part, place in waiting:
                if _is_same(part, place):
                    _remove(part)
                    continue
                _exchange(part, place)
                self._placed.append(place)
            _sync_folder(folder)
        self._waiting.clear()

    def discard(self) -> None:
        """Delete the temporary files that were not moved."""
        for part, _ in self._waiting:
            _remove(part)
        self._waiting.clear()

    def failure(self, error: OSError) -> FlashcardsError:
        """The error to report: the path a user knows, the reason, and what was already written."""
        named = self._place_of(error.filename2 or error.filename)
        reason = error.strerror or str(error)
        return FlashcardsError(f"cannot write {named}: {reason}", hint=_written_before(self._placed))

    def _place_of(self, name: object) -> str:
        """The path a user knows for a file that may be temporary."""
        path = Path(os.fsdecode(name)) if isinstance(name, str | bytes | os.PathLike) else None
        for part, place in self._waiting if path else ():
            if path and path.is_relative_to(part):
                return f"'{place / path.relative_to(part)}'"
        return f"'{path}'" if path else "a file"


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Let an OSError name a path that the user knows, instead of a temporary one."""
    try:
        yield
    except OSError as error:
        error.filename = str(path)
        raise


def _written(part: Path, write: Callable[[BinaryIO], object]) -> int:
    try:
        with part.open("w+b") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
            _open_to_all(file)
            return os.fstat(file.fileno()).st_size
    except OSError as error:
        if error.filename is None:  # as of a full disk
            error.filename = str(part)
        raise


@contextmanager
def atomic_writes() -> Iterator[AtomicWrites]:
    """Write files all or none: those not placed by the end are deleted, also after an error.

    An OSError is raised as a FlashcardsError.
    """
    writes = AtomicWrites()
    try:
        yield writes
    except OSError as error:
        raise writes.failure(error) from error
    finally:
        writes.discard()


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Create a folder for temporary files; also deletes those that killed commands left a day ago or earlier."""
    for leftover in Path(tempfile.gettempdir()).glob(f"{_SCRATCH}{'?' * 8}"):
        with suppress(OSError):  # another process deletes it, or it is another user's
            if _is_stale(leftover):
                _remove(leftover)
    with tempfile.TemporaryDirectory(prefix=_SCRATCH) as folder:
        yield Path(folder)


def sha256(path: Path) -> str:
    """The SHA-256 sum of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _check_place(part: Path, place: Path) -> None:
    """Raise an OSError if a file would replace a folder, or a folder a file."""
    if place.is_dir() and not part.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(place))
    if part.is_dir() and place.exists() and not place.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(place))


def _exchange(part: Path, place: Path) -> None:
    """Move a temporary file or folder to its place; a folder that is there is first moved aside."""
    if not (part.is_dir() and place.exists()):
        part.replace(place)
        return
    old = part.with_suffix(".old.part")
    place.replace(old)
    try:
        part.replace(place)
    except OSError:
        old.replace(place)
        raise
    _remove(old)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _written_before(placed: Sequence[Path]) -> str:
    """The hint of a failed write: the files already written."""
    if not placed:
        return "nothing was changed"
    named = ", ".join(map(str, placed))
    return f"already written: {named}; run the command again to write the rest"


def _is_same(part: Path, place: Path) -> bool:
    """Whether a temporary file or folder equals the one it would replace."""
    if part.is_dir():
        names = sorted(each.name for each in part.iterdir())
        return (
            place.is_dir()
            and names == sorted(each.name for each in place.iterdir())
            and all(_is_same(part / name, place / name) for name in names)
        )
    try:
        return filecmp.cmp(part, place, shallow=False)
    except (FileNotFoundError, IsADirectoryError):
        return False
    finally:
        filecmp.clear_cache()


def _open_to_all(file: BinaryIO) -> None:
    """Give a file the default permissions of a new file; only its owner can read a temporary one."""
    if hasattr(os, "fchmod"):
        os.fchmod(file.fileno(), 0o666 & ~_umask())


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":  # elsewhere a folder cannot be opened
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _is_stale(path: Path) -> bool:
    return clock.now() - path.lstat().st_mtime > _STALE
