"""A release as one static page for learners: what to download, how to import it, and what has changed.

It has no script and loads nothing, so it works from a folder as well as from a web server.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import NamedTuple

from flashcards.cards.policy import policy
from flashcards.model.deck import Language
from flashcards.model.edition import Edition
from flashcards.release.strings import release_texts
from flashcards.text.language import direction, own_name
from flashcards.text.markdown import to_html

PAGE = "index.html"
"""The name that a web server shows for a folder."""

_PLACE = re.compile(r"@@([a-z]+)@@")
_KILOBYTE = 1000


class ReleasedFile(NamedTuple):
    """A file to download, its size in bytes, and its SHA-256 sum."""

    name: str
    size: int
    sha256: str


class EditionTexts(NamedTuple):
    """What the page says about an edition; the texts are Markdown, and `files` begins with the package."""

    edition: Edition
    description: str
    instructions: str
    changes: str
    files: tuple[ReleasedFile, ...]


def page_of(editions: Sequence[EditionTexts], gallery: str) -> str:
    """The page; `gallery` is the address of the gallery from there, or empty without one."""
    first = editions[0].edition
    parts = {
        "language": first.study,
        "direction": direction(first.study),
        "title": escape(first.title),
        "policy": escape(policy(script="", styles=[_file("page.css")], loads_files=False)),
        "style": _file("page.css"),
        "languages": _languages([each.edition for each in editions]),
        "editions": "".join(_edition(each, gallery) for each in editions),
    }
    return _PLACE.sub(lambda place: parts[place[1]], _file("page.html"))


def _languages(editions: Sequence[Edition]) -> str:
    """Links to the editions, each in its language, if there are several."""
    if len(editions) == 1:
        return ""
    links = "".join(
        f'<a href="#{escape(each.tag)}" lang="{each.study}" dir="{direction(each.study)}">{escape(_pair(each))}</a>\n'
        for each in editions
    )
    return f"<nav>\n{links}</nav>\n"


def _edition(texts: EditionTexts, gallery: str) -> str:
    edition, package = texts.edition, texts.files[0]
    words = release_texts(edition.study)
    link = f'<a href="{escape(gallery)}">{escape(words.gallery)}</a>\n' if gallery else ""
    return (
        f'<section id="{escape(edition.tag)}" lang="{edition.study}" dir="{direction(edition.study)}">\n'
        f"<h1>{escape(edition.title)}</h1>\n"
        f'<p class="pair">{escape(_pair(edition))}</p>\n'
        f"{to_html(texts.description)}\n"
        f'<div class="get"><a class="download" href="{escape(package.name)}" download>{escape(words.download)}</a>\n'
        f'<span dir="ltr"><code>{escape(package.name)}</code> {_size(package)}</span>\n{link}</div>\n'
        f"{to_html(texts.instructions)}\n{to_html(texts.changes)}\n"
        f'<dl class="files" dir="ltr">\n{"".join(map(_file_line, texts.files))}</dl>\n'
        "</section>\n"
    )


def _file_line(file: ReleasedFile) -> str:
    return (
        f'<div><dt><a href="{escape(file.name)}" download>{escape(file.name)}</a> {_size(file)}</dt>'
        f"<dd>SHA-256 {file.sha256}</dd></div>\n"
    )


def _size(file: ReleasedFile) -> str:
    return f"{file.size / _KILOBYTE:,.0f} kB"


def _pair(edition: Edition) -> str:
    pair = " + ".join(map(own_name, _tags(edition)))
    return f"{pair} · {edition.variant_name}" if edition.variant_name else pair


def _tags(edition: Edition) -> Iterator[Language]:
    return filter(None, (edition.study, edition.support))


@cache
def _file(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")
