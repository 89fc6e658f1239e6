"""`flashcards todo`."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

import click

from flashcards.cli import completion, options
from flashcards.cli.document import document
from flashcards.cli.output import print_json, report_left_out, say, show_problems
from flashcards.model.problem import Problem, by_location, has_errors
from flashcards.report.formats import problems_json
from flashcards.report.left_out import LeftOut, with_errors
from flashcards.text.phrases import counted

if TYPE_CHECKING:
    from flashcards.cli.states import States
    from flashcards.compile.deck import CompiledDeck

# The names of problems that a translator solves, beside those of texts that changed; `check` reports the others
_RULES = ("draft", "missing-text", "placeholder", "speech", "found-html")


@click.command()
@options.decks
@click.option(
    "-l",
    "--language",
    metavar="TAG",
    shell_complete=completion.languages,
    help="List the texts in this language only.",
)
@click.option("--strict", is_flag=True, help="Exit with status 1 if there is anything to do.")
@options.as_json
def todo(decks: Sequence[str], language: str | None, *, strict: bool) -> None:
    """List the texts to translate or to review again.

    Lists missing translations, placeholders (also those in digests), stale texts, outdated reviews,
    and texts that lack a recording of `flashcards speak`. A text is stale if its counterpart in
    another language was edited after it. Learners see a small mark on a stale text until it is
    edited too, or confirmed with `flashcards confirm`.

    \b
    Examples:
      flashcards todo --language bn
      flashcards todo world-rivers --strict
    """
    from flashcards.cli.states import check_language, named_states  # what completion does not need is loaded here
    from flashcards.lint.registry import LEDGER_RULES

    with named_states(decks, warns=False) as states:
        check_language(language, states)
        missing = chain.from_iterable(_missing(state.deck) for state in states.decks if not _is_broken(state.problems))
        unsaid = chain.from_iterable(_unspoken(state.deck) for state in states.decks)
        blanks = {blank: None for state in states.decks for blank in _blanks(state.deck)}  # decks may share a source
        work = [
            problem
            for problem in by_location((*states.problems, *missing, *unsaid, *blanks))
            if problem.rule in (*_RULES, *LEDGER_RULES) and language in (None, problem.language)
        ]
        left_out = [*_left_out(states)]
    print_json({"todo": problems_json(work)})
    if not document():
        show_problems(work, err=False, is_whole=True)
    if work or not left_out:
        say(f"{counted(len(work), 'text')} to do" if work else "nothing to do")
    report_left_out(left_out)
    if work and strict:
        raise SystemExit(1)


def _is_broken(problems: Sequence[Problem]) -> bool:
    """Whether there are errors other than those that a translator solves."""
    from flashcards.lint.registry import LEDGER_RULES

    return has_errors(problem for problem in problems if problem.rule not in LEDGER_RULES)


def _missing(deck: "CompiledDeck") -> Iterator[Problem]:
    from flashcards.compile.unfinished import missing_in_head

    if deck.head:
        yield from missing_in_head(deck.head)
        for at, chunk in enumerate(deck.chunks):
            yield from deck.index(at).work_at(chunk)


def _unspoken(deck: "CompiledDeck") -> Iterator[Problem]:
    """The texts without a recording, in a deck whose texts a program says."""
    if deck.note_context.speech:
        from flashcards.compile.speaking import without_recording

        yield from without_recording(deck)


def _blanks(deck: "CompiledDeck") -> Iterable[Problem]:
    """The texts that are still to be written in the source of a deck."""
    return deck.head.source.blanks if deck.head and deck.head.source else ()


def _left_out(states: "States") -> Iterator[LeftOut]:
    """The decks with errors that a translator does not solve, which may hide texts."""
    from flashcards.lint.registry import LEDGER_RULES

    for state in states.decks:
        others = [problem for problem in state.problems if problem.rule not in (*_RULES, *LEDGER_RULES)]
        if has_errors(others):
            yield with_errors(state.deck, others, "searched")._replace(hint=f"run `flashcards check {state.deck.name}`")
