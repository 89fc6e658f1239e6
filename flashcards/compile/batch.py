"""Some notes of a deck filled in together, in a form that can be cached for later builds.

The form is JSON: reading it runs nothing, and comes to plain values or to an error, whoever wrote the cache.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from flashcards.compile.fields import Filled, Form
from flashcards.ledger.codec import review_lines, texts_of
from flashcards.model.deck import Note
from flashcards.model.media import Media
from flashcards.text.media import find_media

# Where the parts of a batch are kept
NAMES, FORMS = 0, 1

_ABSENT = Form("", (), (), (), "")  # a note in an edition that does not hold it

_BY_NOTE = 5  # the first columns of Names
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)

_Columns = tuple[list[str], list[tuple[str, ...]], list[tuple[str, ...]], list[tuple[int, ...]]]


class Names(NamedTuple):
    """What tells whether a deck is sound as a whole, and whether its notes are as the ledger has them.

    The first five have an item a note: its first id, its note type, the fingerprint of its content in
    each edition, empty where that does not hold the note, and its texts and the lines of its reviews as the
    ledger writes them. Then all that the notes are and were called, a number for each question, the notes
    that take the place of others, the authors' tags, the files that are shown, each with the path the
    author wrote, and how many notes and cards there are in each edition.
    """

    first_ids: list[str]
    types: list[str]
    contents: list[list[str]]
    texts: list[str]
    reviews: list[str]
    called: list[str]
    questions: list[int]
    heirs: list[str]
    tags: list[str]
    media: list[tuple[str, str, str, int, str]]
    notes: list[int]
    cards: list[int]

    def shown(self, folder: Path) -> tuple[Media, ...] | None:
        """The files that are shown, by paths from a folder; None where one is not what it was."""
        found = tuple(find_media(reference, folder) for reference, *_ in self.media)
        known = tuple(Media(Path(path), name, size, sha1) for _, path, name, size, sha1 in self.media)
        return known if found == known else None


class Forms(NamedTuple):
    """What goes into packages: the id and note type of each note, and the columns of its forms in each edition.

    The guid of a note is empty where the edition does not hold it.
    """

    ids: list[str]
    types: list[str]
    editions: list[_Columns]


def packed(notes: Sequence[Note], filled: Sequence[Filled], questions: Sequence[int]) -> tuple[bytes, bytes]:
    """Notes and what they were filled in to, as bytes: their names, and their forms."""
    shown = {reference: media for note in notes if note.media for reference, media in note.media.items()}
    by_edition = [[form or _ABSENT for form in forms] for forms in zip(*(each.forms for each in filled), strict=True)]
    names = Names(
        [each.first_id for each in filled],
        [each.type for each in filled],
        [[form.content if form else "" for form in each.forms] for each in filled],
        [texts_of(each.clozes, each.hashes) for each in filled],
        ["".join(review_lines(each.first_id, each.reviews)) if each.reviews else "" for each in filled],
        [name for note in notes for name in (note.id, *note.was)],
        [*questions],
        [note.retired.replaced_by for note in notes if note.retired and note.retired.replaced_by],
        [*dict.fromkeys(tag for note in notes for tag in note.tags)],
        [(reference, str(media.path), media.name, media.size, media.sha1) for reference, media in shown.items()],
        [sum(form is not _ABSENT for form in forms) for forms in by_edition],
        [sum(len(form.cards) for form in forms) for forms in by_edition],
    )
    columns = [
        (
            [form.guid for form in forms],
            [form.fields for form in forms],
            [form.tags for form in forms],
            [form.cards for form in forms],
        )
        for forms in by_edition
    ]
    forms = Forms([each.id for each in filled], names.types, columns)
    return dumped(names), dumped(forms)


def names_of(data: bytes) -> Names | None:
    """Names as they were packed; None where the cache holds something else."""
    try:
        names = Names._make(json.loads(data))
        return names if len({*map(len, names[:_BY_NOTE])}) == 1 else None
    except (ValueError, TypeError, RecursionError):
        return None


def forms_of(data: bytes) -> Forms | None:
    """Forms as they were packed; None where the cache holds something else."""
    try:
        ids, types, editions = json.loads(data)
        columns = [
            (guids, [*map(tuple, fields)], [*map(tuple, tags)], [*map(tuple, cards)])
            for guids, fields, tags, cards in editions
        ]
        return Forms(ids, types, columns)
    except (ValueError, TypeError, RecursionError):
        return None


def dumped(value: Sequence[object]) -> bytes:
    """A value in the form in which pieces of work are cached."""
    return _ENCODER.encode(value).encode()
