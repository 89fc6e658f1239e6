"""Scripts and remote loads in HTML, CSS and card templates that another tool made.

A text that only looks like one counts too, because the author may accept it. In templates that an author writes,
`template_html` reads the tags, and reports each flaw at its place.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

SCRIPT, REMOTE = "foreign-script", "foreign-remote"
"""The names by which an author accepts what runs on learners' devices, and what they load from elsewhere."""

HAZARDS = (SCRIPT, REMOTE)

ACTIVE = frozenset("applet base embed form frame frameset iframe link meta object portal script template".split())
"""Elements that run, load or submit something, or change what other elements load."""

_SHOWN = 60  # characters
_TAG = re.compile("<[a-zA-Z]")
_ACTIVE = re.compile(rf"<\s*(?:{'|'.join(sorted(ACTIVE))})\b", re.IGNORECASE)
_HANDLER = re.compile(r"(?<=[\s/\"'])on[a-z]{3,30}\s*=", re.IGNORECASE)
_SCHEME = re.compile(r"(?:javascript|vbscript):|data:text/html", re.IGNORECASE)
_BLANKS = re.compile("[\x00-\x20]+")
_LOADS = re.compile(
    r"""\b(?:src|srcset|poster|background|data|xlink:href)\s*=\s*["']?\s*(?:https?:|//)"""
    r"""|<\s*(?:image|use)\b[^<>]{0,500}\bhref\s*=\s*["']?\s*(?:https?:|//)"""
    r"""|url\(\s*["']?\s*(?:https?:|//)|@import\b""",
    re.IGNORECASE,
)


class Hazard(NamedTuple):
    """The name by which it is accepted, and how it begins in the text."""

    name: str
    shown: str


def hazards(html: str) -> Iterator[Hazard]:
    """The first script and the first remote load in a text."""
    decoded = unescape(html)
    if _TAG.search(html) or "{" in html:
        found = _ACTIVE.search(html) or _HANDLER.search(html)
        if found or _SCHEME.search(_BLANKS.sub("", decoded)):
            yield Hazard(SCRIPT, _around(html, found.start() if found else 0))
        if loads := _LOADS.search(decoded):
            yield Hazard(REMOTE, _around(decoded, loads.start()))


def _around(text: str, place: int) -> str:
    return " ".join(text[place : place + _SHOWN].split())
