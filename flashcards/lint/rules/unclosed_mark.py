"""Every opening quote or bracket is closed.

Quotation marks of any language are accepted in every language: „Haus“, ”hus”, »hus«, « maison », ‚so‘. Code,
URLs, intervals such as [0, 1[, inches, smileys and a bracket between spaces are not checked.

Wrong::

    answer:
      bn: বাবর (জহিরউদ্দিন মুহাম্মদ
      en: Babur (Zahir ud-Din Muhammad

Right::

    answer:
      bn: বাবর («জহিরউদ্দিন»)
      en: Babur („Zahir ud-Din“)
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from flashcards.lint.finding import Finding
from flashcards.lint.pattern import Pattern
from flashcards.lint.word_index import WordIndex
from flashcards.lint.words import offset_in, without_verbatim
from flashcards.text.language import closing_marks

_BRACKETS = (("(", ")"), ("[", "]"), ("{", "}"), ("（", "）"), ("《", "》"), ("〈", "〉"))
_LIKE_ITSELF = "»›"  # used on both sides in Swedish and Finnish books, which CLDR does not list
_DEEPEST = 3  # quotes in quotes; no text has more
# Brackets and quotes that need no other half: numbers of items, 'a)', half-open intervals, smileys, brackets
# between spaces, apostrophes, inches
_ITEM = Pattern(r"(?:^|(?<=[\s,;]))(?:[0-9০-৯०-९]{1,2}|[a-zа-яক-হ])[)）](?=\s)")
_LONE = Pattern(
    r"[\[\](]\s*[-+−–]?[\w.∞]+\s*[,;]\s*[-+−–]?[\w.∞]+\s*[\[\])]|[:;]['’]?-?[()\[\]]|(?<!\S)[()\[\]{}“”„«»](?!\S)"
)
_INCHES = Pattern(r"(?<=[0-9¼½¾⅓⅔⅛⅜⅝⅞′'’])\"")


def check(index: WordIndex) -> Iterator[Finding]:
    for ref in index.irregular_texts():
        text = without_verbatim(ref.text.value)
        if (place := _without_match(text)) is not None:
            message, hint = f"'{text[place]}' has no matching mark", "add the matching mark, or delete this one"
            yield Finding(ref, message, hint, offset_in(ref.text.value, place))


def _without_match(text: str) -> int | None:
    """Where a mark is that has no matching one, also when marks are left out that need none."""
    place = None
    for ignored in ((), (_ITEM,), (_LONE, _ITEM)):
        place = _unclosed(_without(ignored, text))
        if place is None:
            break
    return place


def _without(ignored: Sequence[Pattern], text: str) -> str:
    for pattern in ignored:
        text = pattern.sub(lambda found: " " * len(found[0]), text)
    return text


def _unclosed(text: str) -> int | None:
    for opening, closing in _BRACKETS:
        if text.count(opening) != text.count(closing):
            return _unpaired(text, opening, closing)
    if text.count('"') % 2 and (bare := _INCHES.sub(" ", text)).count('"') % 2:
        return bare.rindex('"')
    return _unclosed_quote(text)


def _unpaired(text: str, opening: str, closing: str) -> int | None:
    """Where a bracket is whose other half is missing: the first closing one, or the innermost that stays open."""
    opened: list[int] = []
    for place, mark in enumerate(text):
        if mark == opening:
            opened.append(place)
        elif mark == closing and not opened:
            return place
        elif mark == closing:
            opened.pop()
    return opened[-1] if opened else None


def _unclosed_quote(text: str) -> int | None:
    """Where a quote is without a matching one in the style of any language."""
    open_: set[str] = {""}  # each possible stack of open quotes, outermost first
    for found in _mark().finditer(text):
        left = {after for before in open_ for after in _after(before, found[0])}
        left |= open_ if _is_apostrophe(text, found.start()) else set()
        if not left:
            return found.start()
        open_ = left
    return None if "" in open_ else text.rindex(min(open_)[0])


@cache
def _mark() -> re.Pattern[str]:
    closes = closing_marks()
    return re.compile(f"[{re.escape(''.join({*closes}.union(*closes.values())))}]")


def _after(before: str, mark: str) -> Iterator[str]:
    closes = closing_marks()
    if before and (mark in closes[before[-1]] or (mark == before[-1] and mark in _LIKE_ITSELF)):
        yield before[:-1]
    if mark in closes and len(before) < _DEEPEST:
        yield before + mark


def _is_apostrophe(text: str, place: int) -> bool:
    """Whether a quote may be an apostrophe: ’ anywhere, ‘ inside a word."""
    return text[place] == "’" or (text[place] == "‘" and text[place - 1 : place + 2].replace("‘", "").isalpha())
