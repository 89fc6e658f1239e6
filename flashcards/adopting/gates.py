"""What would freeze, double or orphan cards of learners if a note were adopted as it is."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from flashcards.model.foreign import Foreign, ForeignNote
from flashcards.text.phrases import listing

_SHOWN = 5  # guids in a message


class Gate(NamedTuple):
    """What stands in the way of some notes, in the learner's terms, and how to remove it."""

    rule: str
    message: str
    hint: str
    notes: tuple[ForeignNote, ...]
    is_skippable: bool = True

    @property
    def guids(self) -> str:
        """The guids of the first notes."""
        return listing([repr(note.guid) for note in self.notes], _SHOWN)


class _Check(NamedTuple):
    """The name, the message and the hint of a gate, and what finds its notes among some of a package."""

    rule: str
    message: str
    hint: str
    find: Callable[[Sequence[ForeignNote], Foreign], Sequence[ForeignNote]]


def gates(foreign: Foreign) -> Iterator[Gate]:
    """Find the notes that cannot be adopted; none is found twice."""
    left = foreign.notes
    for check in _GATES:
        found = check.find(left, foreign)
        if found:
            yield Gate(check.rule, check.message, check.hint, tuple(found))
            stopped = {id(note) for note in found}
            left = tuple(note for note in left if id(note) not in stopped)


def _repeated(notes: Sequence[ForeignNote], _: Foreign) -> Sequence[ForeignNote]:
    """All notes but the first of each guid."""
    first = _first_by_guid(notes)
    return [note for note in notes if note is not first[note.guid] and note.notetype == first[note.guid].notetype]


def _in_two_types(notes: Sequence[ForeignNote], _: Foreign) -> Sequence[ForeignNote]:
    first = _first_by_guid(notes)
    return [note for note in notes if note.notetype != first[note.guid].notetype]


def _without_guid(notes: Sequence[ForeignNote], _: Foreign) -> Sequence[ForeignNote]:
    return [note for note in notes if not note.guid]


def _of_unknown_type(notes: Sequence[ForeignNote], foreign: Foreign) -> Sequence[ForeignNote]:
    return [note for note in notes if note.notetype not in foreign.notetypes]


def _with_other_fields(notes: Sequence[ForeignNote], foreign: Foreign) -> Sequence[ForeignNote]:
    counts = {key: len(notetype.fields) for key, notetype in foreign.notetypes.items()}
    return [note for note in notes if len(note.fields) != counts.get(note.notetype)]


def _without_cards(notes: Sequence[ForeignNote], _: Foreign) -> Sequence[ForeignNote]:
    return [note for note in notes if not note.cards]


def _first_by_guid(notes: Sequence[ForeignNote]) -> Mapping[str, ForeignNote]:
    first: dict[str, ForeignNote] = {}
    for note in notes:
        first.setdefault(note.guid, note)
    return first


_GATES = (
    _Check(
        "no-guid",
        "without a guid: Anki would take all of them for one note",
        "import the package into Anki, and export the deck from there",
        _without_guid,
    ),
    _Check(
        "guid-in-two-types",
        "with the guid of a note of another note type: Anki never updates one of the two",
        "delete one of the two notes in Anki, and export the deck from there",
        _in_two_types,
    ),
    _Check(
        "duplicate-guid",
        "with the guid of another note: of learners' two copies, updates reach only one",
        "delete one of the two notes in Anki, and export the deck from there",
        _repeated,
    ),
    _Check(
        "unknown-note-type",
        "of a note type that the package does not contain: Anki refuses the whole package",
        "export the deck from Anki again",
        _of_unknown_type,
    ),
    _Check(
        "field-count",
        "with more or fewer fields than the note type: Anki refuses the whole package",
        "repair it in Anki with Tools → Check Database, and export the deck from there",
        _with_other_fields,
    ),
    _Check(
        "no-cards",
        "without a card: learners never see it",
        "in Anki, fill in what its cards ask for, or delete it, and export the deck from there",
        _without_cards,
    ),
)
