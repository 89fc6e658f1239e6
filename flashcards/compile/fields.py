"""Notes filled in for their packages, as far as a note alone decides: without ids in Anki, and moments."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from flashcards.anki.package import fingerprint
from flashcards.cards.notetypes.fields import renewed_report
from flashcards.cards.notetypes.notetype import Asked, Notetype
from flashcards.ledger.codec import Review
from flashcards.ledger.compatibility import cloze_words
from flashcards.ledger.translation import Hashes, hashes, reviewed
from flashcards.model.deck import Deck, Language, Note
from flashcards.model.edition import Edition
from flashcards.model.media import Media

NOTHING_STALE: frozenset[tuple[str, Language]] = frozenset()


class Form(NamedTuple):
    """A note as one edition has it; the fields name no version yet, and `content` is their fingerprint."""

    guid: str
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    cards: tuple[int, ...]
    content: str


class Filled(NamedTuple):
    """A note in each edition of its deck, and what the ledger is to keep of its texts.

    A form is None where the edition does not hold the note.
    `reviews` are as if each had been given for the text as it is now.
    """

    id: str
    first_id: str
    type: str
    clozes: Mapping[int, str]
    hashes: Hashes
    reviews: Mapping[Language, Review]
    forms: tuple[Form | None, ...]


class Filler:
    """Fills in the notes of a deck for its editions."""

    def __init__(self, editions: Sequence[Edition], notetypes: Mapping[str, Notetype]) -> None:
        self._editions = editions
        self._notetypes = notetypes
        self._common: dict[tuple[str, str], tuple[list[str], list[tuple[int, Callable[[Asked], str]]]]] = {}

    def filled(self, note: Note, stale: frozenset[tuple[str, Language]] = NOTHING_STALE) -> Filled:
        """A note filled in; `stale` are its texts, by part and language, that may be out of date."""
        notetype, tags = self._notetypes[note.type], self._editions[0].tags(note)
        return Filled(
            note.id,
            note.first_id,
            note.type,
            cloze_words(note),
            hashes(note),
            reviewed(note) if note.reviewed else {},
            tuple(
                [
                    self._form(Asked(edition, note, "", stale), notetype, tags) if edition.holds(note) else None
                    for edition in self._editions
                ]
            ),
        )

    def _form(self, asked: Asked, notetype: Notetype, tags: tuple[str, ...]) -> Form:
        fields = self._fields(asked, notetype)
        guid, content = asked.edition.guid(asked.note), fingerprint(notetype, fields, tags)
        return Form(guid, fields, tags, notetype.cards_of(fields), content)

    def _fields(self, asked: Asked, notetype: Notetype) -> tuple[str, ...]:
        """The fields of a note; those that are common to all notes of an edition are filled once."""
        key = asked.edition.key, notetype.key
        if key not in self._common:
            own = [(place, field.fill) for place, field in enumerate(notetype.fields) if not field.is_common]
            self._common[key] = [*notetype.fields_of(asked)], own
        fields, own = self._common[key]
        for place, fill in own:
            fields[place] = fill(asked)
        return tuple(fields)


def in_version(fields: tuple[str, ...], edition: Edition, note_id: str, version: str) -> tuple[str, ...]:
    """The fields of a note whose content came out in a version, or is to come out in the deck's.

    The version a note names is that of its content: were it always the deck's, each release would
    make every note newer. So its fingerprint leaves it out, and the key of the link too: learners'
    edits of notes would give way to it.
    """
    return renewed_report(fields, edition, note_id, version or edition.deck.version) if edition.deck.report else fields


def by_name(shown: Iterable[Media]) -> tuple[Media, ...]:
    """Files that are shown, as packages have them: of copies, which go by one name, the last."""
    return tuple({file.name: file for file in shown}.values())


def shown_by(deck: Deck) -> Iterator[Media]:
    """The files that a deck's style and its notes show, as often as they do."""
    yield from deck.style.media
    yield from (file for note in deck.notes if note.media for file in note.media.values())
