"""Card templates and the fields of a note to the front and back of a card, as Anki renders them.

What the code says about Anki was tried with its backend, 26.9.3. Two things differ: `{{hint:Field}}`
becomes a `<details>`, which opens without JavaScript, and LaTeX between `[latex]` and the like stays
as it is, where Anki shows a picture.
"""

from collections.abc import Mapping
from typing import NamedTuple

from flashcards.cards.template.display import as_shown
from flashcards.cards.template.filters import FILTERS
from flashcards.cards.template.parser import Tag, each_tag
from flashcards.cards.template.renderer import fields_shown, render, shows_any_field
from flashcards.cards.template.sides import Side, Sides, Sound, Speech
from flashcards.cards.template.sounds import extract_sounds
from flashcards.text import cloze

__all__ = [
    "FILTERS",
    "Side",
    "Sides",
    "Sound",
    "Specials",
    "Speech",
    "Tag",
    "as_shown",
    "card_sides",
    "each_tag",
    "fields_shown",
    "shows_any_field",
]


class Specials(NamedTuple):
    """Template variables that are not fields; `tags` are separated by spaces, in Anki's order."""

    tags: str = ""
    notetype: str = ""
    deck: str = ""
    card: str = ""
    flag: int = 0

    def as_fields(self) -> dict[str, str]:
        return {
            "Tags": self.tags,
            "Type": self.notetype,
            "Deck": self.deck,
            "Subdeck": self.deck.rpartition("::")[2],
            "Card": self.card,
            "CardFlag": f"flag{self.flag}",
        }


def card_sides(
    front: str,
    back: str,
    fields: Mapping[str, str],
    specials: Specials | None = None,
    *,
    ordinal: int = 0,
    is_cloze: bool = False,
) -> Sides:
    """The sides of the card with this ordinal, from 0: the number of its template or cloze, less one.

    Raises KeyError for an unknown field, and ValueError for a conditional that is not closed.
    """
    values = {**fields, **(specials or Specials()).as_fields()}
    question = extract_sounds(render(front, values, ordinal=ordinal), is_answer=False)
    if is_cloze:
        is_blank = not any(ordinal + 1 in cloze.clozes(field) for field in fields.values())
    else:
        is_blank = not shows_any_field(front, values, ordinal=ordinal)
    if is_blank:
        return Sides(question, Side("", ()), is_blank)
    answer = render(back, values, ordinal=ordinal, is_answer=True, front_side=question.html)
    return Sides(question, extract_sounds(answer, is_answer=True), is_blank)
