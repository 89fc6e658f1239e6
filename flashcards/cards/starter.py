"""The note that a new deck begins with, in the languages that have one."""

from typing import NamedTuple

from flashcards.cards import strings

NOTE_ID = "closest-planet"


class Starter(NamedTuple):
    """The table `starter` of a language: a question with its answer, and a deck's title with a place for its name."""

    title: str
    question: str
    answer: str


def starter(tag: str) -> Starter | None:
    """The starter note in this very language; None where the author has to write one."""
    texts = strings.table("starter", tag, Starter._fields)
    return Starter(**texts) if texts else None
