"""What the packages of a contestant hold, and how well they are compressed."""

import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import IO, NamedTuple

_BLOCK = 1 << 20
_USUAL_LEVEL = 6


class Contents(NamedTuple):
    """Notes and cards in each of some packages, and all their sizes together, in bytes.

    `deflated` is what their members would take at zlib's usual level.
    """

    notes: tuple[int, ...]
    cards: tuple[int, ...]
    size: int
    deflated: int


def contents(packages: Sequence[Path]) -> Contents:
    """What is in packages; no more of one than a block is in memory at a time."""
    counts = [_counts(path) for path in packages]
    return Contents(
        notes=tuple(notes for notes, _ in counts),
        cards=tuple(cards for _, cards in counts),
        size=sum(path.stat().st_size for path in packages),
        deflated=sum(_deflated(path) for path in packages),
    )


def inspected(out: Path, size: int) -> Contents:
    """What is in the packages of a folder; raises ValueError where they are not two with so many notes and cards."""
    found = contents(packages_in(out))
    raise_for_counts(found.notes, size)
    raise_for_counts(found.cards, size)
    return found


def raise_for_counts(counts: Sequence[int], size: int) -> None:
    """Raise ValueError for decks that are not two with so many notes."""
    if tuple(counts) != (size, size):
        raise ValueError(f"the decks have {' and '.join(map(str, counts)) or 'no'} notes or cards, not {size} each")


def packages_in(folder: Path) -> Sequence[Path]:
    """The packages in a folder."""
    return sorted(folder.glob("*.apkg"))


def _counts(package: Path) -> tuple[int, int]:
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(package) as archive:
        database = sqlite3.connect(archive.extract("collection.anki2", folder))
        try:
            [(notes,)] = database.execute("SELECT count() FROM notes")
            [(cards,)] = database.execute("SELECT count() FROM cards")
        finally:
            database.close()
    return notes, cards


def _deflated(package: Path) -> int:
    """The size of a package, its members taken at the usual level."""
    with zipfile.ZipFile(package) as archive:
        members = archive.infolist()
        aside = package.stat().st_size - sum(member.compress_size for member in members)
        return aside + sum(_deflated_size(archive.open(member)) for member in members)


def _deflated_size(content: IO[bytes]) -> int:
    compressor = zlib.compressobj(_USUAL_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    size = 0
    while block := content.read(_BLOCK):
        size += len(compressor.compress(block))
    return size + len(compressor.flush())
