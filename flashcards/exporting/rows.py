"""Notes as the rows of a table: one column a part and language, and a checksum that shows which side was edited.

A column is named as for `import`, such as `question:en`, or `answer` for a value in no language. Texts are as in the
deck file.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from flashcards.cards.notetypes import PARTS
from flashcards.model.deck import Language, Note, Text, is_shared

ID, TYPE, SECTION, TAGS, CHECKSUM = "id", "type", "section", "tags", "checksum"

HEAD = (ID, TYPE, SECTION, TAGS)
"""The columns before those of texts; the checksum is the last."""

_DIGITS = 12  # of a checksum


class NoteRow(NamedTuple):
    """A note; `texts` are by column, and none of them is empty."""

    id: str
    type: str
    section: str
    tags: tuple[str, ...]
    texts: Mapping[str, str]


def row_of(note: Note, languages: Collection[Language]) -> NoteRow:
    """A note as a row, with its texts in some languages and those in none."""
    return NoteRow(
        note.id, note.type, note.section, note.tags, {name: text.value for name, text in texts_of(note, languages)}
    )


def texts_of(note: Note, languages: Collection[Language]) -> Iterable[tuple[str, Text]]:
    """The texts of a note with their columns, in some languages and those in none."""
    for part, texts in note.parts.items():
        if _is_free(note, part):
            yield part, next(iter(texts.values()))
        else:
            yield from ((column(part, tag), text) for tag, text in texts.items() if tag in languages)


def column(part: str, language: Language = "") -> str:
    """The name of the column of a part in a language, or in none."""
    return f"{part}:{language}" if language else part


def columns(notes: Iterable[Note], languages: Sequence[Language]) -> tuple[str, ...]:
    """The columns of texts that notes need: of each part, first the value in no language, then each language."""
    parts: dict[str, set[bool]] = {}
    for note in notes:
        for part in note.parts:
            parts.setdefault(part, set()).add(_is_free(note, part))
    ordered = [*(part for part in PARTS if part in parts), *(part for part in parts if part not in PARTS)]
    return tuple(
        name
        for part in ordered
        for is_free, names in ((True, [part]), (False, [column(part, tag) for tag in languages]))
        if is_free in parts[part]
        for name in names
    )


def checksum(texts: Mapping[str, str]) -> str:
    """The first digits of the SHA-256 of the columns and texts that are not empty, as JSON, sorted by column."""
    pairs = sorted([name, text] for name, text in texts.items() if text)
    content = json.dumps(pairs, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()[:_DIGITS]


def _is_free(note: Note, part: str) -> bool:
    """Whether a part has one value for all languages."""
    return is_shared(note.parts[part]) or (note.kind is not None and note.kind.form_of(part).is_free)
