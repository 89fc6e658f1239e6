"""Packages from a deck: each note with its id in Anki and its `mod`, from the ledger or new."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from flashcards.continuity import cloze_words, sketch_of
from flashcards.deck import Deck, Language, Note
from flashcards.description import describe
from flashcards.edition import Edition, pair_name, study_of
from flashcards.ledger import NOTE_ID_STEP, Ledger, Record, Release, Stamp, State, TypeStamp
from flashcards.notetypes.notetype import Asked, Notetype
from flashcards.package import Package, PackageNote, PackageNotetype, fingerprint
from flashcards.problem import FlashcardsError
from flashcards.progress import each
from flashcards.translation import agreed, reviews, stale

_UNKNOWN = Record(State.NEW, {})
_NOTHING: frozenset[tuple[str, Language]] = frozenset()


class Stamped(NamedTuple):
    """Packages, and the ledger that remembers what is in them."""

    packages: tuple[Package, ...]
    ledger: Ledger


class _Filled(NamedTuple):
    """A note as it goes into a package, less its stamp; `version` is empty for content not yet released."""

    fields: tuple[str, ...]
    tags: tuple[str, ...]
    content: str
    version: str


def stamp(
    editions: Sequence[Edition],
    ledger: Ledger,
    new_ids: Iterator[int],
    *,
    notetypes: Mapping[str, Notetype],
    now: float,
    accepted: Collection[str] = (),
) -> Stamped:
    """Stamp the notes and note types of a deck's editions at `now`, in seconds since 1970.

    What is as the ledger has it keeps its stamp; what is not gets a `mod` later than any before,
    and a note never seen an id from `new_ids`. What the ledger knows beyond these editions stays
    in it, but for notes nobody has had; `accepted` are breaks let pass.
    """
    _check_clock(ledger, notetypes.values(), now)
    deck = editions[0].deck
    types = {
        key: PackageNotetype(notetype, _type_mod(notetype, ledger, int(now))) for key, notetype in notetypes.items()
    }
    notes = dict(_kept(ledger, deck, accepted))
    in_editions: list[list[PackageNote]] = [[] for _ in editions]
    for note in each("stamping", deck.notes):
        record = notes.get(note.first_id, _UNKNOWN)
        stale = _stale_texts(note, record)
        stamps = _unsketched(record.stamps) if note.first_id in accepted else dict(record.stamps)
        for edition, stamped in zip(editions, in_editions, strict=True):
            notetype = notetypes[note.type]
            filled = _filled(Asked(edition, note, "", stale), notetype, stamps.get(edition.key))
            latest = stamps[edition.key] = _stamp(stamps, edition, filled, new_ids, int(now))
            cards = notetype.cards_of(filled.fields)
            guid = edition.guid(note)
            stamped.append(PackageNote(note.type, guid, latest.note_id, latest.mod, filled.fields, filled.tags, cards))
        notes[note.first_id] = Record(
            record.state,
            stamps,
            note.type,
            cloze_words(note),
            agreed(note, record.agreed),
            reviews(note, record.reviews) if note.reviewed else {},
        )
    known_types = {
        notetype.id: TypeStamp(mod, notetype.schema(), notetype.content(), notetype.revision)
        for notetype, mod in types.values()
    }
    changed = replace(
        ledger,
        notetypes={**ledger.notetypes, **known_types},
        notes=notes,
        accepted=tuple(sorted({*ledger.accepted, *accepted})) if ledger.release else (),
    )
    packages = (_package(*edition, types) for edition in zip(editions, in_editions, strict=True))
    return Stamped(tuple(packages), changed)


def _unsketched(stamps: Mapping[str, Stamp]) -> dict[str, Stamp]:
    """Stamps of a note that was let pass: until it is released it may say what it likes."""
    return {key: stamp._replace(sketch="") for key, stamp in stamps.items()}


def _type_mod(notetype: Notetype, ledger: Ledger, now: int) -> int:
    """When a note type last changed."""
    known = ledger.notetypes.get(notetype.id)
    if known is None:
        return now
    return known.mod if known.content == notetype.content() else max(now, known.mod + 1)


def _package(edition: Edition, notes: Sequence[PackageNote], notetypes: Mapping[str, PackageNotetype]) -> Package:
    cards = sum(len(note.cards) for note in notes)
    deck = edition.deck
    files = (*deck.style.media, *(file for note in deck.notes if note.media for file in note.media.values()))
    media = {file.name: file for file in files}
    return Package(edition, notetypes, describe(edition, cards), tuple(notes), tuple(media.values()))


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
        pairs=tuple(pair_name(*pair) for pair in deck.pairs),
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
    is_spoken = all(language in texts for texts in note.parts.values())
    return stamp._replace(version=version, sketch=sketch_of(note, language) if is_spoken else stamp.sketch)


def unused_ids(ledgers: Iterable[Ledger], most: int, *, now: float) -> Iterator[int]:
    """At least `most` ids that no note of these ledgers has, rising, and none later than `now`.

    One run of ids serves all the decks of a build: made apart at the same moment, they would meet.
    """
    taken = {
        stamp.note_id for ledger in ledgers for record in ledger.notes.values() for stamp in record.stamps.values()
    }
    last = int(now * 1000) // NOTE_ID_STEP
    each = (number * NOTE_ID_STEP for number in range(last - most - len(taken), last))
    return (note_id for note_id in each if note_id not in taken)


def _kept(ledger: Ledger, deck: Deck, accepted: Collection[str]) -> Iterator[tuple[str, Record]]:
    """The lines that stay: all but those of notes that are gone before anyone had them."""
    present = {note.first_id for note in deck.notes}
    for note_id, record in ledger.notes.items():
        if note_id in present:
            state = State.RELEASED if record.state is State.GONE else record.state
            yield note_id, record._replace(state=state)
        elif record.state is not State.NEW:
            yield note_id, record._replace(state=State.GONE if note_id in accepted else record.state)


def _stale_texts(note: Note, record: Record) -> frozenset[tuple[str, Language]]:
    if not record.agreed:
        return _NOTHING
    return frozenset((each.part, each.language) for each in stale(note, record.agreed))


def _filled(asked: Asked, notetype: Notetype, known: Stamp | None) -> _Filled:
    """Fill a note's fields, and take their fingerprint.

    The version a note names is the one its content came out in: were it always the deck's, each
    release would make every note newer. So the fingerprint leaves it out.
    """
    deck, tags = asked.edition.deck, asked.edition.tags(asked.note)
    fields = notetype.fields_of(asked)
    content = fingerprint(notetype, fields, tags)
    out = known.version if known and known.content == content else ""
    if deck.report and (out or deck.version):
        fields = notetype.fields_of(asked._replace(version=out or deck.version))
    return _Filled(fields, tags, content, out)


def _stamp(stamps: Mapping[str, Stamp], edition: Edition, filled: _Filled, new_ids: Iterator[int], now: int) -> Stamp:
    known = stamps.get(edition.key)
    if known and known.content == filled.content:
        return known
    # Anki tells a note's editions in one study language apart by it: a learner can go from one to another
    mod = max([now, *(each.mod + 1 for key, each in stamps.items() if study_of(key) == edition.study)])
    if known is None:
        return Stamp(next(new_ids), mod, filled.content, "", filled.version)
    return Stamp(known.note_id, mod, filled.content, known.sketch, filled.version)


def _check_clock(ledger: Ledger, notetypes: Iterable[Notetype], now: float) -> None:
    for notetype in notetypes:
        known = ledger.notetypes.get(notetype.id)
        if known and known.revision > notetype.revision:
            raise FlashcardsError(
                f"a later flashcards has built the deck '{ledger.deck_id}'",
                hint="update flashcards: an older one would take back what learners have",
            )
    if ledger.latest > now:
        raise FlashcardsError(
            f"the clock of this machine is behind the ledger of '{ledger.deck_id}'",
            hint="set the clock; a package from the past would never reach a learner",
        )
