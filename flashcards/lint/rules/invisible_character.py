r"""A text contains no invisible characters.

Text copied from web pages and documents often contains them. They break searches, comparisons and line breaks.
A no-break space is allowed beside a number, a sign, an abbreviation or a short word, as in '10 km', and before a
mark in French; zero-width spaces are allowed in Thai, Khmer, Lao and Burmese, where they separate words.

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

from flashcards.lint.finding import Finding
from flashcards.lint.pattern import Pattern
from flashcards.lint.word_index import WordIndex
from flashcards.lint.words import fix_prose, offset_of, without_verbatim
from flashcards.text.language import direction

_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f"
_THREE = "(?:[^\\W\\d_]|[\u0900-\u0dff]){3}"  # letters: words that need not stay on one line
# Between two such words, several in a row, or at an end of the text; elsewhere they may be intended
_SPACE = Pattern(rf"(?<={_THREE})[{_SPACES}](?={_THREE})|[{_SPACES}]{{2,}}|\A[{_SPACES}]|[{_SPACES}]\Z")
_TAB = Pattern(r"(?<=\S)\t")  # not at the start of a line, where it nests a list, nor in code
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_NOTHING = "\u00ad\u2060\ufeff"
_BREAK = "\u200b"
_RIGHT_TO_LEFT = Pattern("[\u0590-\u08ff]")  # right-to-left letters; text with them may need direction marks
_ANY = Pattern(f"[\t{_SPACES}{_BIDI}{_NOTHING}{_BREAK}]")
# Languages that need a zero-width space where a line may break
_WITHOUT_SPACES = ("bo", "dz", "ja", "km", "lo", "my", "shn", "th", "zh")


def check(index: WordIndex) -> Iterator[Finding]:
    for ref in index.irregular_texts():
        text = ref.text.value
        if _ANY.search(text) and (found := _invisible(text, ref.language)):
            message = f"this text contains the invisible character U+{ord(found[0][0]):04X}"
            yield Finding(ref, message, "run `flashcards check --fix`", offset_of(found[0], text))


def fix(text: str, language: str) -> str:
    spaced = _SPACE.sub(" ", text)
    cleaned = re.sub(f"[{_deleted(text, language)}]", "", spaced)
    return fix_prose(cleaned, lambda part: _TAB.sub(" ", part)) if "\t" in text else cleaned


def _invisible(text: str, language: str) -> re.Match[str] | None:
    found = _SPACE.search(text) or re.search(f"[{_deleted(text, language)}]", text)
    return found or (_TAB.search(without_verbatim(text)) if "\t" in text else None)


def _deleted(text: str, language: str) -> str:
    nothing = _NOTHING if language in _WITHOUT_SPACES else _NOTHING + _BREAK
    return nothing if direction(language) == "rtl" or _RIGHT_TO_LEFT.search(text) else nothing + _BIDI
