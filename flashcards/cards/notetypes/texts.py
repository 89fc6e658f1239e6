"""Which field of a note type has which text of a deck file."""

from collections.abc import Mapping
from typing import NamedTuple

from flashcards.cards.notetypes.notetype import Notetype
from flashcards.cards.notetypes.of_kind import OTHER
from flashcards.model.deck import Language
from flashcards.model.edition import Edition
from flashcards.model.kind import STUDY, SUPPORT, Kind


class TextOf(NamedTuple):
    """A text of a note: its part and its language."""

    part: str
    language: Language


def texts_of(notetype: Notetype, kind: Kind | None, edition: Edition) -> Mapping[str, TextOf]:
    """The texts of a note in an edition, by the names of its fields; `kind` is None for a note type of ours.

    A field is named after its part, unless it was adopted.
    """
    languages = {STUDY: edition.study, SUPPORT: edition.support}
    if kind and (adopted := kind.in_language(edition.study).adopted):
        own = (field for field in adopted.fields if field.part)
        return {field.name: TextOf(field.part, languages.get(field.language, field.language)) for field in own}
    parts = {_plain(part.name): part.name for part in notetype.parts}
    found = {}
    for field in notetype.fields:
        name = _plain(field.name)
        if part := parts.get(name.removesuffix(OTHER)):
            found[field.name] = TextOf(part, languages[SUPPORT if name.endswith(OTHER) else STUDY])
    return found


def _plain(name: str) -> str:
    return name.replace("_", " ").replace("-", " ").lower()
