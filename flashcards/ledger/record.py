"""The values of a ledger: the last release and the note types of a deck, and what learners have of each note."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from flashcards.model.deck import Language
from flashcards.model.foreign import CrowdAnkiDeck

# Anki takes card ids from the same clock as note ids, and a cloze note has up to 500 cards
NOTE_ID_STEP = 512


class State(StrEnum):
    """The state of a note: not yet released, released, or removed after a release."""

    NEW = "new"
    RELEASED = "released"
    GONE = "gone"


class Stamp(NamedTuple):
    """The ids and content of a note in one edition; `mod` is in seconds since 1970.

    `version` is that of the release in which this content was new, and empty before. `sketch` is of the words in the
    last release with the note.
    """

    note_id: int
    mod: int
    content: str
    sketch: str
    version: str


class TypeStamp(NamedTuple):
    """The `mod` of a note type, fingerprints of its schema and of its content, and its revision."""

    mod: int
    schema: str
    content: str
    revision: int


class Review(NamedTuple):
    """A fingerprint of the text that was reviewed, and the name of the reviewer."""

    text: str
    reviewer: str


class Adopted(NamedTuple):
    """What learners have of a note that another tool made: its guid, and its cards if templates would give others."""

    guid: str
    cards: tuple[int, ...] | None = None


class Record(NamedTuple):
    """The record of a note: its state, its note type, and its stamps by the key of the edition.

    `clozes` are fingerprints of the hidden words, by the number of the cloze. `agreed` are marks of the texts when the
    languages last agreed, by part and language; `reviews` are by language, and `adopted` by study language. `variants`
    are those that had the note in the last release; none if the default package had it, and so all.
    """

    state: State
    stamps: Mapping[Language, Stamp]
    type: str = ""
    clozes: Mapping[int, str] = {}
    agreed: Mapping[str, Mapping[Language, str]] = {}
    reviews: Mapping[Language, Review] = {}
    adopted: Mapping[Language, Adopted] = {}
    variants: tuple[str, ...] = ()


class Release(NamedTuple):
    """The last release: its version, and its time in seconds since 1970."""

    version: str
    moment: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """The record of a deck without its notes: the last release, the titles and pairs in it, and the note types.

    `accepted` are the names of breaking changes that an author accepted since the release: learners must act on them.
    `clock` is the last correct time in a ledger that contains later times, and 0 otherwise. A deck that `is_adopted`
    has notes that another tool made; `subdecks` are the titles of its sections in the last release, by section and
    language, if each is a subdeck in Anki. `crowdanki` is what identifies the deck in CrowdAnki, or the subdeck of a
    section, by section, empty for the deck itself, and the key of the edition. In one that `has_variants`, the default
    package lacked some notes.
    """

    deck_id: str
    uid: str
    release: Release | None = None
    titles: Mapping[Language, str] = field(default_factory=dict)
    pairs: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    notetypes: Mapping[int, TypeStamp] = field(default_factory=dict)
    clock: int = 0
    is_adopted: bool = False
    has_variants: bool = False
    subdecks: Mapping[tuple[str, Language], str] = field(default_factory=dict)
    crowdanki: Mapping[tuple[str, Language], CrowdAnkiDeck] = field(default_factory=dict)

    @property
    def latest(self) -> int:
        """The latest time in the head of the ledger, in seconds since 1970."""
        release = [self.release.moment] if self.release else []
        return max([*release, *(stamp.mod for stamp in self.notetypes.values())], default=0)
