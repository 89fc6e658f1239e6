"""CrowdAnki folders: a JSON file with note types, notes and subdecks, and a folder of media."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from flashcards.anki.stored import notetype_of, text_of
from flashcards.importing.decks import at_most, check_guids, in_one_deck, left_out_description
from flashcards.importing.media import FolderMedia
from flashcards.importing.options import ReadOptions
from flashcards.importing.textfile import read_text_file
from flashcards.model.foreign import Foreign, ForeignNote, ForeignNotetype, Form
from flashcards.model.problem import FlashcardsError, Location

_MEDIA = "media"


def read(path: Path, options: ReadOptions) -> Foreign:
    """Read a folder, or the JSON file in it."""
    file = _json_in(path) if path.is_dir() else path
    text, _ = read_text_file(file, options.encoding)
    try:
        root = json.loads(text)
        ids: dict[str, int] = {}
        notetypes = {notetype.id: notetype for notetype in _notetypes(root, ids)}
        everything = tuple(at_most(_notes(root, "", path, notetypes, ids), path))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        hint = "export the deck from Anki with CrowdAnki again"
        raise FlashcardsError(f"'{file}' is not a deck of CrowdAnki", hint) from error
    check_guids(everything, path)
    notes = in_one_deck(everything, options.deck, path)
    media = FolderMedia(options.media or file.parent / _MEDIA, options.max_unpacked)
    found = ("CrowdAnki", f"{len(notes):,} notes")
    problems = left_out_description(str(root.get("desc", "")), path)
    return Foreign(path, file.parent.name or file.stem, Form.HTML, notetypes, notes, found, problems, media=media)


def _json_in(folder: Path) -> Path:
    """The file of the deck in a folder: `deck.json`, or the one with the folder's name, or the only one."""
    files = sorted(folder.glob("*.json"))
    named = [file for file in files if file.stem in ("deck", folder.resolve().name)] or files
    if len(named) != 1:
        hint = "name the file, such as 'deck.json'" if files else "name a folder that CrowdAnki exported"
        raise FlashcardsError(f"'{folder}' has {len(files)} JSON files, of which none is 'deck.json'", hint)
    return named[0]


def _notetypes(deck: Mapping[str, Any], ids: dict[str, int]) -> Iterator[ForeignNotetype]:
    """The note types of a deck and its subdecks; `ids` are numbers for their UUIDs."""
    for model in deck.get("note_models", ()):
        uuid = text_of(model["crowdanki_uuid"])
        if uuid not in ids:
            ids[uuid] = len(ids)
            yield notetype_of(ids[uuid], model)
    for child in deck.get("children", ()):
        yield from _notetypes(child, ids)


def _notes(
    deck: Mapping[str, Any],
    parent: str,
    path: Path,
    notetypes: Mapping[int, ForeignNotetype],
    ids: Mapping[str, int],
) -> Iterator[ForeignNote]:
    name = text_of(deck["name"])
    name = name if not parent or name.startswith(f"{parent}::") else f"{parent}::{name}"
    for note in deck["notes"]:
        key = ids[note["note_model_uuid"]]
        fields = tuple(map(str, note["fields"]))
        if len(fields) != len(notetypes[key].fields):
            raise ValueError("a note has not the fields of its note type")
        tags = tuple(map(str, note.get("tags", ())))
        yield ForeignNote(Location(path, 0, 0), key, fields, tags, str(note.get("guid", "")), name)
    for child in deck.get("children", ()):
        yield from _notes(child, name, path, notetypes, ids)
