r"""A text has no invisible characters.

They come along when text is copied from web pages and documents, and then a search, a comparison
or a line break goes wrong where nothing can be seen.

Wrong::

    answer:
      bn: "লর্ড\u00a0মাউন্টব্যাটেন"
      en: "Mount\u00adbatten"

Right::

    answer:
      bn: লর্ড মাউন্টব্যাটেন
      en: Mountbatten
"""

import re
from collections.abc import Iterator

from flashcards.deck import Deck
from flashcards.language import direction
from flashcards.rules.finding import Finding, each_text
from flashcards.rules.pattern import Pattern
from flashcards.rules.words import mended, without_verbatim

_BLANKS = "\u00a0\u1680\u2000-\u200a\u202f\u205f"
_TAB = Pattern(r"(?<=\S)\t")  # at the beginning of a line it makes a list in a list, and code needs its own
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_NOTHING = "\u00ad\u200b\u2060\ufeff"
_FRENCH = "fr"  # which puts a no-break space before '?'


def check(deck: Deck) -> Iterator[Finding]:
    for said in each_text(deck):
        text = said.text.value
        if not text.isascii() and (found := _invisible(text, said.language)):
            if _is_french_blank(said.language, found[0]):
                continue
            yield Finding(
                said, f"the invisible character U+{ord(found[0]):04X} is in this text", "run `flashcards check --fix`"
            )


def fix(text: str, language: str) -> str:
    blanked = text if language == _FRENCH else re.sub(f"[{_BLANKS}]", " ", text)
    cleaned = re.sub(f"[{_deleted(language)}]", "", blanked)
    return mended(cleaned, lambda part: _TAB.sub(" ", part)) if "\t" in text else cleaned


def _invisible(text: str, language: str) -> re.Match[str] | None:
    found = re.search(f"[{_BLANKS}{_deleted(language)}]", text)
    return found or (_TAB.search(without_verbatim(text)) if "\t" in text else None)


def _deleted(language: str) -> str:
    """A language from right to left needs the marks that turn the direction."""
    return _NOTHING if direction(language) == "rtl" else _NOTHING + _BIDI


def _is_french_blank(language: str, character: str) -> bool:
    return language == _FRENCH and re.match(f"[{_BLANKS}]", character) is not None
