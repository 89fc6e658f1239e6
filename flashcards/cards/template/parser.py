"""A card template to its nodes: text, fields and conditionals."""

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple


class Replacement(NamedTuple):
    """`{{filter:filter:Name}}`; the filter nearest to the name comes first."""

    name: str
    filters: tuple[str, ...]


class Conditional(NamedTuple):
    """The nodes between `{{#Name}}`, or `{{^Name}}` if `is_negated`, and `{{/Name}}`."""

    name: str
    is_negated: bool
    children: tuple["Node", ...]


Node = str | Replacement | Conditional

_CONDITIONAL_SIGNS = ("#", "^", "/")
_TAG_OR_COMMENT = re.compile(r"\{\{.*?\}\}|<!--.*?-->", re.DOTALL)


@functools.lru_cache(maxsize=64)
def parse_template(template: str) -> tuple[Node, ...]:
    """Parse a template; raises ValueError for a conditional that is not closed, or not open."""
    top: list[Node] = []
    children = [top]
    open_tags: list[tuple[str, str]] = []
    for text, tag in _texts_and_tags(template):
        children[-1].append(text)
        sign, name = _sign_and_name(tag)
        if sign in ("#", "^"):
            open_tags.append((sign, name))
            children.append([])
        elif sign == "/":
            if not open_tags or open_tags[-1][1] != name:
                raise ValueError(f"'{tag}' closes nothing")
            node = Conditional(name, open_tags.pop()[0] == "^", tuple(children.pop()))
            children[-1].append(node)
        elif tag:
            *filters, name = name.split(":")
            children[-1].append(Replacement(name, tuple(reversed(filters))))
    if open_tags:
        raise ValueError(f"'{{{{{''.join(open_tags[-1])}}}}}' is not closed")
    return tuple(top)


def _texts_and_tags(template: str) -> Iterator[tuple[str, str]]:
    """Each text with the tag after it, empty after the last; a comment is text, with the tags in it."""
    done = 0
    for match in _TAG_OR_COMMENT.finditer(template):
        if match[0].startswith("{{"):
            yield template[done : match.start()], match[0]
            done = match.end()
    yield template[done:], ""


def _sign_and_name(tag: str) -> tuple[str, str]:
    """The sign of a conditional or nothing, and the name; Anki accepts more than two opening braces."""
    name = tag[2:-2].lstrip("{").strip()
    return (name[0], name[1:].strip()) if name[:1] in _CONDITIONAL_SIGNS else ("", name)
