"""`flashcards add`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from flashcards.cli import completion, options
from flashcards.cli.output import fail, print_json, say, say_wrote, show_problems, write_text
from flashcards.cli.texts import text_of
from flashcards.model.problem import FlashcardsError, has_errors, has_warnings
from flashcards.report.terminal import summary
from flashcards.system.regular_files import read_file
from flashcards.text.phrases import counted, listing

if TYPE_CHECKING:
    from flashcards.compile.adding import Added
    from flashcards.model.deck import Deck

_MOST = 64  # MB of notes
_STDIN = Path("<stdin>")
_TABLES = (".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".xls", ".ods")


@click.command()
@click.argument("deck", shell_complete=completion.decks)
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True))
@click.option("--section", default="", metavar="ID", help="Add the notes to a section, after those that it has.")
@click.option("--draft", "is_draft", is_flag=True, help="Mark the notes as drafts, which no package has.")
@click.option("--strict", is_flag=True, help="Add nothing if there is a warning, as if it were an error.")
@click.option("--dry-run", is_flag=True, help="Print the notes as they would be written, and write nothing.")
@click.option("--all", "shows_all", is_flag=True, help="Show all problems, also of more than 50.")
@options.as_json
def add(deck: str, file: Path, section: str, *, is_draft: bool, strict: bool, dry_run: bool, shows_all: bool) -> None:
    """Add notes that a program or a person has written to a deck.

    FILE contains notes as in a deck file, as YAML or JSON: a list, or objects, one a line, or a deck
    file such as `flashcards import --dry-run` prints; '-' is standard input. A note without an id
    gets one. Nothing is written if a note has an error: all problems are reported, at their places in
    FILE. The rest of the deck file stays as it is.

    \b
    Examples:
      flashcards add world-rivers notes.yaml
      flashcards add world-rivers - --section asia --draft < notes.json
      flashcards add world-rivers notes.yaml --strict --dry-run
      flashcards import lesson-2.csv --columns nl,en --dry-run | flashcards add words -
    """
    from flashcards.cli.states import readable_deck
    from flashcards.compile.adding import add_notes, target_of, text_with
    from flashcards.compile.cache import opened_cache
    from flashcards.deckfile.given import read_given

    path = _STDIN if str(file) == "-" else file
    content = _read(file, deck)
    with opened_cache() as cache:
        compiled, head = readable_deck(deck, cache, "nothing was added")
        _check_section(section, head)
        target = target_of(compiled, {each: text_of(each) for each in compiled.source.files}, section)
        given = read_given(content, path)
        added = add_notes(compiled, given, path, target, is_draft=is_draft)
    show_problems(added.problems, {path: given.text}, err=True, is_whole=shows_all, command="")
    if has_errors(added.problems) or (strict and has_warnings(added.problems)):
        fail(f"nothing was added: {summary(added.problems)}")
    text = text_with(added, target)
    if not dry_run:
        write_text(target.path, text)
    print_json(_data(target.path, added, is_written=not dry_run))
    if dry_run:
        say("".join(f"{each}\n" for each in _items(added)), nl=False)
        say(f"{counted(len(added.notes), 'note')}; nothing was written", err=True)
        return
    say_wrote(target.path, note=f"{_counted(added)} more: {listing([note.id for note in added.notes], 5)}")
    say(f"  look at them with `flashcards preview {head.id}`")


def _read(file: Path, deck: str) -> bytes:
    """Read the notes; raises FlashcardsError for a table, and if there are too many to be held in memory."""
    if file.suffix.lower() in _TABLES:
        hint = f"make notes of it: `flashcards import {file} --dry-run | flashcards add {deck} -`"
        raise FlashcardsError(f"'{file}' is a table, and no list of notes", hint)
    content = sys.stdin.buffer.read((_MOST << 20) + 1) if str(file) == "-" else read_file(file)
    if len(content) > _MOST << 20:
        raise FlashcardsError(f"the notes are larger than {_MOST} MB", "add them in several parts")
    return content


def _check_section(section: str, deck: "Deck") -> None:
    from flashcards.text.suggest import suggestion

    if section and section not in deck.sections:
        hint = suggestion(section, deck.sections) or "it has none"
        raise click.BadParameter(f"'{deck.id}' has no section '{section}'; {hint}", param_hint="--section")


def _items(added: "Added") -> list[str]:
    """The notes as items of a list."""
    return [f"- {text}".replace("\n", "\n  ").replace("\n  \n", "\n\n") for text in added.texts]


def _counted(added: "Added") -> str:
    return counted(len(added.notes), "draft" if all(note.is_draft for note in added.notes) else "note")


def _data(path: Path, added: "Added", *, is_written: bool) -> dict[str, Any]:
    return {
        "deck": str(path),
        "is_written": is_written,
        "added": [{"id": note.id, "draft": note.is_draft} for note in added.notes],
        "yaml": "".join(f"{each}\n" for each in _items(added)),
    }
