"""Statistics of a chunk: numbers of notes, cards, words and characters.

Words are separated by spaces, so languages written without spaces have no word count.
Characters are letters, digits and symbols as a reader counts them: a letter with its marks is one,
and spaces do not count. Retired notes and drafts are counted separately.
"""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from flashcards.cards.notetypes.notetype import NoteInEdition
from flashcards.cards.notetypes.per_deck import notetype_of
from flashcards.compile.read import ReadChunk
from flashcards.deckfile.chunks import Chunk
from flashcards.model.deck import Deck, Language, Note
from flashcards.model.edition import Edition
from flashcards.model.source import point_id
from flashcards.model.variant import shown

_WITHOUT_SPACES = frozenset("bo dz ja km lo my nan th wuu yue zh".split())


class EditionCounts(NamedTuple):
    """Statistics of one edition, without its retired notes, which are counted separately."""

    notes: int = 0
    retired: int = 0
    cards: int = 0
    words: int = 0
    characters: int = 0


class ChunkCounts(NamedTuple):
    """Counts of notes, by kind of key point, section and variant, and of each main edition, in their order."""

    notes: int
    retired: int
    drafts: int
    kinds: dict[str, int]
    sections: dict[str, int]
    variants: dict[str, int]
    editions: list[EditionCounts]


def counts(read: ReadChunk, _: Chunk, deck: Deck, editions: Sequence[Edition]) -> ChunkCounts:
    """Count the notes of a chunk; a note that covers key points of two kinds counts for both."""
    retired = [note for note in read.notes if note.retired and not note.is_draft]
    notes = [note for note in read.notes if not (note.retired or note.is_draft)]
    points = deck.source.points if deck.source else {}
    kinds = Counter(kind for note in notes for kind in {points[point_id(ref)].kind for ref in note.covers} - {""})
    return ChunkCounts(
        notes=len(notes),
        retired=len(retired),
        drafts=len(read.notes) - len(notes) - len(retired),
        kinds=dict(kinds),
        sections=dict(Counter(note.section for note in notes)),
        variants={shown(each.name): sum(each.takes(note.tags) for note in notes) for each in deck.variants},
        editions=[_counts(each, read.notes) for each in editions if each.is_main],
    )


def counts_of(value: Any) -> ChunkCounts | None:
    """Decode cached counts; None if they are not."""
    try:
        found = ChunkCounts._make(value)
        return found._replace(editions=[*map(EditionCounts._make, found.editions)])
    except TypeError:
        return None


def has_words(language: Language) -> bool:
    """Whether a language is written with spaces between words."""
    return language.split("-")[0] not in _WITHOUT_SPACES


def words_in(text: str, language: Language) -> int | None:
    """Count the words of a text, or return None for a language written without spaces."""
    if not has_words(language):
        return None
    return sum(any(letter.isalnum() for letter in word) for word in text.split())


def characters_in(text: str) -> int:
    """Count the characters of a text as a reader does."""
    return sum(unicodedata.category(letter)[0] not in "MZC" for letter in text)


def _counts(edition: Edition, notes: Sequence[Note]) -> EditionCounts:
    held, tag = [note for note in notes if edition.holds(note)], edition.study
    asked = [note for note in held if not note.retired]
    texts = [
        texts[tag].value
        for note in asked
        for part, texts in note.parts.items()
        if tag in texts and _is_read(note, part)
    ]
    return EditionCounts(
        notes=len(asked),
        retired=len(held) - len(asked),
        cards=sum(_cards(NoteInEdition(edition, note)) for note in asked),
        words=sum(words_in(text, tag) or 0 for text in texts),
        characters=sum(map(characters_in, texts)),
    )


def _is_read(note: Note, part: str) -> bool:
    """Whether a part counts as words: a picture or a number that is in no language does not."""
    return note.kind is None or not note.is_own(part)


def _cards(item: NoteInEdition) -> int:
    """The number of cards of a note."""
    notetype = notetype_of(item.note, item.edition.deck)
    return len(notetype.cards_of(notetype.fields_of(item)))
