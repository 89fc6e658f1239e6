"""The note types and decks in a collection's database, in the old formats (JSON) and the newest (protobuf)."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from flashcards.anki import protobuf
from flashcards.model.foreign import ForeignDeck, ForeignField, ForeignNote, ForeignNotetype, ForeignTemplate
from flashcards.model.problem import Location

_CLOZE = 1  # the kind of a note type
# Cards that were studied have another kind of `due`, so that only the order of creation is left
_NOTES = (
    "select guid, mid, notes.mod, tags, flds, min(iif(odid, odid, did)), group_concat(ord), "
    "iif((select max(type) from cards), 0, min(due)) as place "
    "from notes join cards on nid = notes.id group by notes.id order by place, notes.id"
)
_BETWEEN = "\x1f"  # separates the parts of a deck's name in the newest format


def notetypes_in(database: sqlite3.Connection) -> Mapping[int, ForeignNotetype]:
    """The note types by id; raises anything for malformed ones."""
    if is_newest(database):
        return _stored_notetypes(database)
    [(models,)] = database.execute("select models from col").fetchall()
    return {int(key): notetype_of(int(key), model) for key, model in json.loads(models).items()}


def decks_in(database: sqlite3.Connection) -> Mapping[int, ForeignDeck]:
    """The decks by id; raises anything for malformed ones."""
    if is_newest(database):
        rows = database.execute("select id, name, kind from decks")
        return {key: ForeignDeck(_deck_name(name), _description(kind)) for key, name, kind in rows}
    [(decks,)] = database.execute("select decks from col").fetchall()
    return {
        int(key): ForeignDeck(text_of(deck["name"]), str(deck.get("desc", "")))
        for key, deck in json.loads(decks).items()
    }


def notes_in(
    database: sqlite3.Connection,
    path: Path,
    notetypes: Mapping[int, ForeignNotetype],
    decks: Mapping[int, ForeignDeck],
) -> Iterator[ForeignNote]:
    """The notes in the order in which they are learned, or were made; raises anything for malformed ones."""
    place = Location(path, 0, 0)
    counts = {key: len(notetype.fields) for key, notetype in notetypes.items()}
    for guid, key, mod, tags, joined, deck, cards, _ in database.execute(_NOTES):
        fields = tuple(text_of(joined).split("\x1f"))
        if len(fields) != counts[key]:
            raise ValueError("a note has not the fields of its note type")
        numbers = tuple(sorted(map(int, str(cards).split(","))))
        tag_list = tuple(text_of(tags).split())
        yield ForeignNote(place, key, fields, tag_list, text_of(guid), decks[deck].name, numbers, int(mod))


def is_newest(database: sqlite3.Connection) -> bool:
    """Whether a collection is in Anki's newest format, with a table for note types."""
    [(models,)] = database.execute("select models from col").fetchall()
    return bool(models == "")


def text_of(value: object) -> str:
    """A value as text that can be encoded; raises for others, which JSON and SQLite may contain."""
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not text")
    value.encode()  # fails for a lone surrogate
    return value


def notetype_of(key: int, model: Mapping[str, Any]) -> ForeignNotetype:
    """A note type from Anki's JSON; raises anything for a malformed one."""
    return ForeignNotetype(
        key,
        text_of(model["name"]),
        tuple(ForeignField(text_of(field["name"]), field.get("id")) for field in model["flds"]),
        tuple(_template(template) for template in model["tmpls"]),
        text_of(model.get("css", "")),
        model.get("type") == _CLOZE,
    )


def _template(template: Mapping[str, Any]) -> ForeignTemplate:
    front, back, browser_front, browser_back = (
        text_of(template.get(side, "")) for side in ("qfmt", "afmt", "bqfmt", "bafmt")
    )
    name = text_of(template.get("name", ""))
    return ForeignTemplate(name, front, back, browser_front, browser_back, template.get("id"))


def _stored_notetypes(database: sqlite3.Connection) -> Mapping[int, ForeignNotetype]:
    fields: dict[int, list[ForeignField]] = {}
    for key, name, config in database.execute("select ntid, name, config from fields order by ntid, ord"):
        number = protobuf.signed(protobuf.message(config), 9)
        fields.setdefault(key, []).append(ForeignField(text_of(name), number))
    templates: dict[int, list[ForeignTemplate]] = {}
    for key, name, config in database.execute("select ntid, name, config from templates order by ntid, ord"):
        values = protobuf.message(config)
        front, back, browser_front, browser_back = (protobuf.text(values, number) for number in (1, 2, 3, 4))
        templates.setdefault(key, []).append(
            ForeignTemplate(text_of(name), front, back, browser_front, browser_back, protobuf.signed(values, 8))
        )
    notetypes = {}
    for key, name, config in database.execute("select id, name, config from notetypes"):
        values = protobuf.message(config)
        notetypes[key] = ForeignNotetype(
            key,
            text_of(name),
            tuple(fields.get(key, ())),
            tuple(templates.get(key, ())),
            protobuf.text(values, 3),
            values.get(1) == _CLOZE,
        )
    return notetypes


def _deck_name(stored: object) -> str:
    return text_of(stored).replace(_BETWEEN, "::")


def _description(kind: bytes) -> str:
    """The description of a normal deck; a filtered one has none."""
    normal = protobuf.message(kind).get(1, b"")
    return protobuf.text(protobuf.message(normal), 4) if isinstance(normal, bytes) else ""
