"""Rendered sides to what a client displays: play buttons, input boxes and typed answers."""

import html
import re
from collections.abc import Mapping
from urllib.parse import quote

from flashcards.cards.template.filters import strip_html
from flashcards.cards.template.sides import Sides, Sound, Speech
from flashcards.text import cloze

_PLAY_MARKER = re.compile(r"\[anki:play:([qa]):([0-9]+)\]")
_TYPE_MARKER = re.compile(r"\[\[type:(?P<prefix>cloze:|nc:)?(?P<name>.+?)\]\]")
_INPUT_BOX = '<center><input type="text" id="typeans" autocomplete="off"></center>'
_PLAY_ICON = (
    '<svg class="playImage" viewBox="0 0 64 64" width="40" height="40" aria-hidden="true">'
    '<circle cx="32" cy="32" r="29" fill="#fff" stroke="#414141"/>'
    '<path d="M25 19v26l22-13z" fill="#414141"/></svg>'
)


def as_shown(
    sides: Sides, fields: Mapping[str, str], *, ordinal: int = 0, media: str = "", play: str = "Play"
) -> tuple[str, str]:
    """Front and back as a client displays them, with buttons for sounds, and a box or the answer where one types.

    `media` is the URL prefix of media files, and `play` the buttons' label. Maths stays as it is.
    """
    front = _with_answer_box(sides.front.html, fields, ordinal, is_answer=False)
    back = _with_answer_box(sides.back.html, fields, ordinal, is_answer=True)
    return _with_buttons(front, sides, media, play), _with_buttons(back, sides, media, play)


def _with_answer_box(side: str, fields: Mapping[str, str], ordinal: int, *, is_answer: bool) -> str:
    """Replace type markers: an input box on the front, the answer on the back, nothing if the answer is empty."""

    def box(match: re.Match[str]) -> str:
        field = fields.get(match["name"], "")
        expected = strip_html(cloze.to_type(field, ordinal) if match["prefix"] == "cloze:" else field).strip()
        if expected and is_answer:
            return f'<code id="typeans"><span class="typeGood">{html.escape(expected)}</span></code>'
        return expected and _INPUT_BOX

    return _TYPE_MARKER.sub(box, side)


def _with_buttons(side: str, sides: Sides, media: str, play: str) -> str:
    sounds = {"q": sides.front.sounds, "a": sides.back.sounds}

    def button(match: re.Match[str]) -> str:
        index = int(match[2])
        return _button(sounds[match[1]][index], media, play) if index < len(sounds[match[1]]) else match[0]

    return _PLAY_MARKER.sub(button, side)


def _button(sound: Sound | Speech, media: str, play: str) -> str:
    start = f'<a class="replay-button soundLink" aria-label="{html.escape(play)}"'
    if isinstance(sound, Speech):
        attributes = f'lang="{html.escape(sound.language.replace("_", "-"))}" title="{html.escape(sound.text)}"'
        return f'{start} role="button" tabindex="0" {attributes}>{_PLAY_ICON}</a>'
    file, address = html.escape(sound.file), html.escape(media + quote(sound.file))
    audio = f'<audio src="{address}" preload="none"></audio>'
    return f'{start} href="{address}" data-src="{file}" title="{file}">{_PLAY_ICON}</a>{audio}'
