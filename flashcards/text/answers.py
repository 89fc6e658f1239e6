"""Several accepted answers in one text, parted by the semicolon of its language."""

import re
from collections.abc import Iterable, Mapping

_ARABIC, _WIDE = "؛ ", "；"
# In Greek a semicolon asks a question
_BETWEEN: Mapping[str, str] = {
    **dict.fromkeys("ar arz ary arq apc ajp acm fa ps sd ug ckb ur ks pnb skr".split(), _ARABIC),
    **dict.fromkeys("ja zh yue".split(), _WIDE),
    "el": "· ",
}
_ANY = re.compile(r";\s+|؛\s*|；\s*|·\s+")


def joined(answers: Iterable[str], language: str) -> str:
    """Answers as one text."""
    return _BETWEEN.get(language.split("-")[0], "; ").join(answers)


def parted(text: str) -> list[str]:
    """The answers in a text, the first of which is typed in; an author may have written them so, or as a list."""
    return [answer for part in _ANY.split(text) if (answer := part.strip())]
