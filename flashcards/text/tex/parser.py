r"""The grammar of formulas as far as mistakes are made in it: groups, arguments, scripts, and what is defined.

It follows MathJax, so that nothing that MathJax typesets is a mistake; a few rare mistakes, such as '\limits' after a
letter, are not found.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from flashcards.text.suggest import closest
from flashcards.text.tex import Macros, TexFlaw
from flashcards.text.tex.table import INSTEAD, table

_NAME = re.compile(r"\\([A-Za-z]+|.|\Z)", re.DOTALL)
_SPACES = re.compile(r"\s*")
_DEFINED = re.compile(r"\*?\s*(?:\{\s*\\?([A-Za-z]+|.)\s*\}|\\([A-Za-z]+|.))\s*(?:\[(\d)\]\s*)?(\[[^\]]*\]\s*)?")
_DEF = re.compile(r"\s*\\([A-Za-z]+|.)([^{]*)")
_LET = re.compile(r"\s*\\([A-Za-z]+|.)\s*=?\s*(?:\\([A-Za-z]+|.)|\S)")
_DISTANCE = re.compile(r"\s*-?(?:\d+(?:[.,]\d*)?|[.,]\d+)\s*[a-z]{2}\s*")
_VERBATIM = re.compile(r"\*?\s*(\S)")

_BRACE, _LEFT, _ENVIRONMENT, _ALL = "{", r"\left", r"\begin", ""
_IN_COLUMNS = ("hline", "hdashline", "cr")
_BESIDE_BRACKETS = tuple(f"{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "m", "r"))
_TAKES_ALL = ("sqrt", "frac")  # MathJax reads '\sqrt\frac{1}{2}' as it is meant
_DEEPEST = 50  # arguments in arguments; what is deeper is not checked
_SHOWN = 20  # characters of a formula in a message


@dataclass(slots=True)
class _Group:
    """An open group: what opened it and where, whether it has columns, and the scripts of the last thing in it."""

    kind: str
    name: str
    offset: int
    has_columns: bool = False
    scripts: str = ""
    waiting: int = -1  # the offset of '^' or '_', if nothing has come after it

    def add(self) -> None:
        """Something that can have scripts, or that is one."""
        if self.waiting < 0:
            self.scripts = ""
        self.waiting = -1


class _BrokenError(Exception):
    """The rest of the formula cannot be parsed."""

    def __init__(self, offset: int, message: str, hint: str) -> None:
        super().__init__(message)
        self.flaw = TexFlaw(offset, message, hint)


class Parser:
    """Parses one formula; what it defines is added to the `macros`."""

    def __init__(self, tex: str, macros: Macros) -> None:
        self._tex = tex
        self._macros = macros
        self._flaws: list[TexFlaw] = []
        self._depth = 0

    def flaws(self) -> Iterator[TexFlaw]:
        try:
            self._maths(0, len(self._tex), has_columns=False)
        except _BrokenError as broken:
            self._flaws.append(broken.flaw)
        yield from sorted(self._flaws)

    def _maths(self, at: int, end: int, *, has_columns: bool) -> None:
        """Parse a part of the formula that is complete in itself."""
        if self._depth == _DEEPEST:
            return
        self._depth += 1
        groups = [_Group(_ALL, "", at, has_columns)]
        while (at := self._after_spaces(at, end)) < end:
            read = _SIGNS.get(self._tex[at])
            if read:
                at = read(self, at, end, groups)
            else:
                groups[-1].add()
                at += 1
        self._end_script(groups[-1])
        if len(groups) > 1:
            raise _unclosed(groups[-1])
        self._depth -= 1

    def _after_spaces(self, at: int, end: int) -> int:
        found = _SPACES.match(self._tex, at, end)
        return found.end() if found else at

    def _open(self, at: int, _: int, groups: list[_Group]) -> int:
        groups.append(_Group(_BRACE, "{", at))
        return at + 1

    def _close(self, at: int, _: int, groups: list[_Group]) -> int:
        self._end_script(groups[-1])
        if groups[-1].kind == _ALL:
            raise _BrokenError(at, "unmatched '}'", r"delete it, or write '\}' to show it")
        if groups[-1].kind != _BRACE:
            raise _unclosed(groups[-1])
        groups.pop()
        groups[-1].add()
        return at + 1

    def _script(self, at: int, _: int, groups: list[_Group]) -> int:
        group, sign = groups[-1], self._tex[at]
        self._end_script(group)
        if sign in group.scripts:
            what = "superscripts" if sign == "^" else "subscripts"
            raise _BrokenError(at, f"two {what} after each other", f"use braces, as in '{{x{sign}a}}{sign}b'")
        group.scripts += sign
        group.waiting = at
        return at + 1

    def _prime(self, at: int, _: int, groups: list[_Group]) -> int:
        if groups[-1].waiting >= 0:
            groups[-1].add()
        elif "^" in groups[-1].scripts:
            raise _BrokenError(at, "a prime after a superscript", 'write the prime first, as in "x\'^2"')
        return at + 1

    def _column(self, at: int, _: int, groups: list[_Group]) -> int:
        self._end_script(groups[-1])
        if any(group.has_columns for group in groups) and not groups[-1].has_columns:
            opener = groups[-1]
            closer = "}" if opener.kind == _BRACE else r"\right"
            message = f"'{opener.kind}' is not closed before '&'"
            raise _BrokenError(opener.offset, message, f"write '{closer}' before '&'")
        if not groups[-1].has_columns:
            hint = r"write '\&' to show it, or put the lines between '\begin{aligned}' and '\end{aligned}'"
            raise _BrokenError(at, "'&' is outside a table", hint)
        groups[-1].add()
        return at + 1

    def _comment(self, at: int, end: int, _: list[_Group]) -> int:
        """A comment, which is certainly not meant."""
        line = self._tex.find("\n", at, end)
        stop = end if line < 0 else line
        rest = self._tex[at + 1 : stop].strip()
        message = f"'%' begins a comment, so '{_short(rest)}' is not shown" if rest else "'%' is not shown"
        self._flaws.append(TexFlaw(at, message, r"write '\%'"))
        return stop

    def _parameter(self, at: int, _: int, __: list[_Group]) -> int:
        raise _BrokenError(at, "'#' is only for definitions", r"write '\#' to show it")

    def _command(self, at: int, end: int, groups: list[_Group]) -> int:
        name = self._name(at)
        behind = min(at + 1 + len(name), end)
        if special := _SPECIAL.get(name):
            return special(self, at, behind, end, groups)
        if name in _IN_COLUMNS and not groups[-1].has_columns:
            raise _BrokenError(
                at, rf"'\{name}' is outside a table", r"put it between '\begin{array}' and '\end{array}'"
            )
        groups[-1].add()
        return self._arguments(name, at, behind, end)

    def _name(self, at: int) -> str:
        found = _NAME.match(self._tex, at)
        return found[1] if found else ""

    def _signature(self, name: str, at: int) -> str:
        """The signature of a command; of none if it is unknown, which is reported."""
        known = self._macros.get(name, table().commands.get(name))
        if known is None and name:
            self._flaws.append(TexFlaw(at, rf"unknown command '\{name}'", _instead(name, self._macros)))
        return known or ""

    def _arguments(self, name: str, at: int, behind: int, end: int) -> int:
        """Parse the arguments of a command, and return where they end."""
        signature = self._signature(name, at)
        if signature[:1] == "?" and (name != "\\" or self._tex.startswith("[", behind)):
            behind = self._optional(name, behind, end)
        kinds = signature.lstrip("?")
        for number, kind in enumerate(kinds):
            begin = self._after_spaces(behind, end)
            if begin >= end or self._tex[begin] == "}":
                raise _BrokenError(at, _lacks(name, number, len(kinds)), f"write '\\{name}{'{…}' * len(kinds)}'")
            behind = self._argument(name, kind, begin, end)
        return behind

    def _argument(self, name: str, kind: str, at: int, end: int) -> int:
        if self._tex[at] == "{":
            close = self._closing(at, end)
            if kind in "am":
                self._maths(at + 1, close, has_columns=kind == "a")
            return close + 1
        if self._tex[at] in "^_&" and kind in "am":
            raise _BrokenError(
                at,
                rf"'{self._tex[at]}' after '\{name}' is no argument",
                f"put the argument in braces, as in '\\{name}{{…}}'",
            )
        if self._tex[at] != "\\":
            return at + 1
        inner = self._name(at)
        behind = min(at + 1 + len(inner), end)
        if kind in "am" and inner in _SPECIAL:
            hint = f"put the argument in braces, as in '\\{name}{{…}}'"
            raise _BrokenError(at, rf"'\{inner}' after '\{name}' is no argument", hint)
        if kind in "am":
            if (name, inner) == _TAKES_ALL:
                return self._arguments(inner, at, behind, end)
            if self._signature(inner, at).strip("?"):
                hint = f"put it in braces, as in '\\{name}{{\\{inner}…}}'"
                raise _BrokenError(at, rf"'\{inner}' after '\{name}' lacks its arguments", hint)
        return behind

    def _optional(self, name: str, behind: int, end: int) -> int:
        begin = self._after_spaces(behind, end)
        if not self._tex.startswith("[", begin, end):
            return behind
        depth = 0
        place = begin + 1
        while place < end:
            sign = self._tex[place]
            depth += {"{": 1, "}": -1}.get(sign, 0)
            if sign == "]" and depth == 0:
                break
            if depth < 0:
                place = end
            place += 2 if sign == "\\" else 1
        if place >= end:
            raise _BrokenError(
                begin, rf"'[' after '\{name}' is not closed", rf"write ']', or '\{name}{{}}[' to show it"
            )
        if name == "\\" and place > begin + 1 and not _DISTANCE.fullmatch(self._tex, begin + 1, place):
            inside = _short(self._tex[begin : place + 1])
            message = rf"'{inside}' after '\\' is read as a distance"
            raise _BrokenError(begin, message, r"write '\\{}[' to show the bracket")
        return place + 1

    def _closing(self, at: int, end: int) -> int:
        """Where the group closes that opens here."""
        depth, place = 0, at
        while place < end:
            sign = self._tex[place]
            depth += {"{": 1, "}": -1}.get(sign, 0)
            if depth == 0:
                return place
            place += 2 if sign == "\\" else 1
        raise _unclosed(_Group(_BRACE, "{", at))

    def _end_script(self, group: _Group) -> None:
        if group.waiting >= 0:
            sign = self._tex[group.waiting]
            what = "superscript" if sign == "^" else "subscript"
            raise _BrokenError(
                group.waiting,
                f"'{sign}' without a {what}",
                f"write '{sign}{{…}}', or '\\{sign}' to show it" if sign == "_" else "write '^{…}'",
            )

    def _begin(self, at: int, behind: int, end: int, groups: list[_Group]) -> int:
        name, behind = self._environment(at, behind, end)
        known = self._macros.get(f"{_ENVIRONMENT}{name}", table().environments.get(name))
        if known is None:
            match = closest(name, table().environments)
            hint = f"did you mean '{match}'?" if match else r"use one such as 'aligned', 'cases' or 'matrix'"
            self._flaws.append(TexFlaw(at, f"unknown environment '{name}'", hint))
            known = "&"
        groups.append(_Group(_ENVIRONMENT, name, at, has_columns=known.endswith("&")))
        if known[:1] == "?":
            behind = self._optional(f"begin{{{name}}}", behind, end)
        for _ in known.strip("?&"):
            begin = self._after_spaces(behind, end)
            if begin >= end or self._tex[begin] == "}":
                message, hint = rf"'\begin{{{name}}}' lacks its argument", rf"write '\begin{{{name}}}{{…}}'"
                raise _BrokenError(at, message, hint)
            behind = self._argument(name, "r", begin, end)
        return behind

    def _end(self, at: int, behind: int, end: int, groups: list[_Group]) -> int:
        name, behind = self._environment(at, behind, end)
        group = groups[-1]
        self._end_script(group)
        if group.kind == _ALL:
            message = rf"'\end{{{name}}}' without '\begin{{{name}}}'"
            raise _BrokenError(at, message, rf"write '\begin{{{name}}}' where it begins, or delete this")
        if group.kind != _ENVIRONMENT:
            raise _unclosed(group)
        if group.name != name:
            message = rf"'\begin{{{group.name}}}' ends with '\end{{{name}}}'"
            raise _BrokenError(at, message, rf"write '\end{{{group.name}}}'")
        groups.pop()
        groups[-1].add()
        return behind

    def _environment(self, at: int, behind: int, end: int) -> tuple[str, int]:
        begin = self._after_spaces(behind, end)
        if not self._tex.startswith("{", begin, end):
            name = self._name(at)
            raise _BrokenError(at, rf"'\{name}' without a name", rf"write '\{name}{{…}}', such as '\{name}{{cases}}'")
        close = self._closing(begin, end)
        return self._tex[begin + 1 : close].strip(), close + 1

    def _left(self, at: int, behind: int, end: int, groups: list[_Group]) -> int:
        behind = self._delimiter(at, behind, end)
        groups.append(_Group(_LEFT, _LEFT, at))
        return behind

    def _right(self, at: int, behind: int, end: int, groups: list[_Group]) -> int:
        behind = self._delimiter(at, behind, end)
        self._end_script(groups[-1])
        if groups[-1].kind == _ALL:
            hint = r"write '\left' before the opening bracket, or '\left.' for none"
            raise _BrokenError(at, r"'\right' without '\left'", hint)
        if groups[-1].kind != _LEFT:
            raise _unclosed(groups[-1])
        groups.pop()
        groups[-1].add()
        return behind

    def _middle(self, at: int, behind: int, end: int, groups: list[_Group]) -> int:
        if all(group.kind != _LEFT for group in groups):
            hint = r"write '\left' and '\right' around it, or '\mid' for a bar"
            raise _BrokenError(at, r"'\middle' outside '\left' and '\right'", hint)
        groups[-1].add()
        return self._delimiter(at, behind, end)

    def _large(self, at: int, behind: int, end: int, groups: list[_Group]) -> int:
        groups[-1].add()
        return self._delimiter(at, behind, end)

    def _delimiter(self, at: int, behind: int, end: int) -> int:
        """Parse the bracket after a command such as '\\left'."""
        name = self._name(at)
        begin = self._after_spaces(behind, end)
        stop = begin + 1
        if self._tex.startswith("\\", begin, end):
            stop = begin + 1 + len(self._name(begin))
        elif self._tex.startswith("{", begin, end):
            stop = self._closing(begin, end) + 1
        written = self._tex[begin:stop] if begin < end else ""
        bare = written[1:-1].strip() if written[:1] == "{" else written
        if bare not in table().delimiters and bare.removeprefix("\\") not in self._macros:
            what = f"'{_short(written)}'" if written else "nothing"
            hint = r"write '\{'" if written[:1] == "{" else r"write a bracket after it, or '.' for none"
            raise _BrokenError(at, rf"{what} after '\{name}' is no bracket", hint)
        return stop

    def _define(self, at: int, behind: int, end: int, __: list[_Group]) -> int:
        found = _DEFINED.match(self._tex, behind, end)
        if not found or found.end() >= end:
            return self._arguments(self._name(at), at, behind, end)
        defines = self._name(at)
        count = int(found[3] or 0)
        if "Paired" in defines:
            signature, bodies = "?" + "m" * (count or 1), len(table().commands[defines]) - 1
        else:
            signature, bodies = ("?" + "m" * (count - 1) if found[4] else "m" * count), 1
        name = found[1] or found[2]
        if "environment" in defines:
            name, bodies, signature = f"{_ENVIRONMENT}{name}", 2, f"{'r' * count}&"
        self._macros[name] = signature
        behind = found.end()
        for _ in range(bodies):
            begin = self._after_spaces(behind, end)
            behind = self._argument(defines, "r", begin, end) if begin < end else end
        return behind

    def _def(self, _: int, behind: int, end: int, __: list[_Group]) -> int:
        found = _DEF.match(self._tex, behind, end)
        if not found or found.end() >= end:
            return behind
        self._macros[found[1]] = "r" * found[2].count("#") if found[2].strip("# 0123456789") == "" else ""
        return self._closing(found.end(), end) + 1

    def _let(self, _: int, behind: int, end: int, __: list[_Group]) -> int:
        found = _LET.match(self._tex, behind, end)
        if not found:
            return behind
        self._macros[found[1]] = self._macros.get(found[2] or "", table().commands.get(found[2] or "", ""))
        return found.end()

    def _verbatim(self, at: int, behind: int, end: int, groups: list[_Group]) -> int:
        found = _VERBATIM.match(self._tex, behind, end)
        stop = self._tex.find(found[1], found.end(), end) if found else -1
        if stop < 0:
            raise _BrokenError(at, r"'\verb' is not closed", r"write the same sign on both sides, as in '\verb|…|'")
        groups[-1].add()
        return stop + 1

    def _limits(self, _: int, behind: int, __: int, ___: list[_Group]) -> int:
        return behind  # scripts belong to what is before it


_SIGNS: Mapping[str, Callable[[Parser, int, int, list[_Group]], int]] = {
    "{": Parser._open,
    "}": Parser._close,
    "^": Parser._script,
    "_": Parser._script,
    "'": Parser._prime,
    "’": Parser._prime,
    "&": Parser._column,
    "%": Parser._comment,
    "#": Parser._parameter,
    "\\": Parser._command,
}
_SPECIAL: Mapping[str, Callable[[Parser, int, int, int, list[_Group]], int]] = {
    "begin": Parser._begin,
    "end": Parser._end,
    "left": Parser._left,
    "right": Parser._right,
    "middle": Parser._middle,
    **dict.fromkeys(_BESIDE_BRACKETS, Parser._large),
    **dict.fromkeys(("newcommand", "renewcommand", "DeclareMathOperator"), Parser._define),
    **dict.fromkeys(("newenvironment", "renewenvironment"), Parser._define),
    **{f"DeclarePairedDelimiter{end}": Parser._define for end in ("", "s", "X", "sX", "XPP", "sXPP")},
    "def": Parser._def,
    "let": Parser._let,
    "verb": Parser._verbatim,
    **dict.fromkeys(("limits", "nolimits"), Parser._limits),
}


def _unclosed(group: _Group) -> _BrokenError:
    if group.kind == _BRACE:
        return _BrokenError(group.offset, "'{' is not closed", r"write '}' where the group ends, or '\{' to show it")
    if group.kind == _LEFT:
        hint = r"write '\right' before the closing bracket, or '\right.' for none"
        return _BrokenError(group.offset, r"'\left' without '\right'", hint)
    end = rf"\end{{{group.name}}}"
    return _BrokenError(group.offset, rf"'\begin{{{group.name}}}' without '{end}'", f"write '{end}' where it ends")


def _lacks(name: str, given: int, needed: int) -> str:
    if needed == 1:
        return rf"'\{name}' lacks its argument"
    return rf"'\{name}' has {given} of {needed} arguments"


def _instead(name: str, macros: Macros) -> str:
    if name in INSTEAD:
        return INSTEAD[name]
    known = [each for each in (*macros, *table().commands) if each.isalpha()]
    match = closest(name, known, cutoff=0.7) if len(name) > 1 else ""
    if match:
        return rf"did you mean '\{match}'?"
    return rf"define it in the formula, as in '\newcommand{{\{name}}}{{…}}', or write it with other commands"


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
