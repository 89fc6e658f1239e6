"""Check the HTML of an author's own templates: what runs or loads in it, and what else cards of ours do not have.

A template is HTML with tags of Anki in it, `{{…}}`, which are text here.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import NamedTuple

from flashcards.text.hazards import ACTIVE
from flashcards.text.markdown.harmless import is_kept, is_known

_VOID = frozenset(("br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))
_ADDRESSES = frozenset(
    ("action", "background", "cite", "data", "formaction", "href", "ping", "poster", "src", "srcset", "xlink:href")
)
_SPACES = re.compile(r"[\x00-\x20]+")
_RUNS = re.compile(r"(?:javascript|vbscript|data):", re.IGNORECASE)
_REMOTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_TAG_IN_TAG = re.compile(r"<[^<>]*\{\{")
_LANGUAGE_OR_TAGS = re.compile(r"""(?:lang|data-tags)=(["'])\{\{(?:Lang|Lang 2|Tags)\}\}\1""")
_NAME = re.compile(r"<(/?)([A-Za-z][^\s/>]*)")
_ATTRIBUTE = re.compile(
    r"""[\s/]*(?:(?P<end>>)|(?P<name>[^\s/>][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"'][^\s>]*)))?)"""
)
_COMMENT_END = re.compile(r"(?:(?<=<!--)-?>)|--!?>")
_LONGEST = 200_000  # characters


class HtmlFlaw(NamedTuple):
    """What is wrong in HTML, and how to fix it, at an offset."""

    offset: int
    message: str
    hint: str


class _Tag(NamedTuple):
    """A start tag or an end tag, and where it begins."""

    offset: int
    is_end: bool
    name: str
    attributes: Mapping[str, str]


def flaws_in(html: str) -> Sequence[HtmlFlaw]:
    """What an author's own template must not contain, in its order: what texts may not have either.

    What runs or loads something is found in comments too, and then nothing else is reported.
    """
    if len(html) > _LONGEST:
        return (HtmlFlaw(0, f"this template has more than {_LONGEST:,} characters", "shorten it"),)
    if active := tuple(flaw for tag in _tags(html, with_comments=True) for flaw in _active(tag)):
        return active
    tags = (*_tags(html),)
    unknown = (flaw for tag in tags for flaw in _unknown(tag))
    return tuple(sorted((*unknown, *_unbalanced(tags), *_composed(html))))


def _tags(html: str, *, with_comments: bool = False) -> Iterator[_Tag]:
    """The tags as a browser reads them; what does not end is not a tag."""
    at = 0
    while (at := html.find("<", at)) >= 0:
        if not with_comments and html.startswith("<!--", at):
            end = _COMMENT_END.search(html, at + 4)
            if end is None:
                return
            at = end.end()
            continue
        found = _NAME.match(html, at)
        if found is None:
            at += 1
            continue
        attributes: dict[str, str] = {}
        end = _ATTRIBUTE.match(html, found.end())
        while end and not end["end"]:
            attributes.setdefault(end["name"].lower(), unescape(end[3] or end[4] or end[5] or ""))
            end = _ATTRIBUTE.match(html, end.end())
        if end is None:
            return
        yield _Tag(at, bool(found[1]), found[2].lower(), attributes)
        at = found.end() if with_comments else end.end()


def _active(tag: _Tag) -> Iterator[HtmlFlaw]:
    """What an element runs or loads."""
    if tag.is_end:
        return
    if tag.name in ACTIVE:
        yield HtmlFlaw(tag.offset, f"'<{tag.name}>' is not allowed on a card", "remove it")
        return
    for name, value in tag.attributes.items():
        if message := _active_attribute(name, value):
            yield HtmlFlaw(tag.offset, message, "remove it")


def _active_attribute(name: str, value: str) -> str:
    """What an attribute runs or loads."""
    address = _SPACES.sub("", value)
    if name.startswith("on"):
        return f"'{name}' runs a script"
    if name == "srcdoc":
        return "'srcdoc' is a page of its own"
    if name not in _ADDRESSES:
        return ""
    if _RUNS.match(address):
        return f"'{name}' runs or contains something"
    if name not in ("href", "cite") and _REMOTE.match(address):
        return f"'{value}' is remote, and cards load only local files"
    return ""


def _unknown(tag: _Tag) -> Iterator[HtmlFlaw]:
    """An element or attributes that cards do not have."""
    if tag.is_end:
        return
    if not is_known(tag.name):
        yield HtmlFlaw(tag.offset, f"'<{tag.name}>' is not shown on a card", "use elements such as 'div' and 'span'")
        return
    for name, value in tag.attributes.items():
        if name == "style":
            message, hint = "'style' is not an attribute of a card's elements", "write a class, and CSS"
        elif name in ("src", "srcset"):
            message, hint = "a template cannot show a file", "show it in a part of the note, or in the CSS"
        elif "{{" not in value and not is_kept(tag.name, name, value):
            message, hint = f"'{name}' is not an attribute of '<{tag.name}>' on a card", "remove it"
        else:
            continue
        yield HtmlFlaw(tag.offset, message, hint)


def _unbalanced(tags: Sequence[_Tag]) -> Iterator[HtmlFlaw]:
    """The first element that is not closed, or not open."""
    opened: list[_Tag] = []
    for tag in tags:
        if not tag.is_end:
            opened += [] if tag.name in _VOID else [tag]
        elif opened and opened[-1].name == tag.name:
            opened.pop()
        else:
            yield HtmlFlaw(tag.offset, f"'</{tag.name}>' closes nothing here", "check the tags before it")
            return
    for tag in opened[:1]:
        yield HtmlFlaw(tag.offset, f"'<{tag.name}>' is not closed", f"write '</{tag.name}>' at its end")


def _composed(html: str) -> Iterator[HtmlFlaw]:
    """Fields inside HTML tags: their HTML would end the attribute."""
    known = _LANGUAGE_OR_TAGS.sub(lambda found: "x" * len(found[0]), html)
    for found in _TAG_IN_TAG.finditer(known):
        hint = "a field belongs between tags; only 'lang=\"{{Lang}}\"' and 'data-tags=\"{{Tags}}\"' are attributes"
        yield HtmlFlaw(found.end() - 2, "a field is inside an HTML tag", hint)
