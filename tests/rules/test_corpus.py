"""How well the rules judge notes that were set aside before there were rules.

The corpus was collected first; each third note of it went into the files that are held out, which
nobody looked at while rules were written. Do not tune a rule to a note in them: what is measured
would then be the tuning. One note of theirs is judged otherwise than labelled: 404 in Latin digits.
"""

from pathlib import Path
from typing import NamedTuple

import pytest

from flashcards.deckfile.discovery import DeckFiles
from flashcards.model.deck import Deck, Note
from tests.pipeline import lint, read_decks

CORPUS = Path(__file__).parents[1] / "corpus"
LABEL = "breaks::"


class Judged(NamedTuple):
    """Mistakes, each a note and a rule it breaks: those that were found, and those that are there."""

    found: frozenset[tuple[str, str]]
    there: frozenset[tuple[str, str]]

    @property
    def precision(self) -> float:
        return len(self.found & self.there) / len(self.found)

    @property
    def recall(self) -> float:
        return len(self.found & self.there) / len(self.there)


def judged(name: str) -> Judged:
    deck = deck_in(name)
    found = {(note_at(deck, problem.location.line).id, problem.rule) for problem in lint([deck])}
    there = {(note.id, tag.removeprefix(LABEL)) for note in deck.notes for tag in note.tags if tag.startswith(LABEL)}
    return Judged(frozenset(found), frozenset(there))


def deck_in(name: str) -> Deck:
    reading = read_decks([DeckFiles((CORPUS / name,), CORPUS)])
    assert reading.problems == ()
    return reading.decks[0]


def note_at(deck: Deck, line: int) -> Note:
    return max((note for note in deck.notes if note.location.line <= line), key=lambda note: note.location.line)


def test_is_silent_on_good_notes() -> None:
    assert judged("good.yaml").found == frozenset()
    assert judged("good-held-out.yaml").found == frozenset()


def test_finds_the_mistakes_the_rules_were_written_for() -> None:
    bad = judged("bad.yaml")
    assert bad.found == bad.there


def test_finds_the_mistakes_that_were_held_out() -> None:
    bad = judged("bad-held-out.yaml")
    assert len(bad.there) == 29
    assert bad.precision >= 0.96
    assert bad.recall == 1.0


@pytest.mark.parametrize(("rule", "recall"), [("list-item", 1.0), ("in-situ", 1.0), ("inversion", 0.75)])
def test_finds_the_forms_of_questions_that_were_held_out(rule: str, recall: float) -> None:
    forms = judged("review-held-out.yaml")
    of_rule = Judged(*(frozenset(each for each in some if each[1] == rule) for some in forms))
    assert len(of_rule.there) >= 8
    assert of_rule.precision == 1.0
    assert of_rule.recall >= recall


def test_is_large_enough_to_judge_by() -> None:
    good = [*deck_in("good.yaml").notes, *deck_in("good-held-out.yaml").notes]
    labelled = judged("bad.yaml").there | judged("bad-held-out.yaml").there
    assert len(good) >= 60
    assert len({note for note, _ in labelled}) >= 60
