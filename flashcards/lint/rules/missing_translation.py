"""A part that a note has in one language it has in the others too.

This is about what a card can be asked without, such as the small text below an answer. Languages that the deck
does not list as `complete` are behind, and may lack it.

Wrong::

    note:
      en: The Romans called it aurum.

Right::

    note:
      bn: রোমানরা একে অরাম বলত।
      en: The Romans called it aurum.
"""

from collections.abc import Iterator

from flashcards.lint.finding import Finding, each_note, each_part
from flashcards.model.deck import Deck


def check(deck: Deck) -> Iterator[Finding]:
    for note in each_note(deck):
        for part, texts in note.parts.items():
            missing = [tag for tag in deck.complete if tag not in texts]
            if missing and texts and note.is_wanted(part):
                named = ", ".join(f"'{tag}'" for tag in missing)
                ref = next(each_part(note, part))
                yield Finding(ref, f"'{part}' has no text in {named}", f"add '{missing[0]}: …' to it")
