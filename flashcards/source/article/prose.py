"""Whether a text is prose: a sentence, a quotation, or too long for a title."""

import re

from flashcards.source.article.lines import Line
from flashcards.source.widths import columns

_MAX_TITLE = 120  # columns; the longest section title of the articles we have seen takes 75
_STOPS = (".", "।", "॥", "。", "．", "…", "۔")
_CLOSERS = "\"'”’»」』)]）"
_ABBREVIATION = re.compile(r"\b(?:(?:[A-Z]\.)+|(?:Inc|Ltd|Co|Corp|Jr|Sr)\.)$")
_ATTRIBUTED_QUOTATION = re.compile(r"[\"“„«「『‘].*[\"”»」』’]\s*[-–—―]\s*\S.*")


def is_prose(text: str) -> bool:
    """Whether a text is a sentence, longer than a title, or a quotation with its speaker."""
    return columns(text) > _MAX_TITLE or is_sentence(text) or bool(_ATTRIBUTED_QUOTATION.fullmatch(text))


def is_sentence(text: str) -> bool:
    """Whether a text ends with a full stop of any script that does not belong to an abbreviation."""
    return text.rstrip(_CLOSERS).endswith(_STOPS) and not _ABBREVIATION.search(text)


def is_continued(line: Line, following: Line | None) -> bool:
    """Whether the following line continues this line's sentence."""
    return bool(
        following and not following.is_after_blank and not following.has_marker and following.text[:1].islower()
    )
