"""A file that a note or a deck's style shows."""

from pathlib import Path
from typing import NamedTuple

LARGEST = 100 * 2**20
"""The largest file, in bytes, that AnkiWeb carries from one device to another (rslib sync/media/mod.rs)."""


class Media(NamedTuple):
    """A file, and what it is called in Anki."""

    path: Path
    name: str
    size: int
    sha1: str

    @property
    def is_too_large_to_sync(self) -> bool:
        return self.size > LARGEST
