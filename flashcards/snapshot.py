"""The notes learners would have, from whatever holds them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from flashcards.deck import Deck
from flashcards.edition import editions
from flashcards.notetypes.notetype import Asked, Notetype


class NoteSnapshot(NamedTuple):
    """A note in a package, or as it would be in one: `fields` are HTML by name.

    `language` is the one it is asked in; it may be empty in a package that is not ours.
    """

    guid: str
    id: str
    language: str
    deck: str
    fields: Mapping[str, str]
    tags: tuple[str, ...]


def snapshots_of(decks: Sequence[Deck], notetype: Notetype) -> Iterator[NoteSnapshot]:
    """The notes of decks, in each language they can be studied in."""
    names = [field.name for field in notetype.fields]
    for deck in decks:
        for edition in editions(deck):
            for note in deck.notes:
                fields = dict(zip(names, notetype.fields_of(Asked(edition, note)), strict=True))
                guid, tags = edition.guid(note), edition.tags(note)
                yield NoteSnapshot(guid, note.id, edition.study, edition.title, fields, tags)
