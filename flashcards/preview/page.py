"""A gallery as one page that needs nothing else but the files its cards show."""

import html
import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from flashcards.cards.frame import frames, page_policy, with_frames
from flashcards.preview.dedup import Packing
from flashcards.preview.gallery import Gallery, GalleryCard, GalleryDeck, GalleryNote, GalleryProblem
from flashcards.source.coverage import Coverage, CoveredPoint
from flashcards.text.language import direction, own_name

GENERATOR = "flashcards preview"

_PLACE = re.compile(r"@@([a-z]+)@@")


def page_of(gallery: Gallery, data: str, *, watched: str = "") -> str:
    """The page, with its data in it; one that has a version to be `watched` listens for others."""
    parts = {
        "policy": html.escape(policy(gallery)),
        "generator": GENERATOR,
        "title": html.escape(_title(gallery)),
        "watched": f' data-watched="{watched}"' if watched else "",
        "style": _file("page.css"),
        "script": _script(),
        "data": data,
    }
    return _PLACE.sub(lambda place: parts[place[1]], _file("page.html"))


def data_of(gallery: Gallery) -> str:
    """All that the page's script knows, as it can stand in a page: no text in it ends the script it stands in."""
    return json.dumps(_data(gallery), ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def policy(gallery: Gallery) -> str:
    """What a browser may load and run: this page's script and styles, and the files beside it; nothing from afar."""
    return page_policy(_script(), _file("page.css"), _frames(gallery), loads_files=True)


def _data(gallery: Gallery) -> dict[str, Any]:
    packing = Packing()
    styles = _styles(gallery)
    languages = dict.fromkeys(tag for deck in gallery.decks for tag in deck.languages)
    decks = [_deck(deck, packing, styles) for deck in gallery.decks]
    return {
        "languages": {tag: {"name": own_name(tag), "direction": direction(tag)} for tag in languages},
        "frames": _frames(gallery),
        "decks": decks,
        "coverage": [_coverage(each, gallery) for each in gallery.coverage],
        "problems": [_problem(each, packing) for each in gallery.problems],
        "trouble": gallery.trouble,
        "counts": {"notes": gallery.note_count, "cards": gallery.card_count},
        "texts": packing.texts,
        "skeletons": packing.skeletons,
    }


def _title(gallery: Gallery) -> str:
    titles = [next(iter(deck.titles.values()), deck.id) for deck in gallery.decks]
    return f"{titles[0]} · preview" if len(titles) == 1 else "Flashcards preview"


def _frames(gallery: Gallery) -> Mapping[str, Any]:
    return frames(_styles(gallery), loads_files=True)


def _styles(gallery: Gallery) -> dict[str, int]:
    """The stylesheets of cards by their number among those of the frames."""
    texts = (css for deck in gallery.decks for css in deck.styles.values())
    return {css: number for number, css in enumerate(dict.fromkeys(texts), start=1)}


def _deck(deck: GalleryDeck, packing: Packing, styles: Mapping[str, int]) -> dict[str, Any]:
    return {
        "id": deck.id,
        "titles": deck.titles,
        "languages": deck.languages,
        "editions": [each._asdict() for each in deck.editions],
        "sections": [{"id": section, "titles": titles} for section, titles in deck.sections.items()],
        "styles": {name: styles[css] for name, css in deck.styles.items()},
        "has_source": deck.has_source,
        "is_old": deck.is_old,
        "notes": [_note(note, packing) for note in deck.notes],
    }


def _note(note: GalleryNote, packing: Packing) -> dict[str, Any]:
    """A note; what is empty in most is left out."""
    data = {
        "id": note.id,
        "section": note.section,
        "type": note.notetype,
        "prompts": {key: packing.text(prompt) for key, prompt in note.prompts.items()},
        "texts": {part: {tag: packing.text(text) for tag, text in texts.items()} for part, texts in note.texts.items()},
        "tags": note.tags,
        "kinds": note.kinds,
        "covers": note.covers,
        "missing": note.missing,
        "stale": note.stale,
        "retired": note.is_retired,
        "place": str(note.location),
        "cards": {key: [_card(card, packing) for card in cards] for key, cards in note.cards.items()},
    }
    return {name: value for name, value in data.items() if value}


def _card(card: GalleryCard, packing: Packing) -> list[Any]:
    return [card.name, packing.side(card.front), packing.side(card.back)]


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
        "notes": [[*_address(note.name, coverage), note.languages] for note in covered.notes],
    }


def _address(name: str, coverage: Coverage) -> list[str]:
    """The deck and id of a note, which goes by the id alone where one deck draws from the source."""
    return name.split("/") if "/" in name else [coverage.decks[0], name]


def _problem(each: GalleryProblem, packing: Packing) -> dict[str, Any]:
    problem = each.problem
    return {
        "path": packing.text(problem.location.path.as_posix()),
        "row": problem.location.line,
        "column": problem.location.column,
        "severity": str(problem.severity),
        "rule": problem.rule,
        "message": packing.text(problem.message),
        "hint": packing.text(problem.hint),
        "line": packing.text(each.line),
        "deck": each.deck,
        "note": each.note,
    }


@cache
def _script() -> str:
    return with_frames(_file("page.js"))


@cache
def _file(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")
