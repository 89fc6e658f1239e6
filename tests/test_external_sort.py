"""Texts come back in the order of their names, however many there are."""

import random

import pytest

from flashcards.system import external_sort
from flashcards.system.external_sort import SortedLines


@pytest.mark.parametrize("held", [1, 100, 1 << 23])
def test_in_the_order_of_their_names(held: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(external_sort, "_MAX_HELD", held)
    monkeypatch.setattr(external_sort, "_BATCH", 3)
    names = [f"{number:03}" for number in range(200)]
    shuffled = random.Random(1).sample(names, len(names))
    with SortedLines() as texts:
        for name in shuffled:
            texts.add(name, f"{name} is its name\n")
        assert [*texts] == [(name, f"{name} is its name\n") for name in names]
        assert [*texts] == [(name, f"{name} is its name\n") for name in names]


def test_of_nothing_nothing_comes() -> None:
    with SortedLines() as texts:
        assert [*texts] == []
