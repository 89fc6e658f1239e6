"""Formulas with clozes in them, as the back of a card shows them."""

import re
from collections.abc import Sequence
from typing import NamedTuple

_BRACES = re.compile(r"\{\{c[0-9,]+::|\\.|[{}]|::", re.DOTALL)


class Revealed(NamedTuple):
    """A formula without the marks and hints of its clozes, and the offset of each of its characters in the original."""

    tex: str
    offsets: Sequence[int]


def revealed(tex: str) -> Revealed | None:
    """Reveal the clozes of a formula; None if a cloze only begins or ends in it, so that it is not one formula."""
    opened: list[str] = []
    kept: list[int] = []
    done, hidden_from = 0, -1

    def keep(end: int) -> None:
        kept.extend(range(done, end if hidden_from < 0 else min(end, hidden_from)))

    for mark in _BRACES.finditer(tex):
        if mark.start() < done:  # the second brace of the end of a cloze
            continue
        if len(mark[0]) > 2 and mark[0][0] == "{":
            keep(mark.start())
            opened.append("{{")
            done = mark.end()
        elif mark[0] == "{":
            opened.append("{")
        elif mark[0] == "::" and opened[-1:] == ["{{"] and hidden_from < 0:
            hidden_from = mark.start()
        elif mark[0] == "}" and opened:
            if opened.pop() == "{{":
                if not tex.startswith("}}", mark.start()):
                    return None
                keep(mark.start())
                done, hidden_from = mark.end() + 1, -1
        elif mark[0] == "}" and tex.startswith("}}", mark.start()):
            return None
    if "{{" in opened:
        return None
    keep(len(tex))
    return Revealed("".join(tex[at] for at in kept), kept)
