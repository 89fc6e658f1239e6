"""`flashcards build`."""

import time
from collections.abc import Sequence
from pathlib import Path

import click

from flashcards.cli import options
from flashcards.cli.output import fail, print_json, show_problems
from flashcards.cli.reading import checked
from flashcards.deckfile.reader import Reading
from flashcards.edition import pair_name
from flashcards.report import problems_json, summary


@click.command()
@options.decks
@options.out_dir
@click.option(
    "-l",
    "--language",
    "wanted",
    multiple=True,
    metavar="TAG",
    help="Build for this study language only, or for a pair such as bn+hi; may be repeated.",
)
@options.accepted
@click.option("--locked", is_flag=True, help="Change no ledger; fail if one is behind its deck.")
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

    Each language a deck can be studied in makes a package of its own, with another language a tap
    away on every card; `pairs:` in a deck file says which goes with which.

    Also writes each deck's ledger (decks/NAME.ledger). Commit it: it is how the next build knows
    what learners have, and leaves alone what has not changed.

    \b
    Examples:
      flashcards build
      flashcards build mostaque-2024 --language bn -o ~/Desktop
    """
    from flashcards.build import build as build_packages
    from flashcards.report import package_json, package_lines

    found = checked(decks, accepted)
    _know(wanted, found.reading)
    if not as_json:
        show_problems(found.problems, found.reading, err=True)
    if found.has_errors:
        if as_json:
            print_json({"problems": problems_json(found.problems), "packages": []})
        fail(f"nothing was built: {summary(found.problems)}")
    built = build_packages(found.checkouts, out, wanted, now=time.time(), locked=locked)
    if as_json:
        packages = [package_json(*each) for each in built]
        print_json({"problems": problems_json(found.problems), "packages": packages})
        return
    for line in package_lines(built):
        click.echo(line)


def _know(wanted: Sequence[str], reading: Reading) -> None:
    """Refuse what no deck has an edition for."""
    pairs = [pair for deck in reading.decks for pair in deck.pairs]
    known = sorted({study for study, _ in pairs})
    for name in wanted:
        if reading.decks and name not in {*known, *(pair_name(*pair) for pair in pairs)}:
            raise click.BadParameter(f"no deck has '{name}'; there are {', '.join(known)}", param_hint="--language")
