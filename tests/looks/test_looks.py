"""Cards as they look: they fit, can be read and tapped, and hide the other language until it is asked for."""

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from flashcards.text.language import own_name
from tests.conftest import Run, missing_here
from tests.looks import measures
from tests.looks.cards import TYPED, Edition, editions_of
from tests.looks.conftest import DECK, Learned, Shown

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
LANGUAGES = ("bn", "ar", "ja", "hi", "en")
PHONE, WIDTHS = 320, (320, 360, 1200)
MODES = pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])

# axe lets large text have less contrast; we do not
CONTRAST = {
    **{"ignoreUnicode": True, "ignoreLength": True, "ignorePseudo": False, "pseudoSizeThreshold": 0.25},
    **{"boldValue": 700, "boldTextPt": 14, "largeTextPt": 18, "shadowOutlineEmMax": 0.2, "textStrokeEmMin": 0.03},
    "contrastRatio": {"normal": {"expected": 4.5}, "large": {"expected": 4.5}},
}
AXE = {
    "resultTypes": ["violations", "incomplete"],
    "checks": {"color-contrast": {"options": CONTRAST}},
    "rules": {
        "label": {"enabled": False},  # the box to type in is the client's
        "accesskeys": {"enabled": False},  # a client shows one card at a time
    },
}
KEYS = {"runOnly": ["accesskeys"]}
# axe cannot tell what is behind a text that a link lies over, or that is out of sight till it is scrolled to
PLAIN_TO_SEE = """
.qa a { position: static !important; padding: 0 !important; margin: 0 !important }
.qa pre { white-space: pre-wrap }
"""

# By language the letters of its script, and the font with them that Debian has
SCRIPTS = {
    "bn": ("[\u0980-\u09ff]", "Noto Sans Bengali"),
    "ar": ("[\u0600-\u06ff]", "Noto Naskh Arabic"),
    "ja": ("[\u3040-\u30ff\u4e00-\u9fff]", "Noto Sans CJK JP"),
    "hi": ("[\u0900-\u097f]", "Noto Sans Devanagari"),
}


class Text(NamedTuple):
    """Text of an element, in what language it is, and the fonts it is shaped with."""

    text: str
    language: str
    tag: str
    fonts: frozenset[str]


def test_the_deck_is_a_model_of_style(run: Run, tmp_path: Path) -> None:
    shutil.copytree(DECK.parent, tmp_path / "deck")
    assert run("check", tmp_path / "deck" / DECK.name).stdout == "1 deck, 15 notes: no problems\n"


@MODES
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_cards_fit_the_screen_and_can_be_tapped(
    language: str, width: int, is_dark: bool, learned: Learned, shown: Shown
) -> None:
    page = shown(learned()[language], width=width, is_dark=is_dark)
    for _ in range(2):
        assert page.evaluate(measures.STICKING_OUT) == []
        assert page.evaluate(measures.HARD_TO_TAP) == []
        page.evaluate(measures.OPEN_ALL)


@MODES
@pytest.mark.parametrize(
    ("language", "theme"), [*((language, "plain") for language in LANGUAGES), ("ar", "paper"), ("ar", "bold")]
)
def test_everyone_can_read_cards(language: str, theme: str, is_dark: bool, learned: Learned, shown: Shown) -> None:
    page = shown(learned(theme)[language], is_dark=is_dark)
    page.evaluate(measures.OPEN_ALL)
    assert page.evaluate(measures.STICKING_OUT) == []
    page.add_style_tag(content=PLAIN_TO_SEE)
    found = Axe().run(page, options=AXE).response
    assert list(serious(found["violations"])) == []
    assert [each for each in serious(found["incomplete"]) if each.startswith("color-contrast")] == []


def serious(found: list[dict[str, Any]]) -> Iterator[str]:
    for rule in found:
        for node in rule["nodes"]:
            if rule["impact"] in ("serious", "critical"):
                yield f"{rule['id']}: {node['html'][:80]}: {node['failureSummary']}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_other_language_is_hidden_until_it_is_tapped(language: str, learned: Learned, shown: Shown) -> None:
    edition = folded(learned()[language])
    page = shown(edition)
    other = page.locator(f".other[lang={edition.support}]")
    buttons = page.locator("summary").filter(visible=True)
    assert other.filter(visible=True).count() == 0
    assert buttons.count() == 2 * len(edition.cards)
    for number in range(buttons.count()):
        buttons.nth(number).click()
        assert other.filter(visible=True).count() == number + 1
    buttons.last.click()
    assert other.filter(visible=True).count() == 2 * len(edition.cards) - 1


def folded(edition: Edition) -> Edition:
    """The cards on which the other language is folded away; on those of words it is what is asked, or the answer."""
    return edition._replace(cards=tuple(card for card in edition.cards if "<details" in card.back))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_is_asked_in_one_language_and_answered_in_the_other(
    language: str, learned: Learned, shown: Shown
) -> None:
    edition = learned()[language]
    for ordinal, (asked, answer) in enumerate([(language, edition.support), (edition.support, language)]):
        card = edition.card("word-rainbow", ordinal)
        page = shown(edition._replace(cards=(card,)))
        words = page.locator(":is(.q, .a).word").filter(visible=True)
        assert words.evaluate_all("all => all.map(each => each.closest('[lang]').lang)") == [asked, asked, answer]
        assert page.locator(f".wanted[lang={answer}]").filter(visible=True).first.inner_text() == own_name(answer)
        assert page.locator(".front .reading").filter(visible=True).count() == 0


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_keyboard_opens_the_other_language(language: str, learned: Learned, shown: Shown) -> None:
    edition = folded(learned()[language])
    for card in edition.cards:
        for side in (card.front, card.back):
            page = shown(edition._replace(cards=(card._replace(front="", back=side),)))
            assert list(serious(Axe().run(page, options=KEYS).response["violations"])) == []
            other = page.locator(f".other[lang={edition.support}]").filter(visible=True)
            counts = []
            for _ in range(3):
                press_alt("2", page)
                counts.append(other.count())
            assert counts == [1, 0, 1]


def press_alt(digit: str, page: Page) -> None:
    """Press Alt and a digit as a keyboard does; Playwright leaves out the text by which Chromium finds the key."""
    session = page.context.new_cdp_session(page)
    key = {"key": digit, "code": f"Digit{digit}", "windowsVirtualKeyCode": ord(digit), "modifiers": 1}
    for kind in ("keyDown", "keyUp"):
        session.send("Input.dispatchKeyEvent", {"type": kind, "unmodifiedText": digit, **key})
    session.detach()


def test_the_keyboard_follows_the_link_to_report_a_mistake(learned: Learned, shown: Shown) -> None:
    edition = learned()["en"]
    for card in edition.cards:
        page = shown(edition._replace(cards=(card._replace(front=""),)))
        with page.expect_request(re.compile("^https://example.org/")) as request:
            press_alt("3", page)
        assert request.value.url == f"https://example.org/issues/new?title={card.note}"


@pytest.mark.parametrize("theme", ["plain", "paper", "bold"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_asked_stays_in_its_place(language: str, theme: str, learned: Learned, shown: Shown) -> None:
    places = shown(learned(theme)[language], width=PHONE).evaluate(measures.ASKED)
    assert [place for place in places if not place] == []
    assert places[0::2] == places[1::2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_is_shaped_by_a_font_of_its_script(language: str, learned: Learned, shown: Shown) -> None:
    edition = learned()[language]
    for each in {edition.language, edition.support} & SCRIPTS.keys():
        if not covered_by(SCRIPTS[each][1]):
            missing_here(f"needs the font {SCRIPTS[each][1]}")
    page = shown(edition)
    page.evaluate(measures.OPEN_ALL)
    texts = list(texts_in(page))
    assert {text.language for text in texts} >= {edition.language, edition.support}
    assert [text for text in texts if not is_covered(text)] == []
    assert [text for text in texts if not is_of_its_script(text)] == []


def texts_in(page: Page) -> Iterator[Text]:
    """What stands on a page, with its fonts as the browser chose them."""
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument", {"depth": -1})["root"]
    for node, language, tag in texts_below(root):
        fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node["nodeId"]})["fonts"]
        if fonts:  # what is not shown has none
            yield Text(node["nodeValue"].strip(), language, tag, frozenset(font["familyName"] for font in fonts))
    session.detach()


def texts_below(node: Mapping[str, Any], language: str = "") -> Iterator[tuple[Mapping[str, Any], str, str]]:
    """The text nodes of cards below a node, each with its language and the element it stands in."""
    written = node.get("attributes", ())
    if node["nodeName"] != "HTML":
        language = dict(zip(written[::2], written[1::2], strict=True)).get("lang", language)
    for child in node.get("children", ()):
        if child["nodeName"] != "#text":
            yield from texts_below(child, language)
        elif language and child["nodeValue"].strip():
            yield child, language, node["nodeName"]


def is_covered(text: Text) -> bool:
    """Whether one of the fonts has each letter, so that none is shown as an empty box."""
    return letters(text.text) <= frozenset[str]().union(*map(covered_by, text.fonts))


def is_of_its_script(text: Text) -> bool:
    """Whether the font of the script is used, and others only for what it lacks."""
    script, font = SCRIPTS.get(text.language, ("(?!)", ""))
    if not re.search(script, text.text) or text.tag == "CODE":
        return True
    return font in text.fonts and (text.fonts == {font} or not letters(text.text) <= covered_by(font))


def letters(text: str) -> frozenset[str]:
    return frozenset(re.sub("[\\s\u200c\u200d]", "", text))


@cache
def covered_by(family: str) -> frozenset[str]:
    """The letters for which a font has shapes, by fontconfig."""
    if not shutil.which("fc-list"):
        missing_here("needs fontconfig, which tells what is in a font")
    command = ["fc-list", "--format", "%{charset}\n", f":family={family}"]
    ranges = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout.split()
    ends = [[int(end, 16) for end in each.split("-")] for each in ranges]
    return frozenset(chr(code) for each in ends for code in range(each[0], each[-1] + 1))


def test_what_a_learner_writes_outdoes_the_deck(learned: Learned, shown: Shown, tmp_path: Path) -> None:
    edition = learned("bold")["en"]
    shutil.copytree(edition.media, tmp_path / "media")
    styles = ".card { --qa-accent: rgb(1, 2, 3) } .card.nightMode { --qa-accent: rgb(4, 5, 6) }"
    (tmp_path / "media/_flashcards.css").write_text(styles, "utf-8")
    for is_dark, colour in ((False, "rgb(1, 2, 3)"), (True, "rgb(4, 5, 6)")):
        page = shown(edition._replace(media=tmp_path / "media"), is_dark=is_dark)
        assert page.locator(".a").first.evaluate("answer => getComputedStyle(answer).color") == colour


def test_our_own_deck_fits_the_smallest_phone(shown: Shown, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "decks", tmp_path / "decks")
    shutil.copytree(ROOT / "source", tmp_path / "source")
    for edition in editions_of(tmp_path / "decks/mostaque-2024.yaml", tmp_path, TYPED).values():
        page = shown(edition, width=PHONE)
        page.evaluate(measures.OPEN_ALL)
        assert page.evaluate(measures.STICKING_OUT) == []
        assert page.evaluate(measures.HARD_TO_TAP) == []
