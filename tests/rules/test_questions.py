"""How questions are asked, in one note and in a whole deck: what is reported, and what is good style."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from flashcards.lint.engine import Linter
from flashcards.model.deck import Deck, Text
from tests.rules.test_guards import deck_saying

ASKED_LATE = (
    "Paris is the capital of which country?",
    "When prices rise, demand does what?",
    "Photosynthesis takes place in which organelle?",
    "The study of fossils is called what?",
    "Besides salt, sea water contains what?",
    "A haiku has how many syllables?",
    "The Battle of Hastings was fought in 1066 between whom?",
    "Rome fell when?",
)
ASKED_EARLY = (
    "The leaves of which tree feed silkworms?",
    "Cells in which organ make bile?",
    "The capital of which country lies on the Seine?",
    "In 1914 which country declared war on Serbia?",
    "In the reign of which king did London burn?",
    "With whom did Curie work, and on what?",
    "However it starts, how does a fever end?",
    "You drop a ball. Where does it land?",
    "Not until when could women vote in Switzerland?",
    "More than how many species of beetle are known?",
    "Given a list, how do you reverse it?",
    "Whatever the cause, what follows?",
)
INVERTED = (
    "কত সালে মারা যান রবীন্দ্রনাথ?",
    "ভাষা শহিদদের স্মরণে কোন মিনার গড়েছিলেন ঢাকার ছাত্ররা?",
    "কোন বছর স্বাধীন হয় বাংলাদেশ?",
)
IN_PROSE = (
    "বাংলাদেশের জাতীয় সংগীত লিখেছেন কে?",
    "পাতা সবুজ দেখায় কেন?",
    "খাবার হজম হয় কোন তন্ত্রে?",
    "কোন দেশের মানুষ সবচেয়ে বেশি চা পান করে?",
    "যিনি উপন্যাস লেখেন, তাঁকে কী বলা হয়?",
    "কোন পান সবচেয়ে ঝাল?",
    "সমুদ্রে জোয়ার হলে কী করা উচিত?",
    "কে লিখেছেন ‘পথের পাঁচালী’?",
)


def found_in(deck: Deck) -> list[str]:
    """The names of the rules that a deck breaks, of those that judge how questions are asked."""
    linter = Linter(deck)
    parts = [linter.head(), linter.notes(tuple(deck.notes))]
    problems = [*(problem for part in parts for problem in part.problems)]
    problems += linter.across([part.rows for part in parts], [(deck.location.path, 0)] * 2)
    judged = ("in-situ", "inversion", "list-item", "no-why", "speaker-named")
    return [problem.rule for problem in problems if problem.rule in judged]


def deck_asking(language: str, questions: Sequence[str]) -> Deck:
    notes = [{"question": [asked], "answer": [f"{number}"]} for number, asked in enumerate(questions)]
    return replace(deck_saying([language], [["X"], ["Y"]], notes), title={language: Text("Z", 1, 1)})


@pytest.mark.parametrize("asked", ASKED_LATE)
def test_an_english_question_word_that_stands_late_is_reported(asked: str) -> None:
    assert found_in(deck_asking("en", [asked])) == ["in-situ"]


@pytest.mark.parametrize("asked", ASKED_EARLY)
def test_an_english_question_may_begin_with_a_phrase(asked: str) -> None:
    assert found_in(deck_asking("en", [asked])) == []


@pytest.mark.parametrize("asked", INVERTED)
def test_a_subject_after_the_bengali_verb_is_reported(asked: str) -> None:
    assert found_in(deck_asking("bn", [asked])) == ["inversion"]


@pytest.mark.parametrize("asked", IN_PROSE)
def test_bengali_prose_may_end_in_a_question_word(asked: str) -> None:
    assert found_in(deck_asking("bn", [asked])) == []


OF_A_LIST = (
    ("en", "Besides land, labour and capital, what is a factor of production?"),
    ("en", "What did Nazrul write besides poems and songs?"),
    ("en", "Strategy and design apart, what makes a leader strong?"),
    ("bn", "কবিতা ও গান ছাড়া নজরুল আর কী লিখেছেন?"),
)
OF_NO_LIST = (
    ("bn", "ডেটার স্বচ্ছতা ও মানদণ্ড মডেলের গুণমান ছাড়া আর কী নিশ্চিত করে?"),
    ("en", "Besides quality, what do standards and transparency secure?"),
    ("en", "Besides the legislature and the executive, what is the third branch of the state?"),
    ("en", "Apart from salt, where do cats and dogs find minerals?"),
    ("bn", "জামানত ও সুদ ছাড়া ঋণ দেয় কোন ব্যাংক?"),
    ("bn", "আইন আর শাসন ছাড়া রাষ্ট্রের তৃতীয় বিভাগ আর কোনটি?"),
    ("bn", "ঘুম ছাড়া শরীর ও মনের জন্য আর কী লাগে?"),
)


@pytest.mark.parametrize(("language", "asked"), OF_A_LIST)
def test_an_item_that_is_known_by_the_others_is_reported(language: str, asked: str) -> None:
    assert found_in(deck_asking(language, [asked])) == ["list-item"]


@pytest.mark.parametrize(("language", "asked"), OF_NO_LIST)
def test_what_is_not_of_a_list_may_be_asked_besides_something(language: str, asked: str) -> None:
    assert found_in(deck_asking(language, [asked])) == []


FACTS = [f"{begun} {name}?" for name in "ABCDEFG" for begun in ("Who wrote", "When was the siege of", "Where lies")]


def test_a_deck_of_facts_of_several_kinds_is_reported_once() -> None:
    assert len(FACTS) == 21
    assert found_in(deck_asking("en", FACTS)) == ["no-why"]
    assert found_in(deck_asking("en", FACTS[:19])) == []


@pytest.mark.parametrize("asked", ["Why did A burn?", "When it rains, how do plants drink?", "For Z, why is D late?"])
def test_one_reason_is_enough(asked: str) -> None:
    assert found_in(deck_asking("en", [*FACTS, asked])) == []


@pytest.mark.parametrize("asked", ["How many legs has A?", "Who decides how B is run?"])
def test_a_number_is_no_reason(asked: str) -> None:
    assert found_in(deck_asking("en", [*FACTS, asked])) == ["no-why"]


def test_a_deck_of_capitals_has_nothing_to_explain() -> None:
    assert (
        found_in(deck_asking("en", [f"What is the capital of {letter}?" for letter in "ABCDEFGHIJKLMNOPQRSTUV"])) == []
    )


def test_spanish_asks_why_in_two_words() -> None:
    facts = [f"{begun} {name}?" for name in "ABCDEFG" for begun in ("¿Quién escribió", "¿Cuándo cayó", "¿Dónde está")]
    through = "¿Qué río pasa por Sevilla?"
    assert found_in(deck_asking("es", [*facts, through])) == ["no-why"]
    assert found_in(deck_asking("es", [*facts, "¿Por qué ardió Roma?"])) == []
