"""Stamps: what id and modification time a note or a note type gets, from what the ledger has of it.

A note that is as in the ledger keeps its stamp. A changed note gets a later `mod` than before, and a new note a new id.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from flashcards.anki.package import PackageNotetype
from flashcards.cards.notetypes.notetype import Notetype
from flashcards.ledger.compatibility import (
    cloze_words,
)
from flashcards.ledger.record import NOTE_ID_STEP, Adopted, Ledger, Record, Stamp, TypeStamp
from flashcards.ledger.translation import agreed, hashes, reviewed, reviews
from flashcards.model.deck import Language, Note
from flashcards.model.edition import Edition, study_of
from flashcards.system.atomic import last_written
from flashcards.system.external_sort import SortedLines

_FAR = 2 * 365 * 24 * 60 * 60  # seconds


class Stamps(NamedTuple):
    """The stamps of notes in an edition, as columns: ids and `mod`s, which are 0 for a note that it lacks.

    `versions` is empty unless the deck has a report link.
    """

    ids: "array[int]"
    mods: "array[int]"
    versions: list[str]

    def extend(self, other: "Stamps") -> None:
        self.ids.extend(other.ids)
        self.mods.extend(other.mods)
        self.versions.extend(other.versions)


class UnreleasedNote(NamedTuple):
    """A note with unreleased content: its chunk and its row in it, and its stamps by the keys of editions."""

    at: int
    row: int
    is_new: bool
    is_retired: bool
    stamps: Mapping[str, Stamp]


class MovedNote(NamedTuple):
    """A released note that other variants take now: those that had it, and the keys of the editions that did.

    There are no variants if the default package had it, and so all.
    """

    variants: frozenset[str]
    keys: frozenset[str]

    def was_in(self, edition: Edition) -> bool:
        """Whether the package of an edition had it."""
        return edition.key in self.keys and (not self.variants or edition.variant_name in self.variants)


class LedgerChanges(NamedTuple):
    """Changes of a ledger: its new head, the changed lines, the latest time, and the accepted breaking changes."""

    head: Ledger
    lines: SortedLines
    latest: int
    accepted: tuple[str, ...]


def stamp_note(
    note: Note,
    contents: Sequence[str],
    record: Record,
    editions: Sequence[Edition],
    new_ids: Iterator[int],
    *,
    now: int,
    is_accepted: bool = False,
    is_released: bool = True,
) -> Record:
    """The new record of a note whose content has these fingerprints in the editions, of a deck that `is_released`."""
    known = unsketched(record.stamps) if is_accepted else record.stamps
    stamps = stamped(known, editions, contents, new_ids, now=now)
    return Record(
        record.state,
        stamps,
        note.type,
        cloze_words(note),
        agreed(note, record.agreed) if is_released else hashes(note),
        reviews(reviewed(note), record.reviews) if note.reviewed else {},
        _still_adopted(record, stamps) if record.adopted else {},
        record.variants,
    )


def _still_adopted(record: Record, stamps: Mapping[str, Stamp]) -> Mapping[Language, Adopted]:
    """The guids of a note; where its content changed, it gets the cards that its templates give."""
    changed = {study_of(key) for key, stamp in stamps.items() if record.stamps.get(key, stamp).content != stamp.content}
    return {tag: each._replace(cards=None) if tag in changed else each for tag, each in record.adopted.items()}


def stamped(
    known: Mapping[str, Stamp],
    editions: Sequence[Edition],
    contents: Sequence[str],
    new_ids: Iterator[int],
    *,
    now: int,
) -> Mapping[str, Stamp]:
    """The stamps of a note; `contents` are fingerprints for each edition, empty for an edition without the note.

    An edition without the note has no stamp: it was never released there, or its removal was accepted.
    """
    stamps = dict(known)
    for edition, content in zip(editions, contents, strict=True):
        if content:
            stamps[edition.key] = _stamp(stamps, edition, content, new_ids, now)
        else:
            stamps.pop(edition.key, None)
    return stamps


def stamped_types(notetypes: Mapping[str, Notetype], ledger: Ledger, *, now: float) -> Mapping[str, PackageNotetype]:
    """Note types, each with the time of its last change."""
    return {
        key: PackageNotetype(notetype, _type_mod(notetype, ledger, int(now))) for key, notetype in notetypes.items()
    }


def type_stamps(types: Mapping[str, PackageNotetype]) -> Mapping[int, TypeStamp]:
    """The stamps of note types, for the ledger."""
    return {
        notetype.id: TypeStamp(mod, notetype.schema(), notetype.content(), notetype.revision)
        for notetype, mod in types.values()
    }


def unsketched(stamps: Mapping[str, Stamp]) -> dict[str, Stamp]:
    """Remove the sketches of an accepted note, so that further edits are not compared with the released text."""
    return {key: stamp._replace(sketch="") for key, stamp in stamps.items()}


def unused_ids(taken: Iterable[int], most: int, *, now: float) -> Iterator[int]:
    """At least `most` increasing ids that are not `taken`, none of them later than `now`.

    All decks of a build share one iterator: separate ones of the same time would give the same ids. `taken` is read
    only when the first id is needed, which is never in most builds.
    """
    known = array("q", taken)
    last = int(now * 1000) // NOTE_ID_STEP
    first = last - most - len(known)
    near = {note_id for note_id in known if note_id >= first * NOTE_ID_STEP}
    candidates = (number * NOTE_ID_STEP for number in range(first, last))
    yield from (note_id for note_id in candidates if note_id not in near)


def is_far_ahead(latest: float, known: float, files: Iterable[Path]) -> bool:
    """Whether a time is years later than the ledger and the files, so that the clock is probably wrong.

    The files include flashcards itself, because a deck may be unchanged for years before an edit.
    """
    return latest > known + _FAR and latest > last_written((*files, Path(__file__))) + _FAR


def _type_mod(notetype: Notetype, ledger: Ledger, now: int) -> int:
    """The time of the last change of a note type."""
    known = ledger.notetypes.get(notetype.id)
    if known is None:
        return now
    return known.mod if known.content == notetype.content() else max(now, known.mod + 1)


def _stamp(stamps: Mapping[str, Stamp], edition: Edition, content: str, new_ids: Iterator[int], now: int) -> Stamp:
    known = stamps.get(edition.key)
    if known and known.content == content:
        return known
    mod = now
    for key, other in stamps.items():
        # editions in one study language share guids; a later `mod` lets learners change from one to another
        if other.mod >= mod and study_of(key) == edition.study:
            mod = other.mod + 1
    if known is None:
        return Stamp(next(new_ids), mod, content, "", "")
    return Stamp(known.note_id, mod, content, known.sketch, "")
