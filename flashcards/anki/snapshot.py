"""The notes learners would have, and how their cards would look, from whatever holds them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from flashcards.cards.notetypes.notetype import Asked, Notetype
from flashcards.cards.notetypes.per_deck import notetypes_of
from flashcards.model.deck import Deck
from flashcards.model.edition import Edition, editions


class NoteSnapshot(NamedTuple):
    """A note in a package, or as it would be in one: `fields` are HTML by name.

    `notetype` is what an author calls its note type. It, and the `language` that is studied, may be
    empty in a package that is not ours. `css` is how its cards look, and `version` that of its
    deck, where it has one.
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
    """How a note type shows its cards: its CSS, and what each template has on its sides and in the browser.

    Anki knows the note type by its `id`.
    """

    id: int
    name: str
    css: str
    templates: tuple[tuple[str, ...], ...]


class Snapshot(NamedTuple):
    """Notes, and the looks of the note types they are of."""

    notes: tuple[NoteSnapshot, ...]
    looks: tuple[Look, ...]


def snapshot_of(decks: Sequence[Deck]) -> Snapshot:
    """The notes of decks, in each language they can be studied in, and the looks the decks have."""
    worn = [(deck, notetypes_of(deck)) for deck in decks]
    return Snapshot(
        notes=tuple(
            note
            for deck, notetypes in worn
            for edition in editions(deck)
            if edition.is_main
            for note in _notes(edition, notetypes)
        ),
        looks=tuple(_look(notetype) for _, notetypes in worn for notetype in notetypes.values()),
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
