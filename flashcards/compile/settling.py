"""Sliced decks stamped, and found to be sound as a whole."""

import hashlib
import json
from array import array
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from flashcards.anki.package import Package
from flashcards.cards.description import describe
from flashcards.cards.notetypes.per_deck import worn
from flashcards.compile.batch import dumped
from flashcards.compile.batched_notes import BatchedNotes, Moments
from flashcards.compile.cache import Drawer
from flashcards.compile.fields import Form, by_name
from flashcards.compile.joins import Tally
from flashcards.compile.slicewise import Met, NeedsWholeError, SlicedDeck, filled_beside, meet
from flashcards.compile.stamp import (
    is_far_ahead,
    later_revisions,
    stale_texts,
    stamp_note,
    stamped,
    stamped_types,
    type_stamps,
    unused_ids,
)
from flashcards.ledger.codec import (
    Ledger,
    LedgerLines,
    LedgerReading,
    Stamp,
    State,
    ledger_path,
    note_line,
    note_lines,
    read_ledger_lines,
    unchanged,
)
from flashcards.ledger.compatibility import breaks_of_head, breaks_of_note
from flashcards.ledger.translation import languages_behind, note_problems
from flashcards.model.deck import Deck, Note
from flashcards.model.edition import editions
from flashcards.model.media import Media
from flashcards.model.problem import Problem
from flashcards.system.external_sort import SortedLines
from flashcards.system.git import is_lost
from flashcards.system.progress import LONG, steps


class Settled(NamedTuple):
    """The packages of a deck, all but written; the `lines` of its notes go below the rest of its ledger.

    `shown` are all the files they show; of copies of one, packages have but one. `latest` is the latest
    moment in it, in seconds since 1970.
    """

    packages: tuple[Package, ...]
    ledger: Ledger
    lines: SortedLines
    path: Path
    shown: tuple[Media, ...]
    latest: int
    problems: tuple[Problem, ...]


@contextmanager
def settled(decks: Sequence[SlicedDeck], drawer: Drawer, *, now: float) -> Iterator[tuple[Settled, ...]]:
    """Stamp the notes of decks at `now`, in seconds since 1970, for as long as they are to be written."""
    ledgers = [_ledger_of(deck.head) for deck in decks]
    most = sum(deck.note_count * len(deck.head.pairs) for deck in decks)
    new_ids = unused_ids(chain.from_iterable(lines.note_ids for lines in ledgers), most, now=now)
    with ExitStack() as stack:
        with filled_beside(decks, drawer):
            found = [
                _settled(deck, lines, stack.enter_context(SortedLines()), drawer, new_ids, now)
                for deck, lines in zip(decks, ledgers, strict=True)
            ]
        ledgers.clear()  # they take room, and are not needed any more
        yield tuple(found)


def _settled(
    deck: SlicedDeck, lines: LedgerLines, written: SortedLines, drawer: Drawer, new_ids: Iterator[int], now: float
) -> Settled:
    """Stamp the notes of a deck, and let go of all that is not to be written."""
    settling = _Settling(deck, lines, written, drawer, new_ids, int(now))
    with steps("reading", deck.note_count, is_long=deck.note_count >= LONG) as step:
        for at, part in enumerate(deck.slices):
            settling.take(at)
            if step:
                step(part.length)
    return settling.settled(now)


def _ledger_of(deck: Deck) -> LedgerLines:
    path = ledger_path(deck.folder, deck.id)
    lines = read_ledger_lines(path, deck.id, deck.uid)
    if lines is None or lines.ledger.accepted or lines.ledger.clock or is_lost(path):
        raise NeedsWholeError
    return lines


class _Settling:
    """Goes through the slices of a deck in their order."""

    def __init__(
        self,
        deck: SlicedDeck,
        lines: LedgerLines,
        written: SortedLines,
        drawer: Drawer,
        new_ids: Iterator[int],
        now: int,
    ) -> None:
        self._deck = deck
        self._lines = lines
        self._written = written
        self._drawer = drawer
        self._new_ids = new_ids
        self._now = now
        keys = [edition.key for edition in deck.editions]
        self._keys = sorted(keys)
        self._known_by = hashlib.sha256(" ".join(keys).encode()).digest()
        self._sorted = [keys.index(key) for key in self._keys]
        self._unsorted = [self._keys.index(key) for key in keys]
        self._tally = Tally(deck.head, len(keys))
        self._moments = tuple(Moments(array("q"), array("q"), []) for _ in keys)
        self._others: dict[int, tuple[Form | None, ...]] = {}
        self._problems: list[Problem] = []
        self._latest = lines.ledger.latest
        self._left = {*lines.notes}
        self._read: tuple[int, tuple[Note, ...]] = (-1, ())
        self._all_editions = tuple(editions(deck.head))

    def take(self, at: int) -> None:
        """Take the notes of a slice."""
        met = meet(self._deck, at, self._drawer)
        self._tally.add(met.names, met.shown)
        self._left.difference_update(met.names.first_ids)
        lines = [*map(self._lines.notes.get, met.names.first_ids)]
        found = self._recalled(met, lines) or self._stamped(at, met, lines)
        for moments, own in zip(self._moments, found, strict=True):
            moments.extend(own)

    def settled(self, now: float) -> Settled:
        """What it all comes to, once all slices have been taken."""
        self._keep_the_gone()
        ledger_latest = self._latest
        head, ledger = self._deck.head, self._lines.ledger
        notetypes = worn(head, self._tally.types)
        is_broken = any(breaks_of_head(head, LedgerReading.of(self._lines), notetypes))
        is_later = any(later_revisions(ledger, notetypes.values()))
        if is_broken or is_later or self._latest > now or not self._tally.is_sound():
            raise NeedsWholeError
        types = stamped_types(notetypes, ledger, now=now)
        changed = replace(ledger, notetypes={**ledger.notetypes, **type_stamps(types)})
        shown = tuple(self._tally.shown)
        media = by_name(shown)
        packages = [
            Package(
                edition,
                {key: notetype for key, notetype in types.items() if key in used},
                describe(edition, used, notes, cards),
                BatchedNotes(self._deck, number, notes, moments, self._others, self._drawer),
                media,
                cards,
            )
            for number, (edition, moments, used, notes, cards) in enumerate(
                zip(
                    self._deck.editions,
                    self._moments,
                    self._tally.held_types,
                    self._tally.notes,
                    self._tally.cards,
                    strict=True,
                )
            )
            if notes
        ]
        latest = max([changed.latest, *(max(moments.mods) for moments in self._moments)])
        files = {head.location.path, *(part.path for part in self._deck.slices), self._lines.path}
        if is_far_ahead(latest, ledger_latest, files):
            raise NeedsWholeError
        behind = languages_behind(self._deck.editions, self._tally.notes, self._deck.note_count, self._tally.words)
        problems = tuple(sorted((*self._problems, *behind), key=lambda problem: problem.location))
        return Settled(tuple(packages), changed, self._written, self._lines.path, shown, latest, problems)

    def _recalled(self, met: Met, lines: Sequence[str | None]) -> Sequence[Moments] | None:
        """The stamps of a slice of which neither the notes nor their lines have changed since they were last met."""
        known = [each for each in lines if each is not None]
        data = self._drawer.get(self._key(met, known), 0) if len(known) == len(lines) else None
        if data is None:
            return None
        try:
            moments = [Moments(array("q", ids), array("q", mods), versions) for ids, mods, versions in json.loads(data)]
        except (ValueError, TypeError, OverflowError, RecursionError):  # the cache holds something else
            return None
        self._latest = max([self._latest, *(max(each.mods) for each in moments)])
        for each in zip(met.names.first_ids, known, strict=True):
            self._written.add(*each)
        return moments

    def _stamped(self, at: int, met: Met, lines: Sequence[str | None]) -> Sequence[Moments]:
        """The stamps of a slice, note by note."""
        names, changed = met.names, len(self._others)
        told = zip(names.first_ids, lines, names.types, names.contents, names.texts, names.reviews, strict=True)
        found = [self._stamps(at, place, *each) for place, each in enumerate(told)]
        for note_id, (_, written) in zip(names.first_ids, found, strict=True):
            if written:
                self._written.add(note_id, written)
        has_report = bool(self._deck.head.report)
        moments = [
            Moments(
                array("q", [stamp.note_id if stamp else 0 for stamp in own]),
                array("q", [stamp.mod if stamp else 0 for stamp in own]),
                [stamp.version if stamp else "" for stamp in own] if has_report else [],
            )
            for own in zip(*(stamps for stamps, _ in found), strict=True)
        ]
        if len(self._others) == changed:
            data = [(each.ids.tolist(), each.mods.tolist(), each.versions) for each in moments]
            self._drawer.put(self._key(met, [written for _, written in found]), dumped(data))
        return moments

    def _key(self, met: Met, lines: Sequence[str]) -> str:
        """What the stamps of a slice are kept under, where its notes have these lines."""
        return self._drawer.key(met.digest, self._known_by, hashlib.sha256("".join(lines).encode()).digest())

    def _stamps(
        self,
        at: int,
        place: int,
        note_id: str,
        known: str | None,
        notetype: str,
        contents: Sequence[str],
        texts: str,
        reviews: str,
    ) -> tuple[Sequence[Stamp | None], str]:
        """The stamps of a note in each edition that holds it, and its lines; most are new or unchanged."""
        if known is None:
            new = stamped({}, self._deck.editions, contents, self._new_ids, now=self._now)
            line = note_line(note_id, State.NEW, notetype, [(key, new[key]) for key in self._keys if key in new], texts)
            return [new.get(edition.key) for edition in self._deck.editions], line + reviews if new else ""
        by_key = [contents[number] for number in self._sorted]
        keys = self._keys
        if not all(by_key):
            keys = [key for key, content in zip(keys, by_key, strict=True) if content]
            by_key = [content for content in by_key if content]
        stamps = unchanged(known, notetype, keys, by_key, texts, reviews)
        if stamps is None:
            return self._changed(at, place, note_id)
        self._latest = max([self._latest, *(stamp.mod for stamp in stamps)])
        if len(stamps) == len(self._keys):
            return [stamps[number] for number in self._unsorted], known
        found = dict(zip(keys, stamps, strict=True))
        return [found.get(edition.key) for edition in self._deck.editions], known

    def _changed(self, at: int, place: int, note_id: str) -> tuple[Sequence[Stamp | None], str]:
        """The same for a note that is not as the ledger has it."""
        record, note = self._lines.record(note_id), self._note(at, place)
        if record is None or any(breaks_of_note(note, record, self._all_editions)):
            raise NeedsWholeError
        self._latest = max([self._latest, *(stamp.mod for stamp in record.stamps.values())])
        filled = self._deck.filler.filled(note, stale_texts(note, record))
        renewed, stamps = stamp_note(filled, record, self._deck.editions, self._new_ids, now=self._now)
        self._others[len(self._moments[0].ids) + place] = filled.forms
        self._problems += note_problems(note, record)
        return stamps, "".join(note_lines(note_id, renewed)) if renewed.stamps else ""

    def _note(self, at: int, place: int) -> Note:
        """A note with all its texts, for which its slice is read once more."""
        if self._read[0] != at:
            notes = self._deck.notes(at)
            if notes is None:
                raise NeedsWholeError
            self._read = at, notes
        return self._read[1][place]

    def _keep_the_gone(self) -> None:
        """Let the lines stay of notes that learners have and the deck has not, where that was let pass."""
        for note_id in self._left:
            record = self._lines.record(note_id)
            if record is None or record.state is State.RELEASED:
                raise NeedsWholeError
            self._latest = max([self._latest, *(stamp.mod for stamp in record.stamps.values())])
            if record.state is State.GONE:
                self._written.add(note_id, "".join(note_lines(note_id, record)))
