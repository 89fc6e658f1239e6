"""Languages by their tags, as CLDR knows them."""

import pytest
from babel import Locale
from babel.numbers import format_decimal

from flashcards.language import canonical, in_digits, is_language, name_in, number, own_name

KNOWN_BY_HEART = ("bn", "en", "es", "hi")
DIGITS = {"latn": "0123456789", "beng": "০১২৩৪৫৬৭৮৯"}  # by CLDR's names of them


@pytest.mark.parametrize("tag", ["bn", "en", "pt-BR", "zh-Hant", "zh-Hant-TW", "es-419", "ckb", "sl-rozaj", "de-1996"])
def test_knows_languages(tag: str) -> None:
    assert is_language(tag)


@pytest.mark.parametrize("tag", ["xx", "EN", "pt-br", "pt_BR", "english", "b", "", "en-", "zh-hant", "qqq"])
def test_knows_what_is_none(tag: str) -> None:
    assert not is_language(tag)


@pytest.mark.parametrize(("tag", "custom"), [("PT_br", "pt-BR"), ("zh-hant-tw", "zh-Hant-TW"), ("EN", "en")])
def test_writes_tags_as_is_customary(tag: str, custom: str) -> None:
    assert canonical(tag) == custom


def test_names_a_language_in_its_own_script() -> None:
    names = {tag: own_name(tag) for tag in ("bn", "en", "hi", "ar", "ja", "ur", "pt-BR")}
    assert names == {
        "bn": "বাংলা",
        "en": "English",
        "hi": "हिन्दी",
        "ar": "العربية",
        "ja": "日本語",
        "ur": "اردو",
        "pt-BR": "português (Brasil)",
    }


def test_names_a_language_to_a_reader_of_another() -> None:
    assert name_in("en", "bn") == "ইংরেজি"
    assert name_in("bn", "en") == "Bangla"


@pytest.mark.parametrize("tag", KNOWN_BY_HEART)
def test_what_is_known_by_heart_is_as_babel_has_it(tag: str) -> None:
    assert [name_in(other, tag) for other in KNOWN_BY_HEART] == [
        Locale(other).get_display_name(tag) for other in KNOWN_BY_HEART
    ]
    digits = str.maketrans(DIGITS["latn"], DIGITS[Locale(tag).default_numbering_system])
    assert [number(value, tag) for value in (0, 7, 42, 999, 1000)] == [
        format_decimal(value, locale=tag).translate(digits) for value in (0, 7, 42, 999, 1000)
    ]


def test_falls_back_on_what_is_known() -> None:
    assert own_name("sl-rozaj") == own_name("sl") == "slovenščina"
    assert own_name("ale") == "Aleut"  # CLDR has no names in it


def test_writes_numbers_in_the_digits_of_a_language() -> None:
    assert [number(1234567, tag) for tag in ("bn", "en", "de", "mr", "ale")] == [
        "১২,৩৪,৫৬৭",
        "1,234,567",
        "1.234.567",
        "१२,३४,५६७",
        "1,234,567",
    ]
    assert in_digits("1.2", "bn") == "১.২"
