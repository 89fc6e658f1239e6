"""What changed for learners between two states of their notes, and of how these look."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from flashcards.anki.snapshot import Look, NoteSnapshot, Snapshot

_RETIRED = "::retired"
# What is not text of the note's own: a change there alone is no rewording
_ASIDE = ("ID", "Topic", "Source", "Lang", "Lang 2", "Label 2", "Voice", "More", "Spare 1", "Spare 2")
# Filled in by the build, not by the author
_UNSEEN = ("Report",)


class Kind(StrEnum):
    """What happened to a note."""

    NEW = "new"
    REWORDED = "reworded"
    RENAMED = "renamed"
    MOVED = "moved"
    RETAGGED = "retagged"
    RETIRED = "retired"
    GONE = "gone"
    OTHER = "other"


SIGNS: Mapping[Kind, str] = {
    Kind.NEW: "new cards to learn",
    Kind.REWORDED: "the text is replaced; progress stays",
    Kind.RENAMED: "only the id at the card's foot changes; progress stays",
    Kind.MOVED: "another section; the card stays in its deck",
    Kind.RETAGGED: "the tags are replaced",
    Kind.RETIRED: "the card says that it is retired, and why",
    Kind.GONE: "learners keep the card, and nothing reaches it any more",
    Kind.OTHER: "what stands around the text changes",
}
"""What each is to learners."""


class Change(NamedTuple):
    """A note that is not what it was, in one study language; `old` or `new` is absent where it was not there."""

    kinds: tuple[Kind, ...]
    old: NoteSnapshot | None
    new: NoteSnapshot | None

    @property
    def note(self) -> NoteSnapshot:
        """The note as it is, or was."""
        note = self.new or self.old
        assert note is not None
        return note

    def changed_fields(self) -> tuple[str, ...]:
        """The fields that differ, in their order; for a new note, or one that is gone, those that are filled."""
        old, new = _fields(self.old), _fields(self.new)
        return tuple(name for name in {**old, **new} if old.get(name, "") != new.get(name, ""))


class LookChange(NamedTuple):
    """A note type whose cards look different: learners get all of its look, whatever they wrote into it."""

    old: Look
    new: Look

    @property
    def changed(self) -> tuple[str, ...]:
        """What differs: the CSS, the templates, or both."""
        return tuple(name for name in ("css", "templates") if getattr(self.old, name) != getattr(self.new, name))


class Difference(NamedTuple):
    """The notes that are not what they were, and the note types that do not look as they did."""

    notes: tuple[Change, ...]
    looks: tuple[LookChange, ...]


def difference(old: Snapshot, new: Snapshot) -> Difference:
    """What changed; a note type that is only now there, or there no more, is no change of its look."""
    before = {look.id: look for look in old.looks}
    looks = (LookChange(before[each.id], each) for each in dict.fromkeys(new.looks) if each.id in before)
    return Difference(changes(old.notes, new.notes), tuple(look for look in looks if look.changed))


def changes(old: Sequence[NoteSnapshot], new: Sequence[NoteSnapshot]) -> tuple[Change, ...]:
    """The changes, in the order of the new notes; those of notes that are gone come last."""
    before = {note.guid: note for note in old}
    after = {note.guid: note for note in new}
    found = [Change(tuple(_kinds(before.get(guid), note)), before.get(guid), note) for guid, note in after.items()]
    gone = [Change((Kind.GONE,), note, None) for guid, note in before.items() if guid not in after]
    return tuple(change for change in (*found, *gone) if change.kinds)


def _kinds(old: NoteSnapshot | None, new: NoteSnapshot) -> Iterator[Kind]:
    if old is None:
        yield Kind.NEW
        return
    differing = [name for name in new.fields if name not in _UNSEEN and new.fields[name] != old.fields.get(name, "")]
    retired = _is_retired(new) and not _is_retired(old)
    moved = "Topic" in differing or new.deck != old.deck
    if retired:
        yield Kind.RETIRED
    elif any(name not in _ASIDE for name in differing):
        yield Kind.REWORDED
    if new.id != old.id:
        yield Kind.RENAMED
    if moved and not retired:
        yield Kind.MOVED
    if _own_tags(new) != _own_tags(old) and not moved and not retired:
        yield Kind.RETAGGED
    if not retired and set(differing) & {*_ASIDE} - {"ID", "Topic"}:
        yield Kind.OTHER


def _fields(note: NoteSnapshot | None) -> Mapping[str, str]:
    return {name: text for name, text in note.fields.items() if name not in _UNSEEN} if note else {}


def _is_retired(note: NoteSnapshot) -> bool:
    return any(tag.endswith(_RETIRED) for tag in note.tags)


def _own_tags(note: NoteSnapshot) -> set[str]:
    return {tag for tag in note.tags if not tag.endswith(_RETIRED)}
