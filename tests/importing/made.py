"""Decks as other tools make them: Anki's own backend, genanki, CrowdAnki."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import genanki
from anki.collection import Collection, DeckIdLimit, ExportAnkiPackageOptions

PICTURE, SOUND = b"a picture", b"a sound"

RIVERS: tuple[tuple[str, tuple[str, ...], str, str], ...] = (
    (
        "Basic",
        ("Where does the Rhine <b>rise</b>?", 'In <i>Switzerland</i><br><img src="rhine.png"> [sound:rijn.mp3]'),
        "Rivers::Europe",
        "geo leech",
    ),
    ("Basic", ('# a "quote"', "x &lt; y [sound:none.mp3]"), "Rivers::Asia", ""),
    (
        "Basic (and reversed card)",
        ("delta", 'flat land, <span style="color:red">built of silt</span>'),
        "Rivers::Europe",
        "",
    ),
    ("Basic (type in the answer)", ("How long is the Nile, in km?", "6650"), "Rivers::Asia", ""),
    (
        "Cloze",
        ("The Amazon reaches the {{c1::Atlantic::ocean}} in <b>{{c2::Brazil}}</b>.", "[$]a^2[/$]"),
        "Rivers",
        "",
    ),
)
"""Notes of Anki's own note types: the note type, its fields, the deck and the tags."""


@contextmanager
def collection(folder: Path) -> Iterator[Collection]:
    """A collection with `RIVERS`, and two media files."""
    col = Collection(str(folder / "author.anki2"))
    for name, content in (("rhine.png", PICTURE), ("rijn.mp3", SOUND)):
        col.media.write_data(name, content)
    for notetype, fields, deck, tags in RIVERS:
        note = col.new_note(col.models.by_name(notetype))
        note.fields[:] = list(fields)
        note.tags = tags.split()
        col.add_note(note, col.decks.id(deck))
    try:
        yield col
    finally:
        col.close()


def export_package(col: Collection, path: Path, *, deck: str = "Rivers", legacy: bool = False) -> Path:
    """Export a deck as `.apkg`, or the whole collection as `.colpkg`."""
    if path.suffix == ".colpkg":
        col.export_collection_package(str(path), include_media=True, legacy=legacy)
        col.reopen()
        return path
    options = ExportAnkiPackageOptions(with_scheduling=False, with_deck_configs=False, with_media=True, legacy=legacy)
    col.export_anki_package(out_path=str(path), options=options, limit=DeckIdLimit(col.decks.id(deck)))
    return path


def export_text(col: Collection, path: Path, *, is_whole: bool = True) -> Path:
    """Export notes as text: with HTML, ids and names, or the text alone."""
    col.export_note_csv(
        out_path=str(path),
        limit=None,
        with_html=is_whole,
        with_tags=is_whole,
        with_deck=is_whole,
        with_notetype=is_whole,
        with_guid=is_whole,
    )
    return path


def genanki_package(path: Path, rows: list[tuple[str, ...]], *, guids: list[str] | None = None) -> Path:
    """A deck of genanki, in the oldest format, with two cards for each note."""
    model = genanki.Model(
        1607392319,
        "Vocabulary",
        fields=[{"name": "English"}, {"name": "বাংলা"}],
        templates=[
            {"name": "to Bengali", "qfmt": "{{English}}", "afmt": "{{FrontSide}}<hr>{{বাংলা}}"},
            {"name": "to English", "qfmt": "{{বাংলা}}", "afmt": "{{FrontSide}}<hr>{{English}}"},
        ],
    )
    deck = genanki.Deck(2059400110, "Words")
    for number, row in enumerate(rows):
        deck.add_note(genanki.Note(model=model, fields=list(row), guid=guids[number] if guids else f"g{number}"))
    genanki.Package(deck).write_to_file(str(path))
    return path


def crowdanki(folder: Path, **changes: Any) -> Path:
    """A folder that CrowdAnki exported: a note type with local ids, a subdeck and a picture."""
    (folder / "media").mkdir(parents=True)
    (folder / "media" / "rhine.png").write_bytes(PICTURE)
    model = {
        "crowdanki_uuid": "f3a",
        "name": "River",
        "type": 0,
        "css": ".card {}",
        "flds": [{"name": name} for name in ("Name", "Where", "Picture")],
        "tmpls": [
            {"name": "where", "qfmt": "{{Name}}", "afmt": "{{FrontSide}}<hr>{{Where}}"},
            {"name": "which", "qfmt": "{{Picture}}", "afmt": "{{Name}}"},
        ],
    }
    mekong = {"fields": ["Mekong", "Vietnam", ""], "guid": "g2", "note_model_uuid": "f3a", "tags": []}
    rhine = {
        "fields": ["Rhine", "<b>Europe</b>", '<img src="rhine.png" />'],
        "guid": "y#f<",
        "note_model_uuid": "f3a",
        "tags": ["long"],
    }
    asia = {"__type__": "Deck", "name": "Asia", "children": [], "notes": [mekong]}
    deck = {"__type__": "Deck", "name": "Rivers", "note_models": [model], "children": [asia], "notes": [rhine]}
    (folder / "deck.json").write_text(json.dumps({**deck, **changes}), encoding="utf-8")
    return folder
