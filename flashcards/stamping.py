"""Packages from a deck: each note with its id in Anki and its `mod`, from the ledger or new."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from flashcards.description import describe
from flashcards.edition import Edition
from flashcards.ledger import NOTE_ID_STEP, Ledger, Stamp, TypeStamp
from flashcards.notetypes import BILINGUAL_QA
from flashcards.notetypes.notetype import Notetype
from flashcards.package import Package, PackageNote, fingerprint
from flashcards.problem import FlashcardsError


class Stamped(NamedTuple):
    """Packages, and the ledger that remembers what is in them."""

    packages: tuple[Package, ...]
    ledger: Ledger


def stamp(editions: Sequence[Edition], ledger: Ledger, new_ids: Iterator[int], *, now: float) -> Stamped:
    """Stamp the notes of a deck's editions at `now`, in seconds since 1970.

    A note whose content is as the ledger has it keeps its stamp; another gets a `mod` later than
    any before, and one never seen an id from `new_ids`. What the ledger knows beyond these
    editions stays in it.
    """
    notetype = BILINGUAL_QA
    _check_clock(ledger, notetype, now)
    notes = {note_id: dict(stamps) for note_id, stamps in ledger.notes.items()}
    packages = []
    for edition in editions:
        stamped = []
        for note in edition.deck.notes:
            fields = tuple(field.fill(edition, note) for field in notetype.fields)
            tags = edition.tags(note)
            content = fingerprint(notetype, fields, tags)
            stamps = notes.setdefault(note.id, {})
            stamp = _stamp(stamps.get(edition.study), content, new_ids, int(now))
            stamps[edition.study] = stamp
            stamped.append(PackageNote(edition.guid(note), stamp.note_id, stamp.mod, fields, tags))
        packages.append(Package(edition, notetype, describe(edition), tuple(stamped)))
    notetypes = {**ledger.notetypes, notetype.id: TypeStamp(notetype.modified, notetype.content())}
    return Stamped(tuple(packages), replace(ledger, notetypes=notetypes, notes=notes))


def unused_ids(ledgers: Iterable[Ledger], most: int, *, now: float) -> Iterator[int]:
    """At least `most` ids that no note of these ledgers has, rising, and none later than `now`.

    One run of ids serves all the decks of a build: made apart at the same moment, they would meet.
    """
    taken = {stamp.note_id for ledger in ledgers for stamps in ledger.notes.values() for stamp in stamps.values()}
    last = int(now * 1000) // NOTE_ID_STEP
    each = (number * NOTE_ID_STEP for number in range(last - most - len(taken), last))
    return (note_id for note_id in each if note_id not in taken)


def _stamp(known: Stamp | None, content: str, new_ids: Iterator[int], now: int) -> Stamp:
    if known is None:
        return Stamp(next(new_ids), now, content)
    if known.content == content:
        return known
    return Stamp(known.note_id, max(now, known.mod + 1), content)


def _check_clock(ledger: Ledger, notetype: Notetype, now: float) -> None:
    known = ledger.notetypes.get(notetype.id)
    if known and known.mod > notetype.modified:
        raise FlashcardsError(
            f"a later flashcards has built the deck '{ledger.deck_id}'",
            hint="update flashcards: an older one would take back what learners have",
        )
    if max(ledger.latest, notetype.modified) > now:
        raise FlashcardsError(
            f"the clock of this machine is behind the ledger of '{ledger.deck_id}'",
            hint="set the clock; a package from the past would never reach a learner",
        )
