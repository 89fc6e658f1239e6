"""The fields of notes as packages have them, as far as a note alone decides: without ids in Anki, and moments."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from flashcards.anki.package import fingerprint
from flashcards.cards.notetypes.fields import renewed_report
from flashcards.cards.notetypes.notetype import NoteInEdition, Notetype
from flashcards.model.deck import Language, Note
from flashcards.model.edition import Edition

Stale = frozenset[tuple[str, Language]]
"""The texts of a note, by part and language, that may be out of date."""

NOTHING_STALE: Stale = frozenset()


class Form(NamedTuple):
    """A note as one edition has it; the fields name no version yet, and `content` is their fingerprint."""

    guid: str
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    cards: tuple[int, ...]
    content: str


class Filler:
    """Fills in the notes of a deck for its editions."""

    def __init__(self, editions: Sequence[Edition], notetypes: Mapping[str, Notetype]) -> None:
        self._editions = editions
        self._notetypes = notetypes
        self._common: dict[tuple[str, str], tuple[list[str], list[tuple[int, Callable[[NoteInEdition], str]]]]] = {}

    @property
    def count(self) -> int:
        """How many editions there are."""
        return len(self._editions)

    def forms(self, note: Note, stale: Stale = NOTHING_STALE) -> tuple[Form | None, ...]:
        """A note in each edition, None where that does not hold it; `stale` are its texts that may be out of date."""
        notetype, tags = self._notetypes[note.type], self._editions[0].tags(note)
        return tuple(
            [
                self._form(NoteInEdition(edition, note, "", stale), notetype, tags) if edition.holds(note) else None
                for edition in self._editions
            ]
        )

    def _form(self, item: NoteInEdition, notetype: Notetype, tags: tuple[str, ...]) -> Form:
        fields = self._fields(item, notetype)
        guid, content = item.edition.guid(item.note), fingerprint(notetype, fields, tags)
        return Form(guid, fields, tags, notetype.cards_of(fields), content)

    def _fields(self, item: NoteInEdition, notetype: Notetype) -> tuple[str, ...]:
        """The fields of a note; those that are common to all notes of an edition are filled once."""
        key = item.edition.key, notetype.key
        if key not in self._common:
            own = [(place, field.fill) for place, field in enumerate(notetype.fields) if not field.is_common]
            self._common[key] = [*notetype.fields_of(item)], own
        fields, own = self._common[key]
        for place, fill in own:
            fields[place] = fill(item)
        return tuple(fields)


def in_version(fields: tuple[str, ...], edition: Edition, note_id: str, version: str) -> tuple[str, ...]:
    """The fields of a note whose content came out in a version, or is to come out in the deck's.

    The version a note names is that of its content: were it always the deck's, each release would
    make every note newer. So its fingerprint leaves it out, and the key of the link too: learners'
    edits of notes would give way to it.
    """
    return renewed_report(fields, edition, note_id, version or edition.deck.version) if edition.deck.report else fields
