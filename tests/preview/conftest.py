"""Decks to preview, and what shows them."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, Page

from flashcards.cli.states import named_states
from flashcards.cli.texts import texts_with
from flashcards.preview.gallery import Gallery, gallery_of
from flashcards.preview.server import PreviewServer
from flashcards.preview.site import Site, site_of, write_site

Open = Callable[..., Page]
NEAR = ("file:", "about:", "data:", "blob:")

SOURCE = """\
---
title:
  en: On the water of the desert
  ar: عن ماء الصحراء
citation:
  en: Layla Haddad, Letters on water, 2019
  ar: ليلى حداد، رسائل عن الماء، ٢٠١٩
---

## springs

- en: Springs
- ar: الينابيع

### Key learnings

- **springs.rain**
  - en: Rain that falls in the hills comes out in the oasis years later.
  - ar: المطر الذي يهطل على التلال يخرج في الواحة بعد سنوات.
- **springs.salt**
  - en: Water that stands in the sun grows salty.
  - ar: الماء الراكد تحت الشمس يزداد ملوحة.

## wells

- en: Wells
- ar: الآبار

### Facts

- **wells.depth**
  - en: The deepest well of the valley reaches 90 metres.
  - ar: أعمق آبار الوادي يبلغ ٩٠ مترا.
"""
DECK = """\
deck:
  id: water
  uid: 3b0c4f1e9d7a42c58e6f0a1b2c3d4e5f
  title:
    en: Water of the desert
    ar: ماء الصحراء
  languages: [en, ar]
  source: water
sections:
  - id: springs
    title:
      en: Springs
      ar: الينابيع
  - id: wells
    title:
      en: Wells
      ar: الآبار
notes:
  - id: rain
    section: springs
    covers: [springs.rain]
    question:
      en: Where does the rain of the hills come out?
      ar: أين يخرج مطر التلال؟
    answer:
      en: In the oasis, years later
      ar: في الواحة، بعد سنوات
    tags: [geology]
  - id: salt
    section: springs
    question:
      en: Does water that stands in the sun grow salty?
      ar: هل يزداد الماء الراكد ملوحة؟
    answer:
      en: Yes
      ar: نعم
  - id: old-measure
    section: wells
    covers: [wells.depth]
    question:
      en: How deep was the deepest well in 1990?
      ar: كم كان عمق أعمق بئر عام ١٩٩٠؟
    answer:
      en: 60 metres
      ar: ٦٠ مترا
    retired:
      reason:
        en: The well was deepened.
        ar: عُمِّقت البئر.
"""
DECK_FILE = Path("decks/water.yaml")


class PageData(NamedTuple):
    """A page's head, the notes of each deck by its id, and the coverage of each source."""

    head: dict[str, Any]
    notes: dict[str, list[dict[str, Any]]]
    coverage: list[dict[str, Any]]


@pytest.fixture
def decks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a deck and its source, which one stands in."""
    monkeypatch.chdir(tmp_path)
    for path, text in ((DECK_FILE, DECK), (Path("source/water.md"), SOURCE)):
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8")
    return tmp_path


def load_gallery(*names: str) -> Gallery:
    """The decks as they are now."""
    with named_states(names) as found:
        return gallery_of(found.decks, found.problems, texts_with(found.problems))


def page_data(site: Site) -> PageData:
    """What a page knows once it has loaded all there is."""
    return loaded(json.loads(site.head), lambda file_id: site.script(f"{file_id}.js") or "")


def loaded(head: dict[str, Any], script: Callable[[str], str]) -> PageData:
    """A head with the decks' notes and the coverage out of the scripts that the head names."""
    decks = [
        (deck, [note for file_id, line in deck["chunks"] for note in _notes(content_of(script(file_id)), line)])
        for deck in head["decks"]
    ]
    coverage = content_of(script(head["coverage"])) if head["coverage"] else []
    return PageData(head, {deck["id"]: notes for deck, notes in decks}, coverage)


def content_of(script: str) -> Any:
    """What a script brings to the page: a call with two strings, of which the second is JSON."""
    called = re.fullmatch(r"receive\('[0-9a-f]+','((?:[^\\']|\\.)*)'\)\n", script, re.DOTALL)
    assert called, script
    return json.loads(re.sub(r"\\(.)", r"\1", called[1], flags=re.DOTALL))


def _notes(content: dict[str, Any], start: int) -> Iterator[dict[str, Any]]:
    """Notes with their texts and sides as they were before they were packed, and their places in the files."""
    rows, data = content["rows"], content["data"]
    texts = data["texts"]

    def side(packed: list[int]) -> str:
        skeleton, *numbers = packed
        pieces = data["skeletons"][skeleton]
        between = (*(texts[number] for number in numbers), "")
        return "".join(piece + text for piece, text in zip(pieces, between, strict=True))

    for row, note in zip(rows, data["notes"], strict=True):
        line, column = note["place"]
        yield {
            **row,
            "place": (data["path"], start + line, column),
            "texts": {
                part: {tag: texts[number] for tag, number in each.items()} for part, each in note["texts"].items()
            },
            "cards": {
                key: [(name, side(front), side(back)) for name, front, back in cards]
                for key, cards in note.get("cards", {}).items()
            },
            "problems": [
                {
                    **each,
                    "row": start + each["row"],
                    **{name: texts[each[name]] for name in ("message", "hint", "line")},
                }
                for each in note.get("problems", [])
            ],
        }


@contextmanager
def serving(server: PreviewServer) -> Iterator[None]:
    """Serve in the background."""
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def wrong() -> Iterator[list[str]]:
    """What a page complains of, and what it asks for from afar: nothing, when all is done."""
    wrong: list[str] = []
    yield wrong
    assert wrong == []


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path, wrong: list[str]) -> Iterator[Open]:
    """Open a page, by default one that was written to a folder, which has no server; `more` is for its context."""
    contexts = []

    def open_page(
        place: str = "",
        *,
        width: int = 1200,
        scheme: str = "light",
        address: str = "",
        expect: str = "a.row",
        near: tuple[str, ...] = NEAR,
        **more: Any,
    ) -> Page:
        near = (*near, "http://127.0.0.1:") if address else near
        if not address:
            write_site(site_of(load_gallery()), tmp_path / "site")
            address = (tmp_path / "site/index.html").as_uri()
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, **more)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda said: wrong.append(said.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "request",
            lambda asked: None if asked.url.startswith(near) else wrong.append(asked.url),
        )
        page.goto(address + place)
        page.wait_for_selector(expect, state="attached")
        return page

    yield open_page
    for context in contexts:
        context.close()
