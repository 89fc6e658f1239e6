"""What another tool gave the notes of an adopted deck: guids, and cards that templates would not give."""

from collections.abc import Mapping
from contextlib import closing
from typing import NamedTuple

from flashcards.compile.stages import ChunkFields
from flashcards.ledger.codec import adopted_in
from flashcards.ledger.file import LedgerFile, is_of_adopted, ledger_path
from flashcards.ledger.record import Adopted
from flashcards.model.deck import Deck, Language
from flashcards.model.edition import Edition


class AdoptedNotes(NamedTuple):
    """What the ledger of a deck says of them, by first id and study language; nothing if the deck was not adopted.

    `contents` are the known fingerprints of notes with such cards, by first id and the key of the edition.
    """

    known: Mapping[tuple[str, Language], Adopted]
    contents: Mapping[tuple[str, str], str]
    languages: frozenset[Language]

    def guid(self, first_id: str, edition: Edition, computed: str) -> str:
        """The guid that learners have of a note in an edition, or else the computed one."""
        own = self.known.get((first_id, edition.study))
        return own.guid if own else computed

    def cards(self, first_id: str, edition: Edition, content: str, computed: tuple[int, ...]) -> tuple[int, ...]:
        """The cards that learners have of a note, as long as its content is that in the ledger."""
        own = self.known.get((first_id, edition.study))
        if own is None or own.cards is None:
            return computed
        return own.cards if self.contents.get((first_id, edition.key), content) == content else computed

    def fields(self, found: ChunkFields, first_ids: list[str], edition: Edition) -> ChunkFields:
        """The fields of a chunk in an edition with what its notes were given."""
        rows = zip(first_ids, found.guids, found.contents, found.cards, strict=True)
        own = [
            (self.guid(first_id, edition, guid), self.cards(first_id, edition, content, cards)) if guid else ("", ())
            for first_id, guid, content, cards in rows
        ]
        return found._replace(guids=[guid for guid, _ in own], cards=[cards for _, cards in own])


NONE_ADOPTED = AdoptedNotes({}, {}, frozenset())


def adopted_notes(deck: Deck) -> AdoptedNotes:
    """Read the ledger of a deck; only its first line, if the deck was not adopted."""
    path = ledger_path(deck.folder, deck.id)
    if not is_of_adopted(path):
        return NONE_ADOPTED
    known, contents = dict[tuple[str, Language], Adopted](), dict[tuple[str, str], str]()
    with closing(LedgerFile(path, deck.id, deck.uid)) as ledger:
        for number in range(ledger.note_count):
            own = adopted_in(ledger.text(number))
            first_id = ledger.note_id(number) if own else ""
            known.update(((first_id, tag), each) for tag, each in own.items())
            if any(each.cards is not None for each in own.values()) and (record := ledger.record(number)):
                contents.update(((first_id, key), stamp.content) for key, stamp in record.stamps.items())
    return AdoptedNotes(known, contents, frozenset(tag for _, tag in known))
