"""Media files of cards: find them on disk, and name them by their content.

Anki keeps all media of a collection in one folder and never replaces a file of the same name; a name that
contains the hash of the content cannot clash, so learners receive changed files.
"""

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import urlsplit

from flashcards.model.media import Media
from flashcards.model.problem import Flaw
from flashcards.system.reads import record
from flashcards.system.regular_files import open_file
from flashcards.text.anki_names import normal
from flashcards.text.suggest import closest
from flashcards.text.svg import activity


class MediaKind(StrEnum):
    """The kind of a media file."""

    PICTURE = "picture"
    SOUND = "sound"
    VIDEO = "video"
    FONT = "font"


_SUFFIXES: Mapping[MediaKind, tuple[str, ...]] = {
    MediaKind.PICTURE: ("avif", "bmp", "gif", "ico", "jpeg", "jpg", "png", "svg", "webp"),
    MediaKind.SOUND: ("aac", "flac", "m4a", "mp3", "oga", "ogg", "opus", "wav"),
    MediaKind.VIDEO: ("m4v", "mov", "mp4", "ogv", "webm"),
    MediaKind.FONT: ("otf", "ttf", "woff", "woff2"),
}
_KINDS = {suffix: kind for kind, suffixes in _SUFFIXES.items() for suffix in suffixes}
_IN_TEXTS = (MediaKind.PICTURE, MediaKind.SOUND, MediaKind.VIDEO)
_IN_STYLES = (MediaKind.PICTURE, MediaKind.FONT)

ADOPTED = "adopted.sha1"
"""A list, in the form of `sha1sum`, of the files beside it that keep the names that another tool gave them."""

FOR_ALL = ("_", "latex-")
"""How the names of the files begin that Anki imports even if no field shows them: styles', and pictures of formulas."""

LACKED = "-"
"""Instead of a hash, for a file that learners' cards show and that nobody has."""

_LONGEST_NAME = 120  # bytes; Anki cuts what is longer
_LONGEST_FOUND = 200  # bytes of a name that another tool gave
_UNSAFE = re.compile(r"[/\\\x00-\x1f\x7f:*?\"<>|]|^\.|[. ]$")
_LONGEST_LIST = 1 << 24  # bytes
_HASH = 12  # hexadecimal digits: unique among a million files
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//")


def has_changed(media: Media) -> bool:
    """Whether the content of a file has changed since it was found."""
    try:
        return _sha1(media.path) != media.sha1
    except OSError:
        return True


def kind_of(reference: str) -> MediaKind | None:
    """Return the kind of a file by its suffix, or None if cards cannot show it."""
    return _KINDS.get(PurePosixPath(reference).suffix[1:].lower())


def is_elsewhere(reference: str) -> bool:
    """Whether a reference is a URL rather than a path: `https://…`, `//…`, `data:…`."""
    return _ELSEWHERE.match(reference) is not None


def is_unsafe(name: str) -> bool:
    """Whether a name cannot be that of a file on every system."""
    return not name or bool(_UNSAFE.search(name)) or len(name.encode(errors="replace")) > _LONGEST_FOUND


def find_media(reference: str, folder: Path, *, is_style: bool = False) -> Media | Flaw:
    """Find the file at a path relative to `folder`.

    A file that only CSS uses (`is_style`) gets a name with `_`, which Anki never deletes as unused.
    """
    path = _out_of_reach(reference) or _on_disk(reference, folder)
    if isinstance(path, Flaw):
        return path
    kinds = _IN_STYLES if is_style else _IN_TEXTS
    if kind_of(reference) not in kinds:
        suffixes = ", ".join(suffix for kind in kinds for suffix in _SUFFIXES[kind])
        return Flaw(_unshown(reference), f"convert it to one of {suffixes}")
    try:
        record(path)
        state = path.stat()
        if not state.st_size:
            return Flaw(f"'{reference}' is empty", "export it again")
        seen = path, state.st_size, state.st_mtime_ns
        if path.suffix.lower() == ".svg" and (active := _known_activity(*seen)):
            return Flaw(
                f"'{reference}' {active}", "export it as plain SVG, without scripts, HTML or other files, or as PNG"
            )
        sha1 = _known_sha1(*seen)
    except OSError as error:
        return Flaw(f"'{reference}' cannot be read: {error.strerror}", "check its permissions")
    is_adopted = _adopted_in(path.parent).get(_nfc(path.name)) == sha1
    return Media(path, path.name if is_adopted else _name(path, sha1, is_style=is_style), state.st_size, sha1)


def find_adopted(path: Path) -> tuple[Media | None, ...]:
    """The file that learners have under this name; `(None,)` if they lack it, `()` if there is no such file."""
    sha1 = _adopted_in(path.parent).get(_nfc(path.name), "")
    if sha1 == LACKED:
        return (None,)
    try:
        record(path)
        state = path.stat()
        is_same = sha1 and _known_sha1(path, state.st_size, state.st_mtime_ns) == sha1
    except OSError:
        return ()
    return (Media(path, path.name, state.st_size, sha1),) if is_same else ()


def adopted_for_all(folder: Path) -> Iterator[Media]:
    """The files of a folder that Anki imports for their names alone; those who have one keep it as it is."""
    for name in sorted(_adopted_in(folder)):
        path = folder / name
        if name.startswith(FOR_ALL) and path.is_file():
            record(path)
            state = path.stat()
            yield Media(path, path.name, state.st_size, _known_sha1(path, state.st_size, state.st_mtime_ns))


def _adopted_in(folder: Path) -> Mapping[str, str]:
    """The SHA-1 hashes, by name, of the files of a folder that learners have under their names here."""
    if ADOPTED not in _names_in(folder):
        return {}
    listed = folder / ADOPTED
    record(listed)
    return _adopted(listed, listed.stat().st_mtime_ns)


@lru_cache(maxsize=16)
def _adopted(listed: Path, _: int) -> Mapping[str, str]:
    with open_file(listed) as file:
        lines = file.read(_LONGEST_LIST).decode(errors="replace").splitlines()
    pairs = (line.split("  ", 1) for line in lines if "  " in line)
    return {_nfc(name): sha1 for sha1, name in pairs}


def _nfc(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _unshown(reference: str) -> str:
    suffix = PurePosixPath(reference).suffix
    if not suffix:
        return f"the file name '{reference}' has no suffix"
    return f"some versions of Anki cannot show '{suffix}' files such as '{reference}'"


def _out_of_reach(reference: str) -> Flaw | None:
    """The flaw of a reference that is not a relative path."""
    if is_elsewhere(reference) and urlsplit(reference).scheme != "file":
        message = f"'{reference}' is remote, and cards load only local files"
        return Flaw(message, "download it, and put the file beside the deck")
    if re.match("[A-Za-z]+:|[/~]", reference):
        message = f"'{reference}' is a path that exists on one computer only"
        return Flaw(message, "put the file beside the deck, and write its relative path")
    if "\\" in reference:
        return Flaw(f"'{reference}' contains backslashes", f"write '{reference.replace(chr(92), '/')}'")
    return None


def _on_disk(reference: str, folder: Path) -> Path | Flaw:
    """The path with its exact spelling on disk, so that it is found on case-sensitive file systems too."""
    root = _root(folder)
    if not Path(os.path.normpath(_real(folder) / reference)).is_relative_to(root.path):
        return _outside(reference, root)
    path, steps = folder, PurePosixPath(reference).parts
    for index, step in enumerate(steps):
        name = step if step == ".." else _names_in(path).get(unicodedata.normalize("NFC", step))
        if name is None:
            return _missing(steps, index, path, folder)
        path /= name
    if not _real(path).is_relative_to(root.path):
        return _outside(reference, root)
    if path.is_dir():
        return Flaw(f"'{reference}' is a folder", "write the path of a file in it")
    return path


def _outside(reference: str, root: "_Root") -> Flaw:
    return Flaw(f"'{reference}' is outside {root.name}", "put the file beside the deck")


def _missing(steps: tuple[str, ...], index: int, path: Path, folder: Path) -> Flaw:
    """The flaw of a path whose component at `index` does not exist."""
    reference, step = "/".join(steps), steps[index]
    names = list(_names_in(path))
    same = next((name for name in names if normal(name) == normal(step)), None)
    if same:
        right = _respelled(steps, index, same)
        return Flaw(f"'{reference}' is named '{right}' on disk, so some computers cannot find it", f"write '{right}'")
    is_last = index == len(steps) - 1
    close = closest(step, [name for name in names if is_last or (path / name).is_dir()])
    respelled = [_respelled(steps, index, close)] if close else []
    likely = [name for name in (*_elsewhere(steps[-1], folder), *respelled) if _is_within(folder, name)]
    hint = (
        f"did you mean '{likely[0]}'?" if likely else "write a path relative to the deck file, such as 'media/map.png'"
    )
    return Flaw(f"there is no file '{reference}'", hint)


def _respelled(steps: Sequence[str], index: int, name: str) -> str:
    """The path with another name as its component at `index`."""
    return "/".join([*steps[:index], name, *steps[index + 1 :]])


def _is_within(folder: Path, reference: str) -> bool:
    """Whether a deck may show a file."""
    return _real(folder / reference).is_relative_to(_root(folder).path)


def _elsewhere(name: str, folder: Path) -> list[str]:
    """Paths of files with this name in the folders below and beside the deck's."""
    below = [(f"{sibling}/{name}", folder / sibling) for sibling in sorted(_names_in(folder).values())]
    beside = [
        (f"../{sibling}/{name}", folder / ".." / sibling) for sibling in sorted(_names_in(folder / "..").values())
    ]
    return [reference for reference, place in [*below, *beside] if place.is_dir() and name in _names_in(place)]


def _names_in(folder: Path) -> Mapping[str, str]:
    """The names in a folder, by their NFC form; empty if the folder does not exist."""
    try:
        return _listing(folder, folder.stat().st_mtime_ns)
    except OSError:
        return {}


@lru_cache(maxsize=256)
def _listing(folder: Path, _: int) -> Mapping[str, str]:
    return {unicodedata.normalize("NFC", name): name for name in os.listdir(folder)}  # noqa: PTH208


class _Root(NamedTuple):
    """A folder whose files a deck may show, and its description in messages."""

    path: Path
    name: str


def _root(folder: Path) -> _Root:
    """The folder whose files a deck may show: its repository, the folder that contains `decks`, or the deck's own.

    A deck may come from anyone, so this is never the home folder or a parent of it.
    """
    return _root_of(_real(folder), _home())


@lru_cache(maxsize=256)
def _root_of(here: Path, home: Path | None) -> _Root:
    repository = [_Root(parent, "the repository") for parent in (here, *here.parents) if (parent / ".git").exists()]
    project = [
        _Root(parent.parent, "the folder that contains 'decks'")
        for parent in (here, here.parent)
        if parent.name == "decks"
    ]
    wide = [root for root in (*repository[:1], *project[:1]) if not (home and home.is_relative_to(root.path))]
    return next(iter(wide), _Root(here, "the deck's folder"))


def _real(path: Path) -> Path:
    """Resolve symbolic links; a path with a loop of links is left as it is."""
    return Path(os.path.realpath(path))


def _home() -> Path | None:
    try:
        return Path.home().resolve()
    except RuntimeError:
        return None


@lru_cache(maxsize=100_000)
def _known_activity(path: Path, _size: int, _mtime_ns: int) -> str:
    return activity(path)


@lru_cache(maxsize=100_000)
def _known_sha1(path: Path, _size: int, _mtime_ns: int) -> str:
    return _sha1(path)


def _sha1(path: Path) -> str:
    with open_file(path) as file:
        return hashlib.file_digest(file, "sha1").hexdigest()


def _name(path: Path, sha1: str, *, is_style: bool) -> str:
    """A name that every file system and Anki keep unchanged: lowercase letters, digits and hyphens."""
    end = f"-{sha1[:_HASH]}{path.suffix.lower()}"
    begin = "_" if is_style else ""
    stem = "".join(character if _is_plain(character) else "-" for character in path.stem.lower())
    stem = re.sub("-{2,}", "-", unicodedata.normalize("NFC", stem)).strip("-")
    room = _LONGEST_NAME - len((begin + end).encode())
    stem = stem.encode()[:room].decode(errors="ignore")
    return begin + (stem + end).lstrip("-")


def _is_plain(character: str) -> bool:
    """Whether it is a letter, mark or digit of Unicode 3.2: Anki removes characters that it does not know."""
    return unicodedata.ucd_3_2_0.category(character)[0] in "LMN"
