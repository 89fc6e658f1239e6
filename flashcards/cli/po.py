"""`flashcards po export` and `flashcards po import`."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashcards.cli import completion, options
from flashcards.cli.languages import check_languages
from flashcards.cli.output import print_json, print_or_write, refuse_errors, say, say_wrote, write_files
from flashcards.cli.states import valid_deck
from flashcards.cli.texts import text_of
from flashcards.compile.state import DeckState
from flashcards.model.deck import Deck
from flashcards.system.regular_files import read_file
from flashcards.text.decode import decode
from flashcards.text.phrases import counted

if TYPE_CHECKING:
    from flashcards.deckfile.po import ImportedTexts


@click.group()
def po() -> None:
    """Translate a deck with gettext PO files.

    Weblate, Poedit and other translation tools read and write PO files.
    """


@po.command()
@click.argument("deck", required=False, shell_complete=completion.decks)
@click.option(
    "-l",
    "--language",
    required=True,
    metavar="TAG",
    shell_complete=completion.all_languages,
    help="The language to translate into; it may be new to the deck.",
)
@click.option(
    "--from",
    "source",
    metavar="TAG",
    shell_complete=completion.languages,
    help="The language to translate from [default: the first other language of the deck]",
)
@options.out_file
@options.as_json
def export(deck: str | None, language: str, source: str | None, out: Path | None) -> None:
    """Write the texts of a deck to a PO file.

    Stale texts are marked as fuzzy.

    \b
    Examples:
      flashcards po export world-rivers --language hi --from en -o hi.po
    """
    with valid_deck(deck) as state:
        text = _export(state, _head(state), language, source)
    if out is None:
        print_json({"po": text})
    print_or_write(text, out)


def _export(state: DeckState, deck: Deck, language: str, source: str | None) -> str:
    """A deck's texts as a PO file."""
    from flashcards.deckfile.po import catalog

    languages = [tag for tag in deck.languages if tag != language]
    check_languages([language])
    if source not in (None, *languages) or not languages:
        raise click.BadParameter(
            f"use one of: {', '.join(languages)}" if languages else "the deck has no other language",
            param_hint="--from",
        )
    fuzzy = {(f"{note_id}/{each.part}", each.language) for note_id, texts in state.stale.items() for each in texts}
    return catalog(deck, language, source or languages[0], fuzzy)


@po.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("deck", required=False, shell_complete=completion.decks)
@click.option("--own-file", "is_apart", is_flag=True, help="Write new texts into a file of the language's own.")
@options.as_json
def import_(file: Path, deck: str | None, *, is_apart: bool) -> None:
    """Import the translations of a PO file into its deck.

    Only the translated texts change; comments and layout stay. Fuzzy entries are skipped. An entry
    whose text was edited in the deck too, or whose original has changed, is reported and skipped.
    With --own-file, new texts go into a file of their language beside the deck file, such as
    notes.hi.yaml; if there is such a file, they always do.

    Exit status 1 if an entry was reported.

    \b
    Examples:
      flashcards po import hi.po world-rivers
      flashcards po import hi.po world-rivers --own-file
    """
    from flashcards.deckfile.po import read_catalog

    with valid_deck(deck) as state:
        head = _head(state)
        text, problems = decode(read_file(file), file)
        refuse_errors(problems, "nothing was imported", {file: text})
        files = {path: text_of(path) for path in state.deck.source.all}
        imported = read_catalog(text, file, head, files, is_apart=is_apart)
    write_files(imported.files)
    skipped = [
        {"text": each.context, "reason": each.reason, "deck": each.here, "file": each.there}
        for each in imported.conflicts
    ]
    print_json({"imported": len(imported.taken), "skipped": skipped})
    say(f"{counted(len(imported.taken), 'text')} imported from {file}")
    say_wrote(*imported.files)
    for line in _progress(imported, head):
        say(line)
    for conflict in imported.conflicts:
        say(f"skipped: {conflict.context}: {conflict.reason}")
        say(f"  deck  {conflict.here}\n  file  {conflict.there}")
    if imported.conflicts:
        raise SystemExit(1)


def _progress(imported: "ImportedTexts", deck: Deck) -> Iterator[str]:
    """How far a language is that is new to the deck or a draft."""
    language, missing = imported.language, len(imported.missing)
    if missing and imported.taken and (language in deck.draft_languages or language not in deck.languages):
        yield f"'{language}' is a draft: {counted(missing, 'text')} to translate, see `flashcards todo -l {language}`"
    elif not missing and language in deck.draft_languages:
        yield f"'{language}' is whole: delete it from 'draft:' in {deck.location.path} to build it"


def _head(state: DeckState) -> Deck:
    assert state.deck.head
    return state.deck.head
