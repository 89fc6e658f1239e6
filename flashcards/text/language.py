"""What a language is called, and how it is written."""

import re
from collections import ChainMap
from collections.abc import Mapping, Sequence
from functools import cache, reduce
from typing import NamedTuple

from flashcards.text.cldr import lineage, script, told, told_of

# Language, script, region and variants (BCP 47, section 2.1), in the case RFC 5646 recommends
_TAG = re.compile("[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*")


class QuotationMarks(NamedTuple):
    """The marks around what somebody said, and around what is quoted within that."""

    opening: str
    closing: str
    inner_opening: str
    inner_closing: str


def is_language(tag: str) -> bool:
    """Whether this is a well-formed BCP 47 tag of a language that exists."""
    if not _TAG.fullmatch(tag):
        return False
    return tag.split("-")[0] in told("names in en")


def canonical(tag: str) -> str:
    """The tag in the case that is customary: `zh-Hant`, `pt-BR`."""
    language, *rest = re.split("[-_]", tag)
    cased = {4: str.title, 2: str.upper}
    return "-".join([language.lower(), *(cased.get(len(part), str.lower)(part) for part in rest)])


@cache
def direction(tag: str) -> str:
    """Which way a language is written."""
    if named := script(tag):
        return "rtl" if named in told("scripts from right to left") else "ltr"
    return "rtl" if tag.split("-")[0] in told("languages from right to left") else "ltr"


def quotation_marks(tag: str) -> QuotationMarks:
    """The quotation marks that a language prefers."""
    return QuotationMarks(*told_of(tag, "quotation marks"))


@cache
def closing_marks() -> Mapping[str, frozenset[str]]:
    """What may close each mark that opens a quotation, in any language."""
    closes: dict[str, set[str]] = {}
    for opening, closing, inner_opening, inner_closing in told("quotation marks").values():
        closes.setdefault(opening, set()).add(closing)
        closes.setdefault(inner_opening, set()).add(inner_closing)
    return {opening: frozenset(closing) for opening, closing in closes.items()}


def own_name(tag: str) -> str:
    """What a language calls itself: `বাংলা`, `português (Brasil)`."""
    return name_in(tag, tag)


@cache
def name_in(tag: str, language: str) -> str:
    """What a language is called in another: English is `ইংরেজি` in Bengali.

    A language that CLDR has no name for in the other goes by its English one, or its tag.
    """
    main, *rest = tag.split("-")
    for reader in (language, "en"):
        names = _names(reader)
        if main in names:
            return _with_details(names[main], [names[part] for part in rest if part in names], reader)
    return tag


def _with_details(name: str, details: Sequence[str], reader: str) -> str:
    around, between = told_of(reader, "name patterns")
    return around.format(name, reduce(between.format, details)) if details else name


@cache
def _names(language: str) -> Mapping[str, str]:
    """What languages, scripts, regions and variants are called in a language, by their codes."""
    return ChainMap(*(told(f"names in {locale}") or {} for locale in lineage(language)))


def number(value: int, tag: str) -> str:
    """A count as a language writes it: `১২,৩৪,৫৬৭` in Bengali."""
    _, separator, last, others = told_of(tag, "numbers")
    digits = str(value)
    head, tail = digits[:-last], digits[-last:]
    groups = [head[max(0, end - others) : end] for end in range(len(head), 0, -others)]
    return in_digits(separator.join([*reversed(groups), tail]), tag)


def in_digits(text: str, tag: str) -> str:
    """Text with its Latin digits as a language writes them."""
    zero = ord(told_of(tag, "numbers")[0])
    return text.translate({ord("0") + n: chr(zero + n) for n in range(10)})
