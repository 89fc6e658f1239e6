"""Names and numbers in Bengali and English letters, as many as a large deck needs."""

from random import Random
from typing import NamedTuple


class Said(NamedTuple):
    """The same thing in Bengali and in English."""

    bn: str
    en: str


_CONSONANTS = tuple(zip("কগচজতদনপবমরলসহ", "k g ch j t d n p b m r l s h".split(), strict=True))
_VOWELS = tuple(zip("ােিোু", "aeiou", strict=True))
_SYLLABLES = tuple(Said(c + v, d + w) for c, d in _CONSONANTS for v, w in _VOWELS)
_LAST = tuple(each for each in _SYLLABLES if each.en[-1] != "e")  # a Bengali word in -ে is mostly a locative

NAMES = len(_SYLLABLES) ** 2 * len(_LAST)
"""How many names there are."""

_STRIDE = 104_729  # prime, so that it visits every name before it comes back, and neighbours look unlike

_SURNAMES = tuple(
    Said(*each.split("/"))
    for each in (
        "রায়/Roy সেন/Sen দাস/Das পাল/Pal ঘোষ/Ghosh হক/Haque খান/Khan আলী/Ali চৌধুরী/Chowdhury ইসলাম/Islam রহমান/Rahman "
        "আহমেদ/Ahmed হোসেন/Hossain মিত্র/Mitra গুহ/Guha নাথ/Nath দত্ত/Dutta বেগম/Begum সরকার/Sarkar মণ্ডল/Mandal"
    ).split()
)
_TO_BENGALI = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")


def nth_name(index: int) -> Said:
    """A name such as কেবোলু, Kebolu; no two of the first NAMES are the same."""
    rest, third = divmod(index * _STRIDE % NAMES, len(_LAST))
    syllables = (*(_SYLLABLES[each] for each in divmod(rest, len(_SYLLABLES))), _LAST[third])
    return Said("".join(each.bn for each in syllables), "".join(each.en for each in syllables).capitalize())


def name(rng: Random) -> Said:
    """Any name."""
    return nth_name(rng.randrange(NAMES))


def person(rng: Random) -> Said:
    """A forename and a surname."""
    return with_surname(name(rng), rng)


def with_surname(forename: Said, rng: Random) -> Said:
    """A forename with any surname."""
    surname = rng.choice(_SURNAMES)
    return Said(f"{forename.bn} {surname.bn}", f"{forename.en} {surname.en}")


def any_year(rng: Random) -> Said:
    """A year of the last two hundred."""
    return number(rng.randrange(1790, 2015))


def number(value: int) -> Said:
    """A number in the digits of each language; one that may be a year has no comma."""
    written = str(value) if value < 10_000 else f"{value:,}"
    return Said(written.translate(_TO_BENGALI), written)
