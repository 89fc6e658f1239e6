"""The two sides of a card, and the sounds on them."""

from typing import NamedTuple


class Sound(NamedTuple):
    """A sound or video of the collection's media."""

    file: str


class Speech(NamedTuple):
    """Plain text to be read aloud; `language` is in Anki's form, such as `bn_IN`."""

    text: str
    language: str
    voices: tuple[str, ...] = ()
    speed: float = 1.0
    others: tuple[str, ...] = ()


class Side(NamedTuple):
    """HTML in which `[anki:play:q:0]` marks the first of the sounds, with `a` for `q` on the back."""

    html: str
    sounds: tuple[Sound | Speech, ...]


class Sides(NamedTuple):
    """The sides of a card.

    `is_blank` if the front shows no field of the note, or a cloze card finds no cloze of its
    number: Anki then says so below the front and instead of the back, which is empty here.
    """

    front: Side
    back: Side
    is_blank: bool
