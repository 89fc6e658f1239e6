"""`flashcards confirm`."""

from collections.abc import Sequence

import click

from flashcards.cli.output import refuse_errors, say
from flashcards.cli.result import texts_with
from flashcards.cli.states import named_states
from flashcards.text.suggest import suggestion


@click.command()
@click.argument("notes", nargs=-1, required=True, metavar="NOTE...")
@click.option("-d", "--deck", metavar="DECK", help="The deck they are in, where there are several.")
def confirm(notes: Sequence[str], deck: str | None) -> None:
    """Say that notes are right as they are.

    Texts that were stale count as good again, and reviews as given for the text as it is now. The
    ledger remembers it; commit it.

    \b
    Examples:
      flashcards confirm longest-in-asia
    """
    from flashcards.compile.build import confirm_notes

    with named_states([deck] if deck else [], warns=False) as found:
        refuse_errors(found.problems, texts_with(found.problems), "nothing was confirmed")
        known = {note_id for state in found.decks for note_id in state.deck.ids()}
        for note_id in notes:
            if note_id not in known:
                raise click.BadParameter(
                    f"there is no note '{note_id}'; {suggestion(note_id, known)}", param_hint="NOTE"
                )
        confirm_notes(found.decks, notes)
    say(f"{', '.join(notes)}: right as it is")
