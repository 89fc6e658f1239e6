"""The characters that Markdown syntax consumes, so that all others must be on the card."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from flashcards.text.html import visible
from flashcards.text.markdown.clozes import GLUE
from flashcards.text.markdown.environment import Taken

if TYPE_CHECKING:
    from markdown_it.token import Token


def _markup(token: "Token") -> str:
    return token.markup


CONSUMED: Mapping[str, Callable[["Token"], str]] = {
    **{f"{kind}_{end}": _markup for kind in ("em", "strong", "s") for end in ("open", "close")},
    "code_inline": lambda token: 2 * token.markup,
    "display": lambda _: "$$$$",
    "maths": lambda _: "$$",
    "link_open": lambda token: "<>" if token.markup == "autolink" else token.meta["target"],
    "media": lambda token: token.content,
    "html_inline": _markup,
    "fence": lambda token: token.markup + token.info,
    "heading_open": _markup,
    "list_item_open": lambda token: token.info + token.markup,
}
"""By token type, the syntax characters that are not shown; this list is complete.

Backslashes of escapes, and entities, whose character is shown, are counted in `Taken`.
"""

AROUND: Mapping[str, str] = {
    "blockquote_open": ">",
    "fence": "`~",
    "heading_open": "#",
    "hr": "*-",
    "table_open": "|:-\\",
}
"""Syntax characters that a block contains any number of times, such as once per line or cell."""

_MADE: Mapping[str, str] = {"display": r"\[\]", "maths": r"\(\)"}  # MathJax delimiters
_NOT_SHOWN = re.compile(r"<(audio|video)\b[^>]*>.*?</\1>", re.DOTALL)  # fallbacks for clients without a player


def missing(text: str, tokens: Sequence["Token"], taken: Taken, field: str) -> str:
    """Return the characters of a text that its field lacks and that are not syntax, in order."""
    lost = +unbalanced(text, tokens, taken, field)
    if not lost:
        return ""
    letters = "".join(unicodedata.normalize("NFD", text).split())
    return _piece_of(letters, lost) or "".join(letter for letter in letters if _taken_from(lost, letter))


def _piece_of(letters: str, lost: Counter[str]) -> str:
    """The substring that consists of exactly these characters, if they were lost together."""
    length, short = lost.total(), Counter(lost)
    for end, letter in enumerate(letters):
        _count(short, letter, -1)
        if end >= length:
            _count(short, letters[end - length], 1)
        if not short:
            return letters[end - length + 1 : end + 1]
    return ""


def _count(short: Counter[str], letter: str, change: int) -> None:
    short[letter] += change
    if not short[letter]:
        del short[letter]


def unbalanced(text: str, tokens: Sequence["Token"], taken: Taken, field: str) -> Counter[str]:
    """Count how often each character is missing in a field, or, if negative, how often it was added."""
    balance = _signs([text, *taken.made])
    balance.subtract(_signs([visible(_NOT_SHOWN.sub("", field)), *taken.signs]))
    all_tokens = [*_each(tokens)]
    for token in all_tokens:
        if token.type in CONSUMED:
            balance.subtract(_signs([CONSUMED[token.type](token)]))
        balance.update(_MADE.get(token.type, ""))
    for sign in "".join(AROUND.get(token.type, "") for token in all_tokens):
        balance[sign] = min(balance[sign], 0)
    return balance


def _each(tokens: Iterable["Token"]) -> Iterator["Token"]:
    for token in tokens:
        yield token
        yield from token.children or ()


def _signs(pieces: Iterable[str]) -> Counter[str]:
    joined = unicodedata.normalize("NFD", "\n".join(pieces))
    return Counter("".join(joined.replace(GLUE, "").split()))


def _taken_from(balance: Counter[str], letter: str) -> bool:
    balance[letter] -= 1
    return balance[letter] >= 0
