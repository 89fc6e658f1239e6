"""The notes of a deck as a build would give them to learners now, beside their last build."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from flashcards.cards.notetypes.notetype import Notetype
from flashcards.cards.notetypes.per_deck import for_deck, in_language
from flashcards.cards.notetypes.texts import TextOf, texts_of
from flashcards.compile.fields import FilledNote, filled_as_known
from flashcards.compile.state import DeckState
from flashcards.model.deck import Note
from flashcards.model.edition import Edition
from flashcards.system.progress import with_progress


class PresentNote(NamedTuple):
    """A note in an edition, which has a number; `guid` is the one that learners have.

    `mod` is that of its last build, 0 if there was none, and `is_built` is whether nothing of it has changed since.
    `texts` are its texts by the names of fields.
    """

    note: Note
    edition: Edition
    number: int
    notetype: Notetype
    filled: FilledNote
    guid: str
    mod: int
    is_built: bool
    texts: Mapping[str, TextOf]


def present_notes(state: DeckState) -> Iterator[PresentNote]:
    """The notes of a valid deck in each edition."""
    deck, ledger = state.deck, state.ledger
    assert deck.head is not None
    assert ledger is not None
    everything, kinds = for_deck(deck.head), deck.head.kinds
    notetypes = [in_language(everything, edition.study) for edition in deck.editions]
    texts = [
        {key: texts_of(notetype, kinds.get(key), edition) for key, notetype in own.items()}
        for edition, own in zip(deck.editions, notetypes, strict=True)
    ]
    for note in with_progress("comparing", deck.head.notes):
        place = ledger.number(note.first_id)
        record = None if place is None else ledger.record(place)
        stamps = [record.stamps.get(edition.key) if record else None for edition in deck.editions]
        stale = frozenset((each.part, each.language) for each in state.stale.get(note.id, ()))
        contents = [stamp.content if stamp else "" for stamp in stamps]
        editions = filled_as_known(deck.filler, note, stale, contents) if stale or note.was else deck.filler.fill(note)
        for number, (edition, filled, stamp) in enumerate(zip(deck.editions, editions, stamps, strict=True)):
            if filled:
                is_built = stamp is not None and stamp.content == filled.content
                mod = stamp.mod if stamp else 0
                guid = deck.adopted.guid(note.first_id, edition, filled.guid)
                notetype, own = notetypes[number][note.type], texts[number][note.type]
                yield PresentNote(note, edition, number, notetype, filled, guid, mod, is_built, own)
