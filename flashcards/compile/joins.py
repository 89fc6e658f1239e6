"""Checks across all chunks of a deck: ids that clash or are missing, tags in several spellings, and variants."""

from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from flashcards.compile.read import ReadChunk
from flashcards.compile.stages import ChunkIndex
from flashcards.deckfile.chunks import Chunk
from flashcards.deckfile.overlays import NO_OVERLAYS, OverlayEntry, Overlays
from flashcards.deckfile.variants import nothing_for_all, unknown_tags
from flashcards.model.deck import Deck, Text
from flashcards.model.problem import Location, Problem, Severity
from flashcards.model.variant import Variant, package
from flashcards.text.anki_names import normal
from flashcards.text.suggest import suggestion

_BYTES_FOR_ONE = 8  # of a hash in a table; about one in sixteen then shares its byte


class Chunks(Protocol):
    """A deck whose chunks can be read again, to find the place of a problem."""

    @property
    def chunks(self) -> Sequence[Chunk]: ...

    def index(self, at: int) -> ChunkIndex: ...

    def read(self, at: int) -> ReadChunk: ...


class Joins:
    """Collects the indexes of chunks; of each name it keeps a hash of 64 bits."""

    def __init__(self, overlays: Overlays = NO_OVERLAYS, head: Deck | None = None) -> None:
        self._head = head
        self._taken = self._notes = 0  # the number of notes in the default package, and of all that are not drafts
        self._without_note = {own[0].id: own for own in overlays.of_notes}  # texts of other files
        self._names = array("q")
        self._replacements: dict[str, None] = {}
        self._renamed: dict[str, str] = {}  # first ids, by the ids of renamed notes
        self._tags: dict[str, dict[str, None]] = {}

    def add(self, index: ChunkIndex) -> None:
        """Add the notes of a chunk."""
        self._names.extend(map(hash, index.names))
        self._replacements.update(dict.fromkeys(index.replacements))
        if self._without_note:
            for note_id in index.ids:
                self._without_note.pop(note_id, None)
        if index.ids != index.first_ids:
            self._renamed.update(each for each in zip(index.ids, index.first_ids, strict=True) if each[0] != each[1])
        if index.taken:
            taken = [mask & 1 for row, mask in enumerate(index.taken) if row not in index.drafts]
            self._taken += sum(taken)
            self._notes += len(taken)
        for tag in index.tags:
            self._tags.setdefault(normal(tag), {}).setdefault(tag)

    def problems(self, deck: Chunks) -> Iterator[Problem]:
        """Report duplicate ids, missing replacements and spellings of tags; reads only the chunks concerned."""
        if twice := _twice(self._names):
            yield from _clashing_ids(deck, twice)
        known = {*self._names} if self._replacements or self._without_note else set[int]()
        if missing := {each for each in self._replacements if hash(each) not in known}:
            yield from _missing_notes(deck, missing)
        if self._without_note:
            yield from _unused_texts(deck, self._without_note, known)
        if renamed := {each: first for each, first in self._renamed.items() if each in self._replacements}:
            yield from _renamed_replacements(deck, renamed)
        if spellings := {tag for found in self._tags.values() if len(found) > 1 for tag in found}:
            given = [tag.value for each in (self._head.variants if self._head else ()) for tag in each.given]
            yield from _clashing_tags(deck, spellings, {normal(tag): tag for tag in given})
        if self._head and self._head.variants:
            variants, path = self._head.variants, self._head.location.path
            yield from unknown_tags(variants, path, {tag for found in self._tags.values() for tag in found})
            if self._notes and not self._taken:
                yield nothing_for_all(variants, path)
            if self._replacements:
                yield from _replaced_elsewhere(deck, variants, self._replacements)


def _twice(numbers: Collection[int]) -> set[int]:
    """The numbers that occur more than once.

    A table of bytes takes a third of the memory that they take sorted. The few that share a byte with
    another one are counted.
    """
    mask = (_BYTES_FOR_ONE << len(numbers).bit_length()) - 1
    is_taken, shared = bytearray(mask + 1), set[int]()
    for number in numbers:
        if is_taken[number & mask]:
            shared.add(number)
        is_taken[number & mask] = True
    counts = Counter(number for number in numbers if number in shared)
    return {number for number, count in counts.items() if count > 1}


def _clashing_ids(deck: Chunks, twice: set[int]) -> Iterator[Problem]:
    first: dict[str, Location] = {}
    concerned = _concerned(deck, lambda index: not twice.isdisjoint(map(hash, index.names)))
    for place, name in _places(concerned, lambda read: read.names):
        known = first.setdefault(name.value, place)
        if known != place:
            message = f"the id '{name}' is already used at {known}"
            yield Problem(place, "duplicate-id", message, "give this note its own id")


def _missing_notes(deck: Chunks, missing: set[str]) -> Iterator[Problem]:
    names = [name for at in range(len(deck.chunks)) for name in deck.index(at).names]
    concerned = _concerned(deck, lambda index: not missing.isdisjoint(index.replacements))
    for place, note_id in _places(concerned, lambda read: read.replacements):
        if note_id.value in missing:
            yield Problem(place, "unknown-note", f"there is no note '{note_id}'", suggestion(note_id.value, names))


def _unused_texts(
    deck: Chunks, unused: Mapping[str, Sequence[OverlayEntry]], known: Collection[int]
) -> Iterator[Problem]:
    """Report texts, by id, that no valid note has; a note with an error has its own problem."""
    names = [name for at in range(len(deck.chunks)) for name in deck.index(at).names]
    for note_id, entries in unused.items():
        hint, message = suggestion(note_id, names), f"there is no note '{note_id}'"
        if hash(note_id) in known:
            concerned = _concerned(deck, lambda index, name=note_id: name in index.names)  # type: ignore[misc]
            now = next((note.id for _, read in concerned for note in read.notes if note_id in note.was), None)
            if now is None:
                continue
            hint = f"write '{now}', which is its id now"
        for entry in entries:
            yield Problem(Location(entry.path, entry.line, 1), "unknown-note", message, hint, language=entry.language)


def _renamed_replacements(deck: Chunks, renamed: Mapping[str, str]) -> Iterator[Problem]:
    concerned = _concerned(deck, lambda index: not renamed.keys().isdisjoint(index.replacements))
    for place, note_id in _places(concerned, lambda read: read.replacements):
        if first_id := renamed.get(note_id.value):
            message = f"learners cannot find '{note_id}': its cards show its first id, '{first_id}'"
            yield Problem(place, "unknown-note", message, f"write 'replaced_by: {first_id}'", Severity.WARNING)


def _replaced_elsewhere(deck: Chunks, variants: Sequence[Variant], wanted: Collection[str]) -> Iterator[Problem]:
    """Report replacements that are not in each package with the retired note."""
    taken: dict[str, int] = {}
    for at in range(len(deck.chunks)):
        index = deck.index(at)
        taken.update(each for each in zip(index.ids, index.taken, strict=True) if each[0] in wanted)
    for _, read in _concerned(deck, lambda index: bool(index.replacements)):
        for note in read.notes:
            name = note.retired.replaced_by if note.retired else ""
            there = taken.get(name, -1)  # an unknown note has its own problem
            lacking = [each for bit, each in enumerate(variants) if each.takes(note.tags) and not there >> bit & 1]
            if lacking:
                message = f"learners of {package(lacking[0].name)} cannot find '{name}', which it does not have"
                hint = "name a note that each package with this one has, or give both the same tags of editions"
                yield Problem(note.location, "unknown-note", message, hint, Severity.WARNING)


def _clashing_tags(deck: Chunks, spellings: set[str], of_variants: Mapping[str, str]) -> Iterator[Problem]:
    """Report tags that are spelled in several ways; `of_variants` are those of variants, by how Anki reads them."""
    first: dict[str, tuple[str, Location]] = {}
    concerned = _concerned(deck, lambda index: not spellings.isdisjoint(index.tags))
    for place, tag in _places(concerned, lambda read: read.tags):
        given = of_variants.get(normal(tag.value))
        spelling, known = first.setdefault(normal(tag.value), (tag.value, place))
        if given and given != tag.value and tag.value in spellings:
            message = f"the tag '{tag}' is not '{given}', which is that of an edition: all packages would have the note"
            yield Problem(place, "tag-name", message, f"write '{given}'")
        elif not given and spelling != tag.value:
            message = f"the tag '{tag}' is spelled '{spelling}' at {known}, and Anki would merge the two"
            yield Problem(place, "tag-name", message, f"write '{spelling}'", Severity.WARNING)


def _concerned(deck: Chunks, is_concerned: Callable[[ChunkIndex], bool]) -> Iterator[tuple[Chunk, ReadChunk]]:
    for at, chunk in enumerate(deck.chunks):
        if is_concerned(deck.index(at)):
            yield chunk, deck.read(at)


def _places(
    concerned: Iterable[tuple[Chunk, ReadChunk]], texts: Callable[[ReadChunk], Iterable[Text]]
) -> Iterator[tuple[Location, Text]]:
    """Texts of chunks with their places."""
    return ((text.place(chunk.path), text) for chunk, read in concerned for text in texts(read))
