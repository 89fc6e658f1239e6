"""Code in colour, by the kinds of its words."""

import html
import re
from collections.abc import Mapping
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pygments.lexer import Lexer

# By kind of word, as Pygments names them; a kind that is not here is as the one it is of, or plain
_COLOURS: Mapping[str, str] = {
    "Comment": "c",
    "Comment.Preproc": "k",
    "Generic.Deleted": "gd",
    "Generic.Inserted": "gi",
    "Generic.Output": "c",
    "Generic.Prompt": "c",
    "Keyword": "k",
    "Literal.Number": "m",
    "Literal.String": "s",
    "Name.Attribute": "nb",
    "Name.Builtin": "nb",
    "Name.Class": "nf",
    "Name.Decorator": "nf",
    "Name.Function": "nf",
    "Name.Tag": "k",
    "Operator.Word": "k",
}


_LONGEST = 3_000
_LONGEST_LINE = 300
_BLANKS = re.compile(r"\s{60}")


def is_short(code: str) -> bool:
    """Whether code may be coloured: for long code, lines or runs of blanks, some languages take for ever."""
    is_bounded = len(code) <= _LONGEST and max(map(len, code.split("\n"))) <= _LONGEST_LINE
    return is_bounded and not _BLANKS.search(code)


@cache
def lexer(info: str) -> "Lexer | None":
    """What tells the words of a language apart, if it is known by the name that stands first after a fence."""
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name("".join(info.split()[:1]), stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


def coloured(code: str, lexer: "Lexer") -> str:
    """Code with the few classes that `highlight.css` has; Pygments' own are many, and more with each version."""
    pieces = ((_colour(str(kind)), piece) for kind, piece in lexer.get_tokens(code))
    runs = ((colour, "".join(piece for _, piece in run)) for colour, run in groupby(pieces, key=itemgetter(0)))
    return "".join(_in_colour(html.escape(run, quote=False), colour) for colour, run in runs)


def _colour(kind: str) -> str:
    """The class of a kind, 'Token.Literal.String.Double', or of the nearest that it is of."""
    name = kind.removeprefix("Token.")
    while name and name not in _COLOURS:
        name = name.rpartition(".")[0]
    return _COLOURS.get(name, "")


def _in_colour(run: str, colour: str) -> str:
    return f'<span class="{colour}">{run}</span>' if colour else run
