"""The snapshot of decks: the notes and note types that learners would get."""

from collections.abc import Iterator, Sequence

from flashcards.anki.snapshot import NoteSnapshot, NotetypeSnapshot, Snapshot, notetype_snapshot
from flashcards.cards.notetypes.per_deck import for_deck, in_language
from flashcards.compile.deck import FIELDS, INDEX, CompiledDeck, prefetched


def snapshot_of(decks: Sequence[CompiledDeck]) -> Snapshot:
    """The notes of valid decks in each study language, and their note types."""
    notes, notetypes = list[NoteSnapshot](), list[NotetypeSnapshot]()
    with prefetched(decks, (INDEX, FIELDS)):
        for deck in decks:
            notes += _notes(deck)
    for deck in decks:
        used = {notetype for at in range(len(deck.chunks)) for notetype in deck.index(at).types}
        notetypes += map(notetype_snapshot, for_deck(deck.head, used).values() if deck.head else ())
    return Snapshot(tuple(notes), tuple(notetypes))


def _notes(deck: CompiledDeck) -> Iterator[NoteSnapshot]:
    if deck.head is None:
        return
    everything = for_deck(deck.head)
    for number, edition in enumerate(deck.editions):
        notetypes = in_language(everything, edition.study)
        names = {key: [field.name for field in notetype.fields] for key, notetype in notetypes.items()}
        sides = {key: tuple((each.front, each.back) for each in notetypes[key].templates) for key in deck.head.kinds}
        for at in range(len(deck.chunks)) if edition.is_main else ():
            columns = deck.fields(at, number)[:5]
            sections = deck.index(at).sections or [""] * len(columns[0])
            rows = zip(*columns, sections, strict=True)
            for row, (note_id, notetype, guid, fields, tags, section) in enumerate(rows):
                if guid:
                    by_name = dict(zip(names[notetype], fields, strict=True))
                    css, version = notetypes[notetype].css, deck.head.version
                    study, home, own = edition.study, edition.subdeck(section), sides.get(notetype, ())
                    variants = deck.variants(at, row)
                    yield NoteSnapshot(guid, note_id, study, home, notetype, by_name, tags, css, version, own, variants)
