"""Names of fields and columns: which part of a note, in which language, they stand for."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from flashcards.cards.notetypes import PARTS
from flashcards.lint.script import SCRIPT_OF
from flashcards.system.regular_files import read_file
from flashcards.text.cldr import data
from flashcards.text.language import canonical_tag, is_language, name_in
from flashcards.text.latin import latin_to_ascii

TAGS, SECTION, ID, NOTHING = "tags", "section", "id", "-"
WITHOUT_LANGUAGE = (TAGS, SECTION, ID, NOTHING)
"""What a field may be mapped to besides the parts of notes."""

_FILE = Path(__file__).with_name("columns.toml")
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
    whole = " ".join(words)
    if part := _part(whole):
        return Target(part)
    if tag := _language(whole, languages):
        return Target("", tag)
    for number, word in enumerate(words):
        if tag := _language(word, languages):
            rest = " ".join([*words[:number], *words[number + 1 :]])
            if not rest:
                return Target("", tag)
            if part := _part(rest):
                return Target(part, tag)
    bare, bracket, _ = name.partition("(")  # 'Chinese (Simplified)', 'Notes (optional)'
    return guess_target(bare, languages) if bracket else Target()


def is_header(names: Sequence[str], known: Sequence[str] = ()) -> bool:
    """Whether the cells of a first row are names of columns; of those that are `known`, if they are."""
    if not known:
        guessed = [guess_target(name) for name in names if name]
        return sum(target != Target() for target in guessed) >= max(2, len(guessed) / 2)
    targets = [parse_target(name) for name in known]
    languages = [target.language for target in targets if target and target.language]
    pairs = [
        (target, guess_target(name, languages), name)
        for target, name in zip(targets, names, strict=True)
        if target and target.language
    ]
    if len({target.language for target, guessed, _ in pairs if target.language == guessed.language}) > 1:
        return True
    return (
        bool(pairs)
        and all(
            guessed.language == target.language or (guessed.part == target.part and not guessed.language)
            for target, guessed, _ in pairs
        )
        and _are_in_one_language([name for _, guessed, name in pairs if not guessed.language])
    )


def may_be_header(names: Sequence[str]) -> bool:
    """Whether a first row has a cell that columns are often named by; as a note, it would be one of many."""
    return any(_folded(name) in _parts() or _folded(name) in _language_names() for name in names)


def _part(name: str) -> str:
    """What a column of this name is, also of several that are numbered; empty if the name says nothing."""
    folded = _folded(name)
    return _parts().get(folded) or _parts().get(folded.rstrip(" 0123456789"), "")


def _are_in_one_language(names: Sequence[str]) -> bool:
    """Whether there is a language in which all names are those of columns; `Wort` and `word` are rather a note."""
    folded = {*map(_folded, names)}
    return any(folded <= {*own} for own in _parts_by_language())


def _language(word: str, languages: Sequence[str]) -> str:
    """The language that a word names, in any of the best known languages or in one of those given; or its tag."""
    tag = canonical_tag(word)
    if tag in languages or (len(word) in (2, 5, 7) and is_language(tag)):
        return tag
    folded = _folded(word)
    own = {_folded(name_in(each, reader)): each for each in languages for reader in languages}
    return own.get(folded) or _language_names().get(folded, "")


def _folded(name: str) -> str:
    return latin_to_ascii(name.casefold())


@cache
def _parts_by_language() -> Sequence[Mapping[str, str]]:
    """What a column is by its name, in each language."""
    import tomllib  # only what is imported needs the table

    table = tomllib.loads(read_file(_FILE).decode())
    return [{_folded(name): part for part, own in parts.items() for name in own} for parts in table.values()]


@cache
def _parts() -> Mapping[str, str]:
    """What a column is by its name, in any language."""
    return {name: part for own in _parts_by_language() for name, part in own.items()}


@cache
def _language_names() -> Mapping[str, str]:
    """Languages by their names: all of them in English, and the best known in each other."""
    codes = {
        _folded(name): code
        for reader in SCRIPT_OF
        for code, name in data(f"names in {reader}").items()
        if code in SCRIPT_OF
    }
    english = {_folded(name): code for code, name in data("names in en").items() if re.fullmatch("[a-z]{2,3}", code)}
    return {**codes, **english}
