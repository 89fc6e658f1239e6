"""Names of decks, tags, fields and templates that Anki stores unchanged, and as which it stores others.

The rules are those that rslib applies on import: `decks/name.rs` for decks, `tags/register.rs` for tags,
`notetype/fields.rs` and `notetype/templates.rs` for fields and templates.
"""

import re
import unicodedata

from flashcards.model.problem import Flaw

LEARNERS_TAGS = ("marked", "leech")
"""The tags that Anki adds and removes itself, as a learner marks notes or forgets them; no deck has them."""

_CONTROL = re.compile("[\x00-\x1f\x7f]")
_BETWEEN_TAGS = re.compile("[ \u3000]+")


def normal(name: str) -> str:
    """Normalize a name as Anki compares it: NFC and case-folded."""
    return unicodedata.normalize("NFC", name).casefold()


def stored_name(name: str) -> str:
    """The name of a deck, or a tag, as Anki stores it."""
    parts = (unicodedata.normalize("NFC", _CONTROL.sub("", part)).strip() for part in name.split("::"))
    return "::".join(part or "blank" for part in parts)


def stored_tags(tags: str) -> tuple[str, ...]:
    """The tags in a list of tags as Anki stores them; it separates them by spaces of two kinds, and by nothing else."""
    return tuple(stored_name(tag) for tag in _BETWEEN_TAGS.split(tags) if tag)


def tags_of_authors(tags: str) -> tuple[str, ...]:
    """The same without those that Anki adds and removes itself."""
    return tuple(tag for tag in stored_tags(tags) if tag.casefold() not in LEARNERS_TAGS)


def stored_field(name: str) -> str:
    """The name of a field as Anki stores it."""
    return re.sub(r"^[#/^\s]+", "", re.sub('[:{}"]', "", unicodedata.normalize("NFC", name)).strip())


def stored_template(name: str) -> str:
    """The name of a template as Anki stores it."""
    return unicodedata.normalize("NFC", name).replace('"', "")


def deck_name_flaw(name: str, *, is_adopted: bool = False) -> Flaw | None:
    """What Anki would change in a deck's name; the message is a predicate, such as 'contains a quote'.

    Old versions drop quotes: of an adopted deck, each learner has the name that their Anki makes of the same one.
    """
    parts = unicodedata.normalize("NFC", name).split("::")
    if any(not part.strip() for part in parts):
        return Flaw("has an empty part beside '::'", "write 'Parent::Child', or one ':'")
    if any(part != part.strip() for part in parts):
        return Flaw("has a space beside '::'", "write 'Parent::Child'")
    if '"' in name and not is_adopted:
        return Flaw("contains a straight double quote", "use “ and ”")
    if _CONTROL.search(name):
        return Flaw("contains a line break or another control character", "write it on one line")
    return None


def tag_flaw(tag: str) -> Flaw | None:
    """What Anki would change in a tag; the message is a predicate."""
    if _BETWEEN_TAGS.search(tag) or _CONTROL.search(tag) or tag != tag.strip():
        return Flaw("contains a space", "join its words with '-' or '_'")
    if "" in tag.split("::"):
        return Flaw("has an empty part beside '::'", "write 'parent::child'")
    if tag.casefold() in LEARNERS_TAGS:
        return Flaw("is reserved: Anki adds and removes it itself", "choose another tag")
    return None
