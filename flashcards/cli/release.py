"""`flashcards release`."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashcards.cli import options
from flashcards.cli.options import DECKS
from flashcards.cli.output import fail, print_json, say, show_problems
from flashcards.cli.result import texts_with
from flashcards.cli.states import named_states
from flashcards.deckfile.discovery import find_decks
from flashcards.ledger.translation import STALE_TEXT, VOID_REVIEW
from flashcards.lint.registry import RULES
from flashcards.model.problem import Problem, Severity
from flashcards.report.terminal import summary
from flashcards.system import clock

if TYPE_CHECKING:
    from flashcards.release.changelog import Changes


_EXEMPT = (
    "fix each warning, or exempt it: `lint_ignore: {RULE: why}` in a note, `lint: {RULE: off}` below 'deck:', "
    "or `flashcards confirm NOTE` for a text that may be out of date"
)


@click.command()
@click.argument("version", required=False)
@click.argument("deck", required=False)
@options.out_dir
@options.accepted
@options.as_json
def release(version: str | None, deck: str | None, out: Path, accepted: Sequence[str], *, as_json: bool) -> None:
    """Release a deck.

    VERSION must be the `version` in the deck file. Without it, nothing is written: the changes of
    each deck since its last release and a suggested version are shown. With VERSION, DECK is
    required if there are several decks.

    Warnings stop a release too, unless they are exempted: `lint_ignore: {RULE: why}` in a note,
    or `lint: {RULE: off}` in the deck block.

    A release has its own folder, such as dist/world-rivers-1.0, with Title_vX.Y_LANGUAGE.apkg,
    SHA256SUMS, and in each language the text for AnkiWeb (LISTING), the release notes (CHANGES) and
    the instructions for learners (README). The ledger records the release; commit it. If a release
    is interrupted, the same command completes it.

    \b
    Examples:
      flashcards release
      flashcards release 1.0 world-rivers
    """
    from flashcards.compile.build import wait_for
    from flashcards.release.publish import check_syntax, plan
    from flashcards.release.publish import release as release_deck
    from flashcards.report.packages import package_json, package_lines

    if version is not None:
        check_syntax(version)
    now = clock.now()
    with named_states([deck] if deck else [], accepted=accepted, now=now) as states:
        show_problems(states.problems, texts_with(states.problems), err=True, is_whole=False)
        problems = states.problems if version else [each for each in states.problems if each.severity is Severity.ERROR]
        if any(map(_stops, problems)):
            fail(f"nothing was released: {summary(states.problems)}", "" if states.has_errors else _EXEMPT)
        wait_for([state.changed.latest for state in states.decks if state.changed], now=now)
        plans = [plan(state) for state in states.decks]
        if version is None:
            for planned in plans:
                name = "" if len(plans) == 1 else f"{planned.deck.id}: "
                say(f"{name}{_summary(planned.changes)}; suggested version: {planned.suggested}")
            return
        if len(plans) > 1:
            raise click.UsageError(f"name one deck after the version: {', '.join(each.deck.id for each in plans)}")
        [planned] = plans
        built = release_deck(planned, version, out, now=clock.now())
    if as_json:
        print_json({"version": version, "packages": [package_json(*each) for each in built]})
        return
    for line in package_lines(built):
        say(line)
    is_only_deck = not DECKS.is_dir() or len(find_decks([], DECKS)) == 1
    tag = f"v{version}" if is_only_deck else f"{planned.deck.id}-v{version}"
    say(f"commit {planned.ledger.path}, and tag the commit: `git tag {tag}`")


def _stops(problem: Problem) -> bool:
    """Whether a problem stops a release: an error, or a warning that an author can exempt."""
    if problem.severity is Severity.WARNING:
        return problem.rule in (*RULES, STALE_TEXT, VOID_REVIEW)
    return problem.severity is Severity.ERROR


def _summary(changes: "Changes") -> str:
    counts = {"new": changes.new, "reworded": changes.reworded, "retired": changes.retired}
    parts = [f"{len(notes):,} {kind}" for kind, notes in counts.items() if notes]
    parts += ["new look"] * changes.has_new_look
    if changes.first and not changes.is_first:
        parts.append(f"first in {' and '.join(edition.tag for edition in changes.first)}")
    text = ", ".join(parts) or "nothing changed"
    return f"{text}, and learners must act" if changes.must_act else text
