"""A teacher's list of words, built, imported and asked both ways by Anki's own backend."""

import re
from pathlib import Path
from typing import Any

import pytest

from flashcards.anki.package import Package
from flashcards.text.html import to_plain
from tests.anki.backends import VERSIONS, collection_after
from tests.frozen import first_moment
from tests.pipeline import build

WORDS = """\
deck:
  id: words
  uid: 4e0d8c2b6a1f4357b9c8d7e6f5a4b3c2
  title: {nl: Woorden, en: Words, ja: 単語}
  languages: [nl, en, ja]
  pairs: [nl+en, en+nl, ja+en]
  complete: [nl, en]
  typed_words: [nl]
  voice: {nl: nl_NL, en: en_GB}
notes:
  - {id: hond, word: {nl: hond, en: dog, ja: 犬}, reading: {ja: いぬ}}
  - id: sofa
    word: {nl: bank (meubel), en: [sofa, couch]}
    part_of_speech: {nl: zn., en: noun}
    gender: {nl: de}
    example: {nl: De kat ligt op de **bank**., en: The cat is on the sofa.}
    note: {en: It is a bank as well.}
  - {id: bark, word: {nl: blaffen, en: "to bark ![](bark.mp3)"}}
  - {id: cognate, word: {nl: hand, en: hand}}
"""


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Package, Path]]:
    folder = tmp_path_factory.mktemp("words")
    (folder / "words.yaml").write_text(WORDS, encoding="utf-8")
    (folder / "bark.mp3").write_bytes(b"ID3 woof")
    return [(each.package, each.path) for each in build(folder, folder / "dist", now=first_moment())]


@pytest.fixture(scope="module", params=VERSIONS)
def collection(request: pytest.FixtureRequest, packages: list[tuple[Package, Path]]) -> dict[str, Any]:
    return collection_after([path for _, path in packages], request.param)


def test_a_pair_of_languages_has_one_package(packages: list[tuple[Package, Path]]) -> None:
    held = {path.name: [note.fields[0] for note in package.notes] for package, path in packages}
    assert held == {"words-nl.apkg": ["hond", "sofa", "bark", "cognate"], "words-ja.apkg": ["hond"]}


def test_a_word_with_two_other_languages_is_two_notes(tmp_path: Path) -> None:
    text = WORDS.replace("pairs: [nl+en, en+nl, ja+en]", "pairs: [nl+en, nl+ja]")
    (tmp_path / "words.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "bark.mp3").write_bytes(b"ID3 woof")
    paths = [each.path for each in build(tmp_path, tmp_path / "dist", now=first_moment())]
    notes = collection_after(paths, "newest")["notes"]
    assert len(notes) == 4 + 1  # one of the words has a translation into the third language


def cards_of(collection: dict[str, Any]) -> list[dict[str, Any]]:
    """The cards of the first package, and then those of the second."""
    return sorted(collection["cards"], key=lambda card: (card["deck"] != "Woorden", card["due"], card["template"]))


def said(side: str) -> str:
    return " ".join(re.sub(r"\[anki:play:.:.\]", "", to_plain(side)).split())


def test_words_go_in_once_and_have_two_cards_each(collection: dict[str, Any]) -> None:
    assert collection["imported"] == [{"new": 4}, {"new": 1}]
    assert collection["imported again"] == [{"duplicate": 4}, {"duplicate": 1}]
    both = ("Recognition", "Production")
    assert [(card["deck"], card["due"], card["name"]) for card in cards_of(collection)] == [
        *(("Woorden", due, name) for due in (1, 2, 3, 4) for name in both),
        *(("単語", 1, name) for name in both),
    ]
    assert collection["empty cards"] == 0
    assert collection["check database"] == ["Database rebuilt and optimized.", True]


def test_a_front_asks_in_one_language_for_the_other(collection: dict[str, Any]) -> None:
    fronts = [re.sub("<[^>]* hidden>.*?</div>", "", card["front"]) for card in cards_of(collection)]
    assert [*map(said, fronts)] == [
        "hond English",
        "dog Nederlands [[type:Typed]]",
        "bank (meubel) zn. · de English",
        "sofa; couch noun Nederlands [[type:Typed]]",
        "blaffen English",
        "to bark Nederlands [[type:Typed]]",
        "hand English",
        "hand Nederlands [[type:Typed]]",
        "犬 English",
        "dog 日本語",
    ]


def test_a_back_has_what_a_dictionary_says(collection: dict[str, Any]) -> None:
    backs = [said(card["back"]) for card in cards_of(collection)]
    beside = "De kat ligt op de bank. The cat is on the sofa. It is a bank as well. sofa"
    assert backs[2:4] == [
        f"bank (meubel) zn. · de English sofa; couch noun {beside}",
        f"sofa; couch noun Nederlands [[type:Typed]] bank (meubel) zn. · de {beside}",
    ]
    assert backs[8:] == ["犬 いぬ English dog hond", "dog 日本語 犬 いぬ hond"]


def test_what_is_typed_is_the_first_answer_alone(collection: dict[str, Any]) -> None:
    typed = {note["fields"][0]: note["fields"][13:15] for note in collection["notes"] if note["fields"][21] == "nl"}
    assert typed == {"hond": ["hond", ""], "sofa": ["bank", ""], "bark": ["blaffen", ""], "cognate": ["hand", ""]}


def test_each_side_is_read_aloud_in_its_own_voice(collection: dict[str, Any]) -> None:
    nl, en = ["nl_NL"], ["en_GB"]
    sounds = [card["sounds"] for card in cards_of(collection)]
    [[bark]] = {tuple(sounds[4][1])}
    assert bark.startswith("bark-")
    assert sounds == [
        *([nl, en], [en, nl]),
        *([nl, en], [en, nl]),
        *([nl, [bark]], [[bark], nl]),
        *([nl, en], [en, nl]),
        *([[], en], [en, []]),
    ]
