"""The writing desk: the page goes to the note that an author is editing, and leaves all else as it was."""

import os
import pty
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import sleep
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page

from flashcards.preview.current import CurrentSite
from flashcards.preview.edited import edited_note
from flashcards.preview.gallery import Gallery, LastEdit, with_last_valid_decks
from flashcards.preview.live import live_reload
from flashcards.preview.server import PreviewServer
from flashcards.preview.site import site_of
from tests.conftest import started
from tests.preview.conftest import DECK, DECK_FILE, load_gallery, serving

pytestmark = pytest.mark.usefixtures("decks")

BEGIN = "  - id: salt\n"
ADDED = """\
  - id: wind
    section: wells
    question: {en: Why does wind blow?, ar: لماذا تهب الريح؟}
    answer: {en: The sun, ar: الشمس}
"""


def saved(text: str, before: Gallery) -> Gallery:
    """The gallery after a save, as the preview shows it."""
    DECK_FILE.write_text(text, "utf-8")
    return with_last_valid_decks(load_gallery(), before)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        (DECK.replace("en: Yes", "en: It does"), "salt"),
        (DECK.replace("tags: [geology]", "tags: [rocks]"), "rain"),
        (DECK.replace("In the oasis", "In the\n        oasis"), ""),  # the same text over more lines
        (DECK + ADDED, "wind"),
        (DECK.replace(BEGIN, f"{ADDED}{BEGIN}"), "wind"),
        (DECK.replace("    answer:\n      en: Yes", "    anwser:\n      en: Yes"), "salt"),
        (DECK.replace("en: Yes", "en: 'Yes"), "salt"),  # no longer YAML
        (DECK.replace(BEGIN, "  - id: Salt of the earth\n"), ""),  # a note that no card is shown of
        (DECK.replace("title:\n    en: Water", "title:\n    en: Waters"), ""),
        (DECK[: DECK.index("  - id: old-measure")], ""),
        (DECK, ""),
    ],
)
def test_the_note_that_a_save_has_changed_is_found(text: str, note: str) -> None:
    before = load_gallery()
    after = saved(text, before)
    found = edited_note(before, after)
    shown = {row for row in ("rain", "salt", "old-measure", "wind") if found and found.note == row}
    assert shown == ({note} if note else set())


def test_each_edit_is_counted() -> None:
    before = load_gallery()
    edits = []
    for answer in ("It does", "It does indeed", "Yes"):
        after = saved(DECK.replace("en: Yes", f"en: {answer}"), before)
        edits.append(edited_note(before, after))
        before = Gallery(after.decks, edited=edits[-1])
    assert edits == [LastEdit("water", "salt", number, "en") for number in (1, 2, 3)]
    both = DECK.replace("en: Yes", "en: It does").replace("ar: نعم", "ar: بلى")
    assert edited_note(before, saved(both, before)) == LastEdit("water", "salt", 4)


@contextmanager
def watched() -> Iterator[str]:
    """The address of a page that follows the decks."""
    gallery = load_gallery()
    current = CurrentSite(site_of(gallery, watched=True))
    server = PreviewServer(current)
    with serving(server), live_reload(current, gallery, load_gallery, [Path("decks"), Path("source")]):
        yield server.address


@contextmanager
def opened(browser: Browser, address: str) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 1200, "height": 700}) as context:
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.goto(address)
        page.wait_for_selector(".side.back iframe")
        yield page
        page.goto("about:blank")  # before the server is gone, of which a page would complain


def shows(page: Page, note: str) -> None:
    page.wait_for_function("note => document.getElementById('note-title')?.textContent === note", arg=note)


@pytest.mark.slow
def test_the_page_goes_to_the_note_and_marks_it(browser: Browser) -> None:
    with watched() as address, opened(browser, f"{address}#water/ar/rain") as page:
        DECK_FILE.write_text(DECK.replace("60 metres", "61 metres"), "utf-8")
        shows(page, "old-measure")
        assert page.url.endswith("#water/en/old-measure")  # in the language that was edited
        assert page.inner_text("#toast") == "Edited: old-measure"
        assert page.locator("#list a.row", has_text="edited").locator(".id").all_inner_texts() == ["old-measure"]
        assert page.locator(".note-head .badge.edited").count() == 1
        page.reload()
        shows(page, "old-measure")
        page.goto(address)
        shows(page, "old-measure")  # an author who opens the page later begins there, too
        page.goto(f"{address}#gallery")
        DECK_FILE.write_text(
            DECK.replace("60 metres", "61 metres").replace("tags: [geology]", "tags: [rocks]"), "utf-8"
        )
        shows(page, "rain")


@pytest.mark.slow
def test_what_a_reader_has_opened_and_scrolled_to_stays(browser: Browser) -> None:
    with watched() as address, opened(browser, f"{address}#water/en/salt") as page:
        back = page.frame_locator(".side.back iframe")
        back.locator("details").last.locator("summary").click()
        page.evaluate("document.getElementById('main').scrollTop = 90")
        DECK_FILE.write_text(DECK.replace("en: Yes", "en: It does"), "utf-8")
        back.get_by_text("It does").wait_for()
        assert back.locator("details").evaluate_all("all => all.map(each => each.open)") == [False, True]
        page.wait_for_timeout(100)
        assert page.evaluate("document.getElementById('main').scrollTop") == 90
        page.get_by_text("Follow my edits").click()
        DECK_FILE.write_text(DECK.replace("en: Yes", "en: It does").replace("60 metres", "61 metres"), "utf-8")
        page.locator("#list a.row", has_text="edited").locator(".id", has_text="old-measure").wait_for()
        shows(page, "salt")


@pytest.mark.slow
def test_an_edit_of_a_large_deck_sends_little(browser: Browser) -> None:
    head, _ = DECK.split("notes:")
    notes = "".join(
        f"  - {{id: note-{n}, section: wells, question: {{en: 'Why {n}?', ar: '{n}؟'}}, answer: {{en: x, ar: y}}}}\n"
        for n in range(800)
    )
    text = f"{head}notes:\n{notes}"
    DECK_FILE.write_text(text, "utf-8")
    with watched() as address, opened(browser, f"{address}#water/en/note-9") as page:
        sent = []
        page.on(
            "response", lambda response: sent.append(len(response.body())) if "events" not in response.url else None
        )
        DECK_FILE.write_text(text.replace("Why 654?", "Why at all?"), "utf-8")
        page.frame_locator(".side.front iframe").get_by_text("Why at all?").first.wait_for()
        assert len(sent) == 2  # the head, and the chunk of the note
        assert sum(sent) < 200_000


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the browser is opened by xdg-open on Linux alone")
@pytest.mark.parametrize(
    ("options", "is_terminal", "is_opened"),
    [
        (["--watch"], True, True),
        (["--watch", "--no-open"], True, False),
        (["--watch"], False, False),
        ([], True, False),
    ],
)
def test_the_browser_opens_at_the_desk(
    options: Sequence[str], is_terminal: bool, is_opened: bool, tmp_path: Path
) -> None:
    opener, opened = tmp_path / "bin/xdg-open", tmp_path / "opened"
    opener.parent.mkdir()
    opener.write_text(f'#!/bin/sh\necho "$1" > {opened}\n', "utf-8")
    opener.chmod(0o755)
    ours, theirs = pty.openpty() if is_terminal else os.pipe()
    environment = {**os.environ, "PATH": f"{opener.parent}:{os.environ['PATH']}"}
    command = [sys.executable, "-m", "flashcards", "preview", *options]
    with started(command, stdout=theirs, stderr=subprocess.DEVNULL, env=environment) as process:
        os.close(theirs)
        address = os.read(ours, 1000).decode().split()[0]
        urlopen(address, timeout=10).close()  # it is served after the browser was opened
        for _ in range(100 if is_opened else 0):
            if opened.exists() and opened.read_text("utf-8"):
                break
            sleep(0.05)
        process.terminate()
    os.close(ours)
    assert (opened.read_text("utf-8") if opened.exists() else "") == (f"{address}\n" if is_opened else "")
