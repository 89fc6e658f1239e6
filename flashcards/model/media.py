"""A media file that a note or a deck's CSS refers to."""

from pathlib import Path
from typing import NamedTuple

LARGEST = 100 * 2**20
"""The largest file, in bytes, that AnkiWeb syncs (rslib sync/media/mod.rs)."""


class Media(NamedTuple):
    """A file, and its name in Anki's media folder; `size` is in bytes, `sha1` in hexadecimal digits."""

    path: Path
    name: str
    size: int
    sha1: str

    @property
    def is_too_large_to_sync(self) -> bool:
        return self.size > LARGEST
