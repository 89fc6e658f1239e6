"""A gallery and the preview show what a stranger wrote, and none of it acts."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import cycle
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from flashcards.cards.frame import cleaned
from flashcards.deckfile.discovery import find_decks
from flashcards.model.problem import FlashcardsError, Problem, Severity
from flashcards.preview.chunk import PlacedChunk, packed
from flashcards.preview.current import CurrentSite
from flashcards.preview.gallery import Gallery
from flashcards.preview.notes import GalleryCard, GalleryNote, NoteInput, NoteProblem, context_of, note_of
from flashcards.preview.server import PreviewServer
from flashcards.preview.site import PAGE, site_of, write_site
from tests.hostile import EVIL, STRANGE, listening, looked_through, texts
from tests.pipeline import read_decks
from tests.preview.conftest import DECK, DECK_FILE, load_gallery, serving

pytestmark = pytest.mark.usefixtures("decks")


def hostile() -> Gallery:
    """A gallery in which every text is hostile, also on cards, as if Markdown had let it through."""
    [deck_read] = read_decks(find_decks([], Path("decks"))).decks
    context = context_of(deck_read)
    honest = [note_of(NoteInput(note), context) for note in deck_read.notes]
    notes = [hostile_note(note, text) for note, text in zip(cycle(honest), texts(), strict=False)]
    chunks = [packed(notes[start : start + 90]) for start in range(0, len(notes), 90)]
    gallery = load_gallery()
    [deck] = gallery.decks
    titles = dict(zip(deck.titles, texts(), strict=False))
    placed = tuple(PlacedChunk(chunk, 1) for chunk in chunks)
    return replace(gallery, decks=(replace(deck, chunks=placed, titles=titles, sections={"springs": titles}),))


def hostile_note(note: GalleryNote, text: str) -> GalleryNote:
    side = cleaned(text, shows_files=True)
    problem = NoteProblem(Problem(note.location, text, text, text, Severity.WARNING), text)
    return replace(
        note,
        id=text,
        section="springs",
        prompts=dict.fromkeys(note.prompts, text),
        texts={part: dict.fromkeys(each, text) for part, each in note.texts.items()},
        tags=(text,),
        kinds=(text,),
        covers=(text,),
        cards=dict.fromkeys(note.cards, (GalleryCard(text, side, side),)),
        problems=(problem,),
    )


@contextmanager
def written(folder: Path) -> Iterator[str]:
    """The address of a gallery that was written to a folder."""
    write_site(site_of(hostile()), folder)
    yield (folder / PAGE).as_uri()


@contextmanager
def served(_: Path) -> Iterator[str]:
    """The address of the same, served."""
    server = PreviewServer(CurrentSite(site_of(hostile())))
    with serving(server):
        yield server.address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context() as context:
        yield context.new_page()


@pytest.mark.slow
@pytest.mark.parametrize("shown", [written, served])
def test_nothing_that_a_deck_holds_acts_on_the_page(shown, page: Page, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    with shown(tmp_path / "site") as address, listening(page) as heard:
        page.goto(f"{address}#gallery")
        page.wait_for_selector(".cell iframe")
        seen = looked_through(page, "document.querySelector('main')", ".cell iframe", shows_files=True)
        assert len(seen) == len({*texts()})
        strange = page.evaluate(STRANGE)
        assert strange == []
        page.goto(f"{address}#cards")
        page.wait_for_selector(".side iframe")
        for _ in range(10):
            page.keyboard.press("j")
        page.keyboard.press("/")
        page.keyboard.type("alert")
        page.wait_for_timeout(200)
        page.goto(f"{address}#study")
        for key in ("Space", "1", "Space", "o", "3"):
            page.wait_for_selector("#study iframe")
            page.keyboard.press(key)
        page.goto(f"{address}#print")
        page.wait_for_selector(".sheets[data-ready]")
        assert page.evaluate(STRANGE) == []
        page.goto(f"{address}#problems")
        page.wait_for_selector(".problem")
        assert page.evaluate(STRANGE) == []
        asked = {each for each in heard if each != "about:srcdoc" and not each.startswith("data:image/svg+xml,")}
        beside = tuple(f"{address.removesuffix(PAGE)}{folder}/" for folder in ("chunks", "media"))
        assert {each.partition("#")[0] for each in asked if not each.startswith(beside)} <= {address}


SVG = f"""<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90" onload="alert(1)"><script>alert(2)</script>
<style>@import '{EVIL}';</style><image href="{EVIL}" width="9" height="9"/><script href="{EVIL}"/>
<foreignObject width="90" height="90"><iframe xmlns="http://www.w3.org/1999/xhtml" src="{EVIL}"/></foreignObject>
</svg>"""


@pytest.fixture
def turned() -> Gallery:
    """A gallery of which a picture was changed to an active one after its deck was read."""
    picture = Path("decks/hill.svg")
    picture.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', "utf-8")
    DECK_FILE.write_text(DECK.replace("en: In the oasis, years later", 'en: "![A hill](hill.svg)"'), "utf-8")
    gallery = load_gallery(str(Path("decks").absolute()))
    picture.write_text(SVG, "utf-8")
    return gallery


def test_a_picture_that_became_active_is_not_written_to_a_gallery(turned: Gallery, tmp_path: Path) -> None:
    with pytest.raises(FlashcardsError, match=r"hill\.svg' contains a script"):
        write_site(site_of(turned), tmp_path / "site")
    assert not (tmp_path / "site" / PAGE).exists()


@pytest.mark.slow
def test_a_picture_that_became_active_does_nothing_where_it_is_served(turned: Gallery, page: Page) -> None:
    server = PreviewServer(CurrentSite(site_of(turned)))
    with serving(server), listening(page) as heard:
        [name] = turned.media
        stopped: list[str | None] = []  # why each failed: what the policy stops is never sent
        page.on("requestfailed", lambda request: stopped.append(request.failure))
        page.goto(f"{server.address}media/{name}")
        page.wait_for_timeout(300)
        assert {*stopped} == {"csp"}
        assert heard == [f"{server.address}media/{name}", *[EVIL] * len(stopped)]
