"""The rules by name, with the severity of each."""

from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any, Protocol, runtime_checkable

from flashcards.lint.across import Match, Rows
from flashcards.lint.finding import Finding
from flashcards.lint.word_index import WordIndex
from flashcards.model.problem import Severity


class Rule(Protocol):
    """A module of `rules` that checks each note independently; it is loaded when it is needed.

    It asks the index for candidates, the notes that may break the rule, and examines each.
    """

    def check(self, index: WordIndex, /) -> Iterator[Finding]: ...


@runtime_checkable
class Fixer(Rule, Protocol):
    """A rule that can fix a text; a text that does not break the rule is unchanged."""

    def fix(self, text: str, language: str, /) -> str: ...


class AcrossRule(Protocol):
    """A module of `rules` that compares notes: it collects rows of each chunk, and compares the rows of all chunks."""

    def collect(self, index: WordIndex, /) -> Rows: ...

    def compare(self, chunks: Sequence[Rows], /) -> Iterator[Match]: ...


RULES: Mapping[str, Severity | None] = {
    # the text itself
    "unicode-form": Severity.WARNING,
    "invisible-character": Severity.WARNING,
    "stray-joiner": Severity.WARNING,
    "lookalike": Severity.WARNING,
    "spacing": Severity.WARNING,
    "danda": Severity.WARNING,
    "punctuation": Severity.WARNING,
    "digits": Severity.WARNING,
    "wrong-script": Severity.WARNING,
    "latin-words": Severity.WARNING,
    "unclosed-mark": Severity.WARNING,
    "markup": Severity.WARNING,
    "lost-text": Severity.WARNING,
    "formula": Severity.WARNING,
    "placeholder": Severity.WARNING,
    # the languages beside each other
    "missing-translation": Severity.WARNING,
    "untranslated": Severity.WARNING,
    "numbers-differ": Severity.WARNING,
    "verbatim-differs": Severity.WARNING,
    "length-differs": Severity.WARNING,
    "question-words-differ": Severity.WARNING,
    # the prompt
    "question-mark": Severity.WARNING,
    "vague": Severity.WARNING,
    "one-question": Severity.WARNING,
    "yes-no": Severity.WARNING,
    "ki-spelling": Severity.WARNING,
    "in-situ": Severity.WARNING,
    "inversion": Severity.WARNING,
    "too-long": Severity.WARNING,
    "enumeration": Severity.WARNING,
    "list-item": Severity.WARNING,
    "pronoun": Severity.WARNING,
    "deixis": Severity.WARNING,
    "relative-time": Severity.WARNING,
    "answer-in-question": Severity.WARNING,
    "answer-in-topic": Severity.WARNING,
    "duplicate-question": Severity.WARNING,
    "near-duplicate": Severity.WARNING,
    "duplicate-word": Severity.WARNING,
    # the whole deck
    "no-why": Severity.WARNING,
    "speaker-named": Severity.WARNING,
}
"""The rules by name, in the order in which they are explained, with their default severities.

Rules of style warn. A rule with None is off by default.
"""

STALE_TEXT = "stale-text"
VOID_REVIEW = "void-review"

LEDGER_RULES: Mapping[str, Severity | None] = {STALE_TEXT: Severity.WARNING, VOID_REVIEW: Severity.WARNING}
"""The rules that compare a note with its line in the ledger, in `flashcards.ledger.translation`."""

ALL_RULES = {**RULES, **LEDGER_RULES}
"""All rules whose severity an author can set, and from which a note can be exempt."""

PLACEHOLDER = "placeholder"
"""The only warning that a build reports too, because a placeholder would reach learners."""

FIXERS: Mapping[str, str] = {
    "unicode-form": "written in NFC",
    "invisible-character": "invisible characters removed",
    "lookalike": "lookalikes replaced",
    "spacing": "spaces corrected",
    "danda": "danda written",
    "punctuation": "marks of the language written",
    "digits": "digits of the language written",
}
"""The rules that can fix a text, in the order in which they are applied, because later ones build on earlier ones; and
what they do."""

ACROSS = ("duplicate-question", "near-duplicate", "duplicate-word", "wrong-script", "no-why", "speaker-named")
"""The rules that compare notes with each other, or judge all of them together; all others check each note by
itself."""


def load(name: str) -> Rule:
    """Load a rule that checks each note independently."""
    rule: Rule = _module(name)
    return rule


def load_across(name: str) -> AcrossRule:
    """Load a rule that compares notes."""
    rule: AcrossRule = _module(name)
    return rule


def documentation(name: str) -> str:
    """The docstring of a rule, with examples."""
    import inspect

    return inspect.getdoc(_module(name)) or ""


def _module(name: str) -> Any:
    return import_module(f"flashcards.lint.rules.{name.replace('-', '_')}")
