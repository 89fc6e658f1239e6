r"""Render an author's Markdown as the HTML of an Anki field.

The dialect is CommonMark with tables, ~~strikethrough~~, $maths$ and highlighted code. Because answers are
short, syntax that is rarely meant as markup in them is left as text:

* A text of one line has no blocks: '1. FC Köln', '- 5 °C', '> 50 %' and '# of atoms' are text.
* A list has at least two items, and keeps the numbers its author wrote; '+' does not begin one.
* '2*3*4', 'x**2', '__init__' and '____' are not emphasis; '$5 and $10' is not maths.
* A backslash escapes only what would be Markdown there: 'C:\.git', '\d' and '\(x\)' keep theirs.
* A tag must be closed and not empty; '<br>' must stand between two parts of the text.
* Unsupported tags, links and pictures, and tables with surplus cells, are text.
* '>' begins a quote only after an empty line or a colon, '#' a heading only with text below it.
* Underlined headings, footnotes and link definitions are not supported.

Almost all texts are plain, and need none of the modules of this folder.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from flashcards.text import html
from flashcards.text.markdown.simple import is_simply_marked

if TYPE_CHECKING:
    from flashcards.text.markdown.warnings import MarkdownWarning

_TEXTS = 4096  # of a chunk, which several stages and editions render
_NO_MEDIA: Mapping[str, str] = MappingProxyType({})

# Everything that any rule of this folder may parse as markup. Each alternative begins with a literal character, so
# that a text without these characters is rejected fast
_SYNTAX = (
    r"`",
    r"\\(?=[^\w\s]|_)",
    r"\*(?=\S)",
    r"_(?=[^\s_])",
    r"~~",
    r"<(?=[A-Za-z/!?])",
    r"&(?=\#?\w+;)",
    r"\$(?=[^$]*\$)",
    r"\]\(",
    r"\n(?:(?<=\s\n)|(?=[\s\#>*|:$=\[-]|[0-9]+[.)]))",
    r"\#(?<!..)(?=[^\n]*\n)",
    r">(?<!..)(?=[^\n]*\n)",
)
_MARKED_IN_CLOZES = re.compile("|".join(_SYNTAX), re.DOTALL)
_MARKED = re.compile("|".join((*_SYNTAX, r"\{\{[cC]")), re.DOTALL)
_MAY_REFER = re.compile(r"!\[|src", re.IGNORECASE)
# Contained in everything that can be lost: tags, links, pictures, code blocks, and block syntax of other dialects
_MAY_LOSE = re.compile(r"<|\]\(|```|~~~|\]:|\n(?:===|---|##)")


def to_html(text: str, media: Mapping[str, str] = _NO_MEDIA, *, plays: bool = True, has_clozes: bool = False) -> str:
    """Render a text as inert HTML in NFC: no scripts, none of Anki's own tags, and no addresses except links.

    `media` maps the paths that `references` returns to names of media files; a reference that it lacks is left as
    written. With `plays`, Anki plays sounds and videos, otherwise they have controls. With `has_clozes`, the
    marks of clozes are kept. Plain text is rendered by `html.to_html`.
    """
    if not media:
        return _without_media(text, has_clozes)
    return _rendered(text, media, plays=plays, has_clozes=has_clozes)


@lru_cache(maxsize=_TEXTS)
def _without_media(text: str, has_clozes: bool) -> str:
    return _rendered(text, _NO_MEDIA, plays=True, has_clozes=has_clozes)


def _rendered(text: str, media: Mapping[str, str], *, plays: bool, has_clozes: bool) -> str:
    if not (_MARKED_IN_CLOZES if has_clozes else _MARKED).search(text):
        return html.to_html(text)
    from flashcards.text.markdown.parser import parsed
    from flashcards.text.markdown.renderer import rendered

    return rendered(parsed(text, media, has_clozes=has_clozes), media, plays=plays, has_clozes=has_clozes)


def references(text: str) -> tuple[str, ...]:
    """Return the relative paths of a text's media, percent-decoded, in order, without duplicates."""
    if not _MAY_REFER.search(text):
        return ()
    from flashcards.text.markdown.parser import parsed

    inline = (token for block in parsed(text) for token in block.children or ())
    return tuple(dict.fromkeys(path for token in inline if (path := token.meta.get("path"))))


def markdown_warnings(text: str, *, has_clozes: bool = False) -> "Iterator[MarkdownWarning]":
    """Yield warnings about text that its card does not show, and about syntax that may be unintended."""
    if not (_MARKED_IN_CLOZES if has_clozes else _MARKED).search(text) and not (has_clozes or "|" in text):
        return iter(())
    if not has_clozes and is_simply_marked(text):
        return iter(())
    from flashcards.text.markdown.warnings import markdown_warnings

    return markdown_warnings(text, has_clozes=has_clozes)


def lost(text: str) -> tuple[str, ...]:
    """Return unsupported markup as written: tags, attributes, addresses, languages of code.

    The card shows it as text.
    """
    if not _MAY_LOSE.search(text) or is_simply_marked(text):
        return ()
    from flashcards.text.markdown.losses import losses
    from flashcards.text.markdown.parser import parsed

    return tuple(dict.fromkeys(losses(parsed(text))))
