"""Arguments and options shared by several commands."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from flashcards.cli import completion
from flashcards.deckfile.discovery import find_project

Command = TypeVar("Command", bound=Callable[..., Any])
Completer = Callable[[click.Context, click.Parameter, str], Any]

decks = click.argument("decks", nargs=-1, metavar="[DECK]...", type=click.Path(), shell_complete=completion.decks)

accepted = click.option(
    "--accept",
    "accepted",
    multiple=True,
    metavar="NAME",
    help="Accept a change that learners must act on, by the name in its error, such as note:rings; can be repeated.",
)

as_json = click.option("--json", is_flag=True, expose_value=False, help="Print one JSON document, whatever happens.")


def languages(text: str, name: str = "languages", complete: Completer | None = None) -> Callable[[Command], Command]:
    """An option with this help `text` for any number of languages, which a command gets under this name."""
    return click.option("-l", "--language", name, multiple=True, metavar="TAG", shell_complete=complete, help=text)


max_unpacked = click.option(
    "--max-unpacked",
    type=click.IntRange(min=1),
    default=512,
    show_default=True,
    metavar="MB",
    help="Refuse a package whose unpacked collection is larger.",
)

out_dir = click.option(
    "-o",
    "--out",
    default=lambda: find_project().out,
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="The folder to write to [default: dist, beside decks]",
)

out_file = click.option(
    "-o",
    "--out",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write to a file instead of the terminal.",
)

bases = click.option(
    "--base",
    "bases",
    multiple=True,
    metavar="OLD.apkg",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A package as it was before the edits, if it is not in dist; can be repeated.",
)

yes = click.option("-y", "--yes", is_flag=True, help="Take all edits without asking.")

profile = click.option("--profile", metavar="NAME", default="", help="Stop unless this profile is open in Anki.")
