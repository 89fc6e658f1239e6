"""Our own decks."""

from collections import Counter
from pathlib import Path

import pytest

from flashcards.deckfile.discovery import find_decks
from tests.conftest import Run
from tests.pipeline import read_decks

ROOT = Path(__file__).parents[1]


def test_nothing_is_wrong_and_the_ledgers_are_committed(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(ROOT)
    assert run("check").stdout == "1 deck, 76 notes: no problems\n"
    run("build", "--locked", "-o", tmp_path)


def test_the_first_deck_covers_its_source() -> None:
    [deck] = read_decks(find_decks(["mostaque-2024"], ROOT / "decks")).decks
    assert deck.source
    points = deck.source.points
    key_points = [point for point, found in points.items() if found.kind != "fact"]
    assert Counter(point.split(".")[0] for point in key_points) == dict.fromkeys(deck.sections, 3)
    covered = {ref for note in deck.notes for ref in note.covers}
    assert all(len(points[point].clauses) > 1 for point in key_points)
    assert [ref for point in points.values() for ref in point.refs if ref not in covered] == []
    assert [note.id for note in deck.notes if not note.covers] == []
    assert 70 <= len(deck.notes) <= 76
