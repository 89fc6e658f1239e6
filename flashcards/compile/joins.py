"""What the notes of all slices of a deck come to together."""

from array import array
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from operator import eq

from flashcards.compile.batch import Names
from flashcards.model.deck import Deck
from flashcards.model.media import Media
from flashcards.text.anki_names import normal


class Tally:
    """Counts up the notes of a deck, in little memory: of names and questions it keeps 64 bits each."""

    def __init__(self, deck: Deck, editions: int) -> None:
        self.types = set[str]()
        self.held_types = tuple(set[str]() for _ in range(editions))
        self.words = 0
        self.shown = dict.fromkeys(deck.style.media)
        self.notes = [0] * editions
        self.cards = [0] * editions
        self._called = array("q")
        self._questions = array("q")
        self._heirs = set[int]()
        self._tags: dict[str, set[str]] = {}

    def add(self, names: Names, shown: Iterable[Media]) -> None:
        """Add the notes of a slice, and the files they show."""
        self.types.update(names.types)
        for number, (types, held) in enumerate(zip(self.held_types, names.notes, strict=True)):
            is_whole = held == len(names.types)
            types.update(names.types if is_whole else _held(names, number))
        self.words += names.types.count("word")
        self.shown.update(dict.fromkeys(shown))
        self.notes = [*map(sum, zip(self.notes, names.notes, strict=True))]
        self.cards = [*map(sum, zip(self.cards, names.cards, strict=True))]
        self._called.extend(map(hash, names.called))
        self._questions.extend(names.questions)
        self._heirs.update(map(hash, names.heirs))
        for tag in names.tags:
            self._tags.setdefault(normal(tag), set()).add(tag)

    def is_sound(self) -> bool:
        """Whether nothing is there twice that may be there once, and each note that takes another's place is there."""
        return (
            not _has_twice(self._called)
            and not _has_twice(self._questions)
            and (not self._heirs or self._heirs <= {*self._called})
            and all(len(spellings) == 1 for spellings in self._tags.values())
        )


def _held(names: Names, number: int) -> Iterator[str]:
    """The note types of the notes that an edition holds, where it does not hold all."""
    return (notetype for notetype, contents in zip(names.types, names.contents, strict=True) if contents[number])


def _has_twice(numbers: Collection[int]) -> bool:
    ordered = sorted(numbers)
    return any(map(eq, ordered, islice(ordered, 1, None)))
