"""The files that the texts of a note show."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from flashcards.model.deck import Texts
from flashcards.yamltext.entry import Entry

if TYPE_CHECKING:
    from flashcards.model.media import Media

_NOTHING: "Mapping[str, Media]" = {}


def read_media(entry: Entry, parts: Iterable[Texts]) -> "Mapping[str, Media]":
    """The files by the path the author wrote, which is from the deck file on; what is wrong with them is noted."""
    for texts in parts:
        for text in texts.values():
            if "](" in text.value or "<" in text.value:
                return _media(entry, parts)
    return _NOTHING  # most notes: no need to look closer


def _media(entry: Entry, parts: Iterable[Texts]) -> "Mapping[str, Media]":
    from flashcards.model.media import Media
    from flashcards.text.markdown import references
    from flashcards.text.media import find_media

    folder = entry.location.path.parent
    media: dict[str, Media] = {}
    for texts in parts:
        for language, text in texts.items():
            for reference in references(text.value):
                found = find_media(reference, folder)
                if not isinstance(found, Media):
                    entry.at_text(text, "media", *found, language)
                    continue
                media[reference] = found
                if found.is_too_large_to_sync:
                    message = f"'{reference}' is larger than 100 MB, so AnkiWeb does not sync it"
                    entry.warn(text, "media", message, "make it smaller")
    return media
