"""A release has a page for learners, who may open it from a folder, on a phone, in the dark."""

import re
from html import unescape
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.conftest import Run
from tests.test_compatibility import DECK

ENGLISH = """\
Planets
English + বাংলা
Asked in English; Bangla is one tap away · 2 notes, 2 cards · Version: 1.0
Download
Planets_v1.0_en.apkg n kB
See all cards
How to import
Desktop: double-click Planets_v1.0_en.apkg, or choose File → Import in Anki. Leave the opt
Android (AnkiDroid): open the file, or choose ⋮ → Import.
iPhone and iPad (AnkiMobile): tap the file in Files, then Share → Anki.
When there is a new version, download it and import it over the old one. New cards appear
If Anki reports that notes were not imported because their note type has changed, for exam
On Anki 24.11 or older, import no old version once a new one is out: a few changes may the
What is new in version 1.0
First release: 2 cards.
Planets_v1.0_en.apkg n kBSHA-256
UPDATES-en.txt n kBSHA-256"""
PAGE = Path("dist/planets-1.0/index.html")


@pytest.fixture(autouse=True)
def _a_deck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("decks").mkdir()
    Path("decks/planets.yaml").write_text(DECK, encoding="utf-8")


def words_of(page: str) -> list[str]:
    """The beginnings of the lines that a reader sees, without sums, which change with the program."""
    body = page[page.index("<body>") :]
    lines = unescape(re.sub(r"<[^>]*>", "", re.sub("SHA-256 [0-9a-f]{64}", "SHA-256", body))).split("\n")
    return [re.sub(r"\d+ kB", "n kB", line)[:90].rstrip() for line in lines if line]


def test_the_page_says_in_each_language_what_to_download_and_how_to_import_it(run: Run) -> None:
    run("release", "1.0")
    page = PAGE.read_text(encoding="utf-8")
    english = words_of(page)[words_of(page).index("Planets") :]
    assert "\n".join(english) == ENGLISH
    assert re.findall('<section id="([^"]*)" lang="([^"]*)"', page) == [("bn", "bn"), ("en", "en")]
    links = {name for name in re.findall('href="([^"#]*)"', page) if ":" not in name}
    assert {name for name in links if not (PAGE.parent / name).exists()} == set()


def test_a_gallery_is_left_out_if_it_is_not_wanted(run: Run) -> None:
    run("release", "1.0", "--no-gallery")
    assert not (PAGE.parent / "gallery").exists()
    assert "See all cards" not in PAGE.read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize(("scheme", "width"), [("light", 1200), ("dark", 390)])
def test_the_page_opens_from_a_folder(scheme: str, width: int, run: Run, browser: Browser) -> None:
    run("release", "1.0")
    said: list[str] = []
    for checks_policy in (True, False):  # axe adds a script, which the policy of the page refuses
        context = browser.new_context(
            color_scheme=scheme,  # type: ignore[arg-type]
            viewport={"width": width, "height": 800},
            bypass_csp=not checks_policy,
        )
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.goto(PAGE.absolute().as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.get_by_role("heading", level=1).all_inner_texts() == ["গ্রহ", "Planets"]
        if not checks_policy:
            assert Axe().run(page).response["violations"] == []
        page.get_by_text("See all cards").click()
        page.locator("#list li").first.wait_for()
        assert said == []
        context.close()
