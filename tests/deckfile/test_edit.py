"""Texts of a deck file are replaced or added, and nothing else changes."""

import pytest

from flashcards.yamltext.edit import append, rewrite

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
