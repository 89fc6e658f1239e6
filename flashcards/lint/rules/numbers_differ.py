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

from collections.abc import Iterable, Iterator, Sequence

from flashcards.lint.finding import Finding, TextRef, each_note, each_part
from flashcards.lint.numbers import figures, possible, whole_numbers
from flashcards.lint.rules.formula import has_mistake
from flashcards.lint.word_index import WordIndex
from flashcards.lint.words import without_verbatim
from flashcards.model.deck import Deck, Texts


def check(deck: Deck) -> Iterator[Finding]:
    for note in each_note(deck):
        for part in note.parts:
            texts = () if note.is_own(part) else (*each_part(note, part),)
            if not _have_the_same((ref.text.value, ref.language) for ref in texts):
                found = [*_differences(texts)]
                yield from found if not any(map(has_mistake, texts)) else ()


def suspects(index: WordIndex) -> set[int]:
    tags = [(tag, language) for language, tags in index.languages.items() for tag in tags]
    return {
        place
        for part, places in index.numbered.items()
        for place in places
        if not _have_the_same(_written(index.notes[place].parts[part], tags))
    }


def _written(texts: Texts, tags: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    return ((texts[tag].value, language) for tag, language in tags if tag in texts)


def _have_the_same(texts: Iterable[tuple[str, str]]) -> bool:
    """Whether texts, each with its language, have the same figures, all of them plain whole numbers."""
    try:
        return len({whole_numbers(text, language) for text, language in texts}) < 2
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
