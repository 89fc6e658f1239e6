"""Media files of a foreign deck: those that its notes show, copied to a folder and checked."""

import filecmp
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from flashcards.importing.columns import NOTHING
from flashcards.importing.mapping import NotetypeMapping
from flashcards.model.foreign import Foreign, Form
from flashcards.model.media import Media
from flashcards.model.problem import FlashcardsError, Flaw
from flashcards.text.media import find_media, is_elsewhere, is_unsafe
from flashcards.text.nfc import to_nfc
from flashcards.text.to_markdown import MEDIA
from flashcards.text.to_markdown.source import media_names

_MEGABYTE = 1 << 20


class FoundMedia(NamedTuple):
    """The path, from the deck, of each file by its name, and what is wrong with the others."""

    paths: Mapping[str, str]
    flaws: Mapping[str, Flaw]

    def flaw(self, name: str) -> Flaw:
        """What is wrong with a file that is not shown."""
        if is_elsewhere(name):
            kind = "is embedded in the text" if name.startswith("data:") else "is remote"
            return Flaw(f"'{name[:60]}' {kind}", "save it as a file, and add it to the note")
        return self.flaws.get(name, Flaw(f"the file '{name}' is missing", "export the deck with its media"))


class FolderMedia:
    """Media that are files of a folder; `most` is their size in megabytes."""

    def __init__(self, folder: Path, most: int) -> None:
        self._folder = folder
        self._left = most * _MEGABYTE

    def names(self) -> frozenset[str]:
        """The names of all files."""
        return frozenset(self._files())

    def extract(self, names: Collection[str], folder: Path) -> frozenset[str]:
        """Copy files into a folder; returns the names of those that exist."""
        found, files = [], self._files()
        for name in names:
            path = files.get(to_nfc(name))
            if path is None or not path.is_file() or path.is_symlink():
                continue
            self._left -= path.stat().st_size
            if self._left < 0:
                raise too_large(self._folder)
            shutil.copyfile(path, folder / name)
            found.append(name)
        return frozenset(found)

    def _files(self) -> Mapping[str, Path]:
        """The paths of what is in the folder, by their names in NFC, in which a Mac may not have stored them."""
        return {to_nfc(path.name): path for path in self._folder.iterdir()} if self._folder.is_dir() else {}


def too_large(path: Path) -> FlashcardsError:
    return FlashcardsError(f"the media in '{path}' are too large", "if you trust it, allow more with `--max-unpacked`")


def gather(
    files: Sequence[tuple[Foreign, Mapping[int, NotetypeMapping]]], folder: Path, target: Path
) -> tuple[FoundMedia, ...]:
    """Copy the media that notes show into `folder`, at the paths that they will have beside the deck file `target`."""
    found = [_extracted(*file, folder / f"from-{number}") for number, file in enumerate(files)]
    path = MEDIA
    if any(_clashes(source, target.parent / MEDIA / source.name) for sources, _ in found for source in sources):
        path = f"{MEDIA}/{target.stem}"
    return tuple(_placed(sources, dict(flaws), path, folder) for sources, flaws in found)


def _extracted(
    foreign: Foreign, mappings: Mapping[int, NotetypeMapping], folder: Path
) -> tuple[Sequence[Path], Mapping[str, Flaw]]:
    """The files that notes show, and what is wrong with the others."""
    names = dict.fromkeys(_shown(foreign, mappings)) if foreign.form is Form.HTML else {}
    flaws = {name: Flaw(f"'{name[:60]}' is not a valid file name", "rename the file") for name in names}
    safe = [name for name in names if not is_unsafe(name)]
    hint = "export the deck with its media" if foreign.media else "name the folder with the media: `--media FOLDER`"
    flaws |= {name: Flaw(f"the file '{name}' is missing", hint) for name in safe}
    if not safe or foreign.media is None:
        return (), flaws
    folder.mkdir()
    return [folder / name for name in sorted(foreign.media.extract(safe, folder))], flaws


def _placed(sources: Sequence[Path], flaws: dict[str, Flaw], path: str, folder: Path) -> FoundMedia:
    paths = {}
    for source in sources:
        place = folder / path / source.name
        if _clashes(source, place):
            flaws[source.name] = Flaw(f"another file is named '{source.name}' too", "rename one of them")
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        source.replace(place)
        result = find_media(f"{path}/{source.name}", folder)
        if isinstance(result, Media):
            paths[source.name] = f"{path}/{source.name}"
        else:
            flaws[source.name] = result
            place.unlink()
    return FoundMedia(paths, flaws)


def _clashes(source: Path, place: Path) -> bool:
    """Whether another file is at a place."""
    return place.exists() and not (place.is_file() and filecmp.cmp(source, place, shallow=False))


def _shown(foreign: Foreign, mappings: Mapping[int, NotetypeMapping]) -> Iterator[str]:
    wanted: Mapping[int, Sequence[int]] = {
        key: [index for index, field in enumerate(mapping.fields) if field.target.part != NOTHING]
        for key, mapping in mappings.items()
    }
    for note in foreign.notes:
        for index in wanted[note.notetype]:
            yield from media_names(note.fields[index])
