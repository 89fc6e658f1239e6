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

from flashcards.lint.finding import Finding, each_note, each_part
from flashcards.lint.word_index import WordIndex, aligned
from flashcards.lint.words import without_verbatim
from flashcards.model.deck import Deck

# The smallest and largest number of letters of the first language for each letter of the second
_RATIOS: Mapping[tuple[str, str], tuple[float, float]] = {("bn", "en"): (0.33, 0.95)}
# Not answers: they are a word or two, of which one language needs more
_LONG_PARTS = {"question", "note"}
_SHORT = 40  # letters; in shorter texts, one word changes the ratio too much


def check(deck: Deck) -> Iterator[Finding]:
    for note in each_note(deck):
        for part in _LONG_PARTS & note.parts.keys():
            refs = {each.language: each for each in each_part(note, part)}
            for (one, other), (least, most) in _RATIOS.items():
                if one not in refs or other not in refs:
                    continue
                letters, others = (_letters(without_verbatim(refs[each].text.value)) for each in (one, other))
                if max(letters, others) >= _SHORT and not least * others <= letters <= most * others:
                    shorter = refs[one] if letters < least * others else refs[other]
                    message = f"the text in '{shorter.language}' is much shorter than in the other language"
                    yield Finding(shorter, message, "check whether a clause is missing here, or is extra there")


def suspects(index: WordIndex) -> set[int]:
    letters_in = _Letters().__getitem__
    known = {pair: ratios for pair, ratios in _RATIOS.items() if {*pair} <= index.languages.keys()}
    found = set[int]()
    for part, ((one, other), (least, most)) in product(_LONG_PARTS, known.items()):
        for place, tokens, others_tokens in aligned(index.words(part, one), index.words(part, other)):
            letters, others = sum(map(letters_in, tokens)), sum(map(letters_in, others_tokens))
            if not least * others <= letters <= most * others and max(letters, others) >= _SHORT:
                found.add(place)
    return found


class _Letters(dict[str, int]):
    """The number of letters of each word, computed once."""

    def __missing__(self, word: str) -> int:
        self[word] = _letters(word)
        return self[word]


def _letters(text: str) -> int:
    """The number of letters and figures; a vowel sign belongs to its letter."""
    return sum(map(str.isalnum, text))
