"""Edits of spelling and of meaning are told apart.

The edits in `edits-held-out.txt` were written when all else was done. Do not tune anything to them.
"""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from flashcards.text.cldr import data
from flashcards.text.spelling import fold, slips

CORPUS = Path(__file__).parent / "corpus"


class Edit(NamedTuple):
    kind: str
    language: str
    old: str
    new: str

    @property
    def is_of_spelling(self) -> bool:
        old, new = fold(self.old, self.language), fold(self.new, self.language)
        return old == new or old in slips(new, self.language)


def edits(name: str, kind: str) -> list[Edit]:
    lines = (CORPUS / name).read_text(encoding="utf-8").splitlines()
    found = [re.fullmatch(r"(spelling|meaning) (\w+): (.*) -> (.*)", line) for line in lines]
    every = [Edit(*match.groups()) for match in found if match]
    assert len(every) == len(lines)
    return [edit for edit in every if edit.kind == kind]


@pytest.mark.parametrize(("name", "count"), [("edits.txt", 75), ("edits-held-out.txt", 24)])
def test_a_changed_number_name_or_word_is_not_taken_for_spelling(name: str, count: int) -> None:
    assert [edit for edit in edits(name, "meaning") if edit.is_of_spelling] == []
    assert len(edits(name, "meaning")) == count


@pytest.mark.parametrize(("name", "known", "count"), [("edits.txt", 60, 64), ("edits-held-out.txt", 21, 24)])
def test_most_edits_of_spelling_are_known_as_such(name: str, known: int, count: int) -> None:
    assert sum(edit.is_of_spelling for edit in edits(name, "spelling")) == known
    assert len(edits(name, "spelling")) == count


@pytest.mark.parametrize("language", ["bn", "en", "fr", "es", "ar", "ja"])
def test_no_language_is_taken_for_another(language: str) -> None:
    """Their names are long words that look alike."""
    names = {name.casefold() for name in data(f"names in {language}").values()}
    folds = {fold(name, language) for name in names}
    assert len(names) > 100
    assert len(folds) == len(names)
    assert [name for name in names if not folds.isdisjoint(slips(fold(name, language), language))] == []
