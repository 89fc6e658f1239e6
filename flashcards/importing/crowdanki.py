"""CrowdAnki folders: a JSON file with note types, notes and subdecks, and a folder of media."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from flashcards.anki.stored import notetype_of, text_of
from flashcards.importing.anki_decks import in_one_deck, left_out_description
from flashcards.importing.limits import at_most, check_guids
from flashcards.importing.media import FolderMedia
from flashcards.importing.options import ReadOptions
from flashcards.importing.textfile import read_text_file
from flashcards.model.foreign import UUID, CrowdAnkiDeck, Foreign, ForeignNote, ForeignNotetype, Form
from flashcards.model.problem import FlashcardsError, Location
from flashcards.text.anki_names import stored_name, stored_tags
from flashcards.text.phrases import counted

_MEDIA = "media"
_CLASS = "__type__"  # of a JSON object; no part of Anki's

_Deck = tuple[str, Mapping[str, Any]]
"""A deck by its full name."""


def read(path: Path, options: ReadOptions) -> Foreign:
    """Read a folder, or the JSON file in it; raises FlashcardsError if two notes have the same guid."""
    everything = read_all(path, options)
    check_guids(everything.notes, path)
    notes = in_one_deck(everything.notes, options.deck, path)
    problems = left_out_description(next(iter(everything.descriptions.values()), ""), path)
    return everything._replace(notes=notes, found=("CrowdAnki", counted(len(notes), "note")), problems=problems)


def read_all(path: Path, options: ReadOptions) -> Foreign:
    """Read a folder, or the JSON file in it, with all its notes, and what identifies its decks in CrowdAnki."""
    file = _json_in(path) if path.is_dir() else path
    text, _ = read_text_file(file, options.encoding)
    try:
        root = json.loads(text)
        ids: dict[str, int] = {}
        notetypes = {notetype.id: notetype for notetype in _notetypes(root, ids)}
        decks = [*_decks(root, "")]
        notes = tuple(at_most(_notes(decks, path, notetypes, ids), path))
        descriptions = {name: str(deck.get("desc") or "") for name, deck in decks}
        crowdanki = dict(_identified(decks, root))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        hint = "export the deck from Anki with CrowdAnki again"
        raise FlashcardsError(f"'{file}' is not a deck of CrowdAnki", hint) from error
    media = FolderMedia(options.media or file.parent / _MEDIA, options.max_unpacked)
    found = ("CrowdAnki", counted(len(notes), "note"))
    foreign = Foreign(path, file.parent.name or file.stem, Form.HTML, notetypes, notes, found, media=media)
    return foreign._replace(descriptions=descriptions, crowdanki=crowdanki)


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
    for model in deck.get("note_models") or ():
        uuid = text_of(model[UUID])
        if uuid not in ids:
            ids[uuid] = len(ids)
            if not (model["flds"] and model["tmpls"]):
                raise ValueError("a note type has no field, or no template")
            own = {name: value for name, value in model.items() if name != _CLASS}
            yield notetype_of(ids[uuid], own, has_nulls=True)  # CrowdAnki compares fields and templates as JSON
    for child in deck.get("children") or ():
        yield from _notetypes(child, ids)


def _decks(deck: Mapping[str, Any], parent: str) -> Iterator[_Deck]:
    """A deck and its subdecks, with their full names; CrowdAnki writes the last part of a subdeck's name."""
    name = text_of(deck["name"])
    name = stored_name(name if not parent or name.startswith(f"{parent}::") else f"{parent}::{name}")
    yield name, deck
    for child in deck.get("children") or ():
        yield from _decks(child, name)


def _identified(decks: Sequence[_Deck], root: Mapping[str, Any]) -> Iterator[tuple[str, CrowdAnkiDeck]]:
    """What identifies each deck that has a UUID, by its name."""
    presets = {each.get(UUID): each.get("name") for each in root.get("deck_configurations") or ()}
    for name, deck in decks:
        if uuid := deck.get(UUID):
            preset = deck.get("deck_config_uuid") or ""
            yield name, CrowdAnkiDeck(*map(text_of, (uuid, preset, presets.get(preset) or "")))


def _notes(
    decks: Sequence[_Deck],
    path: Path,
    notetypes: Mapping[int, ForeignNotetype],
    ids: Mapping[str, int],
) -> Iterator[ForeignNote]:
    for name, note in _once(decks):
        key = ids[note["note_model_uuid"]]
        fields = tuple(map(str, note["fields"]))
        if len(fields) != len(notetypes[key].fields):
            raise ValueError("a note has not the fields of its note type")
        tags = stored_tags(" ".join(map(str, note.get("tags") or ())))
        yield ForeignNote(Location(path, 0, 0), key, fields, tags, str(note.get("guid") or ""), name)


def _once(decks: Sequence[_Deck]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each note with the deck that its cards are in after an import.

    CrowdAnki writes a note into each deck that has a card of it. Its import moves all its cards to the last of these,
    where a deck comes after its subdecks.
    """
    homes = dict[str, tuple[str, Mapping[str, Any]]]()
    written = [(name, note) for name, deck in decks for note in deck.get("notes") or ()]
    for name, note in written:
        guid = str(note.get("guid") or "")
        home, known = homes.setdefault(guid, (name, note))
        if known == note and not f"{name}::".startswith(f"{home}::"):
            homes[guid] = name, note
    for name, note in written:
        home, known = homes[str(note.get("guid") or "")]
        if not note.get("guid") or known != note or name == home:
            yield name, note
