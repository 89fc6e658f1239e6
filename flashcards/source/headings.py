"""Headings above key points, such as "Key Learnings:", and the kinds of key point they introduce."""

import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from flashcards.model.source import KINDS
from flashcards.source.slug import latin_to_ascii
from flashcards.source.widths import is_wide
from flashcards.system.regular_files import read_file

_FILE = Path(__file__).with_name("headings.toml")


@cache
def headings() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """The headings of each language, by kind of key point; read from `headings.toml` on first use."""
    languages = tomllib.loads(read_file(_FILE).decode())
    return {
        language: {kind: tuple(phrases) for kind, phrases in kinds.items()} for language, kinds in languages.items()
    }


@cache
def kinds_by_heading() -> Mapping[str, str]:
    """The kind of key point of each heading, by the heading's `heading_key`."""
    return {
        heading_key(phrase): kind
        for kind in KINDS.values()
        for kinds in headings().values()
        for phrase in kinds.get(kind, ())
    }


def heading_key(text: str) -> str:
    """A heading in the form of the table: without case, accents of Latin letters, and surrounding signs."""
    characters = list(latin_to_ascii(" ".join(unicodedata.normalize("NFKC", text).casefold().split())))
    for end in (0, -1):
        while characters and unicodedata.category(characters[end])[0] in "PSZC":
            characters.pop(end)
    return "".join(characters)


def kinds_in(key: str) -> tuple[str, ...]:
    """The kinds whose headings occur in a key, in order of occurrence."""
    positions: dict[str, int] = {}
    for phrase, kind in kinds_by_heading().items():
        position = _position(phrase, key)
        if position >= 0:
            positions[kind] = min(position, positions.get(kind, position))
    return tuple(sorted(positions, key=positions.__getitem__))


def _position(phrase: str, key: str) -> int:
    """Where a phrase occurs as whole words, or -1; Han and kana have no word boundaries."""
    position = key.find(phrase)
    around = key[position - 1 : position] + key[position + len(phrase) : position + len(phrase) + 1]
    is_whole = is_wide(phrase[0]) or not any(unicodedata.category(character)[0] in "LMN" for character in around)
    return position if is_whole else -1


def is_one_word(key: str) -> bool:
    """Whether a key is a single word; in Han and kana, one of up to three characters."""
    return " " not in key and not (len(key) > 3 and all(map(is_wide, key)))
