"""`flashcards todo`."""

from collections.abc import Sequence
from itertools import chain

import click

from flashcards.cli import options
from flashcards.cli.output import print_json, say, show_problems
from flashcards.cli.reading import Checked, checked
from flashcards.ledger.translation import missing_texts
from flashcards.report.terminal import counted, problems_json

# What a translator has to do; other mistakes are for `check`
_RULES = ("missing-text", "placeholder", "stale-text", "void-review")


@click.command()
@options.decks
@click.option("-l", "--language", metavar="TAG", help="What is to be done in this language only.")
@click.option("--strict", is_flag=True, help="Exit with 1 when there is anything to do.")
@options.as_json
def todo(decks: Sequence[str], language: str | None, *, strict: bool, as_json: bool) -> None:
    """Tell what is to be translated or looked at again.

    A text is stale when its counterpart in another language was edited after it. Learners see a
    small mark on such a text until it is edited too, or found right with `flashcards confirm`.

    \b
    Examples:
      flashcards todo --language bn
      flashcards todo world-rivers --strict
    """
    found = checked(decks, ())
    missing = chain.from_iterable(map(missing_texts, found.reading.decks))
    work = [
        problem
        for problem in sorted((*found.problems, *missing), key=lambda problem: problem.location)
        if problem.rule in _RULES and language in (None, problem.language)
    ]
    if as_json:
        print_json({"todo": problems_json(work)})
    else:
        show_problems(work, found.reading.texts, err=False, is_whole=True)
        say(f"{counted(len(work), 'text')} to do" if work else _done(found))
    if (work and strict) or (found.has_errors and not work):
        raise SystemExit(1)


def _done(found: Checked) -> str:
    return "other mistakes come first: `flashcards check`" if found.has_errors else "nothing to do"
