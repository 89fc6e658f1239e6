"""Formulas typeset as MathML, which browsers show without scripts."""

import html
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from flashcards.preview.chemistry import without_chemistry
from flashcards.text.tex import flaws

if TYPE_CHECKING:
    from math_core import LatexToMathML

FONT = "_stix-two-math.woff2"
"""The name of the font of formulas, beside the media of the cards."""

FONT_FILE = Path(__file__).parent / "stix" / "stix-two-math.woff2"
IS_TYPESET = "<math "
"""How a formula that was typeset begins."""

_SOUND = re.compile(r"\s*\[sound:[^\]]*\]\s*")
_MARKS = re.compile(r"\\\((.+?)\\\)|\\\[(.+?)\\\]", re.DOTALL)
# A formula as its source, as `flashcards.cards.frame` marks it
_MARKED = re.compile(r'<code class="preview-formula"[^<>]*>([^<>]*)</code>')
_DEFINES = re.compile(r"\\newcommand(?=[^A-Za-z])")


def as_line(text: str) -> str:
    """Plain text with the TeX of its formulas, without MathJax's marks around it, and without sounds."""
    text = _SOUND.sub("", text) if "[sound:" in text else text
    return _MARKS.sub(lambda found: found[1] or found[2], text) if "\\" in text else text


def typeset(side: str) -> str:
    """Typeset the marked formulas of a cleaned side; one that cannot be typeset stays as its source.

    A formula in which MathJax would find a mistake stays too.
    """
    macros: dict[str, str] = {}
    _tool().reset_global_state()
    return _MARKED.sub(lambda found: _mathml(html.unescape(found[1]), macros) or found[0], side)


def _mathml(source: str, macros: dict[str, str]) -> str:
    from math_core import LatexError

    tex, is_display = source[2:-2], source.startswith(r"\[")
    if any(flaws(tex, macros)):
        return ""
    tex = without_chemistry(tex)
    for written in (tex, _DEFINES.sub(r"\\renewcommand", tex)):  # it knows some macros that MathJax does not, as '\R'
        try:
            made = _tool().convert_with_global_state(written, displaystyle=is_display)
        except LatexError:
            continue
        return made.replace("<math", '<math dir="ltr"', 1)
    return ""


@cache
def _tool() -> "LatexToMathML":
    from math_core import LatexToMathML

    return LatexToMathML(global_group=True, fancy_error=False)
