"""Kinds of note that an author declares, or that were found in a deck which was adopted."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from flashcards.model.deck import Language, Style
    from flashcards.model.problem import Location

STUDY, SUPPORT = "study", "support"
"""The languages of an edition, instead of a tag, for a field of an adopted kind."""


class PartForm(StrEnum):
    """What an author writes for a part: a text in each language, or one value for all languages.

    A `cloze` is a text with clozes, and `html` what Anki stores, unchanged; both only in adopted kinds.
    """

    TEXT = "text"
    IMAGE = "image"
    NUMBER = "number"
    ANY = "any"
    CLOZE = "cloze"
    HTML = "html"

    @property
    def is_free(self) -> bool:
        """Whether it is written once, in no language."""
        return self in (PartForm.IMAGE, PartForm.NUMBER, PartForm.ANY)


class KindPart(NamedTuple):
    """A part that an author writes in a note."""

    name: str
    form: PartForm = PartForm.TEXT
    is_required: bool = True


class KindLabel(NamedTuple):
    """A fixed word for templates, by language."""

    name: str
    texts: "tuple[tuple[Language, str], ...]"


class KindCard(NamedTuple):
    """A card: it exists if all parts in `when` are filled, or, of an adopted kind, if Anki would show something.

    The sides of an author's own kind name parts; those of an adopted kind name fields, and are as they were found.
    `id` is only of an adopted kind, and None if it had none.
    """

    name: str
    front: str
    back: str
    when: tuple[str, ...] = ()
    browser_front: str = ""
    browser_back: str = ""
    id: int | None = None


class KindField(NamedTuple):
    """A field of an adopted kind, filled with a part in a language, or with nothing.

    The language is `STUDY`, `SUPPORT` or a tag. `id` is None if the field had none.
    """

    name: str
    id: int | None = None
    part: str = ""
    language: str = STUDY


class AdoptedNotetype(NamedTuple):
    """The note type of an adopted kind as it was found; learners have it, so it never changes.

    `settings` are those of the note type, of its fields and of its templates, as JSON; empty for Anki's own.
    """

    id: int
    fields: tuple[KindField, ...]
    sort_field: str
    is_cloze: bool = False
    settings: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of note: its parts, and its cards.

    `key` is its name in deck files, and `name` that in Anki. The style of an author's own kind is added to ours; an
    adopted one is as it was found. A kind that is not `is_whole` has errors, so that its notes are not checked.
    `accepted` are the names of what an author accepts in cards and notes of an adopted kind, such as scripts. `others`
    are the note types that an adopted kind has in other study languages, with the same parts.
    """

    key: str
    name: str
    parts: tuple[KindPart, ...]
    cards: tuple[KindCard, ...]
    style: "Style"
    location: "Location"
    labels: tuple[KindLabel, ...] = ()
    adopted: AdoptedNotetype | None = None
    is_whole: bool = True
    accepted: tuple[str, ...] = ()
    others: "tuple[tuple[Language, Kind], ...]" = ()

    def in_language(self, study: "Language") -> "Kind":
        """The kind as it is in the editions of a study language."""
        return next((kind for language, kind in self.others if language == study), self)

    @property
    def styles(self) -> "Sequence[Style]":
        """The style of the kind in each of its note types."""
        return (self.style, *(kind.style for _, kind in self.others))

    @property
    def is_cloze(self) -> bool:
        """Whether each cloze of its parts makes a card."""
        return self.adopted is not None and self.adopted.is_cloze

    def form_of(self, part: str) -> PartForm:
        """The form of a part; the note below an answer, which every kind has, is a text."""
        return next((each.form for each in self.parts if each.name == part), PartForm.TEXT)
