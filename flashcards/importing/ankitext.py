"""Anki's own text export, whose first lines say how it is written, such as `#separator:tab`."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from flashcards.importing.anki_decks import in_one_deck
from flashcards.importing.delimited import SEPARATORS, Row, found_separator, rows_of, separator_of
from flashcards.importing.limits import at_most, check_guids
from flashcards.importing.media import FolderMedia
from flashcards.importing.options import ReadOptions
from flashcards.importing.textfile import read_text_file
from flashcards.model.foreign import Foreign, ForeignField, ForeignNote, ForeignNotetype, ForeignTemplate, Form
from flashcards.model.problem import FlashcardsError, Location, Problem, Severity
from flashcards.text.suggest import suggestion

_HEADER = re.compile(r"#([a-z ]+):(.*)")
_CLOZE = re.compile(r"\{\{c[0-9]+::")
_LONGEST_HEAD = 50  # lines
_ROLES = ("guid", "notetype", "deck", "tags")

# Anki's own note types, which a text export names without describing them
_FRONT = ForeignTemplate("Card 1", "{{Front}}", "{{FrontSide}}{{Back}}")
_REVERSED = ForeignTemplate("Card 2", "{{Back}}", "{{FrontSide}}{{Front}}")
_TYPED = ForeignTemplate("Card 1", "{{Front}}{{type:Back}}", "{{Front}}{{type:Back}}")
_STOCK: Mapping[str, tuple[tuple[str, ...], tuple[ForeignTemplate, ...]]] = {
    "Basic": (("Front", "Back"), (_FRONT,)),
    "Basic (and reversed card)": (("Front", "Back"), (_FRONT, _REVERSED)),
    "Basic (optional reversed card)": (("Front", "Back", "Add Reverse"), (_FRONT,)),
    "Basic (type in the answer)": (("Front", "Back"), (_TYPED,)),
    "Cloze": (("Text", "Back Extra"), ()),
}


class _Head(NamedTuple):
    """What the first lines say, by key, and how many there are."""

    values: Mapping[str, str]
    lines: int

    def column(self, role: str) -> int | None:
        """The index of the column that holds a role, such as the tags of each note."""
        written = self.values.get(f"{role} column", "")
        return int(written) - 1 if written.isdigit() and written != "0" else None


def is_anki_text(text: str) -> bool:
    """Whether a text begins with a header as Anki writes and reads."""
    return re.match(r"#(separator|html|columns|notetype|deck|tags|guid column|notetype column):", text) is not None


def read(path: Path, options: ReadOptions) -> Foreign:
    """Read an export; rows of different note types may be mixed."""
    text, encoding = read_text_file(path, options.encoding)
    head = _head(text)
    lines = text.split("\n")
    body = "\n" * head.lines + "\n".join(lines[head.lines :])
    separator = _separator(head, body, path)
    rows, problems = [], []
    for row in at_most(rows_of(body, SEPARATORS[separator], path, has_quotes=options.has_quotes), path):
        if any(map(str.strip, row.cells)):
            if lines[row.line - 1].startswith("#"):
                problems.append(_comment(Location(path, row.line, 1)))
            else:
                rows.append(row)
    notes, notetypes = _Notes(head, rows, options.columns, path).read()
    check_guids(notes, path)
    notes = in_one_deck(notes, options.deck, path) if options.deck else notes
    is_html = head.values.get("html", "false") == "true"
    form = options.form or (Form.HTML if is_html else Form.PLAIN)
    found = ("text exported by Anki", encoding, f"{separator}-separated", "HTML" if is_html else "plain text")
    media = FolderMedia(options.media, options.max_unpacked) if options.media else None
    return Foreign(path, path.stem, form, notetypes, notes, found, tuple(problems), text, media)


def _head(text: str) -> _Head:
    values = dict[str, str]()
    lines = text.split("\n", _LONGEST_HEAD)
    count = 0
    while count < len(lines) and (match := _HEADER.fullmatch(lines[count].rstrip("\r"))):
        value = match[2].strip()
        values[match[1].strip()] = value.lower() if match[1] in ("html", "separator") else value
        count += 1
    return _Head(values, count)


def _separator(head: _Head, body: str, path: Path) -> str:
    named = head.values.get("separator", "")
    if not named:
        return found_separator(body, path)
    found = separator_of(named)
    if not found:
        hint = suggestion(named, SEPARATORS)
        raise FlashcardsError(f"{path}:1:1: '{named}' is not a separator that Anki knows", hint)
    return found


def _comment(place: Location) -> Problem:
    message = "this line begins with '#', so Anki takes it for a comment; it is left out"
    return Problem(place, "comment", message, "put it between double quotes if it is a note", Severity.WARNING)


class _Notes:
    """The notes of rows, each of the note type that its row, the header or its fields name."""

    def __init__(self, head: _Head, rows: Sequence[Row], columns: Sequence[str], path: Path) -> None:
        self._head = head
        self._rows = rows
        self._path = path
        self._roles = {role: head.column(role) for role in _ROLES}
        width = max((len(row.cells) for row in rows), default=0)
        self._columns = [index for index in range(width) if index not in self._roles.values()]
        names = head.values.get("columns", "")
        listed = next(iter(rows_of(names, SEPARATORS[_separator(head, names, path)], path))).cells if names else []
        fits = len(listed) == width  # otherwise they are separated by something else than the columns
        self._names = columns or ([listed[index] for index in self._columns] if fits else ())

    def read(self) -> tuple[tuple[ForeignNote, ...], Mapping[int, ForeignNotetype]]:
        ids = dict[str, int]()
        notes = []
        for row in self._rows:
            fields = tuple(row.cells[index] if index < len(row.cells) else "" for index in self._columns)
            name = self._cell(row, "notetype") or ("Cloze" if _CLOZE.search("".join(fields)) else "")
            deck = self._cell(row, "deck")
            tags = [*self._cell(row, "tags").split(), *self._head.values.get("tags", "").split()]
            place = Location(self._path, row.line, 1)
            number = ids.setdefault(name, len(ids))
            notes.append(ForeignNote(place, number, fields, tuple(dict.fromkeys(tags)), self._cell(row, "guid"), deck))
        notetypes = {number: self._notetype(number, name, notes) for name, number in ids.items()}
        fitted = (note._replace(fields=note.fields[: len(notetypes[note.notetype].fields)]) for note in notes)
        return tuple(fitted), notetypes

    def _cell(self, row: Row, role: str) -> str:
        """What the column of a role says, or the header for all rows."""
        index = self._roles[role]
        in_row = row.cells[index].strip() if index is not None and index < len(row.cells) else ""
        return in_row or self._head.values.get(role, "")

    def _notetype(self, number: int, name: str, notes: Sequence[ForeignNote]) -> ForeignNotetype:
        own = [note.fields for note in notes if note.notetype == number]
        used = max((index + 1 for fields in own for index, field in enumerate(fields) if field.strip()), default=1)
        names, templates = _STOCK.get(name, ((), ()))
        if used > len(names) or self._names:
            names = tuple(self._names) or tuple(f"Field {index + 1}" for index in range(used))
            names = (*names, *(f"Field {index + 1}" for index in range(len(names), used)))
        is_cloze = any(_CLOZE.search("".join(fields)) for fields in own)
        fields = tuple(map(ForeignField, names[: len(self._columns)]))
        return ForeignNotetype(number, name, fields, templates, is_cloze=is_cloze)
