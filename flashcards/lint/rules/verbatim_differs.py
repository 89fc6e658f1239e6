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

from flashcards.lint.finding import Finding, TextRef, each_part, has_clozes
from flashcards.lint.rules.formula import has_mistake
from flashcards.lint.word_index import WordIndex
from flashcards.lint.words import offset_of, verbatim
from flashcards.text.tex.clozes import revealed


def check(index: WordIndex) -> Iterator[Finding]:
    for note in index.candidates():
        for part in note.parts:
            first, *others = each_part(note, part)
            known = sorted(_verbatim(first))
            for other in others:
                own = sorted(_verbatim(other))
                if own != known and not any(map(has_mistake, (first, other))):
                    unequal = [each for each in (*known, *own) if (each in known) != (each in own)] or known
                    has, lacks = (first, other) if unequal[0] in known else (other, first)
                    yield _unclosed(unequal[0], has, lacks) or Finding(
                        other,
                        f"{unequal[0]} is not in both '{first.language}' and '{other.language}'",
                        "write code, maths and URLs the same in every language",
                        offset_of(unequal[0], other.text.value),
                    )


def _unclosed(formula: str, has: TextRef, lacks: TextRef) -> Finding | None:
    """A finding if a text has a formula without its last '$', which is too short for `formula` to tell from a price."""
    begun = formula.rstrip("$")
    if not begun.startswith("$") or (offset := lacks.text.value.find(begun)) < 0:
        return None
    end = formula[len(begun) :]
    message = f"'{end}' is not closed; in '{has.language}' it is {formula}"
    return Finding(lacks, message, f"write '{end}' at the end of the formula", offset)


def _verbatim(ref: TextRef) -> list[str]:
    """Code, maths and URLs; without the marks of clozes, whose hints are in the language of the text."""
    found = verbatim(ref.text.value)
    if not has_clozes(ref):
        return found
    shown = ((each, revealed(each)) for each in found)
    return [plain.tex if plain else each for each, plain in shown]
