"""Slips in the syntax of a line, such as a missing space after a colon, and the line as it was meant.

A slip is reported only if the parser gets further with the line as it was meant. The rest of the file is then read with
that line, so that one mistake gives one problem, and the others in the file are found too.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import yaml

from flashcards.model.problem import Location, Problem
from flashcards.text.decode import lines_of

_FARTHEST = 40  # lines between a slip and the place where a parser notices it

# Spaces that YAML takes for letters, and as how many plain spaces they are meant
_ODD_SPACES = {"\u00a0": 1, "\u2002": 1, "\u2003": 1, "\u2007": 1, "\u2009": 1, "\u202f": 1, "\u3000": 2}
_ODD = "".join(_ODD_SPACES)
_ODD_INDENT = re.compile(rf"^[ ]*(?:-[ ]*)?([{_ODD}])[ {_ODD}]*(?:-[ {_ODD}]+)?[\w-]+:(?=[\s{_ODD}]|$)")
_ODD_LINE = re.compile(rf"\n[ -]*[{_ODD}]")
_BLOCK_BEGINS = re.compile(r"(?:^|[:-])[ \t]*[|>][-+0-9]*[ \t]*(?:#.*)?$")

_KEY = r"(?:[^\W\d_][\w-]*)"
_HEAD = rf"[ ]*(?:-[ ]+)*(?:(?P<key>{_KEY}))"
_KEY_LINE = re.compile(rf"[ ]*(?:-[ ]+)*({_KEY}):(?:\s|$)")
_DASHES = "–—‒−‐‑－•·●▪◦*+"

_CONFLICT = re.compile(r"(<{7}|\|{7}|={7}|>{7})(?: |$)")


class _Slip(NamedTuple):
    """A pattern of a line, what stands there instead of it, and what is wrong at its group `at`.

    With `is_known`, its group `key` has to be a key elsewhere; with `is_parent`, of the keys on the next lines.
    """

    pattern: re.Pattern[str]
    replacement: str | Callable[[re.Match[str]], str]
    message: str
    hint: str
    rule: str = "syntax"
    is_known: bool = False
    is_parent: bool = False


def _plain_spaces(found: re.Match[str]) -> str:
    return "".join(" " * _ODD_SPACES.get(character, 0) or character for character in found[0])


def _straight(found: re.Match[str]) -> str:
    inner = found["inner"].replace("\\", "\\\\").replace('"', '\\"')
    return f'{found["before"]}"{inner}"'


_ODD_SPACE = _Slip(
    re.compile(rf"[ ]*(?:-[ ]*)?(?P<at>[{_ODD}])[ {_ODD}-]*|{_HEAD}:[ ]*(?P<at_value>[{_ODD}])[ {_ODD}]*"),
    _plain_spaces,
    "U+{code:04X} ({name}) is not a plain space, which YAML requires here",
    "use plain spaces",
)

_SLIPS = (
    _ODD_SPACE,
    _Slip(
        re.compile(rf"(?P<before>{_HEAD})[ ]*(?P<at>[：﹕︓])[ \u3000]*"),
        r"\g<before>: ",
        "'{at}' does not end a key",
        "write '{key}: …', with ':' and a space",
    ),
    _Slip(
        re.compile(rf"(?P<before>{_HEAD})(?P<at>:)(?=[^\s:/])"),
        r"\g<before>: ",
        "missing space after '{key}:'",
        "write '{key}: …', with a space",
    ),
    _Slip(
        re.compile(rf"(?P<before>[ ]*)(?P<at>-)(?=(?P<key>{_KEY}):(?:\s|$))"),
        r"\g<before>- ",
        "missing space after '-'",
        "write '- {key}: …', with a space",
    ),
    _Slip(
        re.compile(rf"(?P<before>[ ]*)(?P<at>[{re.escape(_DASHES)}])[ ]*(?=(?P<key>{_KEY}):(?:\s|$))"),
        r"\g<before>- ",
        "'{at}' does not begin an item",
        "write '- {key}: …', with a hyphen and a space",
    ),
    _Slip(
        re.compile(r"(?P<before>.*?:[ ]+)(?P<at>[“”„«])(?P<inner>.*)[“”»][ ]*$"),
        _straight,
        "'{at}' does not quote a text in YAML",
        "use straight quotes, '\"'",
    ),
    _Slip(
        re.compile(r"(?P<before>[^\[]*)(?P<at>\[)(?P<inner>[^\[\]{}]*)\}"),
        r"\g<before>[\g<inner>]",
        "this '[' is closed by '}}'",
        "close it by ']'",
    ),
    _Slip(
        re.compile(r"(?P<before>[^\{]*)(?P<at>\{)(?P<inner>[^\[\]{}]*)\]"),
        r"\g<before>{\g<inner>}",
        "this '{{' is closed by ']'",
        "close it by '}}'",
    ),
    _Slip(
        re.compile(r"(?P<before>.*[\]}])(?P<at>,)\s*$"),
        r"\g<before>",
        "unexpected ',' at the end of the line",
        "delete it",
    ),
    _Slip(
        re.compile(r"(?P<before>.*[\[,{][ ]*)(?P<at>#)(?P<inner>[^\s,\]}]+)"),
        r"\g<before>'#\g<inner>'",
        "a text that begins with '#' needs quotes",
        "quote it: YAML reads it as a comment",
    ),
    _Slip(
        re.compile(rf"(?P<before>.*\{{.*[^\s,{{])(?P<at>[ ]+)(?=(?P<key>{_KEY}): )"),
        r"\g<before>, ",
        "missing ',' before '{key}:'",
        "write ', {key}: …'",
    ),
    _Slip(re.compile(r"(?P<before>[ ]*)(?P<at>//)"), r"\g<before># ", "a comment begins with '#'", "write '#'"),
    _Slip(
        re.compile(rf"(?P<before>{_HEAD})[ ]*(?P<at>[=;])[ ]*"),
        r"\g<before>: ",
        "unexpected '{at}' after the key '{key}'",
        "write '{key}: …'",
        is_known=True,
    ),
    _Slip(
        re.compile(rf"(?P<before>[ ]*(?:-[ ]+)*(?P<at>(?P<key>{_KEY})))[ ]*$"),
        r"\g<before>:",
        "missing ':' after the key '{key}'",
        "write '{key}:'",
        is_parent=True,
    ),
    _Slip(
        re.compile(rf"(?P<before>[ ]*(?:-[ ]+)*(?P<at>(?P<key>{_KEY})))[ ]+(?=\S)"),
        r"\g<before>: ",
        "missing ':' after the key '{key}'",
        "write '{key}: …'",
        is_known=True,
    ),
)


class Correction(NamedTuple):
    """The lines of a file as they were meant, and the problem of how they are; None if they cannot be known."""

    lines: Sequence[str] | None
    problem: Problem


class LineRange(NamedTuple):
    """Some lines of a file that a parser can read by themselves: `lines[begin:end]`."""

    lines: Sequence[str]
    begin: int
    end: int


def corrected(part: LineRange, path: Path, parser: type[yaml.BaseLoader]) -> Correction | None:
    """Find the slip in a part of a file that causes its first syntax error."""
    reached = _reached(part.lines[part.begin : part.end], parser)
    if reached is None:
        return None
    line = part.begin + min(reached, part.end - part.begin - 1)
    attempts = (*_near(part, line),)
    for correction in _of_lines(part, attempts, path):
        further = _reached((correction.lines or ())[part.begin : part.end], parser)
        if further is None or further > reached:
            return correction
    if problem := _orphan(part, line, path):
        return Correction(None, problem)
    for correction in _of_indentation(part, attempts, path):
        if _reached((correction.lines or ())[part.begin : part.end], parser) is None:
            return correction
    return None


def without_odd_spaces(text: str, path: Path, first_line: int) -> tuple[str, tuple[Problem, ...]]:
    """Replace the spaces in the indentation of keys that YAML takes for letters.

    They do not always end in a syntax error: the key of a line may begin with one. Lines beside each other are reported
    once.
    """
    if not any(space in text for space in _ODD_SPACES) or not _ODD_LINE.search(text):  # cheap, for every deck
        return text, ()
    lines = lines_of(text)
    odd = [at for at, line in enumerate(lines) if _ODD_INDENT.match(line) and not _is_in_block(lines, at)]
    problems = [_problem(_ODD_SPACE, lines[at], path, at + first_line) for at in odd if at - 1 not in odd]
    if not odd:
        return text, ()
    for at in odd:
        lines[at] = _replaced(_ODD_SPACE, lines[at])
    return "\n".join(lines), tuple(problems)


def without_conflicts(text: str, path: Path) -> tuple[str, tuple[Problem, ...]]:
    """Keep only the first side of each conflict of a merge; the lines after it keep their numbers."""
    if "<<<<<<<" not in text:
        return text, ()
    kept: list[str] = []
    problems: list[Problem] = []
    is_kept = True
    for number, line in enumerate(lines_of(text), 1):
        marker = found[1][0] if (found := _CONFLICT.match(line)) else ""
        if marker == "<":
            hint = "keep the lines that you want, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>"
            problems.append(Problem(Location(path, number, 1), "syntax", "this is a conflict marker of a merge", hint))
        is_kept = (marker in "<>" if marker else is_kept) or not problems
        kept.append("" if problems and (marker or not is_kept) else line)
    return ("\n".join(kept), tuple(problems)) if problems else (text, ())


def with_dash(text: str, index: int) -> str:
    """Put a dash before the key that begins the line with this index; its column stays the same."""
    lines = lines_of(text)
    indent = len(lines[index]) - len(lines[index].lstrip(" "))
    lines[index] = f"{lines[index][: indent - 2]}- {lines[index][indent:]}"
    return "\n".join(lines)


def _reached(lines: Sequence[str], parser: type[yaml.BaseLoader]) -> int | None:
    """The index of the line in which a parser fails, or None."""
    try:
        for _ in yaml.parse("\n".join(lines), Loader=parser):
            pass
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return mark.line if mark else 0
    return None


def _near(part: LineRange, line: int) -> Iterator[int]:
    """The lines of a part in which an error may have its cause, from the most likely one on."""
    yield from range(line, max(part.begin, line - _FARTHEST) - 1, -1)
    if line + 1 < part.end:
        yield line + 1


def _of_lines(part: LineRange, attempts: Sequence[int], path: Path) -> Iterator[Correction]:
    known = {found[1] for line in part.lines if (found := _KEY_LINE.match(line))}
    for at in attempts:
        line = part.lines[at]
        for slip in _SLIPS:
            found = slip.pattern.match(line)
            if found is None or (slip.is_known and found["key"] not in known):
                continue
            if (slip.is_parent and not _has_keys_below(part, at)) or _is_in_block(part.lines, at):
                continue
            lines = [*part.lines[:at], _replaced(slip, line), *part.lines[at + 1 :]]
            yield Correction(lines, _problem(slip, line, path, at + 1))
    yield from _of_texts(part, attempts, path)
    yield from _of_first_items(part, attempts[0], path)


def _has_keys_below(part: LineRange, at: int) -> bool:
    below = part.lines[at + 1] if at + 1 < part.end else ""
    return bool(_KEY_LINE.match(below)) and _indent(below) > _indent(part.lines[at], is_past_dash=True)


def _of_first_items(part: LineRange, at: int, path: Path) -> Iterator[Correction]:
    """Corrections of a list whose first item has no dash, and a later one has."""
    column = _indent(part.lines[at]) + 2
    if not _is_item(part.lines[at]):
        return
    for above in range(at - 1, part.begin, -1):
        line, key = part.lines[above], _KEY_LINE.match(part.lines[above])
        if key and key.start(1) == column and not _is_item(line) and _KEY_LINE.match(part.lines[above - 1]):
            lines = with_dash("\n".join(part.lines), above).split("\n")
            message, hint = f"missing '- ' before '{key[1]}', with which an item begins", "put '- ' before it"
            yield Correction(lines, Problem(Location(path, above + 1, column + 1), "syntax", message, hint))


def _of_texts(part: LineRange, attempts: Sequence[int], path: Path) -> Iterator[Correction]:
    """Corrections of a text on its own lines that is not indented below its key."""
    for at in attempts[:2]:
        above = part.lines[at - 1] if at > part.begin else ""
        key = re.match(rf"([ ]*(?:-[ ]+)*)({_KEY}):[ ]*([|>][-+]?)?[ ]*$", above)
        indent = _indent(part.lines[at])
        if key is None or not part.lines[at].strip() or ": " in part.lines[at] or indent > len(key[1]):
            continue
        end = at
        while end < part.end and not _KEY_LINE.match(part.lines[end]) and not part.lines[end].lstrip().startswith("- "):
            end += 1
        lines = [*part.lines[:at], *(f"{key[1]}  {line.strip()}" for line in part.lines[at:end]), *part.lines[end:]]
        message, hint = (
            f"this text is not indented below '{key[2]}:'",
            f"put {len(key[1]) + 2 - indent} spaces before it",
        )
        hint = hint if end == at + 1 else hint.replace("it", "each of its lines")
        yield Correction(lines, Problem(Location(path, at + 1, indent + 1), "syntax", message, hint))


def _of_indentation(part: LineRange, attempts: Sequence[int], path: Path) -> Iterator[Correction]:
    """Corrections of the indentation of a key and the lines below it, from the most likely one on.

    It is meant to be that of the line above or below, or that which the same key has elsewhere, or that of other keys
    whose values are likewise beside or below them.
    """
    keys = {at: found[1] for at, line in enumerate(part.lines) if (found := _KEY_LINE.match(line))}
    levels = {at: _level_of(part.lines[at]) for at in keys}
    usual = Counter(levels.values())
    named = Counter((name, levels[at]) for at, name in keys.items())
    likely: list[tuple[tuple[int, int, int, int], int, int]] = []
    for at in attempts[:2]:
        if at not in keys:
            continue
        name, level = keys[at], levels[at]
        beside = () if level.is_item else (levels.get(at + 1), levels.get(at - 1))
        for wanted in usual:
            distance = abs(wanted.indent - level.indent)
            if wanted._replace(indent=level.indent) != level or distance not in (1, 2):
                continue
            gain = named[name, wanted] + 1 - named[name, level]
            is_block = level.is_item or level.has_lines_below
            is_usual = named[name, wanted] > 0 if level.is_item else gain > 0
            is_near = distance == 1 and (is_usual or level.has_lines_below)
            if wanted in beside or is_near or (is_usual and is_block):
                gains = (
                    (beside.index(wanted) + 1 if wanted in beside else 0),
                    gain,
                    -distance,
                    usual[wanted] - usual[level],
                )
                likely.append((gains, at, wanted.indent))
    for _, at, column in sorted(likely, reverse=True):
        yield _moved(part, at, column, path)


def _moved(part: LineRange, at: int, wanted: int, path: Path) -> Correction:
    """Move a line and those below it to an indentation."""
    line, indent = part.lines[at], _indent(part.lines[at])
    is_text = not (_is_item(line) or line.rstrip().endswith(":"))
    end = at + 1
    while end < part.end and (not part.lines[end].strip() or _indent(part.lines[end]) > indent - _is_item(line)):
        if is_text and _KEY_LINE.match(part.lines[end]):
            break
        end += 1
    by = wanted - indent
    moved = [
        " " * by + each if by > 0 and each.strip() else each[min(-by, _indent(each)) :] for each in part.lines[at:end]
    ]
    name = _KEY_LINE.match(line)
    assert name is not None
    message = f"'{name[1]}' is indented by {indent}, not by {wanted} like the keys beside it"
    hint = f"indent it by {wanted} spaces" if wanted else "do not indent it"
    hint += ", and move the lines below it with it" if end > at + 1 else ""
    lines = [*part.lines[:at], *moved, *part.lines[end:]]
    return Correction(lines, Problem(Location(path, at + 1, indent + 1), "syntax", message, hint))


def _orphan(part: LineRange, at: int, path: Path) -> Problem | None:
    """The problem of keys that are indented as if below another key, which is missing."""
    first = next((each for each in range(at) if _KEY_LINE.match(part.lines[each])), at)
    if (
        part.begin == 0
        and _indent(part.lines[at]) == 0 < _indent(part.lines[first])
        and not _is_item(part.lines[first])
    ):
        found = _KEY_LINE.match(part.lines[first])
        message = f"'{found[1] if found else ''}' is indented, but there is no key above it"
        hint = "write the key that it belongs to above it, such as 'deck:'"
        return Problem(Location(path, first + 1, _indent(part.lines[first]) + 1), "syntax", message, hint)
    above = at - 1
    while above > part.begin and not part.lines[above].strip():
        above -= 1
    if at + 1 >= part.end or above < part.begin:
        return None
    keys = [_KEY_LINE.match(part.lines[each]) for each in (above, at, at + 1)]
    depth = [_indent(part.lines[each], is_past_dash=True) for each in (above, at, at + 1)]
    if not all(keys) or not depth[0] < depth[1] == depth[2] or part.lines[above].rstrip().endswith(":"):
        return None
    name, other = (key[1] for key in keys[1::-1] if key)
    message = f"'{name}' is indented more than '{other}' above it, which has a value already"
    hint = f"write the key that '{name}' belongs to above it, or indent it by {depth[0]} spaces"
    return Problem(Location(path, at + 1, depth[1] + 1), "syntax", message, hint)


class _Level(NamedTuple):
    """Where a key is, and which kind of keys it is like."""

    indent: int
    is_item: bool
    has_lines_below: bool


def _level_of(line: str) -> _Level:
    return _Level(_indent(line), _is_item(line), line.rstrip().endswith(":"))


def _is_item(line: str) -> bool:
    return line.lstrip(" ").startswith("- ")


def _indent(line: str, *, is_past_dash: bool = False) -> int:
    bare = line.lstrip(" ")
    indent = len(line) - len(bare)
    return indent + (len(bare) - len(bare[1:].lstrip(" ")) if is_past_dash and bare.startswith("- ") else 0)


def _is_in_block(lines: Sequence[str], at: int) -> bool:
    """Whether a line belongs to a text below '|' or '>'."""
    indent = _indent(lines[at])
    for line in reversed(lines[:at]):
        if indent == 0:
            return False
        if line.strip() and _indent(line) < indent:
            if _BLOCK_BEGINS.search(line):
                return True
            indent = _indent(line)
    return False


def _replaced(slip: _Slip, line: str) -> str:
    return slip.pattern.sub(slip.replacement, line, count=1)


def _problem(slip: _Slip, line: str, path: Path, number: int) -> Problem:
    found = slip.pattern.match(line)
    assert found is not None
    groups = found.groupdict()
    name = next(name for name in ("at", "at_value") if groups.get(name) is not None)
    words = {"at": groups[name], "key": groups.get("key", ""), "code": ord(groups[name][0])}
    words["name"] = unicodedata.name(groups[name][0], "").lower()
    place = Location(path, number, found.start(name) + 1)
    return Problem(place, slip.rule, slip.message.format(**words), slip.hint.format(**words))
