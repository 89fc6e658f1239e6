"""The two sides of a comparison: packages, or decks, of which only those are compared that both sides can read."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from flashcards.anki.snapshot import Snapshot
from flashcards.compile.deck import CompiledDeck
from flashcards.compile.snapshot import snapshot_of


class ComparedSide(NamedTuple):
    """The snapshot of packages, or decks below the folder `root`, the valid ones and those that have errors."""

    packages: Snapshot | None = None
    decks: tuple[CompiledDeck, ...] = ()
    invalid: tuple[CompiledDeck, ...] = ()
    root: Path = Path()

    def place(self, deck: CompiledDeck) -> str:
        """The path of a deck below the folder of decks, which is the same on both sides."""
        return os.path.relpath(deck.source.path, self.root)

    def keys(self, deck: CompiledDeck) -> Iterator[str]:
        """What identifies a deck on both sides, though its id may be unknown, or its file have another name."""
        yield self.place(deck)
        if deck.head:
            yield f"id {deck.head.id}"


def snapshots(old: ComparedSide, new: ComparedSide) -> tuple[Snapshot, Snapshot]:
    """The snapshots of two sides, both without the decks that have errors on one of them."""
    invalid = {key for side in (old, new) for deck in side.invalid for key in side.keys(deck)}
    before, after = (
        side.packages or snapshot_of([deck for deck in side.decks if invalid.isdisjoint(side.keys(deck))])
        for side in (old, new)
    )
    if invalid and old.packages:
        before = _of_same_decks(before, after)
    if invalid and new.packages:
        after = _of_same_decks(after, before)
    return before, after


def _of_same_decks(packages: Snapshot, decks: Snapshot) -> Snapshot:
    """Packages without the notes of decks on the other side that have errors; such notes are not gone."""
    names = {note.deck for note in decks.notes}
    return packages._replace(notes=tuple(note for note in packages.notes if note.deck in names))
