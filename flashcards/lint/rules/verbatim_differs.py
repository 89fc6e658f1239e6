"""Code, maths and bare URLs are the same in every language.

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

from flashcards.lint.finding import Finding, each_note, each_part
from flashcards.lint.words import verbatim
from flashcards.model.deck import Deck


def check(deck: Deck) -> Iterator[Finding]:
    for note in each_note(deck):
        for part in note.parts:
            first, *others = each_part(note, part)
            known = sorted(verbatim(first.text.value))
            for other in others:
                own = sorted(verbatim(other.text.value))
                if own != known:
                    unequal = [each for each in (*known, *own) if (each in known) != (each in own)] or known
                    message = f"{unequal[0]} is not in both '{first.language}' and '{other.language}'"
                    yield Finding(other, message, "write code, maths and URLs the same in every language")
