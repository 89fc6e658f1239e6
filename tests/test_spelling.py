"""Edits of spelling and of meaning are told apart.

Each second pair was set aside before the fold was written, in `edits-held-out.txt`. Do not tune the fold to them.
"""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from flashcards.text.spelling import fold

CORPUS = Path(__file__).parent / "corpus"


class Edit(NamedTuple):
    kind: str
    language: str
    old: str
    new: str

    @property
    def is_respelled(self) -> bool:
        return fold(self.old, self.language) == fold(self.new, self.language)


def edits(name: str, kind: str) -> list[Edit]:
    lines = (CORPUS / name).read_text(encoding="utf-8").splitlines()
    found = [re.fullmatch(r"(spelling|meaning) (\w+): (.*) -> (.*)", line) for line in lines]
    every = [Edit(*match.groups()) for match in found if match]
    assert len(every) == len(lines)
    return [edit for edit in every if edit.kind == kind]


@pytest.mark.parametrize("name", ["edits.txt", "edits-held-out.txt"])
def test_a_changed_number_name_or_word_is_not_taken_for_spelling(name: str) -> None:
    assert [edit for edit in edits(name, "meaning") if edit.is_respelled] == []
    assert len(edits(name, "meaning")) == 36


@pytest.mark.parametrize(("name", "found"), [("edits.txt", 28), ("edits-held-out.txt", 31)])
def test_most_edits_of_spelling_are_known_as_such(name: str, found: int) -> None:
    assert sum(edit.is_respelled for edit in edits(name, "spelling")) == found
    assert len(edits(name, "spelling")) == 32
