"""A text is about as long in one language as in the other.

A much shorter translation often lacks a clause. Checked for questions and notes in Bengali and English: Bengali
has little more than half as many letters, not counting vowel signs.

Wrong::

    question:
      bn: কোন দেশে প্রথম চালু হয়?
      en: In which country did the first railway that carried passengers by steam open?

Right::

    question:
      bn: বাষ্পচালিত প্রথম যাত্রীবাহী রেলপথ চালু হয় কোন দেশে?
      en: In which country did the first railway that carried passengers by steam open?
"""

from collections.abc import Iterator, Mapping
from itertools import product

from flashcards.lint.finding import Finding
from flashcards.lint.word_index import WordIndex, aligned
from flashcards.lint.words import without_verbatim
from flashcards.model.deck import Language

# The smallest and largest number of letters of the first language for each letter of the second
_RATIOS: Mapping[tuple[str, str], tuple[float, float]] = {("bn", "en"): (0.33, 0.95)}
# Not answers: they are a word or two, of which one language needs more
_LONG_PARTS = {"question", "note"}
_SHORT = 40  # letters; in shorter texts, one word changes the ratio too much


def check(index: WordIndex) -> Iterator[Finding]:
    for part, ((one, other), (least, most)) in product(_LONG_PARTS, _RATIOS.items()):
        for place, letters, others in aligned(_letters_in(index, part, one), _letters_in(index, part, other)):
            if max(letters, others) >= _SHORT and not least * others <= letters <= most * others:
                shorter = index.last_ref(part, one if letters < least * others else other, place)
                message = f"the text in '{shorter.language}' is much shorter than in the other language"
                yield Finding(shorter, message, "check whether a clause is missing here, or is extra there")


def _letters_in(index: WordIndex, part: str, language: Language) -> Iterator[tuple[int, int]]:
    """How many letters the prose of each text has, with the place of its note; in a regular text, all is prose."""
    known, irregular = _Letters(), index.irregular
    both = zip(index.texts(part, language), index.words(part, language), strict=True)
    for (place, text), (_, found) in both:
        yield place, _letters(without_verbatim(text)) if place in irregular else sum(map(known.__getitem__, found))


class _Letters(dict[str, int]):
    """The number of letters of each word, computed once."""

    def __missing__(self, word: str) -> int:
        self[word] = _letters(word)
        return self[word]


def _letters(text: str) -> int:
    """The number of letters and figures; a vowel sign belongs to its letter."""
    return sum(map(str.isalnum, text))
