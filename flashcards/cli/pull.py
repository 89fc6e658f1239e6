"""`flashcards pull`."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashcards.anki.package_reader import SUFFIXES
from flashcards.cli import completion, options
from flashcards.cli.taking import OTHER_DECK, Learner, connected, exported, take_from_learners

if TYPE_CHECKING:
    from flashcards.anki.learner import LearnerNote
    from flashcards.compile.present import PresentNote


@click.command()
@click.argument("names", nargs=-1, metavar="[DECK] [PACKAGE]...", shell_complete=completion.decks)
@options.bases
@options.yes
@click.option("--dry-run", is_flag=True, help="Print a patch of the deck file, and write nothing.")
@options.profile
@options.max_unpacked
@options.as_json
def pull(
    names: Sequence[str], bases: Sequence[Path], profile: str, max_unpacked: int, *, yes: bool, dry_run: bool
) -> None:
    """Take what you have edited in Anki into the deck file.

    Reads the notes in the Anki that runs on this machine, through its add-on AnkiConnect (see
    `flashcards push --help`), or in packages that were exported from Anki. Each edit is shown and
    asked for; comments and layout of the deck file stay. Pictures and recordings that you have added
    are copied into the folder of the deck. Notes that you have tagged or suspended are listed, to
    look at them again.

    An edit that cannot be taken over, or of a text that the deck file has changed too, is reported,
    and the exit status is 1.

    \b
    Examples:
      flashcards pull world-rivers
      flashcards pull world-rivers edited.apkg --dry-run
    """
    packages = [Path(name) for name in names if name.lower().endswith(SUFFIXES)]
    decks = [name for name in names if not name.lower().endswith(SUFFIXES)]
    if len(decks) > 1:
        raise click.UsageError("name one deck, and packages that end with .apkg or .colpkg")
    if packages and profile:
        raise click.UsageError("'--profile' is for the running Anki, and not for packages")
    learner = exported(packages, max_unpacked) if packages else _in_anki(profile)
    where = " and ".join(map(str, packages)) or "Anki"
    deck = decks[0] if decks else None
    hint = OTHER_DECK if packages else "hand the deck over first: `flashcards push`"
    take_from_learners(deck, learner, where, bases, yes=yes, dry_run=dry_run, max_unpacked=max_unpacked, hint=hint)


def _in_anki(profile: str) -> Learner:
    """Read what the running Anki has of a deck."""
    anki, _ = connected(profile)

    def read(present: Sequence["PresentNote"]) -> "Sequence[LearnerNote]":
        return [*anki.notes({note.notetype.id: note.notetype.name for note in present})]

    return Learner(read, anki.extract_media)
