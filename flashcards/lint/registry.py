"""The rules by name, how severe each is, and which notes it has to look at."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from functools import partial
from importlib import import_module
from itertools import chain, islice
from typing import Any, Protocol, runtime_checkable

from flashcards.lint.finding import Finding
from flashcards.lint.word_index import HEAD, WordIndex
from flashcards.model.deck import Deck
from flashcards.model.problem import Severity


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

    def suspects(self, glance: WordIndex, /) -> set[int]: ...


@runtime_checkable
class Comparing(Rule, Protocol):
    """A rule which has to compare all notes, and makes use of what was worked out at a glance."""

    def compare(self, glance: WordIndex, /) -> Iterator[Finding]: ...


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
"""The rules which can mend a text, in the order in which they do: later ones build on earlier ones."""

OF_SPELLING = frozenset(
    "unicode-form invisible-character stray-joiner lookalike spacing danda digits latin-words "
    "unclosed-mark markup lost-text placeholder missing-translation untranslated verbatim-differs".split()
)
"""The rules no note breaks whose letters and marks are ordinary, and that has all its texts, whatever they say."""

ACROSS = ("duplicate-question", "near-duplicate", "duplicate-word", "wrong-script")
"""The rules which compare notes with each other; all others judge each note by itself."""


Look = Callable[[], Iterator[tuple[str, Finding]]]
"""A part of the work of rules: what they find in a few notes, each with its rule."""

_FEW = 200  # notes


def load(name: str) -> Rule:
    module: Any = import_module(f"flashcards.lint.rules.{name.replace('-', '_')}")
    rule: Rule = module
    return rule


def findings(names: Iterable[str], glance: WordIndex) -> Iterator[tuple[str, Finding]]:
    """What rules find in a deck, each with its rule; it is the same as if they had looked closely at every note."""
    return chain.from_iterable(look() for look in looks(names, glance))


def looks(names: Iterable[str], glance: WordIndex) -> Iterator[Look]:
    """The parts of that work, which can be done apart.

    All rules look at a few notes before any looks at the next: what one has worked out of a text, others know.
    """
    rules = {name: load(name) for name in names}
    suspects = {name: _suspects(name, rule, glance) for name, rule in rules.items()}
    for few in _few_at_a_time(set().union(*suspects.values())):
        yield partial(_looked, rules, {name: places & few for name, places in suspects.items()}, glance)
    for name, rule in rules.items():
        if isinstance(rule, Comparing):
            yield partial(_compared, name, rule, glance)


def _looked(
    rules: Mapping[str, Rule], suspects: Mapping[str, Set[int]], glance: WordIndex
) -> Iterator[tuple[str, Finding]]:
    for name, rule in rules.items():
        if places := suspects[name]:
            yield from ((name, found) for found in rule.check(glance.subset(places)) if _is_at(found, places))


def _compared(name: str, rule: Comparing, glance: WordIndex) -> Iterator[tuple[str, Finding]]:
    return ((name, found) for found in rule.compare(glance))


def _suspects(name: str, rule: Rule, glance: WordIndex) -> set[int]:
    """The places of the notes that a rule has to look at closely."""
    if isinstance(rule, Comparing):
        return set()
    if name in OF_SPELLING:
        return glance.irregular
    return glance.irregular | rule.suspects(glance) if isinstance(rule, Guarded) else glance.all


def _few_at_a_time(places: Set[int]) -> Iterator[set[int]]:
    rest = iter(sorted(places))
    while few := {*islice(rest, _FEW)}:
        yield few


def _is_at(found: Finding, places: Set[int]) -> bool:
    """Whether a finding is in a note, or the head was to be looked at: sections come with their notes."""
    return found.ref.note is not None or HEAD in places
