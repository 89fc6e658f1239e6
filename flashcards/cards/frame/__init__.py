"""Cards on pages: sanitised, and in a frame in which no script runs and nothing is loaded.

The preview and the page of `diff` show texts of unknown authors. This package sanitises the HTML of a side and its
CSS, and `frame.js` puts it into a sandboxed frame with its own policy.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from flashcards.cards.policy import policy
from flashcards.text.css import CssFlaw, stylesheet
from flashcards.text.markdown.harmless import harmless

# What MathJax typesets in a card, as Anki marks it
_FORMULA = re.compile(r"<[^<>]*>|(\\\(.+?\\\)|\\\[.+?\\\])", re.DOTALL)  # not in attributes


class FrameStyle(NamedTuple):
    """CSS for a frame; empty if the original has a flaw."""

    css: str
    flaw: CssFlaw | None = None


def cleaned(side: str, *, shows_files: bool) -> str:
    """Sanitise a side of a card, with each formula marked as its source."""
    return harmless(_FORMULA.sub(_as_source, side) if "\\" in side else side, shows_files=shows_files)


def _as_source(found: re.Match[str]) -> str:
    return f'<code class="preview-formula" lang="zxx" dir="ltr">{found[1]}</code>' if found[1] else found[0]


@lru_cache(maxsize=64)  # every note of a deck has the same
def frame_style(css: str) -> FrameStyle:
    """Sanitise CSS by serialising its parse, without the files that it refers to."""
    sheet = stylesheet(css)
    return FrameStyle("", sheet.flaws[0]) if sheet.flaws else FrameStyle(sheet.without_files())


def frames(styles: Iterable[str], *, loads_files: bool) -> Mapping[str, Any]:
    """The data for `frame.js`: stylesheets, of which the first is that of Anki's client, and the policy of frames.

    Frames that load files have formulas typeset; the font lies beside the media. They may be sheets of paper, for which
    the last stylesheet is.
    """
    client = _file("frame.css") + (_file("formulas.css") if loads_files else "")
    texts = [client, *styles, *([_file("paper.css")] if loads_files else [])]
    return {"styles": texts, "policy": policy(script="", styles=texts, loads_files=loads_files)}


def page_policy(
    script: str, style: str, framed: Mapping[str, Any], *, loads_files: bool, loads_scripts: bool = False
) -> str:
    """The policy of a page with these frames; it applies to the frames too."""
    styles = (style, *framed["styles"])
    return policy(script=script, styles=styles, loads_files=loads_files, loads_scripts=loads_scripts)


def with_frames(script: str) -> str:
    """The script of a page, with `frame.js` before it."""
    return _file("frame.js") + script


@cache
def _file(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")
