"""Texts of a deck file put in place of others, or added, with all else as it was."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import yaml

from flashcards.deckfile.document import Parser

Place = tuple[int, int]  # line and column of a scalar, from 1

# A text that begins with none of YAML's signs, and has nothing in it that would end a plain scalar
_PLAIN = re.compile(r"(?![-?:,\[\]{}#&*!|>'\"%@`\s])(?!.*(: |:$| #|\s$))[^\n]+")
_FLOW_SIGNS = re.compile(r"[,\[\]{}]")
_READ_AS_NOTHING = ("null", "~")


class _Span(NamedTuple):
    """Where a scalar stands in the text, as indexes; its style; what it says; whether it is between brackets."""

    begin: int
    end: int
    style: str
    value: str
    is_in_flow: bool


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
    return rewritten if _says(rewritten) == _wanted(spans, values, added) else None


def append(text: str, place: Place, word: str) -> str | None:
    """The text with a word added to a list, after the one at `place`, or None where that cannot be done."""
    span = _spans(text).get(place)
    if span is None:
        return None
    indent = " " * (place[1] - 3)
    addition = f", {word}" if span.is_in_flow else f"\n{indent}- {word}"
    return text[: span.end] + addition + text[span.end :]


def _spans(text: str) -> dict[Place, _Span]:
    return {
        (event.start_mark.line + 1, event.start_mark.column + 1): _Span(
            event.start_mark.index, event.end_mark.index, event.style or "", event.value, is_in_flow
        )
        for event, is_in_flow in _scalars(text)
    }


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
    spans: Mapping[Place, _Span], values: Mapping[Place, str], added: Mapping[Place, tuple[str, str]]
) -> list[str]:
    wanted = []
    for place, span in spans.items():
        wanted.append(values.get(place, span.value).strip())
        wanted += (text.strip() for text in added.get(place, ()))
    return wanted
