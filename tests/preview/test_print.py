"""Cards on paper: as many sheets as are needed, fronts and backs in register, and no text cut off."""

import re
import shutil
from collections.abc import Sequence
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Page

from tests.looks.conftest import DECK as LOOKS
from tests.preview.conftest import DECK, DECK_FILE, Open

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("decks")]

POINT = 25.4 / 72
CARD = (88, 63)

# What lies on each sheet, in mm; `cut` is what is larger than its place
SHEETS = """() => [...document.querySelectorAll(".sheet")].map(sheet => {
  const { body } = sheet.querySelector("iframe").contentDocument;
  return [...body.querySelectorAll(".cell")].map(cell => {
    const scrolls = [...cell.shadowRoot.querySelectorAll("body *")].filter(each =>
      !["visible", "clip"].includes(getComputedStyle(each).overflowX) && each.scrollWidth > each.clientWidth + 1);
    return {
      left: parseFloat(cell.style.left), top: parseFloat(cell.style.top),
      width: parseFloat(cell.style.width), height: parseFloat(cell.style.height),
      cut: cell.scrollHeight > cell.clientHeight || cell.scrollWidth > cell.clientWidth || scrolls.length > 0,
      text: cell.shadowRoot.querySelector("#qa").innerText.replace(/\\s+/g, " ").trim(),
      colours: [...new Set([...cell.shadowRoot.querySelectorAll("body *")].map(each => getComputedStyle(each).color))],
    };
  });
})"""

LONG = " ".join(f"Clause {n} of the answer says where the water of well {n} comes from." for n in range(1, 16))
ENDLESS = " ".join(f"Word{n}" for n in range(1, 2200))


class Printed(NamedTuple):
    """The size of each page of a PDF in mm, and the cells of each sheet."""

    pages: Sequence[tuple[int, int]]
    sheets: Sequence[Sequence[dict[str, Any]]]


@pytest.fixture
def open_page(open_page: Open) -> Open:
    return lambda place="#print", **more: open_page(place, width=1280, **more)


def printed(page: Page, paper: str = "A4") -> Printed:
    page.locator(f"input[value={paper.lower()}]").check()
    page.wait_for_selector(f".sheets.{paper.lower()}[data-ready]")
    pdf = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/Type /Page\b.*?/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf, re.DOTALL)
    pages = [(round(float(width) * POINT), round(float(height) * POINT)) for width, height in boxes]
    return Printed(pages, page.evaluate(SHEETS))


def in_register(printed: Printed, width: float) -> bool:
    """Whether each back lies behind its front, once the sheet is turned over at its long edge."""
    for fronts, backs in zip(printed.sheets[::2], printed.sheets[1::2], strict=True):
        for front, back in zip(fronts, backs, strict=True):
            assert abs(front["left"] + front["width"] + back["left"] - width) < 0.01
            assert [front[each] for each in ("top", "width", "height")] == [
                back[each] for each in ("top", "width", "height")
            ]
    return True


def cut_off(printed: Printed) -> list[str]:
    return [cell["text"] for sheet in printed.sheets for cell in sheet if cell["cut"]]


@pytest.mark.parametrize(("paper", "size"), [("A4", (210, 297)), ("Letter", (216, 279))])
def test_fronts_and_backs_lie_on_each_other(paper: str, size: tuple[int, int], open_page: Open) -> None:
    found = printed(open_page(), paper)
    assert found.pages == [size, size]
    [fronts, backs] = found.sheets
    assert [cell["text"] for cell in fronts] == [
        "Springs Where does the rain of the hills come out?",
        "Springs Does water that stands in the sun grow salty?",
    ]
    assert [cell["text"].split(" Source")[0] for cell in backs] == ["In the oasis, years later", "Yes"]
    assert [(cell["width"], cell["height"]) for cell in fronts] == [CARD, CARD]
    assert in_register(found, {"A4": 210, "Letter": 215.9}[paper])
    assert cut_off(found) == []


def test_a_long_answer_gets_a_larger_card(open_page: Open) -> None:
    text = DECK.replace("en: In the oasis, years later", f"en: {LONG}").replace("en: Yes", f"en: {ENDLESS}")
    DECK_FILE.write_text(text, "utf-8")
    found = printed(open_page())
    [rain], [salt] = found.sheets[::2]
    assert (rain["width"], rain["height"]) == (2 * CARD[0], 2 * CARD[1])
    assert (salt["width"], salt["height"]) == (2 * CARD[0], 4 * CARD[1])
    [[_, rain_back], [_, salt_back]] = zip(found.sheets[::2], found.sheets[1::2], strict=True)
    assert "Clause 15 of the answer" in rain_back[0]["text"]
    assert "Word2199" in salt_back[0]["text"]
    assert len(found.pages) == 4
    assert cut_off(found) == []
    assert in_register(found, 210)


def test_every_kind_of_card_is_printed_in_black_on_white(open_page: Open) -> None:
    DECK_FILE.unlink()
    shutil.copytree(LOOKS.parent, "decks", dirs_exist_ok=True)
    page = open_page(scheme="dark")
    page.locator("input[name=edition][value=ar]").check()
    page.get_by_label("With the other language").check()
    found = printed(page)
    assert page.inner_text(".print-head p").startswith("18 cards on ")
    assert len(found.pages) == len(found.sheets) >= 6
    assert cut_off(found) == []
    assert in_register(found, 210)
    assert {colour for sheet in found.sheets for cell in sheet for colour in cell["colours"]} == {"rgb(0, 0, 0)"}
    page.emulate_media(media="print")
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    assert page.locator(".top, .rail, .print-head").filter(visible=True).count() == 0


def test_what_is_found_is_printed_and_the_button_prints(open_page: Open) -> None:
    page = open_page("#gallery")
    page.fill("#search", "salty")
    page.get_by_role("link", name="Print cards").click()
    page.wait_for_selector(".sheets[data-ready]")
    assert page.inner_text(".print-head p").startswith("1 card on 1 sheet of ")
    page.evaluate("window.print = () => { document.body.dataset.printed = 'yes' }")
    page.get_by_role("button", name="Print", exact=True).click()
    assert page.locator("body[data-printed]").count() == 1
    page.keyboard.press("/")
    page.fill("#search", "nowhere")
    page.get_by_text("There are no cards to print.").wait_for()
