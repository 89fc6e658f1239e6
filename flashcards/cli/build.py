"""`flashcards build`."""

from collections.abc import Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashcards.cli import options
from flashcards.cli.output import fail, print_json, say, show_problems
from flashcards.cli.told import Seen, Told, tell, texts_with, told_again
from flashcards.deckfile.discovery import DeckFiles, find_decks
from flashcards.model.problem import has_errors
from flashcards.report.terminal import problems_json, summary
from flashcards.system import clock

if TYPE_CHECKING:
    from flashcards.compile.build import Built
    from flashcards.deckfile.reader import Reading


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

    An error stops it before anything is written; `flashcards check` also tells what is merely
    against a rule of style.

    \b
    Examples:
      flashcards build
      flashcards build mostaque-2024 --language bn -o ~/Desktop
    """
    sources = find_decks(decks, options.DECKS)
    command = ("build", str(out), *wanted, "--accept", *accepted)
    told = told_again(command, sources)
    if told is None and not locked and not accepted:
        told = _built_slicewise(command, sources, out, wanted)
    if told is None:
        told = _built(command, sources, out, wanted, accepted, locked=locked)
    if as_json:
        print_json({"problems": problems_json(told.problems), "packages": told.packages})
    else:
        show_problems(told.problems, told.texts, err=True)
    if has_errors(told.problems):
        fail(f"nothing was built: {summary(told.problems)}")
    for line in told.lines if not as_json else ():
        say(line)


def _built_slicewise(
    command: Sequence[str], sources: Sequence[DeckFiles], out: Path, wanted: Sequence[str]
) -> Told | None:
    """Build decks with which all is well; None where they have to be read as a whole."""
    from flashcards.cli.reading import inputs_of
    from flashcards.compile.build import wait_for, without_package, write_settled
    from flashcards.compile.cache import drawer
    from flashcards.compile.settling import settled
    from flashcards.compile.slicewise import NeedsWholeError, slice_decks

    try:
        with drawer() as pieces:
            found = slice_decks(sources, wanted, pieces)
            now = clock.now()
            with settled(found.decks, pieces, now=now) as decks:
                if without_package(wanted, chain.from_iterable(each.packages for each in decks)):
                    return None
                wait_for([each.latest for each in decks], now=clock.now())
                built = write_settled(decks, out)
    except NeedsWholeError:
        return None
    problems = tuple(problem for each in decks for problem in each.problems)
    notes = sum(deck.note_count for deck in found.decks)
    beside = (inputs_of(deck.head, each.path, each.shown) for deck, each in zip(found.decks, decks, strict=True))
    inputs = {**dict.fromkeys(chain.from_iterable(beside)), **found.sums}
    seen = Seen(problems, texts_with(problems), len(found.decks), notes, inputs, is_lasting=True)
    return _tell_built(command, sources, seen, built)


def _tell_built(command: Sequence[str], sources: Sequence[DeckFiles], seen: Seen, built: "Sequence[Built]") -> Told:
    from flashcards.report.packages import package_json, package_lines

    data = [package_json(*each) for each in built]
    paths = [each.path for each in built]
    return tell(command, sources, seen, tuple(zip(paths, package_lines(built), data, strict=True)))


def _built(
    command: Sequence[str],
    sources: Sequence[DeckFiles],
    out: Path,
    wanted: Sequence[str],
    accepted: Sequence[str],
    *,
    locked: bool,
) -> Told:
    """Build what is sound, and tell of it; a large deck is held to the rules while it is stamped."""
    from flashcards.cli.reading import held_to_ledgers
    from flashcards.compile.build import MANY, stamp_all, write
    from flashcards.lint.engine import lint
    from flashcards.system.parallel import in_background

    found = held_to_ledgers(sources, accepted, wanted)
    _know(wanted, found.reading)
    judging = partial(lint, found.reading.decks, warns=False)
    with in_background(judging, parallel=found.note_count > MANY) as judged:
        stamped = [] if found.has_errors else stamp_all(found.checkouts, wanted, now=clock.now())
        found = found.with_problems(judged())
    if found.has_errors:
        return tell(command, sources, found.seen)
    built = write(stamped, out, locked=locked)
    return _tell_built(command, sources, found.seen, built)


def _know(wanted: Sequence[str], reading: "Reading") -> None:
    """Refuse what no deck has an edition for."""
    from flashcards.model.edition import pair_name

    pairs = [pair for deck in reading.decks for pair in deck.pairs]
    known = sorted({study for study, _ in pairs})
    for name in wanted:
        if reading.decks and name not in {*known, *(pair_name(*pair) for pair in pairs)}:
            raise click.BadParameter(f"no deck has '{name}'; there are {', '.join(known)}", param_hint="--language")
