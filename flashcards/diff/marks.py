"""Marks of the words that differ between two texts in HTML: deleted ones in the old, inserted ones in the new."""

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

_MOST = 400  # words of a text; the time to compare grows faster than their number
# Han, kana, Thai and Lao are written without spaces: a sign with its marks counts as a word
_UNSPACED = "\u0e01-\u0ec6\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_SIGN_MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u3099\u309a\ufe00-\ufe0f"
_PUNCTUATION = r"""!"#%()*,./:;=?«»“”।॥،؛؟…–—、。「」！？，：；（）-"""
# Marks around tags and around what makes a cloze would tear them
_WORD = re.compile(
    r"(?P<markup><[^<>]*>|\{\{c[0-9,]+::|\}\})"
    r"|\\\(.*?\\\)|\\\[.*?\\\]|\[sound:[^\]]*\]|&#?\w+;"
    r"|::|\d+(?:[.,]\d+)*"
    rf"|[{_UNSPACED}][{_SIGN_MARKS}]*"
    rf"|[^\s<&\\\[{{}}{_UNSPACED}{re.escape(_PUNCTUATION)}]+"
    r"|\S",
    re.DOTALL,
)


class _Word(NamedTuple):
    """A word, a punctuation mark, a formula or a tag; and the white space before it."""

    gap: str
    text: str
    is_markup: bool


def with_marks(old: str, new: str) -> tuple[str, str]:
    """Both texts with marks around what differs; whole if they are long."""
    words = [*_words(old)], [*_words(new)]
    if max(map(len, words)) > _MOST:
        return f"<del>{old}</del>", f"<ins>{new}</ins>"
    texts = [[word.text for word in own] for own in words]
    matcher = difflib.SequenceMatcher(None, texts[0], texts[1], autojunk=False)
    before, after = list[str](), list[str]()
    for tag, a, b, c, d in matcher.get_opcodes():
        is_same = tag == "equal"
        before += _joined(words[0][a:b], "" if is_same else "del")
        after += _joined(words[1][c:d], "" if is_same else "ins")
    return "".join(before), "".join(after)


def _words(text: str) -> Iterator[_Word]:
    has_clozes, end = "{{c" in text, 0
    for found in _WORD.finditer(text):
        is_markup = found["markup"] is not None or (has_clozes and found[0] == "::")
        yield _Word(text[end : found.start()], found[0], is_markup)
        end = found.end()
    if end < len(text):
        yield _Word(text[end:], "", is_markup=True)


def _joined(words: Sequence[_Word], mark: str) -> Iterator[str]:
    """Words as text, in an element of this name unless it is empty."""
    for is_bare, run in groupby(words, lambda word: word.is_markup or not mark):
        if is_bare:
            yield from _plain(run)
        else:
            first, *rest = run
            yield f"{first.gap}<{mark}>{first.text}{''.join(_plain(rest))}</{mark}>"


def _plain(words: Iterable[_Word]) -> Iterator[str]:
    return (f"{word.gap}{word.text}" for word in words)
