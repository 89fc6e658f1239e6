"""A text as it is said: its words, without markup, readings above them, and files."""

import re

from flashcards.text.html import to_plain
from flashcards.text.markdown import references, to_html
from flashcards.text.media import MediaKind, kind_of

# Ruby annotations and recordings are not part of a word
_NOT_WORDS = re.compile(r"<(rt|rp)\b[^>]*>.*?</\1>|\[sound:[^\]]*\]", re.DOTALL)
_FORMULA = re.compile(r"\\[(\[]")


def words_of(text: str) -> str:
    """The words of a Markdown text, as plain text."""
    shown = {reference: reference for reference in references(text)}
    return to_plain(_NOT_WORDS.sub("", to_html(text, shown)))


def has_recording(text: str) -> bool:
    """Whether a text shows a recording or a film."""
    return any(kind_of(reference) in (MediaKind.SOUND, MediaKind.VIDEO) for reference in references(text))


def said(text: str) -> str:
    """What is said for a text, on one line; empty for a recording, for a formula, and where there are no words."""
    if has_recording(text):
        return ""
    words = " ".join(words_of(text).split())
    return words if any(map(str.isalnum, words)) and not _FORMULA.search(words) else ""
