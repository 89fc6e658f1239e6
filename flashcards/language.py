"""What a language is called, and how it is written."""

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale

# Language, script, region and variants (BCP 47, section 2.1), in the case RFC 5646 recommends
_TAG = re.compile("[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*")

# ISO 639-1, complete since 2003; spares the common deck the loading of CLDR
_TWO_LETTERS = frozenset(
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en "
    "eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja "
    "jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb "
    "nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq "
    "sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu".split()
)

# What CLDR says of the languages most decks are in, which spares these the loading of Babel: their names, by the
# language that they are told in, and their digits for nothing
_NAMES: Mapping[str, Mapping[str, str]] = {
    "bn": {"bn": "বাংলা", "en": "ইংরেজি", "es": "স্প্যানিশ", "hi": "হিন্দি"},
    "en": {"bn": "Bangla", "en": "English", "es": "Spanish", "hi": "Hindi"},
    "es": {"bn": "bengalí", "en": "inglés", "es": "español", "hi": "hindi"},
    "hi": {"bn": "बंगाली", "en": "अंग्रेज़ी", "es": "स्पेनिश", "hi": "हिन्दी"},
}
_ZERO_IN = {"bn": "০", "en": "0", "es": "0", "hi": "0"}
_GROUPED = 1000  # below it they write a number as its digits stand

# CLDR's numbering systems by the digit for nothing; Babel leaves all digits Latin
_ZEROS = {"arab": "٠", "arabext": "۰", "beng": "০", "deva": "०", "mymr": "၀", "tibt": "༠"}

_RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he khw ks nqo pnb ps sd syr ug ur yi".split())
_RIGHT_TO_LEFT_SCRIPTS = frozenset("Adlm Arab Hebr Nkoo Rohg Syrc Thaa".split())


def is_language(tag: str) -> bool:
    """Whether this is a well-formed BCP 47 tag of a language that exists."""
    if not _TAG.fullmatch(tag):
        return False
    language = tag.split("-")[0]
    return language in _TWO_LETTERS or language in _english().languages


def canonical(tag: str) -> str:
    """The tag in the case that is customary: `zh-Hant`, `pt-BR`."""
    language, *rest = re.split("[-_]", tag)
    cased = {4: str.title, 2: str.upper}
    return "-".join([language.lower(), *(cased.get(len(part), str.lower)(part) for part in rest)])


def direction(tag: str) -> str:
    """Which way a language is written."""
    language, *rest = tag.split("-")
    scripts = [part for part in rest if len(part) == 4 and part.isalpha()]
    if scripts:
        return "rtl" if scripts[0] in _RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if language in _RIGHT_TO_LEFT else "ltr"


def own_name(tag: str) -> str:
    """What a language calls itself: `বাংলা`, `português (Brasil)`."""
    return name_in(tag, tag)


@cache
def name_in(tag: str, language: str) -> str:
    """What a language is called in another: English is `ইংরেজি` in Bengali.

    From CLDR, by way of Babel; a language CLDR has no names for goes by its English one, or its tag.
    """
    if known := _NAMES.get(language, {}).get(tag):
        return known
    locale, reader = _locale(tag), _locale(language)
    name = locale.get_display_name(reader) if locale and reader else None
    return name or _english().languages.get(tag.split("-")[0], tag)


def number(value: int, tag: str) -> str:
    """A count as a language writes it: `১,২৩৪` in Bengali."""
    if value < _GROUPED and tag in _ZERO_IN:
        return in_digits(str(value), tag)
    from babel.numbers import format_decimal

    locale = _locale(tag)
    return in_digits(format_decimal(value, locale=locale) if locale else f"{value:,}", tag)


def in_digits(text: str, tag: str) -> str:
    """Text with its Latin digits as a language writes them."""
    zero = _ZERO_IN.get(tag) or _zero_in(tag)
    return text.translate({ord("0") + n: chr(ord(zero) + n) for n in range(10)})


def _zero_in(tag: str) -> str:
    locale = _locale(tag)
    return _ZEROS.get(locale.default_numbering_system, "0") if locale else "0"


@cache
def _locale(tag: str) -> "Locale | None":
    from babel import Locale, UnknownLocaleError

    parts = tag.split("-")
    while parts:  # `en-GB-oxendict` is not in CLDR, but `en-GB` is
        try:
            return Locale.parse("_".join(parts))
        except (UnknownLocaleError, ValueError):
            parts.pop()
    return None


def _english() -> "Locale":
    from babel import Locale

    return Locale("en")
