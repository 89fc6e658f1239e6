"""Scratch collections of Anki: copy, open, import into, sync."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from flashcards.model.problem import FlashcardsError

if TYPE_CHECKING:
    from anki.collection import Collection

_SYNCED = ("notes", "cards", "revlog", "notetypes", "decks", "deck_config", "tags", "graves")


def copy_collection(original: Path, name: str) -> Path:
    """Copy a collection and its media folder beside the original."""
    path = original.with_name(f"{name}.anki2")
    shutil.copyfile(original, path)
    shutil.copytree(_media_folder(original), _media_folder(path))
    return path


def _media_folder(collection: Path) -> Path:
    """The media folder of a collection, where Anki creates it."""
    return collection.with_suffix(".media")


@contextmanager
def open_collection(path: Path) -> Iterator["Collection"]:
    """Open a collection, or create one."""
    from anki.collection import Collection

    collection = Collection(str(path))
    try:
        yield collection
    finally:
        collection.close()


def import_package(package: Path, collection: "Collection", *, merge_notetypes: bool = False) -> frozenset[int]:
    """Import with the default options of Anki's dialog: update what is newer, skip the rest.

    Returns the ids, in the package, of the notes Anki reports as conflicting.
    """
    from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest
    from anki.errors import AnkiException

    if not package.is_file():
        raise FlashcardsError(f"there is no package '{package}'", hint="`flashcards build` writes packages into dist/")
    options = ImportAnkiPackageOptions(merge_notetypes=merge_notetypes, with_scheduling=False, with_deck_configs=False)
    request = ImportAnkiPackageRequest(package_path=str(package), options=options)
    try:
        log = collection.import_anki_package(request).log
    except AnkiException as error:
        raise FlashcardsError(
            f"Anki cannot import '{package}': {error}", hint="is it a package that `flashcards build` wrote?"
        ) from error
    return frozenset(note.id.nid for note in log.conflicting)


def mark_synced(collection: "Collection") -> None:
    """Mark everything as sent to the learner's other devices, so that `has_unsynced_changes` reports later changes."""
    for table in _SYNCED:
        collection.db.execute(f"update {table} set usn = 0")
    collection.db.execute("update col set ls = scm")


def has_unsynced_changes(collection: "Collection") -> bool:
    """Whether anything changed since `mark_synced`."""
    queries = (f"select count() from {table} where usn = -1" for table in _SYNCED)
    return any(collection.db.scalar(query) for query in queries)
