"""`flashcards confirm`."""

from collections.abc import Sequence

import click

from flashcards.cli import options
from flashcards.cli.output import print_json, refuse_errors, say
from flashcards.cli.result import texts_with
from flashcards.cli.states import named_states
from flashcards.text.suggest import suggestion


@click.command()
@click.argument("notes", nargs=-1, required=True, metavar="NOTE...")
@click.option("-d", "--deck", metavar="DECK", help="The deck of the notes, if there are several decks.")
@options.as_json
def confirm(notes: Sequence[str], deck: str | None) -> None:
    """Confirm that stale notes are right as they are.

    Stale texts become up to date again, and reviews apply to the current text. This is recorded
    in the ledger; commit it.

    \b
    Examples:
      flashcards confirm longest-in-asia
    """
    from flashcards.compile.build import confirm_notes

    with named_states([deck] if deck else [], warns=False) as states:
        refuse_errors(states.problems, texts_with(states.problems), "nothing was confirmed")
        ids = {note_id for state in states.decks for note_id in state.deck.ids()}
        for note_id in notes:
            if note_id not in ids:
                raise click.BadParameter(f"there is no note '{note_id}'; {suggestion(note_id, ids)}", param_hint="NOTE")
        confirm_notes(states.decks, notes)
    print_json({"confirmed": list(notes)})
    say(f"{', '.join(notes)}: confirmed")
