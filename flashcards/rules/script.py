"""The scripts that languages are written in."""

from collections.abc import Mapping

from flashcards.rules.pattern import Pattern

_LATIN = "A-Za-z\u00aa\u00ba\u00c0-\u024f\u1e00-\u1eff"
_INDIC = {
    "bn": "\u0980-\u09e5\u09f0-\u09fe",
    "hi": "\u0900-\u0963\u0970-\u097f",
}  # less the dandas and digits all share
_ARABIC = "\u0620-\u064a\u0671-\u06d3"
_JAPANESE = "\u3005-\u3007\u3041-\u30ff\u4e00-\u9fff"
_OTHERS = "\u0400-\u052f\u0590-\u05ff\u0a00-\u0dff\u0e00-\u0eff\uac00-\ud7a3"

_SCRIPTS = {"bn": _INDIC["bn"], "hi": _INDIC["hi"], "ar": _ARABIC, "ja": _JAPANESE, "en": _LATIN, "es": _LATIN}

OWN: Mapping[str, Pattern] = {language: Pattern(f"[{script}]+") for language, script in _SCRIPTS.items()}
"""Runs of a language's own letters."""

# Greek letters stand in formulas, and Latin ones in names, everywhere
FOREIGN: Mapping[str, Pattern] = {
    language: Pattern("[" + "".join(script for script in {*_SCRIPTS.values(), _OTHERS} - {own, _LATIN}) + "]{2,}")
    for language, own in _SCRIPTS.items()
}
"""Runs of letters of scripts that a language is never written in; Latin is not among them."""


def is_latin(language: str) -> bool:
    """Whether a language that is known here is written in Latin letters."""
    return _SCRIPTS.get(language) == _LATIN
