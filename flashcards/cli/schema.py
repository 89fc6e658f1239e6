"""`flashcards schema`."""

from importlib.resources import files
from pathlib import Path

import click

from flashcards.cli import options
from flashcards.cli.output import print_or_write

_SCHEMAS = {
    "deck": ("flashcards.deckfile", "deck.schema.json"),
    "language": ("flashcards.deckfile", "language.schema.json"),
    "output": ("flashcards.report", "output.schema.json"),
}


@click.command()
@click.argument("what", type=click.Choice([*_SCHEMAS]), default="deck", metavar="[deck|language|output]")
@options.out_file
def schema(what: str, out: Path | None) -> None:
    """Print the JSON Schema of deck files, of files with one language, or of the output of --json.

    An editor with a YAML language server completes and validates a deck file that begins with

    \b
      # yaml-language-server: $schema=deck.schema.json

    \b
    Examples:
      flashcards schema -o decks/deck.schema.json
      flashcards schema output
    """
    print_or_write(schema_text(what), out)


def schema_text(what: str = "deck") -> str:
    """The text of a schema."""
    package, file = _SCHEMAS[what]
    return files(package).joinpath(file).read_text(encoding="utf-8")
