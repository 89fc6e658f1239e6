"""Several accepted answers in one text, separated by the semicolon of its language."""

import re
from collections.abc import Iterable, Mapping

_ARABIC, _WIDE = "؛ ", "；"
# In Greek a semicolon is the question mark
_BETWEEN: Mapping[str, str] = {
    **dict.fromkeys("ar arz ary arq apc ajp acm fa ps sd ug ckb ur ks pnb skr".split(), _ARABIC),
    **dict.fromkeys("ja zh yue".split(), _WIDE),
    "el": "· ",
}
_ANY = re.compile(r";\s+|؛\s*|；\s*|·\s+")


def joined(answers: Iterable[str], language: str) -> str:
    """Join answers into one text."""
    return _BETWEEN.get(language.split("-")[0], "; ").join(answers)


def split_answers(text: str) -> list[str]:
    """Split a text into its answers; the first is the one to type."""
    return [answer for part in _ANY.split(text) if (answer := part.strip())]
