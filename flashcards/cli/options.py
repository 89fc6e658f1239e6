"""Arguments and options shared by several commands."""

from pathlib import Path

import click

from flashcards.cli import completion
from flashcards.deckfile.discovery import find_project

decks = click.argument("decks", nargs=-1, metavar="[DECK]...", type=click.Path(), shell_complete=completion.decks)

accepted = click.option(
    "--accept",
    "accepted",
    multiple=True,
    metavar="NAME",
    help="Accept a change that learners must act on, by the name in its error, such as note:rings; can be repeated.",
)

as_json = click.option("--json", is_flag=True, expose_value=False, help="Print one JSON document, whatever happens.")

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
    show_default="dist, beside decks",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="The folder to write to.",
)

out_file = click.option(
    "-o",
    "--out",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write to a file instead of the terminal.",
)
