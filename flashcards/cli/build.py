"""`flashcards build`."""

from collections.abc import Sequence
from pathlib import Path

import click

from flashcards.cli import completion, options
from flashcards.cli.output import print_json, report_left_out, say, say_wrote, show_problems
from flashcards.cli.result import CommandResult, replay, store_result
from flashcards.compile.cache import Cache, opened_cache
from flashcards.deckfile.discovery import DeckFiles, find_decks, find_project
from flashcards.model.problem import FlashcardsError
from flashcards.report.terminal import summary
from flashcards.system import clock
from flashcards.system.reads import record_written, recorded


@click.command()
@options.decks
@options.out_dir
@options.languages(
    "Build for this study language only, or for a pair such as bn+hi; can be repeated.",
    "wanted",
    completion.languages,
)
@options.accepted
@click.option("--locked", is_flag=True, help="Write no ledger; fail if one is out of date.")
@options.as_json
def build(
    decks: Sequence[str],
    out: Path,
    wanted: Sequence[str],
    accepted: Sequence[str],
    *,
    locked: bool,
) -> None:
    """Compile decks into Anki packages.

    Each study language of a deck gets its own package, with another language a tap away on every
    card; `pairs:` in a deck file sets which languages go together. `editions:` adds packages with
    more notes.

    Also writes the ledger of each deck (decks/NAME.ledger). Commit it: it records what learners
    have, so that the next build changes only the notes that changed.

    Nothing is written for a deck with an error; the other decks are built, and the exit status is
    1. Warnings about style are reported by `flashcards check` only.

    \b
    Examples:
      flashcards build
      flashcards build mostaque-2024 --language bn -o ~/Desktop
    """
    sources = find_decks(decks, find_project().decks)
    command = ("build", str(out), *wanted, "--accept", *accepted)
    with opened_cache() as cache:
        result = replay(cache, command, sources)
        if result is None:
            with recorded() as reads:
                result = _built(cache, sources, out, wanted, accepted, locked=locked)
            store_result(cache, command, sources, reads, result)
    show_problems(result.problems, err=True)
    if result.failure:
        raise result.failure
    print_json({"packages": result.packages})
    for line in result.lines:
        say(line)
    say_wrote(*result.wrote)
    if not (result.lines or result.wrote or result.left_out):
        say("there is nothing to build yet: all notes are drafts", err=True)
    has_errors_only = len(result.left_out) == len(sources) and not any(deck.hint for deck in result.left_out)
    nothing = f"nothing was built: {summary(result.problems)}" if has_errors_only else ""
    report_left_out(result.left_out, nothing)


def _built(
    cache: Cache,
    sources: Sequence[DeckFiles],
    out: Path,
    wanted: Sequence[str],
    accepted: Sequence[str],
    *,
    locked: bool,
) -> CommandResult:
    """Build the decks that have no errors."""
    from flashcards.cli.states import opened_states
    from flashcards.compile.build import refuse_without_package, wait_for, write
    from flashcards.report.left_out import refused
    from flashcards.report.packages import package_json, package_lines

    with opened_states(cache, sources, accepted=accepted, wanted=wanted, warns=False, now=clock.now()) as states:
        result = CommandResult(
            states.problems,
            len(sources),
            states.note_count,
            left_out=states.left_out("built"),
            is_lasting=False,
        )
        if not states.valid:
            return result
        try:
            refuse_without_package(states.valid, wanted)
            wait_for([state.changed.latest for state in states.valid if state.changed], now=clock.now())
            built, ledgers, refusals = write(states.valid, out, locked=locked)
        except FlashcardsError as failure:
            return result._replace(failure=failure)
        for path in (*(each.path for each in built), *(state.ledger.path for state in states.decks if state.ledger)):
            record_written(path)
        return result._replace(
            lines=tuple(package_lines(built)),
            packages=tuple(package_json(*each) for each in built),
            wrote=ledgers,
            left_out=(*result.left_out, *(refused(state.deck, refusal) for state, refusal in refusals)),
            is_lasting=states.is_lasting and not refusals,
        )
