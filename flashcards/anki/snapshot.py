"""Snapshots: the notes and note types that learners get from a deck or a package."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from flashcards.cards.notetypes.notetype import Asked, Notetype
from flashcards.cards.notetypes.per_deck import notetypes_of
from flashcards.model.deck import Deck
from flashcards.model.edition import Edition, editions


class NoteSnapshot(NamedTuple):
    """A note as it is in a package; `fields` are HTML by name.

    `notetype` is its name in deck files. It and the study `language` may be empty in a package of
    another tool. `css` is that of the note type, and `version` that of the deck, or empty.
    """

    guid: str
    id: str
    language: str
    deck: str
    notetype: str
    fields: Mapping[str, str]
    tags: tuple[str, ...]
    css: str = ""
    version: str = ""


class Look(NamedTuple):
    """How a note type displays its cards: its CSS, and the HTML of each template.

    A template is its front, back, browser front and browser back. `id` is the note type's id in Anki.
    """

    id: int
    name: str
    css: str
    templates: tuple[tuple[str, ...], ...]


class Snapshot(NamedTuple):
    """Notes, and the looks of their note types."""

    notes: tuple[NoteSnapshot, ...]
    looks: tuple[Look, ...]


def snapshot_of(decks: Sequence[Deck]) -> Snapshot:
    """The notes of decks in each study language, and the looks of their note types."""
    notetypes_by_deck = [(deck, notetypes_of(deck)) for deck in decks]
    return Snapshot(
        notes=tuple(
            note
            for deck, notetypes in notetypes_by_deck
            for edition in editions(deck)
            if edition.is_main
            for note in _notes(edition, notetypes)
        ),
        looks=tuple(_look(notetype) for _, notetypes in notetypes_by_deck for notetype in notetypes.values()),
    )


def _notes(edition: Edition, notetypes: Mapping[str, Notetype]) -> Iterator[NoteSnapshot]:
    for note in filter(edition.holds, edition.deck.notes):
        notetype = notetypes[note.type]
        names = [field.name for field in notetype.fields]
        fields = dict(zip(names, notetype.fields_of(Asked(edition, note)), strict=True))
        yield NoteSnapshot(
            edition.guid(note),
            note.id,
            edition.study,
            edition.title,
            note.type,
            fields,
            edition.tags(note),
            notetype.css,
            edition.deck.version,
        )


def _look(notetype: Notetype) -> Look:
    sides = tuple(
        (template.front, template.back, template.browser_front, template.browser_back)
        for template in notetype.templates
    )
    return Look(notetype.id, notetype.name, notetype.css, sides)
