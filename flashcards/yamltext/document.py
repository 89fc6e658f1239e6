"""YAML documents with the line and column of every node, and every scalar as text."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from sys import intern
from typing import Any, NamedTuple, TypeAlias

import yaml

from flashcards.model.deck import Text
from flashcards.model.problem import Location, Problem
from flashcards.text.decode import lines_of
from flashcards.yamltext.errors import cut_after, cut_by_comment, cuts, needs_quotes, syntax_problem, torn_formula
from flashcards.yamltext.slips import (
    Correction,
    LineRange,
    corrected,
    with_dash,
    without_conflicts,
    without_odd_spaces,
)
from flashcards.yamltext.source import SourceText

# libyaml's parser if PyYAML was built with it (every wheel is), or else PyYAML's own
Parser = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_NOTES_DEPTH = 2  # the depth of the items of 'notes'
_AT_ONCE = 500

MAX_DEPTH = 12  # a deck file nests five deep
MAX_ALIASED = 10_000  # nodes that all aliases together may expand to
MAX_SYNTAX_PROBLEMS = 20

_SCALAR, _ALIAS, _LIST = yaml.ScalarEvent, yaml.AliasEvent, yaml.SequenceStartEvent
_LIST_END, _MAPPING_END = yaml.SequenceEndEvent, yaml.MappingEndEvent
_new = tuple.__new__


class Scalar(Text):
    """A text at its place, unquoted unless it is `Quoted`."""

    __slots__ = ()
    is_plain = True


class Quoted(Scalar):
    """A text in quotes, or below '|' or '>'."""

    __slots__ = ()
    is_plain = False


class Items(NamedTuple):
    """A list."""

    items: tuple["Node", ...]
    line: int
    column: int


class Pairs(NamedTuple):
    """A mapping in file order, with unique keys.

    `marks` are the parser's marks of the keys, with lines from 0, which is line `first_line` of the file; they
    are converted only on demand, because the place of a key is rarely needed. A key of another file is its own mark.
    """

    nodes: Mapping[str, "Node"]
    marks: Sequence[Any]
    first_line: int
    line: int
    column: int

    @property
    def pairs(self) -> Iterator[tuple[Scalar, "Node"]]:
        """Keys with their values."""
        for (name, node), mark in zip(self.nodes.items(), self.marks, strict=True):
            is_key = isinstance(mark, Scalar)
            yield mark if is_key else Scalar(name, self.first_line + mark.line, mark.column + 1), node

    def key(self, name: str) -> Scalar:
        """Return a key with its place."""
        return next(key for key, _ in self.pairs if key.value == name)

    def beginning_with(self, name: str, value: str) -> "Pairs":
        """The mapping with a text as its first value, at the place of the mapping; a value of this name is replaced."""
        rest = self.without(name)
        mark = _Mark(self.line - self.first_line, self.column - 1)
        nodes = {name: Scalar(value, self.line, self.column), **rest.nodes}
        return self._replace(nodes=nodes, marks=[mark, *rest.marks])

    def with_key(self, key: Scalar, node: "Node") -> "Pairs":
        """The mapping with a key at its end; a value of this name is replaced, at the place of its key."""
        nodes = {**self.nodes, key.value: node}
        return self._replace(nodes=nodes, marks=self.marks if key.value in self.nodes else [*self.marks, key])

    def without(self, *names: str) -> "Pairs":
        """The mapping without some of its keys."""
        marks = [mark for name, mark in zip(self.nodes, self.marks, strict=True) if name not in names]
        return self._replace(nodes={name: node for name, node in self.nodes.items() if name not in names}, marks=marks)


Node: TypeAlias = Scalar | Items | Pairs


class Document(NamedTuple):
    """A parsed file, and its problems as YAML.

    `root` is None for an empty file and for one with a syntax error outside its notes. `is_whole` is
    False if a note was skipped because of its syntax, so that what it defined is unknown. `torn` are lines above which
    a key seems to be missing.
    """

    root: Node | None
    problems: tuple[Problem, ...]
    is_whole: bool
    torn: Sequence[int] = ()


def parse(
    text: str,
    path: Path,
    parser: type[yaml.BaseLoader] = Parser,
    step: Callable[[int], object] | None = None,
    first_line: int = 1,
) -> Document:
    """Parse a deck file; a note with a syntax error is reported and skipped, and the others are read.

    `step` is called with the number of further items read of lists of notes and sections.
    `first_line` is the line number of the text's first line in its file.
    """
    given = text
    text, slips = without_odd_spaces(text, path, first_line)
    syntax = [*slips]
    is_whole = True
    while True:
        composer = _Composer(parser(text), path, cuts(text), step, SourceText(text, first_line))
        try:
            root = composer.document()
        except _StopError as stop:
            return Document(None, (*syntax, stop.problem), is_whole=False)
        except yaml.MarkedYAMLError as error:
            if first_line > 1:  # rare: parse again, with empty lines for what comes before
                return parse("\n" * (first_line - 1) + given, path, parser, step)
            if is_whole and (conflicts := without_conflicts(text, path))[1]:
                text, is_whole = conflicts[0], False
                syntax += conflicts[1]
                continue
            slip = _corrected(error, text, path, parser) if len(syntax) < MAX_SYNTAX_PROBLEMS else None
            problem = slip.problem if slip else syntax_problem(error, text, path)
            if problem in syntax:  # it is not in the note that was skipped
                return Document(None, tuple(syntax), is_whole=False)
            syntax.append(problem)
            if slip and slip.lines:
                text = "\n".join(slip.lines)
                continue
            is_whole = False
            rest = _without_note(error, text)
            if rest is None or len(syntax) >= MAX_SYNTAX_PROBLEMS:
                return Document(None, tuple(syntax), is_whole=False)
            text = rest
        else:
            if composer.restart is not None and len(syntax) < MAX_SYNTAX_PROBLEMS:
                text, problem = with_dash(text, composer.restart.line), composer.restart_problem(composer.restart)
                syntax.append(problem)
                continue
            if composer.separator and len(syntax) < MAX_SYNTAX_PROBLEMS and not _is_another(text, composer.separator):
                text = _without_line(text, composer.separator)
                syntax.append(composer.problems[-1])
                continue
            return Document(root, (*syntax, *composer.problems), is_whole, composer.torn)


class _StopError(Exception):
    """The rest of the file cannot be read."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class _Mark(NamedTuple):
    """A place as the parser counts: line and column from 0."""

    line: int
    column: int


class _Composer:
    """Composes nodes from parser events.

    The parser counts lines from 0; line 0 is the first line of the source. This is the inner loop of reading
    a deck, run a dozen times a note: attributes are bound to local names, events are compared by exact type,
    and tuples are created without their class's constructor.
    """

    def __init__(
        self, parser: Any, path: Path, cuts: Mapping[int, str], step: Callable[[int], object] | None, source: SourceText
    ) -> None:
        self.problems: list[Problem] = []
        self._step = step
        self._source = source
        self._first = source.first_line
        self._next = parser.get_event
        self._path = path
        self._cuts = cuts
        self._anchors: dict[str, Node] = {}
        self._unused: dict[str, Location] = {}  # anchors of texts that no alias has used yet
        self._aliased = 0
        self.torn: list[int] = []  # lines above which a key seems to be missing
        self.restart: Any = None  # where an item begins without a dash
        self.separator = 0  # the index of the line that begins a second document

    def document(self) -> Node | None:
        self._next()  # stream start
        event = self._next()
        if isinstance(event, yaml.StreamEndEvent):
            return None
        root = self._node(self._next(), 0)
        self._next()  # document end
        event = self._next()
        self.problems += [needs_quotes(place, "&", "yaml-anchor") for place in self._unused.values()]
        if not isinstance(event, yaml.StreamEndEvent):
            self.separator = event.start_mark.line
            self._report(
                event, "second-document", "a deck file must contain a single YAML document", "delete this '---'"
            )
        return root

    def _node(self, event: Any, depth: int) -> Node:
        kind, mark = type(event), event.start_mark
        if kind is _ALIAS:
            return self._alias(event)
        if event.tag is not None:
            if kind is _SCALAR and event.tag[0] == "!":
                return self._exclamation(event)
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._report(event, "yaml-tag", f"the YAML tag '{tag}' is not supported", "delete it: all values are text")
        if kind is _SCALAR:
            place = (event.value, mark.line + self._first, mark.column + 1)
            node: Node = _new(Quoted if event.style else Scalar, place)
            if event.style == '"':
                self._check_formula(event)
            if self._cuts and not event.style and event.value:
                self._check_cut(event.end_mark)
        elif depth == MAX_DEPTH:
            raise _StopError(
                self._problem(event, "nesting", "lists and mappings are nested too deeply", "quote the text")
            )
        elif kind is _LIST:
            node = Items(self._items(depth + 1), mark.line + self._first, mark.column + 1)
        else:
            node = self._pairs(depth + 1, mark)
        if event.anchor:
            self._anchors[event.anchor] = node
            if kind is _SCALAR:
                if first := self._unused.get(event.anchor):
                    self.problems.append(needs_quotes(first, "&", "yaml-anchor"))
                self._unused[event.anchor] = self._place(event)
        return node

    def _exclamation(self, event: Any) -> Scalar:
        """Read a text that begins with '!', which YAML parses as a tag."""
        place = self._place(event)
        self.problems.append(needs_quotes(place, "!", "yaml-tag"))
        return Scalar(f"{event.tag} {event.value}".rstrip(), place.line, place.column)

    def _check_formula(self, event: Any) -> None:
        if "$" in event.value and (torn := torn_formula(event.value)):
            escape, offset = torn
            _, line, column = self._place(event)
            place = Location(self._path, *self._source.place(Text(event.value, line, column), offset))
            message = f"'{escape}' between double quotes is whitespace, not the start of a TeX command"
            self.problems.append(Problem(place, "torn-formula", message, "use single quotes, or write '\\\\'"))

    def _check_cut(self, end: Any) -> None:
        if end.line in self._cuts and (column := cut_after(self._cuts[end.line], end.column)) is not None:
            self.problems.append(cut_by_comment(Location(self._path, end.line + self._first, column + 1)))

    def _items(self, depth: int) -> tuple[Node, ...]:
        next_event, node_of, items = self._next, self._node, []
        step = self._step if depth == _NOTES_DEPTH else None
        while type(event := next_event()) is not _LIST_END:
            items.append(node_of(event, depth))
            if step and len(items) % _AT_ONCE == 0:
                step(_AT_ONCE)
        return tuple(items)

    def _pairs(self, depth: int, start: Any) -> Pairs:
        next_event, node_of, first, has_cuts = self._next, self._node, self._first, bool(self._cuts)
        nodes: dict[str, Node] = {}
        marks: list[Any] = []
        repeated: list[tuple[str, Any]] = []
        name: str | None
        mark: Any
        node: Node
        while type(event := next_event()) is not _MAPPING_END:
            if type(event) is _SCALAR and event.tag is None and event.anchor is None:
                name, mark = event.value, event.start_mark
            else:
                name, mark = self._odd_key(event, depth, start)
            value = next_event()
            if type(value) is _SCALAR and value.tag is None and value.anchor is None and not has_cuts:
                begin: Any = value.start_mark  # nearly always: no further checks are needed
                node = _new(Quoted if value.style else Scalar, (value.value, begin.line + first, begin.column + 1))
                if value.style == '"':
                    self._check_formula(value)
            else:
                node = node_of(value, depth)
            if name is None:
                self._report(event, "wrong-shape", "a key must be text", "quote it if it begins with '[' or '{'")
            elif name in nodes:
                repeated.append((name, mark))
            else:
                nodes[intern(name)] = node
                marks.append(mark)
        if repeated:
            self._report_repeated(repeated, {key: mark.line + first for key, mark in zip(nodes, marks, strict=True)})
        return _new(Pairs, (nodes, marks, first, start.line + first, start.column + 1))

    def _report_repeated(self, repeated: Sequence[tuple[str, Any]], lines: Mapping[str, int]) -> None:
        """Report keys that a mapping has already: several of them are one mistake, at the first."""
        name, mark = repeated[0]
        message = f"duplicate key '{name}', first used on line {lines[name]}"
        place = Location(self._path, mark.line + self._first, mark.column + 1)
        if len(repeated) == 1:
            self.problems.append(Problem(place, "repeated-key", message, "keep one of the two"))
        elif name == "id" and mark.column > 1:
            self.restart = self.restart or mark
        else:
            hint = "write the key that is missing above it, such as 'answer:', or delete the duplicate keys"
            self.torn.append(place.line)
            self.problems.append(Problem(place, "repeated-key", message, hint))

    def restart_problem(self, mark: Any) -> Problem:
        """The problem of an item that begins with 'id', without a dash."""
        message = "missing '- ' before 'id', with which a new item begins"
        place = Location(self._path, mark.line + self._first, mark.column + 1)
        return Problem(place, "repeated-key", message, "put '- ' before it")

    def _odd_key(self, event: Any, depth: int, start: Any) -> tuple[str | None, _Mark | None]:
        """Read a key that has a tag or an anchor, is an alias, or is not a scalar, which gives None."""
        mark = event.start_mark
        if isinstance(event, yaml.MappingStartEvent) and (mark.line, mark.column - 1) == (start.line, start.column):
            raise yaml.MarkedYAMLError(problem="two braces begin a mapping", problem_mark=start)
        match self._node(event, depth):
            case Scalar() as key:
                return key.value, _Mark(key.line - self._first, key.column - 1)
        return None, None

    def _alias(self, event: Any) -> Node:
        node = self._anchors.get(event.anchor)
        if node is None:
            raise _StopError(
                self._problem(
                    event,
                    "alias",
                    f"unknown alias '*{event.anchor}'",
                    "quote the text if it begins with '*'",
                )
            )
        self._unused.pop(event.anchor, None)
        self._aliased += _size(node)
        if self._aliased > MAX_ALIASED:
            message = f"aliases expand to more than {MAX_ALIASED:,} values"
            raise _StopError(self._problem(event, "alias", message, "write the values out"))
        return node

    def _report(self, event: Any, rule: str, message: str, hint: str) -> None:
        self.problems.append(self._problem(event, rule, message, hint))

    def _problem(self, event: Any, rule: str, message: str, hint: str) -> Problem:
        return Problem(self._place(event), rule, message, hint)

    def _place(self, event: Any) -> Location:
        mark = event.start_mark
        return Location(self._path, mark.line + self._first, mark.column + 1)


def _size(node: Node) -> int:
    match node:
        case Scalar():
            return 1
        case Items():
            return 1 + sum(map(_size, node.items))
        case Pairs():
            return 1 + sum(1 + _size(value) for value in node.nodes.values())


def _is_another(text: str, begin: int) -> bool:
    """Whether the lines from an index on are another deck file, with keys that are also in the lines above."""
    lines = lines_of(text)
    above, below = ({line for line in part if re.match("[a-z]+:", line)} for part in (lines[:begin], lines[begin:]))
    return not {line.split(":")[0] for line in above}.isdisjoint(line.split(":")[0] for line in below)


def _without_line(text: str, index: int) -> str:
    lines = lines_of(text)
    return "\n".join([*lines[:index], "", *lines[index + 1 :]])


def _corrected(error: yaml.MarkedYAMLError, text: str, path: Path, parser: type[yaml.BaseLoader]) -> Correction | None:
    """Find the slip that causes an error, in its note or above all notes; a tab is not a slip."""
    lines = lines_of(text)
    if error.problem_mark and "\t" in re.match(r"\s*", lines[min(error.problem_mark.line, len(lines) - 1)])[0]:  # type: ignore[index]
        return None
    starts = _note_starts(lines)
    begin, end = _note_around(error, lines) or (0, next(iter(starts), len(lines)))
    if error.problem_mark and error.problem_mark.line == begin > 0:  # then the cause is often in what comes before
        begin = max((start for start in starts if start < begin), default=0)
    return corrected(LineRange(lines, begin, end), path, parser)


def _without_note(error: yaml.MarkedYAMLError, text: str) -> str | None:
    """Replace the note that contains the error by empty lines, or return None if no note contains it.

    The lines after it keep their numbers.
    """
    lines = lines_of(text)
    note = _note_around(error, lines)
    if note is None:
        return None
    start, end = note
    return "\n".join([*lines[:start], *[""] * (end - start), *lines[end:]])


def _note_around(error: yaml.MarkedYAMLError, lines: Sequence[str]) -> tuple[int, int] | None:
    """The indexes of the first line of the note that contains an error, and of the line after its last."""
    starts = _note_starts(lines)
    both = (error.context_mark, error.problem_mark)
    # the context of an error in a list is the first item, whichever item has it
    marks = [mark.line for mark in (both[::-1] if "collection" in (error.context or "") else both) if mark]
    inside = [line for line in marks if starts and starts[0] <= line]
    if not inside:
        return None
    start = max(s for s in starts if s <= inside[0])
    return start, min((s for s in starts if s > start), default=len(lines))


def _note_starts(lines: Sequence[str]) -> tuple[int, ...]:
    """Indexes of the first lines of notes in block style."""
    begin = next((i for i, line in enumerate(lines) if re.match(r"notes:\s*(#.*)?$", line)), None)
    if begin is None:
        return ()
    dash = re.compile(r"( *)-\s")
    indents = [match[1] for line in lines[begin + 1 :] if (match := dash.match(line))]
    if not indents:
        return ()
    note = re.compile(f"{indents[0]}-\\s")
    return tuple(i for i, line in enumerate(lines) if i > begin and note.match(line))
