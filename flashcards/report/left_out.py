"""Decks that a command leaves out because they have errors, while it does its work for the others."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from flashcards.model.problem import FlashcardsError, Problem, Severity
from flashcards.report.terminal import summary

if TYPE_CHECKING:
    from flashcards.compile.deck import CompiledDeck


class LeftOut(NamedTuple):
    """A deck that was left out, its main file, and why; a draft may be left out without a failure of the command."""

    deck: str
    path: str
    message: str
    hint: str
    draft: bool


def with_errors(deck: "CompiledDeck", problems: Sequence[Problem], done: str) -> LeftOut:
    """A deck with errors; its message says that it was not `done`, such as 'built'."""
    from flashcards.compile.unfinished import DRAFT  # the rules take long to load

    name = f"'{deck.source.name}'"  # unlike an id, no other deck has it
    name = f"the draft {name}" if deck.is_draft else name
    was_released = any(problem.rule == DRAFT and problem.severity is Severity.ERROR for problem in problems)
    is_draft = deck.is_draft and not was_released
    return _left_out(deck, f"{name} was not {done}: {summary(problems)}", "", is_draft=is_draft)


def refused(deck: "CompiledDeck", error: FlashcardsError) -> LeftOut:
    """A deck without errors that is left out for another reason."""
    return _left_out(deck, str(error), error.hint, is_draft=False)


def _left_out(deck: "CompiledDeck", message: str, hint: str, *, is_draft: bool) -> LeftOut:
    return LeftOut(deck.name, str(deck.source.files[0]), message, hint, is_draft)
