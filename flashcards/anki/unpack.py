"""Anki packages of any tool to snapshots, with the names, tags and texts that Anki makes of them."""

import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path

from flashcards.anki.package_reader import MAX_UNPACKED, collection_of
from flashcards.anki.snapshot import NoteSnapshot, NotetypeSnapshot, Snapshot
from flashcards.anki.stored import decks_in, notetypes_in
from flashcards.anki.stored import text_of as _text
from flashcards.cards.description import version_in
from flashcards.cards.notetypes import NOTETYPES
from flashcards.cards.notetypes.fields import TAIL
from flashcards.model.foreign import ForeignNotetype
from flashcards.text.anki_names import stored_field, tags_of_authors
from flashcards.text.html import without_marks
from flashcards.text.nfc import to_nfc

_TAIL = tuple(field.name for field in TAIL)

_Notetypes = Mapping[int, ForeignNotetype]


def unpack(path: Path, max_unpacked: int = MAX_UNPACKED) -> Snapshot:
    """Read a package, with its notes in the order of their cards; `max_unpacked` is in megabytes."""
    with collection_of(path, max_unpacked) as database:
        notetypes = notetypes_in(database)
        return Snapshot(tuple(_notes(database, notetypes)), tuple(_notetypes(database, notetypes)))


def _notes(database: sqlite3.Connection, notetypes: _Notetypes) -> Iterator[NoteSnapshot]:
    fields_of = {key: [stored_field(name) for name in notetype.field_names] for key, notetype in notetypes.items()}
    keys = {key: _notetype(notetype) for key, notetype in notetypes.items()}
    sides = {
        key: tuple((each.front, each.back) for each in notetypes[key].templates) for key in keys if _is_own(keys[key])
    }
    deck_titles = {key: (deck.name, version_in(deck.description)) for key, deck in decks_in(database).items()}
    query = (
        "select guid, mid, flds, tags, min(did), min(due) as place from notes join cards on nid = notes.id "
        "group by notes.id order by place, notes.id"
    )
    for guid, model_id, joined, tags, deck_id, _ in database.execute(query):
        values = to_nfc(without_marks(_text(joined))).split("\x1f")
        fields = dict(zip(fields_of[model_id], values, strict=True))
        note_id, language = fields.get("ID", values[0]), fields.get("Lang", "")
        deck, version = deck_titles[deck_id]
        tag_list, css = tags_of_authors(_text(tags)), notetypes[model_id].css
        key, own = keys[model_id], sides.get(model_id, ())
        yield NoteSnapshot(_text(guid), note_id, language, deck, key, fields, tag_list, css, version, own)


def _notetype(notetype: ForeignNotetype) -> str:
    """The name in deck files of a note type, or that in Anki of an author's own kind; empty for one of another tool."""
    name = notetype.name
    for key, ours in NOTETYPES.items():
        if name.startswith(f"{ours.name} (") or name == ours.name:
            return key
    return name if notetype.field_names[-len(_TAIL) :] == _TAIL else ""


def _is_own(key: str) -> bool:
    return bool(key) and key not in NOTETYPES


def _notetypes(database: sqlite3.Connection, notetypes: _Notetypes) -> Iterator[NotetypeSnapshot]:
    for (key,) in database.execute("select distinct mid from notes order by mid"):
        notetype = notetypes[key]
        sides = tuple(
            (template.front, template.back, template.browser_front, template.browser_back)
            for template in notetype.templates
        )
        yield NotetypeSnapshot(key, notetype.name, notetype.css, sides)
