"""Validation of CSS tokens, which also rewrites valid ones in a safe form.

A token is changed in place to its safe form, so that the output is exactly what was validated.
"""

import re
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple
from urllib.parse import unquote

from flashcards.model.problem import Flaw
from flashcards.text.css.known import FUNCTIONS, LOADING

_SPACES = re.compile(r"[\t\n\r\f]")  # a browser removes these from an address
_ELSEWHERE = re.compile(r"[\x00-\x20]*(?:[A-Za-z][A-Za-z0-9+.-]*:|[/\\])")
_ESCAPED = re.compile(r'[\x00-\x1f\x7f"\\<>]')
SELECTOR = "a selector"  # instead of the name of a property
_TEXTS = frozenset({"content", SELECTOR})  # where strings are shown or compared, never loaded
_ATTRIBUTE = "attr"
_PLAIN = frozenset({"ident", "hash", "number", "percentage", "dimension", "unicode-range", "whitespace", "comment"})


class CssFlaw(NamedTuple):
    """A flaw at a line and a column of a stylesheet, both from 1."""

    line: int
    column: int
    flaw: Flaw


class Address(NamedTuple):
    """The token of an address, and its relative path, percent-decoded."""

    token: Any
    path: str


class Judge:
    """Collects the flaws and the addresses of a stylesheet."""

    def __init__(self) -> None:
        self.flaws: list[CssFlaw] = []
        self.addresses: list[Address] = []

    def at(self, node: Any, message: str, hint: str) -> None:
        """Add a flaw at a node."""
        self.flaws.append(CssFlaw(node.source_line, node.source_column, Flaw(message, hint)))

    def tokens(self, nodes: Sequence[Any], signs: Collection[str], declared: str = "") -> None:
        """Validate tokens; literals must be among `signs`, and `declared` is the property whose value they are."""
        for node in nodes:
            self._token(node, signs, declared)

    def _token(self, node: Any, signs: Collection[str], declared: str) -> None:
        match node.type:
            case "string":
                self._string(node, is_shown=declared in _TEXTS)
            case "url":
                self._address(node)
                node.representation = f"url({_quoted(node.value)})"
            case "function":
                self._function(node, signs, declared)
            case "() block" | "[] block":
                self.tokens(node.content, signs, declared if declared == SELECTOR else "")
            case "literal":
                if node.value not in signs:
                    self.at(node, f"unexpected '{node.value}'", "check the characters around it")
            case "error":
                self.at(node, "this is not CSS", "check the braces, quotes and semicolons before it")
            case kind if kind not in _PLAIN:
                self.at(node, "this CSS is not allowed on a card", "write plain rules: 'selector { property: value; }'")

    def _function(self, node: Any, signs: Collection[str], declared: str) -> None:
        name = node.lower_name
        if name not in FUNCTIONS and not (name == _ATTRIBUTE and declared == "content"):
            self.at(node, f"the function '{node.name}()' is not allowed on a card", "remove it")
        if name in LOADING:
            for token in node.arguments:
                if token.type == "string":
                    self._address(token)
                    token.representation = _quoted(token.value)
                else:
                    self._token(token, signs, "")
        else:
            self.tokens(node.arguments, signs, declared if declared == SELECTOR else "")

    def _string(self, node: Any, *, is_shown: bool) -> None:
        node.representation = _quoted(node.value)
        if not is_shown and is_absolute(node.value):
            self._refuse(node)

    def _address(self, node: Any) -> None:
        if is_absolute(node.value):
            self._refuse(node)
        elif node.value and not node.value.startswith("#"):
            self.addresses.append(Address(node, unquote(node.value)))

    def _refuse(self, node: Any) -> None:
        message = f"'{node.value}' is not a relative path, and cards load only local files"
        self.at(node, message, "put the file beside the deck, and write its relative path")


def rename(address: Address, name: str) -> None:
    """Replace an address by the name of a media file."""
    token = address.token
    token.value = name
    token.representation = _quoted(name) if token.type == "string" else f"url({_quoted(name)})"


def is_absolute(address: str) -> bool:
    """Whether an address is not relative: it has a scheme, or starts with a slash (https://url.spec.whatwg.org)."""
    return bool(_ELSEWHERE.match(_SPACES.sub("", address)))


def _quoted(text: str) -> str:
    """Quote a string for CSS, escaping every character that HTML could read as a tag."""
    return '"' + _ESCAPED.sub(lambda found: f"\\{ord(found[0]):x} ", text) + '"'
