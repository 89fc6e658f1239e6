"""The notes of a package as a learner has them, with the fact that cards are suspended, and nothing of the schedule."""

import sqlite3
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import NamedTuple

from flashcards.anki.package_reader import MAX_UNPACKED, collection_of
from flashcards.anki.stored import decks_in, notes_in, notetypes_in

_SUSPENDED = "select distinct guid from notes join cards on nid = notes.id where queue = -1"


class LearnerNote(NamedTuple):
    """A note in a learner's collection; `fields` are HTML by name, `mod` is in seconds since 1970.

    `guid` is empty where it is not known: then the note type and the fields `ID` and `Lang` identify the note.
    """

    guid: str
    notetype: str
    deck: str
    fields: Mapping[str, str]
    tags: tuple[str, ...]
    mod: int
    is_suspended: bool = False


def learner_notes(
    path: Path, max_unpacked: int = MAX_UNPACKED, wanted: Collection[str] | None = None
) -> tuple[LearnerNote, ...]:
    """Read the notes of a package, or only those with the `wanted` guids; raises FlashcardsError if it is malformed."""
    with collection_of(path, max_unpacked) as database:
        notetypes = notetypes_in(database)
        suspended = _suspended(database)
        return tuple(
            LearnerNote(
                note.guid,
                notetypes[note.notetype].name,
                note.deck,
                dict(zip(notetypes[note.notetype].field_names, note.fields, strict=True)),
                note.tags,
                note.mod,
                note.guid in suspended,
            )
            for note in notes_in(database, path, notetypes, decks_in(database))
            if wanted is None or note.guid in wanted
        )


def _suspended(database: sqlite3.Connection) -> frozenset[str]:
    """The guids of notes with a suspended card."""
    return frozenset(str(guid) for (guid,) in database.execute(_SUSPENDED))
