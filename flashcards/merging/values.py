"""What was found in files that were edited elsewhere: edits, those that are left, and notes to look at again."""

from pathlib import Path
from typing import NamedTuple

from flashcards.model.deck import Language, Note
from flashcards.model.media import Media
from flashcards.model.problem import Location


class AddedFile(NamedTuple):
    """A file that a note does not show yet: its path from the deck file, and the file itself.

    `place` is where it is to be copied; None if it is beside the deck already.
    """

    reference: str
    media: Media
    place: Path | None = None


class Edit(NamedTuple):
    """A text of a note to take over; `old` is what the deck file says, empty if it has no such text.

    `files` are those that the new text shows, and the note does not show yet.
    """

    note: Note
    part: str
    language: Language
    location: Location
    old: str
    new: str
    files: tuple[AddedFile, ...] = ()

    @property
    def name(self) -> str:
        """The text by its part and language, such as `answer.en`."""
        return f"{self.part}.{self.language}"


class Left(NamedTuple):
    """An edit that is not taken over, and why; a conflict if both sides were edited."""

    edit: Edit
    reason: str
    hint: str = ""
    is_conflict: bool = False


class Seen(NamedTuple):
    """A note that a learner has tagged or suspended."""

    note: Note
    tags: tuple[str, ...]
    is_suspended: bool


class Comparison(NamedTuple):
    """The edits of a deck in files from elsewhere, in the order of the deck.

    `older` is the number of notes of an older release, and `added` are notes that the deck does not have, each by its
    first text. `found` is the number of the deck's notes that are there, and `missing` are those that a table lacks.
    """

    edits: tuple[Edit, ...] = ()
    left: tuple[Left, ...] = ()
    seen: tuple[Seen, ...] = ()
    added: tuple[str, ...] = ()
    older: int = 0
    found: int = 0
    missing: tuple[str, ...] = ()
