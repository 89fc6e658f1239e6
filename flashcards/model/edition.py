"""A deck as one package carries it: asked in a study language, with a support language one tap away."""

import hashlib
import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flashcards.model.deck import Deck, Language, Note

_LETTERS = string.digits + string.ascii_uppercase + string.ascii_lowercase
ALONE = "alone"  # in the place of a support language where there is none
_PAIRS = tuple(low + high for high in _LETTERS for low in _LETTERS)  # two digits of 62 at a time, the lower first
_NOTHING = hashlib.sha256()  # a copy is had for a third of the price of a new one
_TWO, _FOUR, _EIGHT = (len(_LETTERS) ** length for length in (2, 4, 8))
_GUIDS = _EIGHT**2  # 95 bits: no two of a million million notes meet


@dataclass(frozen=True, slots=True)
class Edition:
    """A study language of a deck, and the one that is a tap away; `support` is empty where none is.

    A note is in it when it can be asked in the study language. Of several editions in one study
    language the first `is_main`. They hold the same notes and cards, so a learner may go from one to another.
    Words are asked both ways: of the editions with the same two languages only the first `holds_words`.
    """

    deck: Deck
    study: Language
    support: Language
    is_main: bool = True
    holds_words: bool = False

    @property
    def name(self) -> str:
        """The name of its package, less the suffix."""
        return f"{self.deck.id}-{self.tag}"

    @property
    def tag(self) -> str:
        """What sets the names of its files apart from those of the deck's other editions."""
        return self.study if self.is_main else f"{self.study}-{self.support or ALONE}"

    @property
    def key(self) -> str:
        """What its stamps go by in the ledger."""
        return self.study if self.is_main else f"{self.study}+{self.support}"

    @property
    def title(self) -> str:
        """The name of the deck in Anki."""
        return self.deck.title[self.study].value

    @property
    def deck_id(self) -> int:
        """The deck's id in Anki, which only has to be its own: Anki matches decks by name."""
        return moment_id(self.deck.uid, "deck", self.study)

    def guid(self, note: Note) -> str:
        """What Anki knows a note by, for ever: from the deck's uid, the note's first id and the study language.

        A word also has the other language in it, which it is asked in as well: with another, it is another note.
        """
        asked_in = pair_name(self.study, self.support) if note.is_word else self.study
        high, low = divmod(_digest(self.deck.uid, note.first_id, asked_in) % _GUIDS, _EIGHT)
        (d, c), (b, a) = divmod(high, _FOUR), divmod(low, _FOUR)
        return f"{_letters(a)}{_letters(b)}{_letters(c)}{_letters(d)}"

    def holds(self, note: Note) -> bool:
        """Whether a note is asked in it: in a language that is behind, some notes have no text yet."""
        if note.is_word:
            return self.holds_words and self.study in note.languages and self.support in note.languages
        return self.study in note.languages

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

    def search_for(self, note_id: str) -> str:
        """What finds a note of the deck in Anki's browser, whatever the learner calls the deck."""
        return f"tag:{self.deck.id} ID:{note_id}"


def editions(deck: Deck, wanted: Sequence[str] = ()) -> Iterator[Edition]:
    """The editions of a deck in its order, all of them unless study languages, or pairs such as `bn+hi`, are named."""
    seen = set[Language]()
    asked = set[frozenset[Language]]()
    for study, support in deck.pairs:
        both = frozenset((study, support))
        edition = Edition(deck, study, support, study not in seen, bool(support) and both not in asked)
        seen.add(study)
        asked.add(both)
        if not wanted or study in wanted or pair_name(study, support) in wanted:
            yield edition


def pair_name(study: Language, support: Language) -> str:
    """How a pair of languages is written: `bn+hi`, or `bn` where there is no other."""
    return f"{study}+{support}" if support else study


def study_of(pair: str) -> Language:
    """The language that is studied in a pair as `pair_name` writes it."""
    return pair.split("+")[0]


def moment_id(*words: str) -> int:
    """An id that always comes out the same for the same words.

    A point in time in milliseconds, as Anki's own ids are, between 2001 and 2019.
    """
    return 10**12 + _digest(*words) % (56 * 10**10)


def _letters(number: int) -> str:
    """Four digits of 62, the lowest first."""
    return f"{_PAIRS[number % _TWO]}{_PAIRS[number // _TWO]}"


def _digest(*words: str) -> int:
    known = _NOTHING.copy()
    known.update("\0".join(words).encode())
    return int.from_bytes(known.digest())
