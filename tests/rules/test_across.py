"""Rules that compare notes find the same however the notes are parted into chunks."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from flashcards.deckfile.discovery import DeckFiles
from flashcards.lint.across import hash64
from flashcards.lint.engine import Linter
from flashcards.lint.finding import Finding, TextRef, each_note, each_part
from flashcards.lint.questions import once_a_note
from flashcards.lint.registry import ACROSS
from flashcards.lint.rules import near_duplicate
from flashcards.lint.words import STOPWORDS, stems, words
from flashcards.model.deck import Deck, Note
from flashcards.model.problem import Problem
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


def near_duplicates(deck: Deck) -> Iterator[Finding]:
    """What 'near-duplicate' finds, by comparing a question with each that it keeps."""
    languages = dict.fromkeys(tag.split("-")[0] for tag in deck.languages)
    return once_a_note(finding for language in languages if language in STOPWORDS for finding in _near(deck, language))


def _near(deck: Deck, language: str) -> Iterator[Finding]:
    asked = []
    for note in each_note(deck):
        answers = {ref.language: " ".join(stems(ref.text.value, language)) for ref in each_part(note, "answer")}
        for ref in each_part(note, "question"):
            if ref.language == language:
                text = ref.text.value
                details = near_duplicate.details(text)
                asked.append(Asked(ref, frozenset(stems(text, language)), details, answers.get(language, "")))
    frequency = Counter(stem for each in asked for stem in each.stems)
    answered = Counter(each.answer for each in asked)
    known: dict[tuple[str, ...], list[Asked]] = defaultdict(list)
    for each in asked:
        rarest = sorted(each.stems, key=lambda stem: (frequency[stem], hash64(stem)))
        keys: list[tuple[str, ...]] = [(stem,) for stem in rarest[: _reach(rarest, 0.75)] if frequency[stem] > 1]
        if each.answer and answered[each.answer] > 1:
            keys += [(stem, each.answer) for stem in rarest[: _reach(rarest, 0.66)]]
        like = next((other for key in keys for other in known[key] if _are_alike(each, other)), None)
        if like:
            message = f"this is much like the question at {like.ref.place}"
            yield Finding(each.ref, message, "delete one of the two, or say what tells them apart")
        for key in keys:
            known[key] = [*known[key][-19:], each]


def _reach(rarest: Sequence[str], share: float) -> int:
    return len(rarest) - math.ceil(share * len(rarest)) + 1 if rarest else 0


def _are_alike(one: Asked, other: Asked) -> bool:
    if (one.answer != other.answer or not one.answer) and (one.stems < other.stems or other.stems < one.stems):
        return False
    common = len(one.stems & other.stems)
    least = 0.66 if one.answer and one.answer == other.answer else 0.75
    if common < 2 or common < least * (len(one.stems) + len(other.stems) - common):
        return False
    return one.details == other.details and words(one.ref.text.value) != words(other.ref.text.value)


@pytest.mark.parametrize("seed", range(7))
def test_finds_the_same_among_many_questions_of_the_same_words(seed: int) -> None:
    random = Random(seed)
    vocabulary = [f"{first}{second}ok" for first in "bdfghjklmnprtvwz" for second in "aio"][: 9 + 2 * seed]

    def note() -> Mapping[str, Sequence[str]]:
        question = random.sample(vocabulary, k=random.randint(2, 8))
        return {"question": [f"Which {' '.join(question)}?"], "answer": [random.choice(["Gold", "Tin", "Zinc", "7"])]}

    deck = deck_saying(["en"], [["Metals"], ["Ores"]], [note() for _ in range(300)])
    found = [(finding.ref.place, finding.message) for finding in near_duplicates(deck)]
    problems = [problem for problem in compared(deck, 50) if problem.rule == "near-duplicate"]
    assert [(problem.location, problem.message) for problem in problems] == found
    assert found
