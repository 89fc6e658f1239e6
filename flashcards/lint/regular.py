"""Texts written so regularly that they break no spelling rule.

Words are one space apart, each with at most one mark after it; some are in quotes or brackets, one level
deep; a question mark may end the text. Almost all texts are like that. The rules examine the others, which
may be wrong or merely rare.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from flashcards.lint.script import LATIN, SCRIPT_OF


class _Script(NamedTuple):
    """The characters of regular texts in a language, and sequences of them that are not regular."""

    letters: str
    digits: str
    inside: str  # marks between the letters of a word
    behind: str  # marks after a word
    opening: str = "[¿¡]?+"
    closing: str = r"\??"
    dot: str = ""  # the dot below, in scripts that have one, and the letters that keep it apart in NFC
    dotted: str = ""
    spoilt: tuple[str, ...] = ()


# 'ß', 'ı' and the long s equal other letters, or two of them, when case is ignored
_LATIN = _Script(
    letters="A-Za-zÀ-ÖØ-Þà-öø-įĲ-ňŊ-ž",
    digits="0-9",
    inside="’'.,:/–-",
    behind=",;:.!%",
    spoilt=tuple(f'{digit}"' for digit in range(10)),  # inches?
)
_OTHER = _LATIN._replace(letters=f"{_LATIN.letters}ßŉİıſ")
# A question ends as it begins; an exclamation, which is rare, is not regular
_SPANISH = _LATIN._replace(behind=",;:.%", opening="(?>(¿)?)", closing=r"(?(1)\?)")
_SCRIPTS: Mapping[str, _Script] = {
    "bn": _Script(
        letters="\u0981\u0982\u0985-\u09a8\u09aa-\u09b0\u09b2\u09b6-\u09b9\u09be-\u09c4\u09c7\u09c8\u09cb-\u09ce",
        digits="০-৯",
        inside=".,:/–-",
        behind=",;:।!%",
        dot="\u09bc",
        dotted="যডঢ",
        spoilt=("অ\u09be", "\u09c7\u09be"),
    ),
    "hi": _Script(
        letters="\u0901-\u0928\u092a-\u0930\u0932\u0933\u0935-\u0939\u093e-\u094d\u0960-\u0963",
        digits="0-9०-९",
        inside=".,:/–-",
        behind=",;:।!%",
        dot="\u093c",
        dotted="कखगजडढफय",
        spoilt=("अ\u093e", "अ\u094b", "अ\u094c", *(f'{digit}"' for digit in range(10))),
    ),
    "en": _LATIN,
    "es": _SPANISH,
    "ast": _SPANISH._replace(letters=_OTHER.letters),
}


class Regular(NamedTuple):
    """Patterns of a regular text, of one with only words and marks, and of a figure; signs that no regular text has."""

    whole: re.Pattern[str]
    plain: re.Pattern[str]
    figure: re.Pattern[str]
    spoilt: tuple[str, ...]


@cache
def regular_in(language: str) -> Regular | None:
    """The patterns of regular texts in a language; None where they are not known."""
    if language not in _SCRIPTS and SCRIPT_OF.get(language, LATIN) != LATIN:
        return None
    script = _SCRIPTS.get(language, _OTHER)
    plain = rf"{script.opening}{_words(script, script.letters)}[{script.behind}]?+{script.closing}"
    return Regular(_whole(script), re.compile(plain), re.compile(f"[{script.digits}]"), script.spoilt)


def is_regular(text: str, language: str) -> bool:
    regular = regular_in(language)
    if regular is None or not regular.whole.fullmatch(text):
        return False
    return not any(sign in text for sign in regular.spoilt)


def _whole(script: _Script) -> re.Pattern[str]:
    words = _words(script, script.letters + script.digits)
    quoted = "|".join(f"{begin}{words}[{script.behind}]?+{end}" for begin, end in ("“”", "‘’", '""', (r"\(", r"\)")))
    return re.compile(
        rf"(?>(?:(?:^{script.opening}| (?<=. ))(?:{words}’?+|{quoted}|–)[{script.behind}]?+)+){script.closing}"
    )


def _words(script: _Script, letters: str) -> str:
    """Words with marks between them; the letters occur only twice, because each occurrence takes long to compile."""
    run = f"[{letters}]++"
    if script.dot:
        run += f"(?>(?:{script.dot}(?<=[{script.dotted}].)[{letters}]*+)*)"
    return f"{run}(?>(?:(?:[{script.behind}]?+ |[{script.inside}]){run})*)"
