"""Take pictures of cards as Anki's backend renders them, in Debian's Chromium.

    flashcards build && python tests/looks/take.py dist tests/looks

Each picture is a sheet of panels, one for each state a card can be in. A panel's frame is a short
stand-in for the client's own page: it tests our styles, not the client.
"""

import html
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

CHROMIUM = (
    *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars"),
)
SHEET = """<!doctype html><meta charset="utf-8">
<style>body {{ margin: 12px; background: {backdrop}; display: flex; gap: 12px }}
iframe {{ border: 0; border-radius: 12px; width: {width}px; height: {height}px }}</style>{panels}"""
PAGE = """<!doctype html><html class="{mode}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<style>{css}</style><style>body {{ margin: 16px }} html.nightMode body {{ background: {dark} }}</style>
<body class="card {mode}">{side}</body></html>"""


class Panel(NamedTuple):
    """A side of a card, with the other language shown or not."""

    is_back: bool
    is_open: bool


class Look(NamedTuple):
    """A picture to take: a note of a package, on a screen."""

    name: str
    package: str
    note: str
    width: int
    height: int
    is_dark: bool
    panels: tuple[Panel, ...]


PHONE = (Panel(False, False), Panel(False, True), Panel(True, False), Panel(True, True))
DESK = (Panel(True, True),)

LOOKS = (
    Look("phone-bn-light", "mostaque-2024-bn", "glass-whose-image", 360, 740, False, PHONE),
    Look("phone-bn-dark", "mostaque-2024-bn", "glass-whose-image", 360, 740, True, PHONE),
    Look("phone-en-light", "mostaque-2024-en", "time-left", 360, 740, False, PHONE),
    Look("phone-en-dark", "mostaque-2024-en", "glass-whose-image", 360, 740, True, PHONE),
    Look("small-phone-bn", "mostaque-2024-bn", "training-cost", 320, 740, False, PHONE),
    Look("desktop-bn-light", "mostaque-2024-bn", "training-cost", 1000, 620, False, DESK),
    Look("desktop-en-dark", "mostaque-2024-en", "trained-on-home-data", 1000, 620, True, DESK),
)


def take(look: Look, dist: Path, out: Path) -> None:
    """Take one picture."""
    front, back, css = rendered(dist / f"{look.package}.apkg", look.note)
    mode = "nightMode night_mode" if look.is_dark else ""
    panels = []
    for panel in look.panels:
        side = back if panel.is_back else front
        side = side.replace("<details ", "<details open ") if panel.is_open else side
        page = PAGE.format(mode=mode, css=css, side=side, dark="#2c2c2c")
        panels.append(f'<iframe srcdoc="{html.escape(page)}"></iframe>')
    backdrop = "#1a1a1a" if look.is_dark else "#e4e7ea"
    sheet = SHEET.format(width=look.width, height=look.height, panels="".join(panels), backdrop=backdrop)
    size = (12 + (look.width + 12) * len(panels), look.height + 24)
    with tempfile.TemporaryDirectory() as folder:
        page_file = Path(folder) / "sheet.html"
        page_file.write_text(sheet, encoding="utf-8")
        picture = f"--screenshot={out / look.name}.png"
        window = f"--window-size={size[0]},{size[1]}"
        command = [*CHROMIUM, f"--user-data-dir={folder}/profile", "--force-device-scale-factor=2", window, picture]
        subprocess.run([*command, page_file.as_uri()], check=True, stderr=subprocess.DEVNULL)


def rendered(package: Path, note: str) -> tuple[str, str, str]:
    """Front, back and stylesheet of the card of a note, from Anki's backend."""
    with tempfile.TemporaryDirectory() as folder:
        collection = Collection(str(Path(folder) / "collection.anki2"))
        request = ImportAnkiPackageRequest(package_path=str(package), options=ImportAnkiPackageOptions())
        collection.import_anki_package(request)
        [card_id] = collection.find_cards(f"ID:{note}")
        output = collection.get_card(card_id).render_output()
        collection.close()
        return output.question_text, output.answer_text, output.css


def main(words: Sequence[str]) -> None:
    dist, out = map(Path, words)
    for look in LOOKS:
        take(look, dist, out.resolve())


if __name__ == "__main__":
    main(sys.argv[1:])
