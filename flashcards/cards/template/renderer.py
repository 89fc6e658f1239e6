"""A card template and its context to HTML."""

import re
from collections.abc import Iterator, Mapping, Sequence

from flashcards.cards.template.context import FRONT_SIDE, Context
from flashcards.cards.template.filters import FILTERS, type_marker
from flashcards.cards.template.parser import Conditional, Node, Replacement, each_tag, parse_template

_CARD_NAME = re.compile(r"c[0-9]+")


def render(
    template: str, fields: Mapping[str, str], *, ordinal: int = 0, is_answer: bool = False, front_side: str = ""
) -> str:
    """Render one template; sound and speech stay as markers, `[sound:…]` and `[anki:tts …]`.

    Raises KeyError for an unknown field, and ValueError for a conditional that is not closed.
    """
    nodes = parse_template(template)
    context = Context(fields, ordinal, is_answer, front_side)
    _check_names(nodes, context)
    return "".join(_rendered(nodes, context))


def shows_any_field(template: str, fields: Mapping[str, str], *, ordinal: int = 0) -> bool:
    """Whether a front shows any field that is not empty; otherwise Anki calls the card blank."""
    return _shows_any(parse_template(template), Context(fields, ordinal))


def fields_shown(template: str, *, only: str = "") -> frozenset[str]:
    """The names of the fields that a template shows, outside and inside conditionals; `only` those with a filter."""
    return frozenset(tag.name for tag in each_tag(template) if not tag.sign and (not only or only in tag.filters))


def _check_names(nodes: Sequence[Node], context: Context) -> None:
    """Raise KeyError for an unknown field, also inside a conditional that is not shown, as Anki does."""
    for node in nodes:
        if isinstance(node, Replacement) and not context.accepts(node):
            raise KeyError(node.name)
        if isinstance(node, Conditional):
            if node.name not in context.fields and not _CARD_NAME.fullmatch(node.name):
                raise KeyError(node.name)
            _check_names(node.children, context)


def _rendered(nodes: Sequence[Node], context: Context) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif isinstance(node, Replacement):
            yield _filtered(node, context)
        elif context.shows(node):
            yield from _rendered(node.children, context)


def _shows_any(nodes: Sequence[Node], context: Context) -> bool:
    return any(
        context.is_filled(node.name)
        if isinstance(node, Replacement)
        else isinstance(node, Conditional) and context.shows(node) and _shows_any(node.children, context)
        for node in nodes
    )


def _filtered(field: Replacement, context: Context) -> str:
    if field.name == FRONT_SIDE:
        return context.front_side
    text = context.value(field.name)
    if field.filters[-1:] == ("type",):  # as the outermost filter, it replaces the result of all others
        return type_marker(field)
    for name in field.filters:
        if name.startswith("tts "):
            text = f"[anki:tts lang={name.removeprefix('tts ')}]{text}[/anki:tts]"
        elif name in FILTERS:
            text = FILTERS[name](text, field.name, context)
        elif name:
            break  # an unknown filter and those after it are left to add-ons
    return text
