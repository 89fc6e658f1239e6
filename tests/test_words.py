"""A word and its translation: where it is asked, what is kept of it, and what an author is told."""

from functools import partial
from pathlib import Path

import polib
import pytest

from flashcards.cards.notetypes.bilingual_word import headword
from tests.conftest import Run, replace_in

PATH = Path("decks/animals.yaml")
DECK = """\
deck:
  id: animals
  uid: 3b0c4f1e9d7a42c58e6f0a1b2c3d4e5f
  title: {nl: Dieren, en: Animals}
  languages: [nl, en]
  license: CC0-1.0
  version: 1.0
notes:
  - {id: hond, word: {nl: hond, en: dog}}
  - id: sofa
    word: {nl: bank, en: [sofa, couch]} # a place for a cat
    gender: {nl: de}
    example:
      nl: De kat ligt op de bank.
"""


@pytest.fixture(autouse=True)
def _a_deck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    PATH.parent.mkdir()
    PATH.write_text(DECK, encoding="utf-8")


edit = partial(replace_in, PATH)


def built() -> list[str]:
    return sorted(path.name for path in Path("dist").iterdir())


def test_nothing_is_said_of_what_a_language_need_not_have(run: Run) -> None:
    assert run("check", "--strict").stdout == "1 deck, 2 notes: no problems\n"
    assert run("todo", "--strict").stdout == "nothing to do\n"


def test_a_pair_of_languages_is_one_package(run: Run) -> None:
    assert run("build").stdout.startswith("dist/animals-nl.apkg  2 notes  4 cards  ")
    assert built() == ["animals-nl.apkg"]
    edit("notes:\n", "notes:\n  - {id: legs, question: {nl: Hoeveel poten?, en: How many legs?}, answer: 4}\n")
    said = run("build").output
    assert built() == ["animals-en.apkg", "animals-nl.apkg"]
    assert "3 notes  5 cards" in said
    assert "1 note   1 card" in said


@pytest.mark.parametrize("wanted", ["en", "en+nl"])
def test_a_package_without_notes_cannot_be_asked_for(run: Run, wanted: str) -> None:
    said = run("build", "-l", wanted, expect=1).output
    assert said == (
        f"error: there is no note to ask in '{wanted}'\n"
        "  hint: a word is asked both ways in one package: build for nl\n"
    )
    assert not Path("dist").exists()
    assert not PATH.with_suffix(".ledger").exists()
    run("build", "-l", "nl")
    run("build", "-l", wanted, expect=1)


def test_a_released_word_stays_in_its_package(run: Run) -> None:
    run("release", "1.0", "animals")
    edit("  license", "  pairs: [en+nl, nl+en]\n  license")
    said = run("build", expect=1).output
    assert "'hond' was released in the package of 'nl+en' and is in that of 'en+nl' now" in said
    assert "list 'nl+en' before 'en+nl' in 'pairs'; or build with `--accept note:hond`" in said


def test_a_released_word_may_be_corrected_and_not_become_another(run: Run) -> None:
    edit("nl: hond", "nl: hnod")
    run("release", "1.0", "animals")
    edit("nl: hnod", "nl: hond")
    run("build")
    edit("en: dog", "en: [hound, dog]")
    run("build")
    edit("{nl: hond, en: [hound, dog]}", "{nl: paard, en: horse}")
    assert "[reused-id]" in run("build", expect=1).output


def test_what_is_said_of_one_word_does_not_age_with_the_other(run: Run) -> None:
    edit("gender: {nl: de}", "part_of_speech: {nl: zn., en: noun}")
    run("release", "1.0")
    edit("nl: zn.", "nl: zelfst. nw.")
    assert run("todo").stdout == "nothing to do\n"
    edit("nl: bank", "nl: zitbank")
    assert "'word.en' of 'sofa' may be out of date" in run("todo").stdout


def test_accepted_answers_go_to_translators_as_one_text(run: Run) -> None:
    run("po", "export", "-l", "en", "-o", "en.po")
    catalog = polib.pofile("en.po")
    texts = {entry.msgctxt: (entry.msgid, entry.msgstr) for entry in catalog}
    assert texts == {
        "deck/title": ("Dieren", "Animals"),
        "hond/word": ("hond", "dog"),
        "sofa/word": ("bank", "sofa; couch"),
        "sofa/example": ("De kat ligt op de bank.", ""),
    }
    assert run("po", "import", "en.po").stdout == "0 texts imported from en.po\n"
    for entry in catalog:
        entry.msgstr = {"sofa/word": "settee; sofa", "sofa/example": "The cat is on it."}.get(
            entry.msgctxt, entry.msgstr
        )
    catalog.save()
    assert run("po", "import", "en.po").stdout == "2 texts imported from en.po\nwrote decks/animals.yaml\n"
    assert PATH.read_text(encoding="utf-8") == DECK.replace("[sofa, couch]", "settee; sofa").replace(
        "de bank.\n", 'de bank.\n      en: "The cat is on it."\n'
    )


def test_a_list_on_lines_of_its_own_and_a_new_language(run: Run) -> None:
    edit("{nl: bank, en: [sofa, couch]} #", "\n      en: [sofa, couch]\n      nl: bank #")
    run("po", "export", "-l", "de", "--from", "en", "-o", "de.po")
    catalog = polib.pofile("de.po")
    for entry in catalog:
        entry.msgstr = {"deck/title": "Tiere", "hond/word": "Hund", "sofa/word": "Sofa; Couch"}[entry.msgctxt]
    catalog.save()
    run("po", "import", "de.po")
    assert run("check").stdout == "1 deck, 2 notes: no problems\n"
    assert 'nl: bank # a place for a cat\n      de: "Sofa; Couch"\n' in PATH.read_text(encoding="utf-8")


def test_a_word_twice_is_a_warning_and_with_another_meaning_is_none(run: Run) -> None:
    edit("  - id: sofa", "  - {id: again, word: {nl: [bank, zetel], en: Couch}}\n  - id: sofa")
    assert "this word is already asked at decks/animals.yaml:10:29 [duplicate-word]" in run("check").stdout
    edit("en: Couch", "en: bank")
    assert run("check").stdout == "1 deck, 3 notes: no problems\n"


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("sofa; couch", "sofa"),
        ("bank (money)", "bank"),
        ("(to) go", "(to) go"),
        ("caf&eacute; au lait", "café au lait"),
        ("**ge**lopen", "gelopen"),
        ("<ruby>犬<rt>いぬ</rt></ruby>；わんこ", "犬"),
        ("ضوء؛ نور", "ضوء"),
        ("R&D", "R&D"),
        ("dog ![how it is said](dog.mp3)", "dog"),
        ("![](dog.png)", ""),
    ],
)
def test_what_is_typed_is_the_first_answer_without_what_is_beside_it(text: str, typed: str) -> None:
    assert headword(text) == typed
