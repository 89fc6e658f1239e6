"""Find the media files that the texts of a note refer to."""

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote

from flashcards.model.deck import Text, Texts, is_shared
from flashcards.yamltext.entry import Entry

if TYPE_CHECKING:
    from flashcards.model.media import Media

MEDIA = "media"
"""The folder beside the deck with imported media."""

_NO_MEDIA: "Mapping[str, Media]" = {}


def read_media(entry: Entry, parts: Iterable[Texts], added: "Mapping[str, Media]" = _NO_MEDIA) -> "Mapping[str, Media]":
    """Return the media of texts by their path, which is relative to the deck file; report missing and invalid files.

    Those that are `added` need not be there yet.
    """
    for texts in parts:
        for text in texts.values():
            if "](" in text.value or "<" in text.value:
                return _media(entry, parts, added)
    return _NO_MEDIA  # most notes: no further checks are needed


def read_html_media(entry: Entry, parts: Iterable[Texts], folder: str) -> "Mapping[str, Media]":
    """Return the media of HTML that another tool made; they are in `folder` under the names that learners have."""
    from flashcards.model.media import Media
    from flashcards.text.media import find_adopted, find_media, is_unsafe
    from flashcards.text.to_markdown.source import exact_names

    media: dict[str, Media] = {}
    beside = entry.location.path.parent
    for text in (text for texts in parts for text in texts.values()):
        for name in exact_names(text.value):
            if is_unsafe(name):  # which no file of a package has
                continue
            path = f"{folder}/{name}"
            found = find_adopted(beside / path)
            if found:
                media |= {path: found[0]} if found[0] else {}
                continue
            result = find_media(path, beside)
            if not isinstance(result, Media):
                entry.at_text(text, "media", *result)
            else:
                message = f"'{path}' is not the file that learners have under this name"
                hint = f"restore it; or write this text as Markdown, with '![]({path})', and not in 'raw'"
                entry.at_text(text, "media", message, hint)
    return media


def _media(entry: Entry, parts: Iterable[Texts], added: "Mapping[str, Media]") -> "Mapping[str, Media]":
    from flashcards.model.media import Media
    from flashcards.text.markdown import references
    from flashcards.text.media import find_media

    folder = entry.folder
    media: dict[str, Media] = {}
    for texts in parts:
        for language, text in [*texts.items()][:1] if is_shared(texts) else texts.items():
            for reference in references(text.value):
                result = added.get(reference) or find_media(reference, folder)
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
