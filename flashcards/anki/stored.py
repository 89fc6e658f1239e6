"""The note types and decks in a collection's database, in the old formats (JSON) and the newest (protobuf)."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from flashcards.anki import protobuf
from flashcards.model.foreign import Config, ForeignDeck, ForeignField, ForeignNote, ForeignNotetype, ForeignTemplate
from flashcards.model.problem import Location
from flashcards.text.anki_names import stored_name, stored_tags

FIRST = 1
"""The id of the deck that each collection has; Anki imports its cards into that of the learner."""

_CLOZE = 1  # the kind of a note type
_IDS = 1 << 63  # and below zero as many

# Settings by their numbers in Anki's messages, with the names that they have in its JSON (rslib notetype/schema11.rs)
_OF_FIELD = {
    1: "sticky",
    2: "rtl",
    3: "font",
    4: "size",
    5: "description",
    6: "plainText",
    7: "collapsed",
    8: "excludeFromSearch",
    10: "tag",
    11: "preventDeletion",
}
_OTHERS = 255  # the number of settings in JSON that Anki does not know
_KNOWN_OF_FIELD = frozenset(("name", "ord", "id"))
_KNOWN_OF_TEMPLATE = frozenset(("name", "ord", "id", "qfmt", "afmt", "bqfmt", "bafmt", "did"))
_KNOWN_OF_NOTETYPE = frozenset(
    ("id", "name", "type", "mod", "usn", "sortf", "tmpls", "flds", "css", "req", "originalId")
)
_OF_TEMPLATE = {6: "bfont", 7: "bsize"}
_OF_NOTETYPE = {4: "did", 5: "latexPre", 6: "latexPost", 7: "latexsvg", 9: "originalStockKind"}
_ABSENT: Config = {
    **dict.fromkeys(("sticky", "rtl", "plainText", "collapsed", "excludeFromSearch", "preventDeletion"), False),
    **dict.fromkeys(("font", "description", "bfont", "latexPre", "latexPost"), ""),
    **dict.fromkeys(("size", "bsize", "originalStockKind"), 0),
    "latexsvg": False,
    **dict.fromkeys(("tag", "did"), None),
}
# Cards that were studied have another kind of `due`, so that only the order of creation is left
_NOTES = (
    "select notes.id, guid, mid, notes.mod, tags, flds, min(iif(odid, odid, did)), group_concat(ord), "
    "iif((select max(type) from cards), 0, min(due)) as place "
    "from notes {join} cards on nid = notes.id group by notes.id order by place, notes.id"
)
_PROGRESS = "select exists(select 1 from cards where type or queue or reps or flags)"
_SCATTERED = "select count() from (select nid from cards group by nid having count(distinct iif(odid, odid, did)) > 1)"
_BETWEEN = "\x1f"  # separates the parts of a deck's name in the newest format


def notetypes_in(database: sqlite3.Connection) -> Mapping[int, ForeignNotetype]:
    """The note types by id; raises any exception for malformed ones."""
    if is_newest(database):
        return _stored_notetypes(database)
    [(models,)] = database.execute("select models from col").fetchall()
    return {int(key): notetype_of(int(key), model) for key, model in json.loads(models).items()}


def decks_in(database: sqlite3.Connection) -> Mapping[int, ForeignDeck]:
    """The decks by id; raises any exception for malformed ones."""
    if is_newest(database):
        rows = database.execute("select id, name, kind from decks")
        return {key: ForeignDeck(_deck_name(name), _description(kind)) for key, name, kind in rows}
    [(decks,)] = database.execute("select decks from col").fetchall()
    return {
        int(key): ForeignDeck(stored_name(text_of(deck["name"])), str(deck.get("desc", "")))
        for key, deck in json.loads(decks).items()
    }


def notes_in(
    database: sqlite3.Connection,
    path: Path,
    notetypes: Mapping[int, ForeignNotetype],
    decks: Mapping[int, ForeignDeck],
) -> Iterator[ForeignNote]:
    """The notes in the order in which they are learned, or were made; raises any exception for malformed ones."""
    counts = {key: len(notetype.fields) for key, notetype in notetypes.items()}
    for note in _rows(database, path, decks, "join"):
        if len(note.fields) != counts[note.notetype]:
            raise ValueError("a note has not the fields of its note type")
        yield note


def all_notes_in(database: sqlite3.Connection, path: Path, decks: Mapping[int, ForeignDeck]) -> Iterator[ForeignNote]:
    """The same, and also notes without a card, of an unknown note type, or with other fields than their note type."""
    return _rows(database, path, decks, "left join")


def _rows(
    database: sqlite3.Connection, path: Path, decks: Mapping[int, ForeignDeck], join: str
) -> Iterator[ForeignNote]:
    place = Location(path, 0, 0)
    for note_id, guid, key, mod, tags, joined, deck, cards, _ in database.execute(_NOTES.format(join=join)):
        numbers = tuple(sorted(map(int, str(cards).split(",")))) if cards is not None else ()
        where = decks[deck].name if numbers else ""
        fields, tag_list = tuple(text_of(joined).split("\x1f")), stored_tags(text_of(tags))
        yield ForeignNote(place, int(key), fields, tag_list, text_of(guid), where, numbers, int(mod), int(note_id))


def has_progress(database: sqlite3.Connection) -> bool:
    """Whether somebody studied the cards of a collection, or flagged or suspended them."""
    [(found,)] = database.execute(_PROGRESS).fetchall()
    return bool(found)


def scattered_in(database: sqlite3.Connection) -> int:
    """The number of notes whose cards are in several decks."""
    [(count,)] = database.execute(_SCATTERED).fetchall()
    return int(count)


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


def notetype_of(key: int, model: Mapping[str, Any], *, has_nulls: bool = False) -> ForeignNotetype:
    """A note type from Anki's JSON; raises any exception for a malformed one.

    One that `has_nulls` keeps each setting that is null, also in place of an id.
    """
    return ForeignNotetype(
        key,
        text_of(model["name"]),
        tuple(
            ForeignField(text_of(field["name"]), _id_in(field), _config(field, _KNOWN_OF_FIELD, has_nulls=has_nulls))
            for field in model["flds"]
        ),
        tuple(_template(template, has_nulls=has_nulls) for template in model["tmpls"]),
        text_of(model.get("css", "")),
        model.get("type") == _CLOZE,
        max(0, int(model.get("sortf") or 0)),
        int(model.get("mod") or 0),
        _config(model, _KNOWN_OF_NOTETYPE, has_nulls=False),
    )


def _template(template: Mapping[str, Any], *, has_nulls: bool) -> ForeignTemplate:
    front, back, browser_front, browser_back = (
        text_of(template.get(side, "")) for side in ("qfmt", "afmt", "bqfmt", "bafmt")
    )
    name = text_of(template.get("name", ""))
    config = _config(template, _KNOWN_OF_TEMPLATE, has_nulls=has_nulls)
    return ForeignTemplate(name, front, back, browser_front, browser_back, _id_in(template), config)


def _id_in(part: Mapping[str, Any]) -> int | None:
    """The id of a field or a template; None if it is no number that Anki reads."""
    found = part.get("id")
    return found if type(found) is int and -_IDS <= found < _IDS else None


def _config(found: Mapping[str, Any], known: frozenset[str], *, has_nulls: bool) -> Config:
    """All settings in Anki's JSON but those that are `known`; Anki keeps also those that no version uses any more.

    Those that are null are left out, as the newest format has them, unless it `has_nulls`.
    """
    return {name: value for name, value in found.items() if (has_nulls if value is None else name not in known)}


def _settings(found: Mapping[int, protobuf.Value], settings: Mapping[int, str]) -> Config:
    """The settings in a message, those that are absent with the value that Anki writes for them in JSON."""
    known = {name: _setting(found, number, _ABSENT[name]) for number, name in settings.items()}
    others = found.get(_OTHERS, b"")
    known |= json.loads(others) if isinstance(others, bytes) and others else {}
    return {name: value for name, value in known.items() if value is not None}


def _setting(found: Mapping[int, protobuf.Value], number: int, absent: object) -> object:
    if isinstance(absent, bool):
        return bool(found.get(number, 0))
    if isinstance(absent, str):
        return protobuf.text(found, number)
    return protobuf.signed(found, number) if number in found else absent


def _stored_notetypes(database: sqlite3.Connection) -> Mapping[int, ForeignNotetype]:
    fields: dict[int, list[ForeignField]] = {}
    for key, name, config in database.execute("select ntid, name, config from fields order by ntid, ord"):
        values = protobuf.message(config)
        field = ForeignField(text_of(name), protobuf.signed(values, 9), _settings(values, _OF_FIELD))
        fields.setdefault(key, []).append(field)
    templates: dict[int, list[ForeignTemplate]] = {}
    for key, name, config in database.execute("select ntid, name, config from templates order by ntid, ord"):
        values = protobuf.message(config)
        front, back, browser_front, browser_back = (protobuf.text(values, number) for number in (1, 2, 3, 4))
        number, settings = protobuf.signed(values, 8), _settings(values, _OF_TEMPLATE)
        templates.setdefault(key, []).append(
            ForeignTemplate(text_of(name), front, back, browser_front, browser_back, number, settings)
        )
    notetypes = {}
    for key, name, mod, config in database.execute("select id, name, mtime_secs, config from notetypes"):
        values = protobuf.message(config)
        notetypes[key] = ForeignNotetype(
            key,
            text_of(name),
            tuple(fields.get(key, ())),
            tuple(templates.get(key, ())),
            protobuf.text(values, 3),
            values.get(1) == _CLOZE,
            max(0, protobuf.signed(values, 2) or 0),
            int(mod),
            _settings(values, _OF_NOTETYPE),
        )
    return notetypes


def _deck_name(stored: object) -> str:
    return stored_name(text_of(stored).replace(_BETWEEN, "::"))


def _description(kind: bytes) -> str:
    """The description of a normal deck; a filtered one has none."""
    normal = protobuf.message(kind).get(1, b"")
    return protobuf.text(protobuf.message(normal), 4) if isinstance(normal, bytes) else ""
