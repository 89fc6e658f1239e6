"""The strings of release texts, in the study language."""

from functools import cache
from typing import NamedTuple

from flashcards.cards import strings


class ReleaseTexts(NamedTuple):
    """The table `release` of a language; `cards/strings/en.toml` says where each string is shown."""

    answers: str
    size: str
    updates: str
    mistakes_by_link: str
    mistakes_by_id: str
    changes: str
    first: str
    new: str
    reworded: str
    retired: str
    left: str
    nothing: str
    must_act: str
    look: str
    importing: str
    desktop: str
    android: str
    ios: str
    older: str
    text_file: str
    crowdanki: str
    download: str
    gallery: str


@cache
def release_texts(tag: str) -> ReleaseTexts:
    """The release texts in a language, or in English if it has none."""
    return ReleaseTexts(**strings.nearest("release", tag, ReleaseTexts._fields))
