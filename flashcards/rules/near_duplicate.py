"""No question is asked again in other words.

Two questions are near duplicates when three quarters of their meaningful words are the same, or
two thirds of them and the whole answer, and no number, picture, code or maths sets them apart.

Wrong::

    - question:
        bn: রবীন্দ্রনাথ ঠাকুর কোন সালে জন্মগ্রহণ করেন?
        en: In which year was Rabindranath Tagore born?
      answer:
        bn: ১৮৬১
        en: 1861
    - question:
        bn: কোন সালে রবীন্দ্রনাথ ঠাকুরের জন্ম হয়?
        en: Rabindranath Tagore was born in which year?
      answer:
        bn: ১৮৬১
        en: 1861

Right::

    - question:
        bn: রবীন্দ্রনাথ ঠাকুর কোন সালে জন্মগ্রহণ করেন?
        en: In which year was Rabindranath Tagore born?
      answer:
        bn: ১৮৬১
        en: 1861
    - question:
        bn: রবীন্দ্রনাথ ঠাকুর কোন সালে মারা যান?
        en: In which year did Rabindranath Tagore die?
      answer:
        bn: ১৯৪১
        en: 1941
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flashcards.deck import Deck
from flashcards.problem import Severity
from flashcards.rules.asking import once_a_note
from flashcards.rules.finding import Finding, Said, each_note, each_part
from flashcards.rules.words import STOPWORDS, stems, unspoken, words

ID = "near-duplicate"
SEVERITY = Severity.WARNING

# Shares of words that two questions have in common; with another answer it takes more to be the same
_SAME = 0.75
_SAME_WITH_ANSWER = 0.66  # at 0.6 'the capital city of the country X' is like that of Y
_FEWEST = 2  # a single word in common is no likeness
_KEPT = 20  # questions remembered by a word: a common word costs no more than a rare one
_NUMBER = re.compile("[0-9০-৯०-९]+")


class _Asked(NamedTuple):
    said: Said
    stems: frozenset[str]
    details: frozenset[str]
    answer: str


def check(deck: Deck) -> Iterator[Finding]:
    languages = dict.fromkeys(tag.split("-")[0] for tag in deck.languages)
    return once_a_note(
        finding for language in languages if language in STOPWORDS for finding in _near(_questions(deck, language))
    )


def _questions(deck: Deck, language: str) -> list[_Asked]:
    asked = []
    for note in each_note(deck):
        answers = {said.language: said.text.value for said in each_part(note, "answer")}
        for said in each_part(note, "question"):
            if said.language == language:
                meaning = frozenset(stems(said.text.value, language))
                details = frozenset(_NUMBER.findall(said.text.value)) | unspoken(said.text.value)
                asked.append(_Asked(said, meaning, details, " ".join(stems(answers[language], language))))
    return asked


def _near(asked: Sequence[_Asked]) -> Iterator[Finding]:
    """Each question with an earlier one that it is like.

    Two sets that have a share t of their words in common have one in common among the rarest
    (1 - t) of each; so it is enough to look a question up by these (Bayardo, Ma and Srikant,
    "Scaling up all pairs similarity search", 2007).
    """
    frequency = Counter(stem for each in asked for stem in each.stems)
    answers = Counter(each.answer for each in asked)
    by_stem: dict[tuple[str, ...], list[_Asked]] = defaultdict(list)
    for each in asked:
        rarest = sorted(each.stems, key=lambda stem: (frequency[stem], stem))
        keys: list[tuple[str, ...]] = [(stem,) for stem in rarest[: _reach(rarest, _SAME)] if frequency[stem] > 1]
        if each.answer and answers[each.answer] > 1:
            keys += [(stem, each.answer) for stem in rarest[: _reach(rarest, _SAME_WITH_ANSWER)]]
        for key in keys:
            like = next((other for other in by_stem[key] if _are_alike(each, other)), None)
            if like:
                message = f"this is much like the question at {like.said.place}"
                yield Finding(each.said, message, "delete one of the two, or say what tells them apart")
                break
        for key in keys:
            by_stem[key] = [*by_stem[key][1 - _KEPT :], each]


def _reach(rarest: Sequence[str], share: float) -> int:
    return len(rarest) - math.ceil(share * len(rarest)) + 1 if rarest else 0


def _are_alike(one: _Asked, other: _Asked) -> bool:
    common = len(one.stems & other.stems)
    least = _SAME_WITH_ANSWER if one.answer and one.answer == other.answer else _SAME
    if common < _FEWEST or common < least * (len(one.stems) + len(other.stems) - common):
        return False
    # what is word for word the same is for 'duplicate-question' to tell
    return one.details == other.details and words(one.said.text.value) != words(other.said.text.value)
