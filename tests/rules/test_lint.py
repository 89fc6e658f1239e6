"""What a deck says of the rules, and what `lint` makes of it."""

from pathlib import Path

import pytest

from flashcards.deckfile.discovery import DeckFiles
from flashcards.lint.explained import explain
from flashcards.model.problem import Problem
from tests.pipeline import lint, read_decks

DECK = """\
deck:
  id: rivers
  uid: 0123456789abcdef
  title: {bn: নদী, en: Rivers}
  languages: [bn, en]
%s
notes:
  - id: nile
    question: {bn: নীল নদ কোন সাগরে পড়ে ?, en: Into which sea does the Nile flow?}
    answer: {bn: ভূমধ্যসাগরে, en: The Mediterranean}
%s
"""


def problems_of(text: str, folder: Path) -> tuple[Problem, ...]:
    path = folder / "rivers.yaml"
    path.write_text(text, encoding="utf-8")
    reading = read_decks([DeckFiles((path,), folder)])
    assert reading.problems == ()
    return lint(reading.decks)


def told(text: str, folder: Path) -> list[str]:
    return [
        f"{problem.location.line}:{problem.location.column} {problem.severity} {problem.rule}"
        for problem in problems_of(text, folder)
    ]


def test_is_as_severe_as_the_rule(tmp_path: Path) -> None:
    assert told(DECK % ("", ""), tmp_path) == ["9:20 warning spacing"]


def test_is_as_severe_as_the_deck_wants(tmp_path: Path) -> None:
    assert told(DECK % ("  lint: {spacing: error}", ""), tmp_path) == ["9:20 error spacing"]
    assert told(DECK % ("  lint: {spacing: off}", ""), tmp_path) == []


def test_lets_a_note_break_a_rule_for_a_reason(tmp_path: Path) -> None:
    assert told(DECK % ("", "    lint_ignore: {spacing: the blank is the point}"), tmp_path) == []


def test_reports_rules_and_severities_there_are_none_of(tmp_path: Path) -> None:
    text = DECK % ("  lint: {spacin: off, digits: fatal}", "    lint_ignore: {rivers: all of them}")
    found = [(p.location.line, p.location.column, p.rule, p.message, p.hint) for p in problems_of(text, tmp_path)]
    assert found[:2] == [
        (6, 18, "unknown-rule", "there is no rule 'spacin'", "did you mean 'spacing'?"),
        (
            6,
            31,
            "unknown-severity",
            "'fatal' is not a severity of 'digits'",
            "write 'off', 'error' or 'warning'",
        ),
    ]
    assert found[3][2:4] == ("unknown-rule", "there is no rule 'rivers'")


def test_says_that_an_error_cannot_be_set(tmp_path: Path) -> None:
    text = DECK % ("  lint: {unknown-key: off, stale-text: off, void-review: error}", "")
    found = [(p.location.line, p.location.column, p.rule, p.message, p.hint) for p in problems_of(text, tmp_path)]
    assert found[0] == (
        6,
        23,
        "unknown-rule",
        "'unknown-key' is not a rule whose severity can be set",
        "delete it, and fix what it reports",
    )
    assert [rule for _, _, rule, _, _ in found].count("unknown-rule") == 1


def test_explains_a_rule_with_its_examples() -> None:
    assert explain("spacing").startswith(
        "spacing (warning; `flashcards check --fix` fixes it)\n\n"
        "Words are separated by one space, and there is no space before a punctuation mark.\n\n"
    )


@pytest.mark.parametrize(
    ("language", "question", "answer"),
    [
        ("es", "¿En qué año llegó el hombre a la Luna?", "1969"),
        ("es", "¿Cuántos habitantes tiene España según el censo de 2021?", "47,4 millones"),
        ("hi", "भारत का राष्ट्रीय पक्षी कौन-सा है?", "मोर"),
        ("ar", "ما عاصمة مصر؟", "القاهرة"),
        ("ja", "日本でいちばん高い山は何ですか？", "富士山"),
        ("ja", "水の化学式は何か。", "H₂O"),
        ("fr", "Quelle est la capitale de la France ?", "Paris"),
        ("ta", "இந்தியாவின் தலைநகரம் எது", "புது தில்லி"),
    ],
)
def test_is_silent_on_good_notes_in_other_languages(language: str, question: str, answer: str, tmp_path: Path) -> None:
    text = (DECK % ("", "")).replace("en: Into which sea does the Nile flow?", f"{language}: '{question}'")
    text = text.replace("en: The Mediterranean", f"{language}: '{answer}'").replace("[bn, en]", f"[{language}]")
    text = text.replace("bn: নীল নদ কোন সাগরে পড়ে ?, ", "").replace("bn: ভূমধ্যসাগরে, ", "")
    text = text.replace("{bn: নদী, en: Rivers}", f"{{{language}: R}}")
    assert told(text, tmp_path) == []


@pytest.mark.parametrize(
    ("language", "question", "answer", "rules"),
    [
        ("es", "Explica la fotosíntesis.", "Las plantas hacen azúcar", ["vague"]),
        ("es", "¿Es Madrid la capital?", "Sí", ["yes-no"]),
        ("hi", "अामाशय कहाँ है ?", "पेट में|", ["lookalike", "spacing", "danda"]),
        ("ar", "ما عاصمة مصر", "القاهرة", ["question-mark"]),
        ("ja", "光の三原色は何ですか？", "赤、緑、青", ["enumeration"]),
    ],
)
def test_knows_other_languages(language: str, question: str, answer: str, rules: list[str], tmp_path: Path) -> None:
    text = (
        f"deck:\n  id: a\n  uid: 0123456789abcdef\n  title: {{{language}: R}}\n  languages: [{language}]\n"
        f"notes:\n  - id: b\n    question: {{{language}: '{question}'}}\n    answer: {{{language}: '{answer}'}}\n"
    )
    assert {each.split()[-1] for each in told(text, tmp_path)} == {*rules}


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("কে কে নদীটি মাপেন?", ["কে কে"]),
        ("নদীটি মাপেন কে কে?", ["কে কে"]),
        ("নদীটিকে মানুষ ডাকে কেন?", []),
        ("নদীটিকে কে কেন মাপেন?", []),
        ("মানচিত্রে সবগুলোর নাম কী?", ["সবগুলোর নাম"]),
    ],
)
def test_a_doubled_word_asks_for_a_list_and_ends_of_words_do_not(
    question: str, asked: list[str], tmp_path: Path
) -> None:
    text = (DECK % ("", "")).replace("নীল নদ কোন সাগরে পড়ে ?", question)
    found = [problem.message for problem in problems_of(text, tmp_path) if problem.rule == "enumeration"]
    assert found == [f"'{words}' asks for a list" for words in asked]


@pytest.mark.parametrize(
    ("bengali", "english", "found"),
    [
        ("কোভিড ১৯", "COVID-19", []),
        ("বি ১২", "B12", []),
        ("২০ অণু CO২", "20 molecules of CO2", []),
        ("কোভিড ১৮", "COVID-19", ["'১৮' in 'bn' is not in 'en'"]),
    ],
)
def test_a_number_in_a_name_is_a_number_as_a_whole_or_none(
    bengali: str, english: str, found: list[str], tmp_path: Path
) -> None:
    text = (DECK % ("", "")).replace("ভূমধ্যসাগরে", bengali).replace("The Mediterranean", english)
    assert [each.message for each in problems_of(text, tmp_path) if each.rule == "numbers-differ"] == found


def test_where_nobody_warns_only_errors_are_looked_for(tmp_path: Path) -> None:
    path = tmp_path / "rivers.yaml"
    text = DECK % ("  lint: {question-mark: error, danda: warning}", "")
    text = text.replace("পড়ে ?", "পড়ে ").replace("ভূমধ্যসাগরে", "ভূমধ্যসাগরে |").replace("flow?", "flow")
    path.write_text(text, encoding="utf-8")
    decks = read_decks([DeckFiles((path,), tmp_path)]).decks
    assert {problem.rule for problem in lint(decks)} == {"question-mark", "danda"}
    assert {problem.rule for problem in lint(decks, warns=False)} == {"question-mark"}
