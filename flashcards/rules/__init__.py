"""The rules notes are held to, one a module: what its docstring says, its examples show and its test runs."""

from collections.abc import Iterator, Mapping
from typing import Protocol

from flashcards.deck import Deck
from flashcards.problem import Severity
from flashcards.rules import (
    answer_in_question,
    answer_in_topic,
    danda,
    deixis,
    digits,
    duplicate_question,
    enumeration,
    invisible_character,
    ki_spelling,
    latin_words,
    length_differs,
    lookalike,
    markup,
    near_duplicate,
    numbers_differ,
    one_question,
    placeholder,
    pronoun,
    question_mark,
    question_words_differ,
    relative_time,
    spacing,
    stray_joiner,
    too_long,
    unclosed_mark,
    unicode_form,
    untranslated,
    vague,
    verbatim_differs,
    wrong_script,
    yes_no,
)
from flashcards.rules.finding import Finding


class Rule(Protocol):
    """A module of this folder."""

    @property
    def ID(self) -> str: ...  # noqa: N802

    @property
    def SEVERITY(self) -> Severity: ...  # noqa: N802

    def check(self, deck: Deck, /) -> Iterator[Finding]: ...


class Fixer(Rule, Protocol):
    """A rule which can mend a text that breaks it; a text which keeps it stays as it is."""

    def fix(self, text: str, language: str, /) -> str: ...


_ALL: tuple[Rule, ...] = (
    # the text itself
    unicode_form,
    invisible_character,
    stray_joiner,
    lookalike,
    spacing,
    danda,
    digits,
    wrong_script,
    latin_words,
    unclosed_mark,
    markup,
    placeholder,
    # the languages beside each other
    untranslated,
    numbers_differ,
    verbatim_differs,
    length_differs,
    question_words_differ,
    # the prompt
    question_mark,
    vague,
    one_question,
    yes_no,
    ki_spelling,
    too_long,
    enumeration,
    pronoun,
    deixis,
    relative_time,
    answer_in_question,
    answer_in_topic,
    duplicate_question,
    near_duplicate,
)

RULES: Mapping[str, Rule] = {rule.ID: rule for rule in _ALL}
"""The rules by name, in the order in which they are explained."""

FIXERS: tuple[Fixer, ...] = (unicode_form, invisible_character, lookalike, spacing, danda, digits)
"""The rules which can mend a text, in the order in which they do: later ones build on earlier ones."""
