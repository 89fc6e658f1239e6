"""`flashcards po export` and `flashcards po import`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from flashcards.cli import options
from flashcards.cli.output import print_or_write, refuse_errors, say, write_texts
from flashcards.cli.result import text_of, texts_with
from flashcards.cli.states import named_states
from flashcards.compile.build import DeckState
from flashcards.model.deck import Deck
from flashcards.report.terminal import counted
from flashcards.system.regular_files import read_file
from flashcards.text.decode import decode
from flashcards.text.language import is_language


@click.group()
def po() -> None:
    """Translate a deck with gettext PO files.

    Weblate, Poedit and other translators' tools read and write them.
    """


@po.command()
@click.argument("deck", required=False)
@click.option("-l", "--language", required=True, metavar="TAG", help="The language to translate into; it may be new.")
@click.option("--from", "source", metavar="TAG", help="The language to translate from [default: the first other]")
@options.out_file
def export(deck: str | None, language: str, source: str | None, out: Path | None) -> None:
    """Write the texts of a deck to a PO file.

    What is stale is marked fuzzy.

    \b
    Examples:
      flashcards po export world-rivers --language hi --from en -o hi.po
    """
    with _valid_deck(deck) as (state, head):
        print_or_write(_exported(state, head, language, source), out)


def _exported(state: DeckState, deck: Deck, language: str, source: str | None) -> str:
    """A deck's texts as a PO file."""
    from flashcards.deckfile.po import catalog

    languages = [tag for tag in deck.languages if tag != language]
    if not is_language(language):
        raise click.BadParameter(f"'{language}' is not a language", param_hint="--language")
    if source not in (None, *languages) or not languages:
        raise click.BadParameter(f"there are {', '.join(languages) or 'no others'}", param_hint="--from")
    marked = {(f"{note_id}/{each.part}", each.language) for note_id, found in state.stale.items() for each in found}
    return catalog(deck, language, source or languages[0], marked)


@po.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("deck", required=False)
def import_(file: Path, deck: str | None) -> None:
    """Take the translations of a PO file over into its deck.

    Only the texts that were translated change; comments and layout stay. An entry whose text was
    edited here too, or whose original has changed, is shown and left alone, and the exit code is
    1 then. Fuzzy entries are left alone.

    \b
    Examples:
      flashcards po import hi.po world-rivers
    """
    from flashcards.deckfile.po import read_catalog

    with _valid_deck(deck) as (state, head):
        text, problems = decode(read_file(file), file)
        refuse_errors(problems, {file: text}, "nothing was taken over")
        imported = read_catalog(text, file, head, {path: text_of(path) for path in state.deck.source.files})
    write_texts(imported.files)
    say(f"{counted(len(imported.taken), 'text')} taken over from {file}")
    for conflict in imported.conflicts:
        say(f"left alone: {conflict.context}: {conflict.reason}")
        say(f"  here   {conflict.here}\n  there  {conflict.there}")
    if imported.conflicts:
        raise SystemExit(1)


@contextmanager
def _valid_deck(name: str | None) -> Iterator[tuple[DeckState, Deck]]:
    """The one deck that is meant, with nothing wrong in it."""
    with named_states([name] if name else [], warns=False) as found:
        refuse_errors(found.problems, texts_with(found.problems), "nothing was done")
        decks = [(state, state.deck.head) for state in found.decks if state.deck.head]
        if len(decks) != 1:
            raise click.UsageError(f"name one deck: {', '.join(head.id for _, head in decks)}")
        yield decks[0]
