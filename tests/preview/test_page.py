"""The page in a browser, as one who writes or reads cards uses it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import FrameLocator, Page

from flashcards.preview.current import CurrentSite
from flashcards.preview.live import live_reload
from flashcards.preview.server import PreviewServer
from flashcards.preview.site import site_of
from tests.preview.conftest import DECK, DECK_FILE, Open, load_gallery, serving

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("decks")]

WIDTHS = (320, 360, 1200)
VIEWS = ("#water/ar/rain", "#cards", "#gallery", "#coverage", "#problems", "#study", "#print")


@pytest.fixture
def served() -> Iterator[PreviewServer]:
    """A page of the decks as they are at first."""
    server = PreviewServer(CurrentSite(site_of(load_gallery())))
    with serving(server):
        yield server


def listed(page: Page) -> list[str]:
    """The ids in the list."""
    return page.locator("#list a.row .id").all_inner_texts()


def side(page: Page, name: str) -> FrameLocator:
    """A side of the card."""
    return page.frame_locator(f".side.{name} iframe")


def title(page: Page) -> str:
    return page.inner_text("#note-title")


def test_a_note_stands_with_both_its_sides(open_page: Open) -> None:
    page = open_page("#water/en/rain")
    assert title(page) == "rain"
    assert side(page, "front").locator(".q").first.inner_text() == "Where does the rain of the hills come out?"
    assert side(page, "back").locator(".a").first.inner_text() == "In the oasis, years later"
    assert side(page, "front").locator("html").get_attribute("dir") == "ltr"
    assert page.title() == "rain · Water of the desert"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("OASIS", ["rain"]),
        ("الواحة", ["rain"]),
        ("geology", ["rain"]),
        ("salt", ["salt"]),
        ("deep metres", ["old-measure"]),
        ("springs", ["rain"]),
        ("nowhere", []),
    ],
)
def test_search_looks_at_ids_texts_and_tags(words: str, found: list[str], open_page: Open) -> None:
    page = open_page("#water/en/rain")
    page.keyboard.press("/")
    page.keyboard.type(words)
    page.wait_for_function("n => document.querySelectorAll('#list a.row').length === n", arg=len(found))
    assert listed(page) == found
    assert page.inner_text("#note-count") == f"{len(found)} of 3 notes"
    assert title(page) == "rain"  # what one looks at stays
    page.keyboard.press("Escape")
    assert listed(page) == ["rain", "salt", "old-measure"]


def test_a_renamed_note_is_found_by_the_id_on_learners_cards(open_page: Open) -> None:
    DECK_FILE.write_text(DECK.replace("  - id: salt\n", "  - id: brine\n    was: [lagoon]\n"), encoding="utf-8")
    page = open_page("#water/en/brine")
    page.fill("#search", "lagoon")
    page.wait_for_function("document.querySelectorAll('#list a.row').length === 1")
    assert listed(page) == ["brine"]
    assert page.locator("dl.facts").inner_text().splitlines()[:2] == ["Earlier ids", "lagoon"]


@pytest.mark.parametrize(
    ("filtered", "found"),
    [
        ("select[data-filter=section]=Wells", ["old-measure"]),
        ("select[data-filter=kind]=fact", ["old-measure"]),
        ("have a problem", ["salt"]),
        ("are retired", ["old-measure"]),
        ("cover no key point", ["salt"]),
    ],
)
def test_filters_narrow_the_list(filtered: str, found: list[str], open_page: Open) -> None:
    page = open_page("#water/en/rain")
    page.get_by_role("button", name="Filters").click()
    select, _, value = filtered.rpartition("=")
    if select:
        page.select_option(select, label=value)
    else:
        page.get_by_label(filtered).check()
    assert listed(page) == found
    assert page.inner_text("#filter-count") == "1"
    page.get_by_role("button", name="Clear").click()
    assert listed(page) == ["rain", "salt", "old-measure"]


def test_no_note_is_stale_or_untranslated_here(open_page: Open) -> None:
    page = open_page()
    page.get_by_role("button", name="Filters").click()
    assert page.get_by_label("may be out of date").is_disabled()
    assert page.get_by_label("lack a translation").is_disabled()


def test_a_deck_is_gone_through_by_keys(open_page: Open) -> None:
    page = open_page("#water/en/rain")
    seen = []
    for key in ("j", "ArrowRight", "j", "k", "ArrowLeft"):
        page.keyboard.press(key)
        seen.append(title(page))
    assert seen == ["salt", "old-measure", "old-measure", "salt", "rain"]
    page.keyboard.press("l")
    assert side(page, "back").locator(".a").first.inner_text() == "في الواحة، بعد سنوات"
    assert side(page, "front").locator("html").get_attribute("dir") == "rtl"
    assert page.url.endswith("#water/ar/rain")


def test_a_card_is_flipped_by_keys(open_page: Open) -> None:
    page = open_page("#water/en/rain")
    front, back = page.locator(".side.front"), page.locator(".side.back")
    for key, shown in (("Space", front), ("Space", back), ("Enter", front), ("Enter", back)):
        page.keyboard.press(key)
        assert [front.is_visible(), back.is_visible()] == [shown is front, shown is back]
    page.keyboard.press("b")
    assert [front.is_visible(), back.is_visible()] == [True, True]


def test_keys_work_from_within_a_card(open_page: Open) -> None:
    page = open_page("#water/en/rain")
    side(page, "front").locator(".q").first.click()
    page.keyboard.press("j")
    assert title(page) == "salt"


def test_the_other_language_is_opened_on_both_sides(open_page: Open) -> None:
    page = open_page("#water/en/rain")
    for is_open in (False, True, False):
        for name in ("front", "back"):
            other = side(page, name).get_by_text("أين يخرج مطر التلال؟").filter(visible=True)
            assert other.count() == is_open
        page.keyboard.press("o")


def test_devices_and_looks_are_chosen_by_keys(open_page: Open) -> None:
    page = open_page("#water/en/rain")
    widths = []
    for key in "123":
        page.keyboard.press(key)
        widths.append(side(page, "front").locator("html").evaluate("html => html.clientWidth"))
    assert widths[:2] == [360, 320]
    assert widths[2] > 600
    looks = []
    for _ in range(3):
        page.keyboard.press("d")
        looks.append(
            [glass.split()[-1] for glass in page.locator(".glass").evaluate_all("all => all.map(e => e.className)")]
        )
    assert looks == [["dark", "dark"], ["light", "light", "dark", "dark"], ["light", "light"]]
    page.keyboard.press("d")
    assert side(page, "front").locator("body.nightMode").count() == 1


def test_a_link_to_a_note_holds_through_reload_and_filters(open_page: Open) -> None:
    page = open_page("#water/ar/salt")
    page.fill("#search", "oasis")
    assert (listed(page), title(page)) == (["rain"], "salt")
    page.reload()
    assert title(page) == "salt"
    assert side(page, "back").locator(".a").first.inner_text() == "نعم"


def test_a_link_is_copied(open_page: Open) -> None:
    page = open_page("#water/en/salt")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.keyboard.press("c")
    page.get_by_text("The link is copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_a_link_to_no_note_says_so(open_page: Open) -> None:
    page = open_page("#water/en/sugar")
    assert page.inner_text("#view") == "There is no note “sugar” here."


BARE = """\
deck:
  id: rain
  uid: 00000f1e9d7a42c58e6f0a1b2c3d4e5f
  title:
    en: Rain
  languages: [en]
notes:
  - id: drop
    question:
      en: What does rain fall in?
    answer:
      en: Drops
"""


def test_a_heading_is_the_deck_and_the_section_where_there_is_one(open_page: Open) -> None:
    DECK_FILE.with_name("rain.yaml").write_text(BARE, encoding="utf-8")
    page = open_page("#water/en/rain")
    shown = "spans => spans.map(each => [each.textContent, getComputedStyle(each, '::after').content])"
    assert page.locator(".heading h3 span").evaluate_all(shown) == [
        ["Rain", "none"],
        ["Water of the desert", '" · "'],
        ["Springs", "none"],
        ["Water of the desert", '" · "'],
        ["Wells", "none"],
    ]


def test_coverage_leads_to_the_notes_and_shows_what_has_none(open_page: Open) -> None:
    page = open_page("#coverage")
    points = [point.split("\n") for point in page.locator(".point").all_inner_texts()]
    assert [[line for line in point if line] for point in points] == [
        ["Rain that falls in the hills comes out in the oasis years later.", "springs.rain · learning", "rain"],
        ["Water that stands in the sun grows salty.", "springs.salt · learning", "no note"],
        ["The deepest well of the valley reaches 90 metres.", "wells.depth · fact", "no note"],
    ]
    page.get_by_label("Only the 2 points that lack a note").check()
    assert page.locator(".point").count() == 2
    page.get_by_label("Only the 2 points that lack a note").uncheck()
    page.get_by_role("link", name="rain", exact=True).click()
    assert title(page) == "rain"
    page.get_by_role("link", name="springs.rain").click()
    assert page.evaluate("document.activeElement.id") == "point-springs.rain"


def test_a_problem_stands_with_its_line_and_leads_to_its_note(open_page: Open) -> None:
    page = open_page("#problems")
    problem = page.locator(".problem")
    assert [line for line in problem.inner_text().split("\n") if line] == [
        "warning this question can be answered with yes or no",
        "32 en: Does water that stands in the sun grow salty?",
        "ask what, who, when, where, why or how",
        "32:11 · yes-no · salt",
    ]
    assert problem.locator("mark").inner_text() == "Does"
    problem.get_by_role("link", name="salt").click()
    assert title(page) == "salt"
    assert page.locator(".problem").count() == 1


def test_the_gallery_shows_backs_and_leads_to_notes(open_page: Open) -> None:
    page = open_page("#gallery")
    answers = page.frame_locator(".cell iframe >> nth=0").locator(".a").first
    assert answers.inner_text() == "In the oasis, years later"
    page.get_by_role("main").get_by_role("link", name="old-measure").click()
    assert title(page) == "old-measure"


def test_decks_that_cannot_be_read_show_their_mistakes(open_page: Open) -> None:
    DECK_FILE.write_text(DECK.replace("    answer:", "    anwser:", 1), "utf-8")
    page = open_page(expect=".problem")
    assert page.inner_text("#banner") == "1 mistake: no cards are shown until this is fixed"
    assert page.inner_text(".problem mark") == "anwser"
    assert page.inner_text(".problem .hint") == "did you mean 'answer'?"


def test_a_script_in_a_card_never_runs(open_page: Open, wrong: list[str]) -> None:
    page = open_page("#water/en/rain")
    page.evaluate(
        """() => {
          const { body } = document.querySelector(".side.front iframe").contentDocument;
          const mean = "top.document.title = 'ran'";
          body.innerHTML = `<img src="x:" onerror="${mean}"><details open ontoggle="${mean}"></details>
            <a href="javascript:${mean}" target="_self">Run</a>`;
          body.append(Object.assign(body.ownerDocument.createElement("script"), { text: mean }));
        }"""
    )
    side(page, "front").get_by_text("Run").click()
    page.wait_for_timeout(200)
    assert page.title() == "rain · Water of the desert"
    assert any(complaint.startswith("Blocked script execution") for complaint in wrong)
    wrong.clear()


def write_wells(count: int, **answers: str) -> None:
    """Write a deck of many notes, which is cut into chunks; those asked whether they are deep have a warning each."""
    head, _ = DECK.split("notes:")
    asked = ("Is the water of this well good, number" if n % 90 == 0 else "Why" for n in range(count))
    notes = "".join(
        f"  - {{id: well-{n}, section: wells, question: {{en: '{words} {n}?', ar: '{n}؟'}}, "
        f"answer: {{en: {answers.get(f'well_{n}', 'water')}, ar: y}}}}\n"
        for n, words in enumerate(asked)
    )
    DECK_FILE.write_text(f"{head}notes:\n{notes}", "utf-8")


def chunks_in(page: Page) -> list[str]:
    """The chunks that a page loads from now on."""
    loaded: list[str] = []
    page.on("request", lambda asked: loaded.append(asked.url) if "/chunks/" in asked.url else None)
    return loaded


def test_the_chunks_of_a_folder_are_loaded_when_they_are_needed(open_page: Open, tmp_path: Path) -> None:
    write_wells(400)
    page = open_page("#gallery", expect=".cell iframe")
    loaded = chunks_in(page)
    page.goto(page.url.split("#")[0] + "#water/en/well-200")
    assert side(page, "front").locator(".q").first.inner_text() == "Why 200?"
    assert 1 <= len(loaded) <= 2
    for number in range(201, 300):
        page.keyboard.press("j")
        assert title(page) == f"well-{number}"
    assert side(page, "front").get_by_text("Why 299?").first.inner_text() == "Why 299?"
    assert len({*loaded}) == len(loaded) < len([*(tmp_path / "site/chunks").iterdir()]) - 1


def test_a_search_looks_at_the_texts_of_all_chunks(open_page: Open) -> None:
    write_wells(400, well_3="brackish", well_390="brackish")
    page = open_page("#water/en/well-200")
    page.fill("#search", "brackish")
    page.wait_for_function("() => document.getElementById('note-count').textContent === '2 of 400 notes'")
    assert listed(page) == ["well-3", "well-390"]
    assert title(page) == "well-200"


def test_the_problems_of_all_chunks_are_listed(open_page: Open) -> None:
    write_wells(400)
    page = open_page("#problems", expect=".problem")
    links = page.locator(".problem a").all_inner_texts()
    assert links == ["well-0", "well-90", "well-180", "well-270", "well-360"]
    assert page.inner_text("#problem-count") == "5"
    page.get_by_role("link", name="well-270").click()
    assert page.locator(".problem .message").inner_text() == "warning this question can be answered with yes or no"


def test_a_chunk_that_is_missing_is_named(open_page: Open, tmp_path: Path, wrong: list[str]) -> None:
    page = open_page("#coverage", expect=".point")
    for chunk in (tmp_path / "site/chunks").iterdir():
        chunk.unlink()
    page.goto(page.url.split("#")[0] + "#water/en/rain")
    page.get_by_text("Cannot load chunks/").wait_for()
    assert {each.partition(" (")[0] for each in wrong} <= {"Failed to load resource: net::ERR_FILE_NOT_FOUND"}
    wrong.clear()


def test_many_notes_are_made_only_as_they_come_into_sight(open_page: Open) -> None:
    head, _ = DECK.split("notes:")
    notes = "".join(
        f"  - {{id: note-{n}, section: wells, question: {{en: 'Why {n}?', ar: '{n}؟'}}, answer: {{en: x, ar: y}}}}\n"
        for n in range(2000)
    )
    DECK_FILE.write_text(f"{head}notes:\n{notes}", "utf-8")
    page = open_page("#water/en/note-1000")
    assert title(page) == "note-1000"
    assert "note-1000" in listed(page)
    assert len(listed(page)) < 40
    page.evaluate("document.getElementById('scroll').scrollTop = 1e9")
    page.locator("a.row .id", has_text="note-1999").wait_for()
    page.goto(page.url.split("#")[0] + "#gallery")
    page.locator(".cell iframe").first.wait_for()
    assert page.locator(".cell").count() < 200
    assert page.locator(".cell iframe").count() < 40


def test_a_page_that_is_open_follows_what_is_saved(open_page: Open) -> None:
    gallery = load_gallery()
    current = CurrentSite(site_of(gallery, watched=True))
    server = PreviewServer(current)
    with serving(server), live_reload(current, gallery, load_gallery, [Path("decks"), Path("source")]):
        page = open_page("#water/en/salt", address=server.address)
        page.keyboard.press("o")
        DECK_FILE.write_text(DECK.replace("en: Yes", "en: It does"), "utf-8")
        side(page, "back").get_by_text("It does").wait_for()
        assert page.locator("#banner").is_hidden()
        DECK_FILE.write_text(DECK.replace("    answer:", "    anwser:", 1), "utf-8")
        page.locator("#banner").wait_for()
        assert page.inner_text("#banner").split("\n")[0] == "1 mistake: the cards are as they were before"
        assert title(page) == "rain"  # where the mistake is
        assert side(page, "back").locator(".a").first.inner_text() == "In the oasis, years later"
        assert page.inner_text(".problem .message") == "error unknown key 'anwser' in a note"
        DECK_FILE.write_text(DECK, "utf-8")
        side(page, "back").get_by_text("Yes", exact=True).wait_for()
        assert title(page) == "salt"
        page.locator("#banner").wait_for(state="hidden")
        assert page.get_by_label("Open the other language").is_checked()
        page.goto("about:blank")  # before the server is gone, of which a page would complain


def test_an_edit_sends_the_chunk_of_its_note_and_keeps_the_readers_place(open_page: Open) -> None:
    write_wells(400)
    gallery = load_gallery()
    current = CurrentSite(site_of(gallery, watched=True))
    server = PreviewServer(current)
    with serving(server), live_reload(current, gallery, load_gallery, [Path("decks"), Path("source")]):
        page = open_page("#water/en/well-200", address=server.address)
        page.fill("#search", "why")
        page.wait_for_function("() => document.getElementById('note-count').textContent === '395 of 400 notes'")
        page.evaluate("document.getElementById('scroll').scrollTop = 3000")
        loaded = chunks_in(page)
        write_wells(400, well_200="silt")
        side(page, "back").get_by_text("silt").first.wait_for()
        assert len(loaded) == 1
        assert title(page) == "well-200"
        assert page.input_value("#search") == "why"
        assert page.inner_text("#note-count") == "395 of 400 notes"
        assert page.evaluate("document.getElementById('scroll').scrollTop") == 3000
        page.goto("about:blank")  # before the server is gone, of which a page would complain


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_it_can_be_used_by_everyone_and_fits(width: int, scheme: str, open_page: Open, served: PreviewServer) -> None:
    page = open_page(VIEWS[0], width=width, scheme=scheme, address=served.address)
    for view in VIEWS:
        page.evaluate("hash => { location.hash = hash }", view)
        if view == "#cards":
            page.get_by_role("button", name="Filters").click()
        if view == "#study":
            page.locator("#study .answer").click()
        page.wait_for_timeout(150)
        found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        serious = [
            (each["id"], node["html"])
            for each in found
            if each["impact"] in ("serious", "critical")
            for node in each["nodes"]
        ]
        assert (view, serious) == (view, [])
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, view
        assert page.evaluate("(m => m.scrollWidth - m.clientWidth)(document.getElementById('main'))") <= 0, view


def test_keys_are_listed(open_page: Open) -> None:
    page = open_page()
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    assert dialog.is_visible()
    page.keyboard.press("Escape")
    assert dialog.is_hidden()
