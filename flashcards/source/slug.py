"""Slugs: the first words of a text, in the form of an id."""

import re
from collections.abc import Iterable
from html import unescape

from flashcards.text.latin import latin_to_ascii

_MAX_WORDS = 5
_MAX_LENGTH = 40
_MAX_READ = 300  # characters of a text in which its first words are
_NOTHING = "null"  # in YAML
_MARKS = re.compile(r"!\[[^\]]*\]\([^)]*\)|\{\{c[0-9,]+::|::[^{}]*\}\}|\}\}|<[^>]*>|\$[^$]*\$")


def slug(text: str) -> str:
    """The slug of a text; empty if half of its letters or more are not Latin."""
    plain = latin_to_ascii(text).lower()
    letters = [character for character in plain if character.isalpha()]
    if sum(map(str.isascii, letters)) * 2 <= len(letters):
        return ""
    words = re.findall("[a-z0-9]+", re.sub("['’‘]", "", plain))[:_MAX_WORDS]
    while len("-".join(words)) > _MAX_LENGTH and len(words) > 1:
        words.pop()
    return "-".join(words)[:_MAX_LENGTH]


def slug_of(texts: Iterable[str]) -> str:
    """The slug of the first of some Markdown texts that has one; empty if none has."""
    return next((name for text in texts if (name := slug(unescape(_MARKS.sub(" ", text[:_MAX_READ]))))), "")


def unused_slug(name: str, used: dict[str, int]) -> str:
    """The name, with a number if it is in `used`; adds it there, with the last number that was tried.

    `null`, a word of German and others, is nothing in YAML, and gets a number too.
    """
    unused = name
    if name == _NOTHING:
        used.setdefault(name, 1)
    while unused in used:
        used[name] += 1
        unused = f"{name}-{used[name]}"
    used[unused] = 1
    return unused
