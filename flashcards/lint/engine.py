"""Decks held to the rules, as severely as each deck wants it."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from flashcards.lint.finding import Finding, Said, each_text
from flashcards.lint.registry import ACROSS, FIXERS, PLACEHOLDER, RULES, Fixer, Look, findings, load, looks
from flashcards.lint.word_index import Glance
from flashcards.model.deck import Deck, Note, Text
from flashcards.model.problem import Problem, Severity
from flashcards.system.parallel import all_done

if TYPE_CHECKING:
    from flashcards.yamltext.edit import Repair

OFF = "off"
SEVERITIES = (OFF, str(Severity.ERROR), str(Severity.WARNING))
_MANY = 10  # parts of the work for which it is worth while to begin another process
_OF_WHOLE_DECKS = {*ACROSS} - {"duplicate-question"}
_ORDER = {rule: order for order, rule in enumerate(RULES)}


def lint(decks: Sequence[Deck], *, warns: bool = True) -> tuple[Problem, ...]:
    """What rules find in decks, in the order of its places; all of it, or what a build reports where nobody `warns`."""
    problems = [problem for deck in decks for problem in (*_misnamed(deck), *_found(deck, warns=warns))]
    return tuple(sorted(problems, key=lambda problem: problem.location))


def questions_of_sound(deck: Deck) -> tuple[int, ...] | None:
    """A number for each question of a part of a deck, which is the same for the same question.

    None where a rule finds what a build reports, or takes all the notes of the deck to find it.
    """
    reported = _reported(_severities(deck), warns=False)
    if not {*reported}.isdisjoint(_OF_WHOLE_DECKS) or any(_misnamed(deck)):
        return None
    if {*reported} <= {PLACEHOLDER}:  # as in most decks: no need to take all texts apart
        found = chain.from_iterable(load(rule).check(deck) for rule in reported)
        return () if all(_is_ignored(PLACEHOLDER, each.said.note) for each in found) else None
    glance = Glance(deck)
    if any(findings([rule for rule in reported if rule not in ACROSS], glance)):
        return None
    return _asked(glance) if "duplicate-question" in reported else ()


def repairs(decks: Sequence[Deck]) -> "tuple[Repair, ...]":
    """The texts that rules can mend, each with what it becomes; a rule that is off, or ignored, mends nothing."""
    from flashcards.yamltext.edit import Repair

    # What stands for all languages has no language to be put right in
    texts = ((said, _mended(deck, said)) for deck in decks for said in each_text(deck) if not said.is_shared)
    return tuple(Repair(said.place, said.text.value, mended) for said, mended in texts if mended != said.text.value)


def explain(rule: str) -> str:
    """What a rule wants, with examples: its own docstring, its severity, and whether it can mend."""
    import inspect

    documented = inspect.getdoc(load(rule)) or ""
    can_fix = "; `flashcards check --fix` mends it" if rule in FIXERS else ""
    return f"{rule} ({RULES[rule] or OFF}{can_fix})\n\n{documented}\n"


def _asked(glance: Glance) -> tuple[int, ...]:
    from flashcards.lint.rules.duplicate_question import asked

    return tuple(asked(glance))


def _found(deck: Deck, *, warns: bool) -> Iterator[Problem]:
    severities = _severities(deck)
    wanted = _reported(severities, warns=warns)
    glance = Glance(deck)
    unfinished = [*findings([rule for rule in wanted if rule == PLACEHOLDER], glance)]
    found = [*looks([rule for rule in wanted if rule != PLACEHOLDER], _finished(glance, unfinished))]
    share = -(-len(found) // (os.cpu_count() or 1)) or 1
    jobs = [partial(_problems, found[begin : begin + share], severities) for begin in range(0, len(found), share)]
    problems = chain(_told(unfinished, severities), *all_done(jobs, together=len(found) > _MANY))
    left = {said.place for _, (said, _, _) in unfinished}
    told = [problem for problem in problems if problem.rule == PLACEHOLDER or problem.location not in left]
    return iter(sorted(told, key=lambda problem: _ORDER[problem.rule]))


def _finished(glance: Glance, unfinished: Sequence[tuple[str, Finding]]) -> Glance:
    """The notes that are held to the other rules: those with nothing still to be written."""
    notes = {id(said.note) for rule, (said, _, _) in unfinished if said.note and not _is_ignored(rule, said.note)}
    if not notes:
        return glance
    return Glance(replace(glance.deck, notes=tuple(note for note in glance.deck.notes if id(note) not in notes)))


def _problems(looks: Sequence[Look], severities: Mapping[str, Severity]) -> list[Problem]:
    return _told(chain.from_iterable(look() for look in looks), severities)


def _told(found: Iterable[tuple[str, Finding]], severities: Mapping[str, Severity]) -> list[Problem]:
    return [
        Problem(said.place, rule, message, hint, severities[rule], said.tag)
        for rule, (said, message, hint) in found
        if not _is_ignored(rule, said.note)
    ]


def _severities(deck: Deck) -> Mapping[str, Severity]:
    """How severe the rules are in a deck, less those that are off."""
    return {rule: severity for rule in RULES if (severity := _severity(deck, rule))}


def _reported(severities: Mapping[str, Severity], *, warns: bool) -> Sequence[str]:
    return [rule for rule, severity in severities.items() if warns or severity is Severity.ERROR or rule == PLACEHOLDER]


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
            yield Problem(wanted.place(deck.location.path), "unknown-severity", message, f"write {_listed(SEVERITIES)}")
    for note in deck.notes:
        if note.lint_ignore:
            yield from _unknown_rules(note.lint_ignore, note.location.path)


def _unknown_rules(named: Mapping[str, Text], path: Path) -> Iterator[Problem]:
    for rule, text in named.items():
        if rule not in RULES:
            import difflib

            close = difflib.get_close_matches(rule, list(RULES), n=1)
            hint = f"did you mean '{close[0]}'?" if close else f"the rules are {_listed(tuple(RULES))}"
            yield Problem(text.place(path), "unknown-rule", f"there is no rule '{rule}'", hint)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"'{name}'" for name in names[:-1]) + f" or '{names[-1]}'"
