"""`flashcards release`."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashcards.cli import completion, options
from flashcards.cli.output import fail, print_json, report_left_out, say, say_wrote, show_problems
from flashcards.cli.states import States, named_states
from flashcards.deckfile.discovery import find_decks, find_project
from flashcards.deckfile.speech import RULE
from flashcards.lint.registry import ALL_RULES
from flashcards.model.problem import FlashcardsError, Problem, Severity
from flashcards.report.left_out import LeftOut, refused
from flashcards.report.terminal import summary
from flashcards.system import clock

if TYPE_CHECKING:
    from flashcards.release.changelog import Changes
    from flashcards.release.publish import ReleasePlan


_EXEMPT = (
    "fix each warning, or exempt it: `lint_ignore: {RULE: why}` in a note, `lint: {RULE: off}` below 'deck:', "
    "or `flashcards confirm NOTE` for a text that may be out of date"
)


@click.command()
@click.argument("version", required=False, shell_complete=completion.versions)
@click.argument("deck", required=False, shell_complete=completion.decks)
@options.out_dir
@options.accepted
@click.option("--gallery/--no-gallery", default=True, help="Write the gallery too, which shows every card.")
@options.as_json
def release(version: str | None, deck: str | None, out: Path, accepted: Sequence[str], *, gallery: bool) -> None:
    """Release a deck.

    VERSION must be the `version` in the deck file. Without it, nothing is written: the changes of
    each deck since its last release and a suggested version are shown. With VERSION, DECK is
    required if there are several decks.

    Warnings stop a release too, unless they are exempted: `lint_ignore: {RULE: why}` in a note,
    or `lint: {RULE: off}` in the deck block.

    A release has its own folder, such as dist/world-rivers-1.0, with Title_vX.Y_LANGUAGE.apkg,
    SHA256SUMS, and in each language the text for AnkiWeb (LISTING), the release notes (CHANGES),
    the instructions for learners (README), and a text file for learners whose Anki does not take
    the package (UPDATES). index.html is a page for learners with all of it and the gallery. The
    ledger records the release; commit it. If a release is interrupted, the same command completes
    it.

    \b
    Examples:
      flashcards release
      flashcards release 1.0 world-rivers
    """
    from flashcards.release.publish import check_syntax

    if version is not None:
        try:
            check_syntax(version)
        except FlashcardsError:
            _refuse_deck_for_version(version)
            raise
    now = clock.now()
    with named_states([deck] if deck else [], accepted=accepted, now=now) as states:
        show_problems(states.problems, err=True)
        if version is None:
            _say_changes(states, now)
        else:
            _release(states, version, out, now, has_gallery=gallery)


def _refuse_deck_for_version(name: str) -> None:
    """Raise FlashcardsError if the version is the name of a deck: both arguments are easily swapped."""
    try:
        [found] = find_decks([name], find_project().decks)
    except (FlashcardsError, ValueError):
        return
    hint = f"`flashcards release` suggests a version; then write `flashcards release VERSION {found.name}`"
    raise FlashcardsError(f"'{name}' is a deck, not a version", hint)


def _say_changes(states: States, now: float) -> None:
    """Show the changes of each valid deck since its last release, and a suggested version."""
    plans, left_out = _plans(states, now)
    print_json({"changes": [_changes_json(planned) for planned in plans]})
    for planned in plans:
        name = "" if len(states.decks) == 1 else f"{planned.deck.id}: "
        say(f"{name}{_summary(planned)}")
    report_left_out(left_out, "" if states.valid else f"nothing was compared: {summary(states.problems)}")


def _plans(states: States, now: float) -> "tuple[Sequence[ReleasePlan], Sequence[LeftOut]]":
    """The releases of the valid decks, and the decks that cannot be released."""
    from flashcards.compile.build import wait_for
    from flashcards.release.publish import plan

    wait_for([state.changed.latest for state in states.valid if state.changed], now=now)
    plans: list[ReleasePlan] = []
    left_out = [*states.left_out("compared")]
    for state in states.valid:
        try:
            plans.append(plan(state))
        except FlashcardsError as error:
            left_out.append(refused(state.deck, error))
    return plans, left_out


def _release(states: States, version: str, out: Path, now: float, *, has_gallery: bool) -> None:
    """Release the only deck."""
    from flashcards.compile.build import wait_for
    from flashcards.release.publish import folder_name, plan
    from flashcards.release.publish import release as release_deck
    from flashcards.report.packages import package_json, package_lines

    if len(states.decks) > 1:
        names = ", ".join(state.deck.name for state in states.decks)
        raise click.UsageError(f"name one deck after the version: {names}")
    if any(map(_stops, states.problems)):
        fail(f"nothing was released: {summary(states.problems)}", "" if states.has_errors else _EXEMPT)
    wait_for([state.changed.latest for state in states.decks if state.changed], now=now)
    planned = plan(states.decks[0])
    built = release_deck(planned, version, out, now=clock.now(), has_gallery=has_gallery)
    print_json({"version": version, "packages": [package_json(*each) for each in built]})
    for line in package_lines(built):
        say(line)
    say_wrote(out / folder_name(planned.deck), planned.ledger.path)
    decks = find_project().decks
    is_only_deck = not decks.is_dir() or len(find_decks([], decks)) == 1
    tag = f"v{version}" if is_only_deck else f"{planned.deck.id}-v{version}"
    say(f"commit {planned.ledger.path}, and tag the commit: `git tag {tag}`")


def _stops(problem: Problem) -> bool:
    """Whether a problem stops a release: an error, a warning that an author can exempt, or a missing recording."""
    if problem.severity is Severity.WARNING:
        return problem.rule in (*ALL_RULES, RULE)
    return problem.severity is Severity.ERROR


def _summary(planned: "ReleasePlan") -> str:
    changes = planned.changes
    if not _is_worth_a_release(changes):
        return "nothing to release"
    counts = {"new": changes.new, "reworded": changes.reworded, "retired": changes.retired}
    parts = [f"{len(notes):,} {kind}" for kind, notes in counts.items() if notes]
    parts += [f"{len(changes.left):,} moved to other packages"] if changes.left else []
    parts += ["new look"] * changes.has_new_look
    if changes.first and not changes.is_first:
        parts.append(f"first in {' and '.join(edition.tag for edition in changes.first)}")
    if changes.must_act:
        parts.append(f"learners must act on {', '.join(planned.changed.head.accepted)}")
    return f"{', '.join(parts)}; suggested version: {planned.suggested}"


def _is_worth_a_release(changes: "Changes") -> bool:
    return bool(changes.first) or not changes.is_empty


def _changes_json(planned: "ReleasePlan") -> dict[str, object]:
    changes, release = planned.changes, planned.changed.head.release
    return {
        "deck": planned.deck.id,
        "released": release.version if release else None,
        "suggested": planned.suggested if _is_worth_a_release(changes) else None,
        "new": [*changes.new.ids],
        "reworded": [*changes.reworded.ids],
        "retired": [*changes.retired.ids],
        "left": [*changes.left.ids],
        "new_look": changes.has_new_look,
        "accepted": list(planned.changed.head.accepted),
    }
