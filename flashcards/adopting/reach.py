"""Times and deck names of packages as updates need them, with warnings of updates that do not reach learners."""

from collections.abc import Iterator

from flashcards.importing.anki_decks import DEFAULT, plain_name
from flashcards.model.foreign import Foreign
from flashcards.model.problem import Location, Problem, Severity

_LAST_SECOND = 253_402_300_799  # of the year 9999: a later time was written in milliseconds


def in_seconds(foreign: Foreign) -> Foreign:
    """The same with all times in seconds, which some tools write in milliseconds.

    With an earlier time than learners have, a note that did not change keeps their edits.
    """
    return foreign._replace(
        notetypes={key: each._replace(mod=_in_seconds(each.mod)) for key, each in foreign.notetypes.items()},
        notes=tuple(note._replace(mod=_in_seconds(note.mod)) for note in foreign.notes),
        problems=(*foreign.problems, *_late(foreign)),
    )


def in_own_deck(foreign: Foreign) -> Foreign:
    """The same with a name of its own for the deck that each collection has; it is reported, whatever its name."""
    first = foreign.first
    if not first or all(note.deck != first for note in foreign.notes):
        return foreign
    name = plain_name(foreign.name) if first == DEFAULT else first
    message = (
        f"the deck '{first}' is the one that Anki makes first: learners have its cards in theirs, and get new notes "
        f"in a deck '{name}'"
    )
    hint = "tell them to move the cards, in Browse → Change Deck"
    problem = Problem(Location(foreign.path, 0, 0), "first-deck", message, hint, Severity.WARNING)
    notes = (
        note._replace(deck=name + note.deck.removeprefix(first)) if f"{note.deck}::".startswith(f"{first}::") else note
        for note in foreign.notes
    )
    return foreign._replace(notes=tuple(notes), problems=(*foreign.problems, problem))


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
