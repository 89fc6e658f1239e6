"""Texts that may be what a field is in Markdown; the caller takes the first that shows the same."""

import html as entities
import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from flashcards.text.to_markdown.source import BREAK, TAG

if TYPE_CHECKING:
    from markdownify import MarkdownConverter

_DEEPEST = 60  # tags around a text that is converted

_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
_MARKED = re.compile(r"<(b|strong|i|em)>([^<>]+)</\1>")
_NOT_SIMPLE = re.compile(r"<(?!/?(?:b|strong|i|em|u|sub|sup|br)>)|&[lg]t;")
_SPECIAL = re.compile(r"[\\`*_~$<&\[\]|!]|^[ \t]*[#>]|^[ \t]*[-+=:](?=\s|-|=|$)|(?<=[0-9])[.)](?=\s)", re.MULTILINE)


def written(text: str) -> Iterator[str]:
    """A plain text as Markdown: as it is, and in forms that are never read as markup."""
    yield text
    yield _SPECIAL.sub(lambda sign: f"{sign[0][:-1]}\\{sign[0][-1]}", text)
    yield escaped(text)


def escaped(text: str) -> str:
    return _SPECIAL.sub(lambda sign: f"{sign[0][:-1]}&#{ord(sign[0][-1])};", text)


def converted(text: str) -> Iterator[str]:
    """HTML as Markdown, without escapes and with them."""
    if not _NOT_SIMPLE.search(text):  # of most fields, and ten times faster
        yield BREAK.sub(
            "\n", _MARKED.sub(lambda tag: f"{_MARKS[tag[1]]}{tag[2]}{_MARKS[tag[1]]}", entities.unescape(text))
        )
    if not _is_deep(text):
        yield _markdown(text, False)
        yield _markdown(text, True)


def _is_deep(text: str) -> bool:
    """Whether tags are nested deeper than markdownify can follow, which calls itself for each."""
    opened = Counter[str]()
    for tag in TAG.finditer(text):
        if tag[1]:
            opened[tag[2]] -= opened[tag[2]] > 0
        elif tag[2] not in ("br", "hr", "img", "wbr"):
            opened[tag[2]] += 1
            if opened.total() > _DEEPEST:
                return True
    return False


@lru_cache(maxsize=10_000)
def _markdown(text: str, escapes: bool) -> str:
    from bs4 import BeautifulSoup

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of texts that look like addresses
        soup = BeautifulSoup(text, "html.parser")
    written: str = _converter(escapes).convert_soup(soup)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in written.strip().split("\n")))


@cache
def _converter(escapes: bool) -> "MarkdownConverter":
    from markdownify import ATX, MarkdownConverter

    class Converter(MarkdownConverter):
        """Writes the Markdown of our dialect."""

        def escape(self, text: str, parent_tags: Any) -> str:
            return _SPECIAL.sub(lambda sign: f"{sign[0][:-1]}\\{sign[0][-1]}", text) if escapes else text

        def convert_br(self, el: Any, text: str, parent_tags: Any) -> str:
            return "\n"

    for name in ("u", "sub", "sup", "mark", "kbd", "ruby", "rt", "rp", "small", "ins", "abbr", "cite", "dfn", "var"):
        setattr(Converter, f"convert_{name}", _kept(name))
    return Converter(heading_style=ATX, bullets="-", autolinks=False, wrap=False)


def _kept(name: str) -> Callable[..., str]:
    """Keep an element that Markdown has no marks for."""

    def convert(_: object, element: object, text: str, parent_tags: object) -> str:
        return f"<{name}>{text}</{name}>" if text.strip() else text

    return convert
