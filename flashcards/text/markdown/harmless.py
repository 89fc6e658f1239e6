"""Sanitize the HTML of a card from any source: nothing in it runs or loads on a page."""

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from flashcards.text.markdown.tags import TAGS, is_address

if TYPE_CHECKING:
    from nh3 import Cleaner

# Used by the templates of our note types, by sounds, and by the box for typed answers
_OURS: Mapping[str, str] = {
    **dict.fromkeys(("article", "center", "details", "footer", "summary"), ""),
    "a": "role tabindex",
    "code": "id",
    "hr": "id",
    "input": "autocomplete id type",
    "svg": "aria-hidden height viewBox width",
    "circle": "cx cy fill r stroke",
    "path": "d fill stroke",
    "audio": "preload",
}
_TAGS = {tag: {*TAGS.get(tag, ()), *_OURS.get(tag, "").split()} for tag in {*TAGS, *_OURS}}
_ONLY_WITH_FILES = {"circle", "path", "source", "svg"}  # the play button, and elements that could cover text
_EVERYWHERE = {"aria-label", "class", "dir", "hidden", "lang", "open", "title"}
_LOADING = {"src"}
_COLOUR = re.compile("#[0-9a-fA-F]{3,8}|none|currentColor")
_VALUES: Mapping[str, re.Pattern[str]] = {
    "autocomplete": re.compile("off"),
    "fill": _COLOUR,
    "stroke": _COLOUR,
    "id": re.compile("answer|typeans"),
    "preload": re.compile("none"),
    "role": re.compile("button"),
    "src": re.compile(r"[^/\\:?#\s]+"),  # a file in the media folder
    "tabindex": re.compile("0"),
}


def harmless(side: str, *, shows_files: bool = False) -> str:
    """Sanitize a side of a card: every tag is closed, and none runs scripts, loads, submits or covers the page.

    With `shows_files`, pictures and sounds are loaded by file name; otherwise they are removed, and their
    alternative text stays.
    """
    return _cleaner(shows_files).clean(side)


def is_known(tag: str) -> bool:
    """Whether an element stays on a card."""
    return tag in _TAGS


def is_kept(tag: str, name: str, value: str) -> bool:
    """Whether an attribute of a known element stays on a card as it is."""
    is_known_name = name in _EVERYWHERE or name.startswith("data-") or name in _TAGS[tag]
    return is_known_name and _kept_with_files(tag, name, value) is not None


@cache
def _cleaner(shows_files: bool) -> "Cleaner":
    from nh3 import Cleaner

    dropped = set() if shows_files else _LOADING
    return Cleaner(
        tags={*_TAGS} if shows_files else {*_TAGS} - _ONLY_WITH_FILES,
        attributes={"*": _EVERYWHERE, **{tag: attributes - dropped for tag, attributes in _TAGS.items()}},
        generic_attribute_prefixes={"data-"},  # a deck's own CSS may select notes by tag
        attribute_filter=_kept_with_files if shows_files else _kept,
        link_rel="noopener noreferrer",
        url_schemes={"http", "https", "mailto"},
    )


def _kept_with_files(tag: str, name: str, value: str) -> str | None:
    """Filter an attribute of a side that shows files; a link may refer to one."""
    return value if name == "href" and _VALUES["src"].fullmatch(value) else _kept(tag, name, value)


def _kept(_: str, name: str, value: str) -> str | None:
    """Filter an attribute: links must be addresses, and some attributes allow only certain values."""
    if name == "href":
        return value if is_address(value) else None
    return value if name not in _VALUES or _VALUES[name].fullmatch(value) else None
