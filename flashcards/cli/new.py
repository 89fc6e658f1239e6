"""`flashcards new`."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import click

from flashcards.cli import completion, options
from flashcards.cli.companions import ignores_packages
from flashcards.cli.deck_writing import say_companions, write_deck
from flashcards.cli.languages import LANGUAGES, check_languages
from flashcards.cli.naming import Naming, named
from flashcards.cli.output import refuse_errors, say, say_wrote
from flashcards.deckfile.discovery import OUT, Project, find_project
from flashcards.model.problem import FlashcardsError
from flashcards.system.regular_files import read_file
from flashcards.text.phrases import counted

_SOURCES = "source"


@click.command()
@click.argument("name", required=False)
@click.option(
    "--example", "is_example", is_flag=True, help="Write a whole deck to copy from, with words, pictures and sound."
)
@click.option("--title", default="", metavar="TEXT", help="The title in the study language.")
@options.languages(
    "A language of the deck, the study language first; can be repeated [default: the digest's, or bn and en]",
    complete=completion.all_languages,
)
@click.option(
    "--from",
    "source",
    metavar="FILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A file in source/: the deck gets a stub note for each of its key points.",
)
@options.as_json
def new(name: str | None, title: str, languages: Sequence[str], source: Path | None, *, is_example: bool) -> None:
    """Create a deck.

    Writes decks/NAME.yaml with an example note, or with a stub for each key point of a source. The
    example and what begins with TODO are still to be written: `flashcards todo` lists them, and no
    release contains them. Existing files are not overwritten.

    \b
    Examples:
      flashcards new world-rivers
      flashcards new rios --title "Ríos de España" --language es --language en
      flashcards new mostaque-2025 --from source/mostaque-2025.md
      flashcards new --example
    """
    if is_example:
        if title or languages or source:
            raise click.UsageError("--example cannot be combined with --title, --language or --from")
        _write_example(name)
        return
    if name is None:
        raise click.UsageError("name the deck, as in `flashcards new world-rivers`; --example writes one to copy from")
    check_languages(languages)
    tags = tuple(dict.fromkeys(languages))
    given = [*(word for tag in tags for word in ("-l", tag)), *(("--from", str(source)) if source else ())]
    naming = named(name, title, given or ("-l", "TAG"))
    if naming.title and not given:
        message = f"name the languages of the deck, that of '{naming.title}' first: add `-l TAG`, such as `-l en -l bn`"
        raise click.UsageError(message)
    project = find_project()
    path = project.decks / f"{naming.id}.yaml"
    if path.exists():
        raise FlashcardsError(f"'{path}' already exists", hint="choose another name")
    begun = _stubs(naming, tags, source) if source else _example(naming, tags)
    _write(path, {path: begun.text})
    for line in _next(naming.id, begun, project):
        say(f"  {line}")


def _write_example(name: str | None) -> None:
    """Write the example deck, by its own name or another."""
    from flashcards.deckfile.example import NAME, example_files

    deck_id = named(name or NAME, "", ["--example"]).id
    project = find_project()
    folder = project.decks / deck_id
    if folder.exists() or folder.with_suffix(".yaml").exists():
        raise FlashcardsError(
            f"'{folder}' already exists", hint=f"choose another name: `flashcards new --example {NAME}-2`"
        )
    _write(folder, {folder / path: content for path, content in example_files(deck_id).items()})
    say(f"  look at it with `flashcards preview {deck_id}`, and build it with `flashcards build {deck_id}`")


def _write(deck: Path, contents: Mapping[Path, str | bytes]) -> None:
    companions = write_deck(deck, contents)
    say_wrote(deck)
    say_companions(companions)


class Begun(NamedTuple):
    """The text of a new deck file, and what is left to write in its source; empty if nothing is."""

    text: str
    left: str = ""


def _example(naming: Naming, languages: Sequence[str]) -> Begun:
    """A deck file with an example note."""
    from flashcards.deckfile.template import new_deck

    return Begun(new_deck(naming.id, languages or LANGUAGES, naming.title))


def _stubs(naming: Naming, languages: Sequence[str], source: Path) -> Begun:
    """A deck file with a stub for each key point of a source, which must have no errors."""
    from flashcards.deckfile.stubs import stub_deck
    from flashcards.source.outline import section_titles
    from flashcards.source.reader import read_source
    from flashcards.text.decode import lines_of

    if source.absolute().parent.name != _SOURCES:
        hint = f"move it to {_SOURCES}/{source.name}"
        raise FlashcardsError(f"'{source}' is not in a folder named '{_SOURCES}', where decks look for it", hint)
    reading = read_source(read_file(source), source)
    refuse_errors(reading.problems, "no deck was created", {source: reading.text})
    titles = {section: title.texts for section, title in section_titles(lines_of(reading.text), source).items()}
    blanks = len(reading.problems) + len(reading.source.blanks)
    left = f"{counted(blanks, 'text')} to write in {source} too: `flashcards todo {naming.id}` lists them"
    text = stub_deck(naming.id, languages or tuple(reading.source.title), reading.source, titles, naming.title)
    return Begun(text, left if blanks else "")


def _next(deck_id: str, begun: Begun, project: Project) -> Iterator[str]:
    """What to do next."""
    if begun.left:
        yield begun.left
    yield f"edit it, then run `flashcards check {deck_id}` and `flashcards build {deck_id}`"
    if not ignores_packages(project):
        ignoring = project.root / ".gitignore"
        yield f"add '{OUT}/' to {ignoring}: packages are built, and need not be committed"
