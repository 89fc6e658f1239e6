"""A card's HTML from anywhere, less all that would act or load on a page."""

from functools import cache
from typing import TYPE_CHECKING

from flashcards.markdown.tags import TAGS, is_address

if TYPE_CHECKING:
    from nh3 import Cleaner

_OURS = {"article", "center", "details", "footer", "summary"}  # in the templates of our note types
_EVERYWHERE = {"aria-label", "class", "dir", "lang", "open", "title"}
_LOADING = {"src"}


def harmless(side: str) -> str:
    """A side of a card of which every tag is closed, and none runs, loads, is sent or covers the page.

    Pictures and recordings are not there, and what stands for them in words is.
    """
    return _cleaner().clean(side)


@cache
def _cleaner() -> "Cleaner":
    from nh3 import Cleaner

    return Cleaner(
        tags={*TAGS, *_OURS} - {"source"},
        attributes={
            "*": _EVERYWHERE,
            **{tag: {*attributes} - _LOADING for tag, attributes in TAGS.items()},
        },
        attribute_filter=_followed,
        link_rel="noopener noreferrer",
        url_schemes={"http", "https", "mailto"},
    )


def _followed(_: str, name: str, value: str) -> str | None:
    """An attribute as it is; of links, those that lead to an address alone."""
    return value if name != "href" or is_address(value) else None
