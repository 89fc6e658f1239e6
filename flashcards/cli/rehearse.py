"""`flashcards rehearse`."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashcards.cli import options
from flashcards.cli.output import print_json, say_styled
from flashcards.report.terminal import Styled

if TYPE_CHECKING:
    from flashcards.anki.rehearsal import Names, Rehearsal

_SHOWN = 3  # names on a line

# By the field of a rehearsal, what it means to a learner
_HARMLESS = {
    "new": "new cards to learn",
    "updated": "the author's new text",
    "replaced_edits": "of those, a learner's own edit gives way to the author's",
    "waiting": "of those, a learner with a field or card type of their own must choose 'Merge note types'",
    "unchanged": "as they were",
    "kept_edits": "of those, a learner's own edit stays",
    "replaced_styling": "note types whose new look replaces a learner's own",
}
_LOSSES = {
    "lost_edits": "own edits overwritten, though nothing changed: was the ledger lost?",
    "lost_progress": "schedule, flag, suspension or deck not as the learner left it",
    "frozen": "the new text does not arrive: was it built with an old ledger?",
    "conflicting": "another note type: no update reaches these any more",
    "duplicated": "there twice, with all progress on the old one: did the uid or an id change?",
    "orphaned": "not in the new package: put them back, with 'retired:'",
    "lost_styling": "note types whose look a learner had changed, overwritten though nothing changed",
    "frozen_notetypes": "note types whose new look does not arrive",
    "second_notetypes": "note types that come up beside the learner's",
    "missing_media": "files that cards show and the learner has not",
    "second_decks": "decks that come up beside the learner's: did the title change?",
}


@click.command()
@click.argument("old", metavar="OLD.apkg", type=click.Path(path_type=Path))
@click.argument("new", metavar="NEW.apkg", type=click.Path(path_type=Path))
@options.max_unpacked
@options.as_json
def rehearse(old: Path, new: Path, max_unpacked: int, *, as_json: bool) -> None:
    """Tell what an update does to a learner.

    Both packages are imported into scratch collections of Anki's own backend, with learners
    between them who have studied, edited, tagged, flagged, suspended and moved every card, and one
    who has added a field to the note types. Exits with 1 when anyone would lose anything. Needs the
    extra `anki`: pip install 'flashcards[anki]'.

    \b
    Examples:
      flashcards rehearse v1.0/Rivers_v1.0_bn.apkg dist/Rivers_v1.1_bn.apkg
    """
    from flashcards.anki.package_reader import check_package
    from flashcards.anki.rehearsal import rehearse as rehearse_packages

    for package in (old, new):
        check_package(package, max_unpacked)
    told = rehearse_packages(old, new)
    if as_json:
        print_json({**asdict(told), "is_loss": told.is_loss})
    else:
        for line in (*_table(told), *_losses(told)):
            say_styled(line)
    if told.is_loss:
        raise SystemExit(1)


def _table(told: "Rehearsal") -> Iterator[Styled]:
    for field, meaning in _HARMLESS.items():
        if names := getattr(told, field):
            yield _row(field, names, meaning)


def _losses(told: "Rehearsal") -> Iterator[Styled]:
    if not told.is_loss:
        yield Styled("a learner loses nothing")
        return
    yield Styled("a learner loses something:", "error")
    for field, meaning in _LOSSES.items():
        if names := getattr(told, field):
            yield _row(field, names, f"{_some(names)}: {meaning}")
    if told.needs_full_sync:
        yield Styled("      Anki asks which of the learner's devices to keep: a one-way sync")
    if not told.is_idempotent:
        yield Styled("      importing the package once more changes it all again")


def _row(field: str, names: "Names", meaning: str) -> Styled:
    return Styled(f"{len(names):5,}  {field.replace('_', ' '):17}  {meaning}")


def _some(names: "Names") -> str:
    return ", ".join(names[:_SHOWN]) + (", …" if len(names) > _SHOWN else "")
