"""Headings above key points, such as "Key Learnings:", and the kinds of key point they introduce."""

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from pathlib import Path

from flashcards.lint.script import is_latin
from flashcards.model.source import KINDS
from flashcards.source.widths import is_wide
from flashcards.system.regular_files import read_file
from flashcards.text.latin import latin_to_ascii
from flashcards.text.phrases import joined

_FILE = Path(__file__).with_name("headings.toml")
# Titles of a first section that often has no key points, by `heading_key`
_INTRODUCTIONS = frozenset(
    (
        *(
            "introduction",
            "introduccion",
            "introducao",
            "introduzione",
            "einleitung",
            "giris",
            "pendahuluan",
            "foreword",
        ),
        *(
            "введение",
            "ভূমিকা",
            "भूमिका",
            "परिचय",
            "प्रस्तावना",
            "مقدمة",
            "المقدمة",
            "تعارف",
            "はじめに",
            "序論",
            "引言",
            "前言",
        ),
    )
)
_MISSPELT = 0.85  # the similarity, of 0 to 1, from which a heading is taken for another one, misspelt


@cache
def headings() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """The headings of each language, by kind of key point; read from `headings.toml` on first use."""
    import tomllib  # a digest with English headings does not need the table

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


@cache
def phrases_by_key() -> Mapping[str, str]:
    """The headings as they are written, by their `heading_key`."""
    return {
        heading_key(phrase): phrase for kinds in headings().values() for phrases in kinds.values() for phrase in phrases
    }


def kinds_of_heading(text: str) -> tuple[str, ...]:
    """The kinds of key point that a heading names: one if it is in the table, otherwise those it contains."""
    if kind := KINDS.get(text.lower()):  # as in most digests: then the table is not read
        return (kind,)
    key = heading_key(text)
    kind = kinds_by_heading().get(key)
    return (kind,) if kind else kinds_in(key)


def heading_hint(text: str, languages: Collection[str] = ()) -> str:
    """A hint for a heading that names no kind: the one that is misspelt, else those in a language it may be in."""
    from flashcards.text.suggest import closest

    if match := closest(heading_key(text), phrases_by_key(), cutoff=_MISSPELT):
        return f"did you mean '{phrases_by_key()[match]}'?"
    has_latin = latin_to_ascii(text).isascii()
    language = next((tag for tag in languages if tag in headings() and is_latin(tag) == has_latin), "en")
    first = [f"'{phrases[0]}'" for phrases in headings()[language].values()]
    return f"write {joined(first)}"


def languages_of_headings(texts: Iterable[str]) -> tuple[str, ...]:
    """The languages that have most of the headings among some texts; none if no text is a heading."""
    keys = {heading_key(text) for text in texts} & kinds_by_heading().keys()
    counts = {
        language: len({heading_key(phrase) for phrases in kinds.values() for phrase in phrases} & keys)
        for language, kinds in headings().items()
    }
    most = max(counts.values())
    return tuple(language for language, count in counts.items() if count == most > 0)


def heading_key(text: str) -> str:
    """A heading in the form of the table: without case, accents of Latin letters, and surrounding signs."""
    characters = list(latin_to_ascii(" ".join(unicodedata.normalize("NFKC", text).casefold().split())))
    for end in (0, -1):
        while characters and unicodedata.category(characters[end])[0] in "PSZC":
            characters.pop(end)
    return "".join(characters)


def is_introduction(title: str) -> bool:
    """Whether a title is that of an introduction, not of an article."""
    return heading_key(title) in _INTRODUCTIONS


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
