"""Numbers that two languages say each in its own way are the same; others differ."""

import tomllib
from pathlib import Path

import pytest

from flashcards.lint.numbers import figures, possible

CORPUS = tomllib.loads((Path(__file__).parents[1] / "corpus" / "numbers.toml").read_text(encoding="utf-8"))
HELD_OUT = CORPUS["held-out"]

Row = tuple[str, str, str, str]


def differ(row: Row) -> bool:
    """Whether a number of either text is not in the other."""
    one, its, other, others = row
    return _is_missing(its, one, others, other) or _is_missing(others, other, its, one)


def _is_missing(text: str, language: str, other_text: str, other: str) -> bool:
    values = possible(other_text, other)
    return any(each.readings.isdisjoint(values) and not each.may_be_in_words(other) for each in figures(text, language))


@pytest.mark.parametrize("row", CORPUS["same"], ids=" / ".join)
def test_the_same_number_is_the_same_in_any_language(row: Row) -> None:
    assert not differ(row)


@pytest.mark.parametrize("row", CORPUS["differ"], ids=" / ".join)
def test_another_number_is_another(row: Row) -> None:
    assert differ(row)


def test_what_was_held_out_is_judged_as_well() -> None:
    found = [row for row in (*HELD_OUT["same"], *HELD_OUT["differ"]) if differ(row)]
    right = [row for row in found if row in HELD_OUT["differ"]]
    assert len(HELD_OUT["same"]) >= 30
    assert len(HELD_OUT["differ"]) >= 15
    assert len(right) / len(found) >= 0.93
    assert len(right) / len(HELD_OUT["differ"]) >= 0.93
