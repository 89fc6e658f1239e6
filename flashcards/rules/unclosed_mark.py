"""A quote or bracket that is opened is closed.

Wrong::

    answer:
      bn: বাবর (জহিরউদ্দিন মুহাম্মদ
      en: Babur (Zahir ud-Din Muhammad

Right::

    answer:
      bn: বাবর (জহিরউদ্দিন মুহাম্মদ)
      en: Babur (Zahir ud-Din Muhammad)
"""

from collections.abc import Iterator

from flashcards.deck import Deck
from flashcards.rules.finding import Finding, each_text
from flashcards.rules.pattern import Pattern
from flashcards.rules.words import without_verbatim

_PAIRS = (("“", "”"), ("(", ")"), ("[", "]"), ("{", "}"), ("«", "»"), ("「", "」"), ("『", "』"), ("（", "）"))
_ITEM = Pattern(r"(?:^|(?<=[\s,;]))(?:[0-9০-৯]{1,2}|[a-zক-হ])[)）](?=\s)")  # 'a)' counts items
_INCHES = Pattern(r"(?<=[0-9])\"")


def check(deck: Deck) -> Iterator[Finding]:
    for said in each_text(deck):
        text = without_verbatim(said.text.value)
        if (mark := _unclosed(text)) and (mark := _unclosed(_ITEM.sub("", text))):
            yield Finding(said, f"{mark} has no counterpart", "add the other half of the pair, or delete this one")


def _unclosed(text: str) -> str:
    for opening, closing in _PAIRS:
        more = text.count(opening) - text.count(closing)
        if more:
            return f"'{opening if more > 0 else closing}'"
    if text.count("‘") > text.count("’"):  # a ’ alone is an apostrophe
        return "'‘'"
    return "'\"'" if _INCHES.sub("", text).count('"') % 2 else ""
