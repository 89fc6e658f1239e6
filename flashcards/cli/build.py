"""`flashcards build`."""

import time
from collections.abc import Sequence
from pathlib import Path

import click

from flashcards.cli import options
from flashcards.cli.output import fail, print_json, show_problems
from flashcards.cli.reading import checked
from flashcards.deckfile.reader import Reading
from flashcards.report import problems_json, summary


@click.command()
@options.decks
@options.out_dir
@click.option(
    "-l",
    "--language",
    "languages",
    multiple=True,
    metavar="TAG",
    help="Build for this study language only; may be repeated.",
)
@options.accepted
@click.option("--locked", is_flag=True, help="Change no ledger; fail if one is behind its deck.")
@options.as_json
def build(
    decks: Sequence[str],
    out: Path,
    languages: Sequence[str],
    accepted: Sequence[str],
    *,
    locked: bool,
    as_json: bool,
) -> None:
    """Compile decks into Anki packages.

    Each language a deck can be studied in makes a package of its own, with the other language a
    tap away on every card.

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
    _know(languages, found.reading)
    if not as_json:
        show_problems(found.problems, found.reading, err=True)
    if found.has_errors:
        if as_json:
            print_json({"problems": problems_json(found.problems), "packages": []})
        fail(f"nothing was built: {summary(found.problems)}")
    built = build_packages(found.checkouts, out, languages, now=time.time(), locked=locked)
    if as_json:
        packages = [package_json(*each) for each in built]
        print_json({"problems": problems_json(found.problems), "packages": packages})
        return
    for line in package_lines(built):
        click.echo(line)


def _know(languages: Sequence[str], reading: Reading) -> None:
    """Refuse study languages which no deck has."""
    known = sorted({tag for deck in reading.decks for tag in deck.languages})
    for tag in languages:
        if reading.decks and tag not in known:
            raise click.BadParameter(f"no deck has '{tag}'; there are {', '.join(known)}", param_hint="--language")
