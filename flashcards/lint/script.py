"""The scripts that languages are written in."""

from collections.abc import Mapping
from functools import cache

from flashcards.lint.pattern import Pattern

LATIN = "Latin"

# Letters only, without the dandas and digits that several scripts share
_LETTERS: Mapping[str, str] = {
    LATIN: "A-Za-z\u00aa\u00ba\u00c0-\u024f\u1e00-\u1eff",
    "Greek": "\u0370-\u03ff\u1f00-\u1fff",
    "Cyrillic": "\u0400-\u052f",
    "Armenian": "\u0531-\u0587",
    "Hebrew": "\u05d0-\u05ea",
    "Arabic": "\u0620-\u064a\u0671-\u06d3",
    "Ethiopic": "\u1200-\u137f",
    "Devanagari": "\u0900-\u0963\u0970-\u097f",
    "Bengali": "\u0980-\u09e5\u09f0-\u09fe",
    "Gurmukhi": "\u0a00-\u0a65\u0a70-\u0a7f",
    "Gujarati": "\u0a80-\u0ae3\u0af0-\u0aff",
    "Oriya": "\u0b00-\u0b65\u0b70-\u0b7f",
    "Tamil": "\u0b80-\u0be5\u0bf0-\u0bff",
    "Telugu": "\u0c00-\u0c65\u0c70-\u0c7f",
    "Kannada": "\u0c80-\u0ce5\u0cf0-\u0cff",
    "Malayalam": "\u0d00-\u0d65\u0d70-\u0d7f",
    "Sinhala": "\u0d80-\u0de5\u0df0-\u0dff",
    "Thai": "\u0e01-\u0e3a\u0e40-\u0e4e",
    "Lao": "\u0e80-\u0ecf\u0edc-\u0eff",
    "Tibetan": "\u0f40-\u0fbc",
    "Burmese": "\u1000-\u103f\u1050-\u108f",
    "Georgian": "\u10a0-\u10ff\u1c90-\u1cbf",
    "Khmer": "\u1780-\u17d3",
    "Hangul": "\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3",
    "Han and kana": "\u3005-\u3007\u3041-\u30ff\u3400-\u9fff",
}
_LANGUAGES: Mapping[str, str] = {
    LATIN: "af bs ca cs cy da de en eo es et eu fi fil fr ga gl hr hu id is it lt lv ms mt nb nl nn no pl pt ro sk sl "
    "sq sv sw tr vi",
    "Greek": "el",
    "Cyrillic": "be bg kk ky mk ru tg tt uk",
    "Armenian": "hy",
    "Hebrew": "he yi",
    "Arabic": "ar ckb fa ps ug ur",
    "Ethiopic": "am ti",
    "Devanagari": "hi mr ne sa",
    "Bengali": "as bn",
    "Gurmukhi": "pa",
    "Gujarati": "gu",
    "Oriya": "or",
    "Tamil": "ta",
    "Telugu": "te",
    "Kannada": "kn",
    "Malayalam": "ml",
    "Sinhala": "si",
    "Thai": "th",
    "Lao": "lo",
    "Tibetan": "bo dz",
    "Burmese": "my",
    "Georgian": "ka",
    "Khmer": "km",
    "Hangul": "ko",
    "Han and kana": "ja zh",
}

SCRIPT_OF: Mapping[str, str] = {
    language: script for script, languages in _LANGUAGES.items() for language in languages.split()
}
"""The script of each language that has only one; a language that is not here may use any."""

OWN: Mapping[str, Pattern] = {language: Pattern(f"[{_LETTERS[script]}]+") for language, script in SCRIPT_OF.items()}
"""Patterns of runs of letters of a language."""

_RUNS: Mapping[str, Pattern] = {script: Pattern(f"[{letters}]{{2,}}") for script, letters in _LETTERS.items()}
# Greek letters are used in formulas, and Latin ones in names, in every language
_ANYWHERE = (LATIN, "Greek")
_BESIDE: Mapping[str, str] = {"ko": "Han and kana"}  # Korean may also be written with these


def script_of(text: str) -> str:
    """The script of most letters of a text that are in one of the scripts listed here; Latin for a text without any."""
    counts = {script: sum(map(len, run.findall(text))) for script, run in _RUNS.items()}
    return max(counts, key=counts.__getitem__)


def letters_of(language: str) -> str:
    """The letters of a language, as in a class of a regular expression."""
    return _LETTERS[SCRIPT_OF[language]]


def is_latin(language: str) -> bool:
    """Whether a language is listed here as written in Latin letters."""
    return SCRIPT_OF.get(language) == LATIN


def has_foreign(text: str, language: str) -> bool:
    """Whether a text has a letter of a script, except Latin and Greek, that a language is not written in."""
    own = SCRIPT_OF.get(language)
    return own is not None and not text.isascii() and _letters_beside(own).search(text) is not None


def foreign(text: str, language: str) -> Mapping[str, str]:
    """The first run of letters of each script, except Latin and Greek, that a language is not written in."""
    own = SCRIPT_OF.get(language)
    if not has_foreign(text, language):
        return {}
    others = (each for each in _LETTERS if each not in (own, *_ANYWHERE, _BESIDE.get(language)))
    return {script: found[0] for script in others if (found := _RUNS[script].search(text))}


def mixed(text: str, language: str) -> str:
    """A word that mixes letters of the language with those of another script, or an empty string."""
    own = SCRIPT_OF.get(language)
    if own in (None, LATIN, "Han and kana", "Hangul") or not has_foreign(text, language):
        return ""
    found = _mixed(own).search(text)
    return found[0] if found else ""


def _mixed(own: str) -> Pattern:
    if own not in _MIXED:
        letters, others = _LETTERS[own], _beside(own)
        _MIXED[own] = Pattern(f"[{letters}]+[{others}][{letters}{others}]*|[{others}]+[{letters}][{letters}{others}]*")
    return _MIXED[own]


_MIXED: dict[str, Pattern] = {}


@cache
def _letters_beside(own: str) -> Pattern:
    return Pattern(f"[{_beside(own)}]")


def _beside(own: str) -> str:
    return "".join(letters for script, letters in _LETTERS.items() if script not in (own, *_ANYWHERE))
