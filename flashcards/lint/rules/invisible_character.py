r"""A text has no invisible characters.

They come along when text is copied from web pages and documents, and then a search, a comparison
or a line break goes wrong where nothing can be seen. A no-break space may stand beside a number, a sign, an
abbreviation or a short word, as in '10 km', and before a mark in French; what parts the words of Thai, Khmer,
Lao and Burmese is no mistake there.

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

from flashcards.lint.finding import Finding, each_text
from flashcards.lint.pattern import Pattern
from flashcards.lint.words import fix_prose, without_verbatim
from flashcards.model.deck import Deck
from flashcards.text.language import direction

_BLANKS = "\u00a0\u1680\u2000-\u200a\u202f\u205f"
_THREE = "(?:[^\\W\\d_]|[\u0900-\u0dff]){3}"  # letters: words that need not stay on one line
# Between two such words, more than one of them, and at the ends; elsewhere they may be meant
_BLANK = Pattern(rf"(?<={_THREE})[{_BLANKS}](?={_THREE})|[{_BLANKS}]{{2,}}|\A[{_BLANKS}]|[{_BLANKS}]\Z")
_TAB = Pattern(r"(?<=\S)\t")  # at the beginning of a line it makes a list in a list, and code needs its own
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_NOTHING = "\u00ad\u2060\ufeff"
_BREAK = "\u200b"
_TURNED = Pattern("[\u0590-\u08ff]")  # letters that run from right to left; beside them, marks of direction are needed
_WITHOUT_BLANKS = ("bo", "dz", "ja", "km", "lo", "my", "shn", "th", "zh")  # a break where a line may end helps these


def check(deck: Deck) -> Iterator[Finding]:
    for ref in each_text(deck):
        text = ref.text.value
        if (not text.isascii() or "\t" in text) and (found := _invisible(text, ref.language)):
            message = f"the invisible character U+{ord(found[0][0]):04X} is in this text"
            yield Finding(ref, message, "run `flashcards check --fix`")


def fix(text: str, language: str) -> str:
    blanked = _BLANK.sub(" ", text)
    cleaned = re.sub(f"[{_deleted(text, language)}]", "", blanked)
    return fix_prose(cleaned, lambda part: _TAB.sub(" ", part)) if "\t" in text else cleaned


def _invisible(text: str, language: str) -> re.Match[str] | None:
    found = _BLANK.search(text) or re.search(f"[{_deleted(text, language)}]", text)
    return found or (_TAB.search(without_verbatim(text)) if "\t" in text else None)


def _deleted(text: str, language: str) -> str:
    nothing = _NOTHING if language in _WITHOUT_BLANKS else _NOTHING + _BREAK
    return nothing if direction(language) == "rtl" or _TURNED.search(text) else nothing + _BIDI
