"""The examples in each rule's docstring: the wrong one breaks that rule alone, the right one none."""

import inspect
import re
import unicodedata
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
import yaml

from flashcards.deckfile.discovery import DeckFiles
from flashcards.lint import rules
from flashcards.lint.explained import explain
from flashcards.lint.registry import FIXERS, RULES, load
from tests.pipeline import lint, read_decks

PARTS = {
    "question": {"bn": "সোনার রাসায়নিক প্রতীক কোন ভাষা থেকে এসেছে?", "en": "From which language is the symbol for gold?"},
    "answer": {"bn": "লাতিন", "en": "Latin"},
}
TITLES = {"bn": "উদাহরণ", "en": "Example", "es": "Ejemplo", "ja": "例"}
FOLDER = Path(rules.__file__).parent
SHARED = ("__init__",)


def module_of(rule: str) -> Any:
    return load(rule)


def example(rule: str, kind: str) -> str:
    found = re.search(rf"^{kind}::\n\n((?:    .*\n|\n)+)", f"{inspect.getdoc(module_of(rule))}\n", re.MULTILINE)
    assert found, rule
    return dedent(found[1])


def deck_with(snippet: str) -> str:
    """The deck of which a snippet shows what matters: a note, several, or sections with notes."""
    shown = yaml.load(snippet, Loader=yaml.BaseLoader)
    given = shown if "notes" in shown else {"notes": shown if isinstance(shown, list) else [shown]}
    notes = [
        {"id": f"note-{number}", **({} if "word" in note else PARTS), **note}
        for number, note in enumerate(given["notes"])
    ]
    languages = [*notes[0].get("question", PARTS["question"])]
    head = {
        "id": "example",
        "uid": "0123456789abcdef",
        "title": {language: TITLES[language] for language in languages},
        "languages": languages,
        "lint": {"placeholder": "warning"},  # otherwise a note with one is a draft
    }
    return yaml.safe_dump({"deck": head, **given, "notes": notes}, allow_unicode=True, sort_keys=False)


def found_in(text: str, folder: Path) -> set[str]:
    path = folder / "example.yaml"
    path.write_text(text, encoding="utf-8")
    reading = read_decks([DeckFiles((path,), folder)])
    assert reading.problems == ()
    return {problem.rule for problem in lint(reading.decks)}


@pytest.mark.parametrize("rule", RULES)
def test_wrong_breaks_this_rule_alone(rule: str, tmp_path: Path) -> None:
    assert found_in(deck_with(example(rule, "Wrong")), tmp_path) == {rule}


@pytest.mark.parametrize("rule", RULES)
def test_right_breaks_none(rule: str, tmp_path: Path) -> None:
    assert found_in(deck_with(example(rule, "Right")), tmp_path) == set()


@pytest.mark.parametrize("rule", RULES)
def test_goes_by_one_name(rule: str) -> None:
    module = module_of(rule)
    assert explain(rule).startswith(f"{rule} ({RULES[rule]}")
    assert hasattr(module, "fix") == (rule in FIXERS)


def test_each_module_is_in_the_table() -> None:
    modules = {path.stem.replace("_", "-") for path in FOLDER.glob("*.py") if path.stem not in SHARED}
    assert modules == {*RULES}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.stem)
def test_tables_are_in_the_form_that_texts_are(path: Path) -> None:
    assert unicodedata.is_normalized("NFC", path.read_text(encoding="utf-8"))
