"""`flashcards confirm`."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import click

from flashcards.cli import completion, options
from flashcards.cli.output import fail, print_json, report_left_out, say, say_wrote, show_problems
from flashcards.model.problem import has_errors
from flashcards.report.left_out import with_errors
from flashcards.report.terminal import summary
from flashcards.text.phrases import counted
from flashcards.text.suggest import suggestion

if TYPE_CHECKING:
    from flashcards.cli.states import States
    from flashcards.compile.confirming import ConfirmedNote


@click.command()
@click.argument("names", nargs=-1, metavar="[NOTE]...", shell_complete=completion.notes_or_decks)
@click.option("--all", "is_whole", is_flag=True, help="Confirm all stale notes, of all decks or of the decks named.")
@click.option(
    "-l",
    "--language",
    metavar="TAG",
    shell_complete=completion.languages,
    help="Confirm the texts in this language only.",
)
@click.option(
    "-d",
    "--deck",
    metavar="DECK",
    shell_complete=completion.decks,
    help="The deck of the notes, if there are several decks.",
)
@options.as_json
def confirm(names: Sequence[str], language: str | None, deck: str | None, *, is_whole: bool) -> None:
    """Confirm that stale notes are right as they are.

    Stale texts become up to date again, and reviews apply to the current text. This is recorded
    in the ledger; commit it.

    \b
    Examples:
      flashcards confirm longest-in-asia amazon-mouth
      flashcards confirm --language bn
      flashcards confirm --all world-rivers
    """
    from flashcards.cli.states import check_language, named_states  # what completion does not need is loaded here
    from flashcards.compile.confirming import confirm_notes
    from flashcards.compile.deck import problems_of
    from flashcards.lint.registry import LEDGER_RULES

    if not (names or is_whole or language):
        raise click.UsageError("name the notes, or a language with -l; --all confirms all stale notes")
    decks = [*([deck] if deck else []), *(names if is_whole else [])]
    notes = [] if is_whole else names
    with named_states(decks, warns=False) as states:
        known = [
            (state, [problem for problem in state.problems if problem.rule not in LEDGER_RULES])
            for state in states.decks
        ]
        valid = [state for state, problems in known if not has_errors(problems)]
        invalid = [
            (state.deck, problems)
            for state, problems in known
            if has_errors(problems) and (not notes or not {*notes}.isdisjoint(state.deck.ids()))
        ]
        errors = problems_of(problems for _, problems in invalid)
        show_problems(errors, err=True)
        if invalid and (notes or not valid):
            fail(f"nothing was confirmed: {summary(errors)}")
        check_language(language, states)
        _check_notes(notes, states)
        found = confirm_notes(valid, notes or None, language)
    _say_what(found, notes)
    report_left_out([with_errors(deck, problems, "confirmed") for deck, problems in invalid])


def _check_notes(notes: Sequence[str], states: "States") -> None:
    """Raise BadParameter for a name that no note has."""
    ids = {note_id for state in states.decks for note_id in state.deck.ids()} if notes else set()
    decks = {state.deck.head.id for state in states.decks if state.deck.head}
    for name in notes:
        if name not in ids:
            hint = f"for all notes of the deck: `--all {name}`" if name in decks else suggestion(name, ids)
            raise click.BadParameter(f"there is no note '{name}'; {hint}", param_hint="NOTE")


def _say_what(found: "Sequence[ConfirmedNote]", notes: Collection[str]) -> None:
    print_json({"confirmed": [each.note_id for each in found]})
    for each in found:
        what = [f"'{text.part}.{text.language}'" for text in each.texts]
        what += [f"the review in '{language}'" for language in each.reviews]
        say(f"{each.note_id}: {', '.join(what)} confirmed")
    for name in dict.fromkeys(notes):
        if name not in {each.note_id for each in found}:
            say(f"{name}: nothing to confirm")
    if found:
        for ledger, count in Counter(each.ledger for each in found).items():
            say_wrote(ledger, note=f"{counted(count, 'note')} confirmed; commit it")
    elif not notes:
        say("nothing to confirm")
