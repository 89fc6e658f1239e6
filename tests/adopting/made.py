"""Decks in the shapes that decks of other people have, each with twenty notes."""

import json
import sqlite3
import zipfile
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import genanki
from anki.collection import Collection

from tests.importing.made import export_package

ODD = "<>&\"' =,#!$%()*+-./:;?@[]^_`{|}~"
COUNT = 20
MOMENT = 1_700_000_000


def stock(folder: Path, *, legacy: bool) -> Path:
    """A deck of Anki's own Basic note types, exported by Anki in one of its formats: note types with ids."""
    col = Collection(str(folder / "author.anki2"))
    try:
        for number in range(COUNT):
            kind = "Basic" if number % 4 else "Basic (and reversed card)"
            note = col.new_note(col.models.by_name(kind))
            note.fields[:] = [
                f"Where is <b>place {number}</b>?&nbsp;",
                f"in country {number}<br><div>by the sea</div> ",
            ]
            note.tags = ["places::far"] if number % 3 else []
            col.add_note(note, col.decks.id("Geography::Places::By the sea" if number % 2 else "Geography::Places"))
        return export_package(col, folder / "stock.apkg", deck="Geography::Places", legacy=legacy)
    finally:
        col.close()


def clozes(folder: Path) -> Path:
    """A deck of clozes with a picture, exported by Anki."""
    col = Collection(str(folder / "clozes.anki2"))
    try:
        col.media.write_data("map 1.png", b"a map")
        for number in range(COUNT):
            note = col.new_note(col.models.by_name("Cloze"))
            note.fields[:] = [
                f"River {number} reaches {{{{c1::the sea}}}} in {{{{c3::land {number}::where}}}}.",
                '<img src="map 1.png">',
            ]
            col.add_note(note, col.decks.id("Rivers"))
        return export_package(col, folder / "clozes.apkg", deck="Rivers")
    finally:
        col.close()


def content_guids(folder: Path) -> Path:
    """A deck of genanki, whose guids are made of the fields, whose notes all have one `mod`, and without ids."""
    model = genanki.Model(
        1607392319,
        "Words",
        fields=[{"name": "Word"}, {"name": "মানে"}, {"name": "Example"}],
        templates=[{"name": "Card 1", "qfmt": "{{Word}}", "afmt": "{{FrontSide}}<hr>{{মানে}}<br>{{Example}}"}],
        css=".card { font-family: serif; }",
    )
    deck = genanki.Deck(2059400110, "My “Words”")
    for number in range(COUNT):
        deck.add_note(genanki.Note(model=model, fields=[f"word {number}", f"মানে {number}", ""], tags=["a"]))
    path = folder / "words.apkg"
    genanki.Package(deck).write_to_file(str(path), timestamp=MOMENT)
    return path


def several(folder: Path, *names: str) -> Path:
    """A package of several decks side by side, each of two notes that are named after it, and of a type 'Basic'."""
    decks = [genanki.Deck(2059400120 + number, name) for number, name in enumerate(names)]
    for deck in decks:
        template = {"name": "Card 1", "qfmt": "{{Front}}"}
        model = genanki.Model(deck.deck_id + 100, "Basic", [{"name": "Front"}], [template])
        for number in range(2):
            deck.add_note(genanki.Note(model, [f"{deck.name[:-1]} {number}"]))
    path = folder / "several.apkg"
    genanki.Package(decks).write_to_file(str(path), timestamp=MOMENT)
    return path


def capitals(folder: Path) -> Path:
    """A deck of flags and capitals: four cards of a note where it has them, odd guids, and local style files."""
    sides = [("Country", "Capital"), ("Capital", "Country"), ("Flag", "Country"), ("Country", "Flag")]
    templates = [
        {
            "name": f"{front} - {back}",
            "qfmt": _front(front, back),
            "afmt": f"{{{{FrontSide}}}}<hr id=answer>{{{{{back}}}}} {{{{hint:Info}}}}",
        }
        for front, back in sides
    ]
    model = genanki.Model(
        1491048341,
        "Country [en]",
        fields=[
            {"name": name, "font": "Arial", "rtl": name == "Info"} for name in ("Country", "Capital", "Flag", "Info")
        ],
        templates=templates,
        css=".card { background: url('_paper.png'); }\n",
        sort_field_index=1,
    )
    deck = genanki.Deck(1491048342, "Countries::Europe", "Flags &amp; capitals.<br>See <b>the site</b>.")
    files = []
    for number in range(COUNT):
        flag = folder / f"Flag of {number}.svg"
        flag.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" id="f{number}"/>', encoding="utf-8")
        files.append(flag)
        fields = [
            f"Land {number}",
            f"Town {number}",
            f'<img src="{flag.name}" />' if number % 5 else "",
            "<i>old</i> name",
        ]
        deck.add_note(genanki.Note(model=model, fields=fields, guid=f"{ODD[number]}g{number} {ODD[-number]}"))
    (folder / "_paper.png").write_bytes(b"paper")
    path = folder / "countries.apkg"
    package = genanki.Package(deck, media_files=[*map(str, files), str(folder / "_paper.png")])
    package.write_to_file(str(path), timestamp=MOMENT)
    return path


def bilingual(folder: Path) -> Path:
    """A deck of genanki in two languages: words asked both ways, and questions with an answer in each language."""
    words = genanki.Model(
        1491048401,
        "Woorden",
        fields=[{"name": "Nederlands"}, {"name": "English"}, {"name": "Zin"}],
        templates=[
            {"name": "nl-en", "qfmt": "{{Nederlands}}", "afmt": "{{FrontSide}}<hr>{{English}}<br>{{Zin}}"},
            {"name": "en-nl", "qfmt": "{{English}}", "afmt": "{{FrontSide}}<hr>{{Nederlands}}<br>{{Zin}}"},
        ],
    )
    questions = genanki.Model(
        1491048402,
        "Vragen",
        fields=[{"name": name} for name in ("Vraag", "Question", "Antwoord", "Answer", "Kaart")],
        templates=[
            {"name": "Card", "qfmt": "{{Vraag}}<i>{{Question}}</i>", "afmt": "{{Antwoord}}<i>{{Answer}}</i>{{Kaart}}"}
        ],
    )
    deck = genanki.Deck(1491048403, "Rivieren van Europa")
    for number in range(COUNT):
        fields = [f"woord {number}", f"word {number}", f"Een zin met woord {number}." if number % 2 else ""]
        model = words if number % 4 else questions
        if model is questions:
            fields = [f"Wat is {number}?", f"What is {number}?", f"woord {number}", f"word {number}<br>or so", ""]
        deck.add_note(genanki.Note(model=model, fields=fields, tags=["rivieren"], guid=f"nl-{number} {ODD[number]}"))
    path = folder / "rivieren.apkg"
    genanki.Package(deck).write_to_file(str(path), timestamp=MOMENT)
    return path


_COUNTRIES = {"en": ("Countries", "Land", "Country", "Info"), "de": ("Länder", "Staat", "Land", "Hinweis")}


def countries(folder: Path, language: str, *, count: int = COUNT, name: str = "") -> Path:
    """The package of one language of a deck, with guids, a note type and a deck of its own; notes show the same flags.

    The German one lacks the last note, and has one more.
    """
    title, kind, field, info = _COUNTRIES[language]
    model = genanki.Model(
        1491048500 + len(kind),
        f"{kind} [{language}]",
        fields=[{"name": name} for name in (field, "Flag", info, "Map")],
        templates=[
            {"name": f"{field} - Flag", "qfmt": f"{{{{{field}}}}} {language}", "afmt": "{{Flag}}{{Map}}"},
            {"name": f"Flag - {field}", "qfmt": "{{Flag}}", "afmt": f"{{{{{field}}}}}{{{{hint:{info}}}}}"},
        ],
        css=f".card {{ color: black; }} /* {language} */",
    )
    decks = [genanki.Deck(1491048600 + len(title), title), genanki.Deck(1491048700 + len(title), f"{title}::{kind}s")]
    files = []
    numbers = [*range(count - 1), count + 1] if language == "de" else range(count)
    for number in numbers:
        flag = folder / f"flag-{number}.svg"
        flag.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" id="f{number}"/>', encoding="utf-8")
        files.append(str(flag))
        shown = f'<img src="{flag.name}" alt="{field}">'
        fields = [f"{kind} {number}", shown, f"<i>{info} {number}</i>" if number % 3 else "", f"[{number}]"]
        note = genanki.Note(model=model, fields=fields, tags=["europe"], guid=f"{language}{number} {ODD[number]}")
        decks[number % 2].add_note(note)
    path = folder / f"{name or title}.apkg"
    genanki.Package(decks, media_files=files).write_to_file(str(path), timestamp=MOMENT)
    return path


def _front(front: str, back: str) -> str:
    shown = f"{{{{#{front}}}}}<div class='{back}'>{{{{{front}}}}}</div>{{{{/{front}}}}}"
    return f"{{{{#Capital}}}}{shown}{{{{/Capital}}}}\r\n"


DECKS: Mapping[str, Callable[[Path], Path]] = {
    "stock": lambda folder: stock(folder, legacy=False),
    "stock without ids": lambda folder: without_ids(stock(folder, legacy=True)),
    "clozes": clozes,
    "content guids": content_guids,
    "capitals": capitals,
}


def without_ids(package: Path) -> Path:
    """The same package as Anki 2.1.49 exports it: its fields and templates have no ids."""

    def change(model: dict[str, Any]) -> None:
        for part in (*model["flds"], *model["tmpls"]):
            part.pop("id", None)

    return changed(package, change)


def with_type_id(package: Path, number: int) -> Path:
    """The same package with another id of its only note type, as CrowdAnki gives each learner one."""

    def change(model: dict[str, Any]) -> None:
        model["id"] = str(number)

    models = f"update col set models = json_object('{number}', (select json(value) from json_each(models)))"
    return changed(package, change, models, f"update notes set mid = {number}")


def changed(package: Path, change: Callable[[dict[str, Any]], None], *statements: str) -> Path:
    """A copy of a package in an older format, with changed note types, after some SQL statements."""
    path = package.with_name(f"changed-{package.name}")
    with zipfile.ZipFile(package) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith("collection.anki2"):
                with closing(sqlite3.connect(":memory:")) as database:
                    database.deserialize(content)
                    [(models,)] = database.execute("select models from col")
                    found = json.loads(models)
                    for model in found.values():
                        change(model)
                    database.execute("update col set models = ?", (json.dumps(found),))
                    for statement in statements:
                        database.execute(statement)
                    database.commit()
                    content = database.serialize()
            new.writestr(name, content)
    return path


def nothing(_: dict[str, Any]) -> None:
    """Leave a note type as it is."""
