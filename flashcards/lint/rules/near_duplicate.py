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
from itertools import accumulate, chain, pairwise
from typing import Any

from flashcards.lint.across import Match, Row, Rows, hash64, once_each, to_numbers, to_text
from flashcards.lint.pattern import Pattern
from flashcards.lint.word_index import WordIndex
from flashcards.lint.words import STOPWORDS, unspoken
from flashcards.system.parallel import in_background

RULE = "near-duplicate"

# Shares of common words from which two questions are similar; higher if their answers differ
_SAME = 0.75
_SAME_WITH_ANSWER = 0.66  # at 0.6 'the capital city of the country X' is like that of Y
_SHORT = 6  # stems of a set that shares three quarters only with those that are equal to it, a part of it or the whole
_FEWEST = 2  # a single word in common is not enough
_LAST_BIT = 63
_ALL_BITS = (1 << _LAST_BIT + 1) - 1
_MANY = 20_000  # notes whose other languages are worth another process
_MOST_STEMS = 1000  # more are compared as if they were so many
_KEPT = 20  # questions kept per word, so that a common word takes no more time than a rare one
_NUMBER = Pattern("[0-9০-৯०-९]+")
_CITED = Pattern(
    r"“[^“”]+”|„[^“”„]+[“”]|«[^«»]+»|‘[^‘’]+’|\"[^\"]+\"|'(?<![^\s(]')[^'\n]+'(?![^\W_])|「[^「」]+」|\*[^*\s][^*\n]*\*"
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
            "words": to_text(hash64("\x1f".join(words)) for _, words in index.words("question", language)),
        }
    return Rows.of(texts, index.numbers, RULE, values, len(index.notes))


def compare(chunks: Sequence[Rows]) -> Iterator[Match]:
    return once_each(_alike(chunks), chunks)


def _alike(chunks: Sequence[Rows]) -> Iterator[Match]:
    first, *others = [*dict.fromkeys(language for rows in chunks for language in rows.values)] or [""]
    is_long = sum(rows.note_count for rows in chunks) >= _MANY
    with in_background(lambda: [_pairs(each, chunks) for each in others], parallel=is_long) as of_others:
        for pairs in (_pairs(first, chunks), *of_others()):
            for row, other in pairs:
                message = "this is much like the question at {other}"
                yield Match(row, message, "delete one of the two, or say what tells them apart", other)


def _pairs(language: str, chunks: Sequence[Rows]) -> Sequence[tuple[Row, Row]]:
    asked = _Asked(language, chunks)
    return [(asked.row(number), asked.row(like)) for number, like in _near(asked)]


class _Asked:
    """The questions of all chunks in a language, by columns of numbers."""

    def __init__(self, language: str, chunks: Sequence[Rows]) -> None:
        self._flat, self._begins = array("q"), array("q", [0])
        self.answers, self.details, self._words = array("q"), array("q"), array("q")
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
            self.details.extend(to_numbers(values["details"]))
            self._words.extend(to_numbers(values["words"]))
            count = len(values["lengths"])
            self._chunks.extend([chunk] * count)
            self._rows.extend(range(first, first + count))
        self._lengths = array("h", [min(end - begin, _MOST_STEMS) for begin, end in pairwise(self._begins)])
        self._absent = array("Q", [_ALL_BITS ^ _bits(self.stems(number)) for number in range(len(self))])

    def __len__(self) -> int:
        return len(self.answers)

    def stems(self, number: int) -> "array[int]":
        return self._flat[self._begins[number] : self._begins[number + 1]]

    def frequency(self) -> Counter[int]:
        return Counter(self._flat)

    def row(self, number: int) -> Row:
        return self._chunks[number], self._rows[number]

    def first_alike(self, number: int, stems: frozenset[int], others: Iterable[int]) -> int | None:
        """The first of some earlier questions that is similar to this one, which has these stems."""
        answer, answers, absent, lengths = self.answers[number], self.answers, self._absent, self._lengths
        bits = _bits(stems)
        most = _most_missing(len(stems), _SAME)
        most_with_answer = _most_missing(len(stems), _SAME_WITH_ANSWER) if answer else most
        for other in others:
            missing = (most_with_answer if answers[other] == answer else most)[lengths[other]]
            # bits say of most others that they lack too many of the stems, without a comparison of sets
            if (bits & absent[other]).bit_count() <= missing and self._is_alike(number, stems, other, missing):
                return other
        return None

    def _is_alike(self, number: int, stems: frozenset[int], other: int, missing: int) -> bool:
        """Whether another question lacks no more than so many of the stems, and nothing sets the two apart."""
        # `duplicate-question` reports questions with the same words
        if self.details[number] != self.details[other] or self._words[number] == self._words[other]:
            return False
        others, answer = frozenset(self.stems(other)), self.answers[number]
        has_same_answer = answer != 0 and answer == self.answers[other]
        if not has_same_answer and (stems < others or others < stems):
            return False  # the additional words of one make the difference
        return len(stems - others) <= missing


def _first_row(values: Mapping[str, Any], language: str) -> int:
    """The first row of a language."""
    before = list(values)[: list(values).index(language)]
    return sum(len(values[each]["lengths"]) for each in before)


def _near(asked: _Asked) -> Iterator[tuple[int, int]]:
    """Each question, by its number, with an earlier similar one.

    Two sets that share a fraction t of their words share one of the rarest (1 - t) of each;
    so it is enough to look a question up by these (Bayardo, Ma and Srikant,
    "Scaling up all pairs similarity search", 2007). Short sets that share three quarters are equal, or one
    is part of the other.
    """
    frequency, answers = asked.frequency(), Counter(asked.answers)
    rank = {stem: rank for rank, stem in enumerate(sorted(frequency, key=lambda stem: (frequency[stem], stem)))}
    alone = sum(count == 1 for count in frequency.values())  # the ranks of stems that one question has
    # keys are numbers, and most have one question: with tuples, a large deck takes a third more memory
    first: dict[int, int] = {}
    several: dict[int, tuple[int, ...]] = {}
    for number, answer in enumerate(asked.answers):
        stems = asked.stems(number)
        keys = [hash((sum(stems), asked.details[number]))]
        has_shared_answer = answer and answers[answer] > 1
        if has_shared_answer or len(stems) > _SHORT:
            rarest = sorted(map(rank.__getitem__, stems))
            if len(stems) > _SHORT:
                keys = [stem for stem in rarest[: _reach(len(rarest), _SAME)] if stem >= alone]
            if has_shared_answer:
                reach = _reach(len(rarest), _SAME_WITH_ANSWER)
                keys += [hash((stem, answer)) for stem in rarest[:reach] if stem >= alone]
        others = [*chain.from_iterable([several.get(key) or (first[key],) for key in keys if key in first])]
        if others:
            like = asked.first_alike(number, frozenset(stems), others)
            if like is not None:
                yield number, like
        for key in keys:
            if (earlier := first.setdefault(key, number)) != number:
                several[key] = (*several.get(key, (earlier,))[1 - _KEPT :], number)


_number = lru_cache(maxsize=1 << 16)(hash64)
"""The hash of a stem, an answer or details; most occur many times."""


@cache
def _reach(count: int, share: float) -> int:
    return count - math.ceil(share * count) + 1 if count else 0


def _bits(stems: Iterable[int]) -> int:
    """A bit for each stem; different stems may have the same."""
    bits = 0
    for stem in stems:
        bits |= 1 << (stem & _LAST_BIT)
    return bits


@cache
def _most_missing(count: int, share: float) -> Sequence[int]:
    """By the number of stems of another question, how many of `count` stems it may lack and be similar; -1 for none."""
    longest = min(math.floor(count / share), _MOST_STEMS)
    some = [
        next((n for n in range(count, -1, -1) if count - n >= max(_FEWEST, share * (length + n))), -1)
        for length in range(longest + 1)
    ]
    return some + [-1] * (_MOST_STEMS - longest)


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
