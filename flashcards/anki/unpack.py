"""Anki packages of any tool to snapshots."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from flashcards.anki.package_reader import MAX_UNPACKED, collection_of
from flashcards.anki.snapshot import NoteSnapshot, NotetypeSnapshot, Snapshot
from flashcards.cards.description import version_in
from flashcards.cards.notetypes import NOTETYPES
from flashcards.text.html import without_marks

_SIDES = ("qfmt", "afmt", "bqfmt", "bafmt")

_Models = Mapping[int, Mapping[str, Any]]  # note types by id, as Anki's JSON


def unpack(path: Path, max_unpacked: int = MAX_UNPACKED) -> Snapshot:
    """Read a package, with its notes in the order of their cards; `max_unpacked` is in megabytes."""
    with collection_of(path, max_unpacked) as database:
        [(models_json,)] = database.execute("select models from col").fetchall()
        models = {int(key): model for key, model in json.loads(models_json).items()}
        return Snapshot(tuple(_notes(database, models)), tuple(_notetypes(database, models)))


def _notes(database: sqlite3.Connection, models: _Models) -> Iterator[NoteSnapshot]:
    [(decks,)] = database.execute("select decks from col").fetchall()
    fields_of = {key: [_text(field["name"]) for field in model["flds"]] for key, model in models.items()}
    keys = {key: _notetype(_text(model["name"])) for key, model in models.items()}
    styles = {key: _text(model.get("css", "")) for key, model in models.items()}
    deck_titles = {
        int(key): (_text(deck["name"]), version_in(str(deck.get("desc", ""))))
        for key, deck in json.loads(decks).items()
    }
    query = (
        "select guid, mid, flds, tags, min(did), min(due) as place from notes join cards on nid = notes.id "
        "group by notes.id order by place, notes.id"
    )
    for guid, model_id, joined, tags, deck_id, _ in database.execute(query):
        values = without_marks(_text(joined)).split("\x1f")
        fields = dict(zip(fields_of[model_id], values, strict=True))
        note_id, language = fields.get("ID", values[0]), fields.get("Lang", "")
        deck, version = deck_titles[deck_id]
        tag_list, css = tuple(_text(tags).split()), styles[model_id]
        yield NoteSnapshot(_text(guid), note_id, language, deck, keys[model_id], fields, tag_list, css, version)


def _notetype(name: str) -> str:
    """The name in deck files of a note type, from its name in Anki; empty for one of another tool."""
    return next((key for key, ours in NOTETYPES.items() if name.startswith(f"{ours.name} (") or name == ours.name), "")


def _notetypes(database: sqlite3.Connection, models: _Models) -> Iterator[NotetypeSnapshot]:
    for (key,) in database.execute("select distinct mid from notes order by mid"):
        model = models[key]
        sides = tuple(tuple(_text(template.get(side, "")) for side in _SIDES) for template in model["tmpls"])
        yield NotetypeSnapshot(key, _text(model["name"]), _text(model.get("css", "")), sides)


def _text(value: object) -> str:
    """A value as text that can be encoded; raises for others, which JSON and SQLite may contain."""
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not text")
    value.encode()  # fails for a lone surrogate
    return value
