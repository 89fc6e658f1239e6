"""Bengali and Hindi prose has no words in Latin letters.

A speech engine cannot read such a word. It is written as it sounds; the Latin spelling may follow in brackets.
Allowed are names such as Linux, abbreviations such as DNA, units and code, and words in a text that is about words.

Wrong::

    answer:
      bn: cloud এ রাখা
      en: Kept in the cloud

Right::

    answer:
      bn: ক্লাউডে রাখা
      en: Kept in the cloud
"""

from collections.abc import Iterator

from flashcards.lint.finding import Finding, TextRef, other_part
from flashcards.lint.mention import speaks_of_words
from flashcards.lint.pattern import Pattern
from flashcards.lint.script import OWN
from flashcards.lint.word_index import WordIndex
from flashcards.lint.words import HOLE, offset_of, without_asides

LANGUAGES = ("bn", "hi")
"""The languages that spell names as they sound."""
# Three lowercase letters in a row do not occur in units, formulas and abbreviations
_WORD = Pattern(r"(?<![A-Za-z0-9_./@&\\-])[a-z][A-Za-z]*[a-z]{2}[A-Za-z]*(?![A-Za-z0-9_(@/\\-]|\.[a-z])")


def check(index: WordIndex) -> Iterator[Finding]:
    for ref in index.irregular_texts():
        if ref.language not in LANGUAGES or not OWN[ref.language].search(ref.text.value):
            continue
        if (found := _WORD.search(without_asides(_without_term(ref)))) and not _is_about_words(ref):
            message = f"'{found[0]}' is in Latin letters"
            hint = "write it as it sounds; the Latin spelling may follow in brackets"
            yield Finding(ref, message, hint, offset_of(found[0], ref.text.value))


def _without_term(ref: TextRef) -> str:
    """A text without the term of its note, which it may quote."""
    term = other_part(ref, "term")
    return ref.text.value.replace(term, HOLE) if term else ref.text.value


def _is_about_words(ref: TextRef) -> bool:
    return speaks_of_words(ref.text.value, ref.language)
