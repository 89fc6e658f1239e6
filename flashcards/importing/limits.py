"""What no reader takes: more notes than fit into memory, and two notes with the same guid."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from flashcards.model.foreign import ForeignNote
from flashcards.model.problem import FlashcardsError

MOST_NOTES = 200_000
"""The notes that are read of one file: they are all in memory."""

_Item = TypeVar("_Item")


def at_most(items: Iterable[_Item], path: object) -> Iterator[_Item]:
    """The notes or rows of a file; raises FlashcardsError if there are too many."""
    for number, item in enumerate(items):
        if number == MOST_NOTES:
            raise FlashcardsError(f"'{path}' contains more than {MOST_NOTES:,} notes", "import it in several parts")
        yield item


def check_guids(notes: Sequence[ForeignNote], path: object) -> None:
    """Raise FlashcardsError if two notes have the same guid, of which Anki would take one."""
    first: dict[str, ForeignNote] = {}
    for note in notes:
        if note.guid and (other := first.setdefault(note.guid, note)) is not note:
            if note.location.line:
                message = f"{note.location}: the guid '{note.guid}' is already used at {other.location}"
                raise FlashcardsError(message, "delete one of the two rows, or one of the two guids")
            message = f"the guid '{note.guid}' in '{path}' is of several notes"
            hint = "import it into Anki, which keeps one note of each guid, and export the deck from there"
            raise FlashcardsError(message, hint)
