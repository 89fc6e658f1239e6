"""A card template to its nodes: text, fields and conditionals."""

import functools
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
_DEEPEST = 100  # conditionals inside each other


class Tag(NamedTuple):
    """A tag of a template, `{{…}}`, and where it begins; the sign is that of a conditional, or empty."""

    start: int
    written: str
    sign: str
    filters: tuple[str, ...]
    name: str


@functools.lru_cache(maxsize=64)
def parse_template(template: str) -> tuple[Node, ...]:
    """Parse a template; raises ValueError for a conditional that is not closed, not open, or too deep."""
    top: list[Node] = []
    children = [top]
    open_tags: list[tuple[str, str]] = []
    end = 0
    for tag in each_tag(template):
        children[-1].append(template[end : tag.start])
        end = tag.start + len(tag.written)
        if tag.sign in ("#", "^"):
            if len(open_tags) == _DEEPEST:
                raise ValueError(f"'{tag.written}' is inside {_DEEPEST} others")
            open_tags.append((tag.sign, tag.name))
            children.append([])
        elif tag.sign == "/":
            if not open_tags or open_tags[-1][1] != tag.name:
                raise ValueError(f"'{tag.written}' closes nothing")
            node = Conditional(tag.name, open_tags.pop()[0] == "^", tuple(children.pop()))
            children[-1].append(node)
        else:
            children[-1].append(Replacement(tag.name, tag.filters))
    children[-1].append(template[end:])
    if open_tags:
        raise ValueError(f"'{{{{{''.join(open_tags[-1])}}}}}' is not closed")
    return tuple(top)


def each_tag(template: str) -> Iterator[Tag]:
    """The tags of a template in their order; a comment is text, with the tags in it."""
    end, comment = 0, template.find("<!--")
    while (start := template.find("{{", end)) >= 0:
        if 0 <= comment < start:
            closed = template.find("-->", comment + 4)
            end = end if closed < 0 else closed + 3
            comment = -1 if closed < 0 else template.find("<!--", end)  # none is closed after one that is not
            continue
        closed = template.find("}}", start + 2)
        if closed < 0:
            return
        end = closed + 2
        written = template[start:end]
        sign, name = _sign_and_name(written)
        *filters, name = [name] if sign else name.split(":")
        yield Tag(start, written, sign, tuple(reversed(filters)), name)
        if 0 <= comment < end:
            comment = template.find("<!--", end)


def _sign_and_name(tag: str) -> tuple[str, str]:
    """The sign of a conditional or nothing, and the name; Anki accepts more than two opening braces."""
    name = tag[2:-2].lstrip("{").strip()
    return (name[0], name[1:].strip()) if name[:1] in _CONDITIONAL_SIGNS else ("", name)
