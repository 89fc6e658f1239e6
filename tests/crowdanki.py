"""What the add-on CrowdAnki does with a real collection of Anki: its export to a folder, and its import of one.

Compared with the add-on's own code (github.com/Stvad/CrowdAnki) on the same decks. Import finds presets, note types and
decks by UUID, and notes by guid, and writes each key that it finds over the learner's own. It asks the learner about a
note type whose fields or templates are not the same after it has written them, in a single key of their JSON.
"""

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple
from uuid import NAMESPACE_OID, uuid5

from anki.collection import Collection
from anki.decks import DeckId
from anki.notes import Note

UUID = "crowdanki_uuid"
_OF_ONE_COLLECTION = ("id", "mod", "usn")
_OF_A_DECK = ("newToday", "revToday", "lrnToday", "timeToday", "collapsed", "browserCollapsed", "conf")
_READ_APART = ("children", "notes", "media_files", "note_models", "deck_configurations", "deck_config_uuid")

Found = dict[str, Any]


class _Exported(NamedTuple):
    """What is in an export beside the tree of decks; `own` are the decks as the collection has them."""

    presets: dict[str, Found]
    notetypes: dict[str, Found]
    own: list[Found]


def export_folder(col: Collection, name: str, folder: Path) -> Path:
    """Export a deck with its subdecks; what has no UUID gets one, a function of names, also in the collection."""
    also = _Exported({}, {}, [])
    deck = _exported(col, name, name, also)
    deck["deck_configurations"] = [_portable(each, "DeckConfig") for each in also.presets.values()]
    deck["note_models"] = [_portable(each, "NoteModel", "did") for each in also.notetypes.values()]
    (folder / "media").mkdir(parents=True)
    for file in _add_media(deck, {*_media_of_templates(col, also.notetypes.values())}):
        shutil.copyfile(Path(col.media.dir()) / file, folder / "media" / file)
    text = json.dumps(deck, ensure_ascii=False, indent=4, sort_keys=True)
    (folder / "deck.json").write_text(text, encoding="utf-8")
    for each in (*also.own, *also.presets.values()):
        col.decks.save(each)
    for each in also.notetypes.values():
        col.models.save(each)
    return folder


def _exported(col: Collection, name: str, shown: str, also: _Exported) -> Found:
    deck = col.decks.by_name(name)
    assert deck
    deck.setdefault(UUID, _uuid("deck", name))
    also.own.append(deck)
    preset = col.decks.config_dict_for_deck_id(deck["id"])
    preset.setdefault(UUID, _uuid("preset", name))  # until the end, each deck with the same one gives it a UUID
    also.presets.setdefault(preset[UUID], preset)
    place = f"(did = {deck['id']} or odid = {deck['id']})"
    notes = [col.get_note(key) for key in col.db.list(f"select distinct nid from cards where {place} order by nid")]
    below = [child for child, _ in col.decks.children(deck["id"]) if child.count("::") == name.count("::") + 1]
    return {
        **_portable(deck, "Deck", *_OF_A_DECK),
        "name": shown,
        "notes": [_exported_note(note, also) for note in notes],
        "media_files": sorted({file for note in notes for file in _files(col, note)}),
        "deck_config_uuid": preset[UUID],
        "children": [_exported(col, child, child.split("::")[-1], also) for child in sorted(below)],
    }


def _exported_note(note: Note, also: _Exported) -> Found:
    notetype = note.note_type()
    assert notetype
    uuid = notetype.setdefault(UUID, _uuid("notetype", notetype["name"]))
    also.notetypes.setdefault(uuid, notetype)
    return {"__type__": "Note", "fields": note.fields, "guid": note.guid, "note_model_uuid": uuid, "tags": note.tags}


def _files(col: Collection, note: Note) -> Sequence[str]:
    return [*col.media.files_in_str(note.mid, note.joined_fields())]


def _add_media(deck: Found, files: Set[str]) -> Set[str]:
    """Name the files of note types in each deck; returns all that are named."""
    deck["media_files"] = sorted({*deck["media_files"], *files})
    return {*deck["media_files"], *(file for child in deck["children"] for file in _add_media(child, files))}


def _media_of_templates(col: Collection, notetypes: Iterable[Found]) -> Iterator[str]:
    """The files with an underscore that a note type names."""
    parts = [
        (each["css"], *(side for own in each["tmpls"] for side in (own["qfmt"], own["afmt"]))) for each in notetypes
    ]
    for file in Path(col.media.dir()).glob("_*"):
        if any(file.name in text for texts in parts for text in texts):
            yield file.name


def _portable(found: Mapping[str, Any], kind: str, *left_out: str) -> Found:
    own = {name: value for name, value in found.items() if name not in (*_OF_ONE_COLLECTION, *left_out)}
    return {"__type__": kind, **own}


def _uuid(*words: str) -> str:
    return str(uuid5(NAMESPACE_OID, "\0".join(words)))


def import_folder(col: Collection, folder: Path, *, is_moving: bool = True) -> Sequence[str]:
    """Import a folder; returns the note types about which it asks.

    `is_moving` is whether the cards of known notes go to the deck that they are in there, as they do by default.
    """
    path = folder / "deck.json"
    deck = json.loads((path if path.exists() else folder / f"{folder.name}.json").read_text(encoding="utf-8"))
    presets = dict(_take_preset(col, each) for each in deck["deck_configurations"])
    asked = [name for each in deck["note_models"] for name in _take_notetype(col, each)]
    _take_deck(col, deck, "", presets, is_moving=is_moving)
    for file in (folder / "media").glob("*"):
        shutil.copyfile(file, Path(col.media.dir()) / file.name)
    return asked


def _take_preset(col: Collection, each: Found) -> tuple[str, int]:
    preset = _by_uuid(col.decks.all_config(), each[UUID]) or col.decks.add_config(each["name"])
    preset.update(_plain(each))
    col.decks.update_config(preset)
    return each[UUID], preset["id"]


def _take_notetype(col: Collection, each: Found) -> Iterator[str]:
    known = _by_uuid(col.models.all(), each[UUID])
    written = {**(known or col.models.new(each["name"])), **_plain(each)}
    if known is None:
        col.models.add(written)
        return
    col.models.update(written)  # which is then as the collection has it
    if any(
        json.dumps(known[key], sort_keys=True) != json.dumps(written[key], sort_keys=True) for key in ("flds", "tmpls")
    ):
        yield each["name"]


def _take_deck(col: Collection, deck: Found, parent: str, presets: Mapping[str, int], *, is_moving: bool) -> None:
    name, known = f"{parent}::{deck['name']}" if parent else deck["name"], _by_uuid(col.decks.all(), deck[UUID])
    taken = col.decks.id_for_name(name)
    if taken and (known is None or known["id"] != taken):
        name = next(own for own in (f"{name}_{number}" for number in count(2)) if not col.decks.id_for_name(own))
    known = known or col.decks.get(col.decks.id(name) or DeckId(0))
    assert known
    known.update({key: value for key, value in _plain(deck).items() if key not in _READ_APART})
    known.update({"name": name, "conf": presets[deck["deck_config_uuid"]]})
    col.decks.save(known)
    for child in deck["children"]:
        _take_deck(col, child, name, presets, is_moving=is_moving)
    for each in deck["notes"]:
        _take_note(col, each, known["id"], is_moving=is_moving)


def _take_note(col: Collection, each: Found, deck_id: DeckId, *, is_moving: bool) -> None:
    notetype = _by_uuid(col.models.all(), each["note_model_uuid"])
    note_id = col.db.scalar("select id from notes where guid = ?", each["guid"])
    note = col.get_note(note_id) if note_id else col.new_note(notetype)
    assert note.mid == notetype["id"], "CrowdAnki asks what becomes of a note whose note type has another UUID"
    note.guid, note.fields, note.tags = each["guid"], each["fields"], each["tags"]
    if not note_id:
        col.add_note(note, deck_id)
        return
    col.update_note(note)
    for card in note.cards() if is_moving else ():
        home = "odid" if card.odid else "did"
        if getattr(card, home) != deck_id:
            setattr(card, home, deck_id)
            col.update_card(card)


def _by_uuid(values: Sequence[Any], uuid: str) -> Any:
    return next((each for each in values if each.get(UUID) == uuid), None)


def _plain(found: Found) -> Found:
    return {key: value for key, value in found.items() if key != "__type__"}
