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


_EXCUSE = (
    "learners get what is released: fix each of them, or excuse it: `lint_ignore: {RULE: why}` in a note, "
    "`lint: {RULE: off}` below 'deck:', `flashcards confirm NOTE` for a text that may be out of date"
)


@click.command()
@click.argument("version", required=False)
@click.argument("deck", required=False)
@options.out_dir
@options.accepted
@options.as_json
def release(version: str | None, deck: str | None, out: Path, accepted: Sequence[str], *, as_json: bool) -> None:
    """Release a deck.

    VERSION is the one in the deck file. Without it, the changes of each deck since its last
    release are told, and the version that suits them; nothing is written then. DECK is needed
    with a version where there are several.

    Warnings stop a release too, unless they are excused: `lint_ignore: {RULE: why}` in a note,
    or `lint: {RULE: off}` in the deck block.

    Everything goes to a folder of its own, such as dist/world-rivers-1.0: Title_vX.Y_LANGUAGE.apkg,
    SHA256SUMS, and in each language the text for AnkiWeb (LISTING), for learners (CHANGES) and to
    go with the package (README). The ledger records the release; commit it. A release that was
    interrupted is completed by the same command.

    \b
    Examples:
      flashcards release
      flashcards release 1.0 world-rivers
    """
    from flashcards.compile.build import wait_for
    from flashcards.release.publish import check_form, plan
    from flashcards.release.publish import release as release_deck
    from flashcards.report.packages import package_json, package_lines

    if version is not None:
        check_form(version)
    now = clock.now()
    with named_states([deck] if deck else [], accepted=accepted, now=now) as found:
        show_problems(found.problems, texts_with(found.problems), err=True, is_whole=False)
        stops = found.problems if version else [each for each in found.problems if each.severity is Severity.ERROR]
        if any(map(_stops, stops)):
            fail(f"nothing was released: {summary(found.problems)}", "" if found.has_errors else _EXCUSE)
        wait_for([state.changed.latest for state in found.decks if state.changed], now=now)
        plans = [plan(state) for state in found.decks]
        if version is None:
            for planned in plans:
                name = "" if len(plans) == 1 else f"{planned.deck.id}: "
                say(f"{name}{_told(planned.changes)}; release it as {planned.suggested}")
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
    is_alone = not DECKS.is_dir() or len(find_decks([], DECKS)) == 1
    tag = f"v{version}" if is_alone else f"{planned.deck.id}-v{version}"
    say(f"commit {planned.ledger.path}, and tag the commit: `git tag {tag}`")


def _stops(problem: Problem) -> bool:
    """Whether a problem stops a release: an error, or a warning that an author can excuse."""
    if problem.severity is Severity.WARNING:
        return problem.rule in (*RULES, STALE_TEXT, VOID_REVIEW)
    return problem.severity is Severity.ERROR


def _told(changes: "Changes") -> str:
    counts = {"new": changes.new, "reworded": changes.reworded, "retired": changes.retired}
    news = [f"{len(notes):,} {kind}" for kind, notes in counts.items() if notes]
    news += ["new look"] * changes.has_new_look
    if changes.first and not changes.is_first:
        news.append(f"first in {' and '.join(edition.tag for edition in changes.first)}")
    told = ", ".join(news) or "nothing changed"
    return f"{told}, and learners must act" if changes.must_act else told
