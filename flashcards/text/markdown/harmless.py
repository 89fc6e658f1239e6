"""A card's HTML from anywhere, less all that would act or load on a page."""

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from flashcards.text.markdown.tags import TAGS, is_address

if TYPE_CHECKING:
    from nh3 import Cleaner

# In the templates of our note types, and what stands for sounds and for a box to type in
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
_ONLY_WITH_FILES = {"circle", "path", "source", "svg"}  # the button for a recording, and what may hide words
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
    "src": re.compile(r"[^/\\:?#\s]+"),  # a file in the one folder that cards show files from
    "tabindex": re.compile("0"),
}


def harmless(side: str, *, shows_files: bool = False) -> str:
    """A side of a card of which every tag is closed, and none runs, loads, is sent or covers the page.

    Where it `shows_files`, pictures and recordings are loaded by their mere names; else they are not there, and what
    stands for them in words is.
    """
    return _cleaner(shows_files).clean(side)


@cache
def _cleaner(shows_files: bool) -> "Cleaner":
    from nh3 import Cleaner

    dropped = set() if shows_files else _LOADING
    return Cleaner(
        tags={*_TAGS} if shows_files else {*_TAGS} - _ONLY_WITH_FILES,
        attributes={"*": _EVERYWHERE, **{tag: attributes - dropped for tag, attributes in _TAGS.items()}},
        generic_attribute_prefixes={"data-"},  # a deck's own style may ask for the tags of a note
        attribute_filter=_kept_with_files if shows_files else _kept,
        link_rel="noopener noreferrer",
        url_schemes={"http", "https", "mailto"},
    )


def _kept_with_files(tag: str, name: str, value: str) -> str | None:
    """An attribute of a side that shows files; a link may lead to one."""
    return value if name == "href" and _VALUES["src"].fullmatch(value) else _kept(tag, name, value)


def _kept(_: str, name: str, value: str) -> str | None:
    """An attribute as it is; of links, those that lead to an address alone, and of others, the values there may be."""
    if name == "href":
        return value if is_address(value) else None
    return value if name not in _VALUES or _VALUES[name].fullmatch(value) else None
