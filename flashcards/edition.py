"""A deck as one package carries it: asked in a study language, with a support language one tap away."""

import hashlib
import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flashcards.deck import Deck, Language, Note

_LETTERS = string.digits + string.ascii_uppercase + string.ascii_lowercase
_GUID_LENGTH = 16  # 62^16 is 95 bits: no two of a million million notes meet


@dataclass(frozen=True, slots=True)
class Edition:
    """A study language of a deck; `support` is empty where the deck has no other language."""

    deck: Deck
    study: Language
    support: Language

    @property
    def name(self) -> str:
        """The name of its package, less the suffix."""
        return f"{self.deck.id}-{self.study}"

    @property
    def title(self) -> str:
        """The name of the deck in Anki."""
        return self.deck.title[self.study].value

    @property
    def deck_id(self) -> int:
        """The deck's id in Anki, which only has to be its own: Anki matches decks by name.

        A point in time in milliseconds, as Anki's own ids are, between 2001 and 2019.
        """
        return 10**12 + _digest(self.deck.uid, "deck", self.study) % (56 * 10**10)

    def guid(self, note: Note) -> str:
        """What Anki knows a note by, for ever: from the deck's uid, the note's first id and the study language."""
        number = _digest(self.deck.uid, note.first_id, self.study)
        letters = []
        for _ in range(_GUID_LENGTH):
            number, digit = divmod(number, len(_LETTERS))
            letters.append(_LETTERS[digit])
        return "".join(letters)

    def tags(self, note: Note) -> tuple[str, ...]:
        """The deck and section a note is from, the kinds of key point it covers, and its author's tags; sorted."""
        place = f"{self.deck.id}::{note.section}" if note.section else self.deck.id
        points = self.deck.source.points if self.deck.source else {}
        kinds = (f"kind::{points[point].kind}" for point in note.covers)
        retired = {self.retired_tag} if note.retired else set()
        return tuple(sorted({place, *kinds, *note.tags, *retired}))

    @property
    def retired_tag(self) -> str:
        """What learners find the notes by that are no longer to be learned."""
        return f"{self.deck.id}::retired"


def editions(deck: Deck, languages: Sequence[Language] = ()) -> Iterator[Edition]:
    """The editions of a deck in the order of its languages, all of them unless some are named."""
    for study in deck.languages:
        if not languages or study in languages:
            support = next((other for other in deck.languages if other != study), "")
            yield Edition(deck, study, support)


def _digest(*words: str) -> int:
    return int.from_bytes(hashlib.sha256("\0".join(words).encode()).digest())
