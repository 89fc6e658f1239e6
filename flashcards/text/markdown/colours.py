"""Syntax highlighting of code, with Pygments."""

import html
import re
from collections.abc import Mapping
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pygments.lexer import Lexer

# CSS classes by Pygments token type; a type that is not listed has the class of its nearest parent, or none
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


# By Pygments' first alias. The other 400 are left out, because some of them take minutes for a few lines
_LANGUAGES = frozenset(
    "abap actionscript ada antlr apacheconf applescript arduino awk bash bibtex bnf c clojure cmake cobol "
    "coffeescript common-lisp console coq cpp cr csharp css cuda cypher cython d dart delphi diff django docker "
    "doscon ebnf elixir elm emacs-lisp erl erlang fish forth fortran fsharp gas gdscript gherkin glsl gnuplot go "
    "graphql graphviz groff groovy haskell haxe hlsl html html+django html+php http idris ini irc java javascript "
    "jlcon json json5 jsonld jsonnet jsx julia kotlin lean lean4 less lilypond llvm lua make markdown "
    "mathematica matlab matlabsession maxima meson modula2 mysql nasm nginx nimrod nixos nodejsrepl objective-c "
    "objective-c++ ocaml octave openscad org perl perl6 php plpgsql postgresql postscript pot powershell prolog "
    "properties protobuf psql pug puppet purescript pwsh-session pycon pytb python python2 qbasic qml racket rbcon "
    "rconsole reasonml restructuredtext rexx ruby rust sas sass scala scheme scilab scss sed smalltalk sml solidity "
    "sparql spice splus sql sqlite3 stan stata swift systemverilog tcl tcsh terraform tex text thrift toml tsql tsx "
    "turtle twig typescript typst vala vb.net vbscript verilog vhdl vim vue wast wgsl wikitext xml xquery xslt yaml "
    "zig".split()
)
_LONGEST = 3_000
_MOST_LINES = 100
_LONGEST_LINE = 300
_SPACES = re.compile(r"\s{60}")


def is_short(code: str) -> bool:
    """Whether code may be highlighted: on long code, lines or runs of spaces, some lexers take minutes."""
    lines = code.split("\n")
    is_bounded = len(code) <= _LONGEST and len(lines) <= _MOST_LINES and max(map(len, lines)) <= _LONGEST_LINE
    return is_bounded and not _SPACES.search(code)


@cache
def lexer(info: str) -> "Lexer | None":
    """Return the lexer of the language named first after a fence, or None."""
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        found = get_lexer_by_name("".join(info.split()[:1]), stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
    return found if found.aliases[0] in _LANGUAGES else None


def coloured(code: str, lexer: "Lexer") -> str:
    """Highlight code with the classes of `highlight.css`; Pygments' own differ between its versions."""
    pieces = ((_colour(str(kind)), piece) for kind, piece in lexer.get_tokens(code))
    runs = ((colour, "".join(piece for _, piece in run)) for colour, run in groupby(pieces, key=itemgetter(0)))
    return "".join(_in_colour(html.escape(run, quote=False), colour) for colour, run in runs)


def _colour(kind: str) -> str:
    """The class of a token type, such as 'Token.Literal.String.Double', or of its nearest parent."""
    name = kind.removeprefix("Token.")
    while name and name not in _COLOURS:
        name = name.rpartition(".")[0]
    return _COLOURS.get(name, "")


def _in_colour(run: str, colour: str) -> str:
    return f'<span class="{colour}">{run}</span>' if colour else run
