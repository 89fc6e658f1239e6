"""A card as every page of ours shows it: cleaned, and in a frame in which nothing runs or loads.

The preview, the gallery and the page of changes all show texts that somebody else may have written. A side is
cleaned here, its CSS is judged here, and `frame.js` puts it into a sandboxed frame under a policy of its own.
"""

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from flashcards.cards.policy import policy
from flashcards.text.css import CssFlaw, stylesheet
from flashcards.text.markdown.harmless import harmless


class Look(NamedTuple):
    """CSS that can stand in a frame; where there is a flaw in what was given, none of it."""

    css: str
    flaw: CssFlaw | None = None


def cleaned(side: str, *, shows_files: bool) -> str:
    """A side of a card as a frame may hold it."""
    return harmless(side, shows_files=shows_files)


@lru_cache(maxsize=64)  # every note of a deck has the same
def look_of(css: str) -> Look:
    """The look that CSS from anywhere gives, written from its parse; the files it names are not there."""
    sheet = stylesheet(css)
    return Look("", sheet.flaws[0]) if sheet.flaws else Look(sheet.without_files())


def frames(styles: Iterable[str], *, loads_files: bool) -> Mapping[str, Any]:
    """What `frame.js` needs to make frames: the stylesheets, of which the first is a client's own, and their policy."""
    texts = [_file("frame.css"), *styles]
    return {"styles": texts, "policy": policy(script="", styles=texts, loads_files=loads_files)}


def page_policy(
    script: str, style: str, framed: Mapping[str, Any], *, loads_files: bool, loads_scripts: bool = False
) -> str:
    """What a page with these frames may load and run; a frame is held by the policy of its page too."""
    styles = (style, *framed["styles"])
    return policy(script=script, styles=styles, loads_files=loads_files, loads_scripts=loads_scripts)


def with_frames(script: str) -> str:
    """A page's script, which can make frames."""
    return _file("frame.js") + script


@cache
def _file(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")
