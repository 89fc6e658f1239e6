"""The fields of notes in packages, before stamping: without note ids and modification times."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from flashcards.anki.package import fingerprint
from flashcards.cards.notetypes.fields import renewed_report
from flashcards.cards.notetypes.notetype import NoteInEdition, Notetype, StaleTexts
from flashcards.cards.notetypes.per_deck import in_language
from flashcards.model.deck import Note
from flashcards.model.edition import Edition

NOTHING_STALE: StaleTexts = frozenset()


class FilledNote(NamedTuple):
    """A note in an edition; the fields contain no version yet, and `content` is their fingerprint."""

    guid: str
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    cards: tuple[int, ...]
    content: str


class Filler:
    """Fills the fields of notes for the editions of a deck; of drafts too, with `drafts`."""

    def __init__(self, editions: Sequence[Edition], notetypes: Mapping[str, Notetype], *, drafts: bool = False) -> None:
        self._editions = [(edition, in_language(notetypes, edition.study)) for edition in editions]
        self._holds = Edition.can_ask if drafts else Edition.holds
        self._common: dict[tuple[str, str], tuple[list[str], list[tuple[int, Callable[[NoteInEdition], str]]]]] = {}

    @property
    def count(self) -> int:
        """The number of editions."""
        return len(self._editions)

    def fill(self, note: Note, stale: StaleTexts = NOTHING_STALE) -> tuple[FilledNote | None, ...]:
        """A note in each edition; None for an edition without it."""
        if not self._editions:  # the deck has none in the wanted languages
            return ()
        key, tags, filled, holds = note.type, self._editions[0][0].tags(note), self._filled, self._holds
        return tuple(
            [
                filled(NoteInEdition(edition, note, "", stale), types[key], tags) if holds(edition, note) else None
                for edition, types in self._editions
            ]
        )

    def _filled(self, item: NoteInEdition, notetype: Notetype, tags: tuple[str, ...]) -> FilledNote:
        fields = self._fields(item, notetype)
        guid, content = item.edition.guid(item.note), fingerprint(notetype, fields, tags)
        return FilledNote(guid, fields, tags, notetype.cards_of(fields), content)

    def _fields(self, item: NoteInEdition, notetype: Notetype) -> tuple[str, ...]:
        """The fields of a note; those with the same value in all notes of an edition are filled once."""
        key = item.edition.key, notetype.key
        if key not in self._common:
            own = [(place, field.fill) for place, field in enumerate(notetype.fields) if not field.is_common]
            self._common[key] = [*notetype.fields_of(item)], own
        fields, own = self._common[key]
        for place, fill in own:
            fields[place] = fill(item)
        return tuple(fields)


def in_version(fields: tuple[str, ...], edition: Edition, version: str, notetype: str) -> tuple[str, ...]:
    """The fields of a note with the version in which its content was new, or else the version of the deck.

    With the version of the deck in all notes, each release would change every note, and overwrite learners' edits.
    For the same reason the fingerprint is that of the fields without version and access key. An adopted note type has
    no place for it.
    """
    deck = edition.deck
    if not deck.report or (deck.kinds and notetype in deck.kinds and deck.kinds[notetype].adopted):
        return fields
    return renewed_report(fields, edition, version or deck.version)


def filled_as_known(
    filler: Filler, note: Note, stale: StaleTexts, contents: Sequence[str]
) -> tuple[FilledNote | None, ...]:
    """A renamed note in each edition: with the id on the card that gives the known fingerprint, or else its first id.

    Earlier versions of flashcards put the latest id on the card; notes that learners have so must not become newer.
    """
    filled = filler.fill(note, stale)
    for shown in (*note.was[1:], note.id):
        others = filler.fill(note._replace(was=(shown,)), stale)
        known = zip(filled, others, contents, strict=True)
        filled = tuple([other if other and other.content == content else ours for ours, other, content in known])
    return filled
