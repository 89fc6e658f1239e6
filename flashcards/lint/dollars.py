"""Dollar signs that were meant to mark a formula, and mark none."""

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
_GROUP = Pattern(r"\{[^{}]*\}")
_PLAIN_WORD = Pattern(r"(?<![\\\w])[^\W\d_]{3,}")
_PARTING = Pattern(rf"\n\n|{HOLE}")
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
    """The dollar signs of prose beside what looks like a formula: pairs that mark none, and those without a partner."""
    marks = [(mark.start(), mark.end(), mark[0]) for mark in _DOLLARS.finditer(text)]
    for (begin, inner, mark), (end, _, closing) in pairwise([(0, 0, ""), *marks, (len(text), len(text), "")]):
        parts = _PARTING.split(text[inner:end])
        if len(parts) > 1:  # the signs are not on both sides of one formula
            if mark and _is_formula(parts[0], at_end=False):
                yield _unclosed(begin, mark)
            if closing and _is_formula(parts[-1], at_end=True):
                yield _unopened(end, closing)
        elif mark and _is_formula(parts[0] if closing or mark == "$$" else parts[0].split("\n")[0], at_end=False):
            is_pair = closing and _is_formula(parts[0], at_end=True)
            yield _failed(text, begin, end, mark, closing) if is_pair else _unclosed(begin, mark)
        elif closing and not mark and _is_formula(parts[0].split("\n")[-1], at_end=True):
            yield _unopened(end, closing)


def _is_formula(text: str, *, at_end: bool) -> bool:
    """Whether a text looks like a formula from its beginning, or up to its end: no word is between that and TeX."""
    found = [*_TEX.finditer(text)]
    if not found or (not at_end and _PRICE.match(text)):
        return False
    between = text[found[-1].end() :] if at_end else text[: found[0].start()]
    return not _PLAIN_WORD.search(_GROUP.sub("", between))


def _unopened(offset: int, mark: str) -> Stray:
    return Stray(offset, f"'{mark}' closes no formula", f"write '{mark}' where the formula begins, or '\\$' to show it")


def _unclosed(offset: int, mark: str) -> Stray:
    hint = f"write '{mark}' at the end of the formula, or '\\$' to show it"
    return Stray(offset, f"'{mark}' is not closed", hint)


def _failed(text: str, begin: int, end: int, mark: str, closing: str) -> Stray:
    """Why two dollar signs mark no formula."""
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
    return _unclosed(begin, mark)
