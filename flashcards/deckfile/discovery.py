"""Which files make up which deck."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from flashcards.model.problem import FlashcardsError
from flashcards.text.suggest import suggestion

HEAD = "deck.yaml"
_SUFFIXES = (".yaml", ".yml")


class DeckFiles(NamedTuple):
    """The files of one deck, the one that holds `deck:` first, and the folder its ledger lies in."""

    files: tuple[Path, ...]
    folder: Path


def find_decks(wanted: Sequence[str], decks: Path) -> tuple[DeckFiles, ...]:
    """The decks that are meant, by path or by name under `decks`; all of those there if none is.

    A file is a deck, a folder with a `deck.yaml` is a deck, and any other folder holds decks.
    """
    if not wanted and not decks.is_dir():
        above = next((each for each in Path.cwd().parents if (each / decks).is_dir()), None)
        hint = (
            f"run the command in '{above}', which has one"
            if above
            else "run `flashcards new first-deck` to start a deck"
        )
        raise FlashcardsError(f"there is no folder '{decks}' here", hint)
    paths = [_path(name, decks) for name in wanted] or [decks]
    found = {os.path.realpath(deck.files[0]): deck for path in paths for deck in _decks_at(path)}
    if not found:
        raise FlashcardsError(f"there is no deck in '{paths[0]}'", hint="run `flashcards new first-deck` to start one")
    return tuple(found.values())


def _path(name: str, decks: Path) -> Path:
    candidates = [Path(name), decks / name, *(decks / f"{name}{suffix}" for suffix in _SUFFIXES)]
    for candidate in candidates:
        if candidate.exists():
            return candidate
    known = [
        deck.files[0].parent.name if deck.files[0].name == HEAD else deck.files[0].stem for deck in _decks_at(decks)
    ]
    raise FlashcardsError(f"there is no deck '{name}'", hint=suggestion(Path(name).stem, known))


def _decks_at(path: Path) -> Iterator[DeckFiles]:
    if path.is_file():
        head = path.parent / HEAD
        yield _folder_deck(path.parent) if head.is_file() else DeckFiles((path,), path.parent)
    elif (path / HEAD).is_file():
        yield _folder_deck(path)
    elif path.is_dir():
        for inside in sorted(path.iterdir()):
            if not inside.name.startswith(".") and (inside.is_dir() or inside.suffix in _SUFFIXES):
                yield from _decks_at(inside)


def _folder_deck(folder: Path) -> DeckFiles:
    head = folder / HEAD
    files = (path for path in folder.rglob("*") if path.suffix in _SUFFIXES and path.is_file())
    visible = (path for path in files if not any(part.startswith(".") for part in path.relative_to(folder).parts))
    return DeckFiles((head, *sorted(path for path in visible if path != head)), folder.parent)
