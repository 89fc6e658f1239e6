"""The files that the texts of a note show."""

from collections.abc import Iterable, Mapping

from flashcards.deck import Texts
from flashcards.deckfile.entry import Entry
from flashcards.markdown import references
from flashcards.media import Media, find_media


def read_media(entry: Entry, parts: Iterable[Texts]) -> Mapping[str, Media]:
    """The files by the path the author wrote, which is from the deck file on; what is wrong with them is noted."""
    folder = entry.location.path.parent
    media: dict[str, Media] = {}
    for texts in parts:
        for language, text in texts.items():
            if "](" not in text.value and "<" not in text.value:  # most texts: no need to look closer
                continue
            for reference in references(text.value):
                found = find_media(reference, folder)
                if not isinstance(found, Media):
                    entry.at_text(text, "media", found.message, found.hint, language)
                    continue
                media[reference] = found
                if found.is_too_large_to_sync:
                    message = f"'{reference}' has more than 100 MB, which AnkiWeb does not carry to other devices"
                    entry.warn(text, "media", message, "make it smaller")
    return media
