"""Unsupported markup in a text, which its card shows as text."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from flashcards.text.markdown.colours import lexer

if TYPE_CHECKING:
    from markdown_it.token import Token

# An address has a scheme, a slash or a suffix, unlike the call 'f[x](y)'
_UNLINKED = re.compile(
    r"\]\(<?([a-z][a-z0-9+.-]+:[^\s()<>]+|[/#.][^\s()<>]+|[^\s()<>]+\.[a-z]{2,5}(?:#[^\s()<>]*)?)>?\)", re.IGNORECASE
)

# Block syntax of other dialects: underlined headings, headings directly below a line, footnotes, link definitions
_LINES = re.compile(
    r"(?<=\S\n)={3,}[ \t]*(?=\n|\Z)|(?<=\S\n)-{3,}[ \t]*\Z|(?<=\S\n)#{2,6} \S.*|"
    r"^\[\^[^\]\s]+\]:.*|^\[[^\]\n]+\]:[ \t]*<?(?:https?://|mailto:|[/#.]).*",
    re.MULTILINE,
)


def losses(tokens: Sequence["Token"]) -> Iterator[str]:
    """Yield unsupported markup as written: tags, attributes, addresses of links and pictures, unknown languages."""
    yield from _lines(tokens)
    for block in tokens:
        if block.type == "fence" and block.info.strip() and lexer(block.info) is None:
            yield block.markup + block.info.strip()
        for token in block.children or ():
            lost = token.meta.get("lost", ())
            yield from lost
            if token.type == "text" and not lost:
                yield from _UNLINKED.findall(token.content)


def _lines(tokens: Sequence["Token"]) -> Iterator[str]:
    paragraphs = (block.content for block in tokens if block.type == "inline")
    yield from (line.rstrip() for paragraph in paragraphs for line in _LINES.findall(paragraph))
