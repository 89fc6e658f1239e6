"""`flashcards diff`."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashcards.cli import options
from flashcards.cli.options import DECKS
from flashcards.cli.output import print_or_write, refuse_errors
from flashcards.cli.result import texts_with
from flashcards.compile.cache import opened_cache
from flashcards.compile.deck import open_decks, read_decks
from flashcards.deckfile.discovery import DeckFiles, find_decks
from flashcards.model.problem import FlashcardsError

if TYPE_CHECKING:
    from flashcards.anki.snapshot import Snapshot


@click.command()
@click.argument("old", default="HEAD")
@click.argument("new", default=str(DECKS))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json", "html"]),
    default="text",
    show_default=True,
    help="The output format: html is a page with the cards before and after.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@options.max_unpacked
@options.out_file
def diff(old: str, new: str, form: str, max_unpacked: int, *, as_json: bool, out: Path | None) -> None:
    """Show what changes for learners from OLD to NEW.

    OLD and NEW are packages, folders of packages, decks, or git revisions. By default, the current
    decks are compared with the last commit.

    \b
    Examples:
      flashcards diff
      flashcards diff v1.0 --format html -o changes.html
      flashcards diff old/world-rivers-bn.apkg dist/world-rivers-bn.apkg
    """
    from flashcards.diff.difference import difference
    from flashcards.diff.report import WRITERS

    changes = difference(_state_of(old, max_unpacked), _state_of(new, max_unpacked))
    print_or_write(WRITERS["json" if as_json else form](changes), out)


def _state_of(name: str, max_unpacked: int) -> "Snapshot":
    """The snapshot of a package, a folder of packages, a deck, or the decks of a git revision."""
    path = Path(name)
    packages = sorted(path.glob("*.apkg")) if path.is_dir() else [path] if path.suffix == ".apkg" else []
    if packages:
        from flashcards.anki.snapshot import Snapshot
        from flashcards.anki.unpack import unpack

        unpacked = [unpack(package, max_unpacked) for package in packages]
        return Snapshot(
            tuple(note for each in unpacked for note in each.notes),
            tuple(notetype for each in unpacked for notetype in each.notetypes),
        )
    try:
        return _read(find_decks([name], DECKS))
    except FlashcardsError:
        if releases := sorted({package.parent for package in path.glob("*/*.apkg")}):
            folders = ", ".join(map(str, releases))
            raise FlashcardsError(
                f"there are no packages in '{name}', only in its subfolders", hint=f"use one of: {folders}"
            ) from None
        if path.exists():
            raise
    from flashcards.system.git import checked_out

    with checked_out(name) as folder:
        return _read(find_decks([], folder / DECKS))


def _read(sources: Sequence[DeckFiles]) -> "Snapshot":
    from flashcards.compile.snapshot import snapshot_of

    with opened_cache() as cache:
        reading = read_decks(sources, cache)
        refuse_errors(reading.problems, texts_with(reading.problems), "nothing was compared")
        return snapshot_of(open_decks(sources, cache).decks)
