"""A gallery as an HTML page with the index of its notes; the chunks are files that the page loads."""

import html
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from flashcards.cards.frame import frames, page_policy, with_frames
from flashcards.preview.chunk import compact, file_id_of, problem_data
from flashcards.preview.gallery import Gallery, GalleryDeck
from flashcards.preview.locate import LocatedProblem
from flashcards.source.coverage import Coverage, CoveredPoint
from flashcards.text.language import direction, own_name

GENERATOR = "flashcards preview"
RECEIVE = "receive('{}',"
"""How the script of a chunk begins, with the id of the chunk."""

_PLACE = re.compile(r"@@([a-z]+)@@")
_IN_STRING = str.maketrans({"\\": r"\\", "'": r"\'"})  # JSON has no line breaks to escape


class PageHead(NamedTuple):
    """Decks, languages and errors as JSON, with the ids of the chunks; `loaded` are other files, by id.

    It is sent again after each edit, so it contains nothing that every note adds to.
    """

    data: str
    loaded: Mapping[str, str]


def head_of(gallery: Gallery) -> PageHead:
    """The head of a gallery."""
    styles = _styles(gallery)
    languages = dict.fromkeys(tag for deck in gallery.decks for tag in deck.languages)
    coverage = compact([_coverage(each, gallery) for each in gallery.coverage])
    data = {
        "languages": {tag: {"name": own_name(tag), "direction": direction(tag)} for tag in languages},
        "frames": file_id_of(compact(_frames(gallery))),
        "decks": [_deck(deck, styles) for deck in gallery.decks],
        "coverage": file_id_of(coverage) if gallery.coverage else "",
        "problems": [_problem(each) for each in gallery.problems],
        "trouble": gallery.trouble,
        "edited": gallery.edited,
    }
    return PageHead(compact(data), {file_id_of(coverage): coverage} if gallery.coverage else {})


def page_of(gallery: Gallery, head: str, *, watched: str = "") -> str:
    """The page; with a version to be `watched`, it waits for other versions."""
    rows = ",".join(
        f'"{file_id}":{rows}' for file_id, rows in {each.file_id: each.rows for each in gallery.chunks}.items()
    )
    data = f'{{"head":{head},"frames":{compact(_frames(gallery))},"rows":{{{rows}}}}}'
    parts = {
        "policy": html.escape(policy(gallery)),
        "generator": GENERATOR,
        "title": html.escape(_title(gallery)),
        "watched": f' data-watched="{watched}"' if watched else "",
        "style": _style(),
        "script": _script(),
        "data": data.replace("<", "\\u003c"),  # no text in it ends the script element
    }
    return _PLACE.sub(lambda place: parts[place[1]], _file("page.html"))


def script_of(file_id: str, content: str) -> str:
    """A file of JSON as a script, which is what a page without a server can load.

    All it does is to call one function with two strings; the page parses the second.
    """
    return f"{RECEIVE.format(file_id)}'{content.translate(_IN_STRING)}')\n"


def policy(gallery: Gallery) -> str:
    """The Content Security Policy: this page's script, the scripts it loads, its styles, and the files beside it."""
    return page_policy(_script(), _style(), _frames(gallery), loads_files=True, loads_scripts=True)


def _title(gallery: Gallery) -> str:
    titles = [next(iter(deck.titles.values()), deck.id) for deck in gallery.decks]
    return f"{titles[0]} · preview" if len(titles) == 1 else "Flashcards preview"


def _frames(gallery: Gallery) -> Mapping[str, Any]:
    return frames(_styles(gallery), loads_files=True)


def _styles(gallery: Gallery) -> dict[str, int]:
    """The stylesheets of cards by their number among those of the frames."""
    texts = (css for deck in gallery.decks for css in deck.styles.values())
    return {css: number for number, css in enumerate(dict.fromkeys(texts), start=1)}


def _deck(deck: GalleryDeck, styles: Mapping[str, int]) -> dict[str, Any]:
    return {
        "id": deck.id,
        "titles": deck.titles,
        "languages": deck.languages,
        "editions": [each._asdict() for each in deck.editions],
        "sections": [{"id": section, "titles": titles} for section, titles in deck.sections.items()],
        "styles": {name: styles[css] for name, css in deck.styles.items()},
        "has_source": deck.has_source,
        "is_old": deck.is_old,
        "chunks": [[placed.chunk.file_id, placed.line] for placed in deck.chunks],
    }


def _coverage(coverage: Coverage, gallery: Gallery) -> dict[str, Any]:
    titles = {
        section: title
        for deck in gallery.decks
        if deck.id in coverage.decks
        for section, title in deck.sections.items()
    }
    return {
        "source": coverage.source.id,
        "titles": coverage.source.title,
        "languages": coverage.languages,
        "decks": coverage.decks,
        "percent": {tag: coverage.percent(tag) for tag in coverage.languages},
        "sections": [
            {
                "id": section,
                "titles": titles.get(section, {}),
                "points": [_point(point, coverage) for point in points],
            }
            for section, points in coverage.sections.items()
        ],
        "strays": [_address(note.name, coverage) for note in coverage.strays],
    }


def _point(covered: CoveredPoint, coverage: Coverage) -> dict[str, Any]:
    return {
        "id": covered.point.id,
        "kind": covered.point.kind,
        "texts": covered.point.texts,
        "notes": [_address(note.name, coverage) for note in covered.notes],
        "drafts": [_address(note.name, coverage) for note in covered.drafts],
        "gaps": {tag: gaps for tag in coverage.languages if (gaps := covered.gaps_in(tag))},
    }


def _address(name: str, coverage: Coverage) -> list[str]:
    """The deck and id of a note, whose name is its id alone if only one deck uses the source."""
    return name.split("/") if "/" in name else [coverage.decks[0], name]


def _problem(each: LocatedProblem) -> dict[str, Any]:
    path = each.problem.location.path.as_posix()
    return {"path": path, **problem_data(each.problem, each.line), "deck": each.deck, "note": each.note}


@cache
def _script() -> str:
    return with_frames("".join(map(_file, ("study.js", "print.js", "page.js"))))


@cache
def _style() -> str:
    return "".join(map(_file, ("page.css", "study.css", "print.css")))


@cache
def _file(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")
