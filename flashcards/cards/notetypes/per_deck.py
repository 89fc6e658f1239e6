"""The note types of a deck: with an id and a name of their own, and the deck's theme and style.

If decks shared a note type, importing one deck would change the style of all others, and an author could not
know what learners see. Fields and templates of ours have the same ids in every deck. The author's own kinds of note
are note types like ours.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TypeVar

from flashcards.cards.notetypes import NOTETYPES
from flashcards.cards.notetypes.fields import CSS
from flashcards.cards.notetypes.notetype import Notetype, Part, read_text
from flashcards.model.deck import Deck, Language, Note
from flashcards.model.ids import moment_id

Item = TypeVar("Item")

THEMES = ("plain", "paper", "bold")
"""The themes; the first is the stylesheet without additions."""

LEARNERS_STYLE = "_flashcards.css"
"""The learner's own stylesheet, which every card loads; Anki never replaces a file with this name."""


def for_deck(deck: Deck, used: Collection[str] | None = None) -> Mapping[str, Notetype]:
    """The note types of a deck, or those of them that are used by its notes, by their keys.

    One that a kind has in another study language has the key of the kind, a space and the language.
    """
    ours = {key: _for_deck(each, deck) for key, each in NOTETYPES.items() if used is None or key in used}
    if not deck.kinds:
        return ours
    from flashcards.cards.notetypes.of_kind import notetypes_of

    own = notetypes_of(deck, CSS + _theme(deck) + deck.style.css)
    return {**ours, **{key: each for key, each in own.items() if used is None or kind_of(key) in used}}


def kind_of(key: str) -> str:
    """The key of the kind of a note type in a mapping of `for_deck`, in which a kind may have several."""
    return key.partition(" ")[0]


def in_language(notetypes: Mapping[str, Item], study: Language) -> Mapping[str, Item]:
    """What is by note type in a mapping of `for_deck`, by the types of notes, as it is in a study language."""
    if not any(" " in key for key in notetypes):
        return notetypes
    return {key: notetypes.get(f"{key} {study}", each) for key, each in notetypes.items() if " " not in key}


def parts_of(note: Note) -> tuple[Part, ...]:
    """The parts of a note's type."""
    if note.kind is None:
        return NOTETYPES[note.type].parts
    from flashcards.cards.notetypes.of_kind import parts_of

    return parts_of(note.kind)


def notetype_of(note: Note, deck: Deck) -> Notetype:
    """The note type of a note; of ours without the deck's id and style."""
    return NOTETYPES[note.type] if note.kind is None else for_deck(deck, (note.type,))[note.type]


def learners_style() -> str:
    """The initial text of the learner's own stylesheet."""
    return read_text("learner.css")


# The uid is in the name because Anki renames the second of two note types with the same name, and updates its `mod`:
# from then on, changes by the author would not reach the learner
def _for_deck(notetype: Notetype, deck: Deck) -> Notetype:
    return replace(
        notetype,
        id=moment_id(deck.uid, "notetype", str(notetype.id)),
        name=f"{notetype.name} ({deck.id} {deck.uid[:4]})",
        css=notetype.css + _theme(deck) + deck.style.css,
    )


def _theme(deck: Deck) -> str:
    return "" if deck.theme == THEMES[0] else read_text(f"themes/{deck.theme}.css")
