"""A text is not the same in two languages.

Names may be the same in languages that share a script. A question is never the same, unless it is a picture, a
number, a formula or a term. An answer may be the same if its question is about words, or contains words in Latin
letters.

Wrong::

    answer:
      bn: Inflation
      en: Inflation

Right::

    answer:
      bn: মূল্যস্ফীতি
      en: Inflation
"""

from collections.abc import Iterator

from flashcards.lint.finding import Finding, TextRef, each_in_note, other_part
from flashcards.lint.mention import speaks_of_words
from flashcards.lint.pattern import Pattern
from flashcards.lint.script import OWN, is_latin
from flashcards.lint.word_index import WordIndex
from flashcards.lint.words import without_asides, words

_LATIN_WORD = Pattern("[a-z]{3}")
_FEWEST = 3  # words of a question; fewer are a term


def check(index: WordIndex) -> Iterator[Finding]:
    for note in index.candidates():
        for ref in filter(is_untranslated, each_in_note(note)):
            message = f"this text is the same in '{ref.language}' as in another language"
            yield Finding(ref, message, f"write it in '{ref.language}'")


def is_untranslated(ref: TextRef) -> bool:
    """Whether a text is identical to that of another language, and in Latin letters if its own script is another."""
    if ref.note is None or ref.language not in OWN or ref.is_shared:
        return False
    value = ref.text.value
    if sum(text.value == value for text in ref.note.parts[ref.part].values()) < 2:
        return False
    if is_latin(ref.language):
        return ref.part == "question" and ref.language != "en" and len(words(without_asides(value))) >= _FEWEST
    if ref.part == "answer" and _is_about_words(ref):
        return False
    return _LATIN_WORD.search(without_asides(value)) is not None and not OWN[ref.language].search(value)


def _is_about_words(ref: TextRef) -> bool:
    asked = other_part(ref, "question")
    return speaks_of_words(asked, ref.language) or _LATIN_WORD.search(asked) is not None
