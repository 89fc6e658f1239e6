"""Texts of a deck file are replaced or added, and nothing else changes."""

from pathlib import Path

import pytest

from flashcards.model.problem import Location
from flashcards.yamltext.edit import Repair, add_texts, append, edited, rewrite

DECK = """\
# a comment
notes:   # another
  - {id: a, answer: {bn: 'ক''খ', en: plain text}}

  - id: b
    question:
      en: |
        Two
        lines?
      bn: "উক্তি \\"এক\\""   # kept
"""


def test_a_place_where_no_text_is_is_left_alone() -> None:
    assert rewrite(DECK, {(3, 32): "other"}, {}) is None


def test_each_style_stays_where_it_can() -> None:
    values = {(3, 26): "গ'ঘ", (3, 38): "other", (10, 11): 'উক্তি "দুই"'}
    expected = DECK.replace("'ক''খ'", "'গ''ঘ'").replace("plain text", "other").replace('\\"এক\\"', '\\"দুই\\"')
    assert rewrite(DECK, values, {}) == expected


@pytest.mark.parametrize("value", ["a: b", "- a", "a, b", "[a]", "#a", "a #b", "*a", "two\nlines", "null"])
def test_a_plain_text_is_quoted_where_it_must_be(value: str) -> None:
    rewritten = rewrite(DECK, {(3, 38): value}, {})
    assert rewritten is not None
    assert rewritten.splitlines()[0:2] == DECK.splitlines()[0:2]
    assert rewritten.count("\n") == DECK.count("\n")


def test_a_block_becomes_a_line() -> None:
    rewritten = rewrite(DECK, {(7, 11): "One line?"}, {})
    assert rewritten is not None
    assert '      en: "One line?"\n      bn:' in rewritten


def test_a_text_is_added_after_another() -> None:
    added = {(3, 38): ("hi", "सादा, पाठ"), (10, 11): ("hi", "उक्ति")}
    assert rewrite(DECK, {}, added) == DECK.replace("plain text}", 'plain text, hi: "सादा, पाठ"}').replace(
        "# kept\n", '# kept\n      hi: "उक्ति"\n'
    )
    after_block = rewrite(DECK, {}, {(7, 11): ("hi", "दो")})
    assert after_block is not None
    assert '        lines?\n      hi: "दो"\n      bn:' in after_block


def test_a_word_is_added_to_a_list() -> None:
    assert append("a: [bn, en]\n", (1, 9), "hi") == "a: [bn, en, hi]\n"
    assert append("a:\n  - bn\n  - en # last\n", (2, 5), "hi") == "a:\n  - bn\n  - hi\n  - en # last\n"
    assert append("a: [bn, en]\n", (1, 9), "x]") is None


def test_a_text_that_an_alias_repeats_is_left_alone() -> None:
    assert rewrite("a: &x one\nb: *x\n", {(1, 4): "two"}, {}) is None
    assert rewrite("a: [&x one, two]\nb: *x\n", {(1, 5): "three"}, {}) is None


def test_a_text_after_the_one_that_an_alias_repeats_is_added() -> None:
    assert rewrite("a: &x one\nb: *x\n", {}, {(1, 4): ("c", "two")}) == 'a: &x one\nc: "two"\nb: *x\n'


def test_a_list_of_texts_becomes_one_text() -> None:
    assert rewrite("a:\n  bn: [ক, খ] # two\n", {(2, 8): "গ"}, {}) == "a:\n  bn: গ # two\n"


def test_a_file_that_is_not_yaml_is_left_alone() -> None:
    assert rewrite("a: [b\n", {(1, 5): "c"}, {}) is None


LAYOUTS = """\
plain: The Yangtze # a comment
quoted: 'it''s wide'
escaped: "a \\"delta\\""
folded: >-
  one
  two
block: |
  one

  - two
below:
  - sofa
  - couch # a comment
beside: [sofa, couch]
in_flow: {en: one, bn: two}
"""
EDITED = """\
plain: |
  The Yangtze
  in Asia
quoted: 'it''s long'
escaped: "a \\"river\\"\\nand more"
folded: >-
  one
  2
block: |
  one

  - two
  - three
below:
  - sofa
  - settee
beside: [sofa, couch, "a, b"]
in_flow: {en: "one\\nand a half", bn: two, hi: "three"}
"""


def test_texts_are_edited_in_the_layout_that_they_have() -> None:
    """A text of several lines is a block where no comment is lost, and quoted in braces."""
    edits = {
        (1, 8): ("The Yangtze", "The Yangtze\nin Asia"),
        (2, 9): ("it's wide", "it's long"),
        (3, 10): ('a "delta"', 'a "river"\nand more'),
        (4, 9): ("one two", "one 2"),
        (7, 8): ("one\n\n- two", "one\n\n- two\n- three"),
        (12, 5): ("sofa; couch", "sofa; settee"),
        (14, 10): ("sofa; couch", "sofa; couch; a, b"),
        (15, 15): ("one", "one\nand a half"),
    }
    text = LAYOUTS.replace(" # a comment", "")
    repairs = [Repair(Location(Path("deck.yaml"), *place), *texts) for place, texts in edits.items()]
    added = [((15, 24), ("hi", "three"))]
    found = edited(text, repairs, added)
    assert found.text == EDITED
    assert ({*found.made}, [*found.added]) == ({*repairs}, added)


def test_a_comment_stays_where_a_text_gets_a_second_line() -> None:
    repairs = [Repair(Location(Path("deck.yaml"), 1, 8), "The Yangtze", "The Yangtze\nin Asia")]
    new = LAYOUTS.replace("The Yangtze #", '"The Yangtze\\nin Asia" #')
    assert edited(LAYOUTS, repairs, []).text == new


def test_a_part_is_added_to_a_note() -> None:
    texts = {"bn": "এক", "en": "one\n- two"}
    assert add_texts(DECK, (3, 5), "note", texts) == DECK.replace(
        "plain text}}", 'plain text}, note: {bn: এক, en: "one\\n- two"}}'
    )
    block = "    note:\n      bn: এক\n      en: |\n        one\n        - two\n"
    assert add_texts(DECK, (5, 5), "note", texts) == DECK + block
    assert add_texts(DECK, (4, 1), "note", texts) is None
