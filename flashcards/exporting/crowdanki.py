"""Packages as CrowdAnki folders: a JSON file and the media, which CrowdAnki imports as an update by UUIDs and guids.

The UUIDs are a function of the deck's uid, unless learners have the deck by CrowdAnki: then they are those that it came
with. CrowdAnki writes each key that it finds over the learner's own. So a preset has a name and nothing else: it makes
one with Anki's defaults, and leaves a learner's settings as they are. For the same reason, decks have no limits for the
day, and subdecks no description.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from shutil import copyfileobj
from typing import Any, BinaryIO
from uuid import NAMESPACE_OID, uuid5

from flashcards.anki.package import Package, PackageNote
from flashcards.anki.package_writer import notetype_json
from flashcards.cards.notetypes.notetype import Notetype
from flashcards.model.edition import Edition
from flashcards.model.foreign import UUID
from flashcards.model.media import Media
from flashcards.model.problem import FlashcardsError
from flashcards.system.progress import with_progress
from flashcards.system.regular_files import open_file
from flashcards.text.media import has_changed

FILE = "deck.json"
"""The name that CrowdAnki looks for first, so that the folder can be renamed."""

MEDIA = "media"


def write_crowdanki(package: Package, folder: Path) -> None:
    """Write a package into an empty folder."""
    with (folder / FILE).open("wb") as file:
        _write(package, file)
    if package.media:  # without the learner's own stylesheet, because CrowdAnki would replace it
        (folder / MEDIA).mkdir()
    for media in package.media:
        with (folder / MEDIA / media.name).open("wb") as file:
            _copy(media, file)


def _write(package: Package, file: BinaryIO) -> None:
    """Write the JSON file, note by note; subdecks are first."""
    _open(_deck(package), file, "")
    file.write(b',\n  "children": [')
    begin = "\n"
    for home in _subdecks(package):
        file.write(begin.encode())
        _open(_subdeck(package, home), file, "    ")
        file.write(b',\n      "children": []')
        _write_notes(package, home, file, "    ")
        begin = ",\n"
    file.write(b"\n  ]" if package.homes else b"]")
    _write_notes(package, "", file, "")
    file.write(b"\n")


def _open(deck: Mapping[str, Any], file: BinaryIO, indent: str) -> None:
    """Write an object without its end."""
    text = json.dumps(deck, **_FORM).removesuffix("\n}")
    file.write(f"{indent}{_indented(text, indent)}".encode())


def _write_notes(package: Package, home: str, file: BinaryIO, indent: str) -> None:
    """Write the notes of a subdeck, or of the deck itself, and the end of its object."""
    uuids = {key: _notetype_uuid(each.notetype, package.edition) for key, each in package.notetypes.items()}
    file.write(f',\n{indent}  "notes": ['.encode())
    begin = "\n"
    for note in with_progress("exporting", package.notes):
        if package.homes.get(note.due, "") == home:
            text = json.dumps(_note(note, uuids[note.notetype]), **_FORM)
            file.write(f"{begin}{indent}    {_indented(text, f'{indent}    ')}".encode())
            begin = ",\n"
    file.write(f"\n{indent}  ]\n{indent}}}".encode())


def _indented(text: str, indent: str) -> str:
    return text.replace("\n", f"\n{indent}")


_FORM: Mapping[str, Any] = {"ensure_ascii": False, "indent": 2, "sort_keys": True}


def _deck(package: Package) -> Mapping[str, Any]:
    """A deck as CrowdAnki writes it, without its subdecks and notes."""
    edition = package.edition
    presets = dict(_preset(package, name) for name in (edition.title, *_subdecks(package)))
    return {
        **_head(package, edition.title, edition.title),
        "deck_configurations": [{"__type__": "DeckConfig", UUID: uuid, "name": name} for uuid, name in presets.items()],
        "desc": package.description,
        "md": True,
        "media_files": sorted(media.name for media in package.media),
        "note_models": [_notetype(each.notetype, edition) for each in package.notetypes.values()],
    }


def _subdecks(package: Package) -> Sequence[str]:
    """The full names of subdecks, each after those that it is in: Anki makes these too, and CrowdAnki then others.

    Of a deck that learners have by CrowdAnki, those without notes are left out whose UUID is not known.
    """
    title, homes = package.edition.title, dict.fromkeys(package.homes.values())
    parts = (home.split("::") for home in homes)
    names = dict.fromkeys("::".join(each[:end]) for each in parts for end in range(1, len(each) + 1))
    known = {*package.crowdanki, *homes} if package.crowdanki else names
    return [name for name in names if name.startswith(f"{title}::") and name in known]


def _subdeck(package: Package, home: str) -> Mapping[str, Any]:
    """A subdeck, which has its name below the deck's."""
    below = home.removeprefix(f"{package.edition.title}::")
    return {**_head(package, home, below), "media_files": []}


def _head(package: Package, name: str, shown: str) -> Mapping[str, Any]:
    edition, known = package.edition, package.crowdanki.get(name)
    below = [] if name == edition.title else [name]
    preset, _ = _preset(package, name)
    return {
        "__type__": "Deck",
        UUID: known.uuid if known else _uuid(edition, "deck", edition.key, *below),
        "deck_config_uuid": preset,
        "dyn": 0,
        "name": shown,
    }


def _preset(package: Package, name: str) -> tuple[str, str]:
    """The UUID and the name of the preset of a deck; a subdeck without one has that of the deck itself."""
    edition = package.edition
    for known in filter(None, map(package.crowdanki.get, (name, edition.title))):
        if known.preset:
            return known.preset, known.preset_name or edition.title
    return _uuid(edition, "preset", edition.key), edition.title


def _notetype(notetype: Notetype, edition: Edition) -> Mapping[str, Any]:
    own = {"originalStockKind": 0, **notetype_json(notetype)}  # otherwise CrowdAnki makes a variant of 'Basic' of it
    return {"__type__": "NoteModel", **own, UUID: _notetype_uuid(notetype, edition)}


def _notetype_uuid(notetype: Notetype, edition: Edition) -> str:
    """The UUID that learners' note type has among its settings, or one of ours."""
    found = json.loads(notetype.settings)["notetype"].get(UUID) if notetype.settings else ""
    return str(found or _uuid(edition, "notetype", str(notetype.id)))


def _note(note: PackageNote, notetype: str) -> Mapping[str, Any]:
    return {
        "__type__": "Note",
        "fields": note.fields,
        "flags": 0,
        "guid": note.guid,
        "note_model_uuid": notetype,
        "tags": note.tags,
    }


def _uuid(edition: Edition, *words: str) -> str:
    return str(uuid5(NAMESPACE_OID, "\0".join((edition.deck.uid, *words))))


def _copy(media: Media, file: BinaryIO) -> None:
    with open_file(media.path) as content:
        copyfileobj(content, file)
    if has_changed(media):
        raise FlashcardsError(f"'{media.path}' changed while it was copied", hint="export again")
