"""The numbers in a text, in figures or in words, by language."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from flashcards.lint.words import words

if TYPE_CHECKING:
    from decimal import Decimal

# Latin and Indic digits; Python's "\d" matches many more
_DIGITS = re.compile("[0-9০-৯०-९]+")
# Not part of a name: CO2, ওয়েব৩, COVID-19; nor a decade, 1990s, which may be 'নব্বইয়ের দশক'
_FIGURE = re.compile(
    r"(?<![A-Za-z0-9\u0980-\u09ef०-९])(?<![A-Za-z\u0980-\u09e5]-)[0-9০-৯०-९]+(?:[.,][0-9০-৯०-९]+)*(?!['’]?s\b)(?![0-9])"
)
_TO_LATIN = str.maketrans("০১২৩৪৫৬৭৮৯०१२३४५६७८९", "01234567890123456789")

_SCALES: Mapping[str, Mapping[str, int]] = {
    "bn": {"শত": 100, "শো": 100, "হাজার": 1000, "লাখ": 10**5, "লক্ষ": 10**5, "মিলিয়ন": 10**6, "কোটি": 10**7}
    | {"বিলিয়ন": 10**9, "ট্রিলিয়ন": 10**12},
    "en": {"hundred": 100, "thousand": 1000, "lakh": 10**5, "million": 10**6, "crore": 10**7}
    | {"billion": 10**9, "trillion": 10**12, "bn": 10**9, "m": 10**6},
    "es": {"cien": 100, "mil": 1000, "millón": 10**6, "millones": 10**6, "billón": 10**12, "billones": 10**12},
    "hi": {"सौ": 100, "हज़ार": 1000, "हजार": 1000, "लाख": 10**5, "करोड़": 10**7, "अरब": 10**9},
}


def _counted(listed: str) -> dict[str, float]:
    """Number words from zero upwards; those separated by '/' have the same value."""
    return {word: value for value, group in enumerate(listed.split()) for word in group.split("/")}


_WORDS: Mapping[str, Mapping[str, float]] = {
    "bn": _counted(
        "শূন্য এক/একটি/একটা/একজন/একবার/প্রথম দুই/দুটি/দুটো/দু/দুজন/দুইটি/দ্বিতীয়/দ্বি তিন/তিনটি/তিনজন/তৃতীয়/ত্রি "
        "চার/চারটি/চতুর্থ পাঁচ/পাঁচটি/পঞ্চম ছয়/ছয়টি/ষষ্ঠ সাত/সাতটি/সপ্তম আট/আটটি/অষ্টম নয়/নয়টি/নবম দশ/দশটি/দশম "
        "এগারো/একাদশ বারো/দ্বাদশ তেরো/ত্রয়োদশ চোদ্দো/চৌদ্দ/চতুর্দশ পনেরো/পঞ্চদশ ষোলো/ষোড়শ সতেরো/সপ্তদশ "
        "আঠারো/অষ্টাদশ উনিশ/ঊনবিংশ/উনবিংশ কুড়ি/বিশ/বিংশ একুশ/একবিংশ বাইশ তেইশ চব্বিশ পঁচিশ"
    )
    | {"ত্রিশ": 30, "তিরিশ": 30, "চল্লিশ": 40, "পঞ্চাশ": 50, "ষাট": 60, "সত্তর": 70, "আশি": 80, "নব্বই": 90}
    | {
        "শত": 100,
        "একশ": 100,
        "একশো": 100,
        "হাজার": 1000,
        "লাখ": 10**5,
        "কোটি": 10**7,
        "দেড়": 1.5,
        "আড়াই": 2.5,
        "ডজন": 12,
        "দশক": 10,
        "শতাব্দী": 100,
    },
    "en": _counted(
        "zero/nought/no one/a/an/first/once/single/i two/second/twice/ii/half/both three/third/thirds/iii "
        "four/fourth/quarter/quarters/iv five/fifth/v six/sixth/vi seven/seventh/vii eight/eighth/viii "
        "nine/ninth/ix ten/tenth/x eleven/eleventh/xi twelve/twelfth/dozen/xii thirteen/thirteenth/xiii "
        "fourteen/fourteenth/xiv fifteen/fifteenth/xv sixteen/sixteenth/xvi seventeen/seventeenth/xvii "
        "eighteen/eighteenth/xviii nineteen/nineteenth/xix twenty/twentieth/xx"
    )
    | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
    | {"pair": 2, "couple": 2, "double": 2, "triple": 3, "decade": 10}
    | {"hundred": 100, "century": 100, "thousand": 1000, "million": 10**6, "billion": 10**9},
    "es": _counted(
        "cero un/uno/una/primer/primero/primera dos/segundo/segunda tres/tercer/tercero/tercera cuatro/cuarto/cuarta "
        "cinco/quinto/quinta seis/sexto/sexta siete/séptimo ocho/octavo nueve/noveno diez/décimo once doce trece "
        "catorce quince dieciséis diecisiete dieciocho diecinueve veinte"
    )
    | {"treinta": 30, "cuarenta": 40, "cincuenta": 50, "cien": 100, "mil": 1000},
    "hi": _counted(
        "शून्य एक/पहला/पहली/पहले/प्रथम दो/दूसरा/दूसरी/द्वितीय तीन/तीसरा/तीसरी/तृतीय चार/चौथा/चौथी पाँच/पांच/पाँचवाँ छह/छः/छठा "
        "सात/सातवाँ आठ/आठवाँ नौ दस ग्यारह बारह तेरह चौदह पंद्रह सोलह सत्रह अठारह उन्नीस बीस"
    )
    | {"सौ": 100, "हज़ार": 1000, "लाख": 10**5, "करोड़": 10**7},
}

LANGUAGES = frozenset(_WORDS)
"""The languages with tables of number words."""

# Suffixes of a number or a scale, and particles after those: 'কোটিরও' is 'কোটি' + 'র' + 'ও'
_ENDINGS = ("", *"টি টা টির জন জনের বার শো শ ে ের র য় তে কে েক".split())
_PARTICLES = "ওই"
_ROMAN = re.compile(r"(?<![\w.])(?=[IVXLCDM])M{0,3}(?:C[MD]|D?C{0,3})(?:X[CL]|L?X{0,3})(?:I[XV]|V?I{0,3})(?!\w)")
_ROMANS: Mapping[str, int] = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
# '5:30 pm' and 'half past 5 in the evening' are 17:30; the 1960s are the sixties
_CLOCK = re.compile(r"(?<![0-9])([0-9]{1,2})(?:[:.][0-9]{2}|\s?[ap]\.?\s?m\b|\s?h\b|টা|\s?बजे)", re.IGNORECASE)
_DECADE = re.compile(r"(?<![0-9])[0-9]{2}([0-9]0)(?=['’]?s\b|[^\W\d_]*)")
# A figure with a unit in brackets, after another unit
_FIGURES = "[0-9০-৯०-९−-][0-9০-৯०-९., ]*"
_CONVERTED = re.compile(
    rf"(?<=[^\s\d])\s?\((?:[^\d()]{{0,12}}\s)?[≈~]?\s?{_FIGURES}[^\W\d_°%][^()]{{0,16}}\)|"
    rf"(?<=[^\s\d])\s?\([≈~]?\s?{_FIGURES}[°%][^()]{{0,3}}\)"
)
_TENS = frozenset(range(20, 100, 10))


def in_figures(text: str, language: str) -> "dict[Decimal, str]":
    """The values of the figures in a text, each with how it is written; '৩০ লাখ' is three million."""
    return dict(_in_figures(text, language))


def whole_numbers(text: str, language: str) -> frozenset[int]:
    """The figures of a text that has whole numbers alone; '2.5', '1,000' and '30 million' are a ValueError."""
    figures = map("".join, _scaled(language).findall(text))  # with its scale, so that int() raises ValueError
    return frozenset(map(int, figures))


@cache
def _scaled(language: str) -> re.Pattern[str]:
    digits, scales = "[0-9০-৯०-९]+", "|".join(_SCALES[language])
    return re.compile(rf"({digits}(?>(?:[.,]{digits})*))(?:\s*+({scales})(?![A-Za-z]))?", re.IGNORECASE)


def in_words(text: str, language: str) -> "frozenset[Decimal]":
    """The values which words, or digits in a name, may stand for, alone or with what follows: 'three million'."""
    from decimal import Decimal

    digits = [int(each.translate(_TO_LATIN)) for each in _DIGITS.findall(text)]
    spelled = _spelled(words(text.replace("-", " ")), language)
    return frozenset(map(Decimal, (*digits, *spelled, *_otherwise(text.translate(_TO_LATIN)))))


def _otherwise(text: str) -> Iterator[int]:
    """What figures and Roman numerals of a text may stand for besides: centuries, hours, decades."""
    for found in _ROMAN.findall(text):
        yield _roman(found)
    for hour in map(int, _CLOCK.findall(text)):
        yield from ((hour + 12) % 24, hour + 12, (hour - 12) % 24, hour % 12)
    yield from map(int, _DECADE.findall(text))


def _roman(numeral: str) -> int:
    values = [_ROMANS[letter] for letter in numeral]
    return sum(-one if one < other else one for one, other in zip(values, [*values[1:], 0], strict=True))


def without_conversions(text: str) -> str:
    """A text without a measure that is given again in other units: '930 km (578 miles)'."""
    return _CONVERTED.sub("", text)


def _in_figures(text: str, language: str) -> "Iterator[tuple[Decimal, str]]":
    from decimal import Decimal

    pending, end = (Decimal(0), "", 1), -1  # '১৬ কোটি ৫০ লাখ' is one number, yielded when it is complete
    for found in _FIGURE.finditer(text):
        scale, word = _scale(text[found.end() :], language)
        written = f"{found[0]} {word}".strip()
        for value in _values(found[0].translate(_TO_LATIN), language):
            goes_on = scale < pending[2] and not text[end : found.start()].strip() and end >= 0
            if not goes_on and end >= 0:
                yield pending[:2]
            so_far = pending if goes_on else (Decimal(0), "", 1)
            pending = (so_far[0] + value * scale, f"{so_far[1]} {written}".strip(), scale)
            end = found.end() + len(written) - len(found[0])
    if end >= 0:
        yield pending[:2]


def _values(figure: str, language: str) -> "Iterator[Decimal]":
    """What a figure is worth; in Spanish '1.234' may be either."""
    from decimal import Decimal, InvalidOperation

    grouped = re.fullmatch(r"[0-9]{1,3}(?:[.,][0-9]{2,3})+", figure)
    plain = figure.replace(".", "").replace(",", ".") if language == "es" and not grouped else figure.replace(",", "")
    if language == "es" and grouped:
        plain = figure.replace(".", "").replace(",", "")
    try:
        yield Decimal(plain).normalize()
    except InvalidOperation:  # '1.2.3' is a version
        yield from (Decimal(part) for part in figure.split("."))


def _scale(after: str, language: str) -> tuple[int, str]:
    """What the words after a figure multiply it by: 'লাখ কোটি' is twice a scale."""
    factor, named = 1, list[str]()
    for word in words(after[:40])[:2]:
        known = _SCALES.get(language, {})
        scale = _worth(word, known)
        if scale is None or not after.lstrip().casefold().startswith(" ".join([*named, word])):
            break
        factor, named = factor * scale, [*named, word]
    return factor, " ".join(named)


_Worth = TypeVar("_Worth", int, float)


def _worth(word: str, known: Mapping[str, _Worth]) -> _Worth | None:
    """What a word is worth, whatever ending it has."""
    for whole in dict.fromkeys((word, word.rstrip(_PARTICLES))):
        for ending in _ENDINGS:
            if whole.endswith(ending) and (value := known.get(whole.removesuffix(ending))) is not None:
                return value
    return None


def _spelled(tokens: list[str], language: str) -> Iterator[float]:
    known, scales = _WORDS[language], _SCALES[language]
    for index, token in enumerate(tokens):
        value = _worth(token, known)
        if value is None:
            continue
        yield value
        following = tokens[index + 1 : index + 3]
        if value in _TENS and following and (unit := known.get(following[0], 0)) < 10:
            yield value + unit
        if 10 <= value < 21 and following and (tens := known.get(following[0], 0)) in _TENS:
            year = 100 * value + tens  # nineteen eighty-four
            yield from (year, year + known.get(following[-1], 0) % 10)
        for word in following:
            scale = _worth(word, scales)
            if scale is None:
                break
            value *= scale
            yield value
