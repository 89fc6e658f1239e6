"""What we build, imported by Anki's own backend, the newest and two older ones."""

import html
import re
from pathlib import Path
from typing import Any

import pytest

from flashcards.anki.package import Package
from flashcards.cards.template import Specials, card_sides
from tests.anki.backends import VERSIONS, collection_after
from tests.frozen import first_moment
from tests.pipeline import build

MEDIA = re.compile(r'(?:src="|\[sound:)([^"\]]*)')
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

KINDS = """\
deck:
  id: kinds
  uid: 00112233445566778899aabbccddeeff
  title: {en: Every kind, bn: সব রকম, ar: كل الأنواع}
  languages: [en, bn, ar]
  pairs: [en+bn, en+ar, ar+en, bn]
  voice: {en: en_GB}
  theme: paper
  style: ".qa { background: url(pictures/paper.svg) }"
notes:
  - id: delta
    question:
      en: Whose delta is **this**? ![](pictures/delta.png)
      bn: এই ব-দ্বীপ কার? ![](pictures/delta.png)
      ar: لمن هذه الدلتا؟ ![](pictures/delta.png)
    answer: {en: "the Ganges ![](ganges.mp3)", bn: "গঙ্গার ![](ganges.mp3)", ar: "الغانج ![](ganges.mp3)"}
  - id: amazon
    text:
      en: |
        The **Amazon** flows into the {{c1::Atlantic {{c3::Ocean}}}}, most of it through
        {{c2::Brazil::country}}, $x^{2}$.
      bn: আমাজন {{c1::আটলান্টিক {{c3::মহাসাগরে}}}} পড়ে, বেশির ভাগ {{c2::ব্রাজিলের::দেশ}} ভেতর দিয়ে।
      ar: يصب الأمازون في {{c1::{{c3::المحيط}} الأطلسي}} ومعظمه في {{c2::البرازيل::بلد}}.
    note: {en: "{{c4::no card}}", bn: "{{c4::কার্ড নেই}}", ar: "{{c4::لا بطاقة}}"}
  - id: silt
    term: {en: silt, bn: পলি, ar: طمي}
    meaning: {en: "fine *earth* that a river leaves", bn: নদীর ফেলে যাওয়া মিহি মাটি, ar: تراب ناعم يتركه النهر}
  - id: length
    type: typed
    question: {en: "How many kilometres long is the Nile?", bn: নীল নদ কত কিলোমিটার লম্বা?, ar: "كم كيلومترا طول النيل؟"}
    answer: {en: "about **6650**", bn: প্রায় ৬৬৫০, ar: نحو ٦٦٥٠}
"""
CARDS = {"kinds": {"delta": (0,), "amazon": (0, 1, 2), "silt": (0, 1), "length": (0,)}}

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
    return [(each.package, each.path) for each in build(decks, out, now=first_moment())]


@pytest.fixture(scope="module", params=VERSIONS)
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
    (decks / "kinds.yaml").write_text(KINDS, encoding="utf-8")
    (decks / "pictures").mkdir()
    (decks / "pictures" / "delta.png").write_bytes(b"\x89PNG delta")
    (decks / "pictures" / "paper.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    (decks / "ganges.mp3").write_bytes(b"ID3 ganges")
    (folder / "source").mkdir()
    (folder / "source" / "book.md").write_text(BOOK, encoding="utf-8")
    for ours in (ROOT / "source").iterdir():
        (folder / "source" / ours.name).symlink_to(ours)
    for ours in (ROOT / "decks").iterdir():
        (decks / ours.name).symlink_to(ours)
    for ledger in (ROOT / "decks").glob("*.ledger"):  # a copy: building writes it
        (decks / ledger.name).unlink()
        (decks / ledger.name).write_bytes(ledger.read_bytes())
    return [each for each in built_packages(decks, folder / "dist") if each[0].edition.is_main]


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


def test_note_types_arrive_with_their_ids(packages: list[tuple[Package, Path]], collection: dict[str, Any]) -> None:
    written = {
        notetype.id: {
            "id": notetype.id,
            "name": notetype.name,
            "mod": mod,
            "css": notetype.css,
            "sort field": notetype.field_index(notetype.sort_field),
            "fields": [[field.id, field.name] for field in notetype.fields],
            "templates": [[template.id, template.name] for template in notetype.templates],
        }
        for package, _ in packages
        for notetype, mod in package.notetypes.values()
    }
    assert {each["id"]: each for each in collection["notetypes"]} == written


def test_each_note_has_its_cards_in_the_order_of_the_deck(
    packages: list[tuple[Package, Path]], collection: dict[str, Any]
) -> None:
    for package, _ in packages:
        if not package.edition.is_main:
            continue
        expected = [
            (due, note.note_id, number, [0, 0, 0, 0])
            for due, note in enumerate(package.notes, 1)
            for number in CARDS.get(package.edition.deck.id, {}).get(note.fields[0], (0,))
        ]
        cards = [card for card in collection["cards"] if card["deck"] == package.edition.title]
        assert [(card["due"], card["note"], card["template"], card["state"]) for card in cards] == expected


def test_a_voice_reads_what_has_no_recording(collection: dict[str, Any]) -> None:
    [card] = [card for card in collection["cards"] if card["deck"] == "Every kind" and "Nile" in card["back"]]
    assert card["sounds"] == [["en_GB"], ["en_GB"]]
    others = [card["sounds"] for card in collection["cards"] if card["deck"] != "Every kind"]
    assert "en_GB" not in {sound for sides in others for side in sides for sound in side}


def test_one_can_go_from_one_pair_of_languages_to_another(tmp_path: Path) -> None:
    """The cards stay, and another language is a tap away."""
    (tmp_path / "decks").mkdir()
    head, notes = KINDS.split("notes:")
    kept = "notes:" + notes.replace("![](pictures/delta.png)", "").replace("![](ganges.mp3)", "")
    head = head.replace("  style", "  # style")
    (tmp_path / "decks" / "kinds.yaml").write_text(head + kept, encoding="utf-8")
    paths = {package.edition.key: path for package, path in built_packages(tmp_path / "decks", tmp_path / "dist")}
    assert {key: path.name for key, path in paths.items()} == {
        "en": "kinds-en.apkg",
        "en+ar": "kinds-en-ar.apkg",
        "ar": "kinds-ar.apkg",
        "bn": "kinds-bn.apkg",
    }
    collection = collection_after([paths["en"], paths["en+ar"]], "newest")
    assert collection["imported"] == [{"new": 4}, {"updated": 4}]
    assert len(collection["cards"]) == 7
    assert {note["fields"][-7] for note in collection["notes"]} == {"ar"}


def test_check_database_has_nothing_to_fix(collection: dict[str, Any]) -> None:
    assert collection["empty cards"] == 0
    assert collection["check database"] == ["Database rebuilt and optimized.", True]
    assert collection["cards after check"] == len(collection["cards"])


def test_our_rendering_of_a_card_is_ankis(packages: list[tuple[Package, Path]], collection: dict[str, Any]) -> None:
    notetypes = {each.id: each for package, _ in packages for each, _ in package.notetypes.values()}
    notes = {note["id"]: note for note in collection["notes"]}
    for card in collection["cards"]:
        note = notes[card["note"]]
        notetype = notetypes[note["notetype"]]
        template = notetype.template_of(card["template"])
        fields = dict(zip([field.name for field in notetype.fields], note["fields"], strict=True))
        specials = Specials(" ".join(note["tags"]), notetype.name, card["deck"], card["name"])
        sides = card_sides(
            template.front, template.back, fields, specials, ordinal=card["template"], is_cloze=notetype.is_cloze
        )
        assert (sides.front.html, sides.back.html) == (card["front"], card["back"])
        assert _unbalanced(card["front"]) == _unbalanced(card["back"]) == []


def test_the_front_keeps_the_answer_to_itself(collection: dict[str, Any]) -> None:
    fronts = {(card["deck"], card["template"], card["id"]): _told(card["front"]) for card in collection["cards"]}
    of_kinds = [told.split() for (deck, _, _), told in fronts.items() if deck == "Every kind"]
    hidden = ["Ganges", "Atlantic", "Brazil", "Ocean", "earth", "silt", "6650"]
    shown = [[word for word in hidden if any(word in each for each in told)] for told in of_kinds]
    assert shown == [[], ["Brazil"], ["Atlantic", "Ocean"], ["Atlantic", "Brazil"], ["silt"], ["earth"], []]


def test_only_the_files_that_are_shown_are_there(
    packages: list[tuple[Package, Path]], collection: dict[str, Any]
) -> None:
    shipped = {media.name for package, _ in packages for media in package.media}
    assert {re.sub("-[0-9a-f]{12}", "", name) for name in shipped} == {"delta.png", "ganges.mp3", "_paper.svg"}
    assert set(collection["media"]) == {*shipped, "_flashcards.css"}
    named = {name for note in collection["notes"] for field in note["fields"] for name in MEDIA.findall(field)}
    assert named == {name for name in shipped if not name.startswith("_")}
    styled = {name for each in collection["notetypes"] for name in re.findall(r'url\("([^")]*)"\)', each["css"])}
    assert styled == shipped - named


def test_a_recording_plays_by_itself_in_the_language_that_is_studied_alone(collection: dict[str, Any]) -> None:
    [card] = [card for card in collection["cards"] if card["deck"] == "Every kind" and "Ganges" in card["back"]]
    [name] = [name for name in collection["media"] if name.endswith(".mp3")]
    assert card["sounds"] == [[], [name]]
    assert f'<audio controls src="{name}"></audio>' in card["back"].replace('=""', "")


def test_plain_text_shows_as_it_was_written(collection: dict[str, Any]) -> None:
    backs = [_told(card["back"]) for card in collection["cards"] if card["deck"] == "Physics::Hard Cases"]
    assert 'Is a & "b" < c?' in backs[0]  # where <b> is markup
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
        if name in ("br", "hr", "link", "img", "input"):
            continue
        if not closing:
            open_tags.append(name)
        elif not open_tags or open_tags.pop() != name:
            return [name]
    return open_tags
