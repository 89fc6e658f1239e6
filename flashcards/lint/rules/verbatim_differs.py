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

from flashcards.lint.finding import Finding, TextRef, each_note, each_part, has_clozes
from flashcards.lint.rules.formula import has_mistake
from flashcards.lint.words import offset_of, verbatim
from flashcards.model.deck import Deck
from flashcards.text.tex.clozes import revealed


def check(deck: Deck) -> Iterator[Finding]:
    for note in each_note(deck):
        for part in note.parts:
            first, *others = each_part(note, part)
            known = sorted(_verbatim(first))
            for other in others:
                own = sorted(_verbatim(other))
                if own != known and not any(map(has_mistake, (first, other))):
                    unequal = [each for each in (*known, *own) if (each in known) != (each in own)] or known
                    message = f"{unequal[0]} is not in both '{first.language}' and '{other.language}'"
                    offset = offset_of(unequal[0], other.text.value)
                    yield Finding(other, message, "write code, maths and URLs the same in every language", offset)


def _verbatim(ref: TextRef) -> list[str]:
    """Code, maths and URLs; without the marks of clozes, whose hints are in the language of the text."""
    found = verbatim(ref.text.value)
    if not has_clozes(ref):
        return found
    shown = ((each, revealed(each)) for each in found)
    return [plain.tex if plain else each for each, plain in shown]
