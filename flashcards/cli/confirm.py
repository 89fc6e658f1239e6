"""`flashcards confirm`."""

from collections.abc import Sequence
from dataclasses import replace

import click

from flashcards.cli.output import refuse_errors, say
from flashcards.cli.reading import checked


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
    from flashcards.ledger.codec import ledger_text
    from flashcards.ledger.translation import confirmed
    from flashcards.system.atomic import staging
    from flashcards.text.suggest import suggestion

    found = checked([deck] if deck else [], (), warns=False)
    refuse_errors(found.problems, found.reading.texts, "nothing was confirmed")
    known = {note.id: (checkout, note) for checkout in found.checkouts for note in checkout.deck.notes}
    for note_id in notes:
        if note_id not in known:
            raise click.BadParameter(f"there is no note '{note_id}'; {suggestion(note_id, known)}", param_hint="NOTE")
    with staging() as stage:
        for checkout in found.checkouts:
            ledger = checkout.reading.ledger
            records = dict(ledger.notes)
            for note in checkout.deck.notes:
                if note.id in notes and note.first_id in records:
                    records[note.first_id] = confirmed(note, records[note.first_id])
            if records != ledger.notes:
                stage.write_text(checkout.reading.path, ledger_text(replace(ledger, notes=records)))
        stage.place()
    say(f"{', '.join(notes)}: right as it is")
