r"""A formula is such as Anki can typeset.

Anki's MathJax shows the source of a formula that has a mistake, and an unknown command in red. Commands that a formula
defines with '\newcommand' are known in the whole note. A dollar sign beside what looks like a formula has a partner; a
price, as '$5', has none.

Wrong::

    answer:
      bn: $v = \frac{Q}{A$
      en: $v = \frac{Q}{A$

Right::

    answer:
      bn: $v = \frac{Q}{A}$
      en: $v = \frac{Q}{A}$
"""

from collections.abc import Iterator

from flashcards.lint.dollars import stray_dollar
from flashcards.lint.finding import Finding, TextRef, each_part, has_clozes, is_markdown
from flashcards.lint.pattern import Pattern
from flashcards.lint.word_index import WordIndex
from flashcards.lint.words import formulas
from flashcards.text.tex import Macros, TexFlaw, flaws
from flashcards.text.tex.clozes import Revealed, revealed

_COMMAND = Pattern(r"\\[A-Za-z]+")


def check(index: WordIndex) -> Iterator[Finding]:
    for note in index.candidates():
        macros: dict[str, dict[str, str]] = {}
        for part in note.parts:
            for ref in each_part(note, part):
                if "$" in ref.text.value and is_markdown(ref):
                    yield from _in_part(ref, macros.setdefault(ref.tag, {}))


def has_mistake(ref: TextRef) -> bool:
    """Whether a formula of a text has a mistake, so that it cannot be compared with others."""
    return "$" in ref.text.value and any(_in_part(ref, {}))


def _in_part(ref: TextRef, macros: Macros) -> Iterator[Finding]:
    text = ref.text.value
    if stray := stray_dollar(text):
        yield Finding(ref, stray.message, stray.hint, stray.offset)
    for begin, tex in formulas(text):
        shown = revealed(tex) if has_clozes(ref) else None
        if shown:
            for flaw in flaws(shown.tex, macros):
                offset, message, hint = _at_cloze(flaw, shown)
                yield Finding(ref, message, hint, begin + shown.offsets[offset])
        elif not has_clozes(ref):
            yield from (Finding(ref, message, hint, begin + offset) for offset, message, hint in flaws(tex, macros))


def _at_cloze(flaw: TexFlaw, shown: Revealed) -> TexFlaw:
    """A mistake in a formula; letters of a cloze directly after a command are read as part of it."""
    command = _COMMAND.match(shown.tex, flaw.offset)
    if command is None:
        return flaw
    begin, end = command.span()
    parts = [at for at in range(begin + 1, end) if shown.offsets[at] != shown.offsets[at - 1] + 1]
    if not parts:
        return flaw
    bare = shown.tex[begin : parts[0]]
    message = f"on the card, '{bare}' and the cloze after it become '{command[0]}'"
    return flaw._replace(message=message, hint=f"put braces around the cloze, as in '{bare}{{ {{{{c1::…}}}} }}'")
