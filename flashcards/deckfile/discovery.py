"""Which files make up which deck, and which decks a project has."""

import glob
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, NoReturn

from flashcards.model.problem import FlashcardsError
from flashcards.text.phrases import listing
from flashcards.text.suggest import closest

HEAD = "deck.yaml"
OUT = "dist"
_DECKS, _SOURCES = "decks", "source"
_SUFFIXES = (".yaml", ".yml")


class Project(NamedTuple):
    """A folder with a folder `decks`; its paths are relative to the current folder."""

    root: Path

    @property
    def decks(self) -> Path:
        return Path(os.path.relpath(self.root / _DECKS))

    @property
    def out(self) -> Path:
        """The folder that packages are written to by default."""
        return self.root / OUT


def find_project() -> Project:
    """The nearest project, here or above; if there is none, it would be here, or beside the folder of sources."""
    here = Path.cwd()
    folders = (here, *_above(here))
    root = next((folder for folder in folders if (folder / _DECKS).is_dir()), None)
    beside = next((folder for folder in folders if here.is_relative_to(folder / _SOURCES)), here)
    return Project(Path(os.path.relpath(root or beside)))


def _above(folder: Path) -> Iterator[Path]:
    """The folders above that can be a project this folder belongs to.

    Not those above its git repository, nor the home folder, where `decks` is something else, nor a shared one like
    /tmp, where it may be anyone's.
    """
    home = os.path.expanduser("~")  # noqa: PTH111  # unlike Path.home, without an error if there is none
    for below, above in pairwise((folder, *folder.parents)):
        if (below / ".git").is_dir() or Path(home).is_relative_to(above) or above.stat().st_mode & stat.S_ISVTX:
            return
        yield above


class DeckFiles(NamedTuple):
    """The files of one deck, the one that holds `deck:` first, and the folder its ledger lies in.

    `overlays` are files with texts in one language, such as `notes.nb.yaml` beside `notes.yaml`, with the language.
    """

    files: tuple[Path, ...]
    folder: Path
    overlays: tuple[tuple[Path, str], ...] = ()

    @property
    def all(self) -> tuple[Path, ...]:
        """All its files."""
        return (*self.files, *(path for path, _ in self.overlays))

    @property
    def name(self) -> str:
        """The name of its folder, or of its only file."""
        first = self.files[0]
        return first.absolute().parent.name if first.name == HEAD else first.stem

    @property
    def path(self) -> Path:
        """Its folder, or its only file."""
        first = self.files[0]
        return first.parent if first.name == HEAD else first


def find_decks(wanted: Sequence[str], decks: Path) -> tuple[DeckFiles, ...]:
    """The decks that are meant, by path, or by file name, id or title under `decks`; all of those there if none is.

    A file is a deck, a folder with a `deck.yaml` is a deck, and any other folder holds decks.
    """
    if wanted:
        meant = [deck for name in wanted for deck in _meant(name, decks)]
    else:
        meant = [*_decks_at(decks)] or _fail_without_decks(decks)
    return _unique(meant)


def _meant(name: str, decks: Path) -> Sequence[DeckFiles]:
    """The decks at a path, or with a name."""
    if found := [*_decks_at(Path(name))]:
        return found
    # a file name is found without reading any deck
    inside = (decks / name, *(decks / f"{name}{suffix}" for suffix in _SUFFIXES))
    return next(filter(None, ([*_decks_at(path)] for path in inside)), ()) or _named(name, decks)


def _named(name: str, decks: Path) -> Sequence[DeckFiles]:
    """The deck with a name: that of its file or folder, its id, or its title in any language."""
    from flashcards.deckfile.names import names_of
    from flashcards.text.anki_names import normal

    there = [*_decks_at(decks)] or _fail_without_decks(decks)
    names = {deck: names_of(deck) for deck in there}
    found = [deck for deck in there if normal(name) in map(normal, names[deck])]
    if len(found) > 1:
        paths = " or ".join(str(deck.path) for deck in found)
        raise FlashcardsError(f"{len(found)} decks are named '{name}'", hint=f"write a path: {paths}")
    return found or _fail_unknown(name, [deck.name for deck in there], [each for own in names.values() for each in own])


def _fail_unknown(name: str, decks: Sequence[str], names: Sequence[str]) -> NoReturn:
    if os.path.exists(name):  # noqa: PTH110
        raise FlashcardsError(f"there is no deck in '{name}'", hint="run `flashcards new first-deck` to start one")
    from flashcards.text.anki_names import normal

    known = {normal(each): each for each in reversed(names)}  # a file name before a title
    match = known.get(closest(normal(Path(name).stem), known))
    likely = f"did you mean '{match}'?" if match else ""
    listed = f"the decks are: {listing(decks)}" if len(decks) > 1 or not match else ""
    raise FlashcardsError(f"there is no deck '{name}'", hint=f"{likely} {listed}".strip())


def _fail_without_decks(decks: Path) -> NoReturn:
    if decks.is_dir():
        raise FlashcardsError(f"there is no deck in '{decks}'", hint="run `flashcards new first-deck` to start one")
    raise FlashcardsError(
        f"there is no folder '{decks}' here or above", hint="run `flashcards new first-deck` to start a deck"
    )


def _unique(decks: Sequence[DeckFiles]) -> tuple[DeckFiles, ...]:
    return tuple({os.path.realpath(deck.files[0]): deck for deck in decks}.values())


def _decks_at(path: Path) -> Iterator[DeckFiles]:
    """The decks at a path; none if nothing is there."""
    if os.path.isfile(path):  # noqa: PTH113  # False also for a name that is too long, as a title can be
        head = path.parent / HEAD
        yield _folder_deck(path.parent) if head.is_file() else _file_deck(_overlaid_by(path) or path)
    elif os.path.isfile(path / HEAD):  # noqa: PTH113
        yield _folder_deck(path)
    elif os.path.isdir(path):  # noqa: PTH112
        for inside in sorted(path.iterdir()):
            is_deck = inside.is_dir() or (_is_deck_file(inside) and not _overlaid_by(inside))
            if is_deck and not inside.name.startswith("."):
                yield from _decks_at(inside)


def _is_deck_file(path: Path) -> bool:
    return path.suffix.lower() in _SUFFIXES


def _overlaid_by(path: Path) -> Path | None:
    """The deck file to which a file adds a language: `notes.yaml` for `notes.nb.yaml`; None if it adds none."""
    stem, _, tag = path.stem.rpartition(".")
    if not stem:
        return None
    from flashcards.text.language import is_language  # it takes long to load, and few decks have such a file

    if not is_language(tag):
        return None
    beside = (path.with_name(f"{stem}{suffix}") for suffix in _SUFFIXES)
    return next((each for each in beside if each.is_file()), None)


def _file_deck(path: Path) -> DeckFiles:
    beside = path.parent.glob(f"{glob.escape(path.stem)}.*")
    return DeckFiles((path,), path.parent, _with_languages(each for each in beside if _overlaid_by(each) == path))


def _with_languages(paths: Iterable[Path]) -> tuple[tuple[Path, str], ...]:
    return tuple((path, path.stem.rpartition(".")[2]) for path in sorted(paths) if _is_deck_file(path))


def _folder_deck(folder: Path) -> DeckFiles:
    head = folder / HEAD
    files = (path for path in folder.rglob("*") if _is_deck_file(path) and path.is_file())
    visible = (path for path in files if not any(part.startswith(".") for part in path.relative_to(folder).parts))
    above = Path(os.path.normpath(folder / ".."))  # also of a folder that is '.'
    found = sorted(path for path in visible if path != head)
    overlays = [path for path in found if _overlaid_by(path)]
    return DeckFiles((head, *(path for path in found if path not in overlays)), above, _with_languages(overlays))
