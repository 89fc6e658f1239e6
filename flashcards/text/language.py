"""Names, direction, digits and quotation marks of languages, from CLDR."""

import re
from collections import ChainMap
from collections.abc import Mapping, Sequence
from functools import cache, reduce

from flashcards.text.cldr import data, data_of, lineage, script

# Language, script, region and variants (BCP 47, section 2.1), in the case RFC 5646 recommends
_TAG = re.compile("[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*")

# English names of languages that CLDR calls otherwise
_OTHER_NAMES = {"bengali": "bn", "castilian": "es", "farsi": "fa", "flemish": "nl", "mandarin": "zh"}


def is_language(tag: str) -> bool:
    """Whether this is a well-formed BCP 47 tag of an existing language."""
    if not _TAG.fullmatch(tag):
        return False
    return tag.split("-")[0] in data("names in en")


def canonical_tag(tag: str) -> str:
    """Return the tag in its conventional case: `zh-Hant`, `pt-BR`."""
    language, *rest = re.split("[-_]", tag)
    cased = {4: str.title, 2: str.upper}
    return "-".join([language.lower(), *(cased.get(len(part), str.lower)(part) for part in rest)])


def intended(word: str, known: Sequence[str] | None = None) -> str:
    """Return the tag that was meant by a word that is not a tag; empty if it is not clear.

    The word may be a tag in another case, a code of three letters, a country, or a name: `pt_br`, `eng`, `jp`,
    `Spanish`, `español`. With `known`, only these tags are returned.
    """
    tag = canonical_tag(word.strip("“”„«»‘’'\"` :."))
    main, dash, rest = tag.partition("-")
    coded = [tag, data("languages by other codes").get(main, "") + dash + rest]
    among = None if known is None else tuple(each.split("-")[0] for each in known)
    found = [each for each in coded if is_language(each)] or [*_named(tag.replace("-", " "), among)]
    if known is None:
        return next(iter(found), "")
    mains = {each.split("-")[0] for each in found}
    alike = [each for each in known if each.split("-")[0] in mains]
    return next((each for each in found if each in known), alike[0] if len(alike) == 1 else "")


@cache
def _named(name: str, among: tuple[str, ...] | None) -> tuple[str, ...]:
    """Return the languages of this name, in English or in themselves; only those `among` some, which is faster."""
    folded = name.casefold()
    if folded in _OTHER_NAMES:
        return (_OTHER_NAMES[folded],)
    tags = [tag for tag in data("names in en") if is_language(tag)] if among is None else among
    found = tuple(tag for tag in tags if name_in(tag, "en").casefold() == folded)
    return found or tuple(tag for tag in tags if own_name(tag).casefold() == folded)


@cache
def direction(tag: str) -> str:
    """Return the direction of a language's script, "ltr" or "rtl"."""
    if named := script(tag):
        return "rtl" if named in data("scripts from right to left") else "ltr"
    return "rtl" if tag.split("-")[0] in data("languages from right to left") else "ltr"


@cache
def closing_marks() -> Mapping[str, frozenset[str]]:
    """Return the closing marks of each opening quotation mark, over all languages."""
    closes: dict[str, set[str]] = {}
    for opening, closing, inner_opening, inner_closing in data("quotation marks").values():
        closes.setdefault(opening, set()).add(closing)
        closes.setdefault(inner_opening, set()).add(inner_closing)
    return {opening: frozenset(closing) for opening, closing in closes.items()}


def own_name(tag: str) -> str:
    """Return the name of a language in itself: `বাংলা`, `português (Brasil)`."""
    return name_in(tag, tag)


@cache
def name_in(tag: str, language: str) -> str:
    """Return the name of a language in another: English is `ইংরেজি` in Bengali.

    Falls back to the English name, or the tag, if CLDR has no name in that language.
    """
    main, *rest = tag.split("-")
    for reader in (language, "en"):
        names = _names(reader)
        if main in names:
            return _with_details(names[main], [names[part] for part in rest if part in names], reader)
    return tag


def _with_details(name: str, details: Sequence[str], reader: str) -> str:
    around, between = data_of(reader, "name patterns")
    return around.format(name, reduce(between.format, details)) if details else name


@cache
def _names(language: str) -> Mapping[str, str]:
    """Return the names of languages, scripts, regions and variants in a language, by code."""
    return ChainMap(*(data(f"names in {locale}") or {} for locale in lineage(language)))


def number(value: int, tag: str) -> str:
    """Format a count in a language: `১২,৩৪,৫৬৭` in Bengali."""
    _, separator, last, others = data_of(tag, "numbers")
    digits = str(value)
    head, tail = digits[:-last], digits[-last:]
    groups = [head[max(0, end - others) : end] for end in range(len(head), 0, -others)]
    return in_digits(separator.join([*reversed(groups), tail]), tag)


def in_digits(text: str, tag: str) -> str:
    """Replace the digits 0-9 by those of a language."""
    zero = ord(data_of(tag, "numbers")[0])
    return text.translate({ord("0") + n: chr(zero + n) for n in range(10)})
