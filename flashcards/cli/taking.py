"""Edits from elsewhere taken into a deck: shown, asked for, and written; for `import --into` and `pull`."""

import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from flashcards.cli.document import document
from flashcards.cli.output import fail, print_json, say, say_styled, say_wrote, show_problems, write_files
from flashcards.cli.states import valid_deck
from flashcards.cli.texts import patch, text_of
from flashcards.compile.state import DeckState
from flashcards.deckfile.discovery import find_project
from flashcards.model.problem import FlashcardsError
from flashcards.report.terminal import Styled
from flashcards.text.phrases import counted, listing

if TYPE_CHECKING:
    from flashcards.anki.connect import AnkiConnect
    from flashcards.anki.learner import LearnerNote
    from flashcards.compile.present import PresentNote
    from flashcards.importing.options import ReadOptions
    from flashcards.merging.media import Extract
    from flashcards.merging.values import Comparison, Edit, Left

_YES, _NO, _ALL, _QUIT = "y", "n", "a", "q"
_LISTED = 10  # notes that are named
_SHOWN = 60  # characters of a text that is not a text of the deck

OTHER_DECK = "name the deck that it is from"
"""The hint if files have no note of the deck."""


class Learner(NamedTuple):
    """How to read what a learner has: notes, for those of the deck, and media."""

    notes: Callable[[Sequence["PresentNote"]], Sequence["LearnerNote"]]
    extract: "Extract"


def connected(profile: str) -> tuple["AnkiConnect", str]:
    """The running Anki, with the name of its profile; raises FlashcardsError if that is not the wanted `profile`."""
    from flashcards.anki.connect import running_anki

    anki = running_anki()
    name = anki.profile()
    if profile and name != profile:
        found = f"the profile '{name}' is open in Anki" if name else "AnkiConnect does not say which profile is open"
        raise FlashcardsError(f"{found}, and not '{profile}'", "open it in Anki: File → Switch Profile")
    return anki, name


def exported(packages: Sequence[Path], max_unpacked: int) -> Learner:
    """Read packages that a learner exported."""
    from flashcards.anki.learner import learner_notes
    from flashcards.anki.package_media import PackageMedia
    from flashcards.merging.media import first_of

    return Learner(
        lambda _: [note for package in packages for note in learner_notes(package, max_unpacked)],
        first_of([PackageMedia(package, max_unpacked).extract for package in packages]),
    )


def take_from_learners(
    deck: str | None,
    learner: Learner,
    where: str,
    bases: Sequence[Path],
    *,
    yes: bool,
    dry_run: bool,
    max_unpacked: int,
    hint: str = OTHER_DECK,
) -> None:
    """Take what learners have edited into a deck; `where` says what is read.

    `hint` is shown if there is no note of the deck.
    """
    from flashcards.compile.present import present_notes
    from flashcards.merging.comparison import compare
    from flashcards.merging.media import media_finder
    from flashcards.system.atomic import scratch_folder

    with valid_deck(deck, "nothing was taken over") as state, scratch_folder() as scratch:
        present = [*present_notes(state)]
        theirs = learner.notes(present)
        known = [*bases, *_packages_in(find_project().out, state)]
        given = partial(_base_notes, known, bases, max_unpacked)
        found = compare(present, theirs, given, state.deck.filler, media_finder(learner.extract, scratch))
        if not found.found:
            raise FlashcardsError(f"there is no note of '{state.deck.name}' in {where}", hint)
        finish(found, state, where, yes=yes, dry_run=dry_run)


def take_from_table(deck: str, path: Path, options: "ReadOptions", *, yes: bool, dry_run: bool) -> None:
    """Take what was edited in an exported table into a deck."""
    from flashcards.importing.reading import read_foreign
    from flashcards.merging.table import compare_table, unknown_columns

    with valid_deck(deck, "nothing was taken over") as state:
        table = read_foreign(path, options)
        found = compare_table(state, table)
        problems = (*table.problems, *unknown_columns(state, table))
        show_problems(problems, {path: table.text}, err=True, command="")
        if not found.found:
            raise FlashcardsError(f"there is no note of '{state.deck.name}' in {path}", OTHER_DECK)
        finish(found, state, str(path), yes=yes, dry_run=dry_run, others="`flashcards add` adds notes")


def finish(
    found: "Comparison",
    state: DeckState,
    where: str,
    *,
    yes: bool,
    dry_run: bool,
    others: str = "`flashcards import` makes a deck of them",
) -> None:
    """Show edits, ask for each unless `yes`, write those that are wanted, and list what is left.

    `others` says what to do with notes that the deck does not have.
    """
    from flashcards.merging.writing import take

    files = {path: text_of(path) for path in state.deck.source.all}
    possible = take(found.edits, files, state)
    wanted = possible.edits if yes or dry_run else _asked_for(possible.edits)
    taken = possible if wanted == possible.edits else take(wanted, files, state)
    left = (*found.left, *possible.left)
    new = {file.place: file.media.path for edit in taken.edits for file in edit.files if file.place}
    if not dry_run:
        write_files(taken.files, new)
    print_json(_data(found, possible.edits, taken.edits, left, is_written=bool(taken.files) and not dry_run))
    if dry_run:
        for path, text in taken.files.items():
            say(patch(path, files[path], text), nl=False)
        for path in new:
            say(f"{path} is a new file", err=True)
    elif yes:
        for edit in taken.edits:
            _show(edit)
    for each in left:
        _show_left(each)
    _say_rest(found, others, err=dry_run)
    compared = f"{counted(found.found, 'note')} compared"
    if dry_run:
        say(f"{counted(len(taken.edits), 'text')} in {where} to take over, {compared}; nothing was written", err=True)
    else:
        say(f"{counted(len(taken.edits), 'text')} taken from {where}, {compared}")
        say_wrote(*taken.files, *new)
    if left:
        raise SystemExit(1)


def _packages_in(out: Path, state: DeckState) -> Sequence[Path]:
    """The packages of a deck that were built and released here."""
    names = [out / f"{each.name}.apkg" for edition in state.deck.editions for each in edition.by_variant]
    return [*filter(Path.is_file, names), *sorted(out.glob(f"{state.deck.name}-[0-9]*/*.apkg"))]


def _base_notes(
    paths: Sequence[Path], named: Sequence[Path], max_unpacked: int, guids: frozenset[str]
) -> Mapping[str, Sequence["LearnerNote"]]:
    """The notes of packages by guid; a package that was not named and is damaged is left out."""
    from flashcards.anki.learner import learner_notes

    found: dict[str, list[LearnerNote]] = {}
    for path in paths:
        with suppress(*(() if path in named else (FlashcardsError,))):
            for note in learner_notes(path, max_unpacked, guids):
                found.setdefault(note.guid, []).append(note)
    return found


def _asked_for(edits: Sequence["Edit"]) -> tuple["Edit", ...]:
    """The edits that the user takes, each asked for on a terminal."""
    if not edits:
        return ()
    if document() or not sys.stdin.isatty():
        for edit in edits:
            _show(edit)
        hint = "take all with `--yes`, or look at the patch with `--dry-run`"
        fail(f"{counted(len(edits), 'edit')} to ask for, and this is no terminal; nothing was written", hint)
    wanted, answer = list["Edit"](), ""
    for edit in edits:
        _show(edit)
        if answer != _ALL:
            choices = click.Choice((_YES, _NO, _ALL, _QUIT))
            answer = click.prompt("take it? yes, no, all that follow, or quit", type=choices, default=_YES)
        if answer == _QUIT:
            break
        wanted += [edit] if answer != _NO else []
    return tuple(wanted)


def _show(edit: "Edit") -> None:
    _show_text(edit, f"{edit.name} of '{edit.note.id}'")


def _show_text(edit: "Edit", what: str, *, err: bool = False) -> None:
    say_styled(Styled(f"{edit.location}: ", "place"), Styled(what), err=err)
    for sign, text, style in (("-", edit.old, "error"), ("+", edit.new, "hint")):
        for line in text.split("\n") if text else ():
            say_styled(Styled(f"  {sign} {line}", style), err=err)
    for file in edit.files:
        if file.place:
            say_styled(Styled(f"  + {file.place}", "hint"), Styled(", a new file"), err=err)


def _show_left(left: "Left") -> None:
    edit = left.edit
    name = edit.name if edit.language else edit.part
    kind = "conflict" if left.is_conflict else "not taken over"
    _show_text(edit, f"{kind}: {name} of '{edit.note.id}': {left.reason}", err=True)
    if left.hint:
        say_styled(Styled("  hint: ", "hint"), Styled(left.hint), err=True)


def _say_rest(found: "Comparison", others: str, *, err: bool) -> None:
    """List what is not edited but may be of interest to the author."""
    if found.seen:
        say("look at these questions again:", err=err)
    for seen in found.seen:
        signs = [*seen.tags, *(["suspended"] if seen.is_suspended else [])]
        say(f"  {seen.note.location}: {seen.note.id}  {' '.join(signs)}", err=err)
    if found.added:
        count = counted(len(found.added), "note")
        say(f"{count} that the deck does not have; {others}:", err=err)
        for text in found.added[:_LISTED]:
            say(f"  {text if len(text) <= _SHOWN else f'{text[:_SHOWN]}…'}", err=err)
        if len(found.added) > _LISTED:
            say("  …", err=err)
    if found.missing:
        count = counted(len(found.missing), "note")
        say(f"{count} of the deck not in the table: {listing(found.missing, _LISTED)}", err=err)
    if found.older:
        message = (
            f"{counted(found.older, 'note')} of an older release, with nothing to take over unless they were edited"
        )
        say(f"{message}; to see that, add `--base OLD.apkg`", err=err)


def _data(
    found: "Comparison", edits: Sequence["Edit"], taken: Sequence["Edit"], left: Sequence["Left"], *, is_written: bool
) -> dict[str, Any]:
    return {
        "is_written": is_written,
        "notes": found.found,
        "edits": [{**_edit_data(edit), "is_taken": edit in taken} for edit in edits],
        "left": [
            {**_edit_data(each.edit), "reason": each.reason, "hint": each.hint, "is_conflict": each.is_conflict}
            for each in left
        ],
        "look_again": [
            {"note": seen.note.id, "tags": list(seen.tags), "is_suspended": seen.is_suspended} for seen in found.seen
        ],
        "not_in_deck": list(found.added),
        "not_in_file": list(found.missing),
        "older": found.older,
    }


def _edit_data(edit: "Edit") -> dict[str, Any]:
    path, line, column = edit.location
    return {
        "note": edit.note.id,
        "part": edit.part,
        "language": edit.language,
        "path": str(path),
        "line": line,
        "column": column,
        "old": edit.old,
        "new": edit.new,
        "new_files": [str(file.place) for file in edit.files if file.place],
    }
