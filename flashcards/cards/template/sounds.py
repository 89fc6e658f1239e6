"""Sound files and speech, taken out of a rendered side as Anki's clients expect it."""

import re

from flashcards.cards.template.filters import decode_entities, strip_html
from flashcards.cards.template.sides import Side, Sound, Speech

_SPACES = r"[ \t\r\n]*+"
_KEY_AND_VALUE = r"""([^\]\s="]+)=("[^"]*"|[^\] \t\r\n"]*+)"""
_OPTION = re.compile(_KEY_AND_VALUE)
_SOUND = re.compile(
    rf"\[sound:(?P<file>[^\]]{{1,1000}})\]"  # no file name is longer; unlimited, many unclosed markers take long
    rf"|\[anki:(?P<name>[^\]\s]++)(?P<options>(?:{_SPACES}{_KEY_AND_VALUE})*){_SPACES}\]"
    r"(?P<text>.*?)\[/anki:(?P=name)\]",
    re.DOTALL,
)
_BLOCK = re.compile(
    "</?(?:address|article|aside|blockquote|br|canvas|dd|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]"
    "|header|hr|li|main|nav|noscript|ol|output|p|pre|section|table|tfoot|ul|video)>",
    re.IGNORECASE,
)


def extract_sounds(html: str, *, is_answer: bool) -> Side:
    """Replace each sound and speech by a play marker; speech without a language stays as it is."""
    sounds: list[Sound | Speech] = []

    def play_marker(match: re.Match[str]) -> str:
        sound = _sound(match)
        if sound is None:
            return match[0]
        sounds.append(sound)
        return f"[anki:play:{'qa'[is_answer]}:{len(sounds) - 1}]"

    return Side(_SOUND.sub(play_marker, html), tuple(sounds))


def _sound(match: re.Match[str]) -> Sound | Speech | None:
    if match["file"]:
        return Sound(decode_entities(match["file"]).rpartition("/")[2])
    if match["name"] != "tts":
        return None
    options = {option[1]: option[2].strip('"') for option in _OPTION.finditer(match["options"])}
    if not options.get("lang"):
        return None
    return Speech(
        strip_html(_BLOCK.sub(" ", match["text"])).replace("[...]", "blank"),
        options.pop("lang"),
        tuple(options.pop("voices").split(",")) if "voices" in options else (),
        _speed(options.pop("speed", "")),
        tuple(f"{name}={value}" for name, value in options.items()),
    )


def _speed(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        return 1.0
