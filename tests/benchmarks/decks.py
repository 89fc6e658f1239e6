"""Decks of any size on the disk, and changes to one of their notes.

The same kind, size, layout and seed give the same files.
"""

import re
import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.names import Said

_NOTES_A_FILE = 100

_ID = re.compile(r"  - id: (\S+)\n")
_QUESTION = re.compile(
    r"(    question:\n      bn: ([\"']?))([^\"'>|\n].*\n(?:        .*\n)*      en: ([\"']?))(?=[^\"'>|\n])"
)


class Layout(StrEnum):
    """How a deck lies on the disk."""

    FILE = "one file"
    FOLDER = f"files of {_NOTES_A_FILE}"


class Kind(NamedTuple):
    """A generator of decks: the deck's id, its head for a number of notes, and its endless notes for a seed.

    A note ends in an empty line and has none before. A small deck is how a larger one begins.
    """

    deck: str
    head: Callable[[int], str]
    notes: Callable[[int], Iterator[str]]


def write_deck(kind: Kind, decks: Path, size: int, layout: Layout, seed: int = 1) -> Path:
    """Write a deck of `size` notes into the folder `decks`; returns its file, or its folder."""
    notes = islice(kind.notes(seed), size)
    if layout is Layout.FILE:
        decks.mkdir(parents=True, exist_ok=True)
        path = decks / f"{kind.deck}.yaml"
        with path.open("w", encoding="utf-8") as file:
            file.write(f"{kind.head(size)}\nnotes:\n")
            file.writelines(notes)
        return path
    folder = decks / kind.deck
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "deck.yaml").write_text(kind.head(size), encoding="utf-8")
    for count in range(1, -(-size // _NOTES_A_FILE) + 1):
        text = "notes:\n" + "".join(islice(notes, _NOTES_A_FILE))
        (folder / f"notes-{count:05}.yaml").write_text(text, encoding="utf-8")
    return folder


def files_of(deck: Path) -> list[Path]:
    """The files of a deck."""
    return sorted(deck.glob("*.yaml")) if deck.is_dir() else [deck]


Change = Callable[[str], str | None]
"""A note's text to what takes its place; None for a note that cannot be changed so."""


def reword(by: Said) -> Change:
    """Begin a question differently in both languages."""

    def change(note: str) -> str | None:
        reworded, count = _QUESTION.subn(rf"\g<1>{by.bn} মতে, \g<3>By {by.en}, ", note)
        return reworded if count else None

    return change


def misspell(note: str) -> str:
    """Misspell a key, which stops a build."""
    return note.replace("    answer:\n", "    anwser:\n")


def remove(_: str) -> str:
    """Leave a note out."""
    return ""


def change_note(deck: Path, aside: Path, change: Change) -> None:
    """Change the note in the middle of a deck, or the next that can be; the file as it was is at `aside` afterwards.

    A change made before is undone.
    """
    take_back(deck, aside)
    path = _middle(deck)
    path.replace(aside)
    with aside.open(encoding="utf-8") as old, path.open("w", encoding="utf-8") as new:
        for note in _blocks(old, aside.stat().st_size // 2, new.write):
            changed = change(note)
            new.write(note if changed is None else changed)
            if changed is not None:
                break
        shutil.copyfileobj(old, new)


def take_back(deck: Path, aside: Path) -> None:
    """Undo `change_note`, if it was done."""
    if aside.exists():
        aside.replace(_middle(deck))


def excuse(path: Path, lines: Collection[int], aside: Path, rules: Sequence[str] = ("near-duplicate",)) -> None:
    """Excuse the notes that these lines of a file are in from rules that some notes of a large deck break by chance.

    Each note is excused from all `rules`, because it cannot be excused twice.
    """
    excuses = ", ".join(f"{rule}: by chance" for rule in rules)
    path.replace(aside)
    is_inside = False
    with aside.open(encoding="utf-8") as old, path.open("w", encoding="utf-8") as new:
        for number, line in enumerate(old, 1):
            is_inside = is_inside or number in lines
            if is_inside and line == "\n":
                new.write(f"    lint_ignore: {{{excuses}}}\n")
                is_inside = False
            new.write(line)
    aside.unlink()


def middle_id(deck: Path) -> str:
    """The id of the note that `change_note` looks at first."""
    path = _middle(deck)
    with path.open(encoding="utf-8") as file:
        match = _ID.match(next(_blocks(file, path.stat().st_size // 2, len)))
    assert match is not None
    return match[1]


def _middle(deck: Path) -> Path:
    files = files_of(deck)
    return files[len(files) // 2]


def _blocks(lines: Iterator[str], after: int, skip: Callable[[str], object]) -> Iterator[str]:
    """The notes that begin after so many bytes; each line before them is given to `skip`."""
    size, block = 0, ""
    for line in lines:
        size += len(line.encode())
        if not block and (size <= after or not _ID.match(line)):
            skip(line)
        else:
            block += line
            if line == "\n":
                yield block
                block = ""
