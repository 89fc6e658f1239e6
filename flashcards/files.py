"""Files that appear whole or not at all."""

import filecmp
import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO

from flashcards.beside import all_done
from flashcards.problem import FlashcardsError

_STALE = 24 * 60 * 60  # seconds after which what a killed build left behind is swept away


def last_written(paths: Iterable[Path]) -> float:
    """The moment at which the last of these files was written, in seconds since 1970; 0 where none is there."""
    return max((path.stat().st_mtime for path in paths if path.exists()), default=0)


class Staging:
    """Files written aside, to take their places together when all of them are whole."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Path, Path]] = []

    def write(self, path: Path, write: Callable[[BinaryIO], object]) -> int:
        """Write a file beside `path`, through to the disk; returns its size in bytes."""
        return _written(self._part_of(path), write)

    def _part_of(self, path: Path) -> Path:
        """An empty file beside `path`, which takes its place in the end."""
        path.parent.mkdir(parents=True, exist_ok=True)
        _sweep(path)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        os.close(handle)
        self._waiting.append((Path(name), path))
        return Path(name)

    def write_all(
        self, files: Sequence[tuple[Path, Callable[[BinaryIO], object]]], *, together: bool
    ) -> tuple[int, ...]:
        """Write several files, `together` on as many processors as there are; returns their sizes in bytes."""
        parts = [self._part_of(path) for path, _ in files]
        writes = [partial(_written, part, write) for part, (_, write) in zip(parts, files, strict=True)]
        return tuple(all_done(writes, together=together))

    def write_text(self, path: Path, text: str) -> int:
        """Write a text file in UTF-8; returns its size in bytes."""
        return self.write(path, lambda file: file.write(text.encode()))

    def sha256(self, path: Path) -> str:
        """The SHA-256 sum of a file that waits to take its place."""
        part = next(part for part, place in self._waiting if place == path)
        with part.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def place(self) -> None:
        """Put the files where they belong, in the order they were written; what is there as it is stays untouched."""
        for part, place in self._waiting:
            if _is_same(part, place):
                part.unlink()
            else:
                part.replace(place)
                _sync_folder(place.parent)
        self._waiting.clear()

    def discard(self) -> None:
        """Delete what has not taken its place."""
        for part, _ in self._waiting:
            part.unlink(missing_ok=True)
        self._waiting.clear()


def _written(part: Path, write: Callable[[BinaryIO], object]) -> int:
    with part.open("w+b") as file:
        write(file)
        file.flush()
        os.fsync(file.fileno())
        _open_to_all(file)
        return os.fstat(file.fileno()).st_size


@contextmanager
def staging() -> Iterator[Staging]:
    """Stage files; those not placed by the end are deleted, also when something goes wrong.

    What the disk refuses is raised as a FlashcardsError.
    """
    stage = Staging()
    try:
        yield stage
    except OSError as error:
        where = f"'{error.filename}'" if error.filename else "a file"
        reason = error.strerror or str(error)
        raise FlashcardsError(f"cannot write {where}: {reason}", hint="nothing was changed") from error
    finally:
        stage.discard()


def _is_same(part: Path, place: Path) -> bool:
    """Whether a file has the content that is to take its place."""
    try:
        return filecmp.cmp(part, place, shallow=False)
    except FileNotFoundError:
        return False
    finally:
        filecmp.clear_cache()


def _open_to_all(file: BinaryIO) -> None:
    """Give a file the permissions a new file gets; a temporary one is for its owner alone."""
    if hasattr(os, "fchmod"):
        mask = os.umask(0)
        os.umask(mask)
        os.fchmod(file.fileno(), 0o666 & ~mask)


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":  # elsewhere a folder cannot be opened
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _sweep(path: Path) -> None:
    """Delete what a build that was killed left beside `path`, unless another may be writing it."""
    for part in path.parent.glob(f".{path.name}.*.part"):
        if time.time() - part.stat().st_mtime > _STALE:
            part.unlink(missing_ok=True)
