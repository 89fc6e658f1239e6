"""Texts of a deck file put in place of others, or added, with all else as it was."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import yaml

from flashcards.yamltext.document import Parser

Place = tuple[int, int]  # line and column of a scalar, from 1

# A text that begins with none of YAML's signs, and has nothing in it that would end a plain scalar
_PLAIN = re.compile(r"(?![-?:,\[\]{}#&*!|>'\"%@`\s])(?!.*(: |:$| #|\s$))[^\n]+")
_FLOW_SIGNS = re.compile(r"[,\[\]{}]")
_READ_AS_NOTHING = ("null", "~")


class _Span(NamedTuple):
    """Where a scalar stands in the text, as indexes; its style; what it says; whether it is between brackets.

    A list of scalars is one text, which stands where the first does: `within` is how many it has.
    """

    begin: int
    end: int
    style: str
    value: str
    is_in_flow: bool
    within: int = 1


def rewrite(text: str, values: Mapping[Place, str], added: Mapping[Place, tuple[str, str]]) -> str | None:
    """The text with scalars replaced by `values`, and keys `added` after others.

    An added key stands in the mapping of the scalar at its place, after it; it is given with its
    text. Returns None where this cannot be done without touching anything else.
    """
    spans = _spans(text)
    if not {*values, *added} <= spans.keys():
        return None
    pieces, done = [], 0
    for place in sorted({*values, *added}, key=lambda place: spans[place].begin):
        span = spans[place]
        pieces += [text[done : span.begin]]
        pieces += [_written(values[place], span, text) if place in values else text[span.begin : span.end]]
        done = span.end
        if place in added:
            done = span.end if span.is_in_flow else _line_end(text, span.end)
            pieces += [text[span.end : done], _added(*added[place], span, text)]
    rewritten = "".join([*pieces, text[done:]])
    return rewritten if _says(rewritten) == _wanted(text, spans, values, added) else None


def append(text: str, place: Place, word: str) -> str | None:
    """The text with a word added to a list, after the one at `place`, or None where that cannot be done."""
    span = _single(text).get(place)
    if span is None:
        return None
    indent = " " * (place[1] - 3)
    addition = f", {word}" if span.is_in_flow else f"\n{indent}- {word}"
    return text[: span.end] + addition + text[span.end :]


def _spans(text: str) -> dict[Place, _Span]:
    return {**_single(text), **dict(_lists(text))}


def _single(text: str) -> dict[Place, _Span]:
    return {_place(event): _span(event, is_in_flow=is_in_flow) for event, is_in_flow in _scalars(text)}


def _place(event: Any) -> Place:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _span(event: Any, *, is_in_flow: bool) -> _Span:
    return _Span(event.start_mark.index, event.end_mark.index, event.style or "", event.value, is_in_flow)


def _lists(text: str) -> Iterator[tuple[Place, _Span]]:
    """The lists that have nothing but scalars, each at the place of its first."""
    flow: list[bool] = []
    begin: int | None = None
    items: list[Any] = []
    for event in yaml.parse(text, Loader=Parser):
        marked: Any = event
        if isinstance(event, yaml.CollectionStartEvent):
            flow.append(bool(event.flow_style))
            begin, items = (marked.start_mark.index if isinstance(event, yaml.SequenceStartEvent) else None), []
        elif isinstance(event, yaml.CollectionEndEvent):
            is_flow = flow.pop()
            if begin is not None and items:
                end = (marked if is_flow else items[-1]).end_mark.index
                yield _place(items[0]), _Span(begin, end, "", "", any(flow), len(items))
            begin = None
        elif begin is not None and isinstance(event, yaml.ScalarEvent):
            items.append(event)


def _scalars(text: str) -> Iterator[tuple[Any, bool]]:
    flow: list[bool] = []
    for event in yaml.parse(text, Loader=Parser):
        if isinstance(event, yaml.CollectionStartEvent):
            flow.append(bool(event.flow_style))
        elif isinstance(event, yaml.CollectionEndEvent):
            flow.pop()
        elif isinstance(event, yaml.ScalarEvent):
            yield event, any(flow)


def _written(value: str, span: _Span, text: str) -> str:
    """A value in the style of the scalar it replaces, where that style can hold it."""
    if span.style == "'" and "\n" not in value:
        return "'" + value.replace("'", "''") + "'"
    if span.style == "" and _is_plain(value, span):
        return value
    ending = "\n" if text[span.begin : span.end].endswith("\n") else ""  # a block scalar takes its line's end along
    return json.dumps(value, ensure_ascii=False) + ending


def _is_plain(value: str, span: _Span) -> bool:
    is_safe = _PLAIN.fullmatch(value) and value not in _READ_AS_NOTHING
    return bool(is_safe) and not (span.is_in_flow and _FLOW_SIGNS.search(value))


def _added(key: str, value: str, span: _Span, text: str) -> str:
    pair = f"{key}: {json.dumps(value, ensure_ascii=False)}"
    if span.is_in_flow:
        return f", {pair}"
    line_begin = text.rfind("\n", 0, span.begin) + 1
    indent = text[line_begin : span.begin]
    indent = indent[: len(indent) - len(indent.lstrip(" "))]
    return f"{indent}{pair}\n" if text[: span.end].endswith("\n") else f"\n{indent}{pair}"


def _line_end(text: str, index: int) -> int:
    """Where the line ends that a scalar ends on, after any comment; a block scalar ends at a line's begin."""
    if text[:index].endswith("\n"):
        return index
    end = text.find("\n", index)
    return len(text) if end < 0 else end


def _says(text: str) -> list[str] | None:
    """What the scalars of a text say, in order, or None where it is no YAML."""
    try:
        return [event.value.strip() for event, _ in _scalars(text)]
    except yaml.YAMLError:
        return None


def _wanted(
    text: str, spans: Mapping[Place, _Span], values: Mapping[Place, str], added: Mapping[Place, tuple[str, str]]
) -> list[str]:
    events = [event for event, _ in _scalars(text)]
    wanted: list[str] = []
    at = 0
    while at < len(events):
        place = _place(events[at])
        after = at + spans[place].within
        wanted += [values[place]] if place in values else [event.value for event in events[at:after]]
        wanted += added.get(place, ())
        at = after
    return [word.strip() for word in wanted]
