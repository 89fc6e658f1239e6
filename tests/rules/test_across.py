"""Rules that compare notes find the same however the notes are parted into chunks."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations, islice
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from flashcards.deckfile.discovery import DeckFiles
from flashcards.lint.engine import Linter
from flashcards.lint.finding import TextRef, each_note, each_part
from flashcards.lint.registry import ACROSS
from flashcards.lint.rules import near_duplicate
from flashcards.lint.words import stems, words
from flashcards.model.deck import Deck, Note
from flashcards.model.problem import Location, Problem
from tests.pipeline import read_decks
from tests.rules.test_guards import deck_saying

ROOT = Path(__file__).parents[2]
DECKS = (*sorted((ROOT / "tests" / "corpus").glob("*.yaml")), *sorted((ROOT / "decks").glob("*.yaml")))


def compared(deck: Deck, size: int) -> Sequence[Problem]:
    """What is found in a deck whose chunks have so many notes."""
    linter, notes = Linter(deck), iter(deck.notes)
    parts: list[tuple[Note, ...]] = []
    while part := tuple(islice(notes, size)):
        parts.append(part)
    rows = [linter.head().rows, *(linter.notes(part).rows for part in parts)]
    return [*linter.across(rows, [(deck.location.path, 0)] * len(rows))]


@pytest.mark.slow
@pytest.mark.parametrize("path", DECKS, ids=lambda path: path.stem)
def test_chunks_make_no_difference(path: Path) -> None:
    for deck in read_decks([DeckFiles((path,), path.parent)]).decks:
        whole = compared(deck, len(deck.notes))
        assert all(problem.rule in ACROSS for problem in whole)
        assert [compared(deck, size) for size in (1, 7)] == [whole, whole]


class Asked(NamedTuple):
    ref: TextRef
    stems: frozenset[str]
    details: frozenset[str]
    answer: str


def near_duplicates(deck: Deck, language: str) -> Mapping[Location, set[Location]]:
    """The questions that are much like earlier ones, each with all of these, by comparing every two."""
    asked = []
    for note in each_note(deck):
        answers = {ref.language: " ".join(stems(ref.text.value, language)) for ref in each_part(note, "answer")}
        for ref in each_part(note, "question"):
            details = near_duplicate.details(ref.text.value)
            asked.append(Asked(ref, frozenset(stems(ref.text.value, language)), details, answers.get(language, "")))
    found: dict[Location, set[Location]] = defaultdict(set)
    for one, other in combinations(asked, 2):
        if _are_alike(one, other):
            found[other.ref.place].add(one.ref.place)
    return found


def _are_alike(one: Asked, other: Asked) -> bool:
    if (one.answer != other.answer or not one.answer) and (one.stems < other.stems or other.stems < one.stems):
        return False
    common = len(one.stems & other.stems)
    least = 0.66 if one.answer and one.answer == other.answer else 0.75
    if common < 2 or common < least * (len(one.stems) + len(other.stems) - common):
        return False
    return one.details == other.details and words(one.ref.text.value) != words(other.ref.text.value)


@pytest.mark.parametrize("seed", range(7))
def test_finds_what_a_comparison_of_every_two_questions_finds(seed: int) -> None:
    deck = questions_of(60 + 20 * seed, Random(seed))
    wanted = near_duplicates(deck, "en")
    found = found_near(deck)
    assert found.keys() == wanted.keys() != set()
    assert all(other in wanted[place] for place, other in found.items())


@pytest.mark.parametrize("seed", range(7))
def test_keeps_only_the_latest_of_many_questions_with_the_same_words(seed: int) -> None:
    deck = questions_of(9 + 2 * seed, Random(seed))
    wanted = near_duplicates(deck, "en")
    found = found_near(deck)
    assert found
    assert all(other in wanted[place] for place, other in found.items())


def questions_of(words: int, random: Random) -> Deck:
    """A deck with questions of two to eight of so many words, some of them with the same answer."""
    vocabulary = [f"{first}{second}{third}ok" for first in "bdfghjklmnprtvwz" for second in "aio" for third in "bdgkm"]

    def note() -> Mapping[str, Sequence[str]]:
        question = random.sample(vocabulary[:words], k=random.randint(2, 8))
        if asked and random.random() < 0.2:  # one much like another
            question = [*random.choice(asked)]
            question[random.randrange(len(question))] = random.choice(vocabulary[:words])
        asked.append(question)
        return {"question": [f"Which {' '.join(question)}?"], "answer": [random.choice(["Gold", "Tin", "Zinc", "7"])]}

    asked: list[list[str]] = []
    return deck_saying(["en"], [["Metals"], ["Ores"]], [note() for _ in range(300)])


def found_near(deck: Deck) -> Mapping[Location, Location]:
    """The questions that the rule reports, each with the one that it names."""
    problems = [problem for problem in compared(deck, 50) if problem.rule == "near-duplicate"]
    places = {str(ref.place): ref.place for note in each_note(deck) for ref in each_part(note, "question")}
    return {problem.location: places[problem.message.rpartition(" ")[2]] for problem in problems}
