"""Deck names and tags that Anki stores unchanged.

The rules are those that rslib applies on import: `decks/name.rs` for decks, `tags/register.rs` for tags.
"""

import re
import unicodedata

from flashcards.model.problem import Flaw

LEARNERS_TAGS = ("marked", "leech")
"""The tags that Anki adds and removes itself, as a learner marks notes or forgets them; no deck has them."""


def normal(name: str) -> str:
    """Normalize a name as Anki compares it: NFC and case-folded."""
    return unicodedata.normalize("NFC", name).casefold()


def deck_name_flaw(name: str) -> Flaw | None:
    """What Anki would change in a deck's name; the message is a predicate, such as 'contains a quote'."""
    parts = unicodedata.normalize("NFC", name).split("::")
    if any(not part.strip() for part in parts):
        return Flaw("has an empty part beside '::'", "write 'Parent::Child', or one ':'")
    if any(part != part.strip() for part in parts):
        return Flaw("has a space beside '::'", "write 'Parent::Child'")
    if '"' in name:
        return Flaw("contains a straight double quote", "use “ and ”")
    if re.search("[\x00-\x1f\x7f]", name):
        return Flaw("contains a line break or another control character", "write it on one line")
    return None


def tag_flaw(tag: str) -> Flaw | None:
    """What Anki would change in a tag; the message is a predicate."""
    if re.search(r"[\s\x00-\x1f\x7f]", tag):
        return Flaw("contains a space", "join its words with '-' or '_'")
    if "" in tag.split("::"):
        return Flaw("has an empty part beside '::'", "write 'parent::child'")
    if tag.casefold() in LEARNERS_TAGS:
        return Flaw("is reserved: Anki adds and removes it itself", "choose another tag")
    return None
