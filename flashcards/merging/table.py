"""A table that `flashcards export` wrote, compared with its deck after somebody edited it.

The checksum of a row is of its texts when it was exported. So a row is unedited if it has this checksum, and a note if
it would get it now; where both were edited, no text of the note is taken over.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from flashcards.cards.notetypes.per_deck import parts_of
from flashcards.compile.state import DeckState
from flashcards.exporting.guard import bare, guarded
from flashcards.exporting.rows import CHECKSUM, HEAD, ID, SECTION, TAGS, TYPE, checksum, row_of
from flashcards.importing.columns import guess_target
from flashcards.merging.values import Comparison, Edit, Left
from flashcards.model.deck import Note
from flashcards.model.foreign import Foreign
from flashcards.model.problem import FlashcardsError, Location, Problem, Severity
from flashcards.text.nfc import to_nfc

_BOTH = "it was edited in the deck file too, since the export"
_UNKNOWN = "it differs from the deck file, and the row has no checksum that says which of them was edited"
_HINT = "export the table again, and leave its last column as it is"
_BY_HAND = "edit the deck file by hand"
_NUMBER = re.compile(r"[\d.,:+\-–/ eE%]+")  # also as a spreadsheet shows one: 1,23457E+12


class _Row(NamedTuple):
    """A row by its columns, and the note that it is of; `unguarded` are the columns without an apostrophe."""

    note: Note
    cells: Mapping[str, str]
    unguarded: frozenset[str]


def compare_table(state: DeckState, table: Foreign) -> Comparison:
    """Compare the rows of a table with the notes of a valid deck; raises FlashcardsError for a table without ids."""
    head = state.deck.head
    assert head is not None
    columns = next((each.field_names for each in table.notetypes.values()), ())
    if ID not in columns or len(table.notetypes) > 1:
        hint = "use a table that `flashcards export` wrote, with its first row"
        raise FlashcardsError(f"'{table.path}' has no column '{ID}'", hint)
    notes = {name: note for note in head.notes for name in (*note.was, note.id)}
    has_guards = table.path.suffix.lower() != ".json"  # no spreadsheet opens one
    rows, added = dict[str, _Row](), list[str]()
    for row in table.notes:
        written = dict(zip(columns, row.fields, strict=True))
        cells = {name: (bare(cell) if has_guards else cell).strip() for name, cell in written.items()}
        unguarded = frozenset(name for name, cell in written.items() if has_guards and bare(cell) == cell)
        note = notes.get(cells[ID])
        if note is None:
            added.append(cells[ID] or _first(cells))
        elif rows.setdefault(note.id, _Row(note, cells, unguarded)).cells != cells:
            place = row.location if row.location.line else f"'{table.path}'"
            raise FlashcardsError(f"{place}: the note '{note.id}' is in two rows", "delete one of them")
    parts = _parts(head.notes)
    found = [each for note in head.notes if note.id in rows for each in _of_row(rows[note.id], head.languages, parts)]
    edits = tuple(each for each in found if isinstance(each, Edit))
    left = tuple(each for each in found if isinstance(each, Left))
    missing = tuple(note.id for note in head.notes if note.id not in rows and not note.is_draft)
    return Comparison(edits, left, added=tuple(added), missing=missing, found=len(rows))


def unknown_columns(state: DeckState, table: Foreign) -> Iterator[Problem]:
    """Report the columns with texts that are none of an exported table, as after somebody renamed one."""
    head = state.deck.head
    assert head is not None
    known, parts = (*HEAD, CHECKSUM), _parts(head.notes)
    for notetype in table.notetypes.values():
        for index, name in enumerate(notetype.field_names):
            is_known = name in known or name.partition(":")[0] in parts
            if not is_known and any(note.fields[index].strip() for note in table.notes):
                likely = guess_target(name, head.languages)
                hint = f"if it is '{likely}', name it so" if likely.language and likely.part in parts else ""
                message = f"the column '{name}' is none of the deck; what it says is not taken over"
                yield Problem(Location(table.path, 0, 0), "unknown-column", message, hint, Severity.WARNING)


def _parts(notes: Iterable[Note]) -> frozenset[str]:
    """The parts that some notes may have."""
    return frozenset(part.name for note in notes for part in parts_of(note))


def _of_row(row: _Row, languages: Sequence[str], parts: Collection[str]) -> Iterator[Edit | Left]:
    note, cells, unguarded = row
    ours = dict(row_of(note, languages).texts)
    names = {part.name for part in parts_of(note)}
    theirs = {name: text for name, text in cells.items() if name in ours or name.partition(":")[0] in names}
    there = {name: text for name, text in ours.items() if name in theirs}
    known = cells.get(CHECKSUM, "")
    is_edited = known not in (checksum(theirs), checksum({**ours, **theirs}))
    is_ours_edited = known not in (checksum(there), checksum(ours))
    for name, text in theirs.items() if is_edited else ():
        if to_nfc(text) != to_nfc(ours.get(name, "").strip()):  # as all that was read
            edit = _edit(note, name, text)
            if is_ours_edited:
                yield Left(edit, _BOTH if known else _UNKNOWN, "" if known else _HINT, is_conflict=True)
            else:
                yield _damaged(edit, is_guarded=name not in unguarded) or _checked(edit, name, ours, languages)
    for name, text in cells.items():
        if text and name not in theirs and name.partition(":")[0] in parts:
            yield Left(_edit(note, name, text), f"a '{note.type}' note has no '{name.partition(':')[0]}'", _BY_HAND)
    yield from _about(note, cells)


def _edit(note: Note, name: str, new: str) -> Edit:
    part, _, language = name.partition(":")
    texts = note.parts.get(part, {})
    text = texts.get(language) if language else next(iter(texts.values()), None)
    place = text.place(note.location.path) if text else note.location
    return Edit(note, part, language or next(iter(texts), ""), place, text.value if text else "", new)


def _damaged(edit: Edit, *, is_guarded: bool) -> Left | None:
    """What a program has made of a text by itself, as far as it can be told."""
    has_lost = len(edit.old) == len(edit.new) and all(map(_is_same_or_lost, edit.old, edit.new))
    if has_lost or "???" in edit.new.replace(edit.old, ""):
        return Left(edit, "letters have become '?'", "save the table as 'CSV UTF-8' or .xlsx, and edit it there")
    is_computed = guarded(edit.new) != edit.new or _NUMBER.fullmatch(edit.new)
    if edit.new and not is_guarded and guarded(edit.old) != edit.old and is_computed:
        hint = f"if it is right, write it with an apostrophe: '{edit.new}"
        return Left(edit, "a spreadsheet may have computed it, because the apostrophe before it is gone", hint)
    return None


def _is_same_or_lost(old: str, new: str) -> bool:
    """Whether a letter is as it was, or what an encoding without it has made of it."""
    return new == old or (new == "?" and unicodedata.category(old)[0] in "LM")


def _checked(edit: Edit, name: str, ours: Mapping[str, str], languages: Sequence[str]) -> Edit | Left:
    """An edit, or the reason why it cannot be made."""
    if not edit.new:
        return Left(edit, "it was deleted", "delete it in the deck file, if that is right")
    if name in ours:
        return edit
    if edit.part in ours:
        return Left(edit, "it is one value for all languages", f"write it into the column '{edit.part}'")
    if ":" not in name:
        hint = f"write it into a column such as '{edit.part}:{languages[0]}'"
        return Left(edit, "it has a text in each language", hint)
    if edit.language not in languages:
        return Left(edit, f"the deck has no language '{edit.language}'", "add it below 'languages:'")
    return edit


def _about(note: Note, cells: Mapping[str, str]) -> Iterator[Left]:
    """What a row says about a note besides its texts, where that differs."""
    ours = {TYPE: note.type, SECTION: note.section, TAGS: " ".join(note.tags)}
    for name, text in ours.items():
        if cells.get(name, text) != text:
            edit = Edit(note, name, "", note.location, text, cells[name])
            yield Left(edit, "only texts are taken over from a table", _BY_HAND)


def _first(cells: Mapping[str, str]) -> str:
    return next(filter(None, cells.values()), "")
