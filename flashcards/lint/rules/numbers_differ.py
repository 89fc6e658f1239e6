"""A number in one language is in the others too.

Figures are compared by value, in any digits and with words of scale: ৩০ লাখ is three million. In one language, a
number may be in words, in Roman numerals, on another clock (17:30, 5:30 pm) or a decade (los años 60, the
1960s), and a measure may be repeated in other units, in brackets. Checked for Bengali, English, Spanish and Hindi.

Wrong::

    answer:
      bn: ৩০ লাখ
      en: 300 million

Right::

    answer:
      bn: ৩০ কোটি
      en: 300 million
"""

from collections.abc import Iterator, Sequence

from flashcards.lint.finding import Finding, TextRef, each_note, each_part
from flashcards.lint.numbers import LANGUAGES, in_figures, in_words, whole_numbers, without_conversions
from flashcards.lint.word_index import WordIndex
from flashcards.lint.words import without_verbatim
from flashcards.model.deck import Deck, Texts


def check(deck: Deck) -> Iterator[Finding]:
    for note in each_note(deck):
        for part in note.parts:
            if note.is_own(part):
                continue
            known = [ref for ref in each_part(note, part) if ref.language in LANGUAGES]
            yield from _differences(known)


def suspects(index: WordIndex) -> set[int]:
    tags = [(tag, language) for language, tags in index.languages.items() if language in LANGUAGES for tag in tags]
    return {
        place
        for part, places in index.numbered.items()
        for place in places
        if not _have_the_same(index.notes[place].parts[part], tags)
    }


def _have_the_same(texts: Texts, tags: Sequence[tuple[str, str]]) -> bool:
    """Whether the texts have the same figures, all of them plain whole numbers."""
    try:
        return len({whole_numbers(texts[tag].value, language) for tag, language in tags}) < 2
    except (ValueError, KeyError):  # not plain, or one text is missing
        return False


def _differences(texts: Sequence[TextRef]) -> Iterator[Finding]:
    """The first number that is in one text and not in another; one finding is enough for a mistake."""
    bare = [without_verbatim(ref.text.value) for ref in texts]
    measured = map(without_conversions, bare)
    figures = [in_figures(text, ref.language) for text, ref in zip(measured, texts, strict=True)]
    for ref, own in zip(texts, figures, strict=True):
        for other, others, text in zip(texts, figures, bare, strict=True):
            unlike = own.keys() - others.keys()
            if unlike and (missing := unlike - in_words(text, other.language)):
                number = next(figure for value, figure in own.items() if value in missing)
                message = f"'{number}' in '{ref.language}' is not in '{other.language}'"
                yield Finding(other, message, "make the numbers agree")
                return
