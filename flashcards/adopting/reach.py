"""What of a maintainer's updates does not reach learners, or not in their deck, though nothing is in the way."""

from collections.abc import Iterator

from flashcards.model.foreign import Foreign
from flashcards.model.problem import Location, Problem, Severity

_LAST_SECOND = 253_402_300_799  # of the year 9999: a later time was written in milliseconds
_UNNAMED = "Default"  # the name of a collection's first deck, unless somebody renames it


def with_remarks(foreign: Foreign) -> Foreign:
    """The same with these problems, and with all times in seconds.

    With an earlier time than learners have, a note that did not change keeps their edits.
    """
    return foreign._replace(
        notetypes={key: each._replace(mod=_in_seconds(each.mod)) for key, each in foreign.notetypes.items()},
        notes=tuple(note._replace(mod=_in_seconds(note.mod)) for note in foreign.notes),
        problems=(*foreign.problems, *_late(foreign), *_first(foreign)),
    )


def _in_seconds(mod: int) -> int:
    while mod > _LAST_SECOND:
        mod //= 1000
    return max(0, mod)


def _late(foreign: Foreign) -> Iterator[Problem]:
    count = sum(note.mod > _LAST_SECOND for note in foreign.notes)
    if count:
        notes = "1 note has its time" if count == 1 else f"{count:,} notes have their times"
        message = (
            f"{notes} in milliseconds, so that learners' Anki takes what it has for later than any edit of yours: "
            "new notes reach them, edits of these do not"
        )
        hint = "to correct one of these, give it `retired:`, and add a note in its place"
        yield Problem(Location(foreign.path, 0, 0), "late-notes", message, hint, Severity.WARNING)


def _first(foreign: Foreign) -> Iterator[Problem]:
    if foreign.first not in ("", _UNNAMED) and any(note.deck == foreign.first for note in foreign.notes):
        message = (
            f"'{foreign.first}' is the deck that Anki made first, with another name: learners have its cards in "
            f"theirs, such as '{_UNNAMED}', and get new notes in a deck '{foreign.first}'"
        )
        hint = "tell them to move the cards, in Browse → Change Deck"
        yield Problem(Location(foreign.path, 0, 0), "first-deck", message, hint, Severity.WARNING)
