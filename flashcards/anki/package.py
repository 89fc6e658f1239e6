"""What a package holds, to the last byte of every note, before it is written."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from flashcards.cards.notetypes.notetype import Notetype
from flashcards.model.edition import Edition
from flashcards.model.media import Media

_NOTHING = hashlib.sha256()  # a copy is had for a third of the price of a new one


class PackageNote(NamedTuple):
    """A note as Anki will store it; ids are milliseconds, `mod` is seconds since 1970.

    `cards` are the numbers of its cards, which are those of templates, or of clozes less one. `due` is the note's
    place in the deck, from 1, also where a package leaves out notes before it.
    """

    notetype: str
    guid: str
    note_id: int
    mod: int
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    cards: tuple[int, ...]
    due: int


class PackageNotetype(NamedTuple):
    """A note type as Anki will store it; `mod` is seconds since 1970."""

    notetype: Notetype
    mod: int


@dataclass(frozen=True, slots=True)
class Package:
    """The notes of one edition, in the order they are to be learned, their note types and the files they show.

    The notes may be made anew each time one goes through them, so that a million are never held at
    once; how many cards they make is known without that.
    """

    edition: Edition
    notetypes: Mapping[str, PackageNotetype]
    description: str
    notes: Collection[PackageNote]
    media: tuple[Media, ...]
    card_count: int

    @property
    def file_name(self) -> str:
        return f"{self.edition.name}.apkg"


def fingerprint(notetype: Notetype, fields: tuple[str, ...], tags: tuple[str, ...]) -> str:
    """Differs when anything differs that a learner would get with a note."""
    words = (str(notetype.id), " ".join(tags), *fields)
    known = _NOTHING.copy()
    known.update("\x1f".join(words).encode())
    return known.hexdigest()[:16]
