"""`flashcards export`."""

from collections.abc import Iterable, Sequence
from functools import partial
from itertools import chain
from pathlib import Path

import click

from flashcards.cli import completion, options
from flashcards.cli.document import document
from flashcards.cli.output import print_json, say, say_wrote
from flashcards.cli.states import valid_deck
from flashcards.compile.state import DeckState
from flashcards.model.deck import Deck, Language, Note
from flashcards.model.problem import FlashcardsError
from flashcards.report.terminal import counted
from flashcards.system.atomic import staging

_JSON = "json"
_TABLES = ("csv", "tsv", _JSON)


@click.command()
@click.argument("deck", required=False, shell_complete=completion.decks)
@click.option("--to", "form", type=click.Choice(_TABLES), required=True, help="The format.")
@click.option(
    "-l",
    "--language",
    "wanted",
    multiple=True,
    metavar="TAG",
    shell_complete=completion.languages,
    help="Export the texts in this language only; can be repeated.",
)
@click.option("--drafts", is_flag=True, help="Export drafts too.")
@click.option(
    "--bom/--no-bom",
    default=None,
    help="Begin a table with a byte order mark, as Excel needs it [default: in a file, not in a terminal or pipe]",
)
@options.out_file
@options.as_json
def export(
    deck: str | None, form: str, wanted: Sequence[str], out: Path | None, *, drafts: bool, bom: bool | None
) -> None:
    """Write a deck for other programs.

    csv, tsv and json have a row for each note, and a column for each part and language, such as
    question:en; a value in no language is in a column such as answer. Texts are Markdown, as in the
    deck file. The last column is a checksum: it shows later which texts were edited.

    In a CSV or TSV file, an apostrophe is before each text that a spreadsheet would compute, or take
    for a number or a date.

    \b
    Examples:
      flashcards export world-rivers --to csv -o rivers.csv
      flashcards export world-rivers --to json -l en
    """
    with valid_deck(deck, "nothing was exported") as state:
        _export_table(state, form, wanted, out, drafts=drafts, has_bom=bom)


def _export_table(
    state: DeckState, form: str, wanted: Sequence[str], out: Path | None, *, drafts: bool, has_bom: bool | None
) -> None:
    """Write the notes of a deck as a table, one by one."""
    from flashcards.exporting.rows import columns, row_of
    from flashcards.exporting.tables import BOM, WRITERS
    from flashcards.system.progress import with_progress

    head = state.deck.head
    assert head
    languages = _languages(wanted, head)
    count = state.deck.note_count - (0 if drafts else state.drafts)
    if not count:
        hint = "`--drafts` exports them" if state.drafts else "write one below `notes:`"
        raise FlashcardsError(f"'{head.id}' has {'only drafts' if state.drafts else 'no notes'}", hint)
    is_wanted = partial(_is_wanted, drafts=drafts)
    names = columns(filter(is_wanted, head.notes), languages)
    rows = (row_of(note, languages) for note in with_progress("exporting", head.notes) if is_wanted(note))
    if form != _JSON and (out is not None if has_bom is None else has_bom):
        _print_or_write(chain((BOM,), WRITERS[form](rows, names)), out)
    else:
        _print_or_write(WRITERS[form](rows, names), out)
    left_out = state.deck.note_count - count
    print_json({"notes": count, "drafts_left_out": left_out, "languages": list(languages)})
    if out:
        say_wrote(out, note=f"{counted(count, 'note')}  {' + '.join(languages)}")
    if left_out:
        say(f"{counted(left_out, 'draft')} left out; `--drafts` exports them too", err=True)


def _is_wanted(note: Note, *, drafts: bool) -> bool:
    return drafts or not note.is_draft


def _languages(wanted: Sequence[str], deck: Deck) -> tuple[Language, ...]:
    """The languages to export, in the order of the deck."""
    for tag in wanted:
        if tag not in deck.languages:
            message = f"'{deck.id}' has no language '{tag}'; use one of: {', '.join(deck.languages)}"
            raise click.BadParameter(message, param_hint="--language")
    return tuple(tag for tag in deck.languages if not wanted or tag in wanted)


def _print_or_write(texts: Iterable[str], out: Path | None) -> None:
    """Print texts one by one, or write them to a file that is complete or not there."""
    if out is None and document():
        print_json({"export": "".join(texts)})
    elif out is None:
        for text in texts:
            say(text, nl=False)
    else:
        with staging() as stage:
            stage.write(out, lambda file: file.writelines(text.encode() for text in texts))
            stage.place()
