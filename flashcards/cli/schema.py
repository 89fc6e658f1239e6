"""`flashcards schema`."""

from importlib.resources import files
from pathlib import Path

import click

from flashcards.cli import options
from flashcards.cli.output import print_or_write


@click.command()
@options.out_file
def schema(out: Path | None) -> None:
    """Print the JSON Schema of deck files, for editors.

    An editor with a YAML language server completes and validates a deck file that begins with

    \b
      # yaml-language-server: $schema=deck.schema.json

    \b
    Examples:
      flashcards schema -o decks/deck.schema.json
    """
    print_or_write(schema_text(), out)


def schema_text() -> str:
    """The text of the schema."""
    return files("flashcards.deckfile").joinpath("deck.schema.json").read_text(encoding="utf-8")
