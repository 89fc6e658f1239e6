"""The text of a new deck file, which builds unchanged if its languages are in `_EXAMPLES`."""

import secrets
from collections.abc import Mapping, Sequence
from typing import NamedTuple

UNFINISHED = "TODO"
"""The beginning of the text of a stub, which the rule 'placeholder' recognizes."""

SCHEMA = "deck.schema.json"
"""The file name of the schema, which editors look for beside deck files."""


class _Example(NamedTuple):
    title: str
    question: str
    answer: str


# In languages that are not listed, the new deck has stubs
_EXAMPLES: Mapping[str, _Example] = {
    "ar": _Example("مجموعة جديدة ({})", "ما أقرب الكواكب إلى الشمس؟", "عطارد"),
    "bn": _Example("নতুন ডেক ({})", "সূর্যের সবচেয়ে কাছের গ্রহ কোনটি?", "বুধ"),
    "en": _Example("{}", "Which planet is closest to the Sun?", "Mercury"),
    "es": _Example("Mazo nuevo ({})", "¿Qué planeta está más cerca del Sol?", "Mercurio"),
    "hi": _Example("नया डेक ({})", "सूर्य के सबसे निकट कौन-सा ग्रह है?", "बुध"),
    "ja": _Example("新しいデッキ ({})", "太陽に最も近い惑星は何か？", "水星"),
}

_DECK = """\
# yaml-language-server: $schema={schema}
# Questions and answers in every language of the deck. `flashcards check` tells what is wrong,
# `flashcards build` makes the packages. Ids are for life: learners' progress hangs on them.

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
    examples = {tag: _EXAMPLES.get(tag, _Example(f"{stub} ({tag})", stub, stub)) for tag in languages}
    return _DECK.format(
        schema=SCHEMA,
        deck_id=deck_id,
        uid=secrets.token_hex(16),
        languages=", ".join(languages),
        title=_texts({tag: example.title.format(name) for tag, example in examples.items()}, 4),
        question=_texts({tag: example.question for tag, example in examples.items()}, 6),
        answer=_texts({tag: example.answer for tag, example in examples.items()}, 6),
    )


def _texts(texts: Mapping[str, str], indent: int) -> str:
    """Texts in block style, quoted so that an author can replace them by any text."""
    return "\n".join(f'{" " * indent}{tag}: "{text}"' for tag, text in texts.items())
