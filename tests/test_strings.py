"""The strings in other languages: each table is complete, fills in the same, and is written in its script."""

import re
import tomllib
import unicodedata
from pathlib import Path
from string import Formatter

import pytest
from markdown_it import MarkdownIt

from flashcards.cards import strings
from flashcards.cards.labels import labels
from flashcards.deckfile.template import new_deck
from flashcards.release.strings import release_texts
from flashcards.text.language import is_language

FILES = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted(Path(strings.__file__).parent.glob("*.toml"), key=lambda path: path.stem)
}
ENGLISH = FILES["en"]
TABLES = [(tag, table) for tag, tables in FILES.items() for table in tables]

# What the names of a language's letters begin with in Unicode; Latin where it is not listed
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


# Names that are the same in every script
NAMES = (
    r"`[^`]*`|(File → )?CrowdAnki: Import from disk|CrowdAnki|AnkiDroid|AnkiMobile|Anki|Android|iPhone|iPad|tag:|"
    "File → Import|⋮ [→←] Import|Files|Share|Update notes|Always"
)


class Filled(dict[str, str]):
    """Whatever is to be filled in."""

    def __missing__(self, name: str) -> str:
        return f"`{name}`"


def test_english_has_every_table_that_is_read() -> None:
    assert labels("en")._asdict() == FILES["en"]["labels"]
    assert release_texts("en")._asdict() == FILES["en"]["release"]
    assert FILES["en"]["starter"]["question"] in new_deck("planets", ["en"])


@pytest.mark.parametrize("tag", FILES)
def test_each_file_is_named_after_a_language(tag: str) -> None:
    assert is_language(tag)
    assert FILES[tag].keys() <= FILES["en"].keys()


@pytest.mark.parametrize(("tag", "table"), TABLES)
def test_a_table_has_the_strings_and_the_places_to_fill_in_that_english_has(tag: str, table: str) -> None:
    assert {key: places(text) for key, text in FILES[tag][table].items()} == {
        key: places(text) for key, text in FILES["en"][table].items()
    }


@pytest.mark.parametrize(("tag", "table"), TABLES)
def test_no_string_is_empty_or_has_spaces_round_it(tag: str, table: str) -> None:
    assert [key for key, text in FILES[tag][table].items() if not text.strip() or text != text.strip()] == []


@pytest.mark.parametrize(("tag", "table"), TABLES)
def test_strings_are_in_the_unicode_form_that_anki_stores(tag: str, table: str) -> None:
    assert [key for key, text in FILES[tag][table].items() if not unicodedata.is_normalized("NFC", text)] == []


@pytest.mark.parametrize(("tag", "table"), TABLES)
def test_strings_are_in_the_script_of_their_language(tag: str, table: str) -> None:
    """But for names of programs and devices, and menus that Anki and iOS do not have in Hindi, Bengali and Urdu."""
    letters = {letter for text in FILES[tag][table].values() for letter in prose(text) if letter.isalpha()}
    strange = {letter for letter in letters if unicodedata.name(letter).split()[0] not in SCRIPTS.get(tag, {"LATIN"})}
    assert strange == set()


@pytest.mark.parametrize("tag", FILES)
def test_every_table_is_translated(tag: str) -> None:
    """Where a table is missing, or a string in it, learners get the whole text in English."""
    assert {
        table: [key for key in strings if key not in FILES[tag].get(table, {})] for table, strings in ENGLISH.items()
    } == {table: [] for table in ENGLISH}
    assert [key for key, text in FILES[tag]["release"].items() if tag != "en" and text == ENGLISH["release"][key]] == []


@pytest.mark.parametrize("tag", FILES)
def test_the_markdown_of_release_texts_closes(tag: str) -> None:
    """A '**' between a mark and a letter does not, as in '**电脑：**双击'."""
    texts = {key: text.format_map(Filled()) for key, text in FILES[tag]["release"].items()}
    left = {key: text for key, text in texts.items() if "*" in re.sub("<[^>]*>", "", MarkdownIt().render(text))}
    assert left == {}


@pytest.mark.parametrize("tag", FILES)
def test_a_text_names_the_link_as_the_card_does(tag: str) -> None:
    assert labels(tag).report in release_texts(tag).mistakes_by_link


@pytest.mark.parametrize("tag", FILES)
def test_a_search_can_be_copied_as_it_is(tag: str) -> None:
    assert labels(tag).put_away.endswith("tag:{tag}")


def test_a_table_that_is_not_complete_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "en.toml").write_text('[labels]\nasked = "Question"\nsource = "Source"\n', encoding="utf-8")
    (tmp_path / "nl.toml").write_text('[labels]\nasked = "Vraag"\n', encoding="utf-8")
    monkeypatch.setattr(strings, "_FOLDER", tmp_path)
    forget()
    try:
        assert strings.nearest("labels", "nl", ("asked", "source")) == {"asked": "Question", "source": "Source"}
        assert strings.nearest("labels", "nl", ("asked",)) == {"asked": "Vraag"}
        assert strings.languages("labels", ("asked", "source")) == ("en",)
    finally:
        forget()


def test_chinese_is_written_in_two_ways() -> None:
    assert [labels(tag).source for tag in ("zh", "zh-Hans", "zh-Hans-SG", "zh-CN")] == ["来源"] * 4
    assert [labels(tag).source for tag in ("zh-Hant", "zh-Hant-HK", "zh-TW", "zh-HK", "zh-MO")] == ["來源"] * 5


def test_a_region_has_the_strings_of_its_language() -> None:
    assert labels("pt-BR") == labels("pt")
    assert labels("de-CH-1996") == labels("de")
    assert release_texts("bn-IN") == release_texts("bn")


def test_a_language_without_strings_gets_english_ones() -> None:
    assert labels("sw") == labels("en")
    assert labels("ckb-IR") == labels("en")
    assert release_texts("sw") == release_texts("en")


def forget() -> None:
    strings._tags.cache_clear()
    strings._read.cache_clear()


def places(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def prose(text: str) -> str:
    """A string without what is filled in, and without names."""
    return re.sub(NAMES, "", "".join(before for before, _, _, _ in Formatter().parse(text)))
