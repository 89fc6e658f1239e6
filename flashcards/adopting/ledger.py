"""The ledger of an adopted deck: what learners have of each note, as if we had released it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from flashcards.adopting.joining import Joined
from flashcards.adopting.source import SourceNote
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
    """What a ledger records of a note beside its stamps: sketches of its words by language, and the end of its line."""

    sketches: Mapping[Language, str]
    texts: str


def remark_of(note: Note) -> Remark:
    """The remark on a note that learners have."""
    sketches = {language: sketch_of(note, language) for language in note.languages}
    return Remark(sketches, texts_of(cloze_words(note), marks(note)))


def ledger_text(
    compiled: CompiledDeck, notes: Sequence[SourceNote], remarks: Mapping[str, Remark], joined: Joined, *, now: float
) -> str:
    """The text of the ledger; `remarks` are by the ids of notes in the deck."""
    deck = compiled.head
    assert deck is not None
    mods = dict[int, int]()
    for found in joined.published.values():
        mods.update((key, max(each.mod, mods.get(key, 0))) for key, each in found.notetypes.items())
    latest = max((each.mod for note in notes for each in note.found.values()), default=0)
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
        crowdanki=dict(_in_crowdanki(compiled.editions, joined)),
    )
    found_notes = {note.id: note.found for note in notes}
    return head_text(head) + "".join(line for _, line in sorted(_lines(compiled, found_notes, remarks)))


def _in_crowdanki(editions: Sequence[Edition], joined: Joined) -> Iterator[tuple[tuple[str, Language], CrowdAnkiDeck]]:
    """What identifies the deck and its subdecks in CrowdAnki, by section and edition."""
    for edition in editions:
        known = joined.published[edition.study].package.crowdanki
        titled = (key for key, each in edition.deck.sections.items() if edition.study in each.title)
        for section in ("", *titled):
            if own := known.get(edition.subdeck(section)):
                yield (section, edition.key), own


def _lines(
    compiled: CompiledDeck, notes: Mapping[str, Mapping[Language, ForeignNote]], remarks: Mapping[str, Remark]
) -> Iterator[tuple[bytes, str]]:
    """The lines of each note, with its id as bytes, by which ledgers are sorted."""
    editions = compiled.editions
    for at in range(len(compiled.chunks)):
        index, fields = compiled.index(at), [compiled.fields(at, number) for number in range(len(editions))]
        for row, note_id in enumerate(index.ids):
            remark, stamps, adopted = remarks[note_id], [], {}
            for edition, own in zip(editions, fields, strict=True):
                if found := notes[note_id].get(edition.study):
                    sketch = remark.sketches.get(edition.study, "")
                    stamp = Stamp(found.id, found.mod, own.contents[row], sketch, edition.deck.version)
                    stamps.append((edition.key, stamp))
                    cards = None if found.cards == own.cards[row] else found.cards
                    adopted[edition.study] = Adopted(found.guid, cards)
            line = note_line(note_id, State.RELEASED, index.types[row], sorted(stamps), remark.texts)
            yield note_id.encode(), line + "".join(guid_lines(note_id, adopted))
