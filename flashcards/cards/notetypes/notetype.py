"""A note type: the parts an author writes, and the fields and templates that Anki stores."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from flashcards.model.deck import Language, Note
from flashcards.model.edition import Edition
from flashcards.model.kind import PartForm

_NO_GATE = -1


class Part(NamedTuple):
    """A part of a note that an author writes, in each language; only a cloze note type has one with clozes.

    A part that `is_literal` has no Markdown, because learners type it as it is written. One that
    `has_several` may be a list of accepted answers. One of an author's kind has a `form`, and `is_free` if it is
    written once, in no language.
    """

    name: str
    is_required: bool = True
    has_clozes: bool = False
    is_literal: bool = False
    has_several: bool = False
    form: PartForm = PartForm.TEXT
    is_free: bool = False


StaleTexts = frozenset[tuple[str, Language]]
"""The stale texts of a note, by part and language."""


class NoteInEdition(NamedTuple):
    """A note in an edition, and the version of the deck in which its content last changed.

    `stale` contains the texts, by part and language, that may be out of date.
    """

    edition: Edition
    note: Note
    version: str = ""
    stale: StaleTexts = frozenset()


class Field(NamedTuple):
    """A string that Anki stores of a note, and the function that fills it.

    `id` never changes, and is the same in every note type with this field: Anki uses it to distinguish a renamed
    field from a new one; in adopted note types it may be None. An `is_aside` field is collapsed in Anki's editor; one
    that `is_common` has the same value in all notes of an edition.
    """

    id: int | None
    name: str
    fill: Callable[[NoteInEdition], str]
    is_aside: bool = False
    is_common: bool = False


class Template(NamedTuple):
    """A card's front and back; the card exists if the field called `gate` is not empty.

    Without a gate, it exists if its front shows a field that is not empty, as Anki has it. A cloze note type has one
    template, with a card for each cloze number in its gate, or else in the fields that its front shows as clozes.
    `id` is None only in adopted note types.
    """

    id: int | None
    name: str
    gate: str
    front: str
    back: str
    browser_front: str = ""
    browser_back: str = ""


@dataclass(frozen=True, slots=True)
class Notetype:
    """A note type. After its first release, only `name`, `css` and the text of templates may change.

    `key` is the name authors use. `revision` is raised by hand when the content changes: ledgers record it, so that
    an older flashcards does not revert what a later one has changed. `settings` are those that another tool gave it,
    as JSON.
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
    settings: str = ""
    _gates: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        gates = (self.field_index(template.gate) if template.gate else _NO_GATE for template in self.templates)
        object.__setattr__(self, "_gates", tuple(gates))

    def fields_of(self, item: NoteInEdition) -> tuple[str, ...]:
        """The values of a note, in the order of the fields."""
        return tuple([each.fill(item) for each in self.fields])

    def cards_of(self, fields: Sequence[str]) -> tuple[int, ...]:
        """The cards of a note: the indexes of templates, or the cloze numbers minus one."""
        if self.is_cloze:
            from flashcards.text.cloze import numbers

            gate = self._gates[0]
            places = self.needed_by(self.templates[0]) if gate == _NO_GATE else (gate,)
            return tuple(sorted({number - 1 for place in places for number in numbers(fields[place])}))
        if _NO_GATE in self._gates:
            return tuple([index for index, gate in enumerate(self._gates) if self._has_card(index, gate, fields)])
        return tuple([index for index, gate in enumerate(self._gates) if fields[gate]])

    def _has_card(self, index: int, gate: int, fields: Sequence[str]) -> bool:
        if gate != _NO_GATE:
            return bool(fields[gate])
        from flashcards.cards.template import shows_any_field

        by_name = dict(zip((each.name for each in self.fields), fields, strict=True))
        return shows_any_field(self.templates[index].front, by_name, ordinal=-1)  # '{{c1}}' makes no card

    def needed_by(self, template: Template) -> tuple[int, ...]:
        """The fields of which any makes a card of a template: its gate, or else those that its front shows."""
        if template.gate:
            return (self.field_index(template.gate),)
        from flashcards.cards.template import fields_shown

        shown = fields_shown(template.front, only="cloze" if self.is_cloze else "")
        return tuple([place for place, each in enumerate(self.fields) if each.name in shown])

    def template_of(self, card: int) -> Template:
        """The template of the card with this number, as `cards_of` returns it."""
        return self.templates[0 if self.is_cloze else card]

    def field_index(self, name: str) -> int:
        """The index of a field."""
        return [each.name for each in self.fields].index(name)

    def schema(self) -> str:
        """A fingerprint of what must never change: the kind, fields, templates and their ids, and the sort field."""
        return _fingerprint(
            self.id,
            [(each.id, each.name) for each in self.fields],
            [(template.id, template.name) for template in self.templates],
            self.sort_field,
            self.is_cloze,
        )

    def content(self) -> str:
        """A fingerprint of all that Anki replaces on import if `mod` is later than the learner's."""
        asides = [each.name for each in self.fields if each.is_aside]
        found = [self.settings] if self.settings else []
        return _fingerprint(self.schema(), self.name, asides, self.templates, self.css, *found)


def read_text(name: str) -> str:
    """Read a template or stylesheet from the folder of this module."""
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def _fingerprint(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:16]
