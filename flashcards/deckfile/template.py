"""The text of a new deck file, which builds unchanged if its languages are in `_EXAMPLES`."""

import secrets
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flashcards.cards import strings
from flashcards.source.blanks import UNFINISHED

SCHEMA = "deck.schema.json"
"""The file name of the schema, which editors look for beside deck files."""


class _Starter(NamedTuple):
    """The table `starter` of a language: the note a new deck begins with. `{name}` in the title is the deck's."""

    title: str
    question: str
    answer: str


_DECK = """\
# yaml-language-server: $schema={schema}
# Questions and answers in every language of the deck. `flashcards check` reports problems,
# `flashcards build` builds the packages. Never change an id: learners' progress depends on it.

deck:
  id: {deck_id}
  uid: {uid}
  title:
{title}
  languages: [{languages}]
  license: CC-BY-4.0

notes:
  - id: closest-planet
    question:
{question}
    answer:
{answer}
"""


def new_deck(deck_id: str, languages: Sequence[str]) -> str:
    """Return the text of a deck file with one note and a new uid."""
    name = deck_id.replace("-", " ").capitalize()
    stub = f"{UNFINISHED}: write this"
    starters = {tag: _starter(tag) or _Starter(f"{stub} ({tag})", stub, stub) for tag in languages}
    return _DECK.format(
        schema=SCHEMA,
        deck_id=deck_id,
        uid=secrets.token_hex(16),
        languages=", ".join(languages),
        title=_texts({tag: starter.title.format(name=name) for tag, starter in starters.items()}, 4),
        question=_texts({tag: starter.question for tag, starter in starters.items()}, 6),
        answer=_texts({tag: starter.answer for tag, starter in starters.items()}, 6),
    )


def _starter(tag: str) -> _Starter | None:
    """The starter note in this very language; None where the author has to write one."""
    texts = strings.table("starter", tag, _Starter._fields)
    return _Starter(**texts) if texts else None


def _texts(texts: Mapping[str, str], indent: int) -> str:
    """Texts in block style, quoted so that an author can replace them by any text."""
    return "\n".join(f'{" " * indent}{tag}: "{text}"' for tag, text in texts.items())
