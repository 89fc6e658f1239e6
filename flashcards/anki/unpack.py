"""An Anki package to the notes in it and how they look, whoever made it."""

import json
import sqlite3
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from flashcards.markup import without_marks
from flashcards.notetypes import NOTETYPES
from flashcards.problem import FlashcardsError
from flashcards.regular import open_file
from flashcards.snapshot import Look, NoteSnapshot, Snapshot

# What Anki itself would read, the first that is there
_COLLECTIONS = ("collection.anki21", "collection.anki2")
_NEWEST = "collection.anki21b"

_SIDES = ("qfmt", "afmt", "bqfmt", "bafmt")

_Models = Mapping[int, Mapping[str, Any]]  # note types by id, as Anki writes them


def unpack(path: Path) -> Snapshot:
    """Read the notes of a package, in the order of its cards, and the looks of their note types."""
    try:
        database = _database(path)
        try:
            [(written,)] = database.execute("select models from col").fetchall()
            models = {int(key): model for key, model in json.loads(written).items()}
            return Snapshot(tuple(_notes(database, models)), tuple(_looks(database, models)))
        finally:
            database.close()
    except FileNotFoundError as error:
        raise FlashcardsError(f"there is no '{path}'") from error
    except (zipfile.BadZipFile, sqlite3.DatabaseError, KeyError, ValueError) as error:
        raise FlashcardsError(f"'{path}' is not an Anki package", hint="take the .apkg file as it was built") from error


def _database(path: Path) -> sqlite3.Connection:
    with open_file(path) as file, zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        if _NEWEST in names:
            hint = "export it from Anki with 'Support older Anki versions' on"
            raise FlashcardsError(f"'{path}' is in Anki's newest format, which is not read here", hint)
        content = archive.read(next(name for name in _COLLECTIONS if name in names or name == _COLLECTIONS[-1]))
    database = sqlite3.connect(":memory:")
    database.deserialize(content)
    return database


def _notes(database: sqlite3.Connection, models: _Models) -> Iterator[NoteSnapshot]:
    [(decks,)] = database.execute("select decks from col").fetchall()
    fields_of = {key: [field["name"] for field in model["flds"]] for key, model in models.items()}
    keys = {key: _notetype(model["name"]) for key, model in models.items()}
    names = {int(key): deck["name"] for key, deck in json.loads(decks).items()}
    query = (
        "select guid, mid, flds, tags, min(did), min(due) as place from notes join cards on nid = notes.id "
        "group by notes.id order by place, notes.id"
    )
    for guid, model_id, joined, tags, deck_id, _ in database.execute(query):
        values = without_marks(joined).split("\x1f")
        fields = dict(zip(fields_of[model_id], values, strict=True))
        note_id, language = fields.get("ID", values[0]), fields.get("Lang", "")
        yield NoteSnapshot(guid, note_id, language, names[deck_id], keys[model_id], fields, tuple(tags.split()))


def _notetype(name: str) -> str:
    """What an author calls a note type, known by the name that the deck's is added to; nothing where it is not ours."""
    return next((key for key, ours in NOTETYPES.items() if name.startswith(f"{ours.name} (") or name == ours.name), "")


def _looks(database: sqlite3.Connection, models: _Models) -> Iterator[Look]:
    for (key,) in database.execute("select distinct mid from notes order by mid"):
        model = models[key]
        sides = tuple(tuple(template.get(side, "") for side in _SIDES) for template in model["tmpls"])
        yield Look(key, model["name"], model.get("css", ""), sides)
