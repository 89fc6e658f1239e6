"""`flashcards new`."""

from collections.abc import Sequence
from pathlib import Path

import click

from flashcards.cli.options import DECKS
from flashcards.cli.output import refuse_errors, say, write_texts
from flashcards.cli.schema import schema_text
from flashcards.model.problem import FlashcardsError
from flashcards.system.regular_files import read_file


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
    help="A language of the deck, the study language first; can be repeated.",
)
@click.option(
    "--from",
    "source",
    metavar="FILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A file in source/: the deck gets a stub note for each of its key points.",
)
def new(name: str, languages: Sequence[str], source: Path | None) -> None:
    """Create a deck.

    Writes decks/NAME.yaml with one example note, or with a stub for each key point of a source.
    Existing files are not overwritten.

    \b
    Examples:
      flashcards new world-rivers
      flashcards new world-rivers --language hi --language en
      flashcards new mostaque-2025 --from source/mostaque-2025.md
    """
    from flashcards.deckfile.template import SCHEMA, new_deck
    from flashcards.text.language import is_language
    from flashcards.yamltext.entry import SLUG

    if not SLUG.regex.fullmatch(name):
        raise click.BadParameter(f"'{name}' cannot be a deck's name; write {SLUG.form}", param_hint="NAME")
    for tag in languages:
        if not is_language(tag):
            raise click.BadParameter(
                f"'{tag}' is not a language; use a BCP 47 tag, such as 'bn'", param_hint="--language"
            )
    path = DECKS / f"{name}.yaml"
    text = _stubs(name, languages, source) if source else new_deck(name, languages)
    if path.exists():
        raise FlashcardsError(f"'{path}' already exists", hint="choose another name")
    others = {DECKS / SCHEMA: schema_text(), DECKS / ".gitattributes": "*.ledger merge=union\n"}
    write_texts({**{path: text for path, text in others.items() if not path.exists()}, path: text})
    say(f"created {path}")
    say(f"  edit it, then run `flashcards check {name}` and `flashcards build {name}`")


def _stubs(name: str, languages: Sequence[str], source: Path) -> str:
    """A deck file with a stub for each key point of a source, which must have no errors."""
    from flashcards.deckfile.stubs import stub_deck
    from flashcards.source.outline import section_titles
    from flashcards.source.reader import read_source
    from flashcards.text.decode import lines_of

    reading = read_source(read_file(source), source)
    refuse_errors(reading.problems, {source: reading.text}, "no deck was created")
    titles = {section: title.texts for section, title in section_titles(lines_of(reading.text), source).items()}
    return stub_deck(name, languages, reading.source, titles)
