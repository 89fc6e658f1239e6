"""Texts so ordinary in their letters and marks that no rule of spelling has a word to say about them.

Words stand one blank apart, each with at most one mark behind it; some of them in quotes or brackets,
one level deep; a question mark may end the text. Almost all texts are like that. What is not, be it
wrong or merely rare, is for the rules to judge.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple


class _Script(NamedTuple):
    """What is ordinary in a language, and what is not though it is made of that."""

    letters: str
    digits: str
    inside: str  # marks between the letters of a word
    behind: str  # marks behind a word
    dot: str = ""  # the dot below, in scripts that have one, and the letters which Unicode's NFC lets have it
    dotted: str = ""
    spoilt: tuple[str, ...] = ()


# 'ß', 'ı' and the long s are like other letters, or two of them, where case does not count
_LATIN = _Script(
    letters="A-Za-zÀ-ÖØ-Þà-öø-įĲ-ňŊ-ž",
    digits="0-9",
    inside="’'.,:/–-",
    behind=",;:.!%",
    spoilt=("FIXME", "TBC", "TBD", "TODO", "orem ipsum", *(f'{digit}"' for digit in range(10))),  # or is it inches?
)
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
    "es": _LATIN,
}
_OTHER = _LATIN._replace(letters=f"{_LATIN.letters}ßŉİıſ")
_UNKNOWN = ("ar", "ja")  # their rules are known, and what is ordinary in them is not


class Ordinary(NamedTuple):
    """Patterns of whole texts, without figures and with some; and what no ordinary text has in it."""

    plain: re.Pattern[str]
    numbered: re.Pattern[str]
    spoilt: tuple[str, ...]


@cache
def ordinary_in(language: str) -> Ordinary | None:
    """How ordinary texts of a language look, where that is known."""
    if language in _UNKNOWN:
        return None
    script = _SCRIPTS.get(language, _OTHER)
    return Ordinary(_whole(script, script.letters), _whole(script, script.letters + script.digits), script.spoilt)


def is_ordinary(text: str, language: str) -> bool:
    ordinary = ordinary_in(language)
    if ordinary is None or not ordinary.numbered.fullmatch(text):
        return False
    return not any(sign in text for sign in ordinary.spoilt)


def _whole(script: _Script, letters: str) -> re.Pattern[str]:
    run = f"[{letters}]++"
    if script.dot:
        run += f"(?:{script.dot}(?<=[{script.dotted}].)[{letters}]*+)*+"
    word = f"{run}(?:[{script.inside}]{run})*+"
    words = f"{word}(?:[{script.behind}]?+ {word})*+"
    quoted = "|".join(f"{begin}{words}[{script.behind}]?+{end}" for begin, end in ("“”", "‘’", '""', (r"\(", r"\)")))
    some = rf"(?:{words}’?+|{quoted}|–)[{script.behind}]?+"
    return re.compile(rf"[¿¡]?+{some}(?: {some})*+\??")
