"""The tags an author wrote: those a card can hold, and those that are shown as text."""

import html
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from flashcards.markdown import clozes
from flashcards.media import is_elsewhere

if TYPE_CHECKING:
    from markdown_it.token import Token

_EVERYWHERE = "class dir lang title"

TAGS: Mapping[str, frozenset[str]] = {
    tag: frozenset(f"{_EVERYWHERE} {attributes}".split())
    for tags, attributes in (
        ("abbr b bdi blockquote br caption cite code dd del dfn div dl dt em figcaption figure", ""),
        ("h1 h2 h3 h4 h5 h6 hr i ins kbd mark p pre q rp rt ruby s samp small span strong sub sup", ""),
        ("table tbody tfoot thead tr u ul var wbr", ""),
        ("a", "href"),
        ("img", "alt height src width"),
        ("audio", "controls loop src"),
        ("video", "controls height loop src width"),
        ("source", "src type"),
        ("ol", "reversed start type"),
        ("li", "value"),
        ("td th", "align colspan rowspan"),
    )
    for tag in tags.split()
}
"""What a card can hold, with the attributes it may have."""

_VALUES: Mapping[str, re.Pattern[str]] = {
    name: re.compile(pattern)
    for names, pattern in (
        ("alt class lang title", r"(?s:.)*"),
        ("dir", "ltr|rtl|auto"),
        ("align", "left|center|right"),
        ("controls loop reversed", ""),
        ("colspan rowspan", "[0-9]{1,2}"),
        ("height width", "[0-9]{1,4}%?"),
        ("start value", "-?[0-9]{1,9}"),
        ("type", r"[1aAiI]|(?:audio|video)/[\w.+-]+"),
    )
    for name in names.split()
}

_NEEDED = {"a": "href", "img": "src", "source": "src"}
_INSIDE: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("caption", "tbody", "td", "tfoot", "th", "thead", "tr"), ("table",)),
    **dict.fromkeys(("dd", "dt"), ("dl",)),
    **dict.fromkeys(("rp", "rt"), ("ruby",)),
    "li": ("ol", "ul"),
    "source": ("audio", "video"),
}
_VOID = frozenset("br hr img source wbr".split())
BLOCKS = frozenset(
    "blockquote caption dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr "
    "li ol p table tbody td tfoot th thead tr ul".split()
)
"""Tags that begin a new line."""

_CLOSES_BY_ITSELF = frozenset("dd dl dt li ol rp rt ruby table tbody td tfoot th thead tr ul".split())
_BY_MARKDOWN_ALONE = frozenset({"pre"})  # between its tags, Markdown would still be read
# Other names of HTML, told from 'List<String>'
_HTML = frozenset(
    "acronym address applet area article aside base basefont bdo big body button canvas center col colgroup data "
    "datalist details dialog dir embed fieldset font footer form frame frameset head header hgroup html iframe input "
    "label legend link main map marquee math menu meta meter nav noscript object optgroup option output param picture "
    "progress script search section select slot strike style summary svg template textarea time title track tt".split()
)

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)(.*?)(/?)>", re.DOTALL)
_ATTRIBUTE = re.compile(r"""([^\s=/"'<>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")


_ADDRESS = re.compile(r"https?://[^/\s]|mailto:[^\s@]+@", re.IGNORECASE)


class _Attribute(NamedTuple):
    """An attribute of a tag, and how it was written."""

    written: str
    name: str
    value: str


class _Opened(NamedTuple):
    """A tag that waits for its counterpart, and whether a card can hold it."""

    name: str
    token: "Token"
    is_held: bool


def settle_tags(tokens: Sequence["Token"], media: Mapping[str, str] | None) -> None:
    """Make text of the tags that a card cannot hold, or that lack their counterpart."""
    opened: list[_Opened] = []
    for block in tokens:
        for token in block.children or ():
            if token.type == "html_inline":
                _settle_tag(token, opened, media)
            elif token.type == "media" and media is not None:
                _settle_media(token, media)
        _refuse_unclosed([each for each in opened if each.name not in BLOCKS])
        opened = [each for each in opened if each.name in BLOCKS]
    _refuse_unclosed(opened)


def _settle_media(token: "Token", media: Mapping[str, str]) -> None:
    if token.meta["path"] in media:
        token.meta["name"] = media[token.meta["path"]]
    else:
        refuse(token)


def _settle_tag(token: "Token", opened: list[_Opened], media: Mapping[str, str] | None) -> None:
    token.markup = token.content
    found = _TAG.fullmatch(token.content)
    if not found:  # a comment
        refuse(token, token.content)
        return
    name = found[2].lower()
    if found[1]:
        _settle_end(token, name, opened)
        return
    attributes = [_Attribute(each[0], each[1].lower(), _value(each)) for each in _ATTRIBUTE.finditer(found[3])]
    lost = _unfit(found, attributes, [each.name for each in opened if each.is_held])
    given = {each.name: each.value for each in attributes}
    path = unquote(given.pop("src", ""))
    if lost is None and path and media is not None and path not in media:
        lost = ()
    if lost is not None:
        refuse(token, *lost)
    else:
        source = {"src": media[path] if media else path} if path else {}
        buttons = {"controls": ""} if name in ("audio", "video") else {}
        written = [f' {key}="{html.escape(value)}"' for key, value in {**source, **buttons, **given}.items()]
        token.content, token.meta = f"<{name}{''.join(written)}>", {"tag": name, "path": path}
    if name not in _VOID:
        opened.append(_Opened(name, token, lost is None))


def is_address(address: str) -> bool:
    """Whether a link may lead there; a cloze's braces in an address, percent-encoded, would be lost."""
    return _ADDRESS.match(address) is not None and not re.search("%7B%7B|%7D%7D|[{}]{2}", address)


def _value(attribute: re.Match[str]) -> str:
    return html.unescape(attribute[2] or attribute[3] or attribute[4] or "")


def _unfit(tag: re.Match[str], attributes: Sequence[_Attribute], opened: Sequence[str]) -> tuple[str, ...] | None:
    """What of a tag a card cannot hold; nothing where it is hardly a tag, as 'x<y and y>z', and None where it fits."""
    name = tag[2].lower()
    if name not in TAGS or name in _BY_MARKDOWN_ALONE:
        return (tag[0],) if name in TAGS.keys() | _HTML else ()
    strange = [each for each in attributes if each.name not in TAGS[name] or not _fits(each)]
    if strange:
        return tuple(each.value if each.name == "src" else each.written for each in strange if "=" in each.written)
    is_whole = _NEEDED.get(name) in (None, *(each.name for each in attributes))
    is_inside = name not in _INSIDE or any(each in _INSIDE[name] for each in opened)
    return None if is_whole and is_inside and (name in _VOID or not tag[4]) else (tag[0],)


def _fits(attribute: _Attribute) -> bool:
    if attribute.name == "href":
        return is_address(attribute.value)
    if clozes.MARK.search(attribute.value):
        return False
    if attribute.name == "src":
        return not is_elsewhere(attribute.value)
    return _VALUES[attribute.name].fullmatch(attribute.value) is not None


def _settle_end(token: "Token", name: str, opened: list[_Opened]) -> None:
    place = next((place for place in reversed(range(len(opened))) if opened[place].name == name), None)
    if place is None:
        refuse(token, *([token.content] if name in TAGS.keys() | _HTML else []))
        return
    opener, *inside = opened[place:]
    del opened[place:]
    _refuse_unclosed(inside)
    if opener.is_held:
        token.content = f"</{name}>"
        token.meta = {"tag": name}
    else:
        refuse(token)


def _refuse_unclosed(opened: Sequence[_Opened]) -> None:
    for each in opened:
        if each.is_held and each.name not in _CLOSES_BY_ITSELF:
            refuse(each.token, each.token.markup)


def refuse(token: "Token", *lost: str) -> None:
    """Show what was written; `lost` says what of it an author may miss."""
    token.type, token.content, token.meta = "text", token.markup or token.content, {"lost": lost}
