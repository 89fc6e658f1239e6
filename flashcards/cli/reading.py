"""Decks as a command was given them, with all that is wrong with them."""

from collections.abc import Sequence
from typing import NamedTuple

import click

from flashcards.build import Checkout, check_out, problems_of
from flashcards.cli.options import DECKS
from flashcards.deckfile.finding import find_decks
from flashcards.deckfile.reader import Reading, read_decks
from flashcards.lint import lint
from flashcards.problem import Problem, has_errors


class Checked(NamedTuple):
    """Decks as they were read, with their ledgers, and all that is wrong with either."""

    reading: Reading
    checkouts: tuple[Checkout, ...]
    problems: tuple[Problem, ...]

    @property
    def has_errors(self) -> bool:
        return has_errors(self.problems)


def checked(names: Sequence[str], accepted: Sequence[str]) -> Checked:
    """Read the decks that are named, or all there are, and hold them to their ledgers."""
    reading = read_decks(find_decks(names, DECKS))
    checkouts = check_out(reading.decks, accepted)
    known = {name for each in checkouts for name in (*each.accepted, *(found.name for found in each.breaks))}
    for name in accepted:
        if reading.decks and name not in known:
            raise click.BadParameter(f"there is nothing to let pass by the name '{name}'", param_hint="--accept")
    return Checked(reading, checkouts, (*reading.problems, *problems_of(checkouts), *lint(reading.decks)))
