"""Decks filled in a slice at a time, in little memory, and with what is known of slices that have not changed."""

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from flashcards.cards.notetypes import NOTETYPES
from flashcards.cards.notetypes.per_deck import worn
from flashcards.compile.batch import NAMES, Names, names_of, packed
from flashcards.compile.cache import Drawer
from flashcards.compile.chunks import Slice, Sliced, read_slice, sliced
from flashcards.compile.fields import Filler
from flashcards.deckfile.discovery import DeckFiles
from flashcards.deckfile.notes import Surroundings
from flashcards.deckfile.reader import read_heads
from flashcards.lint.engine import questions_of_sound
from flashcards.model.deck import Deck, Note
from flashcards.model.edition import Edition, editions, pair_name
from flashcards.model.media import Media
from flashcards.system.parallel import in_background

_LARGE = 1 << 20  # bytes of slices for which it is worth while to begin another process


class NeedsWholeError(Exception):
    """A deck has to be read as a whole, for something is to be said of it, or it is laid out so.

    Much can be told of a mistake only by one who knows all the notes; slice by slice it is only seen
    that there is one.
    """


class SlicedDeck(NamedTuple):
    """A deck in slices, each with the key that what it is filled in to is kept under."""

    head: Deck
    around: Surroundings
    editions: tuple[Edition, ...]
    filler: Filler
    slices: tuple[Slice, ...]
    keys: tuple[str, ...]

    @property
    def note_count(self) -> int:
        return sum(part.length for part in self.slices)

    def notes(self, at: int) -> tuple[Note, ...] | None:
        """The notes of a slice; None where anything is to be said of it."""
        return read_slice(self.slices[at], self.around)


class SlicedDecks(NamedTuple):
    """Decks in slices, and the SHA-256 sums of the files that were read to find them."""

    decks: tuple[SlicedDeck, ...]
    sums: Mapping[Path, str]


def slice_decks(sources: Sequence[DeckFiles], wanted: Sequence[str], drawer: Drawer) -> SlicedDecks:
    """Find the slices of decks, and what the decks say of themselves."""
    parted = [each for source in sources if (each := sliced(source))]
    heads = read_heads(sources, [each.above for each in parted], wanted) if len(parted) == len(sources) else None
    if heads is None:
        raise NeedsWholeError
    known = {name for deck in heads.decks for pair in deck.pairs for name in (pair[0], pair_name(*pair))}
    if not {*wanted} <= known:
        raise NeedsWholeError
    decks = [_sliced(*each, wanted, drawer) for each in zip(heads.decks, heads.around, parted, strict=True)]
    sums = {**heads.sums}
    for each in parted:
        sums.update(each.sums)
    return SlicedDecks(tuple(decks), sums)


@contextmanager
def filled_beside(decks: Sequence[SlicedDeck], drawer: Drawer) -> Iterator[None]:
    """Have slices filled in meanwhile that are not in the drawer yet, by as many processors as there are.

    They go from the back to the front, towards whoever begins with the first slice, and has to fill in
    itself what is not there yet when it is met. So all are busy to the end.
    """
    missing = [(deck, at) for deck in decks for at, key in enumerate(deck.keys) if not drawer.has(key)]
    size = sum(deck.slices[at].size for deck, at in missing)
    count = min(os.cpu_count() or 1, 1 + size // _LARGE)
    ends = [len(missing) * share // count for share in range(count + 1)]
    with ExitStack() as stack:
        for begin, end in zip([0, *ends[2:]], ends[2:], strict=False):
            share = missing[begin:end][::-1]
            stack.enter_context(in_background(partial(_fill_all, share, drawer), parallel=True))
        yield


class Met(NamedTuple):
    """What is known of the notes of a slice, the files they show, and a hash of it all."""

    names: Names
    shown: tuple[Media, ...]
    digest: bytes


def meet(deck: SlicedDeck, at: int, drawer: Drawer) -> Met:
    """What is known of the notes of a slice.

    It is found anew where what was kept is gone or damaged, or a file is no longer what it was.
    """
    met = _met(deck, at, drawer)
    if met is None and _filled(deck, at, drawer):
        met = _met(deck, at, drawer)
    if met is None:
        raise NeedsWholeError
    return met


def _met(deck: SlicedDeck, at: int, drawer: Drawer) -> Met | None:
    data = drawer.get(deck.keys[at], NAMES)
    if data is None:
        return None
    names = names_of(data)
    if names is None:
        return None
    shown = names.shown(deck.slices[at].path.parent)
    return None if shown is None else Met(names, shown, hashlib.sha256(data).digest())


def _sliced(head: Deck, around: Surroundings, parts: Sliced, wanted: Sequence[str], drawer: Drawer) -> SlicedDeck:
    built = tuple(editions(head, wanted))
    if not built or questions_of_sound(head) is None:
        raise NeedsWholeError
    # All that a note is held to, and filled in with, besides its own texts
    said = hashlib.sha256(repr((around, [edition.key for edition in built])).encode()).digest()
    keys = tuple([drawer.key(said, part.digest) for part in parts.slices])
    return SlicedDeck(head, around, built, Filler(built, worn(head, NOTETYPES)), parts.slices, keys)


def _fill_all(share: Sequence[tuple[SlicedDeck, int]], drawer: Drawer) -> None:
    for deck, at in share:
        if drawer.has(deck.keys[at]) or not _filled(deck, at, drawer):
            return


def _filled(deck: SlicedDeck, at: int, drawer: Drawer) -> bool:
    """Fill in a slice, and put it into the drawer; whether nothing was to be said of it, and there was room."""
    notes = deck.notes(at)
    if notes is None:
        return False
    used = {note.section for note in notes}
    sections = {name: section for name, section in deck.head.sections.items() if name in used}
    there = replace(deck.head, title={}, description={}, sections=sections, notes=notes)
    questions = questions_of_sound(there)
    if questions is None:
        return False
    filled = [deck.filler.filled(note) for note in notes]
    return drawer.put(deck.keys[at], *packed(notes, filled, questions))
