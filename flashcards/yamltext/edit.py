"""Edits of the texts in a deck file that leave every other character as its author wrote it.

All edits are made in one way: scan the file for scalars by their place, splice each change into the text,
parse the result, and keep it only if the parser then reads the new values and otherwise the same as before.
"""

import difflib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

import yaml

from flashcards.model.problem import Location
from flashcards.text.answers import split_answers
from flashcards.text.decode import lines_of, position
from flashcards.yamltext.document import Parser
from flashcards.yamltext.writing import block_scalar, can_be_plain, scalar

Place: TypeAlias = tuple[int, int]  # line and column of a scalar, from 1


class Repair(NamedTuple):
    """A new value for the scalar at a place, and the rules that want it.

    Both values are without the whitespace at their ends.
    """

    location: Location
    old: str
    new: str
    rules: tuple[str, ...] = ()


class Repaired(NamedTuple):
    """The text of a file, and the repairs that were applied to it; the others need a person.

    The location of each repair is where the text changes first.
    """

    text: str
    made: tuple[Repair, ...]


def repaired(text: str, repairs: Sequence[Repair]) -> Repaired:
    """Apply those repairs of one file that change their own values and nothing else.

    Characters that a repair keeps stay as they are written, with their quotes, escapes and line breaks.
    """
    scan = _scan(text)
    changes = {change: repair for repair in dict.fromkeys(repairs) if (change := _repair(text, scan, repair))}
    applied = _applicable(text, scan, [*changes])
    made = (_at_change(text, change, changes[change]) for change in sorted(applied))
    return Repaired(_spliced(text, applied) or text, tuple(made))


def _at_change(text: str, change: "_Change", repair: Repair) -> Repair:
    place = position(text, change.splices[0].start)
    return repair._replace(location=Location(repair.location.path, *place))


def rewrite(text: str, values: Mapping[Place, str], added: Mapping[Place, tuple[str, str]]) -> str | None:
    """Replace scalars by `values`, and insert `added` pairs of key and value after scalars of the same mapping.

    A list of scalars is replaced as a whole, at the place of its first item. Returns None if the edits
    cannot all be made without changing anything else.
    """
    scan = _scan(text)
    spans = {**scan.scalars, **scan.lists}
    if not {*values, *added} <= spans.keys() or any(spans[place].has_properties for place in values):
        return None
    return _applied(
        text,
        scan,
        [
            *(_replacement(text, spans[place], value) for place, value in values.items()),
            *(_addition(text, spans[place], *pair) for place, pair in added.items()),
        ],
    )


Addition: TypeAlias = tuple[Place, tuple[str, str]]
"""A pair of key and value to add after the scalar at a place."""


class Edited(NamedTuple):
    """The text of a file, the repairs and the additions that were made; the others would change something else."""

    text: str
    made: tuple[Repair, ...]
    added: tuple[Addition, ...]


def edited(text: str, repairs: Sequence[Repair], added: Sequence[Addition]) -> Edited:
    """Make those edits of one file that change their own values and nothing else.

    A repair changes the characters that differ. Where that is not possible, the scalar or list is written anew: as a
    list, below a '|', or between quotes.
    """
    scan = _scan(text)
    spans = {**scan.scalars, **scan.lists}
    made: dict[_Change, Repair | Addition] = {}
    for write in (_repair_of, _items_of, _block_of, _replacement_of):
        left = [repair for repair in repairs if repair not in made.values()]
        changes = {change: repair for repair in left if (change := write(text, scan, spans, repair))}
        applied = _applicable(text, scan, [*changes], tuple(made))
        made |= {change: changes[change] for change in applied if change in changes}
    additions = {_addition(text, spans[each[0]], *each[1]): each for each in added if each[0] in spans}
    applied = _applicable(text, scan, [*additions], tuple(made))
    made |= {change: additions[change] for change in applied if change in additions}
    return Edited(
        _spliced(text, [*made]) or text,
        tuple(each for each in made.values() if isinstance(each, Repair)),
        tuple(each for each in made.values() if not isinstance(each, Repair)),
    )


def _repair_of(text: str, scan: "_Scan", _: Mapping[Place, "_Span"], repair: Repair) -> "_Change | None":
    return _repair(text, scan, repair)


def _items_of(text: str, scan: "_Scan", _: Mapping[Place, "_Span"], repair: Repair) -> "_Change | None":
    """The items of a list that is written in another form; None for what is not a list."""
    span = scan.lists.get((repair.location.line, repair.location.column))
    first, last = (scan.scalars[place] for place in _ends(scan, span)) if span else (None, None)
    if span is None or first is None or last is None or span.has_properties:
        return None
    line = text[text.rfind("\n", 0, first.start) + 1 : first.start]
    between = ", " if first.is_in_flow else f"\n{line}"
    values = split_answers(repair.new)
    items = between.join(scalar(value, is_in_flow=first.is_in_flow) for value in values)
    return _Change((_Splice(first.start, last.end, items),), first.first, last.last, tuple(values))


def _ends(scan: "_Scan", span: "_Span") -> tuple[Place, Place]:
    """The places of the first and the last item of a list."""
    items = [place for place, each in scan.scalars.items() if span.first < each.first < span.last]
    return items[0], items[-1]


def _block_of(text: str, _: "_Scan", spans: Mapping[Place, "_Span"], repair: Repair) -> "_Change | None":
    """A scalar written anew as a block of several lines; None where there can be none."""
    span = spans.get((repair.location.line, repair.location.column))
    if span is None or span.has_properties or span.is_in_flow or "\n" not in repair.new:
        return None
    line = text[text.rfind("\n", 0, span.start) + 1 : span.start]
    block = block_scalar(repair.new, len(line) - len(line.lstrip(" -")) + 2)
    ending = "\n" if text[span.start : span.end].endswith("\n") else ""
    return _Change((_Splice(span.start, span.end, block + ending),), span.first, span.last, (repair.new,))


def _replacement_of(text: str, _: "_Scan", spans: Mapping[Place, "_Span"], repair: Repair) -> "_Change | None":
    span = spans.get((repair.location.line, repair.location.column))
    return None if span is None or span.has_properties else _replacement(text, span, repair.new)


def append(text: str, place: Place, word: str) -> str | None:
    """Add a word to a list, after the item at `place`; None if that would change anything else."""
    scan = _scan(text)
    span = scan.scalars.get(place)
    if span is None:
        return None
    indent = " " * (place[1] - 3)
    item = f", {word}" if span.is_in_flow else f"\n{indent}- {word}"
    return _applied(text, scan, [_Change((_Splice(span.end, span.end, item),), span.last, span.last, (word,))])


def insert(text: str, place: Place, items: Sequence[str]) -> str | None:
    """Add items to a list in block style, after the mapping at `place`, which is an item of it.

    Each item is written in YAML, without its dash. They are separated by empty lines if those that are there are.
    Returns None if that would change anything else.
    """
    events = _parsed(text)
    first = _mapping_at(events, place)
    dash = re.match(r"( *)- +", lines_of(text)[place[0] - 1])
    if first is None or dash is None or dash.end() != place[1] - 1:
        return None
    last = _closing(events, first)
    at = len(text[: _line_end(text, _content_end(events, last))].rstrip("\r\n"))
    between = "\n" * (1 + _is_apart(text, events, first, last))
    added = [f"{between}{dash[1]}- {_indented(item, dash[1])}" for item in items]
    ending = "\r\n" if "\r\n" in text else "\n"
    new = "".join(added).replace("\n", ending)
    edited = f"{text[:at]}{new}{text[at:] or ending}"
    expected = [*events[: last + 1], *_parsed("".join(added))[3:-3], *events[last + 1 :]]
    return edited if [*map(_event, _parsed(edited))] == [*map(_event, expected)] else None


def add_texts(text: str, place: Place, key: str, texts: Mapping[str, str]) -> str | None:
    """Add a key with a mapping of texts at the end of the mapping at `place`; None if that would change anything else.

    If the mapping is in braces, so are the texts.
    """
    events = _parsed(text)
    first = _mapping_at(events, place)
    if first is None:
        return None
    last = _closing(events, first)
    if events[first].flow_style:
        at = len(text[: _indexes(events[last])[0]].rstrip())
        pairs = ", ".join(f"{name}: {scalar(each, is_in_flow=True)}" for name, each in texts.items())
        new = f", {key}: {{{pairs}}}"
    else:
        at = len(text[: _line_end(text, _content_end(events, last))].rstrip("\r\n"))
        margin = " " * (place[1] - 1)
        lines = [
            f"{margin}{key}:",
            *(f"{margin}  {name}: {block_scalar(each, place[1] + 3)}" for name, each in texts.items()),
        ]
        new = "\n" + "\n".join(lines)
        new = new.replace("\n", "\r\n") if "\r\n" in text else new
    edited = f"{text[:at]}{new}{text[at:] or chr(10)}"
    pair = [_Event(yaml.ScalarEvent, key, None, None), _Event(yaml.MappingStartEvent, "", None, None)]
    for name, each in texts.items():
        pair += [_Event(yaml.ScalarEvent, value.strip(_SPACE), None, None) for value in (name, each)]
    pair.append(_Event(yaml.MappingEndEvent, "", None, None))
    before, after = ([*map(_event, part)] for part in (events[:last], events[last:]))
    return edited if [*map(_event, _parsed(edited))] == [*before, *pair, *after] else None


def _mapping_at(events: Sequence[Any], place: Place) -> int | None:
    """The index of the event that starts the mapping at a place."""
    starts = (index for index, event in enumerate(events) if isinstance(event, yaml.MappingStartEvent))
    return next((index for index in starts if _place(events[index]) == place), None)


def _indented(item: str, margin: str) -> str:
    first, *rest = item.rstrip("\n").split("\n")
    return "\n".join([first, *(f"{margin}  {line}" if line else "" for line in rest)])


def _closing(events: Sequence[Any], first: int) -> int:
    """The index of the event that ends the collection that begins at an event."""
    depth = 0
    for index in range(first, len(events)):
        depth += isinstance(events[index], yaml.CollectionStartEvent)
        depth -= isinstance(events[index], yaml.CollectionEndEvent)
        if not depth:
            return index
    return len(events) - 1


def _content_end(events: Sequence[Any], index: int) -> int:
    """Where the text of an event ends, or of what is in a collection that ends without a bracket."""
    while isinstance(events[index], yaml.CollectionEndEvent) and len({*_indexes(events[index])}) == 1:
        index -= 1
    return _indexes(events[index])[1]


def _is_apart(text: str, events: Sequence[Any], first: int, last: int) -> bool:
    """Whether an empty line separates an item from the one above it or below it; an only item in braces needs none."""
    if not isinstance(events[first - 1], yaml.SequenceStartEvent):
        end, begin = _content_end(events, first - 1), _indexes(events[first])[0]
    elif not isinstance(events[last + 1], yaml.SequenceEndEvent):
        end, begin = _content_end(events, last), _indexes(events[last + 1])[0]
    else:
        return not events[first].flow_style
    between = text[len(text[:end].rstrip()) : begin]
    return re.search(r"\n[ \t]*\r?\n", between) is not None


class _Event(NamedTuple):
    """What a parser event says, apart from the way it is written."""

    kind: type
    value: str
    anchor: str | None
    tag: str | None


class _Span(NamedTuple):
    """A scalar, or a list of scalars, as indexes into the text and into its events.

    `style` and `value` are a scalar's; `has_properties` is true if it, or an item, has an anchor or a tag.
    """

    start: int
    end: int
    first: int
    last: int
    is_in_flow: bool
    has_properties: bool
    style: str = ""
    value: str = ""


class _Scan(NamedTuple):
    """The events of a file, and where its scalars and its lists of scalars are; a list is where its first item is."""

    events: Sequence[_Event]
    scalars: Mapping[Place, _Span]
    lists: Mapping[Place, _Span]


class _Splice(NamedTuple):
    """A part of a text, by its indexes, and what replaces it."""

    start: int
    end: int
    new: str


class _Change(NamedTuple):
    """Splices of a text, after which the parser reads scalars of these `values` in place of some events."""

    splices: tuple[_Splice, ...]
    first: int
    last: int
    values: tuple[str, ...]


_SPACE = " \t\n\r"  # what YAML counts as white space, and a deck's texts are read without


def _scan(text: str) -> _Scan:
    """Find the scalars of a file; none if it is not YAML."""
    events = _parsed(text)
    return _Scan([*map(_event, events)], dict(_scalars(events)), dict(_lists(events)))


def _parsed(text: str) -> Sequence[Any]:
    """The events of a file; none if it is not YAML."""
    try:
        return list(yaml.parse(text, Loader=Parser))
    except yaml.YAMLError:
        return ()


def _event(event: Any) -> _Event:
    value, anchor, tag = (getattr(event, name, None) for name in ("value", "anchor", "tag"))
    return _Event(type(event), (value or "").strip(_SPACE), anchor, tag)


def _scalars(events: Sequence[Any]) -> Iterator[tuple[Place, _Span]]:
    is_flow: list[bool] = []  # of the collections around the event
    for index, event in enumerate(events):
        if isinstance(event, yaml.CollectionStartEvent):
            is_flow.append(bool(event.flow_style))
        elif isinstance(event, yaml.CollectionEndEvent):
            is_flow.pop()
        elif isinstance(event, yaml.ScalarEvent):
            start, end = _indexes(event)
            has_properties = bool(event.anchor or event.tag)
            span = _Span(start, end, index, index + 1, any(is_flow), has_properties, event.style or "", event.value)
            yield _place(event), span


def _lists(events: Sequence[Any]) -> Iterator[tuple[Place, _Span]]:
    """Find the lists that contain nothing but scalars."""
    is_flow: list[bool] = []  # of the collections around the event
    first: int | None = None  # the event that starts the innermost list
    for index, event in enumerate(events):
        if isinstance(event, yaml.CollectionStartEvent):
            is_flow.append(bool(event.flow_style))
            first = index if isinstance(event, yaml.SequenceStartEvent) else None
        elif isinstance(event, yaml.CollectionEndEvent):
            ends_in_bracket = is_flow.pop()
            items = (
                [] if first is None else [item for item in events[first:index] if isinstance(item, yaml.ScalarEvent)]
            )
            if first is not None and items:
                (start, _), (_, end) = _indexes(events[first]), _indexes(event if ends_in_bracket else items[-1])
                has_properties = any(item.anchor or item.tag for item in (events[first], *items))
                yield _place(items[0]), _Span(start, end, first, index + 1, any(is_flow), has_properties)
            first = None


def _indexes(event: Any) -> tuple[int, int]:
    return event.start_mark.index, event.end_mark.index


def _place(event: Any) -> Place:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _applicable(
    text: str, scan: _Scan, changes: Sequence[_Change], applied: tuple[_Change, ...] = ()
) -> Sequence[_Change]:
    """The changes that can be made together, and after those `applied`; the others are found by bisection."""
    if not changes or _applied(text, scan, (*applied, *changes)) is not None:
        return (*applied, *changes)
    if len(changes) == 1:
        return applied
    half = len(changes) // 2
    return _applicable(text, scan, changes[half:], tuple(_applicable(text, scan, changes[:half], applied)))


def _applied(text: str, scan: _Scan, changes: Sequence[_Change]) -> str | None:
    """The text with all changes made; None if the parser then reads anything else than they say."""
    edited = _spliced(text, changes)
    return edited if edited is not None and _scan(edited).events == _expected(scan.events, changes) else None


def _spliced(text: str, changes: Sequence[_Change]) -> str | None:
    """The text with all splices made; None if two of them overlap."""
    pieces, done = [], 0
    for splice in sorted(splice for change in changes for splice in change.splices):
        if splice.start < done:
            return None
        pieces += [text[done : splice.start], splice.new]
        done = splice.end
    return "".join([*pieces, text[done:]])


def _expected(events: Sequence[_Event], changes: Sequence[_Change]) -> Sequence[_Event]:
    expected: list[_Event] = []
    done = 0
    for change in sorted(changes, key=lambda change: (change.first, change.last)):
        expected += events[done : change.first]
        expected += [_Event(yaml.ScalarEvent, value.strip(_SPACE), None, None) for value in change.values]
        done = change.last
    return [*expected, *events[done:]]


def _repair(text: str, scan: _Scan, repair: Repair) -> _Change | None:
    """Splices of the characters that differ; None if it is not known where they are written."""
    span = scan.scalars.get((repair.location.line, repair.location.column))
    if span is None or span.has_properties or span.value.strip(_SPACE) != repair.old:
        return None
    units = _aligned(text, span)
    if not units:
        return None
    # one unit a character of the value, from its first to its last that is not white space
    begin = len(span.value) - len(span.value.lstrip(_SPACE))
    splices = []
    for kind, i, j, k, m in difflib.SequenceMatcher(None, repair.old, repair.new, autojunk=False).get_opcodes():
        if kind != "equal":
            start = units[begin + i].start if begin + i < len(units) else units[-1].end
            end = units[begin + j - 1].end if j > i else start
            splices.append(_Splice(start, end, _escaped(repair.new[k:m], span.style, _margin(text, units))))
    return _Change(tuple(splices), span.first, span.last, (repair.new,)) if splices else None


class _Unit(NamedTuple):
    """A part of a text that is written for a few characters of a value."""

    start: int
    end: int
    value: str


def _aligned(text: str, span: _Span) -> list[_Unit] | None:
    """Where in the text each character of a value is written; None if the two cannot be aligned."""
    units: list[_Unit] = []
    for unit in _units(text, span):
        rest = span.value[len(units) :]
        if unit.value == _FOLD:
            white = re.match(r"[ \n]*", rest)
            count = len(white[0]) if white else 0
            units += [_Unit(unit.start, unit.end, character) for character in rest[:count]]
        elif rest.startswith(unit.value):
            units += [unit]
        else:
            return None
    return units if len(units) >= len(span.value.rstrip()) else None


_FOLD = "\n "  # a line's end with the indentation of the next: a space, a line break or nothing
_LINE_END = r"[ \t]*(?:\r\n|[\n\r])[ \t\r\n]*"
_ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\", "/": "/", "_": "\u00a0", " ": " ", "N": "\u0085", "0": "\0"}
_TOKENS: Mapping[str, re.Pattern[str]] = {
    '"': re.compile(rf"\\(?:x[0-9a-fA-F]{{2}}|u[0-9a-fA-F]{{4}}|U[0-9a-fA-F]{{8}}|[^\n\r])|\\?{_LINE_END}|."),
    "'": re.compile(rf"''|{_LINE_END}|."),
    "": re.compile(rf"{_LINE_END}|."),
}
_BLOCK_HEADER = re.compile(r"[|>][^\n\r]*(?:\r\n|[\n\r])[ \t\r\n]*")


def _units(text: str, span: _Span) -> Iterator[_Unit]:
    start, end = span.start, span.end
    if span.style in ('"', "'"):
        start, end = start + 1, end - 1
    elif span.style in ("|", ">"):
        header = _BLOCK_HEADER.match(text, start)
        start = header.end() if header else start
    for token in _TOKENS.get(span.style, _TOKENS[""]).finditer(text, start, end):
        yield _Unit(token.start(), token.end(), _value(token[0], span.style))


def _value(token: str, style: str) -> str:
    if "\n" in token or "\r" in token:
        return _FOLD
    if style == '"' and token.startswith("\\"):
        return chr(int(token[2:], 16)) if token[1] in "xuU" else _ESCAPES.get(token[1], token)
    return "'" if token == "''" and style == "'" else token


def _margin(text: str, units: Sequence[_Unit]) -> str:
    """The indentation of a block scalar's lines, after which its first character is written."""
    begin = text.rfind("\n", 0, units[0].start) + 1
    return " " * (units[0].start - begin)


def _escaped(new: str, style: str, margin: str) -> str:
    if style == '"':
        return json.dumps(new, ensure_ascii=False)[1:-1]
    if style in ("|", ">"):
        lines = new.replace("\n", f"\n{margin}" if style == "|" else f"\n\n{margin}")
        return lines.replace(f"\n{margin}\n", "\n\n")
    return new.replace("'", "''") if style == "'" else new


def _replacement(text: str, span: _Span, value: str) -> _Change:
    return _Change((_Splice(span.start, span.end, _written(text, span, value)),), span.first, span.last, (value,))


def _written(text: str, span: _Span, value: str) -> str:
    """A value in the style of the scalar it replaces if that style can hold it, else between double quotes."""
    if span.style == "'" and "\n" not in value:
        return "'" + value.replace("'", "''") + "'"
    if span.style == "" and can_be_plain(value, is_in_flow=span.is_in_flow):
        return value
    ending = "\n" if text[span.start : span.end].endswith("\n") else ""  # a block scalar includes its last line break
    return json.dumps(value, ensure_ascii=False) + ending


def _addition(text: str, span: _Span, key: str, value: str) -> _Change:
    at = span.end if span.is_in_flow else _line_end(text, span.end)
    return _Change((_Splice(at, at, _written_pair(text, span, key, value)),), span.last, span.last, (key, value))


def _written_pair(text: str, span: _Span, key: str, value: str) -> str:
    pair = f"{key}: {json.dumps(value, ensure_ascii=False)}"
    if span.is_in_flow:
        return f", {pair}"
    line_start = text.rfind("\n", 0, span.start) + 1
    indent = text[line_start : span.start]
    indent = indent[: len(indent) - len(indent.lstrip(" "))]
    return f"{indent}{pair}\n" if text[: span.end].endswith("\n") else f"\n{indent}{pair}"


def _line_end(text: str, index: int) -> int:
    """The end of the line on which a scalar ends, after any comment; a block scalar ends where a line begins."""
    if text[:index].endswith("\n"):
        return index
    end = text.find("\n", index)
    return len(text) if end < 0 else end
