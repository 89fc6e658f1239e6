"""The values a card template is rendered with, and which of its fields and conditionals they fill."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from flashcards.cards.template.parser import Conditional, Replacement

FRONT_SIDE = "FrontSide"
_EMPTY = re.compile(r"([\t\n\v\f\r ]|<br ?/?>|<div ?/?>|</div>)*", re.IGNORECASE)


class Context(NamedTuple):
    """The field values, and the card and side they are rendered for; `front_side` is HTML."""

    fields: Mapping[str, str]
    ordinal: int
    is_answer: bool = False
    front_side: str = ""

    def shows(self, conditional: Conditional) -> bool:
        return self.is_filled(conditional.name) != conditional.is_negated

    def is_filled(self, name: str) -> bool:
        if name in self.fields:
            return not _EMPTY.fullmatch(self.fields[name])
        return name == self.card_name

    @property
    def card_name(self) -> str:
        """A name that counts as a filled field on this card alone: `c1` on the first card, `c2` on the second."""
        return f"c{self.ordinal + 1}"

    def accepts(self, field: Replacement) -> bool:
        """Whether Anki accepts a field: it has to exist, except that one with a filter may have no name."""
        return field.name in (*self.fields, FRONT_SIDE, self.card_name) or (not field.name and bool(field.filters))

    def value(self, name: str) -> str:
        return self.fields.get(name, "1" if name == self.card_name else "")
