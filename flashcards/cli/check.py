"""`flashcards check`."""

from collections.abc import Sequence

import click

from flashcards.cli import options
from flashcards.cli.output import print_json, show_problems
from flashcards.cli.reading import checked
from flashcards.deckfile.reader import Reading
from flashcards.report import counted, problems_json, summary


@click.command()
@options.decks
@options.accepted
@options.as_json
def check(decks: Sequence[str], accepted: Sequence[str], *, as_json: bool) -> None:
    """Tell everything that is wrong with decks.

    Each mistake is shown at its line, with a way out where there is one. Exits with 1 when there
    is an error. Nothing is written.

    \b
    Examples:
      flashcards check
      flashcards check decks/mostaque-2024.yaml --json
    """
    found = checked(decks, accepted)
    if as_json:
        print_json({"problems": problems_json(found.problems)})
    else:
        show_problems(found.problems, found.reading, err=False)
        click.echo(summary(found.problems) if found.problems else f"{_all(found.reading)}: nothing is wrong")
    if found.has_errors:
        raise SystemExit(1)


def _all(reading: Reading) -> str:
    notes = sum(len(deck.notes) for deck in reading.decks)
    return f"{counted(len(reading.decks), 'deck')}, {counted(notes, 'note')}"
