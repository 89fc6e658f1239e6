"""The note types of a deck: with an id and a name of their own, and the deck's theme and style.

If decks shared a note type, importing one deck would change the style of all others, and an author could not
know what learners see. Fields and templates have the same ids in every deck.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

from flashcards.cards.notetypes import NOTETYPES
from flashcards.cards.notetypes.notetype import Notetype, read_text
from flashcards.model.deck import Deck
from flashcards.model.edition import moment_id

THEMES = ("plain", "paper", "bold")
"""The themes; the first is the stylesheet without additions."""

LEARNERS_STYLE = "_flashcards.css"
"""The learner's own stylesheet, which every card loads; Anki never replaces a file with this name."""


def for_deck(deck: Deck, used: Collection[str]) -> Mapping[str, Notetype]:
    """The note types of a deck whose notes use these."""
    return {key: _for_deck(notetype, deck) for key, notetype in NOTETYPES.items() if key in used}


def learners_style() -> str:
    """The initial text of the learner's own stylesheet."""
    return read_text("learner.css")


# The uid is in the name because Anki renames the second of two note types with the same name, and updates its `mod`:
# from then on, changes by the author would not reach the learner
def _for_deck(notetype: Notetype, deck: Deck) -> Notetype:
    theme = "" if deck.theme == THEMES[0] else read_text(f"themes/{deck.theme}.css")
    return replace(
        notetype,
        id=moment_id(deck.uid, "notetype", str(notetype.id)),
        name=f"{notetype.name} ({deck.id} {deck.uid[:4]})",
        css=notetype.css + theme + deck.style.css,
    )
