"""Languages by their tags, as CLDR knows them."""

import pytest

from flashcards.text.language import (
    canonical_tag,
    direction,
    in_digits,
    is_language,
    name_in,
    number,
    own_name,
)


@pytest.mark.parametrize("tag", ["bn", "en", "pt-BR", "zh-Hant", "zh-Hant-TW", "es-419", "ckb", "sl-rozaj", "de-1996"])
def test_knows_languages(tag: str) -> None:
    assert is_language(tag)


@pytest.mark.parametrize("tag", ["xx", "EN", "pt-br", "pt_BR", "english", "b", "", "en-", "zh-hant", "qqq", "en-US-"])
def test_knows_what_is_none(tag: str) -> None:
    assert not is_language(tag)


@pytest.mark.parametrize(("tag", "custom"), [("PT_br", "pt-BR"), ("zh-hant-tw", "zh-Hant-TW"), ("EN", "en")])
def test_writes_tags_as_is_customary(tag: str, custom: str) -> None:
    assert canonical_tag(tag) == custom


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("bn", "বাংলা"),
        ("en", "English"),
        ("hi", "हिन्दी"),
        ("ar", "العربية"),
        ("ja", "日本語"),
        ("ur", "اردو"),
        ("nb", "norsk bokmål"),
        ("pt-BR", "português (Brasil)"),
        ("en-AU", "English (Australia)"),
        ("sr-Latn", "srpski (latinica)"),
        ("zh-Hant-TW", "中文（繁體，台灣）"),
        ("zh-TW", "中文（台灣）"),
        ("ca-ES-valencia", "català (Espanya, valencià)"),
        ("pa-PK", "پنجابی (پاکستان)"),
        ("sl-rozaj", "slovenščina"),  # CLDR has no name for the dialect
        ("ale", "Aleut"),  # CLDR has no names in it
    ],
)
def test_names_a_language_in_its_own_words(tag: str, name: str) -> None:
    assert own_name(tag) == name


@pytest.mark.parametrize(
    ("tag", "reader", "name"),
    [
        ("en", "bn", "ইংরেজি"),
        ("bn", "en", "Bangla"),
        ("bn", "hi", "बंगाली"),
        ("pt-BR", "bn", "পর্তুগিজ (ব্রাজিল)"),
        ("bn", "es-MX", "bengalí"),
        ("bn", "ale", "Bangla"),
        ("xx", "bn", "xx"),
    ],
)
def test_names_a_language_to_a_reader_of_another(tag: str, reader: str, name: str) -> None:
    assert name_in(tag, reader) == name


@pytest.mark.parametrize(
    ("tag", "written"),
    [
        ("bn", "১২,৩৪,৫৬৭"),
        ("en", "1,234,567"),
        ("de", "1.234.567"),
        ("de-CH", "1'234'567"),
        ("fr", "1\u202f234\u202f567"),
        ("mr", "१२,३४,५६७"),
        ("hi", "12,34,567"),
        ("fa", "۱٬۲۳۴٬۵۶۷"),
        ("ar-EG", "١٬٢٣٤٬٥٦٧"),
        ("ar-AE", "1,234,567"),
        ("es-MX", "1,234,567"),
        ("ale", "1,234,567"),
    ],
)
def test_writes_a_number_as_a_language_does(tag: str, written: str) -> None:
    assert number(1_234_567, tag) == written


def test_groups_only_the_digits_there_are() -> None:
    assert [number(value, "bn") for value in (0, 7, 42, 999, 1000, 99_999, 100_000)] == [
        "০",
        "৭",
        "৪২",
        "৯৯৯",
        "১,০০০",
        "৯৯,৯৯৯",
        "১,০০,০০০",
    ]


def test_writes_what_is_no_number_in_the_digits_of_a_language() -> None:
    assert [in_digits("1.2", tag) for tag in ("bn", "en", "mr", "ale")] == ["১.২", "1.2", "१.२", "1.2"]


@pytest.mark.parametrize(
    "tag", ["ar", "arz", "he", "fa", "ur", "ur-PK", "ckb", "dv", "nqo", "acm", "az-Arab", "az-IR", "pa-PK", "ku-Arab"]
)
def test_knows_what_is_written_from_right_to_left(tag: str) -> None:
    assert direction(tag) == "rtl"


@pytest.mark.parametrize("tag", ["bn", "en", "az", "ks-Deva", "sd-IN", "ku", "pa", "ar-Latn", "ale", "ug-KZ"])
def test_knows_what_is_written_from_left_to_right(tag: str) -> None:
    assert direction(tag) == "ltr"
