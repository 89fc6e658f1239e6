"""What a kind of note is, to its author and to Anki."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from flashcards.model.deck import Language, Note
from flashcards.model.edition import Edition


class Part(NamedTuple):
    """What an author fills in, in each language; only a cloze note type has a part with words left out.

    A part that `is_literal` has no Markdown: it is shown as it is written, because it is typed so. One that
    `has_several` may be a list, of which each item is an accepted answer.
    """

    name: str
    is_required: bool = True
    has_clozes: bool = False
    is_literal: bool = False
    has_several: bool = False


class Asked(NamedTuple):
    """A note in an edition, and the version of the deck in which its content last changed.

    `stale` are the texts, by part and language, that may be out of date.
    """

    edition: Edition
    note: Note
    version: str = ""
    stale: frozenset[tuple[str, Language]] = frozenset()


class Field(NamedTuple):
    """One string Anki keeps of a note, and what it is filled with.

    `id` is for ever, and the same wherever a field of this name stands: it is what lets Anki
    tell a renamed field from a new one. An `is_aside` field is folded away in Anki's editor, and one
    that `is_common` says the same on all notes of an edition.
    """

    id: int
    name: str
    fill: Callable[[Asked], str]
    is_aside: bool = False
    is_common: bool = False


class Template(NamedTuple):
    """A card's front and back; the card exists where the field called `gate` is not blank.

    Of a cloze note type there is one template, with a card for each number in its gate.
    """

    id: int
    name: str
    gate: str
    front: str
    back: str
    browser_front: str = ""
    browser_back: str = ""


@dataclass(frozen=True, slots=True)
class Notetype:
    """A note type, frozen from its first release but for `name`, `css` and what templates say.

    `key` is what an author calls it. `revision` is raised by hand with the content: a ledger
    keeps it, so that an older flashcards does not take back what a later one has brought.
    """

    key: str
    id: int
    name: str
    revision: int
    parts: tuple[Part, ...]
    fields: tuple[Field, ...]
    sort_field: str
    templates: tuple[Template, ...]
    css: str
    is_cloze: bool = False
    _gates: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_gates", tuple(self.field_index(template.gate) for template in self.templates))

    def fields_of(self, asked: Asked) -> tuple[str, ...]:
        """What Anki keeps of a note, in the order of the fields."""
        return tuple([each.fill(asked) for each in self.fields])

    def cards_of(self, fields: Sequence[str]) -> tuple[int, ...]:
        """The cards a note makes, by the number of the template, or of the cloze less one."""
        if self.is_cloze:
            from flashcards.text.cloze import numbers

            return tuple(number - 1 for number in numbers(fields[self._gates[0]]))
        return tuple([index for index, gate in enumerate(self._gates) if fields[gate]])

    def template_of(self, card: int) -> Template:
        """The template that a card is made with, by the card's number."""
        return self.templates[0 if self.is_cloze else card]

    def field_index(self, name: str) -> int:
        """The place of a field."""
        return [each.name for each in self.fields].index(name)

    def schema(self) -> str:
        """A fingerprint of what can never change: kind, fields, templates and their ids, sort field."""
        return _fingerprint(
            self.id,
            [(each.id, each.name) for each in self.fields],
            [(template.id, template.name) for template in self.templates],
            self.sort_field,
            self.is_cloze,
        )

    def content(self) -> str:
        """A fingerprint of all that a learner's Anki takes over when its `mod` is later than their own."""
        asides = [each.name for each in self.fields if each.is_aside]
        return _fingerprint(self.schema(), self.name, asides, self.templates, self.css)


def read_text(name: str) -> str:
    """A template or stylesheet that lies beside this module."""
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def _fingerprint(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:16]
