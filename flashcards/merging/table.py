"""A table that `flashcards export` wrote, compared with its deck after somebody edited it.

The checksum of a row is of its texts when it was exported. So a row is unedited if it has this checksum, and a note if
it would get it now; where both were edited, no text of the note is taken over.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from flashcards.cards.notetypes.per_deck import parts_of
from flashcards.compile.state import DeckState
from flashcards.exporting.guard import bare
from flashcards.exporting.rows import CHECKSUM, ID, SECTION, TAGS, TYPE, checksum, row_of
from flashcards.merging.values import Comparison, Edit, Left
from flashcards.model.deck import Note
from flashcards.model.foreign import Foreign
from flashcards.model.problem import FlashcardsError

_BOTH = "it was edited in the deck file too, since the export"
_UNKNOWN = "it differs from the deck file, and the row has no checksum that says which of them was edited"
_HINT = "export the table again, and leave its last column as it is"
_BY_HAND = "edit the deck file by hand"
_ABOUT = (TYPE, SECTION, TAGS)


class _Row(NamedTuple):
    """A row by its columns, and the note that it is of."""

    note: Note
    cells: Mapping[str, str]


def compare_table(state: DeckState, table: Foreign) -> Comparison:
    """Compare the rows of a table with the notes of a valid deck; raises FlashcardsError for a table without ids."""
    head = state.deck.head
    assert head is not None
    columns = next((each.field_names for each in table.notetypes.values()), ())
    if ID not in columns or len(table.notetypes) > 1:
        hint = "use a table that `flashcards export` wrote, with its first row"
        raise FlashcardsError(f"'{table.path}' has no column '{ID}'", hint)
    notes = {name: note for note in head.notes for name in (*note.was, note.id)}
    rows, added = dict[str, _Row](), list[str]()
    for row in table.notes:
        cells = {name: bare(cell).strip() for name, cell in zip(columns, row.fields, strict=True)}
        note = notes.get(cells[ID])
        if note is None:
            added.append(cells[ID] or _first(cells))
        elif rows.setdefault(note.id, _Row(note, cells)).cells != cells:
            raise FlashcardsError(f"{row.location}: the note '{note.id}' is in two rows", "delete one of them")
    found = [each for note in head.notes if note.id in rows for each in _of_row(rows[note.id], head.languages)]
    edits = tuple(each for each in found if isinstance(each, Edit))
    left = tuple(each for each in found if isinstance(each, Left))
    return Comparison(edits, left, added=tuple(added), found=len(rows))


def _of_row(row: _Row, languages: Sequence[str]) -> Iterator[Edit | Left]:
    note, cells = row
    ours = dict(row_of(note, languages).texts)
    names = {part.name for part in parts_of(note)}
    theirs = {name: text for name, text in cells.items() if name in ours or name.partition(":")[0] in names}
    there = {name: text for name, text in ours.items() if name in theirs}
    known = cells.get(CHECKSUM, "")
    is_edited = known not in (checksum(theirs), checksum({**ours, **theirs}))
    is_ours_edited = known not in (checksum(there), checksum(ours))
    for name, text in theirs.items() if is_edited else ():
        if text != ours.get(name, ""):
            edit = _edit(note, name, text)
            if is_ours_edited:
                yield Left(edit, _BOTH if known else _UNKNOWN, "" if known else _HINT, is_conflict=True)
            else:
                yield _checked(edit, name, ours, languages)
    yield from _about(note, cells)


def _edit(note: Note, name: str, new: str) -> Edit:
    part, _, language = name.partition(":")
    texts = note.parts.get(part, {})
    text = texts.get(language) if language else next(iter(texts.values()), None)
    place = text.place(note.location.path) if text else note.location
    return Edit(note, part, language or next(iter(texts), ""), place, text.value if text else "", new)


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
