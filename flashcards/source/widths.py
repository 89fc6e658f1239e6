"""Columns a text takes, where East Asian wide characters take two."""

import unicodedata


def columns(text: str) -> int:
    """The width of a text in columns."""
    return sum(2 if is_wide(character) else 1 for character in text)


def is_wide(character: str) -> bool:
    """Whether a character takes two columns, as Han and kana do."""
    return unicodedata.east_asian_width(character) in "WF"
