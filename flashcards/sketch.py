"""Whether two texts say much the same, told from a few bytes kept of each.

A sketch is a one-permutation MinHash (Li, Owen and Zhang, 2012) of the runs of three letters in
a text: the share of equal places in two sketches estimates the share of runs two texts have in
common.
"""

import re
import unicodedata
import zlib
from collections.abc import Iterator

_PROMPT_PLACES = 16
_ANSWER_PLACES = 8
_EMPTY = 0xFF
_SPLIT = 2 * _PROMPT_PLACES

# Below these shares a question, or an answer, is taken for another one. Rewordings in our own deck's
# history stay above them; questions of unlike facts stay below.
_OTHER_PROMPT = 0.5
_OTHER_ANSWER = 0.34
_UNRELATED_PROMPT = 0.15

# White space and punctuation; a Bengali vowel sign is part of its word, though it is no letter to Python
_BETWEEN_WORDS = re.compile(r"[\s!-/:-@\[-`{-~\u0964\u0965\u2000-\u206f\u3000-\u303f]+")


def sketch(prompt: str, answer: str) -> str:
    """24 bytes of what is asked and what is answered, as hexadecimal digits."""
    return _minima(prompt, _PROMPT_PLACES) + _minima(answer, _ANSWER_PLACES)


def asks_something_else(old: str, new: str) -> bool:
    """Whether two sketches are of notes which ask for different things, as far as words can tell."""
    prompt = _shared(old[:_SPLIT], new[:_SPLIT])
    answer = _shared(old[_SPLIT:], new[_SPLIT:])
    return prompt < _UNRELATED_PROMPT or (prompt < _OTHER_PROMPT and answer < _OTHER_ANSWER)


def likeness(old: str, new: str) -> float:
    """How much of what is asked two sketches share, from 0 to 1."""
    return _shared(old[:_SPLIT], new[:_SPLIT])


def _minima(text: str, places: int) -> str:
    minima = [_EMPTY] * places
    for run in _runs(text):
        value = zlib.crc32(run.encode())
        place, rank = value % places, value // places % _EMPTY
        minima[place] = min(minima[place], rank)
    return bytes(minima).hex()


def _runs(text: str) -> Iterator[str]:
    letters = f" {_BETWEEN_WORDS.sub(' ', unicodedata.normalize('NFC', text).casefold()).strip()} "
    return (letters[begin : begin + 3] for begin in range(max(1, len(letters) - 2)))


def _shared(old: str, new: str) -> float:
    pairs = list(zip(bytes.fromhex(old), bytes.fromhex(new), strict=True))
    filled = [(a, b) for a, b in pairs if not a == b == _EMPTY]
    return sum(a == b for a, b in filled) / len(filled) if filled else 1.0
