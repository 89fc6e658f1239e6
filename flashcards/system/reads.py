"""Which files a command reads, recorded where they are opened, so that nobody lists them by hand.

A file that was looked for and is not there counts too: the result would be another if there were one.
"""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

ABSENT = ""
"""Instead of a hash, for a file that does not exist."""

_Record = dict[Path, str | None]
_RECORD: ContextVar[_Record | None] = ContextVar("reads", default=None)


@contextmanager
def recorded() -> Iterator[Mapping[Path, str | None]]:
    """Record what is read meanwhile: the SHA-256 hash of each file, ABSENT, or None where only the path is known."""
    record: _Record = {}
    token = _RECORD.set(record)
    try:
        yield record
    finally:
        _RECORD.reset(token)


def record(path: Path, sha256: str | None = None) -> None:
    """Record that a file was read or looked for; a hash that is known already stays."""
    found = _RECORD.get()
    if found is not None and (sha256 is not None or path not in found):
        found[path] = sha256


def record_written(path: Path) -> None:
    """Record that a file was written, whatever was there before: the result holds as long as it stays so."""
    found = _RECORD.get()
    if found is not None:
        found[path] = None


def record_content(path: Path, content: bytes) -> None:
    """Record what was read of a file."""
    if _RECORD.get() is not None:
        record(path, hashlib.sha256(content).hexdigest())
