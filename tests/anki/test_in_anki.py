"""What we build, imported by Anki's own backend, the newest and two older ones."""

import html
import re
import time
from pathlib import Path
from typing import Any

import pytest

from flashcards.build import build, check_out, problems_of
from flashcards.deckfile.finding import find_decks
from flashcards.deckfile.reader import read_decks
from flashcards.notetypes import BILINGUAL_QA
from flashcards.package import Package
from flashcards.rendering import render
from tests.anki.backends import OLD_VERSIONS, collection_after

ROOT = Path(__file__).parents[2]

STRESS = """\
deck:
  id: stress
  uid: 0123456789abcdef0123456789abcdef
  title: {en: "Physics::Hard Cases", ur: "مشکل سوالات", ja: 難問}
  languages: [en, ur, ja]
  license: CC0-1.0
  description:
    en: "Cards that break *other* tools."
    ur: "مشکل کارڈ"
    ja: 難しいカード
sections:
  - id: text
    title: {en: "R&D <now>", ur: متن, ja: 文}
notes:
  - id: markup
    section: text
    tags: [Own::Tag, über]
    question: {en: "Is <b>a</b> & \\"b\\" < c?", ur: "کیا <b> بولڈ ہے؟", ja: "<b> は太字か？"}
    answer: {en: "a </div> b", ur: "نہیں", ja: "いいえ"}
  - id: templates
    section: text
    question: {en: "What does {{FrontSide}} or {{c1::x}} do here?", ur: "{{Question}} کیا ہے؟", ja: "{{Answer}} とは？"}
    answer: {en: "nothing: [sound:a.mp3] [anki:play:q:0] [$]x[/$]", ur: "کچھ نہیں", ja: "何も"}
  - id: lines
    section: text
    question:
      en: |
        First line,
        second line?
      ur: "پہلی؟"
      ja: "一行目？"
    answer: {en: "cafe\\u0301 \\u09df", ur: "دوسری", ja: "か\\u3099"}
    note: {en: "a note", ur: "نوٹ", ja: "注"}
  - id: yaml-traps
    section: text
    question: {en: no, ur: yes, ja: 012}
    answer: {en: 12:30, ur: 1e3, ja: 2024-03-29}
  - id: zero
    section: text
    question: {en: "0", ur: "0", ja: "0"}
    answer: {en: "0", ur: "0", ja: "0"}
"""

ALONE = """\
deck: {id: alone, uid: fedcba9876543210fedcba9876543210, title: {hi: अकेला}, languages: [hi], source: book}
notes:
  - {id: closest, covers: [sky.closest], question: {hi: "सबसे निकट ग्रह?"}, answer: {hi: बुध}}
"""

BOOK = """\
---
title: {hi: पुस्तक}
citation: {hi: 'एक "पुस्तक"'}
url: https://example.org/?a=1&b=2
date: 2024-03-29
language: hi
---
## sky
### Facts
- **sky.closest**
  - hi: बुध सूर्य के सबसे निकट है।
"""


def built_packages(decks: Path, out: Path) -> list[tuple[Package, Path]]:
    reading = read_decks(find_decks([], decks))
    assert reading.problems == ()
    checkouts = check_out(reading.decks)
    assert problems_of(checkouts) == ()
    return [(each.package, each.path) for each in build(checkouts, out, (), now=time.time(), locked=False)]


@pytest.fixture(scope="module", params=["newest", *OLD_VERSIONS])
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Package, Path]]:
    """Every deck of ours and one of hard cases."""
    folder = tmp_path_factory.mktemp("decks")
    decks = folder / "decks"
    (decks / "stress").mkdir(parents=True)
    (decks / "stress" / "deck.yaml").write_text(STRESS, encoding="utf-8")
    (decks / "alone.yaml").write_text(ALONE, encoding="utf-8")
    (folder / "source").mkdir()
    (folder / "source" / "book.md").write_text(BOOK, encoding="utf-8")
    for ours in (ROOT / "source").iterdir():
        (folder / "source" / ours.name).symlink_to(ours)
    for ours in (ROOT / "decks").iterdir():
        (decks / ours.name).symlink_to(ours)
    for ledger in (ROOT / "decks").glob("*.ledger"):  # a copy: building writes it
        (decks / ledger.name).unlink()
        (decks / ledger.name).write_bytes(ledger.read_bytes())
    return built_packages(decks, folder / "dist")


@pytest.fixture(scope="module")
def collection(packages: list[tuple[Package, Path]], version: str) -> dict[str, Any]:
    return collection_after([path for _, path in packages], version)


def test_every_package_goes_in_whole(packages: list[tuple[Package, Path]], collection: dict[str, Any]) -> None:
    assert collection["imported"] == [{"new": len(package.notes)} for package, _ in packages]


def test_a_second_import_changes_nothing(packages: list[tuple[Package, Path]], collection: dict[str, Any]) -> None:
    assert collection["imported again"] == [{"duplicate": len(package.notes)} for package, _ in packages]
    assert collection["changed by importing again"] == []


def test_notes_are_stored_as_they_were_written(
    packages: list[tuple[Package, Path]], collection: dict[str, Any]
) -> None:
    written = {
        note.guid: (note.note_id, note.mod, list(note.tags), list(note.fields))
        for package, _ in packages
        for note in package.notes
    }
    stored = {note["guid"]: (note["id"], note["mod"], note["tags"], note["fields"]) for note in collection["notes"]}
    assert stored == written


def test_decks_go_by_their_titles(packages: list[tuple[Package, Path]], collection: dict[str, Any]) -> None:
    titles = {package.edition.title: package.description for package, _ in packages}
    parents = {"Physics"}
    assert set(collection["decks"]) == set(titles) | parents
    assert {title: collection["decks"][title]["desc"] for title in titles} == titles
    assert {deck["conf"] for deck in collection["decks"].values()} == {1}


def test_the_note_type_arrives_with_its_ids(collection: dict[str, Any]) -> None:
    assert collection["notetypes"] == [
        {
            "id": BILINGUAL_QA.id,
            "name": BILINGUAL_QA.name,
            "mod": BILINGUAL_QA.modified,
            "css": BILINGUAL_QA.css,
            "sort field": BILINGUAL_QA.field_index(BILINGUAL_QA.sort_field),
            "fields": [[field.id, field.name] for field in BILINGUAL_QA.fields],
            "templates": [[template.id, template.name] for template in BILINGUAL_QA.templates],
        }
    ]


def test_each_note_has_its_card_in_the_order_of_the_deck(
    packages: list[tuple[Package, Path]], collection: dict[str, Any]
) -> None:
    for package, _ in packages:
        cards = [card for card in collection["cards"] if card["deck"] == package.edition.title]
        assert [card["due"] for card in cards] == list(range(1, len(package.notes) + 1))
        assert [card["note"] for card in cards] == [note.note_id for note in package.notes]
        assert {(card["template"], tuple(card["state"])) for card in cards} == {(0, (0, 0, 0, 0))}


def test_check_database_has_nothing_to_fix(collection: dict[str, Any]) -> None:
    assert collection["empty cards"] == 0
    assert collection["check database"] == ["Database rebuilt and optimized.", True]
    assert collection["cards after check"] == len(collection["cards"])


def test_every_card_renders_on_both_sides(packages: list[tuple[Package, Path]], collection: dict[str, Any]) -> None:
    notes = {note.note_id: note for package, _ in packages for note in package.notes}
    for card in collection["cards"]:
        note = notes[card["note"]]
        question, answer = note.fields[1], note.fields[2]
        assert question in card["front"]
        assert question in card["back"]
        assert answer in card["back"]
        assert answer not in _told(card["front"]) or answer in question
        for side in (card["front"], card["back"]):
            assert "{{" not in side.replace(question, "").replace(answer, "").replace(note.fields[4], "")
            assert _unbalanced(side) == []


def test_our_rendering_of_a_card_is_ankis(collection: dict[str, Any]) -> None:
    names = [field.name for field in BILINGUAL_QA.fields]
    fields = {note["id"]: dict(zip(names, note["fields"], strict=True)) for note in collection["notes"]}
    template = BILINGUAL_QA.templates[0]
    for card in collection["cards"]:
        assert render(template.front, fields[card["note"]]) == card["front"]
        assert render(template.back, fields[card["note"]]) == card["back"]


def test_plain_text_shows_as_it_was_written(collection: dict[str, Any]) -> None:
    backs = [_told(card["back"]) for card in collection["cards"] if card["deck"] == "Physics::Hard Cases"]
    assert 'Is <b>a</b> & "b" < c?' in backs[0]
    assert "a </div> b" in backs[0]
    assert "What does {{FrontSide}} or {{c1::x}} do here?" in backs[1]
    assert "nothing: [sound:a.mp3] [anki:play:q:0] [$]x[/$]" in backs[1]
    assert "First line,\nsecond line?" in backs[2]
    assert "caf\u00e9 \u09af\u09bc" in backs[2]
    assert "no" in backs[3].split("\n")
    assert "12:30" in backs[3].split("\n")


def test_a_deck_of_one_language_shows_no_other(collection: dict[str, Any]) -> None:
    [card] = [card for card in collection["cards"] if card["deck"] == "अकेला"]
    assert "<details" not in card["front"] + card["back"]
    assert '<a href="https://example.org/?a=1&amp;b=2">एक "पुस्तक"</a>' in card["back"]


def _told(side: str) -> str:
    """What a learner reads on a side of a card."""
    lines = re.sub(r"<br>|<div[^>]*>|</div>", "\n", side)
    return html.unescape(re.sub("<[^>]*>", "", lines))


def _unbalanced(side: str) -> list[str]:
    """Tags that are opened or closed once too often."""
    open_tags: list[str] = []
    for closing, name in re.findall(r"<(/?)([a-z]+)[^>]*>", side):
        if name in ("br", "hr"):
            continue
        if not closing:
            open_tags.append(name)
        elif not open_tags or open_tags.pop() != name:
            return [name]
    return open_tags
