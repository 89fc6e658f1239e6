"""The rules by name, how severe each is, and which notes it has to look at."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from importlib import import_module
from typing import Any, Protocol, runtime_checkable

from flashcards.lint.across import Match, Rows
from flashcards.lint.finding import Finding
from flashcards.lint.word_index import HEAD, WordIndex
from flashcards.model.deck import Deck
from flashcards.model.problem import Severity


class Rule(Protocol):
    """A module of `rules` that judges each note by itself; it is loaded when it is needed."""

    def check(self, deck: Deck, /) -> Iterator[Finding]: ...


@runtime_checkable
class Fixer(Rule, Protocol):
    """A rule which can fix a text that breaks it; a text which keeps it stays as it is."""

    def fix(self, text: str, language: str, /) -> str: ...


@runtime_checkable
class Filtered(Rule, Protocol):
    """A rule which knows from the words of many notes which of them cannot break it."""

    def suspects(self, index: WordIndex, /) -> set[int]: ...


class AcrossRule(Protocol):
    """A module of `rules` that compares notes: it keeps rows of each chunk of them, and compares these."""

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
    "digits": Severity.WARNING,
    "wrong-script": Severity.WARNING,
    "latin-words": Severity.WARNING,
    "unclosed-mark": Severity.WARNING,
    "markup": Severity.WARNING,
    "lost-text": Severity.WARNING,
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
    "too-long": Severity.WARNING,
    "enumeration": Severity.WARNING,
    "pronoun": Severity.WARNING,
    "deixis": Severity.WARNING,
    "relative-time": Severity.WARNING,
    "answer-in-question": Severity.WARNING,
    "answer-in-topic": Severity.WARNING,
    "duplicate-question": Severity.WARNING,
    "near-duplicate": Severity.WARNING,
    "duplicate-word": Severity.WARNING,
}
"""The rules by name, in the order in which they are explained, each as severe as it is where a deck says nothing.

A rule of style warns. None is a rule that is off unless a deck asks for it.
"""

PLACEHOLDER = "placeholder"
"""The rule a build reports too though it warns: what is still to be written must not reach learners unseen."""

FIXERS = ("unicode-form", "invisible-character", "lookalike", "spacing", "danda", "digits")
"""The rules that can fix a text, in the order in which they are applied: later ones build on earlier ones."""

OF_SPELLING = frozenset(
    "unicode-form invisible-character stray-joiner lookalike spacing danda digits latin-words "
    "unclosed-mark markup lost-text placeholder missing-translation untranslated verbatim-differs".split()
)
"""The rules no note breaks whose letters and marks are ordinary, and that has all its texts, whatever they say."""

ACROSS = ("duplicate-question", "near-duplicate", "duplicate-word", "wrong-script")
"""The rules which compare notes with each other; all others judge each note by itself."""


def load(name: str) -> Rule:
    """The module of a rule that judges notes by themselves."""
    rule: Rule = _module(name)
    return rule


def load_across(name: str) -> AcrossRule:
    """The module of a rule that compares notes."""
    rule: AcrossRule = _module(name)
    return rule


def documentation(name: str) -> str:
    """What a rule wants, with examples."""
    import inspect

    return inspect.getdoc(_module(name)) or ""


def findings(names: Iterable[str], index: WordIndex) -> Iterator[tuple[str, Finding]]:
    """What rules that judge notes by themselves find in some notes, each with its rule."""
    for name in names:
        rule = load(name)
        if places := _suspects(name, rule, index):
            yield from ((name, found) for found in rule.check(index.subset(places)) if _is_at(found, places))


def _module(name: str) -> Any:
    return import_module(f"flashcards.lint.rules.{name.replace('-', '_')}")


def _suspects(name: str, rule: Rule, index: WordIndex) -> set[int]:
    """The places of the notes that a rule has to look at closely."""
    if name in OF_SPELLING:
        return index.irregular
    return index.irregular | rule.suspects(index) if isinstance(rule, Filtered) else index.all


def _is_at(found: Finding, places: Set[int]) -> bool:
    """Whether a finding is in a note, or the head was to be looked at: sections come with their notes."""
    return found.ref.note is not None or HEAD in places
