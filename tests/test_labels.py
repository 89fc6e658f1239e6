"""The words on cards, in every language that has them."""

import unicodedata
from collections.abc import Iterator
from string import Formatter

import pytest

from flashcards.cards.labels import LABELS, Labels, labels
from flashcards.text.language import is_language

# What the names of a language's letters begin with in Unicode; Latin where it is not said
SCRIPTS = {
    "ar": {"ARABIC"},
    "bn": {"BENGALI"},
    "hi": {"DEVANAGARI"},
    "ja": {"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"},
    "ru": {"CYRILLIC"},
    "ur": {"ARABIC"},
    "zh": {"CJK"},
    "zh-Hant": {"CJK"},
}


@pytest.mark.parametrize("tag", LABELS)
def test_a_language_with_words_has_them_all(tag: str) -> None:
    assert is_language(tag)
    assert [name for name, word in words_of(tag) if not word.strip() or word != word.strip()] == []


@pytest.mark.parametrize("tag", LABELS)
def test_every_language_fills_in_the_same(tag: str) -> None:
    assert {name: places(word) for name, word in words_of(tag)} == {
        "asked": ["study", "support"],
        "asked_alone": ["study"],
        "counts": ["cards", "notes"],
        "source": [],
        "authors": [],
        "license": [],
        "version": [],
        "report": [],
        "retired": [],
        "retired_because": ["reason"],
        "replaced_by": ["note"],
        "put_away": ["tag"],
        "stale": [],
    }


@pytest.mark.parametrize("tag", LABELS)
def test_words_are_in_the_script_of_their_language(tag: str) -> None:
    letters = {letter for _, word in words_of(tag) for letter in text(word).replace("tag:", "") if letter.isalpha()}
    strange = {letter for letter in letters if unicodedata.name(letter).split()[0] not in SCRIPTS.get(tag, {"LATIN"})}
    assert strange == set()


@pytest.mark.parametrize("tag", LABELS)
def test_words_are_in_the_form_that_anki_stores(tag: str) -> None:
    assert [name for name, word in words_of(tag) if not unicodedata.is_normalized("NFC", word)] == []


@pytest.mark.parametrize("tag", LABELS)
def test_a_search_can_be_copied_as_it_stands(tag: str) -> None:
    assert LABELS[tag].put_away.endswith("tag:{tag}")


def test_chinese_is_written_in_two_ways() -> None:
    assert [labels(tag).source for tag in ("zh", "zh-Hans", "zh-Hans-SG", "zh-CN")] == ["来源"] * 4
    assert [labels(tag).source for tag in ("zh-Hant", "zh-Hant-HK", "zh-TW", "zh-HK", "zh-MO")] == ["來源"] * 5


def test_a_region_speaks_as_its_language() -> None:
    assert labels("pt-BR") == LABELS["pt"]
    assert labels("bn-IN") == LABELS["bn"]
    assert labels("de-CH-1996") == LABELS["de"]


def test_where_no_words_are_yet_they_are_english() -> None:
    assert labels("sw") == LABELS["en"]
    assert labels("ckb-IR") == LABELS["en"]


def words_of(tag: str) -> Iterator[tuple[str, str]]:
    yield from zip(Labels._fields, LABELS[tag], strict=True)


def places(word: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(word) if name is not None)


def text(word: str) -> str:
    return "".join(before for before, _, _, _ in Formatter().parse(word))
