"""HTML tags in a text: supported ones are kept, and others are shown as text."""

import html
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from flashcards.text.html import shows_nothing
from flashcards.text.markdown import clozes
from flashcards.text.media import is_elsewhere

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
"""Supported tags, with their attributes."""

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
"""Block-level tags."""

_CLOSES_BY_ITSELF = frozenset("dd dt li rp rt tbody td tfoot th thead tr".split())
_MAY_BE_EMPTY = _CLOSES_BY_ITSELF | {"caption"}
PARTING = frozenset("br hr wbr".split())
"""Tags that separate what is before them from what is after them."""

_SEEN = frozenset("code_block code_inline display fence hr maths media".split())  # token types that show something
_SETTLED = frozenset(("html_inline", "media"))
_DEEPEST = 100
_BY_MARKDOWN_ALONE = frozenset({"pre"})  # Markdown would be parsed between its tags
# Other tags of HTML, to distinguish them from 'List<String>'
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
    """An attribute of a tag, with its source text."""

    written: str
    name: str
    value: str


class _Opened:
    """An open tag, and whether it is kept.

    `seen` counts the visible things before it. `parts` are tags that are valid only inside it, as rows in a table.
    """

    __slots__ = ("is_held", "name", "parts", "place", "seen", "token", "within")

    def __init__(self, name: str, token: "Token", place: int, seen: int, within: "_Opened | None") -> None:
        self.name = name
        self.token = token
        self.is_held = token.type == "html_inline"
        self.place = place
        self.seen = seen
        self.within = within
        self.parts: list[Token] = []


def settle_tags(tokens: Sequence["Token"], media: Mapping[str, str] | None) -> None:
    """Turn into text all tags that are unsupported, unclosed or empty."""
    if any(token.type in _SETTLED for block in tokens for token in block.children or ()):
        _TagResolver(media, sum(map(_sights, tokens))).resolve(tokens)


def _sights(block: "Token") -> int:
    """Count the visible things in a block, without its tags."""
    if block.type in _SEEN:
        return 1
    return sum(
        token.type in _SEEN or (token.type == "text" and not shows_nothing(token.content))
        for token in block.children or ()
    )


class _TagResolver:
    """Decides for each tag, in order, whether it is kept; holds the tags that are open.

    It takes linear time, however many tags are open: open tags are indexed by name, and a tag that is passed in
    a search is closed.
    """

    def __init__(self, media: Mapping[str, str] | None, sights: int) -> None:
        self._media = media
        self._sights = sights  # visible things in the whole text, without tags
        self._met = 0  # those met so far
        self._seen = 0  # those, and tags that are shown as text or show something
        self._opened: list[_Opened] = []
        self._by_name: defaultdict[str, list[_Opened]] = defaultdict(list)

    def resolve(self, tokens: Sequence["Token"]) -> None:
        for block in tokens:
            children, self._lowest = block.children or (), len(self._opened)
            self._meet(_sights(block) if not children else 0)
            for place, token in enumerate(children):
                if token.type == "html_inline":
                    self._settle_tag(token, _is_apart(children, place))
                    continue
                if token.type == "media":
                    _settle_media(token, self._media)
                self._meet(token.type in _SEEN or (token.type == "text" and not shows_nothing(token.content)))
            self._end_block()
        while self._opened:
            self._refuse_unclosed(self._pop())

    def _meet(self, sights: int) -> None:
        self._met += sights
        self._seen += sights

    def _end_block(self) -> None:
        """Close all tags except block-level ones, which may continue in the next block."""
        opened: list[_Opened] = []
        while len(self._opened) > self._lowest:
            tag = self._pop()
            if tag.name in BLOCKS:
                opened.append(tag)
            else:
                self._refuse_unclosed(tag)
        for tag in reversed(opened):
            self._push(tag)

    def _push(self, opened: _Opened) -> None:
        opened.place = len(self._opened)
        self._opened.append(opened)
        self._by_name[opened.name].append(opened)

    def _pop(self) -> _Opened:
        opened = self._opened.pop()
        self._by_name[opened.name].pop()
        self._lowest = min(self._lowest, len(self._opened))
        return opened

    def _settle_tag(self, token: "Token", is_apart: bool) -> None:
        token.markup = token.content
        match = _TAG.fullmatch(token.content)
        if not match:  # a comment
            self._refuse(token, token.content)
        elif match[1]:
            self._settle_end(token, match[2].lower())
        else:
            self._settle_begin(token, match, is_apart)

    def _settle_begin(self, token: "Token", match: re.Match[str], is_apart: bool) -> None:
        name = match[2].lower()
        attributes = [_Attribute(each[0], each[1].lower(), _value(each)) for each in _ATTRIBUTE.finditer(match[3])]
        within = self._container(name)
        lost = _unfit(match, attributes, is_inside=name not in _INSIDE or within is not None)
        given = {each.name: each.value for each in attributes}
        path = unquote(given.pop("src", ""))
        if lost is None and path and self._media is not None and path not in self._media:
            lost = ()
        if lost is None and (self._is_out_of_place(name, is_apart) or len(self._opened) >= _DEEPEST):
            lost = (token.content,)
        if lost is not None:
            self._refuse(token, *lost)
        else:
            source = {"src": self._media[path] if self._media else path} if path else {}
            buttons = {"controls": ""} if name in ("audio", "video") else {}
            written = [f' {key}="{html.escape(value)}"' for key, value in {**source, **buttons, **given}.items()]
            token.content, token.meta = f"<{name}{''.join(written)}>", {"tag": name, "path": path, "is_apart": is_apart}
            self._seen += bool(path) or name in _VOID
            if within:
                within.parts.append(token)
        if name not in _VOID:
            self._push(_Opened(name, token, 0, self._seen - bool(path), within))

    def _container(self, name: str) -> _Opened | None:
        """The nearest open tag of those that a tag of this name requires around it."""
        around = [self._by_name[outer][-1] for outer in _INSIDE.get(name, ()) if self._by_name[outer]]
        nearest = max(around, key=lambda outer: outer.place, default=None)
        return nearest if nearest and nearest.is_held else None

    def _is_out_of_place(self, name: str, is_apart: bool) -> bool:
        """Whether a line break or rule separates nothing; then the text is about the tag itself."""
        return name in PARTING and is_apart and self._met in (0, self._sights)

    def _settle_end(self, token: "Token", name: str) -> None:
        if not self._by_name[name]:
            self._refuse(token, *([token.content] if name in TAGS.keys() | _HTML else []))
            return
        while (opener := self._pop()).name != name:
            self._refuse_unclosed(opener)
        if opener.is_held and opener.seen == self._seen and name not in _MAY_BE_EMPTY:
            self._refuse_container(opener)
        if not opener.is_held:
            self._refuse(token)
            return
        is_apart = opener.token.meta["is_apart"]
        token.content, token.meta = f"</{name}>", {"tag": name, "is_apart": is_apart}
        if opener.within:
            opener.within.parts.append(token)

    def _refuse_unclosed(self, opened: _Opened) -> None:
        if opened.is_held and opened.name not in _CLOSES_BY_ITSELF:
            self._refuse_container(opened)

    def _refuse_container(self, opened: _Opened) -> None:
        """Refuse a tag, and with it the tags that are valid only inside it."""
        opened.is_held = False
        for token in (opened.token, *opened.parts):
            if token.type != "text":
                self._refuse(token, token.markup)

    def _refuse(self, token: "Token", *lost: str) -> None:
        self._seen += 1
        refuse(token, *lost)


def _is_apart(children: Sequence["Token"], place: int) -> bool:
    """Whether a tag has spaces, or nothing, on both sides, like a word."""
    before = children[place - 1] if place else None
    behind = children[place + 1] if place + 1 < len(children) else None
    return (
        before is None or (before.type == "text" and before.content[-1:].isspace()) or before.type == "softbreak"
    ) and (behind is None or (behind.type == "text" and behind.content[:1].isspace()) or behind.type == "softbreak")


def _settle_media(token: "Token", media: Mapping[str, str] | None) -> None:
    path = token.meta["path"]
    if media is None or path in media:
        token.meta["name"] = path if media is None else media[path]
    else:
        refuse(token)


def is_address(address: str) -> bool:
    """Whether a link may have this address; percent-encoded braces of a cloze in it would be lost."""
    return _ADDRESS.match(address) is not None and not re.search("%7B%7B|%7D%7D|[{}]{2}", address)


def _value(attribute: re.Match[str]) -> str:
    return html.unescape(attribute[2] or attribute[3] or attribute[4] or "")


def _unfit(tag: re.Match[str], attributes: Sequence[_Attribute], *, is_inside: bool) -> tuple[str, ...] | None:
    """The unsupported parts of a tag, empty if it is not a tag, as 'x<y and y>z', or None if it is supported."""
    name = tag[2].lower()
    if name not in TAGS or name in _BY_MARKDOWN_ALONE:
        return (tag[0],) if name in TAGS.keys() | _HTML else ()
    unsupported = [attribute for attribute in attributes if attribute.name not in TAGS[name] or not _fits(attribute)]
    if unsupported:
        return tuple(
            attribute.value if attribute.name == "src" else attribute.written
            for attribute in unsupported
            if "=" in attribute.written
        )
    is_whole = _NEEDED.get(name) in (None, *(attribute.name for attribute in attributes))
    return None if is_whole and is_inside and (name in _VOID or not tag[4]) else (tag[0],)


def _fits(attribute: _Attribute) -> bool:
    if attribute.name == "href":
        return is_address(attribute.value)
    if clozes.MARK.search(attribute.value):
        return False
    if attribute.name == "src":
        return not is_elsewhere(attribute.value)
    return _VALUES[attribute.name].fullmatch(attribute.value) is not None


def refuse(token: "Token", *lost: str) -> None:
    """Show a tag as text; `lost` are the parts of it that an author should know of."""
    token.type, token.content, token.meta = "text", token.markup or token.content, {"lost": lost}
