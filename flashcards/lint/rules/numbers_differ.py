"""A number in one language is in the others too.

Numbers are compared by value, in any digits and with words of scale: ৩০ লাখ is three million. In one language, a
number may be in words, in Roman numerals (siglo XIII), on another clock (17:30, 5:30 pm) or a decade (años 60, the
1960s), and a measure may be repeated in other units, in brackets. In a language whose number words are not known here,
small and round numbers are not looked for.

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

from flashcards.lint.finding import Finding, TextRef, each_part
from flashcards.lint.numbers import figures, possible, whole_numbers
from flashcards.lint.rules.formula import has_mistake
from flashcards.lint.word_index import WordIndex
from flashcards.lint.words import without_verbatim
from flashcards.model.deck import Texts


def check(index: WordIndex) -> Iterator[Finding]:
    for part in index.parts:
        for note in index.candidates(index.with_figures(part)):
            if part in note.parts and not note.is_own(part) and not _have_the_same(note.parts[part]):
                refs = (*each_part(note, part),)
                found = [*_differences(refs)]
                yield from found if not any(map(has_mistake, refs)) else ()


def _have_the_same(texts: Texts) -> bool:
    """Whether the texts of a part have the same figures, all of them plain whole numbers."""
    try:
        return len({whole_numbers(text.value, tag.split("-")[0]) for tag, text in texts.items()}) < 2
    except ValueError:  # not plain
        return False


def _differences(texts: Sequence[TextRef]) -> Iterator[Finding]:
    """The first number that is in one text and not in another; one finding is enough for a mistake."""
    bare = [without_verbatim(ref.text.value) for ref in texts]
    numbers = [figures(text, ref.language) for text, ref in zip(bare, texts, strict=True)]
    for ref, own in zip(texts, numbers, strict=True):
        for other, others, text in zip(texts, numbers, bare, strict=True):
            if own == others or not own:
                continue
            values = possible(text, other.language)
            for figure in own:
                if figure.readings.isdisjoint(values) and not figure.may_be_in_words(other.language):
                    message = f"'{figure.written}' in '{ref.language}' is not in '{other.language}'"
                    yield Finding(other, message, "make the numbers agree")
                    return
