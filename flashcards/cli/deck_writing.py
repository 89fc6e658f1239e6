"""New decks with the files that belong beside them, written all or none."""

from collections.abc import Mapping
from pathlib import Path

from flashcards.cli.companions import Companion, missing_companions
from flashcards.cli.output import say_wrote, write_files
from flashcards.deckfile.discovery import find_project


def write_deck(
    deck: Path, contents: Mapping[Path, str | bytes], copies: Mapping[Path, Path] = {}
) -> Mapping[Path, Companion]:
    """Write the files of a deck, and the companions that its project lacks; returns these.

    `deck` is its file or its folder, and `copies` are files by the places to which they are copied.
    """
    project = find_project()
    companions = missing_companions(project) if deck.parent == project.decks else {}
    write_files({**{path: each.text for path, each in companions.items()}, **contents}, copies)
    return companions


def say_companions(companions: Mapping[Path, Companion]) -> None:
    """Report the companions that were written."""
    for path, companion in companions.items():
        say_wrote(path, note=companion.purpose)
