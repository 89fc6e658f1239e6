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

from collections.abc import Iterator
from functools import cache

from flashcards.lint.finding import Finding, each_text
from flashcards.lint.pattern import Pattern
from flashcards.lint.words import without_verbatim
from flashcards.model.deck import Deck
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


def check(deck: Deck) -> Iterator[Finding]:
    for ref in each_text(deck):
        text = without_verbatim(ref.text.value)
        if (mark := _unclosed(text)) and (mark := _unclosed(_ITEM.sub("", text))):
            mark = _unclosed(_ITEM.sub("", _LONE.sub("", text)))
        if mark:
            yield Finding(ref, f"{mark} has no matching mark", "add the matching mark, or delete this one")


def _unclosed(text: str) -> str:
    for opening, closing in _BRACKETS:
        more = text.count(opening) - text.count(closing)
        if more:
            return f"'{opening if more > 0 else closing}'"
    if text.count('"') % 2 and _INCHES.sub("", text).count('"') % 2:
        return "'\"'"
    return _unclosed_quote(text)


def _unclosed_quote(text: str) -> str:
    """A quote without a matching one in the style of any language, or an empty string."""
    marks = _marks()
    if text.isascii() or marks.isdisjoint(text):
        return ""
    open_: set[str] = {""}  # each possible stack of open quotes, outermost first
    for place, mark in enumerate(text):
        if mark in marks:
            left = {after for before in open_ for after in _after(before, mark)}
            left |= open_ if _is_apostrophe(text, place) else set()
            if not left:
                return f"'{mark}'"
            open_ = left
    return "" if "" in open_ else f"'{min(open_)[0]}'"


@cache
def _marks() -> frozenset[str]:
    closes = closing_marks()
    return frozenset(closes).union(*closes.values())


def _after(before: str, mark: str) -> Iterator[str]:
    closes = closing_marks()
    if before and (mark in closes[before[-1]] or (mark == before[-1] and mark in _LIKE_ITSELF)):
        yield before[:-1]
    if mark in closes and len(before) < _DEEPEST:
        yield before + mark


def _is_apostrophe(text: str, place: int) -> bool:
    """Whether a quote may be an apostrophe: ’ anywhere, ‘ inside a word."""
    return text[place] == "’" or (text[place] == "‘" and text[place - 1 : place + 2].replace("‘", "").isalpha())
