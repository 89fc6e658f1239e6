"""The strings that learners and authors read in their own language, from one TOML file a language."""

from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path

from flashcards.text.cldr import lineage

_FOLDER = Path(__file__).parent
_FALLBACK = "en"


def table(name: str, tag: str, keys: Collection[str]) -> Mapping[str, str] | None:
    """The strings of a table, such as `labels`, in the language with this very tag.

    None if its file has no such table, or one that is not complete: with other keys than these.
    """
    strings = _read(tag).get(name, {}) if tag in _tags() else {}
    return strings if strings.keys() == {*keys} else None


def nearest(name: str, tag: str, keys: Collection[str]) -> Mapping[str, str]:
    """The strings of a table in a language, or in the nearest that has it: for `pt-BR` those of `pt`, else English."""
    candidates = (table(name, each, keys) for each in (tag, *lineage(tag), _FALLBACK))
    return next(strings for strings in candidates if strings is not None)


def languages(name: str, keys: Collection[str]) -> tuple[str, ...]:
    """The tags of the languages that have a complete table; reads every file."""
    return tuple(tag for tag in _tags() if table(name, tag, keys) is not None)


@cache
def _tags() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


@cache
def _read(tag: str) -> Mapping[str, Mapping[str, str]]:
    import tomllib  # 4 ms, which a check does not need

    return tomllib.loads((_FOLDER / f"{tag}.toml").read_text(encoding="utf-8"))
