"""A note type as one deck wears it: under an id and a name of its own, in the deck's theme and style.

Were a note type shared, importing one deck would give every other its look, and an author could
not tell what learners see. Fields and templates keep their ids everywhere.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

from flashcards.cards.notetypes import NOTETYPES
from flashcards.cards.notetypes.notetype import Notetype, read_text
from flashcards.model.deck import Deck
from flashcards.model.edition import moment_id

THEMES = ("plain", "paper", "bold")
"""The looks there are; the first is the stylesheet as it is."""

LEARNERS_STYLE = "_flashcards.css"
"""The learner's own stylesheet, which every card loads: Anki never replaces a file of such a name."""


def notetypes_of(deck: Deck) -> Mapping[str, Notetype]:
    """The note types of a deck, by what an author calls them, in the order of the table."""
    return worn(deck, {note.type for note in deck.notes})


def worn(deck: Deck, used: Collection[str]) -> Mapping[str, Notetype]:
    """The note types that a deck would have if its notes used these."""
    return {key: _worn(notetype, deck) for key, notetype in NOTETYPES.items() if key in used}


def learners_style() -> str:
    """What the learner's own stylesheet says before the learner writes anything in it."""
    return read_text("learner.css")


# The uid is in the name because Anki renames the second of two note types of one name, and stamps it anew:
# from then on no change of the author's would reach the learner
def _worn(notetype: Notetype, deck: Deck) -> Notetype:
    theme = "" if deck.theme == THEMES[0] else read_text(f"themes/{deck.theme}.css")
    return replace(
        notetype,
        id=moment_id(deck.uid, "notetype", str(notetype.id)),
        name=f"{notetype.name} ({deck.id} {deck.uid[:4]})",
        css=notetype.css + theme + deck.style.css,
    )
