"""Mistakes in formulas, as MathJax 3 with the packages that Anki loads would find them."""

from collections.abc import Iterator, MutableMapping
from typing import NamedTuple

Macros = MutableMapping[str, str]
r"""The commands that formulas define, as `\newcommand` does, with their signatures; a formula adds its own."""


class TexFlaw(NamedTuple):
    """A mistake in a formula: its offset, what is wrong, and how to fix it."""

    offset: int
    message: str
    hint: str


def flaws(tex: str, macros: Macros) -> Iterator[TexFlaw]:
    """Yield the mistakes in a formula: unknown commands up to the first mistake of another kind."""
    if "\\" not in tex and not any(sign in tex for sign in "{}^_&%#'"):
        return
    from flashcards.text.tex.parser import Parser

    yield from Parser(tex, macros).flaws()
