"""The deck of looks as learners have it, and pages of its cards in a browser."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.looks.cards import TYPED, Edition, editions_of
from tests.looks.page import page_of

DECK = Path(__file__).parent / "deck/looks.yaml"

Learned = Callable[..., Mapping[str, Edition]]
Shown = Callable[..., Page]


@pytest.fixture(scope="session")
def learned(tmp_path_factory: pytest.TempPathFactory) -> Learned:
    """The editions of the deck of looks by language, in a theme; each theme is built and imported once."""

    @cache
    def learned(theme: str = "plain") -> Mapping[str, Edition]:
        folder = tmp_path_factory.mktemp(theme)
        shutil.copytree(DECK.parent, folder / "deck")
        deck = folder / "deck" / DECK.name
        deck.write_text(DECK.read_text("utf-8").replace("deck:\n", f"deck:\n  theme: {theme}\n", 1), "utf-8")
        return editions_of(deck, folder, TYPED)

    return learned


@pytest.fixture(scope="session")
def tab(browser: Browser) -> Iterator[Page]:
    with browser.new_context() as context:
        page = context.new_page()
        page.set_default_timeout(10_000)
        yield page


@pytest.fixture
def shown(tab: Page, tmp_path: Path) -> Shown:
    """Show all cards of an edition on a screen, the other language hidden as it is at first."""

    def shown(edition: Edition, *, width: int = 360, is_dark: bool = False) -> Page:
        file = tmp_path / "page.html"
        file.write_text(page_of(edition, width=width, is_dark=is_dark), "utf-8")
        tab.set_viewport_size({"width": width, "height": 800})
        tab.goto(file.as_uri())
        return tab

    return shown
