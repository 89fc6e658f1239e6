"""Pictures and sounds that somebody added in Anki: checked as those of an import, and given a place beside the deck."""

import filecmp
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path

from flashcards.deckfile.media_refs import MEDIA
from flashcards.merging.values import AddedFile
from flashcards.model.media import Media
from flashcards.model.problem import Flaw
from flashcards.text.media import find_media, is_unsafe

Extract = Callable[[Collection[str], Path], frozenset[str]]
"""Copies files of Anki's media folder, by their names, into a folder; returns the names of those that exist."""

Wanted = Mapping[Path, Collection[str]]
"""The names of files, by the folder of the deck files that are to show them."""

Files = Mapping[tuple[Path, str], AddedFile | Flaw]
"""What became of wanted files: each is added, or has a flaw; those that do not exist are not in it."""

Finder = Callable[[Wanted], Files]


class Clash(Flaw):
    """The flaw of a file that has the name of another one beside the deck."""


def media_finder(extract: Extract, scratch: Path) -> Finder:
    """Find files, and copy them to a scratch folder."""
    return lambda wanted: dict(_found(wanted, extract, scratch))


def first_of(sources: Sequence[Extract]) -> Extract:
    """Copy each file from the first source that has it."""

    def extract(names: Collection[str], folder: Path) -> frozenset[str]:
        found = frozenset[str]()
        for each in sources:
            found |= each([name for name in names if name not in found], folder)
        return found

    return extract


def _found(wanted: Wanted, extract: Extract, scratch: Path) -> Iterator[tuple[tuple[Path, str], AddedFile | Flaw]]:
    for number, (beside, names) in enumerate(wanted.items()):
        folder = scratch / str(number)
        (folder / MEDIA).mkdir(parents=True)
        safe = [name for name in names if not is_unsafe(name)]
        for name in names:
            if is_unsafe(name):
                yield (beside, name), Flaw(f"'{name[:60]}' is not a valid file name", "rename the file in Anki")
        for name in sorted(extract(safe, folder / MEDIA)):
            yield (beside, name), _checked(name, folder, beside)


def _checked(name: str, folder: Path, beside: Path) -> AddedFile | Flaw:
    """A file in a scratch folder, with its place in the folder `beside` the deck file."""
    reference = f"{MEDIA}/{name}"
    media, place = find_media(reference, folder), beside / reference
    if not isinstance(media, Media):
        return media
    if media.is_too_large_to_sync:
        return Flaw(f"'{name}' is larger than 100 MB, so AnkiWeb does not sync it", "make it smaller")
    if not place.exists():
        return AddedFile(reference, media, place)
    if place.is_file() and filecmp.cmp(media.path, place, shallow=False):
        return AddedFile(reference, media)
    return Clash(f"it shows '{name}', and '{place}' is another file", "rename one of them")
