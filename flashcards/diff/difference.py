"""The changes for learners between two snapshots of notes and note types."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from flashcards.anki.snapshot import NoteSnapshot, NotetypeSnapshot, Snapshot
from flashcards.cards.notetypes.of_kind import LABEL_FIELD

_RETIRED = "::retired"
# Fields without text of the note itself: a change in these alone is not a rewording
_ASIDE = ("ID", "Topic", "Source", "Lang", "Lang 2", "Label 2", "Voice", "More", "Spare 1", "Spare 2")
# Filled in by the build, not by the author
_UNSEEN = ("Report",)


class ChangeKind(StrEnum):
    """What happened to a note."""

    NEW = "new"
    REWORDED = "reworded"
    RENAMED = "renamed"
    MOVED = "moved"
    RETAGGED = "retagged"
    RETIRED = "retired"
    GONE = "gone"
    JOINED = "joined"
    LEFT = "left"
    OTHER = "other"


SIGNS: Mapping[ChangeKind, str] = {
    ChangeKind.NEW: "new cards to learn",
    ChangeKind.REWORDED: "the text is replaced; progress stays",
    ChangeKind.RENAMED: "only the id at the card's foot changes; progress stays",
    ChangeKind.MOVED: "another section; the card stays in its deck",
    ChangeKind.RETAGGED: "the tags are replaced",
    ChangeKind.RETIRED: "the card says that it is retired, and why",
    ChangeKind.GONE: "learners keep the card, but get no more updates of it",
    ChangeKind.JOINED: "more packages have it: new cards for their learners",
    ChangeKind.LEFT: "a package has it no longer: its learners keep the card, but get no more updates of it",
    ChangeKind.OTHER: "the source, the labels or the speech change; the text stays",
}
"""What each kind means for learners."""


class Change(NamedTuple):
    """A changed note in one study language; `old` is None for a new note, `new` for one that is gone."""

    kinds: tuple[ChangeKind, ...]
    old: NoteSnapshot | None
    new: NoteSnapshot | None

    @property
    def note(self) -> NoteSnapshot:
        """The new note, or the old one if it is gone."""
        note = self.new or self.old
        assert note is not None
        return note

    def changed_fields(self) -> tuple[str, ...]:
        """The names of fields that differ, in their order; of a note that is new or gone, those that are not empty."""
        old, new = _fields(self.old), _fields(self.new)
        return tuple(name for name in {**old, **new} if old.get(name, "") != new.get(name, ""))

    def own_fields(self) -> tuple[str, ...]:
        """Those of the changed fields that are the text of the note itself."""
        return tuple(name for name in self.changed_fields() if not _is_aside(name, self.note))


class NotetypeChange(NamedTuple):
    """A note type whose cards look different: it replaces the styling of learners, including their own changes."""

    old: NotetypeSnapshot
    new: NotetypeSnapshot

    @property
    def changed(self) -> tuple[str, ...]:
        """The names of what differs: css, templates, or both."""
        return tuple(name for name in ("css", "templates") if getattr(self.old, name) != getattr(self.new, name))


class Difference(NamedTuple):
    """The changed notes and note types."""

    notes: tuple[Change, ...]
    notetypes: tuple[NotetypeChange, ...]


def difference(old: Snapshot, new: Snapshot) -> Difference:
    """Compare two snapshots; note types that are only in one of them are not compared."""
    before = {notetype.id: notetype for notetype in old.notetypes}
    notetypes = (NotetypeChange(before[each.id], each) for each in dict.fromkeys(new.notetypes) if each.id in before)
    return Difference(changes(old.notes, new.notes), tuple(notetype for notetype in notetypes if notetype.changed))


def changes(old: Sequence[NoteSnapshot], new: Sequence[NoteSnapshot]) -> tuple[Change, ...]:
    """Compare notes; the changes are in the order of the new notes, then those of notes that are gone."""
    before = {note.guid: note for note in old}
    after = {note.guid: note for note in new}
    changed = [Change(tuple(_kinds(before.get(guid), note)), before.get(guid), note) for guid, note in after.items()]
    gone = [Change((ChangeKind.GONE,), note, None) for guid, note in before.items() if guid not in after]
    return tuple(change for change in (*changed, *gone) if change.kinds)


def _kinds(old: NoteSnapshot | None, new: NoteSnapshot) -> Iterator[ChangeKind]:
    if old is None:
        yield ChangeKind.NEW
        return
    differing = [name for name in new.fields if name not in _UNSEEN and new.fields[name] != old.fields.get(name, "")]
    retired = _is_retired(new) and not _is_retired(old)
    moved = "Topic" in differing or new.deck != old.deck
    if retired:
        yield ChangeKind.RETIRED
    elif any(not _is_aside(name, new) for name in differing):
        yield ChangeKind.REWORDED
    if "ID" in new.fields and _ids(new).isdisjoint(_ids(old)):  # a note of another tool has no id on the card
        yield ChangeKind.RENAMED
    if moved and not retired:
        yield ChangeKind.MOVED
    if _own_tags(new) != _own_tags(old) and not moved and not retired:
        yield ChangeKind.RETAGGED
    if old.variants and new.variants:
        yield from _moves(old.variants, new.variants)
    if not retired and any(_is_aside(name, new) for name in {*differing} - {"ID", "Topic"}):
        yield ChangeKind.OTHER


def _moves(old: frozenset[str], new: frozenset[str]) -> Iterator[ChangeKind]:
    """Whether packages have a note that had it not, or the reverse; what the default one has, all have."""
    if "" not in old and new - old:
        yield ChangeKind.JOINED
    if "" not in new and old - new:
        yield ChangeKind.LEFT


def _is_aside(name: str, note: NoteSnapshot) -> bool:
    """Whether a field is not a text of the note itself, as a label of an author's own kind."""
    return name in _ASIDE or (name.startswith(LABEL_FIELD) and bool(note.templates))


def _ids(note: NoteSnapshot) -> set[str]:
    """The id in the deck file, and the one on the card, which may be an earlier one."""
    return {note.id, note.fields.get("ID", note.id)}


def _fields(note: NoteSnapshot | None) -> Mapping[str, str]:
    return {name: text for name, text in note.fields.items() if name not in _UNSEEN} if note else {}


def _is_retired(note: NoteSnapshot) -> bool:
    return any(tag.endswith(_RETIRED) for tag in note.tags)


def _own_tags(note: NoteSnapshot) -> set[str]:
    return {tag for tag in note.tags if not tag.endswith(_RETIRED)}
