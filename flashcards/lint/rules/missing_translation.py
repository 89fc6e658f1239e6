"""A part of a note that is in one language is in the others too.

This is about optional parts, such as the small text below an answer; a missing question or answer is an error.
Languages that the deck does not list as `complete` may lack them, and a deck may list parts that are not in all
languages, such as `optional: [note]`.

Wrong::

    note:
      en: The Romans called it aurum.

Right::

    note:
      bn: রোমানরা একে অরাম বলত।
      en: The Romans called it aurum.
"""

from collections.abc import Iterator

from flashcards.lint.finding import Finding, each_part
from flashcards.lint.word_index import WordIndex


def check(index: WordIndex) -> Iterator[Finding]:
    for note in index.candidates():
        for part, texts in note.parts.items():
            missing = [tag for tag in index.deck.complete if tag not in texts]
            if missing and texts and index.deck.wants(note, part):
                named = ", ".join(f"'{tag}'" for tag in missing)
                ref = next(each_part(note, part))
                yield Finding(ref, f"'{part}' has no text in {named}", f"add '{missing[0]}: …' to it")
