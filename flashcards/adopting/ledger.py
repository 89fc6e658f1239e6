"""The ledger of an adopted deck: what learners have of each note, as if we had released it."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from flashcards.adopting.found import Found
from flashcards.cards.notetypes.per_deck import for_deck
from flashcards.compile.deck import CompiledDeck
from flashcards.ledger.codec import guid_lines, head_text, note_line, texts_of
from flashcards.ledger.compatibility import cloze_words, sketch_of, subdecks_of
from flashcards.ledger.record import Adopted, Ledger, Release, Stamp, State, TypeStamp
from flashcards.ledger.translation import marks
from flashcards.model.deck import Language, Note
from flashcards.model.edition import Edition, pair_name
from flashcards.model.foreign import CrowdAnkiDeck, ForeignNote


class Remark(NamedTuple):
    """What a ledger records of a note beside its stamp: a sketch of its words, and the end of its line."""

    sketch: str
    texts: str


def remark_of(note: Note, language: Language) -> Remark:
    """The remark on a note that learners have in a language."""
    return Remark(sketch_of(note, language), texts_of(cloze_words(note), marks(note)))


def ledger_text(
    compiled: CompiledDeck, notes: Mapping[str, ForeignNote], remarks: Mapping[str, Remark], found: Found, *, now: float
) -> str:
    """The text of the ledger; `notes` are those found, and `remarks` on them, by their ids in the deck."""
    deck = compiled.head
    assert deck is not None
    [edition] = compiled.editions
    latest = max((note.mod for note in notes.values()), default=0)
    mods = {key: notetype.mod for key, notetype in found.notetypes.items()}
    head = Ledger(
        deck.id,
        deck.uid,
        release=Release(deck.version, int(now)),
        titles={language: title.value for language, title in deck.title.items()},
        pairs=tuple(pair_name(*pair) for pair in deck.pairs),
        notetypes={
            each.id: TypeStamp(mods[each.id], each.schema(), each.content(), each.revision)
            for each in for_deck(deck, deck.kinds).values()
        },
        clock=int(now) if max([latest, *mods.values()]) > now else 0,
        is_adopted=True,
        subdecks=subdecks_of(deck),
        crowdanki=dict(_in_crowdanki(edition, found)),
    )
    return head_text(head) + "".join(line for _, line in sorted(_lines(compiled, notes, remarks)))


def _in_crowdanki(edition: Edition, found: Found) -> Iterator[tuple[tuple[str, Language], CrowdAnkiDeck]]:
    """What identifies the deck and its subdecks in CrowdAnki, by section and edition."""
    for section in ("", *edition.deck.sections):
        if known := found.package.crowdanki.get(edition.subdeck(section)):
            yield (section, edition.key), known


def _lines(
    compiled: CompiledDeck, notes: Mapping[str, ForeignNote], remarks: Mapping[str, Remark]
) -> Iterator[tuple[bytes, str]]:
    """The lines of each note, with its id as bytes, by which ledgers are sorted."""
    [edition] = compiled.editions
    for at in range(len(compiled.chunks)):
        index, fields = compiled.index(at), compiled.fields(at, 0)
        for row, note_id in enumerate(index.ids):
            own = notes[note_id]
            stamp = Stamp(own.id, own.mod, fields.contents[row], remarks[note_id].sketch, edition.deck.version)
            cards = None if own.cards == fields.cards[row] else own.cards
            line = note_line(note_id, State.RELEASED, index.types[row], [(edition.key, stamp)], remarks[note_id].texts)
            guids = guid_lines(note_id, {edition.study: Adopted(own.guid, cards)})
            yield note_id.encode(), line + "".join(guids)
