"""Decks held to the rules, as severely as each deck wants it."""

import os
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from flashcards.beside import all_done
from flashcards.deck import Deck, Note, Text
from flashcards.problem import Location, Problem, Severity
from flashcards.rules import ACROSS, FIXERS, RULES, Fixer, Look, findings, load, looks
from flashcards.rules.finding import Said, each_text
from flashcards.rules.glance import Glance

if TYPE_CHECKING:
    from flashcards.deckfile.fixing import Repair

OFF = "off"
SEVERITIES = (OFF, *map(str, Severity))
_MANY = 10  # parts of the work for which it is worth while to begin another process
_ORDER = {rule: order for order, rule in enumerate(RULES)}


def lint(decks: Sequence[Deck], *, warns: bool = True) -> tuple[Problem, ...]:
    """What rules find in decks, in the order of its places; all of it, or the errors alone where nobody `warns`."""
    problems = [problem for deck in decks for problem in (*_misnamed(deck), *_found(deck, warns=warns))]
    return tuple(sorted(problems, key=lambda problem: problem.location))


def questions_of_sound(deck: Deck) -> tuple[int, ...] | None:
    """A number for each question of a part of a deck, which is the same for the same question.

    None where a rule finds an error, or takes all the notes of the deck to find one.
    """
    from flashcards.rules.duplicate_question import asked

    glance = Glance(deck)
    errors = [rule for rule in RULES if _severity(deck, rule) is Severity.ERROR]
    by_itself = [rule for rule in errors if rule not in ACROSS]
    if {"near-duplicate", "duplicate-word"} & {*errors} or any(_misnamed(deck)) or any(findings(by_itself, glance)):
        return None
    return tuple(asked(glance)) if "duplicate-question" in errors else ()


def repairs(decks: Sequence[Deck]) -> "tuple[Repair, ...]":
    """The texts that rules can mend, each with what it becomes; a rule that is off, or ignored, mends nothing."""
    from flashcards.deckfile.fixing import Repair

    texts = ((said, _mended(deck, said)) for deck in decks for said in each_text(deck))
    return tuple(Repair(said.place, said.text.value, mended) for said, mended in texts if mended != said.text.value)


def explain(rule: str) -> str:
    """What a rule wants, with examples: its own docstring, its severity, and whether it can mend."""
    import inspect

    documented = inspect.getdoc(load(rule)) or ""
    can_fix = "; `flashcards check --fix` mends it" if rule in FIXERS else ""
    return f"{rule} ({RULES[rule]}{can_fix})\n\n{documented}\n"


def _found(deck: Deck, *, warns: bool) -> Iterator[Problem]:
    severities = {rule: severity for rule in RULES if (severity := _severity(deck, rule))}
    wanted = [rule for rule, severity in severities.items() if warns or severity is Severity.ERROR]
    found = [*looks(wanted, Glance(deck))]
    share = -(-len(found) // (os.cpu_count() or 1)) or 1
    jobs = [partial(_problems, found[begin : begin + share], severities) for begin in range(0, len(found), share)]
    problems = chain.from_iterable(all_done(jobs, together=len(found) > _MANY))
    return iter(sorted(problems, key=lambda problem: _ORDER[problem.rule]))


def _problems(looks: Sequence[Look], severities: Mapping[str, Severity]) -> list[Problem]:
    found = chain.from_iterable(look() for look in looks)
    return [
        Problem(said.place, rule, message, hint, severities[rule])
        for rule, (said, message, hint) in found
        if not _is_ignored(rule, said.note)
    ]


def _severity(deck: Deck, rule: str) -> Severity | None:
    """How severe a rule is in a deck; None where it is off. What is no severity is told of by itself."""
    wanted = deck.lint.get(rule)
    if wanted is None or wanted.value not in SEVERITIES:
        return RULES[rule]
    return None if wanted.value == OFF else Severity(wanted.value)


def _is_ignored(rule: str, note: Note | None) -> bool:
    return note is not None and rule in note.lint_ignore


def _mended(deck: Deck, said: Said) -> str:
    text = said.text.value
    for name in FIXERS:
        rule = load(name)
        if isinstance(rule, Fixer) and _severity(deck, name) and not _is_ignored(name, said.note):
            text = rule.fix(text, said.language)
    return text


def _misnamed(deck: Deck) -> Iterator[Problem]:
    """Rules nobody knows, and severities there are none of."""
    yield from _unknown_rules(deck.lint, deck.location.path)
    for rule, wanted in deck.lint.items():
        if rule in RULES and wanted.value not in SEVERITIES:
            message = f"'{wanted}' is no severity of '{rule}'"
            yield Problem(
                _location(deck.location.path, wanted), "unknown-severity", message, f"write {_listed(SEVERITIES)}"
            )
    for note in deck.notes:
        if note.lint_ignore:
            yield from _unknown_rules(note.lint_ignore, note.location.path)


def _unknown_rules(named: Mapping[str, Text], path: Path) -> Iterator[Problem]:
    for rule, text in named.items():
        if rule not in RULES:
            import difflib

            close = difflib.get_close_matches(rule, list(RULES), n=1)
            hint = f"did you mean '{close[0]}'?" if close else f"the rules are {_listed(tuple(RULES))}"
            yield Problem(_location(path, text), "unknown-rule", f"there is no rule '{rule}'", hint)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"'{name}'" for name in names[:-1]) + f" or '{names[-1]}'"


def _location(path: Path, text: Text) -> Location:
    return Location(path, text.line, text.column)
