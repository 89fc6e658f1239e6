"""The labels on cards and in descriptions, in the study language."""

from functools import cache
from typing import NamedTuple

from flashcards.cards import strings


class Labels(NamedTuple):
    """The table `labels` of a language; `strings/en.toml` says where each string is shown."""

    labelled: str
    asked: str
    asked_alone: str
    counts: str
    source: str
    authors: str
    license: str
    version: str
    report: str
    retired: str
    retired_because: str
    replaced_by: str
    put_away: str
    stale: str


@cache
def labels(tag: str) -> Labels:
    """The labels in a language, or in English if it has none."""
    return Labels(**strings.nearest("labels", tag, Labels._fields))


def label_languages() -> tuple[str, ...]:
    """The tags of the languages that have labels."""
    return strings.languages("labels", Labels._fields)


def labelled(tag: str, label: str, text: str) -> str:
    """A text after its label, with the colon of the language."""
    return labels(tag).labelled.format(label=label, text=text)
