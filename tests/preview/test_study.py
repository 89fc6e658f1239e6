"""Study mode: a reader without Anki goes through the cards, with the keyboard, by touch or with buttons."""

import shutil
from typing import Any

import pytest
from playwright.sync_api import FrameLocator, Page

from tests.looks.conftest import DECK as LOOKS
from tests.preview.conftest import DECK, DECK_FILE, NEAR, Open

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("decks")]


@pytest.fixture
def open_page(open_page: Open) -> Open:
    """Open the page of the decks here as a file; it complains of nothing and asks for nothing."""

    def open_still(place: str = "", *, touch: bool = False, **more: Any) -> Page:
        context = {"width": 1280, "has_touch": touch, "reduced_motion": "reduce", **more}
        return open_page(place, near=NEAR[:3], **context)

    return open_still


def card(page: Page) -> FrameLocator:
    return page.frame_locator("#study iframe")


def asks(page: Page, question: str) -> None:
    """Wait for a question, whose answer is not shown."""
    card(page).locator(".q", has_text=question).first.wait_for()
    assert card(page).locator("#answer").count() == 0
    assert page.locator("#study .foot").inner_text().startswith("Show the answer")


def answers(page: Page, answer: str) -> None:
    card(page).locator(".a", has_text=answer).first.wait_for()


def progress(page: Page) -> str:
    return page.inner_text("#study .progress")


def said(page: Page) -> str:
    return page.inner_text("#study [aria-live]")


def looks_deck() -> None:
    """The deck with every kind of note."""
    DECK_FILE.unlink()
    shutil.copytree(LOOKS.parent, "decks", dirs_exist_ok=True)


RAIN, SALT = "Where does the rain of the hills come out?", "Does water that stands in the sun grow salty?"


def test_a_deck_is_studied_with_the_keyboard(open_page: Open) -> None:
    page = open_page("#water/en/rain")
    page.keyboard.press("s")
    asks(page, RAIN)
    assert page.url.endswith("#study")
    page.wait_for_function("() => document.querySelector('#study [aria-live]').textContent.startsWith('Card 1')")
    assert said(page) == f"Card 1, question. Springs {RAIN}"
    page.keyboard.press("Space")
    answers(page, "In the oasis, years later")
    page.wait_for_function("() => document.querySelector('#study [aria-live]').textContent.startsWith('Answer')")
    assert said(page).startswith("Answer. In the oasis, years later")
    page.keyboard.press("1")  # again: after the other card, which is the last
    asks(page, SALT)
    assert progress(page) == "0 of 2 done"
    page.keyboard.press("3")  # no grade before the answer is shown
    asks(page, SALT)
    page.keyboard.press("Enter")
    answers(page, "Yes")
    page.keyboard.press("3")
    asks(page, RAIN)
    assert progress(page) == "1 of 2 done"
    page.keyboard.press("Space")
    answers(page, "In the oasis")
    page.keyboard.press("Space")  # the same as 3
    page.get_by_role("heading", name="That was all").wait_for()
    assert page.locator(".end-of-study dd").all_inner_texts() == ["0", "0", "2", "0", "0"]
    page.get_by_role("button", name="Again: 1 hard card").click()
    asks(page, RAIN)
    page.keyboard.press("Escape")
    page.wait_for_url("**#water/en/rain")
    assert page.locator("#study").is_hidden()
    assert page.inner_text("#note-title") == "rain"


def test_cards_are_turned_back_and_forth_and_asked_in_each_language(open_page: Open) -> None:
    page = open_page("#study/ar")
    asks(page, "أين يخرج مطر التلال؟")
    assert card(page).locator("html").get_attribute("dir") == "rtl"
    page.keyboard.press("ArrowRight")
    asks(page, "هل يزداد الماء الراكد ملوحة؟")
    page.keyboard.press("Space")
    answers(page, "نعم")
    page.keyboard.press("l")
    answers(page, "Yes")
    page.keyboard.press("o")
    card(page).get_by_text("نعم").filter(visible=True).wait_for()
    page.keyboard.press("ArrowLeft")
    asks(page, RAIN)
    page.keyboard.press("?")
    assert page.get_by_role("dialog", name="Keys").inner_text().splitlines()[:3] == [
        "Keys",
        "Space Enter",
        "show the answer; then the same as 3",
    ]
    page.keyboard.press("Escape")
    asks(page, RAIN)
    page.go_back()  # as the Back button of a phone
    page.locator("#study").wait_for(state="hidden")


def test_a_deck_is_studied_by_touch(open_page: Open) -> None:
    page = open_page("#water/en/rain", width=390, touch=True)
    page.get_by_role("button", name="Study").tap()
    asks(page, RAIN)
    card(page).locator(".q").first.tap()
    answers(page, "In the oasis")
    page.get_by_role("button", name="Good").tap()
    asks(page, SALT)
    small = "all => all.filter(e => Math.min(e.offsetWidth, e.offsetHeight) < 44).map(e => e.outerHTML)"
    assert page.locator("#study button").filter(visible=True).evaluate_all(small) == []
    page.get_by_role("button", name="Previous card").tap()
    asks(page, RAIN)
    swipe = """frame => {
      const { body } = frame.contentDocument;
      const touch = (type, screenX) => {
        const changedTouches = [new Touch({ identifier: 1, target: body, screenX, screenY: 300 })];
        const touches = type === "touchend" ? [] : changedTouches;
        body.dispatchEvent(new TouchEvent(type, { touches, changedTouches, bubbles: true }));
      };
      touch("touchstart", 300);
      touch("touchend", 180);
    }"""
    page.locator("#study iframe").evaluate(swipe)
    asks(page, SALT)


def test_every_kind_of_card_is_studied(open_page: Open) -> None:
    looks_deck()
    page = open_page("#study/ar")
    seen = set()
    for _ in range(30):
        if page.locator(".end-of-study").is_visible():
            break
        page.wait_for_function("() => document.querySelector('#study .answer, #study .end-of-study:not([hidden])')")
        page.keyboard.press("Enter")
        page.locator("#study .grade.good").wait_for()
        frame = card(page)
        frame.locator("#qa").wait_for()
        seen |= {
            name for name in (".cloze", "math", "audio", "img", "#typeans", ".word") if frame.locator(name).count()
        }
        page.evaluate("document.getElementById('study').focus()")
        page.keyboard.press("4" if page.locator("#study .easy").inner_text().endswith("whole note") else "3")
    assert page.locator(".end-of-study").is_visible()
    assert seen >= {".cloze", "math", "img", "#typeans", ".word"}


def test_what_is_typed_is_compared(open_page: Open) -> None:
    looks_deck()
    page = open_page("#looks/en/morning-star")
    page.keyboard.press("s")
    card(page).locator("input#typeans:focus").wait_for()
    page.keyboard.type("Venis 1")
    page.keyboard.press("Enter")
    card(page).locator("#typearrow").wait_for(state="attached")
    marked = (
        card(page).locator("#typeans span").evaluate_all("all => all.map(e => [e.className || e.id, e.textContent])")
    )
    assert marked == [
        ["typeGood", "Ven"],
        ["typeBad", "i"],
        ["typeGood", "s"],
        ["typeBad", " 1"],
        ["typearrow", "↓"],
        ["typeGood", "Ven"],
        ["typeMissed", "u"],
        ["typeGood", "s"],
    ]
    page.keyboard.press("1")
    page.keyboard.press("ArrowLeft")
    card(page).locator("input#typeans:focus").wait_for()
    page.keyboard.type("Venus")
    page.keyboard.press("Enter")
    assert card(page).locator("code#typeans").inner_text() == "Venus"
    assert card(page).locator("#typearrow").count() == 0


def test_only_what_was_found_is_studied(open_page: Open) -> None:
    DECK_FILE.write_text(DECK, "utf-8")
    page = open_page("#gallery")
    page.fill("#search", "salty")
    page.get_by_role("button", name="Study").click()
    asks(page, SALT)
    assert progress(page) == "0 of 1 done"
    page.get_by_role("button", name="Leave").first.click()
    page.wait_for_url("**#gallery")
