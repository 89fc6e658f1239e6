"""The pass over a deck beside its ledger: stamps for its notes, and the changes that learners would have to act on.

Stamps of editions that are not built stay in the ledger; notes that are gone and were never released do not.
"""

import hashlib
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

from flashcards.anki.package import PackageNotetype
from flashcards.cards.notetypes.notetype import Notetype
from flashcards.cards.notetypes.per_deck import for_deck
from flashcards.compile.deck import CompiledDeck
from flashcards.compile.fields import FilledNote, filled_as_known
from flashcards.compile.stages import ChunkIndex
from flashcards.compile.stamps import (
    LedgerChanges,
    MovedNote,
    Stamps,
    UnreleasedNote,
    is_far_ahead,
    stamp_note,
    stamped,
    stamped_types,
    type_stamps,
)
from flashcards.ledger.codec import day_of, note_line, note_lines, released_in, texts_of, unchanged, variants_in
from flashcards.ledger.compatibility import (
    CLOCK,
    BreakingChange,
    BreakingKind,
    breaking_changes_of_head,
    breaking_changes_of_note,
    cloze_words,
    is_lasting,
    left_package,
    vanished,
)
from flashcards.ledger.file import LedgerFile, hash_of
from flashcards.ledger.record import Ledger, Stamp, State
from flashcards.ledger.translation import Stale, marks, note_problems, stale_texts, void_reviews
from flashcards.lint.engine import severity_of
from flashcards.lint.registry import LEDGER_RULES
from flashcards.model.deck import Language, Note
from flashcards.model.edition import editions
from flashcards.model.problem import FlashcardsError, Location, Problem
from flashcards.model.variant import DEFAULT_ONLY
from flashcards.system.external_sort import SortedLines

_UNSEEN = Stamp(0, 0, "", "", "")  # of a new note: for what is fresh, the rest does not matter
_FRESH = 3  # what is cached of a note with fresh content


class Stamper:
    """Compares the chunks of a deck, in their order, with its ledger.

    Without the time `now`, in seconds since 1970, notes are only checked, not stamped. `accepted` are the names of
    breaking changes.
    """

    def __init__(
        self,
        deck: CompiledDeck,
        ledger: LedgerFile,
        lines: SortedLines,
        *,
        accepted: Collection[str] = (),
        new_ids: Iterator[int] | None = None,
        now: float | None = None,
    ) -> None:
        assert deck.head is not None
        self.ledger = ledger
        self.stamps = tuple(Stamps(array("q"), array("q"), []) for _ in deck.editions)
        self.filled: dict[int, tuple[FilledNote | None, ...]] = {}
        self.moved: dict[tuple[int, int], MovedNote] = {}  # by chunk and row
        self.released_variants: set[tuple[str, str]] = set()  # that learners have, with the keys of their editions
        self._fresh: list[tuple[int, list[Any]]] = []  # by chunk, as cached; most are only rows
        self.released_editions: set[str] = set()  # the keys of editions that learners have
        self.released_types: set[str] = set()  # the note types of released notes
        self._unknown: list[tuple[int, int]] = []  # new notes, if nothing is stamped
        self.stale: dict[str, tuple[Stale, ...]] = {}
        self.void: dict[str, tuple[Language, ...]] = {}  # languages with an outdated review
        self.problems: list[Problem] = []
        self.breaking_changes: list[BreakingChange] = []
        self._deck, self._head = deck, deck.head
        self._lines = lines
        self._acceptable = {*accepted, *(name for name in ledger.head.accepted if is_lasting(name))}
        self._accepted: set[str] = {CLOCK} & self._acceptable
        self._new_ids = new_ids or iter(())
        self._is_dry = now is None
        self._is_released = ledger.head.release is not None
        self._now = int(now or 0)
        keys = [edition.key for edition in deck.editions]
        self._keys = sorted(keys)
        self._order = [keys.index(key) for key in self._keys]
        self._all_editions = tuple(editions(deck.head))
        self._seen = bytearray(ledger.note_count)
        self._latest = ledger.head.latest  # in the whole ledger
        self._has_report = bool(deck.head.report)
        self._severities = repr([severity_of(deck.head, rule) for rule in LEDGER_RULES]).encode()
        self._types: set[str] = set()
        self.notetypes: Mapping[str, PackageNotetype] = {}  # with their stamps, set by `finish`
        self.types = tuple(set[str]() for _ in deck.editions)
        self.notes = [0] * len(deck.editions)
        self.words = 0
        self.cards = [0] * len(deck.editions)

    def add(self, at: int) -> None:
        """Stamp the notes of a chunk, and compare them with what learners have."""
        index = self._deck.index(at)
        self._types.update(index.types)
        self._count(index)
        numbers = [*map(self.ledger.number, index.first_ids)]
        for number in numbers:
            if number is not None:
                self._seen[number] = 1
        if self._is_dry and not self.ledger.note_count:
            return
        if self._head.variants or self.ledger.head.has_variants:
            self._compare_variants(at, index, numbers)
        found = self._cached_stamps(at, index, numbers) or self._stamped(at, index, numbers)
        for stamps, own in zip(self.stamps, found, strict=True):
            stamps.extend(own)

    @property
    def fresh(self) -> Iterator[UnreleasedNote]:
        """The notes with unreleased content."""
        for at, rows in self._fresh:
            index = self._deck.index(at)
            for each in rows:
                if isinstance(each, int):
                    _, keys = self._held(index.held[each])
                    yield UnreleasedNote(at, each, True, each in index.retired, dict.fromkeys(keys, _UNSEEN))
                else:
                    row, is_new, own = each
                    stamps = {key: Stamp(*stamp) for key, stamp in own.items()}
                    yield UnreleasedNote(at, row, is_new, row in index.retired, stamps)

    def finish(self) -> LedgerChanges:
        """The changes of the ledger, after all chunks were added."""
        ledger, head = self.ledger.head, self._head
        notetypes = for_deck(head, self._types)
        self._add_breaking_changes(breaking_changes_of_head(head, self.ledger, notetypes))
        self._add_breaking_changes(self._left_packages())
        self._keep_the_gone()
        accepted = tuple(sorted(self._accepted))
        if self._is_dry:
            return LedgerChanges(ledger, self._lines, self._latest, accepted)
        self._check_revisions(notetypes.values())
        if CLOCK not in self._accepted:
            self._check_clock()
        self.notetypes = stamped_types(notetypes, ledger, now=self._now)
        changed = replace(
            ledger,
            notetypes={**ledger.notetypes, **type_stamps(self.notetypes)},
            accepted=tuple(sorted({*ledger.accepted, *accepted} - {CLOCK})) if ledger.release else (),
        )
        latest = max(changed.latest, self._latest, *(max(each.mods, default=0) for each in self.stamps))
        if CLOCK not in self._accepted:
            self._check_not_far_ahead(latest)
        changed = replace(changed, clock=self._clock(changed, latest))
        return LedgerChanges(changed, self._lines, latest, accepted)

    def _compare_variants(self, at: int, index: ChunkIndex, numbers: Sequence[int | None]) -> None:
        """Compare the variants that take the released notes of a chunk with those of the last release."""
        for row, number in enumerate(numbers):
            lines = "" if number is None else self.ledger.text(number)
            before, now = frozenset(variants_in(lines)), self._deck.variants(at, row)
            if not before and "" in now:
                continue
            if index.held[row] and (keys := released_in(lines)):
                self.released_variants.update(product(keys, before))
                if (before or DEFAULT_ONLY) != now:
                    self.moved[at, row] = MovedNote(before, keys)

    def _left_packages(self) -> Iterator[BreakingChange]:
        """The breaking changes of notes that packages have no longer."""
        left: dict[str, list[tuple[str, Location, frozenset[str]]]] = {}
        out = {"", *(name for _, name in self.released_variants)}
        for (at, row), moved in self.moved.items():
            now = self._deck.variants(at, row)
            for name in sorted((moved.variants or out) - now) if "" not in now else ():
                note = self._deck.read(at).notes[row]
                left.setdefault(name, []).append((note.id, note.location, now))
        was_adopted = self.ledger.head.is_adopted and not self.ledger.head.has_variants
        return (left_package(name, notes, was_adopted=was_adopted) for name, notes in left.items())

    def _count(self, index: ChunkIndex) -> None:
        """Count the notes in each edition, and collect their note types."""
        self.words += index.types.count("word") - sum(index.types[row] == "word" for row in index.drafts)
        every = (1 << len(self.types)) - 1
        if index.held.count(every) == len(index.held):
            for place, types in enumerate(self.types):
                types.update(index.types)
                self.notes[place] += len(index.types)
            return
        for place, types in enumerate(self.types):
            held = [notetype for notetype, held in zip(index.types, index.held, strict=True) if held >> place & 1]
            types.update(held)
            self.notes[place] += len(held)

    def _cached_stamps(self, at: int, index: ChunkIndex, numbers: Sequence[int | None]) -> Sequence[Stamps] | None:
        """The cached stamps of a chunk, if neither its notes nor their lines in the ledger have changed."""
        known = [number for number in numbers if number is not None]
        if len(known) < len(numbers):
            return None
        value = self._deck.cache.get_json(self._key(at, index, map(self.ledger.hash, known)))
        if value is None:
            return None
        try:
            latest, columns, fresh, cards, keys, types = value
            stamps = tuple(Stamps(array("q", ids), array("q", mods), versions) for ids, mods, versions in columns)
            latest, cards, keys, types = int(latest), [*map(int, cards)], {*map(str, keys)}, {*map(str, types)}
            lengths = {len(column) for ids, mods, versions in stamps for column in (ids, mods, versions or ids)}
            if lengths - {len(numbers)} or (len(stamps), len(cards)) != (len(self.stamps), len(self.cards)):
                return None
            if not all(isinstance(each, int) or len(each) == _FRESH for each in fresh):
                return None
        except (ValueError, TypeError, OverflowError, AttributeError):  # not written by this program
            return None
        if fresh:
            self._fresh.append((at, fresh))
        self._record_time(latest)
        self._add_cards(cards)
        self.released_editions |= keys
        self.released_types |= types
        return stamps

    def _add_cards(self, cards: Sequence[int]) -> None:
        self.cards = [*map(sum, zip(self.cards, cards, strict=True))]

    def _stamped(self, at: int, index: ChunkIndex, numbers: Sequence[int | None]) -> Sequence[Stamps]:
        """The stamps of a chunk, note by note."""
        fields = [] if self._is_dry else [self._deck.fields(at, number) for number in range(len(self.stamps))]
        cards = [each.card_count for each in fields] or [0] * len(self.stamps)
        self._add_cards(cards)
        others, other_types, fresh = self.released_editions, self.released_types, list[Any]()
        self.released_editions, self.released_types = set(), set()
        self._fresh.append((at, fresh))
        rows, texts, is_lasting_ = [], [], True
        for row, number in enumerate(numbers):
            own = None if self._is_dry else [each.contents[row] for each in fields]
            known = "" if number is None else self.ledger.text(number)
            stamps, line, is_same = self._note(at, row, index, number, known, own)
            rows.append(stamps)
            texts.append(line)
            is_lasting_ = is_lasting_ and is_same
            if line != known and not self._is_dry:
                self._lines.add(index.first_ids[row], line)
        columns = [self._columns(own) for own in zip(*rows, strict=True)] if rows else []
        if not columns:
            columns = [Stamps(array("q"), array("q"), []) for _ in self.stamps]
        if is_lasting_ and all(texts):
            latest = max((max(each.mods, default=0) for each in columns), default=0)
            stored = [[each.ids.tolist(), each.mods.tolist(), each.versions] for each in columns]
            value = [latest, stored, fresh, cards, sorted(self.released_editions), sorted(self.released_types)]
            self._deck.cache.put_json(self._key(at, index, map(hash_of, texts)), value)
        self.released_editions |= others
        self.released_types |= other_types
        return columns

    def _columns(self, own: Sequence[Stamp | None]) -> Stamps:
        return Stamps(
            array("q", [stamp.note_id if stamp else 0 for stamp in own]),
            array("q", [stamp.mod if stamp else 0 for stamp in own]),
            [stamp.version if stamp else "" for stamp in own] if self._has_report else [],
        )

    def _key(self, at: int, index: ChunkIndex, hashes: Iterable[bytes]) -> bytes:
        """The cache key of the stamps of a chunk, for notes with lines of these hashes."""
        stage = "held" if self._is_dry else "stamps"
        released = str(self._is_released).encode()
        media = repr(index.media).encode() if index.media else b""
        return self._deck.key(stage, at, released, self._severities, media, hashlib.sha256(b"".join(hashes)).digest())

    def _note(
        self,
        at: int,
        row: int,
        index: ChunkIndex,
        number: int | None,
        known: str,
        contents: Sequence[str] | None,
    ) -> tuple[Sequence[Stamp | None], str, bool]:
        """The stamps of a note in each edition, its lines, and whether it has no problems and can be cached."""
        note_id, notetype = index.first_ids[row], index.types[row]
        texts, own_reviews = index.texts[row], index.reviews[row]
        if number is None:
            if contents is None:
                self._unknown.append((at, row))
                return [None] * len(self.stamps), "", True
            new = stamped({}, self._deck.editions, contents, self._new_ids, now=self._now)
            if self._is_released:
                note = self._deck.read(at).notes[row]
                texts = texts_of(cloze_words(note), marks(note))
            line = note_line(note_id, State.NEW, notetype, [(key, new[key]) for key in self._keys if key in new], texts)
            self._add_fresh(row, index, State.NEW, new)
            return [new.get(each.key) for each in self._deck.editions], line + own_reviews if new else "", True
        held, keys = self._held(index.held[row])
        by_key = None if contents is None else [contents[place] for place in held]
        stamps = unchanged(
            known, notetype, keys, by_key, texts, own_reviews, needs_folds=self._is_released and not self._is_dry
        )
        if stamps is None:
            return self._changed(at, row, index, number, contents)
        self._record_time(max((stamp.mod for stamp in stamps), default=0))
        by_edition = dict(zip(keys, stamps, strict=True))
        state = State(known.split(" ", 3)[2])
        self._add_fresh(row, index, state, by_edition)
        return [by_edition.get(each.key) for each in self._deck.editions], known, True

    def _held(self, bits: int) -> tuple[Sequence[int], Sequence[str]]:
        """The places and keys of the editions with a note, in the order of their keys."""
        if bits + 1 == 1 << len(self._keys):
            return self._order, self._keys
        pairs = [(place, key) for place, key in zip(self._order, self._keys, strict=True) if bits >> place & 1]
        return [place for place, _ in pairs], [key for _, key in pairs]

    def _changed(
        self, at: int, row: int, index: ChunkIndex, number: int, contents: Sequence[str] | None
    ) -> tuple[Sequence[Stamp | None], str, bool]:
        """The same as `_note`, for a note that differs from the ledger."""
        nothing = [None] * len(self.stamps)
        record, note = self.ledger.record(number), self._deck.read(at).notes[row]
        if record is None:
            return nothing, "", False
        name, known_breaks = BreakingKind.NOTE.of(note.id), len(self.breaking_changes) + len(self._accepted)
        if self._is_released:
            self._add_breaking_changes(breaking_changes_of_note(note, record, self._all_editions))
        self._record_time(max((stamp.mod for stamp in record.stamps.values()), default=0))
        if not self._is_released:  # no learner has a text that could be stale
            record = record._replace(agreed={})
        found = [*note_problems(self._head, note, record)]
        self.problems += found
        is_fine = not found and known_breaks == len(self.breaking_changes) + len(self._accepted)
        outdated = stale_texts(self._head, note, record)
        if outdated:
            self.stale[note.id] = outdated
        if void := void_reviews(self._head, note, record):
            self.void[note.id] = void
        if contents is None:
            return nothing, "", False
        if outdated or note.was:  # learners see a mark on stale texts, and may have a later id on the card
            stale = frozenset((each.part, each.language) for each in outdated)
            known = [record.stamps.get(edition.key, _UNSEEN).content for edition in self._deck.editions]
            filled = filled_as_known(self._deck.filler, note, stale, known)
            self.filled[len(self.stamps[0].ids) + row] = filled
            cached, contents = contents, [each.content if each else "" for each in filled]
            is_fine = is_fine and cached == contents  # these are not cached
        if record.state is State.GONE:
            record = record._replace(state=State.RELEASED)
        renewed = stamp_note(
            note,
            contents,
            record,
            self._deck.editions,
            self._new_ids,
            now=self._now,
            is_accepted=name in self._accepted,
            is_released=self._is_released,
        )
        self._add_fresh(row, index, renewed.state, renewed.stamps)
        stamps = [renewed.stamps.get(edition.key) for edition in self._deck.editions]
        # without a stamp, no learner has it, and no edition contains it yet
        return stamps, "".join(note_lines(note.first_id, renewed)) if renewed.stamps else "", is_fine

    def _add_fresh(self, row: int, index: ChunkIndex, state: State, stamps: Mapping[str, Stamp]) -> None:
        self._record_released(state, index.types[row], stamps)
        if stamps and not all(stamp.version for stamp in stamps.values()):
            is_unseen = state is State.NEW and not any(stamp.sketch or stamp.version for stamp in stamps.values())
            self._fresh[-1][1].append(row if is_unseen else [row, state is State.NEW, stamps])

    def _record_released(self, state: State, notetype: str, stamps: Mapping[str, Stamp]) -> None:
        """Record the released editions and note types; a reworded note has no version, but still a sketch."""
        self.released_editions.update(key for key, stamp in stamps.items() if stamp.version or stamp.sketch)
        if state is State.RELEASED:
            self.released_types.add(notetype)

    def _keep_the_gone(self) -> None:
        """Check the lines of notes that are gone from the deck; those of released notes are kept."""
        new: list[Note] | None = None
        for number, is_seen in enumerate(self._seen):
            if is_seen:
                continue
            record, note_id = self.ledger.record(number), self.ledger.note_id(number)
            if record is None:
                continue
            self._record_time(max((stamp.mod for stamp in record.stamps.values()), default=0))
            if record.state is State.RELEASED and self._is_released:
                if new is None:
                    new = [*self._new_notes()]
                self._add_breaking_changes([vanished(note_id, record, self.ledger, new)])
                if BreakingKind.NOTE.of(note_id) in self._accepted:
                    record = record._replace(state=State.GONE)
            self._record_released(record.state, record.type, record.stamps)
            line = "" if record.state is State.NEW else "".join(note_lines(note_id, record))
            if not self._is_dry and line != self.ledger.text(number):
                self._lines.add(note_id, line)

    def _new_notes(self) -> Iterator[Note]:
        """The notes that were never released."""
        for at, row in (*((each.at, each.row) for each in self.fresh if each.is_new), *self._unknown):
            yield self._deck.read(at).notes[row]

    def _add_breaking_changes(self, found: Iterable[BreakingChange]) -> None:
        """Collect breaking changes, accepted or not."""
        for each in found:
            if each.name in self._acceptable:
                self._accepted.add(each.name)
            else:
                self.breaking_changes.append(each)

    def _record_time(self, moment: int) -> None:
        self._latest = max(self._latest, moment)

    def _check_revisions(self, notetypes: Iterable[Notetype]) -> None:
        for notetype in notetypes:
            known = self.ledger.head.notetypes.get(notetype.id)
            if known and known.revision > notetype.revision:
                raise FlashcardsError(
                    f"a later version of flashcards has built the deck '{self._head.id}'",
                    hint="update flashcards: this older version would revert what learners have",
                )

    def _check_clock(self) -> None:
        last = self.ledger.head.clock or self._latest
        if last > self._now:
            raise FlashcardsError(
                f"the clock of this machine is behind the ledger of '{self._head.id}'",
                hint="set the clock: a package from the past would never reach a learner; if it is right, and the "
                f"ledger was written with a clock that was ahead, at {day_of(last)}, build with `--accept {CLOCK}`",
            )

    def _check_not_far_ahead(self, latest: int) -> None:
        files = {self._head.location.path, *(chunk.path for chunk in self._deck.chunks), self.ledger.path}
        if is_far_ahead(latest, self._latest, files):
            raise FlashcardsError(
                f"the clock of this machine says {day_of(latest)}, years after the last change of all that "
                f"'{self._head.id}' is made from",
                hint="set the clock: no later edit would reach who has a package from the future; if it is right, "
                f"build with `--accept {CLOCK}`",
            )

    def _clock(self, changed: Ledger, latest: int) -> int:
        """The last correct time if the ledger contains later ones, otherwise 0."""
        known = self.ledger.head
        if not (known.clock or CLOCK in self._accepted) or latest <= self._now:
            return 0
        is_new = changed != known or not self._lines.is_empty
        return self._now if CLOCK in self._accepted or is_new else known.clock
