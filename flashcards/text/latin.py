"""Latin letters of any language as those of English."""

import unicodedata

_TO_ASCII = {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"}


def latin_to_ascii(text: str) -> str:
    """Replace Latin letters by those of English, and keep all others."""
    return "".join(map(_to_ascii, text))


def _to_ascii(character: str) -> str:
    if character.isascii() or not character.isalpha():
        return character
    base = unicodedata.normalize("NFKD", character)[0]
    return _TO_ASCII.get(character.lower(), base if base.isascii() else character)
