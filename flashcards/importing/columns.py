"""Names of fields and columns: which part of a note, in which language, they stand for."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from flashcards.cards.notetypes import PARTS
from flashcards.lint.script import SCRIPT_OF
from flashcards.text.cldr import data
from flashcards.text.language import canonical_tag, is_language, name_in, own_name

TAGS, SECTION, ID, NOTHING = "tags", "section", "id", "-"
WITHOUT_LANGUAGE = (TAGS, SECTION, ID, NOTHING)
"""What a field may be mapped to besides the parts of notes."""

# Names that fields and columns often have
_NAMES: Mapping[str, str] = {
    **{part.replace("_", " "): part for part in PARTS},
    **dict.fromkeys(("front", "q", "prompt"), "question"),
    **dict.fromkeys(("back", "a"), "answer"),
    **dict.fromkeys(("vocabulary", "vocab", "headword", "expression", "translation"), "word"),
    **dict.fromkeys(("definition",), "meaning"),
    **dict.fromkeys(("cloze",), "text"),
    **dict.fromkeys(
        ("back extra", "extra", "notes", "comment", "comments", "remark", "remarks", "explanation", "hint", "info"),
        "note",
    ),
    **dict.fromkeys(("picture", "image", "photo", "audio", "sound", "media"), "note"),
    **dict.fromkeys(("sentence", "example sentence", "examples"), "example"),
    **dict.fromkeys(("pronunciation", "ipa", "kana", "furigana", "pinyin", "transliteration"), "reading"),
    **dict.fromkeys(("pos", "word class"), "part_of_speech"),
    **dict.fromkeys(("article",), "gender"),
    **dict.fromkeys(("tags", "tag", "labels", "label"), TAGS),
    **dict.fromkeys(("section", "chapter", "unit", "lesson", "topic", "category"), SECTION),
    "id": ID,
}
_WORDS = re.compile(r"[^\s_.:()\[\]/,;]+")
_TARGET = re.compile(r"(?:(?P<part>[a-z_]+)[:.])?(?P<language>[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)")


class Target(NamedTuple):
    """A part of a note in a language; empty where it is not known. Tags and the like have no language."""

    part: str = ""
    language: str = ""

    def __str__(self) -> str:
        return f"{self.part}:{self.language}" if self.language else self.part

    @property
    def is_part(self) -> bool:
        return self.part in PARTS


def parse_target(written: str) -> Target | None:
    """A target as an author writes it, such as `question:en`, `nl` for a word, or `tags`; None for any other word."""
    if written in WITHOUT_LANGUAGE:
        return Target(written)
    if written in PARTS:
        return Target(written)
    match = _TARGET.fullmatch(written)
    if not match or not is_language(tag := canonical_tag(match["language"])):
        return None
    part = match["part"] or "word"
    return Target(part, tag) if part in PARTS else None


def guess_target(name: str, languages: Sequence[str] = ()) -> Target:
    """What a field's name says: its part, its language, both, or nothing."""
    words = _WORDS.findall(name)
    whole = " ".join(words).lower()
    if whole in _NAMES:
        return Target(_NAMES[whole])
    for number, word in enumerate(words):
        if tag := _language(word, languages):
            rest = " ".join([*words[:number], *words[number + 1 :]]).lower()
            if not rest:
                return Target("", tag)
            if rest in _NAMES:
                return Target(_NAMES[rest], tag)
    return Target()


def is_header(names: Sequence[str], known: Sequence[str] = ()) -> bool:
    """Whether the cells of a first row are names of columns; of those that are `known`, if they are."""
    if known:
        targets = [parse_target(name) for name in known]
        languages = [target.language for target in targets if target and target.language]
        pairs = [
            (target, guess_target(name, languages))
            for target, name in zip(targets, names, strict=True)
            if target and target.language
        ]
        return bool(pairs) and all(
            name.language == target.language or (name.part == target.part and not name.language)
            for target, name in pairs
        )
    guessed = [guess_target(name) for name in names if name]
    return sum(target != Target() for target in guessed) >= max(2, len(guessed) / 2)


def may_be_header(names: Sequence[str]) -> bool:
    """Whether a first row has a cell that columns are often named by; as a note, it would be one of many."""
    return any(name.lower() in _NAMES or name.lower() in _english_names() for name in names)


def _language(word: str, languages: Sequence[str]) -> str:
    """The language that a word names, in English, or in one of the languages; or its tag."""
    tag = canonical_tag(word)
    if tag in languages or (len(word) in (2, 5, 7) and is_language(tag)):
        return tag
    lower = word.lower()
    own = {name_in(each, reader).lower(): each for each in languages for reader in languages}
    return own.get(lower) or _english_names().get(lower) or _own_names().get(lower, "")


@cache
def _english_names() -> Mapping[str, str]:
    """The languages by their names in English."""
    return {name.lower(): code for code, name in data("names in en").items() if re.fullmatch("[a-z]{2,3}", code)}


@cache
def _own_names() -> Mapping[str, str]:
    """The best known languages by their names in themselves, such as `nederlands`."""
    return {own_name(tag).lower(): tag for tag in SCRIPT_OF}
