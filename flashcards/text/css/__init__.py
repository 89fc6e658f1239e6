"""A deck's own CSS: parsed, validated, and serialized again from the parse.

CSS runs in every learner's Anki, which has no content policy, inside a `<style>` element of the card. So nothing
is copied verbatim: unknown constructs are refused, addresses must be relative paths, and the output is parsed and
validated once more.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from flashcards.model.problem import Flaw
from flashcards.text.css.judge import SELECTOR, Address, CssFlaw, Judge, rename
from flashcards.text.css.known import (
    CONDITION_SIGNS,
    DESCRIPTORS,
    FRAMES,
    GROUPS,
    SELECTOR_SIGNS,
    STATEMENTS,
    VALUE_SIGNS,
)

__all__ = ["CssFlaw", "Stylesheet", "stylesheet"]

# Complete comments and strings, the start of unclosed ones, and brackets
_SIGNS = re.compile(r"""/\*.*?\*/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|/\*|["'{}()\[\]]|\\.""", re.DOTALL)
_CLOSING = {"}": "{", ")": "(", "]": "["}
_NO_FILE = "data:,"
_LONGEST = 200_000  # characters
_DEEPEST = 30  # levels of brackets
_TOO_DEEP = f"brackets are nested more than {_DEEPEST} deep"
_MANY_DIGITS = re.compile("[0-9]{100}")
_NO_CSS = ("this is not CSS", "check the braces and semicolons before it")
_NO_DECLARATION = ("expected 'property: value;'", "check for a missing ':' or ';'")
_NAMED = ", ".join(f"'@{name}'" for name in sorted(GROUPS | FRAMES | DESCRIPTORS))
_TAG = re.compile(r"<(?![=\s\d])")  # the only other '<' compares two widths


class Stylesheet(NamedTuple):
    """Parsed CSS: its flaws, the addresses of files in it, and its nodes."""

    flaws: tuple[CssFlaw, ...]
    addresses: tuple[Address, ...] = ()
    nodes: Sequence[Any] = ()

    @property
    def references(self) -> tuple[str, ...]:
        """The relative paths of the files it loads, percent-decoded, without duplicates."""
        return tuple(dict.fromkeys(address.path for address in self.addresses))

    def written(self) -> str:
        """Serialize the nodes; only for CSS without flaws."""
        return "".join(_written(self.nodes))

    def with_names(self, names: Mapping[str, str]) -> str:
        """Serialize the nodes, with the paths of files replaced by `names`."""
        for address in self.addresses:
            if name := names.get(address.path):
                rename(address, name)
        return self.written()

    def without_files(self) -> str:
        """Serialize the nodes, with every file replaced by an empty one; only for CSS without flaws."""
        return self.with_names(dict.fromkeys(self.references, _NO_FILE))

    def place_of(self, reference: str) -> tuple[int, int]:
        """Return line and column of the first address of a file."""
        token = next(address.token for address in self.addresses if address.path == reference)
        return token.source_line, token.source_column


def stylesheet(css: str) -> Stylesheet:
    """Parse and validate CSS; remote addresses, markup and unknown constructs are flaws."""
    unbalanced = tuple(_unbalanced(css))
    if too_much := tuple(_too_much(css, unbalanced)):
        return Stylesheet(too_much)
    sheet = _parsed(css)
    flaws = tuple(sorted((*unbalanced, *sheet.flaws)))
    return sheet._replace(flaws=flaws or tuple(_unfaithful(sheet.written())))


def _parsed(css: str) -> Stylesheet:
    import tinycss2

    judge = Judge()
    nodes = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    _judge_rules(nodes, judge)
    return Stylesheet(tuple(sorted(judge.flaws)), tuple(judge.addresses), nodes)


def _unfaithful(written: str) -> Iterator[CssFlaw]:
    """A flaw if the output would not parse to what was validated, which only a bug here or in the parser can cause."""
    again = _parsed(written)
    if again.flaws or again.written() != written or _TAG.search(written):
        yield CssFlaw(1, 1, Flaw("this CSS cannot be written out again as it was read", "simplify it"))


def _too_much(css: str, unbalanced: Sequence[CssFlaw]) -> Iterator[CssFlaw]:
    """Flaws of CSS that would make the parser very slow, or crash it."""
    if len(css) > _LONGEST:
        yield CssFlaw(1, 1, Flaw(f"this CSS has more than {_LONGEST:,} characters", "shorten it"))
    elif match := _MANY_DIGITS.search(css):
        yield _flaw_at(css, match.start(), "this number is too long", "shorten it")
    else:
        yield from (css_flaw for css_flaw in unbalanced if css_flaw.flaw.message == _TOO_DEEP)


def _unbalanced(css: str) -> Iterator[CssFlaw]:
    """The first of what is opened and never closed: CSS forgives that, and swallows all that follows."""
    opened: list[tuple[str, int]] = []
    for match in _SIGNS.finditer(css):
        sign, place = match[0], match.start()
        if sign in ("/*", '"', "'"):
            yield _unclosed(css, [*opened, (sign, place)][0])
            return
        if sign in _CLOSING and opened and opened[-1][0] == _CLOSING[sign]:
            opened.pop()
        elif sign in _CLOSING:
            yield _flaw_at(css, place, f"unmatched '{sign}'", "delete it, or add its opening one")
            return
        elif sign in _CLOSING.values():
            opened.append((sign, place))
        if len(opened) > _DEEPEST:
            yield _flaw_at(css, place, _TOO_DEEP, "nest fewer brackets")
            return
    if opened:
        yield _unclosed(css, opened[0])


def _unclosed(css: str, opened: tuple[str, int]) -> CssFlaw:
    return _flaw_at(css, opened[1], f"unclosed '{opened[0]}'", "close it")


def _flaw_at(css: str, place: int, message: str, hint: str) -> CssFlaw:
    before = css[:place].split("\n")
    return CssFlaw(len(before), len(before[-1]) + 1, Flaw(message, hint))


def _judge_rules(
    nodes: Sequence[Any], judge: Judge, *, are_frames: bool = False, error: tuple[str, str] = _NO_CSS
) -> None:
    """Validate rules and declarations; their contents are parsed into lists of nodes."""
    for node in nodes:
        match node.type:
            case "at-rule":
                _judge_at_rule(node, judge)
            case "qualified-rule":
                judge.tokens(node.prelude, CONDITION_SIGNS if are_frames else SELECTOR_SIGNS, SELECTOR)
                node.content = _contents(node.content)
                _judge_rules(node.content, judge, error=_NO_DECLARATION)
            case "declaration":
                judge.tokens(node.value, VALUE_SIGNS, node.lower_name)
            case "error":
                judge.at(node, *error)
            case _:
                judge.at(node, *_NO_CSS)


def _judge_at_rule(node: Any, judge: Judge) -> None:
    name, is_block = node.lower_at_keyword, node.content is not None
    if name == "import":
        judge.at(node, "'@import' is not allowed: it loads another stylesheet", "copy its rules here")
        return
    if name not in (GROUPS | FRAMES | DESCRIPTORS if is_block else STATEMENTS):
        judge.at(node, f"the rule '@{node.at_keyword}' is not allowed on a card", f"use one of: {_NAMED}")
        return
    judge.tokens(node.prelude, CONDITION_SIGNS | SELECTOR_SIGNS if name == "scope" else CONDITION_SIGNS)
    if is_block:
        node.content = _contents(node.content) if name in DESCRIPTORS else _rules(node.content)
        error = _NO_DECLARATION if name in DESCRIPTORS else _NO_CSS
        _judge_rules(node.content, judge, are_frames=name in FRAMES, error=error)


def _contents(tokens: Sequence[Any]) -> list[Any]:
    import tinycss2

    return list(tinycss2.parse_blocks_contents(tokens, skip_comments=True, skip_whitespace=True))


def _rules(tokens: Sequence[Any]) -> list[Any]:
    """Parse the rules of a group, or, inside a rule, rules and declarations."""
    import tinycss2

    rules = list(tinycss2.parse_rule_list(tokens, skip_comments=True, skip_whitespace=True))
    return rules if all(node.type != "error" for node in rules) else _contents(tokens)


def _written(nodes: Sequence[Any]) -> Iterator[str]:
    """Serialize rules and declarations from their tokens."""
    for node in nodes:
        match node.type:
            case "declaration":
                important = " !important" if node.important else ""
                yield f"{_identifier(node.name)}: {_text(node.value)}{important}; "
            case "qualified-rule":
                yield f"{_text(node.prelude)} {{ {''.join(_written(node.content))}}}\n"
            case "at-rule":
                head = f"@{_identifier(node.at_keyword)} {_text(node.prelude)}".rstrip()
                yield f"{head};\n" if node.content is None else f"{head} {{ {''.join(_written(node.content))}}}\n"


def _text(tokens: Sequence[Any]) -> str:
    from tinycss2 import serialize

    return _safe(serialize([token for token in tokens if token.type != "comment"])).strip()


def _identifier(name: str) -> str:
    from tinycss2.serializer import serialize_identifier

    return _safe(serialize_identifier(name))


def _safe(text: str) -> str:
    """Escape '<' numerically, because a card's HTML is parsed before its CSS."""
    return text.replace("\\<", "\\3c ")
