"""Texts of a deck file mended where they stand; quotes, comments and layout stay as they are."""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from flashcards.model.problem import Location
from flashcards.yamltext.document import Items, Node, Pairs, Parser, Scalar, parse


class Repair(NamedTuple):
    """A text at its place, and what it becomes; both without the blanks at its ends."""

    location: Location
    old: str
    new: str


class Repaired(NamedTuple):
    """The text of a file, and how many repairs it took; the others cannot be made without a person."""

    text: str
    made: int


def repaired(text: str, repairs: Sequence[Repair]) -> Repaired:
    """Make the repairs of one file which change their own values and, read again, nothing else."""
    scalars = {(event.start_mark.line + 1, event.start_mark.column + 1): event for event in _scalars(text)}
    edits: dict[Repair, tuple[_Edit, ...]] = {}
    for repair in repairs:
        event = scalars.get((repair.location.line, repair.location.column))
        if event and (found := _edits(text, event, repair)):
            edits[repair] = found
    made = _sound(text, tuple(edits), edits)
    return Repaired(_edited(text, made, edits), len(made))


class _Edit(NamedTuple):
    """A stretch of a file, and what takes its place."""

    start: int
    end: int
    new: str


class _Unit(NamedTuple):
    """A stretch of a file that stands for a few characters of a value."""

    start: int
    end: int
    value: str


def _scalars(text: str) -> Iterator[Any]:
    """The scalars of a file; one with an anchor or a tag begins elsewhere, and is left alone."""
    for event in yaml.parse(text, Loader=Parser):
        if isinstance(event, yaml.ScalarEvent) and not event.anchor and not event.tag:
            yield event


def _edits(text: str, event: Any, repair: Repair) -> tuple[_Edit, ...]:
    """How the file changes for a value to become another, or nothing where that cannot be told."""
    if event.value.strip(" \t\n\r") != repair.old:
        return ()
    style = event.style or ""
    units = _aligned(text, event, style)
    if units is None:
        return ()
    # one unit a character of the value, from its first to its last that is not blank
    first = len(event.value) - len(event.value.lstrip(" \t\n\r"))
    edits = []
    for kind, i, j, k, m in difflib.SequenceMatcher(None, repair.old, repair.new, autojunk=False).get_opcodes():
        if kind != "equal":
            start = units[first + i].start if first + i < len(units) else units[-1].end
            end = units[first + j - 1].end if j > i else start
            edits.append(_Edit(start, end, _escaped(repair.new[k:m], style)))
    return tuple(edits)


def _aligned(text: str, event: Any, style: str) -> list[_Unit] | None:
    """Where in the file each character of a value is written; None where the two do not go together."""
    units: list[_Unit] = []
    for unit in _units(text, event, style):
        rest = event.value[len(units) :]
        if unit.value == _FOLD:
            blank = re.match(r"[ \n]*", rest)
            count = len(blank[0]) if blank else 0
            units += [_Unit(unit.start, unit.end, character) for character in rest[:count]]
        elif rest.startswith(unit.value):
            units += [unit]
        else:
            return None
    return units if len(units) >= len(event.value.rstrip()) else None


_FOLD = "\n "  # a line's end with the indentation of the next: a blank, a line break or nothing
_LINE_END = r"[ \t]*(?:\r\n|[\n\r])[ \t\r\n]*"
_ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\", "/": "/", "_": "\u00a0", " ": " ", "N": "\u0085", "0": "\0"}
_TOKENS: Mapping[str, re.Pattern[str]] = {
    '"': re.compile(rf"\\(?:x[0-9a-fA-F]{{2}}|u[0-9a-fA-F]{{4}}|U[0-9a-fA-F]{{8}}|[^\n\r])|\\?{_LINE_END}|."),
    "'": re.compile(rf"''|{_LINE_END}|."),
    "": re.compile(rf"{_LINE_END}|."),
}
_BLOCK_HEADER = re.compile(r"[|>][^\n\r]*(?:\r\n|[\n\r])[ \t\r\n]*")


def _units(text: str, event: Any, style: str) -> Iterator[_Unit]:
    start, end = event.start_mark.index, event.end_mark.index
    if style in ('"', "'"):
        start, end = start + 1, end - 1
    elif style in ("|", ">"):
        header = _BLOCK_HEADER.match(text, start)
        start = header.end() if header else start
    for found in _TOKENS.get(style, _TOKENS[""]).finditer(text, start, end):
        yield _Unit(found.start(), found.end(), _value(found[0], style))


def _value(token: str, style: str) -> str:
    if "\n" in token or "\r" in token:
        return _FOLD
    if style == '"' and token.startswith("\\"):
        return chr(int(token[2:], 16)) if token[1] in "xuU" else _ESCAPES.get(token[1], token)
    return "'" if token == "''" and style == "'" else token


def _escaped(new: str, style: str) -> str:
    if style == '"':
        return new.replace("\\", "\\\\").replace('"', '\\"')
    return new.replace("'", "''") if style == "'" else new


def _edited(text: str, repairs: Sequence[Repair], edits: Mapping[Repair, Sequence[_Edit]]) -> str:
    ordered = sorted(edit for repair in repairs for edit in edits[repair])
    kept = [0, *(place for edit in ordered for place in (edit.start, edit.end)), len(text)]
    between = [text[start:end] for start, end in list(pairwise(kept))[::2]]
    return between[0] + "".join(edit.new + after for edit, after in zip(ordered, between[1:], strict=True))


def _sound(text: str, repairs: Sequence[Repair], edits: Mapping[Repair, Sequence[_Edit]]) -> tuple[Repair, ...]:
    """The repairs that do what they should; those that do not are found by halves."""
    if not repairs or _does_what_it_should(text, repairs, edits):
        return tuple(repairs)
    if len(repairs) == 1:
        return ()
    half = len(repairs) // 2
    return _sound(text, repairs[:half], edits) + _sound(text, repairs[half:], edits)


def _does_what_it_should(text: str, repairs: Sequence[Repair], edits: Mapping[Repair, Sequence[_Edit]]) -> bool:
    """Whether the file, read again, has the new values and is otherwise the same."""
    before, after = _values(text), _values(_edited(text, repairs, edits))
    if len(before) != len(after):
        return False
    meant = {(repair.location.line, repair.location.column): repair.new for repair in repairs}
    for old, new in zip(before, after, strict=True):
        wanted = meant.get((old.line, old.column))
        if isinstance(old, Scalar) and isinstance(new, Scalar) and wanted is not None:
            if new.value.strip(" \t\n\r") != wanted or new.is_plain != old.is_plain:
                return False
        elif _content(old) != _content(new):
            return False
    return True


def _values(text: str) -> list[Node]:
    """All that stands in a file, one after another; nothing where it is no YAML."""
    document = parse(text, Path())
    return [] if document.problems or document.root is None else list(_each(document.root))


def _each(node: Node) -> Iterator[Node]:
    yield node
    match node:
        case Items():
            for item in node.items:
                yield from _each(item)
        case Pairs():
            for key, value in node.pairs:
                yield key
                yield from _each(value)


def _content(node: Node) -> object:
    return node.value if isinstance(node, Scalar) else (type(node), len(node[0]))
