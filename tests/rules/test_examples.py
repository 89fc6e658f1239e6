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
from tests.rules.test_corpus import CORPUS

PARTS = {
    "question": {"bn": "সোনার রাসায়নিক প্রতীক কোন ভাষা থেকে এসেছে?", "en": "From which language is the symbol for gold?"},
    "answer": {"bn": "লাতিন", "en": "Latin"},
}
TITLES = {"bn": "উদাহরণ", "en": "Example", "es": "Ejemplo", "ja": "例"}
REASON = re.compile("why|how|কেন|কীভাবে", re.IGNORECASE)
TALK = """\
---
title: {bn: পানি, en: Water}
speaker: {bn: আনা রুইস, en: Ana Ruiz}
citation: {bn: আনা রুইস, en: Ana Ruiz}
---

## water

- bn: পানি
- en: Water

### Key learnings

- **water.irrigation**
  - bn: পানির বেশির ভাগ লাগে সেচে।
  - en: Irrigation takes most of the water.
"""
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


def judged_in(rule: str, kind: str, folder: Path) -> set[str]:
    """What is found in an example; a rule that judges a whole deck finds it in one of more notes like it."""
    snippet = example(rule, kind)
    return found_in(ALIKE[rule](snippet, folder) if rule in ALIKE else deck_with(snippet), folder)


def among_facts(snippet: str, _: Path) -> str:
    """The note of an example at the end of a deck of 40 that ask for facts."""
    return deck_with(yaml.safe_dump([*facts()[:39], yaml.load(snippet, Loader=yaml.BaseLoader)], allow_unicode=True))


def from_a_talk(snippet: str, folder: Path) -> str:
    """Notes on a talk, all of which name its speaker if that of the example does, and otherwise six of ten."""
    (folder / "source").mkdir()
    (folder / "source" / "talk.md").write_text(TALK, encoding="utf-8")
    shown = yaml.load(snippet, Loader=yaml.BaseLoader)
    naming = 9 if "Ruiz" in shown["question"]["en"] else 6
    notes = [{**named(note), "covers": ["water.irrigation"]} for note in facts()[:naming]]
    notes += [{**note, "covers": ["water.irrigation"]} for note in facts()[naming:9]]
    deck = deck_with(yaml.safe_dump([*notes, {**shown, "covers": ["water.irrigation"]}], allow_unicode=True))
    return deck.replace("deck:\n", "deck:\n  source: talk\n", 1)


def facts() -> list[dict[str, Any]]:
    """Notes with nothing wrong that ask neither why nor how."""
    good = yaml.load((CORPUS / "good.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)["notes"]
    return [
        {"question": note["question"], "answer": note["answer"]}
        for note in good
        if not REASON.search(note["question"]["en"] + note["question"]["bn"])
    ]


def named(note: dict[str, Any]) -> dict[str, Any]:
    asked = note["question"]
    by = {"bn": f"আনা রুইসের মতে {asked['bn']}", "en": f"According to Ana Ruiz, {asked['en']}"}
    return {**note, "question": by}


ALIKE = {"no-why": among_facts, "speaker-named": from_a_talk}


def found_in(text: str, folder: Path) -> set[str]:
    path = folder / "example.yaml"
    path.write_text(text, encoding="utf-8")
    reading = read_decks([DeckFiles((path,), folder)])
    assert reading.problems == ()
    return {problem.rule for problem in lint(reading.decks)}


@pytest.mark.parametrize("rule", RULES)
def test_wrong_breaks_this_rule_alone(rule: str, tmp_path: Path) -> None:
    assert judged_in(rule, "Wrong", tmp_path) == {rule}


@pytest.mark.parametrize("rule", RULES)
def test_right_breaks_none(rule: str, tmp_path: Path) -> None:
    assert judged_in(rule, "Right", tmp_path) == set()


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
