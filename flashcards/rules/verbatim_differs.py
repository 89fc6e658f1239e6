"""Code, maths and bare addresses are the same in every language.

Wrong::

    answer:
      bn: "`প্রিন্ট()`"
      en: "`print()`"

Right::

    answer:
      bn: "`print()`"
      en: "`print()`"
"""

from collections.abc import Iterator

from flashcards.deck import Deck
from flashcards.problem import Severity
from flashcards.rules.finding import Finding, each_note, each_part
from flashcards.rules.words import verbatim

ID = "verbatim-differs"
SEVERITY = Severity.ERROR


def check(deck: Deck) -> Iterator[Finding]:
    for note in each_note(deck):
        for part in note.parts:
            first, *others = each_part(note, part)
            known = sorted(verbatim(first.text.value))
            for other in others:
                own = sorted(verbatim(other.text.value))
                if own != known:
                    odd = next(iter({*known} ^ {*own}), known[0] if known else own[0])
                    message = f"{odd} is not in both '{first.language}' and '{other.language}'"
                    yield Finding(other, message, "write code, maths and addresses alike in every language")
