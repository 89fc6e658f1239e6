"""A number is in the digits of its language.

Bengali is written with Bengali digits, English and Spanish with Latin ones. Exempt are text in brackets, digits
beside Latin letters as in GPT-4 and Windows 10, codes such as 012-003, versions such as 1.2.3, and formulas.
Japanese and Chinese have Latin digits too, not full-width ones, except for a single one. Hindi and Arabic are written
with either.

Wrong::

    answer:
      bn: 26 লাখ
      en: 2.6 million

Right::

    answer:
      bn: ২৬ লাখ
      en: 2.6 million
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping

from flashcards.lint.finding import Finding
from flashcards.lint.pattern import Pattern
from flashcards.lint.word_index import WordIndex
from flashcards.lint.words import fix_prose, offset_of, outside_asides, without_asides

_TOKEN = Pattern("[^\\s\ufffc]+")
_LATIN_LETTER = Pattern("[A-Za-z@]")
# A leading zero, several groups of digits as in versions and telephone numbers, and formulas
_CODE = Pattern(r"(?<![0-9.,])0[0-9]|[0-9][.:/-][0-9]+[.:/-][0-9]|[0-9]{3,}-[0-9]{5,}|[=+*^<>#@\\_]")
_FULL_WIDTH = Pattern("[\uff10-\uff19](?:[\uff0e\uff0c]?[\uff10-\uff19])+")
_LATIN_DIGIT = Pattern("[0-9]")
_OTHER_DIGIT = Pattern(r"[^\D0-9]")
_TO_BENGALI = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")


def _in_bengali(text: str) -> str:
    if not _LATIN_DIGIT.search(text):
        return text
    return _TOKEN.sub(lambda found: found[0] if _is_code(found) else found[0].translate(_TO_BENGALI), text)


def _is_code(found: re.Match[str]) -> bool:
    """Whether digits are part of a name, as in 'Windows 10'."""
    before = found.string[: found.start()].rstrip()[-1:]
    return any(map(_LATIN_LETTER.search, (found[0], before))) or _CODE.search(found[0]) is not None


def _in_latin(text: str) -> str:
    if not _OTHER_DIGIT.search(text):
        return text
    return "".join(str(unicodedata.decimal(c)) if not c.isascii() and c.isdecimal() else c for c in text)


def _in_half_width(text: str) -> str:
    return _FULL_WIDTH.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)


_FIXERS: Mapping[str, Callable[[str], str]] = {
    "bn": _in_bengali,
    **dict.fromkeys(("en", "es"), _in_latin),
    **dict.fromkeys(("ja", "zh"), _in_half_width),
}
_NAMES = {"bn": "Bengali", **dict.fromkeys(("en", "es"), "Latin"), **dict.fromkeys(("ja", "zh"), "half-width")}


def check(index: WordIndex) -> Iterator[Finding]:
    for ref in index.irregular_texts():
        convert = _FIXERS.get(ref.language)
        if convert is None or ref.is_shared:
            continue
        text = without_asides(ref.text.value)
        right = convert(text)
        if right != text:
            wrong = next(
                word
                for word, fixed_word in zip(_TOKEN.findall(text), _TOKEN.findall(right), strict=True)
                if word != fixed_word
            )
            if found := _FULL_WIDTH.search(wrong):  # no spaces are around it
                wrong = found[0]
            hint = f"write '{convert(wrong)}', or run `flashcards check --fix`"
            message = f"'{wrong}' is not in {_NAMES[ref.language]} digits"
            yield Finding(ref, message, hint, offset_of(wrong, ref.text.value))


def fix(text: str, language: str) -> str:
    """Convert digits, except in brackets and quotes, where another language may be quoted."""
    convert = _FIXERS.get(language)
    return fix_prose(text, lambda part: outside_asides(part, convert)) if convert else text
