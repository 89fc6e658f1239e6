"""What a rehearsal found for each note, note type, deck and file."""

from dataclasses import dataclass

Names = tuple[str, ...]
"""Note IDs in the order of the new package; names of note types, decks and files."""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The outcome of an update for every note and note type, over all learners of the rehearsal.

    A note is `new`, `updated` or `unchanged`, unless it is listed under one or more losses. An edit
    is a text or a tag that the learner added.
    """

    new: Names = ()
    updated: Names = ()
    unchanged: Names = ()

    kept_edits: Names = ()
    """Unchanged notes that a learner had edited, with the edit still in place."""

    replaced_edits: Names = ()
    """Updated notes that a learner had edited. No loss, because Anki has no other way to deliver the update."""

    waiting: Names = ()
    """Updated notes that reach a learner with a field of their own only if that learner merges note types.

    No loss: this is so with every package, and there is a way.
    """

    elsewhere: Names = ()
    """Notes of the old package in other decks than those, at the top, that the new package is about."""

    replaced_styling: Names = ()
    """Note types that the author changed and a learner had styled."""

    lost_edits: Names = ()
    """A learner's edit is gone although the author changed nothing."""

    lost_progress: Names = ()
    """A card is gone, or its scheduling, flag, suspension or deck is not what the learner left."""

    frozen: Names = ()
    """The content of the new package did not reach the learner."""

    conflicting: Names = ()
    """The note type is no longer the learner's: Anki skips such a note in this and every later import."""

    duplicated: Names = ()
    """Anki takes the note for another one: the learner has it twice, with all progress on the old copy."""

    orphaned: Names = ()
    """The new package lacks the note: the learner keeps it, but it is never updated again."""

    lost_styling: Names = ()
    """Note types whose styling by the learner is gone although the author changed nothing."""

    frozen_notetypes: Names = ()
    """Note types that differ from those of the new package after the import."""

    second_notetypes: Names = ()
    """Note types that Anki added beside the learner's, by the names it gave them."""

    second_decks: Names = ()
    """Decks added beside the one in which the learner's cards stay."""

    missing_media: Names = ()
    """Files that cards show and the learner does not have."""

    needs_full_sync: bool = False
    """Anki can sync only one way: one device's collection replaces that of all others."""

    is_idempotent: bool = True
    """A second import of the new package changes nothing."""

    @property
    def is_loss(self) -> bool:
        """Whether a learner loses anything, now or with later releases."""
        losses = (
            self.lost_edits,
            self.lost_progress,
            self.frozen,
            self.conflicting,
            self.duplicated,
            self.orphaned,
            self.lost_styling,
            self.frozen_notetypes,
            self.second_notetypes,
            self.second_decks,
            self.missing_media,
        )
        return any(losses) or self.needs_full_sync or not self.is_idempotent
