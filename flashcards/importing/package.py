"""Anki packages of any tool, `.apkg` and `.colpkg`, in the three formats; nobody's progress is read."""

from pathlib import Path

from flashcards.anki.package_media import PackageMedia
from flashcards.anki.package_reader import collection_of
from flashcards.anki.stored import (
    FIRST,
    all_notes_in,
    decks_in,
    has_progress,
    is_newest,
    notes_in,
    notetypes_in,
    scattered_in,
)
from flashcards.importing.anki_decks import common_root, in_one_deck, left_out_description
from flashcards.importing.limits import at_most, check_guids
from flashcards.importing.options import ReadOptions
from flashcards.model.foreign import Foreign, Form
from flashcards.model.problem import Location, Problem, Severity
from flashcards.text.phrases import counted


def read_all(path: Path, options: ReadOptions) -> Foreign:
    """Read a package with all its notes, of all decks, also those that no deck of ours can contain."""
    with collection_of(path, options.max_unpacked) as database:
        notetypes, decks = notetypes_in(database), decks_in(database)
        notes = tuple(at_most(all_notes_in(database, path, decks), path))
        is_studied, problems = has_progress(database), _scattered(scattered_in(database), path)
    media = PackageMedia(path, options.max_unpacked)
    found = ("Anki package", counted(len(notes), "note"))
    descriptions = {deck.name: deck.description for deck in decks.values()}
    foreign = Foreign(
        path, path.stem, Form.HTML, notetypes, notes, found, problems, media=media, has_progress=is_studied
    )
    return foreign._replace(descriptions=descriptions, first=decks[FIRST].name if FIRST in decks else "")


def _scattered(count: int, path: Path) -> tuple[Problem, ...]:
    """Report the notes whose cards are in several decks, as a note of ours cannot be."""
    if not count:
        return ()
    notes = "1 note has its cards" if count == 1 else f"{count:,} notes have their cards"
    message = (
        f"{notes} in different decks: learners keep theirs where they are, and new learners get all cards of a note "
        "in one of them"
    )
    return (Problem(Location(path, 0, 0), "scattered-cards", message, "", Severity.WARNING),)


def read(path: Path, options: ReadOptions) -> Foreign:
    """Read a package; raises FlashcardsError if it is malformed, or has several decks of which none was named."""
    with collection_of(path, options.max_unpacked) as database:
        notetypes, decks = notetypes_in(database), decks_in(database)
        everything = tuple(at_most(notes_in(database, path, notetypes, decks), path))
        is_studied = has_progress(database)
        form = "newest format" if is_newest(database) else "older format"
    check_guids(everything, path)
    notes = in_one_deck(everything, options.deck, path)
    count = len({note.deck for note in notes})
    found = ("Anki package", form, f"{counted(len(notes), 'note')} in {counted(count, 'deck')}")
    media = PackageMedia(path, options.max_unpacked)
    root = common_root(note.deck for note in notes)
    description = next((deck.description for deck in decks.values() if deck.name == root), "")
    problems = left_out_description(description, path)
    return Foreign(path, path.stem, Form.HTML, notetypes, notes, found, problems, media=media, has_progress=is_studied)
