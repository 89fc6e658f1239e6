"""No question is asked again in other words.

Two questions are near duplicates when three quarters of their meaningful words are the same, or
two thirds of them and the whole answer, and no number, picture, code, maths, quoted word or sign sets them apart.

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
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple

from flashcards.lint.finding import Finding
from flashcards.lint.pattern import Pattern
from flashcards.lint.word_index import WordIndex
from flashcards.lint.words import STOPWORDS, unspoken, words
from flashcards.model.deck import Deck

# Shares of words that two questions have in common; with another answer it takes more to be the same
_SAME = 0.75
_SAME_WITH_ANSWER = 0.66  # at 0.6 'the capital city of the country X' is like that of Y
_FEWEST = 2  # a single word in common is no likeness
_KEPT = 20  # questions remembered by a word: a common word costs no more than a rare one
_NUMBER = Pattern("[0-9০-৯०-९]+")
_CITED = Pattern(
    r"“[^“”]+”|„[^“”„]+[“”]|«[^«»]+»|‘[^‘’]+’|\"[^\"]+\"|(?<![^\s(])'[^'\n]+'(?![^\W_])|「[^「」]+」|\*[^*\s][^*\n]*\*"
)
_SIGN = frozenset("+#@%&=/<>^~|")


class _Asked(NamedTuple):
    text: str
    stems: frozenset[str]
    answer: str


def check(deck: Deck) -> Iterator[Finding]:
    return compare(WordIndex(deck))


def compare(glance: WordIndex) -> Iterator[Finding]:
    """What `check` finds, where a glance has been taken already."""
    told = set[int]()
    for language in glance.languages:
        if language not in STOPWORDS:
            continue
        for number, like in _near(_asked(glance, language)):
            one, other = (glance.ref("question", language, each) for each in (number, like))
            if id(one.note) not in told:
                told.add(id(one.note))
                message = f"this is much like the question at {other.place}"
                yield Finding(one, message, "delete one of the two, or say what tells them apart")


def _asked(glance: WordIndex, language: str) -> list[_Asked]:
    answers = {place: " ".join(stems) for place, stems in glance.stems("answer", language)}
    questions = zip(glance.texts("question", language), glance.stems("question", language), strict=True)
    return [_Asked(text, frozenset(stems), answers.get(place, "")) for (place, text), (_, stems) in questions]


def _near(asked: Sequence[_Asked]) -> Iterator[tuple[int, int]]:
    """Each question, by its number, with an earlier one that it is like.

    Two sets that have a share t of their words in common have one in common among the rarest
    (1 - t) of each; so it is enough to look a question up by these (Bayardo, Ma and Srikant,
    "Scaling up all pairs similarity search", 2007).
    """
    frequency = Counter(chain.from_iterable([each.stems for each in asked]))
    answers = Counter([each.answer for each in asked])
    rank = {stem: rank for rank, stem in enumerate(sorted(frequency, key=lambda stem: (frequency[stem], stem)))}
    alone = sum(count == 1 for count in frequency.values())  # the ranks of stems that one question has
    known: dict[object, list[int]] = {}
    kin = _Kin()
    for number, each in enumerate(asked):
        rarest = sorted(map(rank.__getitem__, each.stems))
        keys: list[object] = [stem for stem in rarest[: _reach(len(rarest), _SAME)] if stem >= alone]
        answer_keys: list[object] = []
        if each.answer and answers[each.answer] > 1:
            reach = _reach(len(rarest), _SAME_WITH_ANSWER)
            answer_keys = [(stem, each.answer) for stem in rarest[:reach] if stem >= alone]
        keys += answer_keys
        if kin.may_be(each.stems) or _may_be_among(asked, each, [known[key] for key in answer_keys if key in known]):
            others = chain.from_iterable([known[key] for key in keys if key in known])
            like = next((other for other in others if _are_alike(each, asked[other])), None)
            if like is not None:
                yield number, like
        for key in keys:
            if key not in known:
                known[key] = [number]
                continue
            known[key].append(number)
            if len(known[key]) > _KEPT:
                del known[key][0]


@cache
def _reach(count: int, share: float) -> int:
    return count - math.ceil(share * count) + 1 if count else 0


class _Kin:
    """Sets of stems, few of which may have three quarters in common with an earlier one.

    Two of them, of five stems and of six at most, then are the same, or one has a stem more. So each set
    is known by the sum of its hashes, as a whole and without each of its stems; longer ones are not known.
    """

    _LONGEST = 5

    def __init__(self) -> None:
        self._whole = set[int]()
        self._less_one = set[int]()

    def may_be(self, stems: frozenset[str]) -> bool:
        """Whether one that came before may be like this one, which is now known too."""
        if len(stems) > self._LONGEST + 1:
            return True
        hashes = [*map(hash, stems)]
        whole = sum(hashes)
        less_one = [whole - each for each in hashes]
        is_known = whole in self._whole or whole in self._less_one or not self._whole.isdisjoint(less_one)
        self._whole.add(whole)
        self._less_one.update(less_one)
        return is_known or len(stems) > self._LONGEST


def _may_be_among(asked: Sequence[_Asked], one: _Asked, kept: Iterable[Sequence[int]]) -> bool:
    """Whether there is or was a question like this one, where some are kept and earlier ones were forgotten."""
    return any(len(some) == _KEPT or any(_are_alike(one, asked[other]) for other in some) for some in kept)


def _are_alike(one: _Asked, other: _Asked) -> bool:
    if (one.answer != other.answer or not one.answer) and (one.stems < other.stems or other.stems < one.stems):
        return False  # what one says and the other does not is what tells them apart
    common = len(one.stems & other.stems)
    least = _SAME_WITH_ANSWER if one.answer and one.answer == other.answer else _SAME
    if common < _FEWEST or common < least * (len(one.stems) + len(other.stems) - common):
        return False
    # what is word for word the same is for 'duplicate-question' to tell
    return details(one.text) == details(other.text) and words(one.text) != words(other.text)


def details(text: str) -> frozenset[str]:
    """What tells questions apart besides their words."""
    return frozenset(_NUMBER.findall(text)) | unspoken(text) | frozenset(_CITED.findall(text)) | _signed(text)


def _signed(text: str) -> frozenset[str]:
    """The words that have a sign: 'C++', 'C#'."""
    if _SIGN.isdisjoint(text):
        return frozenset()
    return frozenset(word.strip("?.,;:!()") for word in text.split() if not _SIGN.isdisjoint(word))
