"""Ids that learners' progress depends on, each a function of words: of notes (guids), decks, note types and fields."""

import hashlib
import string

_LETTERS = string.digits + string.ascii_uppercase + string.ascii_lowercase
_PAIRS = tuple(low + high for high in _LETTERS for low in _LETTERS)  # two base-62 digits at a time, the lower first
_EMPTY_SHA256 = hashlib.sha256()  # copying it takes a third of the time of creating one
_TWO, _FOUR, _EIGHT = (len(_LETTERS) ** length for length in (2, 4, 8))
_GUIDS = _EIGHT**2  # 95 bits: a million million notes have no collision


def guid_of(*words: str) -> str:
    """A guid of a note that is a function of the words, in 16 base-62 digits."""
    high, low = divmod(_hash(*words) % _GUIDS, _EIGHT)
    (d, c), (b, a) = divmod(high, _FOUR), divmod(low, _FOUR)
    return f"{_letters(a)}{_letters(b)}{_letters(c)}{_letters(d)}"


def moment_id(*words: str) -> int:
    """An id that is a function of the words.

    Like Anki's own ids it is a time in milliseconds since 1970, here between 2001 and 2019.
    """
    return 10**12 + _hash(*words) % (56 * 10**10)


def lasting_id(*words: str) -> int:
    """An id of a field or a template that is a function of the words, in the range of those that Anki makes."""
    return 10**15 + _hash(*words) % 10**15


def _letters(number: int) -> str:
    """Four base-62 digits, the lowest first."""
    return f"{_PAIRS[number % _TWO]}{_PAIRS[number // _TWO]}"


def _hash(*words: str) -> int:
    sha256 = _EMPTY_SHA256.copy()
    sha256.update("\0".join(words).encode())
    return int.from_bytes(sha256.digest())
