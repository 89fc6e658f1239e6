"""The values of the number words in a text."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from flashcards.lint.number_words import HAN, HAN_LANGUAGES, JOINING, SCALES, WORDS
from flashcards.lint.words import words

# Suffixes of a number or a scale, and particles after those: 'কোটিরও' is 'কোটি' + 'র' + 'ও'
_ENDINGS = ("", *"টি টা টির জন জনের বার শো শ ে ের র য় তে কে েক".split())
_PARTICLES = "ওই"
_ARABIC_VOWELS = re.compile("[\u064b-\u0652]")
_ARABIC_START = re.compile("^(?:و?(?:ال|بال|لل)|و)")
_FUSED = re.compile("(hundert|tausend|honderd|duizend)(?:und|en)?")
_APART = re.compile(r"\s(?=(?:puluh|belas)\b)")
_LONGEST_ENDING = 5

_TENS = frozenset(range(20, 100, 10))
_SUM = 8  # words of one number
_HAN_RUN = re.compile(f"[{''.join(HAN)}]+")


def spelled(text: str, language: str) -> Iterator[float]:
    """What words may stand for, alone and with those after them: 'two', 'two hundred', 'two hundred and five'."""
    if language in HAN_LANGUAGES:
        return (value for run in _HAN_RUN.findall(text) for value in _han(run))
    return _spelled(_tokens(text, language), language)


_Worth = TypeVar("_Worth", int, float)


def worth(word: str, known: Mapping[str, _Worth], language: str, shortest: int = 2) -> _Worth | None:
    """What a word is worth, whatever ending it has after at least so many letters."""
    if word in known:
        return known[word]
    if language == "bn":
        for whole in dict.fromkeys((word, word.rstrip(_PARTICLES))):
            for ending in _ENDINGS:
                if whole.endswith(ending) and (value := known.get(whole.removesuffix(ending))) is not None:
                    return value
    elif language != "en":
        for end in range(len(word) - 1, max(shortest, len(word) - _LONGEST_ENDING) - 1, -1):
            if (value := known.get(word[:end])) is not None:
                return value
    return None


def _tokens(text: str, language: str) -> Sequence[str]:
    text = text.replace("-", " ")
    if language in ("de", "nl"):
        text = _FUSED.sub(r" \1 ", text.casefold())
    if language == "id":
        text = _APART.sub("", text)
    if language == "ar":
        return [_ARABIC_START.sub("", word) or word for word in words(_ARABIC_VOWELS.sub("", text))]
    return words(text)


def _spelled(tokens: Sequence[str], language: str) -> Iterator[float]:
    """The values of number words, alone and with those after them: 'two', 'two hundred', 'two hundred and five'."""
    known = {**SCALES.get(language, {}), **WORDS.get(language, {})}
    if not known:
        return
    joining = JOINING.get(language, ())
    values = [worth(token, known, language) for token in tokens if token not in joining]
    for start, first in enumerate(values):
        if first is None:
            continue
        total, current = 0.0, 0.0
        for value in values[start : start + _SUM]:
            if value is None:
                break
            if value >= 1000:
                total = total + current * value if current else (total or 1) * value  # mil millones
                current = 0.0
            elif value == 100 and 0 < current < 100:
                current *= value
            elif (sum_ := _plus(current, value, language)) is not None:
                current = sum_
            else:
                break
            yield total + current


def _plus(current: float, value: float, language: str) -> float | None:
    """A number with one more word; None where the word begins another number."""
    low = current % 100
    if not low or (low in _TENS and value < 10):
        return current + value
    if language == "fr" and (low, value) == (4, 20):
        return current + 76  # quatre-vingt
    if language == "fr" and low in (60, 80) and value < 20:
        return current + value
    if language == "ar" and low < 10 <= value < 100:
        return current + value  # five and twenty
    if 10 <= current < 21 and 10 <= value < 100:
        return current * 100 + value  # nineteen eighty-four
    return None


def _han(run: str) -> Iterator[int]:
    """The values of a Han numeral: 二〇二〇 is digits, 三千五百 a number, and 五 of 十五 is also one."""
    yield from (HAN[sign] for sign in run)
    if all(HAN[sign] < 10 for sign in run):
        yield int("".join(str(HAN[sign]) for sign in run))
        return
    total = section = digit = 0
    for sign in run:
        value = HAN[sign]
        if value < 10:
            digit = value
        elif value < 10**4:
            section, digit = section + (digit or 1) * value, 0
        else:
            total, section, digit = total + (section + digit or 1) * value, 0, 0
    yield total + section + digit
