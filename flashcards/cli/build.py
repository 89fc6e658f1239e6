"""`flashcards build`."""

from collections.abc import Sequence
from pathlib import Path

import click

from flashcards.cli import options
from flashcards.cli.output import fail, print_json, say, show_problems
from flashcards.cli.result import CommandResult, replay, store_result, texts_with
from flashcards.compile.cache import Cache, opened_cache
from flashcards.deckfile.discovery import DeckFiles, find_decks
from flashcards.report.terminal import problems_json, summary
from flashcards.system import clock
from flashcards.system.reads import record_written, recorded


@click.command()
@options.decks
@options.out_dir
@click.option(
    "-l",
    "--language",
    "wanted",
    multiple=True,
    metavar="TAG",
    help="Build for this study language only, or for a pair such as bn+hi; can be repeated.",
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
    as_json: bool,
) -> None:
    """Compile decks into Anki packages.

    Each study language of a deck gets its own package, with another language a tap away on every
    card; `pairs:` in a deck file sets which languages go together.

    Also writes the ledger of each deck (decks/NAME.ledger). Commit it: it records what learners
    have, so that the next build changes only the notes that changed.

    If there is an error, nothing is written. Warnings about style are reported by
    `flashcards check` only.

    \b
    Examples:
      flashcards build
      flashcards build mostaque-2024 --language bn -o ~/Desktop
    """
    sources = find_decks(decks, options.DECKS)
    command = ("build", str(out), *wanted, "--accept", *accepted)
    with opened_cache() as cache:
        result = replay(cache, command, sources)
        if result is None:
            with recorded() as reads:
                result = _built(cache, sources, out, wanted, accepted, locked=locked)
            store_result(cache, command, sources, reads, result)
    if as_json:
        print_json({"problems": problems_json(result.problems), "packages": result.packages})
    else:
        show_problems(result.problems, texts_with(result.problems), err=True)
    if result.has_errors:
        fail(f"nothing was built: {summary(result.problems)}")
    for line in result.lines if not as_json else ():
        say(line)


def _built(
    cache: Cache,
    sources: Sequence[DeckFiles],
    out: Path,
    wanted: Sequence[str],
    accepted: Sequence[str],
    *,
    locked: bool,
) -> CommandResult:
    """Build decks if they have no errors."""
    from flashcards.cli.states import opened_states
    from flashcards.compile.build import refuse_without_package, wait_for, write
    from flashcards.report.packages import package_json, package_lines

    with opened_states(cache, sources, accepted=accepted, wanted=wanted, warns=False, now=clock.now()) as states:
        result = CommandResult(states.problems, len(sources), states.note_count, is_lasting=False)
        if states.has_errors:
            return result
        refuse_without_package(states.decks, wanted)
        wait_for([state.changed.latest for state in states.decks if state.changed], now=clock.now())
        built = write(states.decks, out, locked=locked)
        for path in (*(each.path for each in built), *(state.ledger.path for state in states.decks if state.ledger)):
            record_written(path)
        result = result._replace(is_lasting=states.is_lasting)
    data = tuple(package_json(*each) for each in built)
    return result._replace(lines=tuple(package_lines(built)), packages=data)
