"""Tables by GitHub's rules, except that bars in code and maths do not end cells and no cell is dropped."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from flashcards.text.markdown.spans import BAR, MATHS
from flashcards.text.phrases import counted

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

_UNDER_HEAD = re.compile(r"[|:-][|:\s-]*")
_CELL_END = re.compile(r"(?<!\\)\|")
_IN_CELL = re.compile(rf"(?<!`)(?P<ticks>`+)(?!`)(?:[^\n])+?(?<!`)(?P=ticks)(?!`)|{MATHS.pattern}", re.DOTALL)
_BEFORE = re.compile(r"[ \t>]*")
_RULE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?|\|[ \t]*:?-+:?[ \t]*\|")
_BETWEEN_CELLS = re.compile(r"(?<=\S) +\| +(?=\S)")
_FEWEST = 3  # bars in a line and lines together, for a table without bars at its edges
_ROW = re.compile(r"\|[^|]+(?:\|[^|]*)+\|")


def guarded(text: str) -> str:
    """Replace the bars in code and maths by placeholders, if the text may contain a table."""
    if "|" not in text or not ("`" in text or "$" in text):
        return text
    return "\n".join(_guarded(line) if "|" in line else line for line in text.split("\n"))


def _guarded(line: str) -> str:
    return _IN_CELL.sub(lambda found: _CELL_END.sub(BAR, found[0]), line)


def has_guarded(text: str) -> bool:
    return BAR in text


def bared(tokens: Sequence["Token"]) -> list["Token"]:
    """Restore the bars in tokens."""
    for block in tokens:
        for token in (block, *(block.children or ())):
            token.content = token.content.replace(BAR, "|")
            token.info = token.info.replace(BAR, "|")
            token.attrs = {name: _bared(value) for name, value in token.attrs.items()}
            token.meta = {name: _bared(value) for name, value in token.meta.items()}
    return [*tokens]


def _bared(value: object) -> object:
    return value.replace(BAR, "|") if isinstance(value, str) else value


def is_table(state: "StateBlock", line: int, _: bool) -> bool:
    """Whether no row has more cells than the header: Markdown would drop them."""
    if line + 1 >= state.lineMax:
        return False
    head, rule = (state.src[state.bMarks[row] + state.tShift[row] : state.eMarks[row]] for row in (line, line + 1))
    return _UNDER_HEAD.fullmatch(rule) is not None and _widest_from(state.src)[line + 2] <= _cells(head)


@lru_cache(maxsize=1)
def _widest_from(text: str) -> Sequence[int]:
    """By line, the maximum number of cells from it up to the next empty line."""
    widest = [0, 0]
    for line in reversed(text.split("\n")):
        row = line[_BEFORE.match(line).end() :]  # type: ignore[union-attr]
        widest.append(max(widest[-1], _cells(row)) if row else 0)
    return widest[::-1]


def _cells(row: str) -> int:
    first, *others = _CELL_END.split(row.strip())
    return bool(first) + len(others) - (others[-1:] == [""])


def flaws(paragraph: str) -> Iterator[tuple[str, str, str]]:
    """Yield lines of a paragraph that look like a table but are not, with the reason and a hint."""
    if "|" not in paragraph:
        return
    lines = [_guarded(line.strip()) for line in paragraph.split("\n")]
    for place, (above, line) in enumerate(pairwise(lines)):
        if _RULE.fullmatch(line) and "|" in above:
            yield from _misfits(above, line, lines[place + 2 :])
            return
    if head := _head_without_rule(lines):
        rule = f"|{'---|' * _cells(head.strip('|'))}"
        yield head.replace(BAR, "|"), "there is no line of hyphens below it", f"write '{rule}' below it"


def _head_without_rule(lines: Sequence[str]) -> str:
    """The first line of what looks like a table; several columns, or several rows, are there on purpose."""
    for above, line in pairwise(lines):
        if _ROW.fullmatch(above) and _ROW.fullmatch(line):
            return above
    bars = [len(_BETWEEN_CELLS.findall(line)) for line in lines]
    is_tabular = len({*bars}) == 1 and min(bars) > 0 and bars[0] + len(lines) > _FEWEST
    return lines[0] if is_tabular else ""


def _misfits(head: str, rule: str, rows: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    hint = "give every row as many cells as the header"
    if _cells(rule) != _cells(head):
        yield rule, f"it has {counted(_cells(rule), 'cell')}, and the header above it {_cells(head)}", hint
    for row in rows:
        if _cells(row) > _cells(head):
            yield row.replace(BAR, "|"), f"it has {_cells(row)} cells, and the header {_cells(head)}", hint
            return
