"""The add-on CrowdAnki, as its source describes it, on a real collection of Anki: export and import of a folder.

Import finds presets, note types and decks by UUID, and notes by guid. Where a note type has other fields or templates
than the learner's, also in a single key of their JSON, it asks the learner what becomes of them.
"""

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from anki.collection import Collection
from anki.decks import DeckId

UUID = "crowdanki_uuid"
_LOCAL = ("id", "mod", "usn")

Found = dict[str, Any]


def export_folder(col: Collection, name: str, folder: Path) -> Path:
    """Export a deck with its subdecks; the UUIDs are a function of the names."""
    notetypes: dict[str, Found] = {}
    deck = _exported(col, name, "", notetypes)
    preset = col.decks.config_dict_for_deck_id(col.decks.id_for_name(name) or DeckId(1))
    deck["deck_configurations"] = [{"__type__": "DeckConfig", **_portable(preset), UUID: _uuid("preset")}]
    deck["note_models"] = [*notetypes.values()]
    (folder / "media").mkdir(parents=True)
    for file in Path(col.media.dir()).iterdir():
        shutil.copyfile(file, folder / "media" / file.name)
    (folder / f"{folder.name}.json").write_text(json.dumps(deck, ensure_ascii=False, indent=4), encoding="utf-8")
    return folder


def _exported(col: Collection, name: str, parent: str, notetypes: dict[str, Found]) -> Found:
    notes = []
    for note_id in col.find_notes(f'"deck:{name}" -"deck:{name}::*"'):
        note = col.get_note(note_id)
        notetype = note.note_type()
        assert notetype
        uuid = _uuid(notetype["name"])
        own = {key: value for key, value in _portable(notetype).items() if key != "did"}
        notetypes.setdefault(uuid, {"__type__": "NoteModel", **own, UUID: uuid})
        found = {"guid": note.guid, "fields": note.fields, "tags": note.tags, "note_model_uuid": uuid}
        notes.append({"__type__": "Note", "data": "", "flags": 0, **found})
    deck = col.decks.by_name(name)
    assert deck
    below = [child for child, _ in col.decks.children(deck["id"]) if child.count("::") == name.count("::") + 1]
    return {
        "__type__": "Deck",
        "name": name.removeprefix(f"{parent}::"),
        "desc": deck["desc"],
        "dyn": 0,
        "media_files": [],
        "deck_config_uuid": _uuid("preset"),
        "children": [_exported(col, child, name, notetypes) for child in below],
        "notes": notes,
        UUID: _uuid(name),
    }


def _portable(found: Mapping[str, Any]) -> Found:
    return {key: value for key, value in found.items() if key not in _LOCAL}


def _uuid(name: str) -> str:
    return str(uuid5(NAMESPACE_OID, name))


def import_folder(col: Collection, folder: Path) -> Sequence[str]:
    """Import a folder; returns the note types about which it asks."""
    path = folder / "deck.json"
    deck = json.loads((path if path.exists() else folder / f"{folder.name}.json").read_text(encoding="utf-8"))
    for each in deck["deck_configurations"]:
        preset = _by_uuid(col.decks.all_config(), each) or col.decks.add_config(each["name"])
        col.decks.update_config({**preset, **_plain(each)})
    asked = [name for each in deck["note_models"] for name in _take_notetype(col, each)]
    _take_deck(col, deck, "")
    for file in (folder / "media").glob("*"):
        shutil.copyfile(file, Path(col.media.dir()) / file.name)
    return asked


def _take_notetype(col: Collection, each: Found) -> Iterator[str]:
    known = _by_uuid(col.models.all(), each)
    merged = {**(known or col.models.new(each["name"])), **_plain(each)}
    if known is None:
        col.models.add_dict(merged)
        return
    col.models.update_dict(merged)
    if any(
        json.dumps(known[key], sort_keys=True) != json.dumps(each[key], sort_keys=True) for key in ("flds", "tmpls")
    ):
        yield each["name"]


def _take_deck(col: Collection, deck: Found, parent: str) -> None:
    name, known = f"{parent}::{deck['name']}" if parent else deck["name"], _by_uuid(col.decks.all(), deck)
    taken = col.decks.by_name(name)
    if taken and (known is None or known["id"] != taken["id"]):
        name += "_2"
    known = known or col.decks.get(col.decks.id(name) or DeckId(0))
    assert known
    own = {key: value for key, value in _plain(deck).items() if key not in ("children", "notes", "media_files")}
    for key in ("note_models", "deck_configurations", "deck_config_uuid"):
        own.pop(key, None)
    [preset] = [each for each in col.decks.all_config() if each.get(UUID) == deck["deck_config_uuid"]]
    col.decks.save({**known, **own, "name": name, "conf": preset["id"]})
    for child in deck["children"]:
        _take_deck(col, child, name)
    for each in deck["notes"]:
        _take_note(col, each, known["id"])


def _take_note(col: Collection, each: Found, deck_id: int) -> None:
    [notetype] = [own for own in col.models.all() if own.get(UUID) == each["note_model_uuid"]]
    note_id = col.db.scalar("select id from notes where guid = ?", each["guid"])
    note = col.get_note(note_id) if note_id else col.new_note(notetype)
    assert note.mid == notetype["id"], "CrowdAnki asks what becomes of a note whose note type has another UUID"
    note.guid, note.fields, note.tags = each["guid"], each["fields"], each["tags"]
    if note_id:
        col.update_note(note)
        col.set_deck(note.card_ids(), deck_id)
    else:
        col.add_note(note, DeckId(deck_id))


def _by_uuid(values: Sequence[Any], wanted: Found) -> Any | None:
    return next((each for each in values if each.get(UUID) == wanted[UUID]), None)


def _plain(found: Found) -> Found:
    return {key: value for key, value in found.items() if key != "__type__"}
