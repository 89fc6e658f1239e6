"""Texts fixed in a deck file, which otherwise stays as its author wrote it."""

from pathlib import Path

import pytest

from flashcards.deckfile.discovery import DeckFiles
from flashcards.lint.engine import repairs
from flashcards.model.problem import Location
from flashcards.yamltext.edit import Repair, Repaired, repaired
from tests.pipeline import lint, read_decks

DECK = r"""# A deck, with ' and " and |

deck:   # its head
  id: rivers
  uid: 0123456789abcdef
  title: {bn: নদী  ও সাগর, en: "Rivers"}   # a note
  languages: [bn, en]


notes:
  # the longest
  - id: nile
    question:
      bn: 'নীল নদ কোন সাগরে পড়ে ?'   # it''s in Africa
      en: "Into which \"sea\" does\u00a0the Nile  flow?"
    answer:
      bn: >-
        26 কিলোমিটার দূরে
        ভূমধ্যসাগরে |
      en: |
        The
        Mediterranean ,
        26 km away
    note:
      bn: 'ইংরেজিতে ''Nile'',
        বাংলায়  ''নীল''|'
      en: plain  text
        over two lines , and more
"""
MENDED = r"""# A deck, with ' and " and |

deck:   # its head
  id: rivers
  uid: 0123456789abcdef
  title: {bn: নদী ও সাগর, en: "Rivers"}   # a note
  languages: [bn, en]


notes:
  # the longest
  - id: nile
    question:
      bn: 'নীল নদ কোন সাগরে পড়ে?'   # it''s in Africa
      en: "Into which \"sea\" does the Nile flow?"
    answer:
      bn: >-
        ২৬ কিলোমিটার দূরে
        ভূমধ্যসাগরে।
      en: |
        The
        Mediterranean,
        26 km away
    note:
      bn: 'ইংরেজিতে ''Nile'',
        বাংলায় ''নীল''।'
      en: plain text
        over two lines, and more
"""


def fix(text: str, path: Path) -> str:
    path.write_bytes(text.encode("utf-8"))
    reading = read_decks([DeckFiles((path,), path.parent)])
    assert reading.problems == ()
    found = [repair for deck in reading.decks for repair in repairs(deck)]
    fixed = repaired(reading.texts[path], found)
    assert len(fixed.made) == len(found)
    return fixed.text


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_changes_the_texts_and_nothing_else(line_end: str, tmp_path: Path) -> None:
    path = tmp_path / "rivers.yaml"
    assert fix(DECK.replace("\n", line_end), path) == MENDED.replace("\n", line_end)


def test_leaves_nothing_that_it_could_fix(tmp_path: Path) -> None:
    path = tmp_path / "rivers.yaml"
    fixed = fix(DECK, path)
    assert fix(fixed, path) == fixed
    hints = [problem.hint for problem in lint(read_decks([DeckFiles((path,), tmp_path)]).decks)]
    assert [hint for hint in hints if "--fix" in hint] == []


def test_fixes_nothing_where_a_rule_is_off_or_ignored(tmp_path: Path) -> None:
    off = DECK.replace(
        "  languages", "  lint: {spacing: off, danda: off, digits: off, invisible-character: off}\n  languages"
    )
    assert fix(off, tmp_path / "rivers.yaml") == off
    ignored = DECK + "    lint_ignore: {spacing: a, danda: b, digits: c, invisible-character: d}\n"
    assert fix(ignored, tmp_path / "rivers.yaml") == ignored.replace("নদী  ও", "নদী ও")


def repair(line: int, column: int, old: str, new: str) -> Repair:
    return Repair(Location(Path("a.yaml"), line, column), old, new)


def test_leaves_alone_what_would_no_longer_be_the_same_file() -> None:
    text = "a: it is so\nb: 'well  said'\n"
    found = repaired(text, [repair(1, 4, "it is so", "it: is so"), repair(2, 4, "well  said", "well said")])
    made = repair(2, 10, "well  said", "well said")
    assert found == Repaired("a: it is so\nb: 'well said'\n", (made,))


def test_leaves_alone_what_is_elsewhere_or_anchored() -> None:
    text = "a: &x one  two\nb: *x\n"
    assert repaired(text, [repair(1, 4, "one  two", "one two")]) == Repaired(text, ())
    assert repaired(text, [repair(9, 9, "one  two", "one two")]) == Repaired(text, ())
