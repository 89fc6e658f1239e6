"""The commands, environments and delimiters that MathJax knows, and what to write for some that it does not."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple


class Table(NamedTuple):
    r"""Commands and environments by name, with their signatures.

    A signature has '?' for an argument in square brackets, and a letter for each that is required: 'm' for maths, 'a'
    for maths in columns, and 'r' for what is neither, such as text. '&' ends that of an environment with columns.
    """

    commands: Mapping[str, str]
    environments: Mapping[str, str]
    delimiters: frozenset[str]


@cache
def table() -> Table:
    """The table of MathJax."""
    found = json.loads((Path(__file__).parent / "mathjax.json").read_text(encoding="utf-8"))
    delimiters = frozenset(found["delimiters"].split())
    brackets = {name[1:]: "" for name in delimiters if name.startswith("\\")}
    commands = {**brackets, **_by_name(found["commands"]), " ": "", "of": ""}  # as in '\root 3 \of x'
    return Table(commands, _by_name(found["environments"]), delimiters)


def _by_name(groups: Mapping[str, str]) -> Mapping[str, str]:
    return {name: signature.strip(".") for signature, names in groups.items() for name in names.split()}


# Of other packages, and of TeX outside formulas
INSTEAD: Mapping[str, str] = {
    **{letter: rf"write '\mathbb{{{letter}}}'" for letter in "CNQRZ"},
    **{
        name: f"write the letter '{letter}'"
        for name, letter in zip(
            "Alpha Beta Epsilon Zeta Eta Iota Kappa Mu Nu Omicron omicron Rho Tau Chi".split(),
            "A B E Z H I K M N O o P T X".split(),
            strict=True,
        )
    },
    **{name: f"write '{sign}'" for name, sign in (("AA", "Å"), ("euro", "€"), ("EUR", "€"), ("pounds", "£"))},
    **dict.fromkeys(("SI", "si", "qty", "unit", "num"), r"write '\pu{…}', such as '\pu{5 m/s}'"),
    **dict.fromkeys(("sfrac", "nicefrac"), r"write '\tfrac{…}{…}'"),
    **dict.fromkeys(("dv", "pdv", "dd", "diff"), r"write it out, with '\mathrm{d}' or '\partial'"),
    "abs": r"write '\lvert … \rvert'",
    "norm": r"write '\lVert … \rVert'",
    "bm": r"write '\boldsymbol{…}'",
    "emph": r"write '\textit{…}'",
    "celsius": r"write '°\mathrm{C}'",
    "mathds": r"write '\mathbb{…}'",
    "intertext": "end the formula, and begin another after the text",
    "[": "delete it: the dollar signs mark the formula",
    "]": "delete it: the dollar signs mark the formula",
    "(": "delete it: the dollar signs mark the formula",
    ")": "delete it: the dollar signs mark the formula",
    "require": "delete it: the packages of Anki are loaded already",
    "usepackage": "delete it: the packages of Anki are loaded already",
    "par": r"write '\\' for a new line",
}
"""What to write instead of commands that MathJax lacks."""
