"""A page with sides of cards, each in a frame as wide as a screen.

What is round a side is a short stand-in for a client's own page, with the styles of a client that
are at odds with ours: the looks of cards are tested here, not clients.
"""

import html
from collections.abc import Iterable

from tests.looks.cards import Edition

GAP = 12
"""Between frames that stand beside each other, and round them all."""

_CLIENT = """\
hr { margin: 1em; background-color: #ccc }
li { text-align: start }
a { color: #00e }
input#typeans { width: 100%; line-height: 1.75; font-family: Arial; font-size: 20px }
.typeGood { background: #afa; color: #000 }
.typeBad { background: #faa; color: #000 }
.typeMissed { background: #ccc; color: #000 }
.replay-button { display: inline-flex; margin: 3px }
"""
_FRAMES = """\
body { margin: 0 }
main { display: grid; grid-template-columns: repeat(%(columns)d, %(width)dpx) }
.frame { display: flow-root; box-sizing: border-box; inline-size: %(width)dpx; padding: 16px }
.frame.nightMode { background: #303030 }
"""  # the lightest that a client has in the dark, AnkiDroid's grey: where contrast is least
_APART = f"""\
body {{ padding: {GAP}px; background: #e4e7ea }}
body.dark {{ background: #161616 }}
main {{ gap: {GAP}px }}
.frame {{ border-radius: 12px }}
.frame.nightMode {{ background: #2c2c2c }}
"""
_PAGE = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Cards in {language}</title>
<base href="{media}/">
<style>{client}</style>
<style>{css}</style>
<style>{frames}</style>
<body class="{mode}">
<main>
{sides}
</main>
"""


def page_of(edition: Edition, *, width: int, is_dark: bool) -> str:
    """All cards of an edition, the front of each above its back."""
    sides = (
        f'<section class="frame card {_mode(is_dark)} {name}" data-card="{html.escape(card.name)}">{side}</section>'
        for card in edition.cards
        for name, side in (("front", card.front), ("back", card.back))
    )
    return _page(edition, sides, _FRAMES % {"columns": 1, "width": width}, is_dark=is_dark)


def sheet_of(edition: Edition, sides: Iterable[str], *, width: int, columns: int, is_dark: bool) -> str:
    """Sides of cards beside each other, to be looked at."""
    frames = (f'<section class="frame card {_mode(is_dark)}">{side}</section>' for side in sides)
    return _page(edition, frames, _FRAMES % {"columns": columns, "width": width} + _APART, is_dark=is_dark)


def opened(side: str) -> str:
    """A side whose other language has been tapped; on a back, the front's is not shown."""
    return side.replace('<details class="peek"', '<details open class="peek"')


def _page(edition: Edition, sides: Iterable[str], frames: str, *, is_dark: bool) -> str:
    return _PAGE.format(
        language=edition.language,
        media=edition.media.as_uri(),
        client=_CLIENT,
        css=edition.css,
        frames=frames,
        mode="dark" if is_dark else "light",
        sides="\n".join(sides),
    )


def _mode(is_dark: bool) -> str:
    return "nightMode night_mode" if is_dark else ""
