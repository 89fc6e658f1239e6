"""What is remembered of a deck: its last release, its note types, and of each note what learners have."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from flashcards.model.deck import Language

# Anki keeps card ids in the same clock as note ids, and a cloze note has up to 500 cards
NOTE_ID_STEP = 512


class State(StrEnum):
    """How far a note has come: not yet released, in learners' hands, or dropped from their deck."""

    NEW = "new"
    RELEASED = "released"
    GONE = "gone"


class Stamp(NamedTuple):
    """What is remembered of a note in one study language; `mod` is in seconds since 1970.

    `version` is that of the release this content came out in, and empty before. `sketch` is of the
    words in the last release the note was in.
    """

    note_id: int
    mod: int
    content: str
    sketch: str
    version: str


class TypeStamp(NamedTuple):
    """The `mod` a note type went out with, fingerprints of its schema and of all it was, and its revision."""

    mod: int
    schema: str
    content: str
    revision: int


class Review(NamedTuple):
    """Who has read a text, and a fingerprint of the text that was read."""

    text: str
    reviewer: str


class Record(NamedTuple):
    """What is remembered of a note: its state, its note type, and its stamps by study language.

    `clozes` has a fingerprint of the words left out, by the number of the cloze. `agreed` has one of
    each text when the languages last said the same, by part and language; `reviews` are by language.
    """

    state: State
    stamps: Mapping[Language, Stamp]
    type: str = ""
    clozes: Mapping[int, str] = {}
    agreed: Mapping[str, Mapping[Language, str]] = {}
    reviews: Mapping[Language, Review] = {}


class Release(NamedTuple):
    """The last release: its version, and when it was, in seconds since 1970."""

    version: str
    moment: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """What is remembered of a deck besides its notes: its release, titles and pairs of languages then, its note types.

    `accepted` names the breaks that an author accepted since the release: learners must act on them. `clock` is
    the last moment that was right, in a ledger with later ones, and 0 in all others.
    """

    deck_id: str
    uid: str
    release: Release | None = None
    titles: Mapping[Language, str] = field(default_factory=dict)
    pairs: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    notetypes: Mapping[int, TypeStamp] = field(default_factory=dict)
    clock: int = 0

    @property
    def latest(self) -> int:
        """The latest moment in it, in seconds since 1970."""
        release = [self.release.moment] if self.release else []
        return max([*release, *(stamp.mod for stamp in self.notetypes.values())], default=0)
