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
        en: In what year was Rabindranath Tagore born?
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
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import accumulate, chain
from typing import Any

from flashcards.lint.across import Match, Row, Rows, hash64, once_each, to_numbers, to_text
from flashcards.lint.pattern import Pattern
from flashcards.lint.word_index import WordIndex
from flashcards.lint.words import STOPWORDS, unspoken, words

RULE = "near-duplicate"

# Shares of common words from which two questions are similar; higher if their answers differ
_SAME = 0.75
_SAME_WITH_ANSWER = 0.66  # at 0.6 'the capital city of the country X' is like that of Y
_FEWEST = 2  # a single word in common is not enough
_KEPT = 20  # questions kept per word, so that a common word takes no more time than a rare one
_NUMBER = Pattern("[0-9০-৯०-९]+")
_CITED = Pattern(
    r"“[^“”]+”|„[^“”„]+[“”]|«[^«»]+»|‘[^‘’]+’|\"[^\"]+\"|(?<![^\s(])'[^'\n]+'(?![^\W_])|「[^「」]+」|\*[^*\s][^*\n]*\*"
)
# Details, see `details`, contain one of these characters
_DETAIL = Pattern("[0-9\u09e6-\u09ef\u0966-\u096f_]|[^\\w\\s,.?!;:\u0900-\u0dff\u200c\u200d-]|\\w[.:]\\w")
_SIGN = frozenset("+#@%&=/<>^~|")


def collect(index: WordIndex) -> Rows:
    """The stems of each question as numbers, and a number each for its answer, its details and its words.

    Rows are sorted by language; `values` has the columns of each language.
    """
    texts, values = [], {}
    for language in index.languages:
        if language not in STOPWORDS:
            continue
        answers = {place: " ".join(stems) for place, stems in index.stems("answer", language)}
        asked = [
            (text, frozenset(stems), answers.get(place, ""))
            for (place, text), (_, stems) in zip(
                index.texts("question", language), index.stems("question", language), strict=True
            )
        ]
        texts += [index.ref("question", language, each) for each in range(len(asked))]
        values[language] = {
            "stems": to_text(_number(stem) for _, stems, _ in asked for stem in sorted(stems)),
            "lengths": [len(stems) for _, stems, _ in asked],
            "answers": to_text(_number(answer) if answer else 0 for _, _, answer in asked),
            "details": to_text(_number("\x1f".join(sorted(details(text)))) for text, _, _ in asked),
            "words": to_text(hash64("\x1f".join(words(text))) for text, _, _ in asked),
        }
    return Rows.of(texts, index.numbers, RULE, values, len(index.notes))


def compare(chunks: Sequence[Rows]) -> Iterator[Match]:
    return once_each(_alike(chunks), chunks)


def _alike(chunks: Sequence[Rows]) -> Iterator[Match]:
    for language in dict.fromkeys(language for rows in chunks for language in rows.values):
        asked = _Asked(language, chunks)
        for number, like in _near(asked):
            message = "this is much like the question at {other}"
            hint = "delete one of the two, or say what tells them apart"
            yield Match(asked.row(number), message, hint, asked.row(like))


class _Asked:
    """The questions of all chunks in a language, by columns of numbers."""

    def __init__(self, language: str, chunks: Sequence[Rows]) -> None:
        self._flat, self._begins = array("q"), array("q", [0])
        self.answers, self._details, self._words = array("q"), array("q"), array("q")
        self._chunks, self._rows = array("l"), array("l")
        for chunk, rows in enumerate(chunks):
            values: Mapping[str, Any] | None = rows.values.get(language)
            if values is None:
                continue
            first = _first_row(rows.values, language)
            end = len(self._flat)
            self._flat.extend(to_numbers(values["stems"]))
            self._begins.extend(end + length for length in accumulate(values["lengths"]))
            self.answers.extend(to_numbers(values["answers"]))
            self._details.extend(to_numbers(values["details"]))
            self._words.extend(to_numbers(values["words"]))
            count = len(values["lengths"])
            self._chunks.extend([chunk] * count)
            self._rows.extend(range(first, first + count))

    def __len__(self) -> int:
        return len(self.answers)

    def stems(self, number: int) -> "array[int]":
        return self._flat[self._begins[number] : self._begins[number + 1]]

    def frequency(self) -> Counter[int]:
        return Counter(self._flat)

    def row(self, number: int) -> Row:
        return self._chunks[number], self._rows[number]

    def are_alike(self, number: int, stems: frozenset[int], other: int) -> bool:
        """Whether a question with these stems is similar to another."""
        # `duplicate-question` reports questions with the same words
        if self._details[number] != self._details[other] or self._words[number] == self._words[other]:
            return False
        answer = self.answers[number]
        has_same_answer = answer != 0 and answer == self.answers[other]
        least = _SAME_WITH_ANSWER if has_same_answer else _SAME
        count, length = len(stems), self._begins[other + 1] - self._begins[other]
        if min(count, length) < least * max(count, length):
            return False
        others = frozenset(self.stems(other))
        if not has_same_answer and (stems < others or others < stems):
            return False  # the additional words of one make the difference
        common = len(stems & others)
        return common >= _FEWEST and common >= least * (count + length - common)


def _first_row(values: Mapping[str, Any], language: str) -> int:
    """The first row of a language."""
    before = list(values)[: list(values).index(language)]
    return sum(len(values[each]["lengths"]) for each in before)


def _near(asked: _Asked) -> Iterator[tuple[int, int]]:
    """Each question, by its number, with an earlier similar one.

    Two sets that share a fraction t of their words share one of the rarest (1 - t) of each;
    so it is enough to look a question up by these (Bayardo, Ma and Srikant,
    "Scaling up all pairs similarity search", 2007).
    """
    frequency, answers = asked.frequency(), Counter(asked.answers)
    rank = {stem: rank for rank, stem in enumerate(sorted(frequency, key=lambda stem: (frequency[stem], stem)))}
    alone = sum(count == 1 for count in frequency.values())  # the ranks of stems that one question has
    known: dict[object, list[int]] = {}
    earlier = _SimilarSets()
    for number, answer in enumerate(asked.answers):
        stems = asked.stems(number)
        rarest = sorted(map(rank.__getitem__, stems))
        keys: list[object] = [stem for stem in rarest[: _reach(len(rarest), _SAME)] if stem >= alone]
        answer_keys: list[object] = []
        if answer and answers[answer] > 1:
            reach = _reach(len(rarest), _SAME_WITH_ANSWER)
            answer_keys = [(stem, answer) for stem in rarest[:reach] if stem >= alone]
        keys += answer_keys
        may_be = earlier.may_be(stems)
        if may_be or answer_keys:
            whole = frozenset(stems)
            if may_be or _may_be_among(asked, number, whole, [known[key] for key in answer_keys if key in known]):
                others = chain.from_iterable([known[key] for key in keys if key in known])
                like = next((other for other in others if asked.are_alike(number, whole, other)), None)
                if like is not None:
                    yield number, like
        for key in keys:
            if key not in known:
                known[key] = [number]
                continue
            known[key].append(number)
            if len(known[key]) > _KEPT:
                del known[key][0]


_number = lru_cache(maxsize=1 << 16)(hash64)
"""The hash of a stem, an answer or details; most occur many times."""


@cache
def _reach(count: int, share: float) -> int:
    return count - math.ceil(share * count) + 1 if count else 0


class _SimilarSets:
    """A filter of sets of stems: which of them may share three quarters of their stems with an earlier one.

    Two such sets, of five stems and of six at most, are equal, or one has an additional stem. So each set
    is stored as the sum of its numbers, with and without each of its stems; longer sets always pass.
    """

    _LONGEST = 5

    def __init__(self) -> None:
        self._whole = set[int]()
        self._less_one = set[int]()

    def may_be(self, stems: Sequence[int]) -> bool:
        """Whether an earlier set may be similar to this one; adds this one."""
        if len(stems) > self._LONGEST + 1:
            return True
        whole = sum(stems)
        less_one = [whole - each for each in stems]
        is_known = whole in self._whole or whole in self._less_one or not self._whole.isdisjoint(less_one)
        self._whole.add(whole)
        self._less_one.update(less_one)
        return is_known or len(stems) > self._LONGEST


def _may_be_among(asked: _Asked, number: int, stems: frozenset[int], kept: Iterable[Sequence[int]]) -> bool:
    """Whether a question may be similar to a kept one, or to one that is no longer kept."""
    return any(len(some) == _KEPT or any(asked.are_alike(number, stems, other) for other in some) for some in kept)


def details(text: str) -> frozenset[str]:
    """What distinguishes questions besides their words."""
    if not _DETAIL.search(text):  # as in most texts
        return frozenset()
    return frozenset(_NUMBER.findall(text)) | unspoken(text) | frozenset(_CITED.findall(text)) | _signed(text)


def _signed(text: str) -> frozenset[str]:
    """The words with a sign, such as 'C++' and 'C#'."""
    if _SIGN.isdisjoint(text):
        return frozenset()
    return frozenset(word.strip("?.,;:!()") for word in text.split() if not _SIGN.isdisjoint(word))
