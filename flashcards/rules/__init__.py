"""The rules notes are held to, one a module: what its docstring says, its examples show and its test runs."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any, Protocol, runtime_checkable

from flashcards.deck import Deck
from flashcards.problem import Severity
from flashcards.rules.finding import Finding
from flashcards.rules.glance import Glance


class Rule(Protocol):
    """A module of this folder, which is loaded when it is needed."""

    def check(self, deck: Deck, /) -> Iterator[Finding]: ...


@runtime_checkable
class Fixer(Rule, Protocol):
    """A rule which can mend a text that breaks it; a text which keeps it stays as it is."""

    def fix(self, text: str, language: str, /) -> str: ...


@runtime_checkable
class Guarded(Rule, Protocol):
    """A rule which knows at a glance what notes cannot break it, and looks closely at its suspects alone."""

    def suspects(self, glance: Glance, /) -> set[int]: ...


@runtime_checkable
class Comparing(Rule, Protocol):
    """A rule which has to compare all notes, and makes use of what was worked out at a glance."""

    def compare(self, glance: Glance, /) -> Iterator[Finding]: ...


RULES: Mapping[str, Severity] = {
    # the text itself
    "unicode-form": Severity.ERROR,
    "invisible-character": Severity.ERROR,
    "stray-joiner": Severity.ERROR,
    "lookalike": Severity.ERROR,
    "spacing": Severity.ERROR,
    "danda": Severity.ERROR,
    "digits": Severity.WARNING,
    "wrong-script": Severity.ERROR,
    "latin-words": Severity.WARNING,
    "unclosed-mark": Severity.WARNING,
    "markup": Severity.WARNING,
    "lost-text": Severity.WARNING,
    "placeholder": Severity.ERROR,
    # the languages beside each other
    "untranslated": Severity.ERROR,
    "numbers-differ": Severity.ERROR,
    "verbatim-differs": Severity.ERROR,
    "length-differs": Severity.WARNING,
    "question-words-differ": Severity.WARNING,
    # the prompt
    "question-mark": Severity.WARNING,
    "vague": Severity.WARNING,
    "one-question": Severity.WARNING,
    "yes-no": Severity.WARNING,
    "ki-spelling": Severity.WARNING,
    "too-long": Severity.WARNING,
    "enumeration": Severity.WARNING,
    "pronoun": Severity.WARNING,
    "deixis": Severity.WARNING,
    "relative-time": Severity.WARNING,
    "answer-in-question": Severity.WARNING,
    "answer-in-topic": Severity.WARNING,
    "duplicate-question": Severity.ERROR,
    "near-duplicate": Severity.WARNING,
}
"""The rules by name, in the order in which they are explained, each as severe as it is where a deck says nothing."""

FIXERS = ("unicode-form", "invisible-character", "lookalike", "spacing", "danda", "digits")
"""The rules which can mend a text, in the order in which they do: later ones build on earlier ones."""

OF_SPELLING = frozenset(
    "unicode-form invisible-character stray-joiner lookalike spacing danda digits wrong-script latin-words "
    "unclosed-mark markup lost-text placeholder untranslated verbatim-differs".split()
)
"""The rules no text breaks whose letters and marks are ordinary, whatever it says."""

ACROSS = ("duplicate-question", "near-duplicate")
"""The rules which compare notes with each other; all others judge each note by itself."""


def load(name: str) -> Rule:
    module: Any = import_module(f"flashcards.rules.{name.replace('-', '_')}")
    rule: Rule = module
    return rule


def findings(name: str, glance: Glance) -> Iterator[Finding]:
    """What a rule finds in a deck; it is the same as if it had looked closely at every note."""
    if name in OF_SPELLING:
        return _found_at(glance.odd, name, glance)
    rule = load(name)
    if isinstance(rule, Comparing):
        return rule.compare(glance)
    if isinstance(rule, Guarded):
        return _found_at(glance.odd | rule.suspects(glance), name, glance)
    return rule.check(glance.deck)


def _found_at(places: set[int], name: str, glance: Glance) -> Iterator[Finding]:
    return load(name).check(glance.closely(places)) if places else iter(())
