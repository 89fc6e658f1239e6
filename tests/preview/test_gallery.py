"""What is shown of decks, and of their mistakes."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from flashcards.model.problem import Severity
from flashcards.preview.gallery import (
    Gallery,
    GalleryEdition,
    with_last_valid_decks,
)
from flashcards.preview.maths import FONT, FONT_FILE
from flashcards.preview.site import site_of
from flashcards.text.html import to_plain
from tests.preview.conftest import DECK, DECK_FILE, load_gallery, page_data

pytestmark = pytest.mark.usefixtures("decks")
Card = tuple[str, str, str]


def notes_now() -> list[dict[str, Any]]:
    """The notes of the deck as a page has them once all is loaded."""
    return page_data(site_of(load_gallery())).notes["water"]


def said(card: Card, texts: Sequence[str]) -> tuple[str, list[str], list[str]]:
    """A card's name, and which of the texts stand on its sides: those studied first, as they are not folded away."""
    name, *sides = card
    front, back = (
        sorted((text for text in texts if text in side), key=lambda text: (texts.index(text) // 2, side.index(text)))
        for side in map(to_plain, sides)
    )
    return name, front, back


def test_a_note_comes_with_its_cards_in_each_language_and_all_one_may_look_for() -> None:
    note = notes_now()[0]
    cards = note.pop("cards")
    assert note == {
        "id": "rain",
        "section": "springs",
        "type": "qa",
        "prompts": {"en": "Where does the rain of the hills come out?", "ar": "أين يخرج مطر التلال؟"},
        "texts": {
            "question": {"en": "Where does the rain of the hills come out?", "ar": "أين يخرج مطر التلال؟"},
            "answer": {"en": "In the oasis, years later", "ar": "في الواحة، بعد سنوات"},
        },
        "tags": ["geology"],
        "kinds": ["learning"],
        "covers": ["springs.rain"],
        "place": ("decks/water.yaml", 19, 5),
        "problems": [],
    }
    question, answer = (list(texts.values()) for texts in note["texts"].values())
    assert {key: [said(card, [*question, *answer]) for card in each] for key, each in cards.items()} == {
        "en": [("Study", question, [*question, *answer])],
        "ar": [("Study", question[::-1], [*question[::-1], *answer[::-1]])],
    }


def test_a_deck_comes_with_its_sections_editions_and_files() -> None:
    gallery = load_gallery()
    [deck] = gallery.decks
    assert (deck.id, deck.titles, deck.languages) == (
        "water",
        {"en": "Water of the desert", "ar": "ماء الصحراء"},
        ("en", "ar"),
    )
    assert deck.editions == (GalleryEdition("en", "en", "ar"), GalleryEdition("ar", "ar", "en"))
    assert deck.sections == {"springs": {"en": "Springs", "ar": "الينابيع"}, "wells": {"en": "Wells", "ar": "الآبار"}}
    assert [(note["id"], note.get("retired", False)) for note in notes_now()] == [
        ("rain", False),
        ("salt", False),
        ("old-measure", True),
    ]
    assert list(deck.styles) == ["qa"]
    assert deck.files == {DECK_FILE, Path("source/water.md")}
    assert (gallery.note_count, gallery.card_count) == (3, 6)


def test_a_warning_comes_with_its_line_in_the_chunk_of_its_note() -> None:
    gallery = load_gallery()
    assert gallery.problems == ()
    assert [(note["id"], note.get("warnings", 0), note["problems"]) for note in notes_now()[:2]] == [
        ("rain", 0, []),
        (
            "salt",
            1,
            [
                {
                    "row": 32,
                    "column": 11,
                    "severity": "warning",
                    "rule": "yes-no",
                    "message": "this question can be answered with yes or no",
                    "hint": "ask what, who, when, where, why or how",
                    "line": "      en: Does water that stands in the sun grow salty?",
                }
            ],
        ),
    ]


def test_an_error_comes_before_all_notes_with_the_note_it_is_in() -> None:
    DECK_FILE.write_text(DECK.replace("  source: water\n", "  source: water\n  lint: {yes-no: error}\n"), "utf-8")
    assert [(each.problem.severity, each.line, each.deck, each.note) for each in load_gallery().problems] == [
        (Severity.ERROR, "      en: Does water that stands in the sun grow salty?", "water", "salt")
    ]
    assert [note.get("warnings", 0) for note in notes_now()] == [0, 0, 0]


def test_a_problem_of_the_head_belongs_to_the_deck_alone() -> None:
    DECK_FILE.write_text(
        DECK.replace("  source: water\n", "  source: water\n  lint: {yes-no: off, typo: off}\n"), "utf-8"
    )
    assert [(each.problem.rule, each.deck, each.note) for each in load_gallery().problems] == [
        ("unknown-rule", "water", "")
    ]


def test_a_formula_is_typeset_with_a_font_beside_the_page() -> None:
    assert FONT not in load_gallery().media
    DECK_FILE.write_text(DECK.replace("en: Yes", r"en: $q < \frac{h}{l}$, always"), "utf-8")
    [(_, _, back)] = notes_now()[1]["cards"]["en"]
    fraction = "<mfrac><mi>h</mi><mi>l</mi></mfrac>"
    assert f'<math dir="ltr"><mi>q</mi><mo>&lt;</mo>{fraction}</math>, always</div>' in back
    assert load_gallery().media[FONT] == FONT_FILE


def test_a_formula_that_only_anki_typesets_stands_as_its_source() -> None:
    DECK_FILE.write_text(DECK.replace("en: Yes", r"en: $\smash{q}$, always"), "utf-8")
    [(_, _, back)] = notes_now()[1]["cards"]["en"]
    assert r'<code class="preview-formula" lang="zxx" dir="ltr">\(\smash{q}\)</code>, always</div>' in back


def test_nothing_is_loaded_that_a_learner_has_at_home() -> None:
    sides = [side for _, *sides in notes_now()[0]["cards"]["en"] for side in sides]
    assert [side for side in sides if "<link" in side] == []


def test_a_deck_with_a_mistake_stays_as_it_was_before() -> None:
    before = load_gallery()
    DECK_FILE.write_text(DECK.replace("    answer:", "    anwser:", 1), "utf-8")
    now = load_gallery()
    assert now.decks == ()
    kept = with_last_valid_decks(now, before)
    assert [(deck.id, deck.is_old, deck.chunks) for deck in kept.decks] == [("water", True, before.decks[0].chunks)]
    assert [each.problem.message for each in kept.problems] == [
        "unknown key 'anwser' in a note",
        "this question can be answered with yes or no",
    ]
    assert [each.line for each in kept.problems] == [
        "    anwser:",
        "      en: Does water that stands in the sun grow salty?",
    ]
    assert kept.coverage == before.coverage


def test_a_deck_that_was_deleted_is_gone() -> None:
    before = load_gallery()
    before.decks[0].file.unlink()
    assert with_last_valid_decks(Gallery(), before).decks == ()


def test_decks_stay_while_they_cannot_be_looked_for() -> None:
    before = load_gallery()
    kept = with_last_valid_decks(Gallery(trouble="there is no folder 'decks' here"), before)
    assert [(deck.id, deck.is_old) for deck in kept.decks] == [("water", True)]
