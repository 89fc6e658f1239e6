"""The content of a package before it is written, to the last byte of every note."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from flashcards.cards.notetypes.notetype import Notetype
from flashcards.model.edition import Edition
from flashcards.model.foreign import CrowdAnkiDeck
from flashcards.model.media import Media

_EMPTY_SHA256 = hashlib.sha256()  # copying it takes a third of the time of creating one


class PackageNote(NamedTuple):
    """A note as Anki stores it; `note_id` is in milliseconds, `mod` in seconds since 1970.

    `cards` are ordinals: numbers of templates from 0, or of clozes less one. `due` is the note's
    position in the deck, from 1, counting notes that the package leaves out.
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
    """A note type as Anki stores it; `mod` is in seconds since 1970."""

    notetype: Notetype
    mod: int


@dataclass(frozen=True, slots=True)
class Package:
    """The notes of one edition in learning order, with their note types and media.

    `notes` may be generated on each iteration, so that a million are never in memory at once;
    `card_count` needs no iteration. In a package that `is_adopted`, another tool made some notes, and chose their ids.
    `homes` are the full names of the subdecks of notes, by their `due`. `crowdanki` has the UUIDs of decks in
    CrowdAnki, by their full names, for learners who have them from there.
    """

    edition: Edition
    notetypes: Mapping[str, PackageNotetype]
    description: str
    notes: Collection[PackageNote]
    media: tuple[Media, ...]
    card_count: int
    is_adopted: bool = False
    homes: Mapping[int, str] = field(default_factory=dict)
    crowdanki: Mapping[str, CrowdAnkiDeck] = field(default_factory=dict)

    @property
    def file_name(self) -> str:
        return f"{self.edition.name}.apkg"


def fingerprint(notetype: Notetype, fields: tuple[str, ...], tags: tuple[str, ...]) -> str:
    """A hash of everything that a learner gets with a note: note type, tags and fields."""
    words = (str(notetype.id), " ".join(tags), *fields)
    sha256 = _EMPTY_SHA256.copy()
    sha256.update("\x1f".join(words).encode())
    return sha256.hexdigest()[:16]
