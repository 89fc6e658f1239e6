"""A deck's own CSS: what is wrong with it, and which files it shows."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

if TYPE_CHECKING:
    from tinycss2.ast import Node

_NESTING = ("media", "supports", "layer", "container")
# Comments and strings whole, or where one only begins; and braces
_SIGNS = re.compile(r"""/\*.*?\*/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|/\*|["'{}]""", re.DOTALL)
_LOCAL = ("data:", "#")  # what an address begins with that loads nothing


class Mistake(NamedTuple):
    """A place in the CSS, from line 1 and column 1, and what is wrong there."""

    line: int
    column: int
    message: str
    hint: str


class Stylesheet(NamedTuple):
    """CSS as it was parsed; `references` are the relative paths of the files it shows, percent-decoded."""

    mistakes: tuple[Mistake, ...]
    references: tuple[str, ...]
    nodes: tuple["Node", ...]

    def with_names(self, names: Mapping[str, str]) -> str:
        """The CSS with files under other names, by the path that stands in it."""
        from tinycss2 import serialize

        for token in _addresses(self.nodes):
            if name := names.get(unquote(token.value)):
                token.value = name
                token.representation = f'"{name}"' if token.type == "string" else f"url({name})"
        return str(serialize(self.nodes))

    def place_of(self, reference: str) -> tuple[int, int]:
        """Line and column of the first address of a file."""
        token = next(each for each in _addresses(self.nodes) if unquote(each.value) == reference)
        return token.source_line, token.source_column


def stylesheet(css: str) -> Stylesheet:
    """Parse CSS; nothing that loads from elsewhere, or leaves the stylesheet, may be in it."""
    import tinycss2

    nodes = tuple(tinycss2.parse_stylesheet(css))
    mistakes = [*_unclosed(css), *_syntax(nodes), *_outside(nodes)]
    addresses = dict.fromkeys(unquote(token.value) for token in _addresses(nodes) if _is_ours(token.value))
    return Stylesheet(tuple(sorted(mistakes)), tuple(addresses), nodes)


def _unclosed(css: str) -> Iterator[Mistake]:
    """What is opened and never closed, which CSS forgives, and which swallows all that follows."""
    opened: list[int] = []
    for found in _SIGNS.finditer(css):
        if found[0] == "{":
            opened.append(found.start())
        elif found[0] == "}":
            del opened[-1:]
        elif found[0] in ("/*", '"', "'"):
            opened.append(found.start())
            break
    for place in opened[:1]:
        before = css[:place].split("\n")
        message = f"'{css[place : place + 2].strip()}' is opened here and never closed"
        yield Mistake(len(before), len(before[-1]) + 1, message, "close it")


def _syntax(nodes: Sequence["Node"]) -> Iterator[Mistake]:
    import tinycss2

    for node in nodes:
        if node.type == "error":
            yield _at(node, "this is not CSS", "check the braces and semicolons before it")
        elif node.type == "at-rule" and node.lower_at_keyword == "import":
            yield _at(node, "'@import' would load another stylesheet", "write its rules here")
        elif node.type == "at-rule" and node.lower_at_keyword in _NESTING:
            yield from _syntax(tinycss2.parse_rule_list(node.content or (), skip_comments=True, skip_whitespace=True))
        elif node.type == "qualified-rule" or (node.type == "at-rule" and node.lower_at_keyword == "font-face"):
            for declaration in tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True):
                if declaration.type == "error":
                    yield _at(declaration, "this is no 'property: value;'", "see whether a ':' or ';' is missing")


def _outside(nodes: tuple["Node", ...]) -> Iterator[Mistake]:
    for token in _addresses(nodes):
        if token.value and not _is_ours(token.value) and not token.value.startswith(_LOCAL):
            message = f"'{token.value}' is not a file beside the deck, and cards load nothing from elsewhere"
            yield _at(token, message, "put the file beside the deck, and write its relative path")
    for token in _tokens(nodes):
        if "</" in str(getattr(token, "value", "")):
            yield _at(token, "'</' would end the stylesheet on a card", "write it as '<\\/'")


def _is_ours(address: str) -> bool:
    return bool(address) and not address.startswith(("/", *_LOCAL)) and ":" not in address.split("/")[0]


def _addresses(nodes: tuple["Node", ...]) -> Iterator[Any]:
    """The tokens that hold an address: `url(…)`, with quotes or without."""
    for token in _tokens(nodes):
        if token.type == "url":
            yield token
        elif token.type == "function" and token.lower_name in ("url", "src", "image", "image-set"):
            yield from (each for each in token.arguments if each.type == "string")


def _tokens(nodes: tuple["Node", ...]) -> Iterator[Any]:
    """All tokens, with those inside blocks and functions."""
    for node in nodes:
        yield node
        for inside in ("prelude", "content", "arguments"):
            yield from _tokens(tuple(getattr(node, inside, None) or ()))


def _at(node: Any, message: str, hint: str) -> Mistake:
    return Mistake(node.source_line, node.source_column, message, hint)
