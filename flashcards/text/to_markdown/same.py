"""HTML in one spelling of all that looks the same on a card."""

import re
from collections.abc import Collection, Mapping
from functools import cache
from typing import TYPE_CHECKING

from flashcards.text.nfc import to_nfc

if TYPE_CHECKING:
    from nh3 import Cleaner

BLANKS = re.compile(r"[ \t\r\n\u00a0]{2,}|[\t\r\n]")
"""White space that HTML shows as one space; a single space costs no call."""

_BLOCK = r"(?:blockquote|dd|div|dl|dt|figcaption|figure|h[1-6]|hr|li|ol|pre|table|td|th|tr|ul|caption)"
_SAME: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"<(/?)b>"), r"<\1strong>"),
    (re.compile(r"<(/?)i>"), r"<\1em>"),
    (re.compile(r"<(/?)(?:del|strike)>"), r"<\1s>"),
    (re.compile(r"</?(?:thead|tbody)>| alt=\"\"| class=\"[^\"]*\"| dir=\"ltr\"(?=>)"), ""),
    (re.compile(r"<pre>\s*<code>(.*?)</code>\s*</pre>", re.DOTALL), r"<pre>\1</pre>"),
    (re.compile(r"<(strong|em|s|u)>\s*</\1>"), ""),
    (re.compile(r"\s*(</(?:strong|em|s|u)>)\s+|\s+(</(?:strong|em|s|u)>)"), r"\1\2 "),
    (re.compile(r"(<(?:strong|em|s|u)>)\s+"), r" \1"),
    (re.compile(r"<p>"), "<br><br>"),
    (re.compile(r"</p>"), "<br><br>"),
    (re.compile(r"\s*<br>\s*"), "<br>"),
    (re.compile(r"(?:<br>){3,}"), "<br><br>"),
    (re.compile(rf"\s*(?:<br>)*\s*(</?{_BLOCK}\b[^>]*>)\s*(?:<br>)*\s*"), r"\1"),
    (re.compile(r"(?:<br>){3,}"), "<br><br>"),
    (re.compile(r"^(?:<br>|\s)+|(?:<br>|\s)+$"), ""),
)


def canonical(shown: str) -> str:
    """HTML in one spelling of all that looks the same."""
    if "<" in shown or "&" in shown:
        shown = cleaner().clean(shown)
    shown = BLANKS.sub(one_blank, to_nfc(shown).replace("&nbsp;", "\u00a0"))
    if "<" not in shown:
        return shown.strip()
    for pattern, new in _SAME:
        shown = pattern.sub(new, shown)
    return BLANKS.sub(one_blank, shown).strip()


def one_blank(blanks: re.Match[str]) -> str:
    """One space; spaces that keep words on a line stay if there are no others beside them."""
    return blanks[0] if blanks[0].strip("\u00a0") == "" else " "


@cache
def kept_tags() -> Mapping[str, Collection[str]]:
    """The elements and attributes that a text of ours may have, without those that say only how it looks."""
    from flashcards.text.markdown.tags import TAGS

    return {tag: attributes for tag, attributes in TAGS.items() if tag not in ("span", "var", "samp")} | {
        "var": frozenset(),
        "samp": frozenset(),
    }


@cache
def cleaner() -> "Cleaner":
    from nh3 import Cleaner

    return Cleaner(
        tags={*kept_tags()},
        clean_content_tags={"script", "style"},
        attributes={tag: {*attributes} for tag, attributes in kept_tags().items()},
        link_rel=None,
        url_schemes={"http", "https", "mailto"},
    )
