"""Undo emphasis whose stars belong to code or words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.token import Token

_OPENS = frozenset(("em_open", "strong_open"))
_CLOSES = frozenset(("em_close", "strong_close"))


def settle_emphasis(children: Sequence["Token"]) -> None:
    """Turn into text the stars of '/* a comment */', and those inside two words, as in 'foo*bar and baz*qux'."""
    opened: list[int] = []
    spaces = [0]
    for place, token in enumerate(children):
        spaces.append(spaces[-1] + (token.type == "softbreak" or any(map(str.isspace, token.content))))
        if token.type in _OPENS:
            opened.append(place)
        elif token.type in _CLOSES and opened:
            begin = opened.pop()
            before, behind = _end_of(children, begin - 1, -1), _end_of(children, place + 1, 0)
            is_within = _is_latin(before) and _is_latin(behind) and spaces[place] > spaces[begin]
            if token.markup[:1] == "*" and (is_within or before == behind == "/"):
                for star in (children[begin], token):
                    star.type, star.content = "text", star.markup


def _is_latin(letter: str) -> bool:
    """Whether a letter is ASCII; Japanese and Chinese, which have no spaces, often emphasize parts of a phrase."""
    return letter.isascii() and letter.isalnum()


def _end_of(children: Sequence["Token"], place: int, end: int) -> str:
    """The character of the adjacent text at index `end`, or an empty string."""
    is_text = 0 <= place < len(children) and children[place].type == "text" and children[place].content
    return children[place].content[end] if is_text else ""
