"""The compiled deck that all commands use: its head, its chunks, and the values of stages, cached or computed."""

import hashlib
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import cached_property, partial
from itertools import chain
from pathlib import Path
from typing import Any

from flashcards.cards.notetypes.per_deck import for_deck
from flashcards.compile import stages
from flashcards.compile.adopted import NONE_ADOPTED, AdoptedNotes, adopted_notes
from flashcards.compile.cache import Cache
from flashcards.compile.counts import ChunkCounts, counts, counts_of
from flashcards.compile.fields import Filler
from flashcards.compile.joins import Joins
from flashcards.compile.places import ChunkPlaces, places, places_of
from flashcards.compile.read import ReadChunk, read_chunk, read_content
from flashcards.compile.stages import ChunkFields, ChunkIndex
from flashcards.deckfile.chunks import Chunk, CutFile, cut
from flashcards.deckfile.discovery import DeckFiles
from flashcards.deckfile.notes import NoteContext
from flashcards.deckfile.overlays import NO_OVERLAYS, Overlays, overlaid_by, read_overlays
from flashcards.deckfile.reader import Head, read_heads
from flashcards.ledger.file import uid_in_ledger
from flashcards.lint.engine import Linted, Linter
from flashcards.model.deck import Deck, Note
from flashcards.model.edition import Edition, editions
from flashcards.model.media import Media
from flashcards.model.problem import Problem, by_location
from flashcards.model.variant import DEFAULT_ONLY
from flashcards.source.coverage import NotePoints
from flashcards.system.parallel import in_background
from flashcards.yamltext.source import NO_SOURCE

INDEX, LINT, FIELDS = "index", "lint", "fields"
"""The names of the stages, see `flashcards.compile.stages`."""

PLACES, COUNTS = "places", "counts"
"""The names of stages that a build does not need: places and key points of notes, and statistics."""

_SMALL = {PLACES: places, COUNTS: counts}

_LARGE = 1 << 20  # bytes of chunks that are worth another process


class CompiledDeck:
    """A deck in chunks; `head` is None if it has an error: then notes are read only to report their problems.

    It `is_draft` if its head says so, with an error or without: then its errors do not make a command fail.
    `head_problems` include those that it shares with another deck, such as the same uid.

    Values of a chunk are taken from the cache, or computed and cached.
    """

    def __init__(
        self,
        source: DeckFiles,
        head: Head,
        chunks: Sequence[Chunk],
        cache: Cache,
        wanted: Sequence[str],
        overlays: Overlays = NO_OVERLAYS,
    ) -> None:
        self.source = source
        self.overlays = overlays
        self.head: Deck | None = replace(head.deck, notes=_Notes(self)) if head.deck else None
        self.head_problems = head.problems
        self.chunks = tuple(chunks) if head.context else ()
        self.cache = cache
        self.editions: tuple[Edition, ...] = tuple(editions(self.head, wanted)) if self.head else ()
        self.is_draft = bool(head.context and head.context.is_draft)
        self.note_context = head.context or NoteContext(None, False, False, False, ())
        context = repr((self.note_context, [edition.key for edition in self.editions]))
        self._context = hashlib.sha256(context.encode()).digest()
        self._wanted: tuple[str, ...] = ()
        self._read: tuple[int, ReadChunk | None] = (-1, None)
        self._index: tuple[int, ChunkIndex | None] = (-1, None)
        self._fields: tuple[int, Sequence[ChunkFields]] = (-1, ())

    @property
    def name(self) -> str:
        """Its id, or if its head has an error, the name of its file or folder."""
        return self.head.id if self.head else self.source.name

    @property
    def note_count(self) -> int:
        """The number of notes in the files, valid or not."""
        return sum(chunk.length for chunk in self.chunks)

    def key(self, stage: str, at: int, *more: bytes) -> bytes:
        """The cache key of the value of a stage for a chunk."""
        chunk = self.chunks[at]
        own = chunk.sha256, chunk.overlaid.sha256
        return self.cache.key(self._context, stage.encode(), bytes([chunk.is_file]), *own, *more)

    def index(self, at: int) -> ChunkIndex:
        """The index of a chunk."""
        if self._index[0] != at:
            found = stages.index_of(self.cache.get_json(self.key(INDEX, at)))
            if found is None or not found.is_of(self.chunks[at]):
                found = self._compute(INDEX, at)
            self._index = at, found
        known = self._index[1]
        assert known is not None
        return known

    def linted(self, at: int, *, warns: bool) -> Linted:
        """The findings of rules in a chunk; without `warns`, only those that a build reports."""
        chunk = self.chunks[at]
        value = self._cached(at, self.key(LINT, at)) if warns else self.index(at).stops
        found = stages.linted_of(value, chunk)
        if found is None:
            found = stages.linted_of(self._compute(LINT if warns else INDEX, at), chunk)
            assert found is not None
        return found

    def fields(self, at: int, number: int, *, is_new: bool = True) -> ChunkFields:
        """The fields of a chunk in the edition with this number.

        Without `is_new`, media files are not checked for changes again.
        """
        found = self._computed_fields(at, number, is_new=is_new)
        if self.adopted.known:
            return self.adopted.fields(found, self.index(at).first_ids, self.editions[number])
        return found

    def _computed_fields(self, at: int, number: int, *, is_new: bool) -> ChunkFields:
        if is_new and self._fields[0] == at:
            return self._fields[1][number]
        key = self._fields_key(at, number)
        found = stages.fields_of(self._cached(at, key) if is_new else self.cache.get_json(key))
        if found is None or (is_new and found.media != [tuple(each) for each in self.index(at).media]):
            computed: Sequence[ChunkFields] = self._compute(FIELDS, at)
            return computed[number]
        return found

    def places(self, at: int) -> ChunkPlaces:
        """The places of the notes of a chunk, and their key points."""
        return places_of(self.cache.get_json(self.key(PLACES, at))) or self._compute_stage(PLACES, at)

    def counts(self, at: int) -> ChunkCounts:
        """The statistics of the notes of a chunk."""
        return counts_of(self.cache.get_json(self.key(COUNTS, at))) or self._compute_stage(COUNTS, at)

    def points(self) -> Iterator[NotePoints]:
        """The key points of notes that are not retired."""
        for at, chunk in enumerate(self.chunks):
            yield from self.places(at).points(chunk)

    def read(self, at: int) -> ReadChunk:
        """Read the notes of a chunk from its file."""
        number, read = self._read
        if number != at or read is None:
            read = read_chunk(self.chunks[at], self.note_context)
            self._read = at, read
        return read

    def reread(self, path: Path, content: bytes, added: Mapping[str, Media] | None = None) -> ReadChunk:
        """Read the notes of a file as if this were its content; those of all files if it has texts in one language.

        `added` are media that will be beside it, by their paths in texts.
        """
        context = self.note_context._replace(added=added or {})
        if path in self.overlays.languages:
            return self._reread_all(path, content, context)
        overlaid = overlaid_by(entry for own in self.overlays.of_notes for entry in own)
        chunk = Chunk(path, 0, len(content), 1, 0, b"", is_file=True, overlaid=overlaid)
        return read_content(content, chunk, context)

    def _reread_all(self, path: Path, content: bytes, context: NoteContext) -> ReadChunk:
        overlays = read_overlays(self.overlays.languages, {path: content})
        overlaid = overlaid_by(entry for own in overlays.of_notes for entry in own)
        read = [read_chunk(chunk._replace(overlaid=overlaid), context) for chunk in self.chunks]
        notes = tuple(note for each in read for note in each.notes)
        own = [problem for problem in overlays.problems if problem.location.path == path]
        problems = (*own, *(problem for each in read for problem in each.problems))
        flawed = frozenset(note_id for each in read for note_id in each.flawed)
        return ReadChunk(notes, problems, (), (), (), flawed, NO_SOURCE)

    def ids(self) -> Iterator[str]:
        """The ids of all valid notes, in their order."""
        for at in range(len(self.chunks)):
            yield from self.index(at).ids

    def variants(self, at: int, row: int) -> frozenset[str]:
        """The names of the variants that take a note, by its chunk and row; that of the default package is empty."""
        own = self.head.variants if self.head else ()
        taken = self.index(at).taken[row] if own else 1
        return frozenset(each.name for bit, each in enumerate(own) if taken >> bit & 1) if own else DEFAULT_ONLY

    def find(self, wanted: Collection[str]) -> Iterator[Note]:
        """The notes with these ids; reads only the chunks that contain them."""
        for at in range(len(self.chunks)):
            if not {*wanted}.isdisjoint(self.index(at).ids):
                yield from (note for note in self.read(at).notes if note.id in wanted)

    def problems(self) -> Iterator[Problem]:
        """The problems of the deck, without those that rules find, and those of its ledger."""
        yield from self.head_problems
        joins = Joins(self.overlays, self.head)
        for at, chunk in enumerate(self.chunks):
            joins.add(self.index(at))
            yield from self.index(at).problems_at(chunk)
        yield from joins.problems(self)

    def linter(self, *, warns: bool) -> Linter:
        """The linter of the deck; without `warns`, only with rules that a build reports."""
        return self._linters[warns]

    def choose_stages(self, stages: Sequence[str]) -> list[int]:
        """Choose the stages to compute together, so that a chunk is read once; returns the chunks that lack any."""
        wanted = stages if self.editions else (stage for stage in stages if stage != FIELDS)  # without any, no fields
        self._wanted = tuple(wanted) if self.head else (INDEX,)
        return self._missing()

    def compute(self, at: int) -> None:
        """Compute the wanted stages of a chunk, unless another process has done so."""
        if lacking := self._lacking(at):
            self._compute(lacking[0], at)
            self._read = (-1, None)

    def _fields_key(self, at: int, number: int) -> bytes:
        return self.key(FIELDS, at, self.editions[number].key.encode())

    def _missing(self) -> list[int]:
        """The chunks that lack a wanted stage in the cache."""
        keys = [
            {*chain.from_iterable(self._keys(stage, at) for stage in self._wanted)} for at in range(len(self.chunks))
        ]
        known = self.cache.present([*chain.from_iterable(keys)])
        return [at for at, own in enumerate(keys) if not own <= known]

    def _lacking(self, at: int) -> list[str]:
        """The wanted stages that a chunk lacks in the cache."""
        keys = {stage: {*self._keys(stage, at)} for stage in self._wanted}
        known = self.cache.present([*chain.from_iterable(keys.values())])
        return [stage for stage, own in keys.items() if not own <= known]

    def _keys(self, stage: str, at: int) -> Sequence[bytes]:
        """The cache keys of a stage of a chunk."""
        if stage == FIELDS:
            return [self._fields_key(at, number) for number in range(len(self.editions))]
        return [self.key(stage, at)]

    @cached_property
    def _linters(self) -> dict[bool, Linter]:
        assert self.head is not None
        return {warns: Linter(self.head, warns=warns) for warns in (False, True)}

    @cached_property
    def adopted(self) -> AdoptedNotes:
        """What another tool gave the notes of the deck."""
        return adopted_notes(self.head) if self.head else NONE_ADOPTED

    @cached_property
    def filler(self) -> Filler:
        """The filler of the fields of the deck."""
        assert self.head is not None
        return Filler(self.editions, for_deck(self.head))

    def _cached(self, at: int, key: bytes) -> Any:
        """The cached value, if it is known that no media file has changed."""
        return None if self.index(at).lacks_files else self.cache.get_json(key)

    def _put(self, at: int, key: bytes, value: object) -> None:
        if not self.index(at).lacks_files:
            self.cache.put_json(key, value)

    def _compute(self, wanted: str, at: int) -> Any:
        """Compute a stage of a chunk, and the wanted stages that are not known, because the chunk is read anyway.

        With a new index, all are new, because what is cached of them may be of other media files.
        """
        others = self._wanted if wanted == INDEX else self._lacking(at)
        made = {stage: self._compute_stage(stage, at) for stage in dict.fromkeys((wanted, *others))}
        return made[wanted]

    def _compute_stage(self, stage: str, at: int) -> Any:
        """Compute one stage of a chunk, and cache it."""
        chunk, read = self.chunks[at], self.read(at)
        value: Any
        kept: Any
        if stage == INDEX:
            stops = stages.lint(read, chunk, self.linter(warns=False)) if self.head else [[], {}]
            value = kept = stages.index(read, chunk, self.head, self.editions, stops)
            self._index = at, value
        elif stage == FIELDS:
            value = stages.fields(read, self.index(at), self.filler)
            self._fields = at, value
            for number, each in enumerate(value):
                self._put(at, self._fields_key(at, number), each)
            return value
        elif small := _SMALL.get(stage):
            assert self.head is not None
            value = kept = small(read, chunk, self.head, self.editions)
        else:
            value = kept = stages.lint(read, chunk, self.linter(warns=True))
        self._put(at, self.key(stage, at), kept)
        return value


@contextmanager
def prefetched(decks: Sequence[CompiledDeck], wanted: Sequence[str]) -> Iterator[None]:
    """Compute missing stages in the background, on all processors.

    Workers go from the last chunk to the first; the process in the context goes from the first to the last, and
    computes what is not cached yet. So all are busy to the end.
    """
    missing = [(deck, at) for deck in decks for at in deck.choose_stages(wanted)]
    size = sum(deck.chunks[at].size for deck, at in missing)
    count = min(os.cpu_count() or 1, 1 + size // _LARGE)
    ends = [len(missing) * share // count for share in range(count + 1)]
    with ExitStack() as stack:
        for begin, end in zip([0, *ends[2:]], ends[2:], strict=False):
            stack.enter_context(in_background(partial(_compute_all, missing[begin:end][::-1]), parallel=True))
        yield


def _compute_all(share: Sequence[tuple[CompiledDeck, int]]) -> None:
    for deck, at in share:
        deck.compute(at)
    for deck, _ in share[:1]:
        deck.cache.close()


def open_decks(sources: Sequence[DeckFiles], cache: Cache, wanted: Sequence[str] = ()) -> tuple[CompiledDeck, ...]:
    """Cut decks into chunks, and read their heads; texts that only unwanted editions need may be missing."""
    overlays = [read_overlays(dict(source.overlays)) if source.overlays else NO_OVERLAYS for source in sources]
    files = [cut(source, own) for source, own in zip(sources, overlays, strict=True)]
    heads = read_heads(sources, files, wanted, uid_in_ledger, overlays)
    return tuple(
        CompiledDeck(source, head, [*_chunks(own, head)], cache, wanted, overlay)
        for source, own, head, overlay in zip(sources, files, heads, overlays, strict=True)
    )


class _Notes(Collection[Note]):
    """The valid notes of a deck, in their order, read from their files chunk by chunk."""

    def __init__(self, deck: CompiledDeck) -> None:
        self._deck = deck

    def __len__(self) -> int:
        return sum(len(self._deck.index(at).ids) for at in range(len(self._deck.chunks)))

    def __contains__(self, note: object) -> bool:
        return any(each == note for each in self)

    def __iter__(self) -> Iterator[Note]:
        for at in range(len(self._deck.chunks)):
            yield from self._deck.read(at).notes


def problems_of(decks: Iterable[Sequence[Problem]]) -> tuple[Problem, ...]:
    """The problems of several decks, sorted by place; one that decks share is there once."""
    each = [*decks]
    found = chain.from_iterable(each)
    return by_location(dict.fromkeys(found) if len(each) > 1 else found)


def _chunks(files: Iterable[CutFile], head: Head) -> Iterator[Chunk]:
    for file in files:
        yield from (
            chunk._replace(length=head.lengths.get(chunk.path, 0)) if chunk.is_file else chunk for chunk in file.chunks
        )
