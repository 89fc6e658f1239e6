"""What is no text-to-speech locale, and the one that was meant."""

import tomllib
from pathlib import Path

import pytest

from flashcards.deckfile import voices
from flashcards.deckfile.voices import is_locale, locale_hint
from flashcards.text.language import is_language

TABLE = tomllib.loads(Path(voices.__file__).with_name("voices.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("tag", TABLE)
def test_each_voice_that_a_hint_names_is_one(tag: str) -> None:
    assert is_language(tag)
    assert [locale for locale in TABLE[tag] if not is_locale(locale)] == []
    assert len({*TABLE[tag]}) == len(TABLE[tag]) > 0


@pytest.mark.parametrize(
    ("written", "language", "meant"),
    [
        ("es-ES", "es", "es_ES"),
        ("es", "es", "es_ES"),
        ("es_mx", "es", "es_MX"),
        ("en", "en", "en_US"),
        ("en", "en-GB", "en_GB"),
        ("english", "en", "en_US"),
        ("en_UK", "en", "en_GB"),
        ("español", "es", "es_ES"),
        ("bn-BD", "bn", "bn_BD"),
        ("bangla", "bn", "bn_IN"),
        ("ja_JA", "ja", "ja_JP"),
        ("pt-pt", "pt", "pt_PT"),
        ("zh-Hant", "zh-Hant", "zh_TW"),
    ],
)
def test_a_hint_names_the_locale_that_was_meant(written: str, language: str, meant: str) -> None:
    assert not is_locale(written)
    assert locale_hint(written, language) == f"did you mean '{meant}'?"


def test_without_a_language_in_it_the_deck_says_which() -> None:
    assert locale_hint("female", "es") == "write a language and a region joined by '_', such as 'es_ES'"
    assert locale_hint("loud", "pt-PT") == "write a language and a region joined by '_', such as 'pt_PT'"
    assert locale_hint("loud", "la") == (
        "no voice is known for 'la': remove it, or write a locale that the device has, such as 'en_US'"
    )
