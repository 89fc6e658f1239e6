"""`flashcards export`."""

from collections.abc import Iterable, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashcards.cli import completion, options
from flashcards.cli.document import document
from flashcards.cli.languages import check_languages_of
from flashcards.cli.output import print_json, say, say_wrote
from flashcards.cli.states import valid_deck
from flashcards.compile.state import DeckState
from flashcards.deckfile.discovery import find_project
from flashcards.model.deck import Deck, Language, Note
from flashcards.model.problem import FlashcardsError
from flashcards.system import clock
from flashcards.system.atomic import atomic_writes
from flashcards.text.phrases import counted

if TYPE_CHECKING:
    from flashcards.anki.package import Package

_JSON, _CROWDANKI, _TEXT = "json", "crowdanki", "text"
_TABLES = ("csv", "tsv", _JSON)
_PACKAGES = (_CROWDANKI, _TEXT)


@click.command()
@click.argument("deck", required=False, shell_complete=completion.decks)
@click.option("--to", "form", type=click.Choice([*_TABLES, *_PACKAGES]), required=True, help="The format.")
@options.languages(
    "Export this language only, or this study language; can be repeated.",
    "wanted",
    completion.languages,
)
@click.option("--drafts", is_flag=True, help="Export drafts too.")
@click.option(
    "--bom/--no-bom",
    default=None,
    help="Begin a table with a byte order mark, as Excel needs it [default: in a file, not in a terminal or pipe]",
)
@click.option(
    "-o",
    "--out",
    metavar="PATH",
    type=click.Path(path_type=Path),
    help="The file of a table [default: the terminal], or the folder for the others [default: dist]",
)
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

    crowdanki writes a folder for each study language, such as dist/world-rivers-en, for learners who
    have the deck by the add-on CrowdAnki. text writes a file, such as dist/world-rivers-en.txt, that
    Anki itself imports: it updates notes by their ids in Anki and the name of their note type, and
    replaces learners' own edits. It contains no tags and no media. A table has the notes of all
    editions; each edition has a folder or a file of its own.

    \b
    Examples:
      flashcards export world-rivers --to csv -o rivers.csv
      flashcards export world-rivers --to json -l en
      flashcards export world-rivers --to crowdanki -o ~/crowdanki
    """
    if form in _TABLES:
        with valid_deck(deck, "nothing was exported") as state:
            _export_table(state, form, wanted, out, drafts=drafts, has_bom=bom)
        return
    if drafts or bom is not None:
        option = "--drafts" if drafts else "--bom"
        raise click.BadParameter(f"only a table has this option, and not '{form}'", param_hint=option)
    with valid_deck(deck, "nothing was exported", now=clock.now()) as state:
        _export_packages(state, form, wanted, out or find_project().out)


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


def _export_packages(state: DeckState, form: str, wanted: Sequence[str], out: Path) -> None:
    """Write the packages of a deck in another form: all of them, or none."""
    from flashcards.exporting.crowdanki import write_crowdanki
    from flashcards.exporting.updates import SUFFIX, write_updates

    head = state.deck.head
    assert head
    packages = _packages(state, wanted)
    places = [out / f"{each.edition.name}{SUFFIX if form == _TEXT else ''}" for each in packages]
    with atomic_writes() as writes:
        for package, place in zip(packages, places, strict=True):
            if form == _TEXT:
                write_updates(writes, package, place)
            else:
                write_crowdanki(package, writes.folder(place))
        writes.place()
    counts = [len(package.notes) for package in packages]
    print_json(
        {
            "notes": sum(counts),
            "drafts_left_out": state.drafts,
            "languages": [package.edition.tag for package in packages],
        }
    )
    for package, place in zip(packages, places, strict=True):
        say_wrote(place, note=f"{counted(len(package.notes), 'note')}  {_fields_left_out(package, form)}")


def _packages(state: DeckState, wanted: Sequence[str]) -> "Sequence[Package]":
    """The packages of the study languages or pairs that are wanted."""
    from flashcards.compile.build import refuse_without_package
    from flashcards.model.edition import pair_name

    refuse_without_package([state], wanted)
    return [
        package
        for package in state.packages
        if not wanted or {package.edition.study, pair_name(package.edition.study, package.edition.support)} & {*wanted}
    ]


def _fields_left_out(package: "Package", form: str) -> str:
    """The author's fields that a text file cannot carry."""
    from flashcards.exporting.updates import fields_left_out

    if form != _TEXT:
        return ""
    names = dict.fromkeys(name for each in package.notetypes.values() for name in fields_left_out(each.notetype))
    return f"without the fields {', '.join(names)}" if names else ""


def _is_wanted(note: Note, *, drafts: bool) -> bool:
    return drafts or not note.is_draft


def _languages(wanted: Sequence[str], deck: Deck) -> tuple[Language, ...]:
    """The languages to export, in the order of the deck."""
    check_languages_of(deck.id, deck.languages, wanted)
    return tuple(tag for tag in deck.languages if not wanted or tag in wanted)


def _print_or_write(texts: Iterable[str], out: Path | None) -> None:
    """Print texts one by one, or write them to a file that is complete or not there."""
    if out is None and document():
        print_json({"export": "".join(texts)})
    elif out is None:
        for text in texts:
            say(text, nl=False)
    else:
        with atomic_writes() as writes:
            writes.write(out, lambda file: file.writelines(text.encode() for text in texts))
            writes.place()
