"""What the next import would do to the notes that are in Anki."""

from collections.abc import Sequence
from typing import NamedTuple

from flashcards.anki.learner import LearnerNote
from flashcards.compile.present import PresentNote
from flashcards.merging.comparison import has_edits, paired
from flashcards.model.edition import Edition


class ImportOutcome(NamedTuple):
    """The ids of notes by what an import would do to them.

    `edited` are kept as they were edited in Anki, `replaced` are not, because the deck has something newer. `gone` are
    in Anki, and not in the deck.
    """

    new: tuple[str, ...]
    newer: tuple[str, ...]
    edited: tuple[str, ...]
    replaced: tuple[str, ...]
    unchanged: tuple[str, ...]
    gone: tuple[str, ...]


def outcome_of(
    present: Sequence[PresentNote], theirs: Sequence[LearnerNote], packages: Sequence[Edition]
) -> ImportOutcome:
    """Compare the notes of editions, as they would be built, with those in Anki; only those in the packages."""
    pairs, others = paired(present, theirs)
    pairs = [pair for pair in pairs if _is_in(pair.present, packages)]
    found: dict[str, dict[str, None]] = {name: {} for name in ImportOutcome._fields}
    there = {pair.present.guid for pair in pairs}
    for note in present:
        if note.guid not in there and _is_in(note, packages):
            found["new"][note.note.id] = None
    for pair in pairs:
        is_edited = pair.theirs.mod > pair.present.mod > 0 and has_edits(pair)
        if pair.present.is_built:
            name = "edited" if is_edited else "newer" if pair.theirs.mod < pair.present.mod else "unchanged"
        else:
            name = "replaced" if is_edited else "newer"
        found[name][pair.present.note.id] = None
    studied = {note.edition.study for note in present}
    found["gone"] = {note.fields.get("ID", ""): None for note in others if note.fields.get("Lang") in studied}
    return ImportOutcome(*(tuple(ids) for ids in found.values()))


def _is_in(note: PresentNote, packages: Sequence[Edition]) -> bool:
    return any(each.key == note.edition.key and each.holds(note.note) for each in packages)
