"""An author's own kind of note: declared, built, edited, and changed after a release."""

import json
import re
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from flashcards.cards.notetypes.per_deck import for_deck
from flashcards.deckfile.discovery import DeckFiles
from tests.conftest import Run
from tests.kinds.decks import BACK, FLAGS, SIDE, write_flags, write_found
from tests.pipeline import read_decks

_RIVER = """\
      river:
        when: river
        front: "{{label.river}} {{country}}"
        back: "{{river}}"
    css:"""
APPENDED = (
    FLAGS.replace("      people: number?\n", "      people: number?\n      river: text?\n")
    .replace("    cards:\n", "      river: {en: River, de: Fluss, bn: নদী}\n    cards:\n")
    .replace("    css:", _RIVER)
)


@pytest.fixture
def deck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of the deck of flags, in a project in which commands run."""
    monkeypatch.chdir(tmp_path)
    return write_flags(tmp_path)


def stored(package: Path) -> tuple[dict[str, Any], list[tuple[Any, ...]]]:
    """The note types of a package by name, and its notes: fields by name that are not empty, and the cards."""
    with zipfile.ZipFile(package) as archive, closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(archive.read("collection.anki2"))
        models = json.loads(database.execute("select models from col").fetchone()[0])
        names = {int(key): [field["name"] for field in model["flds"]] for key, model in models.items()}
        query = "select mid, flds, (select group_concat(ord) from cards where nid = notes.id) from notes"
        notes = [
            ({name: text for name, text in zip(names[mid], fields.split("\x1f"), strict=True) if text}, cards)
            for mid, fields, cards in database.execute(query)
        ]
    return {model["name"]: model for model in models.values()}, notes


def test_a_kind_of_several_cards_is_built_in_each_language(deck: Path, run: Run) -> None:
    assert run("check").stdout == "1 deck, 3 notes: no problems\n"
    run("build")
    models, notes = stored(Path("dist/flags-bn.apkg"))
    common = {"Lang": "bn", "Lang 2": "en", "Label 2": "English", "Label Capital": "রাজধানী"}
    assert [note for note in notes if note[0]["ID"] != "largest"] == [
        (
            {
                "ID": "finland",
                "Country": "ফিনল্যান্ড",
                "Country 2": "Finland",
                "Capital": "হেলসিঙ্কি",
                "Capital 2": "Helsinki",
                "Flag": '<img src="fi-ffc3fa51ba87.svg" alt="">',
                **common,
            },
            "0,1",
        ),
        (
            {
                "ID": "iceland",
                "Country": "আইসল্যান্ড",
                "Country 2": "Iceland",
                "Capital": "রেইকিয়াভিক",
                "Capital 2": "Reykjavík",
                "Hint": "ধোঁয়াটে উপসাগর",
                "Hint 2": "A smoky bay",
                "People": "400,000",
                "Note": "আটলান্টিকে",
                "Note 2": "In the Atlantic",
                **common,
            },
            "0,2",
        ),
    ]
    country = models["Country (flags 3b0c)"]
    assert [each["name"] for each in country["tmpls"]] == [
        *("Country Capital", "Flag Country", "People", "Spare Card 4", "Spare Card 5", "Spare Card 6"),
    ]
    assert country["tmpls"][2]["qfmt"] == (
        "{{#Country}}{{#People}}\n"
        '<link rel="stylesheet" href="_flashcards.css">\n'
        '<article class="qa kind-country card-people" lang="{{Lang}}" data-tags="{{Tags}}">\n'
        '{{#Topic}}<div class="topic" dir="auto">{{Topic}}</div>{{/Topic}}\n'
        '<div class="q">{{Country}}</div>\n'
        "</article>\n"
        "{{/People}}{{/Country}}"
    )
    assert country["css"].endswith(".hint { font-style: italic; }\n")


def test_its_ids_never_change(deck: Path) -> None:
    """If this fails, every learner of such a deck would lose updates."""
    [found] = read_decks([DeckFiles((deck,), deck.parents[1])]).decks
    country = for_deck(found)["country"]
    assert (country.id, country.schema(), len(country.fields), country.sort_field) == (
        *(1269760845267, "fcd4acc4868acc72", 31, "Country"),
    )


def test_an_edited_template_is_checked_again(deck: Path, run: Run) -> None:
    run("check")
    side = deck.parent / "sides" / "country-capital.html"
    side.write_text(SIDE.replace("{{#hint}}", "{{#hnit}}"), encoding="utf-8")
    assert run("check", expect=1).stdout == (
        "decks/flags/sides/country-capital.html:3:1: error: there is no 'hnit' to show [card-template]\n"
        '  3 | {{#hnit}}<div class="hint">{{hint}}</div>{{/hint}}\n'
        "      ^\n"
        "  hint: did you mean 'hint'?\n"
        "1 error\n"
    )
    side.write_text(SIDE, encoding="utf-8")
    assert run("check").stdout == "1 deck, 3 notes: no problems\n"


def test_kinds_may_be_in_a_file_of_their_own(deck: Path, run: Run) -> None:
    head, kinds, notes = re.split("(?m)^(?=kinds:|notes:)", FLAGS)
    deck.write_text(head + notes, encoding="utf-8")
    (deck.parent / "kinds.yaml").write_text(kinds, encoding="utf-8")
    assert run("check").stdout == "1 deck, 3 notes: no problems\n"


def test_what_has_no_language_is_not_translated(deck: Path, run: Run) -> None:
    run("po", "export", "flags", "--language", "de", "-o", "de.po")
    told = re.findall('msgctxt "(.*)"', Path("de.po").read_text(encoding="utf-8"))
    assert [each for each in told if each.startswith("iceland/")] == [
        *("iceland/country", "iceland/capital", "iceland/hint", "iceland/note"),
    ]
    deck.write_text(FLAGS.replace("hint: {en: A smoky bay, de: Eine rauchige Bucht, ", "hint: {en: A bay, "), "utf-8")
    assert "'hint' has no text in 'de'" in run("check").stdout


def test_a_kind_may_change_until_it_is_released(deck: Path, run: Run) -> None:
    run("build")
    deck.write_text(FLAGS.replace("hint: text?", "bay: text?").replace("    hint: {", "    bay: {"), "utf-8")
    (deck.parent / "sides" / "country-capital.html").write_text(SIDE.replace("hint", "bay"), encoding="utf-8")
    run("build")


def test_after_a_release_parts_labels_and_cards_are_added_at_the_end(deck: Path, run: Run) -> None:
    run("release", "1.0")
    deck.write_text(APPENDED, encoding="utf-8")
    assert run("check").stdout == "1 deck, 3 notes: no problems\n"
    deck.write_text(FLAGS.replace("      capital: text?\n", "      river: text?\n      capital: text?\n"), "utf-8")
    assert run("check", expect=1).stdout == (
        "decks/flags/deck.yaml:10:5: error: the fields, templates or sort field of 'Country (flags 3b0c)' are not "
        "those learners have: their notes would be frozen, or forked into another note type [changed-schema]\n"
        "  10 |     parts:\n"
        "           ^\n"
        "  hint: add parts, labels and cards only at the end, while there is room: revert the change; or build with "
        "`--accept schema:country` and have learners import with 'Merge note types' on, 'Update notes' and "
        "'Update note types' set to 'Always'; a one-way sync follows\n"
        "1 error\n"
    )


def test_a_difference_names_its_fields_and_shows_its_cards(deck: Path, run: Run) -> None:
    run("build", "-o", "old")
    deck.write_text(FLAGS.replace("Eine rauchige Bucht", "Rauchbucht"), encoding="utf-8")
    run("build", "-o", "new")
    old, new = Path("old/flags-de.apkg"), Path("new/flags-de.apkg")
    assert run("diff", old, new).stdout == (
        "1 reworded\n\nDeutsch:\n\nreworded  iceland\n  Hint\n    - Eine rauchige Bucht\n    + Rauchbucht\n"
    )
    run("diff", old, new, "--format", "html", "-o", "diff.html")
    page = Path("diff.html").read_text(encoding="utf-8")
    assert "Hauptstadt" in page
    assert "font-style: italic" in page


def test_a_kind_that_was_found_stays_as_it_was(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_found(tmp_path)
    assert run("check").stdout == "1 deck, 3 notes: no problems\n"
    run("build")
    models, notes = stored(Path("dist/found-en.apkg"))
    basic, gap = models["Basic+"], models["Gap"]
    assert [(each["name"], each.get("id")) for each in basic["flds"]] == [
        ("Front", -123),
        ("Back", None),
        ("Unused", None),
    ]
    assert [(each["name"], each.get("id"), each["afmt"], each["bqfmt"]) for each in basic["tmpls"]] == [
        ("Card 1", 456, BACK.decode(), "{{Back}}"),
        ("Card 2", None, "{{Front}}", ""),
    ]
    assert (basic["id"], basic["css"], basic["sortf"], basic["type"]) == (
        *("1690000000000", ".card { font: 20px arial }\n", 1, 0),
    )
    assert (gap["id"], gap["css"], gap["type"]) == ("1690000000001", "", 1)
    assert notes == [
        ({"Front": "<b>Hello</b>&nbsp;<div>x</div>", "Back": "World"}, "0,1"),
        ({"Front": "Only a front"}, "0"),
        ({"Text": "The {{c1::sun}} is {{c2::hot}}"}, "0,1"),
    ]
