"""Stars that Markdown pairs though they belong to code or to words: they are shown as they were written."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.token import Token

_OPENS = frozenset(("em_open", "strong_open"))
_CLOSES = frozenset(("em_close", "strong_close"))


def settle_emphasis(children: Sequence["Token"]) -> None:
    """Make text of the stars of '/* a comment */', and of those inside of two words, as in 'foo*bar and baz*qux'."""
    opened: list[int] = []
    blanks = [0]
    for place, token in enumerate(children):
        blanks.append(blanks[-1] + (token.type == "softbreak" or any(map(str.isspace, token.content))))
        if token.type in _OPENS:
            opened.append(place)
        elif token.type in _CLOSES and opened:
            begin = opened.pop()
            before, behind = _end_of(children, begin - 1, -1), _end_of(children, place + 1, 0)
            is_within = _is_latin(before) and _is_latin(behind) and blanks[place] > blanks[begin]
            if token.markup[:1] == "*" and (is_within or before == behind == "/"):
                for each in (children[begin], token):
                    each.type, each.content = "text", each.markup


def _is_latin(letter: str) -> bool:
    """Whether blanks part a letter's words; in Japanese and Chinese, stars are often inside of what has none."""
    return letter.isascii() and letter.isalnum()


def _end_of(children: Sequence["Token"], place: int, end: int) -> str:
    """The letter beside a token, if that is text."""
    is_text = 0 <= place < len(children) and children[place].type == "text" and children[place].content
    return children[place].content[end] if is_text else ""
