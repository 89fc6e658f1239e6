"""The text-to-speech locale that an author meant."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from flashcards.model.deck import Language
from flashcards.text.cldr import data, lineage
from flashcards.text.language import canonical_tag, intended, is_language

# A locale in Anki's form, language and region (qt/aqt/tts.py)
_LOCALE = re.compile("[a-z]{2,3}_([A-Z]{2})")
_REGION = re.compile("[A-Z]{2}")


def is_locale(name: str) -> bool:
    """Whether this is a locale in Anki's form, of an existing region: 'en_GB', not 'en_UK'."""
    found = _LOCALE.fullmatch(name)
    return found is not None and found[1] in data("names in en")


def locale_hint(name: str, language: Language) -> str:
    """A hint for what is not a locale, with one that voices have: of the language that it names, or of the deck's."""
    tag = canonical_tag(name.strip()).replace("-UK", "-GB")  # the code of the United Kingdom
    main = tag.split("-")[0]
    named = tag if is_language(main) else intended(name, (*_table(),))
    if named and (voices := _voices(named)):
        in_region = [voice for voice in voices if voice == tag.replace("-", "_")]
        return f"did you mean '{next(iter(in_region or _in_region(language, voices) or voices))}'?"
    if voices := _voices(language):
        example = next(iter(_in_region(language, voices) or voices))
        return f"write a language and a region joined by '_', such as '{example}'"
    return f"no voice is known for '{language}': remove it, or write a locale that the device has, such as 'en_US'"


def _in_region(language: Language, voices: Sequence[str]) -> Sequence[str]:
    """The locale in the region that the tag of a language names: 'pt_PT' for 'pt-PT'."""
    regions = [part for part in language.split("-")[1:] if _REGION.fullmatch(part)]
    return [voice for voice in voices if voice.rpartition("_")[2] in regions]


def _voices(tag: Language) -> Sequence[str]:
    """The locales of a language, or of the nearest that has voices."""
    return next((_table()[each] for each in (tag, *lineage(tag)) if each in _table()), ())


@cache
def _table() -> Mapping[Language, Sequence[str]]:
    import tomllib  # read only where a voice is wrong

    return tomllib.loads(Path(__file__).with_name("voices.toml").read_text(encoding="utf-8"))
