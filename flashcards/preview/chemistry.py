r"""Formulas of chemistry, `\ce{…}`, as TeX: the common part of mhchem's grammar, which the typesetter lacks."""

import re
from collections.abc import Mapping

_CE = re.compile(r"\\ce\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}")
_ARROWS: Mapping[str, str] = {
    "->": "rightarrow",
    "<-": "leftarrow",
    "<->": "leftrightarrow",
    "<=>": "rightleftharpoons",
}
_ARROW = re.compile(r"(<=>|<->|->|<-)(?:\[([^\[\]]*)\])?(?:\[([^\[\]]*)\])?")
_ALONE: Mapping[str, str] = {
    **{sign: sign for sign in "+-="},
    **dict.fromkeys("*.", r"\cdot"),
    "v": r"\downarrow",
    "^": r"\uparrow",
}
_PIECES = re.compile(
    r"(?P<element>[A-Z][a-z]?|[a-z])|(?P<count>(?<=[A-Za-z)\]}])\d+)|(?P<amount>\d+(?:/\d+|[.,]\d+)?)|"
    r"(?P<state>\((?:aq|g|l|s)\))|(?P<bracket>[()\[\]])|\^(?P<over>\{[^{}]*\}|\d*[+−-]|\d+)|_(?P<under>\{[^{}]*\}|\d+)|"
    r"(?P<charge>[+−-](?=$|[)\]]))|(?P<bond>[-=#](?=[A-Z(\[]))|(?P<dot>[*.](?=[\dA-Z]))"
)
_BONDS: Mapping[str, str] = {"-": r"{-}", "=": r"{=}", "#": r"{\equiv}"}


def without_chemistry(tex: str) -> str:
    r"""Write each `\ce{…}` of a formula in other commands; one that is not understood stays."""
    return _CE.sub(lambda found: _equation(found[1]) or found[0], tex) if r"\ce{" in tex else tex


def _equation(written: str) -> str:
    """An equation as TeX, or an empty string."""
    parts = [_part(part) for part in re.sub(_ARROW, _spaced, written).split()]
    return rf"{{{' '.join(parts)}}}" if all(parts) else ""


def _spaced(arrow: re.Match[str]) -> str:
    return f" {arrow[0].replace(' ', '~')} "


def _part(written: str) -> str:
    if arrow := _ARROW.fullmatch(written):
        name, labels = _ARROWS[arrow[1]], [_label(label) for label in arrow.groups()[1:] if label]
        if not all(labels):
            return ""
        above, *below = labels or [""]
        return f"\\x{name}{f'[{below[0]}]' if below else ''}{{{above}}}" if labels else f"\\{name}"
    return _ALONE.get(written) or _substance(written)


def _label(written: str) -> str:
    """What stands above or below an arrow, as TeX, or an empty string."""
    bare = written.replace("~", " ")
    return bare if bare.startswith("\\") else _equation(bare)


def _substance(written: str) -> str:
    """A substance, such as `2SO4^2-`, as TeX, or an empty string."""
    made, at = [], 0
    while at < len(written):
        piece = _PIECES.match(written, at)
        if piece is None:
            return ""
        made.append(_piece(piece, is_first=at == 0))
        at = piece.end()
    return "".join(made)


def _piece(piece: re.Match[str], *, is_first: bool) -> str:
    kind, text = piece.lastgroup or "", piece[piece.lastgroup or 0]
    bare = text.strip("{}").replace("−", "-")
    return {
        "element": rf"\mathrm{{{text}}}",
        "count": f"_{{{text}}}",
        "amount": rf"{text}\,",
        "state": rf"\,\mathrm{{{text}}}",
        "bracket": text,
        "over": f"{'{}' if is_first else ''}^{{{bare}}}",
        "under": f"_{{{bare}}}",
        "charge": f"^{{{bare}}}",
        "bond": _BONDS.get(text, ""),
        "dot": r"\cdot ",
    }[kind]
