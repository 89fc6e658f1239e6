"""`flashcards rehearse`."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashcards.cli import options
from flashcards.cli.output import print_json, say_styled
from flashcards.report.terminal import Styled
from flashcards.text.phrases import listing

if TYPE_CHECKING:
    from flashcards.anki.rehearsal import Names, Rehearsal

_SHOWN = 3  # names on a line

# Fields of a rehearsal to what they mean for learners
_HARMLESS = {
    "new": "new cards to learn",
    "updated": "the author's new text",
    "replaced_edits": "of these, a learner's own edit is replaced by the author's",
    "waiting": "of these, a learner with a field or card type of their own must choose 'Merge note types'",
    "unchanged": "as they were",
    "kept_edits": "of these, a learner's own edit stays",
    "replaced_styling": "note types whose new look replaces a learner's own",
    "elsewhere": "in other decks of the old package, and as they were",
}
_LOSSES = {
    "lost_edits": "own edits overwritten, though nothing changed: was the ledger lost?",
    "lost_progress": "schedule, flag, suspension or deck not as the learner left it",
    "frozen": "the new text does not arrive: was it built with an old ledger?",
    "conflicting": "another note type: updates no longer reach these",
    "duplicated": "duplicated, with all progress on the old one: did the uid or an id change?",
    "orphaned": "not in the new package, unless another edition has them: put them back, with 'retired:'",
    "lost_styling": "note types whose look a learner had changed, overwritten though nothing changed",
    "frozen_notetypes": "note types whose new look does not arrive",
    "second_notetypes": "note types added next to the learner's",
    "missing_media": "files that cards show and the learner lacks",
    "second_decks": "decks added next to the learner's: did the title change?",
}


@click.command()
@click.argument("old", metavar="OLD.apkg", type=click.Path(path_type=Path))
@click.argument("new", metavar="NEW.apkg", type=click.Path(path_type=Path))
@options.max_unpacked
@options.as_json
def rehearse(old: Path, new: Path, max_unpacked: int) -> None:
    """Test what an update does to learners, in Anki's own backend.

    Imports the old package into scratch collections, simulates learners who study, edit, tag, flag,
    suspend and move every card, and one who adds a field to the note types, and imports the new
    package. Needs the extra `anki`: pip install 'flashcards-compiler[anki]'.

    Exit status 1 if a learner would lose anything.

    \b
    Examples:
      flashcards rehearse v1.0/Rivers_v1.0_bn.apkg dist/Rivers_v1.1_bn.apkg
    """
    from flashcards.anki.package_reader import check_package
    from flashcards.anki.rehearsal import rehearse as rehearse_packages

    for package in (old, new):
        check_package(package, max_unpacked)
    rehearsal = rehearse_packages(old, new)
    print_json({**asdict(rehearsal), "is_loss": rehearsal.is_loss})
    for line in (*_table(rehearsal), *_losses(rehearsal)):
        say_styled(line)
    if rehearsal.is_loss:
        raise SystemExit(1)


def _table(rehearsal: "Rehearsal") -> Iterator[Styled]:
    for field, meaning in _HARMLESS.items():
        if names := getattr(rehearsal, field):
            yield _row(field, names, meaning)


def _losses(rehearsal: "Rehearsal") -> Iterator[Styled]:
    if not rehearsal.is_loss:
        yield Styled("a learner loses nothing")
        return
    yield Styled("a learner loses something:", "error")
    for field, meaning in _LOSSES.items():
        if names := getattr(rehearsal, field):
            yield _row(field, names, f"{listing(names, _SHOWN)}: {meaning}")
    if rehearsal.needs_full_sync:
        yield Styled("      Anki asks which of the learner's devices to keep: a one-way sync")
    if not rehearsal.is_idempotent:
        yield Styled("      importing the package again changes everything again")


def _row(field: str, names: "Names", meaning: str) -> Styled:
    return Styled(f"{len(names):5,}  {field.replace('_', ' '):17}  {meaning}")
