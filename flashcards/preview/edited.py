"""The note that an author is editing, from what a save has changed."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from flashcards.model.deck import Language
from flashcards.model.problem import Severity
from flashcards.preview.chunk import NoteContent, contents
from flashcards.preview.gallery import Gallery, GalleryDeck, LastEdit

_MOST_CHUNKS = 4  # that an edit of a note changes; more were changed by another branch, or by a deck's head
_MOST_NOTES = 8


class _Found(NamedTuple):
    deck: str
    note: str
    language: Language = ""


def edited_note(before: Gallery, gallery: Gallery) -> LastEdit | None:
    """The first note with a new mistake, or else the first whose content differs; None if there is none.

    Where many notes differ, none of them is the one that is edited.
    """
    found = next(_mistaken(before, gallery), None) or next(_changed(before, gallery), None)
    number = before.edited.number + 1 if before.edited else 1
    return LastEdit(found.deck, found.note, number, found.language) if found else None


def _mistaken(before: Gallery, gallery: Gallery) -> Iterator[_Found]:
    known = {each.problem for each in before.problems}
    for each in gallery.problems:
        if each.problem.severity is Severity.ERROR and each.deck and each.note and each.problem not in known:
            yield _Found(each.deck, each.note)


def _changed(before: Gallery, gallery: Gallery) -> Iterator[_Found]:
    earlier = {deck.id: deck for deck in before.decks}
    for deck in gallery.decks:
        if deck.id in earlier and (notes := _notes_that_differ(earlier[deck.id], deck)):
            note, language = next(iter(notes.items()))
            yield _Found(deck.id, note, language)


def _notes_that_differ(before: GalleryDeck, deck: GalleryDeck) -> Mapping[str, Language]:
    """The notes that differ, each with the language that it differs in."""
    old, new = ({placed.chunk.file_id: placed.chunk for placed in each.chunks} for each in (before, deck))
    added = [chunk for file_id, chunk in new.items() if file_id not in old]
    if not 0 < len(added) <= _MOST_CHUNKS:
        return {}
    known: dict[str, NoteContent] = {}
    for file_id, chunk in old.items():
        if file_id not in new:
            known.update(contents(chunk))
    notes = {
        name: _language(known.get(name), content)
        for chunk in added
        for name, content in contents(chunk).items()
        if known.get(name) != content
    }
    return notes if len(notes) <= _MOST_NOTES else {}


def _language(before: NoteContent | None, content: NoteContent) -> Language:
    """The only language in which the texts of a note differ."""
    if before is None:
        return ""
    tags = {*before.texts, *content.texts}
    differ = [tag for tag in tags if before.texts.get(tag) != content.texts.get(tag)]
    return differ[0] if len(differ) == 1 else ""
