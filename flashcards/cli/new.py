"""`flashcards new`."""

from collections.abc import Sequence
from pathlib import Path

import click

from flashcards.cli.options import DECKS
from flashcards.cli.output import write_text
from flashcards.cli.schema import schema_text
from flashcards.problem import FlashcardsError


@click.command()
@click.argument("name")
@click.option(
    "-l",
    "--language",
    "languages",
    multiple=True,
    metavar="TAG",
    default=("bn", "en"),
    show_default=True,
    help="A language of the deck, the one to study first; may be repeated.",
)
def new(name: str, languages: Sequence[str]) -> None:
    """Begin a deck.

    Writes decks/NAME.yaml, with one note to start from. Nothing that is there already is overwritten.

    \b
    Examples:
      flashcards new world-rivers
      flashcards new world-rivers --language hi --language en
    """
    from flashcards.deckfile.entry import SLUG
    from flashcards.deckfile.scaffold import SCHEMA, new_deck
    from flashcards.language import is_language

    if not SLUG.regex.fullmatch(name):
        raise click.BadParameter(f"'{name}' cannot be a deck's name; write {SLUG.form}", param_hint="NAME")
    for tag in languages:
        if not is_language(tag):
            raise click.BadParameter(
                f"'{tag}' is not a language; use a BCP 47 tag, such as 'bn'", param_hint="--language"
            )
    path = DECKS / f"{name}.yaml"
    _write_new(path, new_deck(name, languages), must_be_new=True)
    _write_new(DECKS / SCHEMA, schema_text())
    _write_new(DECKS / ".gitattributes", "*.ledger merge=union\n")
    click.echo(f"{path} is written; now")
    click.echo(f"  edit it, then run `flashcards check {name}` and `flashcards build {name}`")


def _write_new(path: Path, text: str, *, must_be_new: bool = False) -> None:
    """Write a file unless it is there; that it is may be an error."""
    if path.exists():
        if must_be_new:
            raise FlashcardsError(f"'{path}' is there already", hint="choose another name")
        return
    write_text(path, text)
