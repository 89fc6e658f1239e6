"""A number is in the digits of its language.

Bengali is written with Bengali digits, English and Spanish with Latin ones. What stands in
brackets, or is joined to Latin letters as in GPT-4, may be as it is. Hindi, Arabic and Japanese
are written with either.

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

from flashcards.deck import Deck
from flashcards.language import in_digits
from flashcards.problem import Severity
from flashcards.rules.finding import Finding, each_text
from flashcards.rules.words import mended, without_asides

ID = "digits"
SEVERITY = Severity.WARNING

# Numbers in the wrong digits, and how they are put right
_TOKEN = re.compile("[^\\s\ufffc]+")
_LATIN_LETTER = re.compile("[A-Za-z@]")


def _in_bengali(text: str) -> str:
    return _TOKEN.sub(lambda found: found[0] if _LATIN_LETTER.search(found[0]) else in_digits(found[0], "bn"), text)


def _in_latin(text: str) -> str:
    return "".join(str(unicodedata.decimal(c)) if not c.isascii() and c.isdecimal() else c for c in text)


_MENDERS: Mapping[str, Callable[[str], str]] = {"bn": _in_bengali, "en": _in_latin, "es": _in_latin}
_NAMES = {"bn": "Bengali", "en": "Latin", "es": "Latin"}


def check(deck: Deck) -> Iterator[Finding]:
    for said in each_text(deck):
        mend = _MENDERS.get(said.language)
        if mend is None:
            continue
        text = without_asides(said.text.value)
        right = mend(text)
        if right != text:
            wrong = next(
                word
                for word, mended_word in zip(_TOKEN.findall(text), _TOKEN.findall(right), strict=True)
                if word != mended_word
            )
            hint = f"write '{mend(wrong)}', or run `flashcards check --fix`"
            yield Finding(said, f"'{wrong}' is not in {_NAMES[said.language]} digits", hint)


def fix(text: str, language: str) -> str:
    """Digits put right outside brackets and quotes, where another language may be cited."""
    mend = _MENDERS.get(language)
    return mended(text, lambda part: _outside_asides(part, mend)) if mend else text


_ASIDE = re.compile(r"(\([^()]*\)|\[[^\[\]]*\]|“[^“”]*”|‘[^‘’]*’|\"[^\"]*\")")


def _outside_asides(text: str, mend: Callable[[str], str]) -> str:
    return "".join(part if i % 2 else mend(part) for i, part in enumerate(_ASIDE.split(text)))
