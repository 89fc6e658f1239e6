"""Snapshots: the notes and note types that learners get from a deck or a package."""

from collections.abc import Mapping
from typing import NamedTuple

from flashcards.cards.notetypes.notetype import Notetype


class NoteSnapshot(NamedTuple):
    """A note as it is in a package; `fields` are HTML by name.

    `id` is that in the deck file; in a package it is the one on the card, which stays when a note is renamed.
    `notetype` is its name in deck files. It and the study `language` may be empty in a package of
    another tool. `css` is that of the note type, and `version` that of the deck, or empty. `templates`
    are the fronts and backs of an author's own kind. `variants` are those of its deck that take it; none in a package,
    which does not say so.
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
    templates: tuple[tuple[str, str], ...] = ()
    variants: frozenset[str] = frozenset()


class NotetypeSnapshot(NamedTuple):
    """A note type as it is in a package: its CSS, and the HTML of each template.

    A template is its front, back, browser front and browser back. `id` is the note type's id in Anki.
    """

    id: int
    name: str
    css: str
    templates: tuple[tuple[str, ...], ...]


class Snapshot(NamedTuple):
    """Notes and their note types."""

    notes: tuple[NoteSnapshot, ...]
    notetypes: tuple[NotetypeSnapshot, ...]


def notetype_snapshot(notetype: Notetype) -> NotetypeSnapshot:
    """The snapshot of a note type."""
    sides = tuple(
        (template.front, template.back, template.browser_front, template.browser_back)
        for template in notetype.templates
    )
    return NotetypeSnapshot(notetype.id, notetype.name, notetype.css, sides)
