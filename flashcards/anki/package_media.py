"""Media files of a package, unpacked in bounded time and space."""

import json
import zipfile
from collections.abc import Collection, Mapping
from pathlib import Path

from flashcards.anki import protobuf
from flashcards.anki.package_reader import MAX_UNPACKED, MEGABYTE, archive_of, is_newest, opened
from flashcards.model.problem import FlashcardsError
from flashcards.text.nfc import to_nfc

_LONGEST_LIST = 64 * MEGABYTE  # bytes of the list of names


class PackageMedia:
    """The media of a package; all that are taken may be as large as `most` megabytes together."""

    def __init__(self, path: Path, most: int = MAX_UNPACKED) -> None:
        self._path = path
        self._most = most

    def extract(self, names: Collection[str], folder: Path) -> frozenset[str]:
        """Copy files into a folder; returns the names of those that exist."""
        found, left = set(), self._most * MEGABYTE
        with archive_of(self._path) as archive:
            members = self._members(archive)
            present = frozenset(archive.namelist())
            is_zstd = is_newest(archive)
            for name in names:
                member = members.get(to_nfc(name), "")
                if member in present:
                    left -= self._copy(archive, member, folder / name, left, is_zstd=is_zstd)
                    found.add(name)
        return frozenset(found)

    def names(self) -> frozenset[str]:
        """The names of all media."""
        with archive_of(self._path) as archive:
            return frozenset(self._members(archive))

    def _members(self, archive: zipfile.ZipFile) -> Mapping[str, str]:
        """The members of the archive by the names of the media."""
        if "media" not in archive.namelist():
            return {}
        is_zstd = is_newest(archive)
        with opened(archive, "media", self._path, is_zstd=is_zstd) as member:
            content = member.read(_LONGEST_LIST)
        try:
            if is_zstd:
                entries = (value for number, value in protobuf.fields(content) if number == 1)
                named = [protobuf.text(protobuf.message(entry), 1) for entry in entries if isinstance(entry, bytes)]
                return {to_nfc(name): str(number) for number, name in enumerate(named)}
            listed = json.loads(content or b"{}")
            return {to_nfc(name): str(number) for number, name in listed.items()}
        except (ValueError, TypeError, AttributeError, RecursionError) as error:
            raise FlashcardsError(
                f"the list of media in '{self._path}' is damaged", hint="export the deck from Anki again"
            ) from error

    def _copy(self, archive: zipfile.ZipFile, member: str, place: Path, most: int, *, is_zstd: bool) -> int:
        size = 0
        with opened(archive, member, self._path, is_zstd=is_zstd) as content, place.open("wb") as file:
            while block := content.read(MEGABYTE):
                size += len(block)
                if size > most:
                    hint = f"if you trust it, allow more with `--max-unpacked {self._most * 4}`"
                    message = f"the media in '{self._path}' are larger than {self._most:,} MB"
                    raise FlashcardsError(message, hint)
                file.write(block)
        return size
