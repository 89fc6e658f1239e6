"""The notes learners would have, from whatever holds them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from flashcards.deck import Deck
from flashcards.edition import Edition, editions
from flashcards.notetypes import NOTETYPES
from flashcards.notetypes.notetype import Asked


class NoteSnapshot(NamedTuple):
    """A note in a package, or as it would be in one: `fields` are HTML by name.

    `notetype` is what an author calls its note type. It, and the `language` that is studied, may be
    empty in a package that is not ours.
    """

    guid: str
    id: str
    language: str
    deck: str
    notetype: str
    fields: Mapping[str, str]
    tags: tuple[str, ...]


def snapshots_of(decks: Sequence[Deck]) -> Iterator[NoteSnapshot]:
    """The notes of decks, in each language they can be studied in."""
    for deck in decks:
        for edition in editions(deck):
            if edition.is_main:
                yield from _notes(edition)


def _notes(edition: Edition) -> Iterator[NoteSnapshot]:
    for note in edition.deck.notes:
        notetype = NOTETYPES[note.type]
        names = [field.name for field in notetype.fields]
        fields = dict(zip(names, notetype.fields_of(Asked(edition, note)), strict=True))
        yield NoteSnapshot(
            edition.guid(note), note.id, edition.study, edition.title, note.type, fields, edition.tags(note)
        )
