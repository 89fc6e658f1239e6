"""A deck of another tool as it was found: nothing is mapped, converted or lost yet."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from flashcards.model.problem import Location, Problem


class Form(StrEnum):
    """The form of the texts of a file."""

    PLAIN = "plain"
    HTML = "html"
    MARKDOWN = "markdown"


Config = Mapping[str, Any]
"""Settings by the names that Anki gives them in its JSON, such as `rtl` of a field."""


class ForeignField(NamedTuple):
    """A field of a note type; `id` is None where the tool gave it none."""

    name: str
    id: int | None = None
    config: Mapping[str, Any] = {}


class ForeignTemplate(NamedTuple):
    """A card of a note type; `id` is None where the tool gave it none."""

    name: str
    front: str
    back: str
    browser_front: str = ""
    browser_back: str = ""
    id: int | None = None
    config: Mapping[str, Any] = {}


class ForeignNotetype(NamedTuple):
    """A note type, or the columns of a table, which has no templates.

    `sort_field` is the index of a field, and `mod` the time of the last change in seconds, 0 if it is not known.
    """

    id: int
    name: str
    fields: tuple[ForeignField, ...]
    templates: tuple[ForeignTemplate, ...] = ()
    css: str = ""
    is_cloze: bool = False
    sort_field: int = 0
    mod: int = 0
    config: Mapping[str, Any] = {}

    @property
    def field_names(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields)


class ForeignDeck(NamedTuple):
    """A deck by its full name, with its description."""

    name: str
    description: str = ""


UUID = "crowdanki_uuid"
"""The key of what identifies a deck, a preset or a note type in CrowdAnki, which writes it into Anki too."""


class CrowdAnkiDeck(NamedTuple):
    """What identifies a deck in CrowdAnki: its UUID, and the UUID and the name of its preset; empty if not known."""

    uuid: str
    preset: str = ""
    preset_name: str = ""


class ForeignNote(NamedTuple):
    """A note with its fields in the order of its note type's.

    `deck` is the full name of its deck, or empty; `cards` are their numbers, `mod` is the time of the last change
    in seconds, and `id` the one in Anki, both 0 if they are not known.
    """

    location: Location
    notetype: int
    fields: tuple[str, ...]
    tags: tuple[str, ...] = ()
    guid: str = ""
    deck: str = ""
    cards: tuple[int, ...] = ()
    mod: int = 0
    id: int = 0


class MediaSource(Protocol):
    """Where the media of a deck are."""

    def extract(self, names: Collection[str], folder: Path) -> frozenset[str]:
        """Copy files into a folder; returns the names of those that exist."""

    def names(self) -> frozenset[str]:
        """The names of all files."""


class Foreign(NamedTuple):
    """What one file contains.

    `found` says in words what the file is; `name` is a title for the deck. `text` has the lines of
    the file to show with problems, empty if it has none. `has_progress` is whether it contains that of a learner.
    `descriptions` are those of decks by their full names, and `crowdanki` is what identifies these in CrowdAnki.
    The deck `first`, if there is one, is what its author made of the deck that is in each collection of Anki.
    """

    path: Path
    name: str
    form: Form
    notetypes: Mapping[int, ForeignNotetype]
    notes: tuple[ForeignNote, ...]
    found: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    text: str = ""
    media: MediaSource | None = None
    has_progress: bool = False
    descriptions: Mapping[str, str] = {}
    crowdanki: Mapping[str, CrowdAnkiDeck] = {}
    first: str = ""
