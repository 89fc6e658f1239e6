"""A number in one language is in the others too.

Figures are compared by their worth, whatever the digits and the words of scale: ৩০ লাখ is three
million. A number may be in words on one side. Known for Bengali, English, Spanish and Hindi.

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

from flashcards.deck import Deck
from flashcards.problem import Severity
from flashcards.rules.finding import Finding, Said, each_note, each_part
from flashcards.rules.numbers import LANGUAGES, in_figures, in_words
from flashcards.rules.words import without_verbatim

ID = "numbers-differ"
SEVERITY = Severity.ERROR


def check(deck: Deck) -> Iterator[Finding]:
    for note in each_note(deck):
        for part in note.parts:
            known = [said for said in each_part(note, part) if said.language in LANGUAGES]
            yield from _differences(known)


def _differences(texts: Sequence[Said]) -> Iterator[Finding]:
    """The first number that one text has and another lacks; one mistake is told once."""
    for said in texts:
        for other in texts:
            if other is not said and (missing := _missing(said, other)):
                message = f"'{missing}' in '{said.language}' is not in '{other.language}'"
                yield Finding(other, message, "make the numbers agree")
                return


def _missing(said: Said, other: Said) -> str:
    """A figure of one text whose worth the other has neither in figures nor in words."""
    figures = in_figures(without_verbatim(said.text.value), said.language)
    if not figures:
        return ""
    text = without_verbatim(other.text.value)
    known = in_figures(text, other.language).keys() | in_words(text, other.language)
    return next((figure for value, figure in figures.items() if value not in known), "")
