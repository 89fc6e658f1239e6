"""The numbers in a text, in figures or in words, by language."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from flashcards.lint.number_words import ANYWHERE, HAN_LANGUAGES, KNOWN, SCALES
from flashcards.lint.spelled import spelled, worth
from flashcards.lint.words import words

if TYPE_CHECKING:
    from decimal import Decimal

_DIGITS = re.compile(r"\d+")
_OTHER_DIGITS = re.compile(r"[^\D0-9]")
_SPACES = "\u00a0\u202f\u2009"
# Not part of a name: CO2, ওয়েব৩, COVID-19; nor a decade, 1990s, which may be 'নব্বইয়ের দশক'
_LETTERS = "A-Za-z\u00c0-\u024f\u0400-\u04ff\u0980-\u09e5"
_FIGURE = re.compile(
    rf"(?<![{_LETTERS}\d])(?<![{_LETTERS}]-)"
    rf"(?:\d{{1,3}}(?:[ {_SPACES}'’]\d{{3}})+(?:[.,]\d+)?|\d+(?:[.,]\d+)*)(?!['’]?s\b)(?!\d)"
)
# A comma before the decimals, a point or a space between thousands
_COMMA = frozenset(
    "af az be bg bs ca cs da de el es et eu fi fr gl hr hu hy id is it ka kk ky lt lv mk nb nl nn no pl pt ro ru sk sl "
    "sq sr sv tr uk uz vi".split()
)
_EITHER = frozenset({"es"})  # Mexico writes as English does

_SIGNS = str.maketrans("（）％：．٫٬－", "()%:..,-")
_LOOK_ROMAN = str.maketrans("ІХСМ", "IXCM")  # Cyrillic

_ROMAN = re.compile(
    r"(?<![\w.])(?=[IVXLCDM])(M{0,3}(?:C[MD]|D?C{0,3})(?:X[CL]|L?X{0,3})(?:I[XV]|V?I{0,3}))"
    r"(?=(?:ème|er|re|e|ᵉ|º|°|th|-\w+)?(?!\w))"
)
_SMALL_ROMAN = re.compile(r"(?:siglos?|séculos?|secolo|segle)\s([ivxl]+)\b", re.IGNORECASE)
_ROMANS: Mapping[str, int] = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}

# '5:30 pm', '5.30 Uhr' and 'half past 5 in the evening' are 17:30
_HOUR = re.compile(
    r"(?<!\d)(\d{1,2})(?::\d{2}(?!\d)|\s?[ap]\.?\s?m\b|\s?h(?:\b|\d{2}\b)|\s?(?:uhr|uur|o['’]clock|час\w*)\b|"
    r"টা|\s?बजे|\s?بجے|\s?[时時點点시]|[’']?[dt][ae]\b)|"
    r"\b(?:a las?|às|alle|à|um|at|jam|pukul|saat|الساعة|ساعت|в|kl\.?)\s(\d{1,2})(?!\d)",
    re.IGNORECASE,
)
_DOTTED_TIME = re.compile(
    r"(?<![\d.])(\d{1,2})\.(?=\d{2}\s?(?:uhr|uur|[ap]\.?\s?m\b|h\b|hrs))|"
    r"(\b(?:alle|dalle|kl\.?|klo|jam|pukul)\s\d{1,2})\.(?=\d{2}(?!\d))",
    re.IGNORECASE,
)
# The 1960s are the sixties, los años 60, 60-е годы, 1960年代
_DECADE = re.compile(
    r"(?:\b(?:años|década de(?: los)?|anos|années|anni|tahun)\s(\d{2,4})|"
    r"(?<!\d)(\d{2,4})(?:['’]?s\b|er[\s-]|-?х\b|-е\b|年代|년대|['’]?l[ae]r|-an\b|-talet|\s?(?:এর |-এর |के |کی )?"
    r"(?:দশক|दशक|دہائی)))"
)
_OF_CENTURY = re.compile(r"(?<!\d)(\d{1,2})00['’]?s\b")
_YEARS = re.compile(r"(?<!\d)(\d{2})\d{2}\s?[–-]\s?(\d{2})(?!\d)")
_DATE = re.compile(
    r"(?<![\d./-])(?:(\d{1,2})([./-])(\d{1,2})\2(?=\d{4}(?!\d))|(?<=\d{4})([./-])(\d{1,2})\4(\d{1,2})(?!\d))"
)
_MONTH = re.compile(r"(?<!\d)\d{1,2}(?=\s?(?:月|월))")
_FRACTION = re.compile("(\\d*)\\s?([¼½¾⅓⅔⅛])")

# '5 m' may be metres
_LETTER_SCALES: Mapping[str, Mapping[str, int]] = {"en": {"m": 10**6, "k": 1000}}

# A figure with a unit in brackets, after another with its unit; or a sum of money
_AMOUNT = r"[−-]?\d[\d., \u00a0\u202f]*"
_CONVERTED = re.compile(
    rf"(\d[^()\d]{{0,24}}[^\s\d()])\s?\((?:(?:[^\d()]{{0,12}}\s)?[≈~]?\s?{_AMOUNT}[^\W\d_°%][^()]{{0,16}}|"
    rf"[≈~]?\s?{_AMOUNT}[°%][^()]{{0,3}}|[^\d()]{{0,12}}[$£€¥₹৳]\s?{_AMOUNT}[^()]{{0,10}})\)"
)

_CJK_SCALE = re.compile(r"\s?([百千백천]?[万萬億亿兆만억조]|[百千백천])")
_SHORT = 100  # up to here, numbers are often in words


class Figure(NamedTuple):
    """A number in figures: how it is written, and what it may stand for."""

    written: str
    readings: "frozenset[Decimal]"
    is_scaled: bool

    def may_be_in_words(self, language: str) -> bool:
        """Whether a language without known number words may have it in words: one that is small or round."""
        if language in KNOWN:
            return False
        return self.is_scaled or any(abs(value) <= _SHORT or _is_round(value) for value in self.readings)


def figures(text: str, language: str) -> tuple[Figure, ...]:
    """The figures of a text; not those of a measure that is given again in other units, as in '930 km (578 miles)'."""
    if not _DIGITS.search(text):
        return ()
    plain = _plain(text)
    plain = _DATE.sub(_without_month, _MONTH.sub(_blank, _CONVERTED.sub(_without_last, plain)))
    return tuple(_figures(plain, language, text))


def whole_numbers(text: str, language: str) -> frozenset[int]:
    """The figures of a text that has whole numbers alone; '2.5', '1,000' and '30 million' are a ValueError."""
    found = map("".join, _scaled(language).findall(text))  # with its scale, so that int() raises ValueError
    return frozenset(map(int, found))


@cache
def _scaled(language: str) -> re.Pattern[str]:
    letters = (f"{letter}(?![A-Za-z])" for letter in _LETTER_SCALES.get(language, ()))
    scales = "|".join((*SCALES.get(language, ANYWHERE), *letters))
    return re.compile(rf"(\d+(?>(?:[.,]\d+| \d{{3}}(?!\d))*))(?:\s*+({scales}))?", re.IGNORECASE)


@lru_cache(1024)
def possible(text: str, language: str) -> "frozenset[Decimal]":
    """The values that a text may stand for in any way: figures, words, Roman numerals, hours, decades, centuries."""
    from decimal import Decimal

    plain = _plain(text)
    found = set[Decimal](map(Decimal, (*map(int, _DIGITS.findall(plain)), *_otherwise(plain))))
    for figure in _figures(plain, language, text):
        found |= figure.readings
    found.update(map(Decimal, spelled(text, language)))
    if found & {Decimal(2), Decimal("0.5")}:
        found.add(Decimal(30))  # half past five
        found.add(Decimal("0.5"))
    return frozenset(found)


def _plain(text: str) -> str:
    """A text with Latin digits, as many characters as before; a time such as '17.30 Uhr' has a colon."""
    if _OTHER_DIGITS.search(text):
        text = "".join(str(unicodedata.decimal(c)) if not c.isascii() and c.isdecimal() else c for c in text)
    if not text.isascii():
        text = text.translate(_SIGNS)
    return _DOTTED_TIME.sub(lambda found: f"{found[0][:-1]}:", text)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _without_last(found: re.Match[str]) -> str:
    return found[1] + " " * (len(found[0]) - len(found[1]))


def _without_month(found: re.Match[str]) -> str:
    """The day of a date in figures, if it cannot be the month, which may be a word in the other language."""
    return "".join(part if int(part) > 12 else " " * len(part) for part in _DIGITS.findall(found[0])).ljust(
        len(found[0])
    )


def _figures(text: str, language: str, source: str) -> Iterator[Figure]:
    """The figures of a plain text; `source` has their own digits."""
    from decimal import Decimal

    besides = _besides(text)
    pending: Figure | None = None  # '১৬ কোটি ৫০ লাখ' is one number, yielded when it is complete
    end, last = -1, 1
    for found in _FIGURE.finditer(text):
        if found[0] == "00" and text[found.start() - 1] == ":":
            continue  # 17:00 is 5 pm
        scale, length = _scale(text[found.end() :], language)
        written = source[found.start() : found.end() + length].strip()
        for values in _values(found[0], language):
            readings = frozenset(value * scale for value in values)
            if pending and 1 < last > scale and not text[end : found.start()].strip():
                sums = frozenset(one + other for one in pending.readings for other in readings)
                pending = Figure(f"{pending.written} {written}", sums, is_scaled=True)
            else:
                if pending:
                    yield pending
                more = map(Decimal, besides.get(found.start(), ()))
                letter = _LETTER_SCALES.get(language, {}).get(text[found.end() :].lstrip()[:2].strip(" .,").lower(), 0)
                readings = readings.union(more, (value * letter for value in readings if letter))
                pending = Figure(written, readings, is_scaled=scale > 1)
            end, last = found.end() + length, scale
    if pending:
        yield pending


def _besides(text: str) -> Mapping[int, Iterable[int]]:
    """What the figures at some places may stand for besides: another hour, year or decade."""
    found: dict[int, tuple[int, ...]] = {}
    for match in _HOUR.finditer(text):
        group = 1 if match[1] else 2
        found[match.start(group)] = _hours(int(match[group]))
    for match in _DECADE.finditer(text):
        group = 1 if match[1] else 2
        value = int(match[group])
        if value % 10 == 0:
            found[match.start(group)] = (value % 100, 1900 + value % 100)
    for match in _YEARS.finditer(text):
        found[match.start(2)] = (int(match[1] + match[2]),)
    return found


def _hours(hour: int) -> tuple[int, ...]:
    return ((hour + 12) % 24, hour + 12, (hour - 12) % 24, hour % 12)


def _otherwise(text: str) -> Iterator["int | float"]:
    """What figures and Roman numerals of a text may stand for besides: centuries, hours, decades."""
    for found in _ROMAN.findall(text.translate(_LOOK_ROMAN)):
        yield _roman(found)
    for found in _SMALL_ROMAN.findall(text):
        yield _roman(found.upper())
    for others in _besides(text).values():
        yield from others
    yield from (int(each) % 100 for each in _DIGITS.findall(text) if len(each) == 4 and each.endswith("0"))
    yield from (int(century) + 1 for century in _OF_CENTURY.findall(text))
    for whole, part in _FRACTION.findall(text):
        yield int(whole or 0) + unicodedata.numeric(part)


def _roman(numeral: str) -> int:
    values = [_ROMANS[letter] for letter in numeral]
    return sum(-one if one < other else one for one, other in zip(values, [*values[1:], 0], strict=True))


def _is_round(value: "Decimal") -> bool:
    return len(value.normalize().as_tuple().digits) < 3


def _values(figure: str, language: str) -> "Iterator[frozenset[Decimal]]":
    """What a figure may be worth; '1.2.3' is a version, of three numbers."""
    from decimal import Decimal

    figure = re.sub(f"[ {_SPACES}'’]", "", figure)
    marks = re.sub(r"\d", "", figure)
    if marks and len({*marks}) == 2 and marks.count(marks[-1]) == 1:  # 1.234,5 and 1,234.5
        yield frozenset({Decimal(figure.replace(marks[0], "").replace(",", "."))})
    elif len(marks) > 1 or (marks and re.fullmatch(r"\d{1,3}[.,]\d{3}", figure)):
        grouped = re.fullmatch(r"\d{1,3}(?:[.,]\d{2,3})*[.,]\d{3}", figure)
        group = "." if language in _COMMA else ","
        if not grouped:
            yield from (frozenset({Decimal(part)}) for part in re.split("[.,]", figure))
        elif len(marks) > 1:
            yield frozenset({Decimal(re.sub("[.,]", "", figure))})
        else:
            whole, decimal = Decimal(re.sub("[.,]", "", figure)), Decimal(figure.replace(",", ".")).normalize()
            both = frozenset({whole, decimal}) if language in _EITHER else frozenset[Decimal]()
            yield both or frozenset({whole if marks == group else decimal})
    else:
        yield frozenset({Decimal(figure.replace(",", ".")).normalize()})


def _scale(after: str, language: str) -> tuple[int, int]:
    """What the words after a figure multiply it by, and how many characters they take: 'লাখ কোটি' is twice a scale."""
    known = SCALES.get(language, ANYWHERE)
    if language in HAN_LANGUAGES or language == "ko":
        found = _CJK_SCALE.match(after)
        if not found:
            return 1, 0
        factor = 1
        for sign in found[1]:
            factor *= known.get(sign, 1)
        return factor, found.end()
    factor, length = 1, 0
    for word in words(after[:40])[:2]:
        scale = worth(word, known, language, shortest=4)
        rest = after[length:]
        if scale is None or not rest.lstrip().casefold().startswith(word):
            break
        factor, length = factor * scale, length + len(rest) - len(rest.lstrip()) + len(word)
    return factor, length
