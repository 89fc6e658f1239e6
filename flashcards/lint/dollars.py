"""Dollar signs that were meant to mark a formula, and mark none."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from flashcards.lint.pattern import Pattern
from flashcards.lint.words import HOLE, offset_in, without_verbatim

_DOLLARS = Pattern(r"(?<!\\)\${1,2}")
# TeX, and what is written only in formulas: a command, an exponent, an index, one letter before a sign
_TEX = Pattern(
    r"\\[A-Za-z]{2,}|[A-Za-z0-9)}\]]\^[A-Za-z0-9{\\(+−-]|[A-Za-z)}\]]_(?:\{|[A-Za-z0-9](?![A-Za-z0-9_]))|"
    r"^\s*[A-Za-z] ?[=+<>≤≥] ?[^;\"]+$"
)
_PRICE = Pattern(r"\s*\d[\d.,]*(?![\w\\({^])")


class Stray(NamedTuple):
    """A dollar sign: its offset in the text, what is wrong with it, and how to fix it."""

    offset: int
    message: str
    hint: str


def stray_dollar(text: str) -> Stray | None:
    """Find a dollar sign that begins or ends no formula, beside what looks like one; prices and code do not."""
    if "$" not in text:
        return None
    found = next(_stray(without_verbatim(text)), None)
    return found._replace(offset=offset_in(text, found.offset)) if found else None


def _stray(text: str) -> Iterator[Stray]:
    marks = [(0, 0, ""), *((mark.start(), mark.end(), mark[0]) for mark in _DOLLARS.finditer(text))]
    ends = [*marks, (len(text), len(text), "")]
    pairs = iter(pairwise(ends))
    for (begin, inner, mark), (end, _, closing) in pairs:
        inside = text[inner:end]
        if "\n\n" in inside or HOLE in inside:
            inside = re.split(rf"\n\n|{HOLE}", inside)[0] if mark else re.split(rf"\n\n|{HOLE}", inside)[-1]
            closing = closing if not mark else ""
        if mark == "$" and not closing:
            inside = inside.split("\n")[0]
        if not (mark or closing) or not _TEX.search(inside) or (mark and _PRICE.match(inside)):
            continue
        if mark and closing:
            yield _failed(text, begin, end, mark, closing)
            next(pairs, None)
        elif mark:
            yield Stray(
                begin, f"'{mark}' is not closed", f"write '{mark}' at the end of the formula, or '\\$' to show it"
            )
        else:
            hint = f"write '{closing}' where the formula begins, or '\\$' to show it"
            yield Stray(end, f"'{closing}' closes no formula", hint)


def _failed(text: str, begin: int, end: int, mark: str, closing: str) -> Stray:
    """Why what is between two dollar signs is no formula."""
    inside = text[begin + len(mark) : end]
    behind = text[end + len(closing) :][:1]
    if mark != closing:
        return Stray(begin, f"'{mark}' is closed by '{closing}'", f"write '{mark}' on both sides")
    if inside[:1].isspace():
        return Stray(begin, f"a space after '{mark}' keeps this from being a formula", "delete the space")
    if inside[-1:].isspace():
        return Stray(end, f"a space before '{mark}' keeps this from being a formula", "delete the space")
    if "\n" in inside and mark == "$":
        return Stray(begin, "'$' is not closed on its line", "write the formula on one line, or between '$$'")
    if behind.isascii() and behind.isalnum():
        hint = "put a space after it, or write the whole word in the formula"
        return Stray(end, f"'{behind}' after '{mark}' keeps this from being a formula", hint)
    if text[:begin][-1:].isascii() and text[:begin][-1:].isalnum():
        hint = "put a space before it, or write the whole word in the formula"
        return Stray(begin, f"'{text[begin - 1]}' before '{mark}' keeps this from being a formula", hint)
    return Stray(begin, f"'{mark}' is not closed", f"write '{mark}' at the end of the formula, or '\\$' to show it")
