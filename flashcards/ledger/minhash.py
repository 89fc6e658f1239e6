"""MinHash sketches, which estimate the similarity of two texts from 24 bytes of each.

A sketch is a one-permutation MinHash (Li, Owen and Zhang, 2012) of the character trigrams of a text: the share of
equal places in two sketches estimates the share of trigrams that the texts have in common.
"""

import re
import unicodedata
import zlib

_PROMPT_PLACES = 16
_ANSWER_PLACES = 8
_EMPTY = 0xFF
_SUM = 8  # digits
_SPLIT = _SUM + 2 * _PROMPT_PLACES
_BETWEEN = "\x1f"

# Below these shares a question, or an answer, counts as a different one. Rewordings in the history of our own deck
# stay above them; questions about different facts stay below.
_OTHER_PROMPT = 0.5
_OTHER_ANSWER = 0.34
_UNRELATED_PROMPT = 0.15

# White space and punctuation; not \W, because that contains Bengali vowel signs
_BETWEEN_WORDS = re.compile(r"[\s!-/:-@\[-`{-~\u0964\u0965\u2000-\u206f\u3000-\u303f]+")


def sketch(prompt: str, answer: str) -> str:
    """A checksum of both texts, 4 bytes, then their sketches, 16 and 8 bytes, in hexadecimal."""
    return _sum(prompt, answer) + _minima(prompt, _PROMPT_PLACES) + _minima(answer, _ANSWER_PLACES)


def is_sketch_of(known: str, prompt: str, answer: str) -> bool:
    """Whether a sketch was made from these texts, by its checksum."""
    return known.startswith(_sum(prompt, answer))


def asks_something_else(old: str, new: str) -> bool:
    """Whether two sketches are probably of different questions."""
    prompt = _shared(old[_SUM:_SPLIT], new[_SUM:_SPLIT])
    answer = _shared(old[_SPLIT:], new[_SPLIT:])
    return prompt < _UNRELATED_PROMPT or (prompt < _OTHER_PROMPT and answer < _OTHER_ANSWER)


def likeness(old: str, new: str) -> float:
    """The estimated similarity of the questions of two sketches, from 0 to 1."""
    return _shared(old[_SUM:_SPLIT], new[_SUM:_SPLIT])


def _sum(prompt: str, answer: str) -> str:
    return f"{zlib.crc32(unicodedata.normalize('NFC', f'{prompt}{_BETWEEN}{answer}').encode()):08x}"


def _minima(text: str, places: int) -> str:
    minima = bytearray([_EMPTY]) * places
    for value in _trigrams(text):
        place, rank = value % places, value // places % _EMPTY
        if rank < minima[place]:
            minima[place] = rank
    return minima.hex()


def _trigrams(text: str) -> set[int]:
    """Hashes of the trigrams of a text; in UTF-32 each character has four bytes."""
    letters = f" {_BETWEEN_WORDS.sub(' ', unicodedata.normalize('NFC', text).casefold()).strip()} "
    data = letters.encode("utf-32-le")
    return {zlib.crc32(data[begin : begin + 12]) for begin in range(0, max(4, len(data) - 8), 4)}


def _shared(old: str, new: str) -> float:
    pairs = list(zip(bytes.fromhex(old), bytes.fromhex(new), strict=True))
    filled = [(a, b) for a, b in pairs if not a == b == _EMPTY]
    return sum(a == b for a, b in filled) / len(filled) if filled else 1.0
