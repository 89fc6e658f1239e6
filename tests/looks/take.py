"""Take pictures of cards as Anki's backend renders them, and of the preview, in Chromium.

    python -m tests.looks.take

leaves them in `.looks/`: every card of the deck of looks in each of its languages, front and back, with
the other language hidden and shown, and the pictures in the README, which are then cut down to 96 colours.
"""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from playwright.sync_api import Browser

from flashcards.cli.states import named_states
from flashcards.cli.texts import texts_with
from flashcards.preview.gallery import gallery_of
from flashcards.preview.site import site_of, write_site
from tests.browser import chromium
from tests.looks.cards import TYPED, Edition, Rendered, editions_of
from tests.looks.page import GAP, opened, sheet_of

ROOT = Path(__file__).parents[2]
OUT = ROOT / ".looks"
LOOKS = ROOT / "tests/looks/deck/looks.yaml"
OURS = ROOT / "decks/mostaque-2024.yaml"
PHONE = 360


class Picture(NamedTuple):
    """Sides of cards, four beside each other, with the styles and media of an edition."""

    name: str
    edition: Edition
    sides: tuple[str, ...]
    is_dark: bool = False
    scale: float = 1


def main() -> None:
    OUT.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, chromium() as browser:
        for picture in _pictures(Path(folder)):
            _take(picture, browser, Path(folder) / "sheet.html")
        _take_preview(browser, Path(folder) / "preview")
    print(f"{len(list(OUT.glob('*.png')))} pictures are in {OUT}")  # noqa: T201


def _pictures(folder: Path) -> Iterator[Picture]:
    looks, ours = _editions(LOOKS, folder), _editions(OURS, folder)
    for language, edition in looks.items():
        sides = tuple(side for card in edition.cards for side in _states(card))
        for is_dark in (False, True):
            yield Picture(f"{language}-{'dark' if is_dark else 'light'}", edition, sides, is_dark)
    for language, is_dark in (("bn", False), ("en", True)):
        sides = tuple(_states(ours[language].card("glass-whose-image")))
        yield Picture(f"phone-{language}-{'dark' if is_dark else 'light'}", ours[language], sides, is_dark, scale=2)
    yield Picture("scripts", looks["bn"], tuple(_scripts(looks)), scale=2)


def _editions(deck: Path, folder: Path) -> dict[str, Edition]:
    place = folder / deck.stem
    shutil.copytree(deck.parent, place / "deck")
    shutil.copytree(ROOT / "source", place / "source")
    return editions_of(place / "deck" / deck.name, place, TYPED)


def _states(card: Rendered) -> Iterable[str]:
    return card.front, opened(card.front), card.back, opened(card.back)


def _scripts(looks: Mapping[str, Edition]) -> Iterator[str]:
    yield looks["ar"].card("shortest-year").back
    yield looks["ja"].card("way-to-the-pole-star").back
    yield opened(looks["hi"].card("moon-round-the-earth").front)
    yield looks["en"].card("morning-star").back


def _take(picture: Picture, browser: Browser, file: Path) -> None:
    columns = 4
    sheet = sheet_of(picture.edition, picture.sides, width=PHONE, columns=columns, is_dark=picture.is_dark)
    file.write_text(sheet, "utf-8")
    size = {"width": columns * (PHONE + GAP) + GAP, "height": 800}
    with browser.new_page(viewport=size, device_scale_factor=picture.scale) as page:  # type: ignore[arg-type]
        page.goto(file.as_uri())
        page.locator("body").screenshot(path=OUT / f"{picture.name}.png")


def _take_preview(browser: Browser, folder: Path) -> None:
    with chdir(ROOT), named_states([OURS.stem]) as found:  # where files are named as an author names them
        write_site(site_of(gallery_of(found.decks, found.problems, texts_with(found.problems))), folder)
    with browser.new_page(viewport={"width": 1200, "height": 864}, device_scale_factor=1.5) as page:
        page.goto((folder / "index.html").as_uri() + "#mostaque-2024/bn/glass-whose-image")
        page.locator(".side.back iframe").wait_for()
        page.screenshot(path=OUT / "preview.png")


if __name__ == "__main__":
    main()
