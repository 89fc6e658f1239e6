"""How much there is in a deck, as an author asks."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flashcards.cli import main
from flashcards.compile.counts import characters_in, words_in
from tests.document import document

SOURCE = """\
---
title:
  bn: কুয়া
  ja: 井戸
citation:
  bn: আমা
  ja: アマ
---

## digging

- bn: খনন
- ja: 掘る

### Key practices

- **digging.turns**
  - bn: পালা করে খোঁড়ো।
  - ja: 交代で掘る。

### Key learnings

- **digging.depth**
  - bn: গভীর কুয়া টেকে।
  - ja: 深い井戸は長くもつ。
"""
DECK = """\
deck:
  id: wells
  uid: wwwwwwwwwwwwwwww
  title:
    bn: কুয়ার কথা
    ja: 井戸の話
  languages: [bn, ja]
  source: wells
sections:
  - id: digging
    title: { bn: খনন, ja: 掘る }
  - id: keeping
    title: { bn: যত্ন, ja: 手入れ }
notes:
  - id: why-deep
    section: digging
    covers: [digging.depth]
    question: { bn: কোন কুয়া টেকে?, ja: どの井戸が長くもつか？ }
    answer: { bn: গভীর কুয়া, ja: 深い井戸 }
    note: { bn: পাথর - নিচে।, ja: 下は岩。 }
  - id: both
    section: digging
    covers: [digging.depth]
    question: { bn: "২টি", ja: 二つ }
    answer: { bn: হ্যাঁ, ja: はい }
  - id: old
    section: keeping
    question: { bn: পুরোনো প্রশ্ন, ja: 古い }
    answer: { bn: উত্তর, ja: 答え }
    retired:
      reason: { bn: ভুল ছিল।, ja: 誤り。 }
"""


@pytest.fixture(autouse=True)
def _with_a_deck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("decks").mkdir()
    Path("source").mkdir()
    Path("source/wells.md").write_text(SOURCE, encoding="utf-8")
    Path("decks/wells.yaml").write_text(DECK, encoding="utf-8")


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["stats", *words])


def test_a_deck_is_counted_by_language_kind_and_section() -> None:
    assert run("--new-a-day", "1").stdout == (
        "wells: কুয়ার কথা\n"
        "               বাংলা  日本語\n"
        "notes             2       2\n"
        "retired notes     1       1\n"
        "cards             2       2\n"
        "words             9       -\n"
        "characters       23      23\n"
        "coverage       50 %    50 %\n"
        "days of study     2       2\n"
        "\n"
        "kind      notes\n"
        "learning      2\n"
        "\n"
        "section  notes\n"
        "digging      2\n"
        "keeping      0\n"
        "\n"
        "days of study: until every card has been seen, at 1 new card a day\n"
    )


def test_it_is_printed_as_json() -> None:
    assert json.loads(run("--json").stdout) == document(
        "stats",
        new_a_day=20,
        decks=[
            {
                "deck": "wells",
                "notes": 2,
                "retired": 1,
                "drafts": 0,
                "languages": {
                    "bn": {
                        "notes": 2,
                        "retired": 1,
                        "cards": 2,
                        "words": 9,
                        "characters": 23,
                        "coverage": 50.0,
                        "days": 1,
                    },
                    "ja": {
                        "notes": 2,
                        "retired": 1,
                        "cards": 2,
                        "words": None,
                        "characters": 23,
                        "coverage": 50.0,
                        "days": 1,
                    },
                },
                "kinds": {"learning": 2},
                "sections": {"digging": 2, "keeping": 0},
                "editions": {},
                "translation": {"bn": {"stale": 0, "reviewed": 0}, "ja": {"stale": 0, "reviewed": 0}},
            }
        ],
    )


def test_an_edit_is_counted_and_so_is_a_deck_in_several_files() -> None:
    before = json.loads(run("--json").stdout)
    Path("decks/wells").mkdir()
    head, notes = DECK.split("notes:\n")
    first, second = notes.split("  - id: both")
    Path("decks/wells/deck.yaml").write_text(f"{head}notes:\n{first}", encoding="utf-8")
    Path("decks/wells/more.yaml").write_text(f"notes:\n  - id: both{second}", encoding="utf-8")
    Path("decks/wells.yaml").unlink()
    assert json.loads(run("--json").stdout) == before
    Path("decks/wells/more.yaml").write_text(f"notes:\n  - id: both{second}".replace("হ্যাঁ", "হ্যাঁ দুটি"), "utf-8")
    [deck] = before["decks"]
    deck["languages"]["bn"].update(words=10, characters=25)
    assert json.loads(run("--json").stdout) == before


def test_a_deck_without_source_has_no_coverage_and_one_without_sections_no_table_of_them() -> None:
    Path("decks/wells.yaml").write_text(
        "deck: {id: plain, uid: pppppppppppppppp, title: {en: Plain}, languages: [en]}\n"
        "notes: [{id: a, question: {en: What is it?}, answer: {en: A well}}]\n",
        encoding="utf-8",
    )
    assert run().stdout == (
        "plain: Plain\n"
        "               English\n"
        "notes                1\n"
        "cards                1\n"
        "words                5\n"
        "characters          14\n"
        "coverage             -\n"
        "days of study        1\n"
        "\n"
        "days of study: until every card has been seen, at 20 new cards a day\n"
    )


@pytest.mark.parametrize(
    ("text", "language", "words", "characters"),
    [
        ("A well — a deep one!", "en", 5, 15),
        ("ক্ষমতা কার হাতে?", "bn", 3, 9),
        ("café au lait", "fr", 3, 10),
        ("井戸は深い。", "ja", None, 6),
        ("井戶很深", "zh-Hant", None, 4),
    ],
)
def test_words_and_characters_are_counted_as_readers_do(
    text: str, language: str, words: int | None, characters: int
) -> None:
    assert (words_in(text, language), characters_in(text)) == (words, characters)


def test_no_new_cards_a_day_is_misuse() -> None:
    assert run("--new-a-day", "0").exit_code == 2


def test_a_flawed_deck_is_not_counted() -> None:
    Path("decks/wells.yaml").write_text(DECK.replace("uid: wwwwwwwwwwwwwwww", "uid: w"), encoding="utf-8")
    said = run()
    assert (said.exit_code, said.stdout) == (1, "")
    assert said.stderr.endswith("error: nothing was counted: 1 error\n")
