"""Nothing is left to be written.

Wrong::

    answer:
      bn: যন্ত্রের ভাষা (FIXME)
      en: Machine code (FIXME)

Right::

    answer:
      bn: যন্ত্রের ভাষা
      en: Machine code
"""

from collections.abc import Iterator

from flashcards.deck import Deck
from flashcards.rules.finding import Finding, each_text
from flashcards.rules.pattern import Pattern
from flashcards.rules.words import without_verbatim

# In capitals, for 'todo' is a Spanish word; a single '…' may be an answer that trails off
_PLACEHOLDER = Pattern(r"\b(?:FIXME|TBC|TBD|TODO|[Ll]orem ipsum)\b|[?？؟]{2,}|\[(?:…|\.{3})\]|^(?:…|\.{3})$")


def check(deck: Deck) -> Iterator[Finding]:
    for said in each_text(deck):
        if found := _PLACEHOLDER.search(without_verbatim(said.text.value)):
            yield Finding(said, f"'{found[0]}' says that this is still to be written", "write it")
