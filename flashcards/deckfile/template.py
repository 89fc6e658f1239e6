"""The text of a new deck file, which builds unchanged if its languages have a starter note, but cannot be released."""

from collections.abc import Mapping, Sequence

from flashcards.cards.starter import NOTE_ID, Starter, starter
from flashcards.deckfile.uid import new_uid
from flashcards.source.blanks import UNFINISHED
from flashcards.yamltext.writing import quoted

SCHEMA = "deck.schema.json"
"""The file name of the schema, which editors look for beside deck files."""


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
{report}
notes:
  - id: {note_id} # an example: write a note of your own here
    question:
{question}
    answer:
{answer}
"""


def new_deck(deck_id: str, languages: Sequence[str], title: str = "", report: str = "") -> str:
    """Return the text of a deck file with one note and a new uid.

    `title` is in the first language, and `report` is a line about where mistakes are reported.
    """
    name = title or deck_id.replace("-", " ").capitalize()
    stub = f"{UNFINISHED}: write this"
    starters = {tag: starter(tag) or Starter(f"write this ({{name}}, {tag})", stub, stub) for tag in languages}
    titles = {tag: f"{UNFINISHED}: {each.title.format(name=name)}" for tag, each in starters.items()}
    return _DECK.format(
        schema=SCHEMA,
        deck_id=deck_id,
        uid=new_uid(),
        languages=", ".join(languages),
        report=f"  {report}\n" if report else "",
        note_id=NOTE_ID,
        title=texts_below({**titles, **({languages[0]: title} if title else {})}, 4),
        question=texts_below({tag: each.question for tag, each in starters.items()}, 6),
        answer=texts_below({tag: each.answer for tag, each in starters.items()}, 6),
    )


def texts_below(texts: Mapping[str, str], indent: int) -> str:
    """Texts in block style, quoted so that an author can replace them by any text."""
    return "\n".join(f"{' ' * indent}{tag}: {quoted(text)}" for tag, text in texts.items())
