"""Check the HTML of card templates: what runs or loads in it, and what else cards of ours do not have.

A template is HTML with tags of Anki in it, `{{…}}`, which are text here.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from typing import NamedTuple

from flashcards.text.markdown.harmless import is_kept, is_known

# Elements that run, load, submit, or change what other elements load
_ACTIVE = frozenset(
    ("applet", "base", "embed", "form", "frame", "frameset", "iframe", "link", "meta", "object", "script", "template")
)
_VOID = frozenset(("br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))
_ADDRESSES = frozenset(
    ("action", "background", "cite", "data", "formaction", "href", "ping", "poster", "src", "srcset", "xlink:href")
)
_SPACES = re.compile(r"[\x00-\x20]+")
_RUNS = re.compile(r"(?:javascript|vbscript|data):", re.IGNORECASE)
_REMOTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_CSS_LOADS = re.compile(
    r"@import|url\(\s*[\"']?\s*(?:[A-Za-z][A-Za-z0-9+.-]*:|//)|expression\(|-moz-binding|javascript:", re.IGNORECASE
)
_TAG_IN_TAG = re.compile(r"<[^<>]*\{\{")
_LANGUAGE_OR_TAGS = re.compile(r"""(?:lang|data-tags)=(["'])\{\{(?:Lang|Lang 2|Tags)\}\}\1""")


class HtmlFlaw(NamedTuple):
    """What is wrong in HTML, and how to fix it, at an offset."""

    offset: int
    message: str
    hint: str


def active_in(html: str) -> Sequence[HtmlFlaw]:
    """What runs a script, submits, or loads something remote in HTML from anywhere, in its order."""
    parser = _Parser(html)
    return tuple(parser.active)


def active_in_css(css: str) -> Sequence[HtmlFlaw]:
    """What loads something remote in CSS from anywhere, or runs in old browsers."""
    return tuple(
        HtmlFlaw(found.start(), f"'{found[0]}' loads another file", "remove it") for found in _CSS_LOADS.finditer(css)
    )


def flaws_in(html: str) -> Sequence[HtmlFlaw]:
    """What an author's own template must not contain: all but the elements and attributes that texts may have."""
    parser = _Parser(html)
    return tuple(sorted((*parser.active, *parser.unknown, *parser.unbalanced(), *_composed(html))))


def _composed(html: str) -> Iterator[HtmlFlaw]:
    """Fields inside HTML tags: their HTML would end the attribute."""
    known = _LANGUAGE_OR_TAGS.sub(lambda found: "x" * len(found[0]), html)
    for found in _TAG_IN_TAG.finditer(known):
        hint = "a field belongs between tags; only 'lang=\"{{Lang}}\"' and 'data-tags=\"{{Tags}}\"' are attributes"
        yield HtmlFlaw(found.end() - 2, "a field stands inside an HTML tag", hint)


class _Parser(HTMLParser):
    """Collects the flaws of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.active: list[HtmlFlaw] = []
        self.unknown: list[HtmlFlaw] = []
        self._crossed: list[HtmlFlaw] = []
        self._open: list[tuple[int, str]] = []
        self._lines = [0, *(found.end() for found in re.finditer("\n", html))]
        self.feed(html)
        self.close()

    def unbalanced(self) -> Iterator[HtmlFlaw]:
        """The elements that are not closed, or not open."""
        yield from self._crossed
        for offset, tag in self._open:
            yield HtmlFlaw(offset, f"'<{tag}>' is not closed", f"write '</{tag}>' at its end")

    @property
    def _offset(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        offset = self._offset
        if tag in _ACTIVE:
            self.active.append(HtmlFlaw(offset, f"'<{tag}>' is not allowed on a card", "remove it"))
        elif not is_known(tag):
            self._unknown(offset, f"'<{tag}>' is not shown on a card", "use elements such as 'div' and 'span'")
        values: Mapping[str, str] = {name: value or "" for name, value in attrs}
        for name, value in values.items():
            if flaw := _active(name, value):
                self.active.append(HtmlFlaw(offset, *flaw))
            elif name == "style":
                self._unknown(offset, "'style' is not an attribute of a card's elements", "write a class, and CSS")
            elif tag in _ACTIVE:
                continue
            elif name in ("src", "srcset"):
                self._unknown(offset, "a template cannot show a file", "show it in a part of the note, or in the CSS")
            elif is_known(tag) and "{{" not in value and not is_kept(tag, name, value):
                self._unknown(offset, f"'{name}' is not an attribute of '<{tag}>' on a card", "remove it")
        if tag not in _VOID:
            self._open.append((offset, tag))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)  # as in a browser, '<div/>' does not end the element

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1][1] == tag:
            self._open.pop()
        else:
            self._crossed.append(HtmlFlaw(self._offset, f"'</{tag}>' closes nothing here", "check the tags before it"))

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][1] == "style" and (found := _CSS_LOADS.search(data)):
            self.active.append(HtmlFlaw(self._offset, f"'{found[0]}' loads another file", "remove it"))

    def _unknown(self, offset: int, message: str, hint: str) -> None:
        self.unknown.append(HtmlFlaw(offset, message, hint))


def _active(name: str, value: str) -> tuple[str, str] | None:
    """What an attribute runs or loads."""
    if name.startswith("on"):
        return f"'{name}' runs a script", "remove it"
    address = _SPACES.sub("", value)
    if name == "style" and _CSS_LOADS.search(value):
        return "this 'style' loads another file", "remove it"
    if name not in _ADDRESSES:
        return ("'srcdoc' is a page of its own", "remove it") if name == "srcdoc" else None
    if _RUNS.match(address):
        return f"'{name}' runs or contains something", "remove it"
    if name not in ("href", "cite") and _REMOTE.match(address):
        return f"'{value}' is remote, and cards load only local files", "remove it"
    return None
