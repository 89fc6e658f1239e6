"""`flashcards todo`."""

from collections.abc import Iterator, Sequence
from itertools import chain

import click

from flashcards.cli import options
from flashcards.cli.output import print_json, say, show_problems
from flashcards.cli.result import texts_with
from flashcards.cli.states import States, named_states
from flashcards.compile.deck import CompiledDeck
from flashcards.ledger.translation import missing_in_head
from flashcards.model.problem import Problem
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
    with named_states(decks, warns=False) as found:
        missing = chain.from_iterable(_missing(state.deck) for state in found.decks if not state.has_errors)
        work = [
            problem
            for problem in sorted((*found.problems, *missing), key=lambda problem: problem.location)
            if problem.rule in _RULES and language in (None, problem.language)
        ]
    if as_json:
        print_json({"todo": problems_json(work)})
    else:
        show_problems(work, texts_with(work), err=False, is_whole=True)
        say(f"{counted(len(work), 'text')} to do" if work else _done(found))
    if (work and strict) or (found.has_errors and not work):
        raise SystemExit(1)


def _missing(deck: CompiledDeck) -> Iterator[Problem]:
    if deck.head:
        yield from missing_in_head(deck.head)
        for at, chunk in enumerate(deck.chunks):
            yield from deck.index(at).missing_at(chunk)


def _done(found: States) -> str:
    return "other mistakes come first: `flashcards check`" if found.has_errors else "nothing to do"
