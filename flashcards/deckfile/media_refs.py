"""Find the media files that the texts of a note refer to."""

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote

from flashcards.model.deck import Text, Texts, is_shared
from flashcards.yamltext.entry import Entry

if TYPE_CHECKING:
    from flashcards.model.media import Media

_NO_MEDIA: "Mapping[str, Media]" = {}


def read_media(entry: Entry, parts: Iterable[Texts]) -> "Mapping[str, Media]":
    """Return the media of texts by their path, which is relative to the deck file; report missing and invalid files."""
    for texts in parts:
        for text in texts.values():
            if "](" in text.value or "<" in text.value:
                return _media(entry, parts)
    return _NO_MEDIA  # most notes: no further checks are needed


def _media(entry: Entry, parts: Iterable[Texts]) -> "Mapping[str, Media]":
    from flashcards.model.media import Media
    from flashcards.text.markdown import references
    from flashcards.text.media import find_media

    folder = entry.folder
    media: dict[str, Media] = {}
    for texts in parts:
        for language, text in [*texts.items()][:1] if is_shared(texts) else texts.items():
            for reference in references(text.value):
                result = find_media(reference, folder)
                if not isinstance(result, Media):
                    entry.at_text(text, "media", *result, language, offset=_offset(text, reference))
                    continue
                media[reference] = result
                if result.is_too_large_to_sync:
                    message = f"'{reference}' is larger than 100 MB, so AnkiWeb does not sync it"
                    entry.warn(text, "media", message, "make it smaller", offset=_offset(text, reference))
    return media


def _offset(text: Text, reference: str) -> int | None:
    """Where a text refers to a file; None if the path is written with entities."""
    found = re.search(rf"(?<=[(<\"'=\s])(?:{re.escape(reference)}|{re.escape(quote(reference))})", text.value)
    return found.start() if found else None
