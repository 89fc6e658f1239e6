"""Packages from a deck: each note with its id in Anki and its `mod`, from the ledger or new."""

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from flashcards.anki.package import Package, PackageNote, PackageNotetype
from flashcards.cards.description import describe
from flashcards.cards.notetypes.notetype import Notetype
from flashcards.compile.fields import NOTHING_STALE, Filled, Filler, by_name, in_version, shown_by
from flashcards.ledger.codec import NOTE_ID_STEP, Ledger, Record, Release, Stamp, State, TypeStamp, day_of
from flashcards.ledger.compatibility import CLOCK, Kind, sketch_of
from flashcards.ledger.translation import agreed, hashes, reviews, stale
from flashcards.model.deck import Deck, Language, Note
from flashcards.model.edition import Edition, editions, pair_name, study_of
from flashcards.model.media import Media
from flashcards.model.problem import FlashcardsError
from flashcards.system.atomic import last_written
from flashcards.system.progress import each

_UNKNOWN = Record(State.NEW, {})
_FAR = 2 * 365 * 24 * 60 * 60  # seconds


class Stamped(NamedTuple):
    """Packages, and the ledger that remembers what is in them."""

    packages: tuple[Package, ...]
    ledger: Ledger


def stamp(
    editions: Sequence[Edition],
    ledger: Ledger,
    new_ids: Iterator[int],
    *,
    notetypes: Mapping[str, Notetype],
    now: float,
    accepted: Collection[str] = (),
    files: Collection[Path] = (),
) -> Stamped:
    """Stamp the notes and note types of a deck's editions at `now`, in seconds since 1970.

    What is as the ledger has it keeps its stamp; what is not gets a `mod` later than any before,
    and a note never seen an id from `new_ids`. What the ledger knows beyond these editions stays
    in it, but for notes nobody has had; `accepted` are breaks let pass. `files` are
    those all this was read from: their times of change, too, tell whether the clock is far ahead.
    """
    _check_revisions(ledger, notetypes.values())
    if CLOCK not in accepted:
        _check_clock(ledger, now)
    deck = editions[0].deck
    types = stamped_types(notetypes, ledger, now=now)
    notes = dict(_kept(ledger, deck, accepted))
    in_editions: list[list[PackageNote]] = [[] for _ in editions]
    filler = Filler(editions, notetypes)
    for due, note in enumerate(each("stamping", deck.notes), 1):
        record = notes.get(note.first_id, _UNKNOWN)
        filled = filler.filled(note, stale_texts(note, record))
        renewed, stamps = stamp_note(
            filled, record, editions, new_ids, now=int(now), is_accepted=Kind.NOTE.of(note.first_id) in accepted
        )
        if renewed.stamps:
            notes[note.first_id] = renewed
        else:
            notes.pop(note.first_id, None)  # nobody has it, and nobody can be asked it yet
        for edition, form, latest, there in zip(editions, filled.forms, stamps, in_editions, strict=True):
            if form and latest:
                fields = in_version(form.fields, edition, note.id, latest.version)
                there.append(
                    PackageNote(note.type, form.guid, latest.note_id, latest.mod, fields, form.tags, form.cards, due)
                )
    changed = replace(
        ledger,
        notetypes={**ledger.notetypes, **type_stamps(types)},
        notes=notes,
        accepted=tuple(sorted({*ledger.accepted, *accepted} - {CLOCK})) if ledger.release else (),
    )
    if CLOCK not in accepted:
        _check_not_far_ahead(changed, ledger, files)
    changed = replace(changed, clock=_clock(changed, ledger, now, accepted))
    media = by_name(shown_by(deck))
    packages = (
        _package(edition, there, types, media) for edition, there in zip(editions, in_editions, strict=True) if there
    )
    return Stamped(tuple(packages), changed)


def is_far_ahead(latest: float, known: float, files: Iterable[Path]) -> bool:
    """Whether a stamp is far later than all that is known, by the ledger and by files, and so cannot be right.

    The time of flashcards itself counts: a deck may lie for years before it is edited.
    """
    return latest > known + _FAR and latest > last_written((*files, Path(__file__))) + _FAR


def later_revisions(ledger: Ledger, notetypes: Iterable[Notetype]) -> Iterator[Notetype]:
    """The note types of which learners have a later revision."""
    for notetype in notetypes:
        known = ledger.notetypes.get(notetype.id)
        if known and known.revision > notetype.revision:
            yield notetype


def stamp_note(
    filled: Filled,
    record: Record,
    editions: Sequence[Edition],
    new_ids: Iterator[int],
    *,
    now: int,
    is_accepted: bool = False,
) -> tuple[Record, tuple[Stamp | None, ...]]:
    """What is to be remembered of a note, and its stamp in each edition; None where that does not hold it."""
    if is_accepted:
        record = record._replace(stamps=_unsketched(record.stamps))
    known = Record(
        record.state,
        stamped(record.stamps, editions, [form.content if form else "" for form in filled.forms], new_ids, now=now),
        filled.type,
        filled.clozes,
        agreed(filled.hashes, record.agreed),
        reviews(filled.reviews, record.reviews) if filled.reviews else {},
    )
    return known, tuple([known.stamps.get(edition.key) for edition in editions])


def stamped(
    known: Mapping[str, Stamp],
    editions: Sequence[Edition],
    contents: Sequence[str],
    new_ids: Iterator[int],
    *,
    now: int,
) -> Mapping[str, Stamp]:
    """The stamps of a note whose content is known by a fingerprint for each edition; it is empty where one lacks it.

    A note that an edition no longer holds has no stamp there: nobody has it, or that was accepted.
    """
    stamps = dict(known)
    for edition, content in zip(editions, contents, strict=True):
        if content:
            stamps[edition.key] = _stamp(stamps, edition, content, new_ids, now)
        else:
            stamps.pop(edition.key, None)
    return stamps


def stale_texts(note: Note, record: Record) -> frozenset[tuple[str, Language]]:
    """The texts of a note, by part and language, that may be out of date."""
    if not record.agreed:
        return NOTHING_STALE
    return frozenset((each.part, each.language) for each in stale(hashes(note), record.agreed))


def stamped_types(notetypes: Mapping[str, Notetype], ledger: Ledger, *, now: float) -> Mapping[str, PackageNotetype]:
    """Note types, each with the moment it last changed."""
    return {
        key: PackageNotetype(notetype, _type_mod(notetype, ledger, int(now))) for key, notetype in notetypes.items()
    }


def type_stamps(types: Mapping[str, PackageNotetype]) -> Mapping[int, TypeStamp]:
    """What is to be remembered of note types."""
    return {
        notetype.id: TypeStamp(mod, notetype.schema(), notetype.content(), notetype.revision)
        for notetype, mod in types.values()
    }


def _unsketched(stamps: Mapping[str, Stamp]) -> dict[str, Stamp]:
    """Stamps of a note that was let pass: until it is released it may say what it likes."""
    return {key: stamp._replace(sketch="") for key, stamp in stamps.items()}


def _type_mod(notetype: Notetype, ledger: Ledger, now: int) -> int:
    """When a note type last changed."""
    known = ledger.notetypes.get(notetype.id)
    if known is None:
        return now
    return known.mod if known.content == notetype.content() else max(now, known.mod + 1)


def _package(
    edition: Edition, notes: Sequence[PackageNote], notetypes: Mapping[str, PackageNotetype], media: Sequence[Media]
) -> Package:
    cards = sum(len(note.cards) for note in notes)
    used = {note.notetype for note in notes}
    own = {key: notetype for key, notetype in notetypes.items() if key in used}
    return Package(edition, own, describe(edition, used, len(notes), cards), tuple(notes), tuple(media), cards)


def released(ledger: Ledger, deck: Deck, *, now: float) -> Ledger:
    """The ledger once all that is in it is in learners' hands: what was new is of the deck's version."""
    titles: dict[Language, str] = {language: title.value for language, title in deck.title.items()}
    present = {note.first_id: note for note in deck.notes}
    notes = {
        note_id: record if record.state is State.GONE else _out(record, present.get(note_id), deck.version)
        for note_id, record in ledger.notes.items()
    }
    return replace(
        ledger,
        release=Release(deck.version, int(now)),
        titles=titles,
        pairs=tuple(pair_name(each.study, each.support) for each in editions(deck) if any(map(each.holds, deck.notes))),
        notes=notes,
        accepted=(),
    )


def _out(record: Record, note: Note | None, version: str) -> Record:
    """A note in its release, with a sketch of the words that learners have."""
    stamps = {
        key: stamp if stamp.version or note is None else _out_as(stamp, note, study_of(key), version)
        for key, stamp in record.stamps.items()
    }
    return record._replace(state=State.RELEASED, stamps=stamps)


def _out_as(stamp: Stamp, note: Note, language: Language, version: str) -> Stamp:
    return stamp._replace(
        version=version, sketch=sketch_of(note, language) if language in note.languages else stamp.sketch
    )


def unused_ids(taken: Iterable[int], most: int, *, now: float) -> Iterator[int]:
    """At least `most` ids that are not `taken`, rising, and none later than `now`.

    One run of ids serves all the decks of a build: made apart at the same moment, they would meet.
    Those that are taken are looked at when the first is asked for, which most builds never do.
    """
    known = array("q", taken)
    last = int(now * 1000) // NOTE_ID_STEP
    first = last - most - len(known)
    near = {note_id for note_id in known if note_id >= first * NOTE_ID_STEP}
    candidates = (number * NOTE_ID_STEP for number in range(first, last))
    yield from (note_id for note_id in candidates if note_id not in near)


def _kept(ledger: Ledger, deck: Deck, accepted: Collection[str]) -> Iterator[tuple[str, Record]]:
    """The lines that stay: all but those of notes that are gone before anyone had them."""
    present = {note.first_id for note in deck.notes}
    for note_id, record in ledger.notes.items():
        if note_id in present:
            state = State.RELEASED if record.state is State.GONE else record.state
            yield note_id, record._replace(state=state)
        elif record.state is not State.NEW:
            yield note_id, record._replace(state=State.GONE if Kind.NOTE.of(note_id) in accepted else record.state)


def _stamp(stamps: Mapping[str, Stamp], edition: Edition, content: str, new_ids: Iterator[int], now: int) -> Stamp:
    known = stamps.get(edition.key)
    if known and known.content == content:
        return known
    mod = now
    for key, other in stamps.items():
        # Anki tells a note's editions in one study language apart by it: a learner can go from one to another
        if other.mod >= mod and study_of(key) == edition.study:
            mod = other.mod + 1
    if known is None:
        return Stamp(next(new_ids), mod, content, "", "")
    return Stamp(known.note_id, mod, content, known.sketch, "")


def _check_revisions(ledger: Ledger, notetypes: Iterable[Notetype]) -> None:
    if any(later_revisions(ledger, notetypes)):
        raise FlashcardsError(
            f"a later flashcards has built the deck '{ledger.deck_id}'",
            hint="update flashcards: an older one would take back what learners have",
        )


def _check_clock(ledger: Ledger, now: float) -> None:
    last = ledger.clock or ledger.latest
    if last > now:
        raise FlashcardsError(
            f"the clock of this machine is behind the ledger of '{ledger.deck_id}'",
            hint="set the clock: a package from the past would never reach a learner; if it is right, and the ledger "
            f"was written with a clock that was ahead, at {day_of(last)}, build with `--accept {CLOCK}`",
        )


def _check_not_far_ahead(changed: Ledger, known: Ledger, files: Collection[Path]) -> None:
    if files and is_far_ahead(changed.latest, known.latest, files):
        raise FlashcardsError(
            f"the clock of this machine says {day_of(changed.latest)}, years after the last change of all that "
            f"'{known.deck_id}' is made from",
            hint="set the clock: no later edit would reach who has a package from the future; if it is right, "
            f"build with `--accept {CLOCK}`",
        )


def _clock(changed: Ledger, known: Ledger, now: float, accepted: Collection[str]) -> int:
    """The last moment that was right, where the ledger has later ones."""
    if not (known.clock or CLOCK in accepted) or changed.latest <= now:
        return 0
    return int(now) if CLOCK in accepted or changed != known else known.clock
