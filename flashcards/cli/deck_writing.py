"""New decks with the files that belong beside them, written all or none."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from flashcards.cli.companions import Companion, missing_companions
from flashcards.cli.copying import copy_file
from flashcards.cli.output import say_wrote
from flashcards.deckfile.discovery import find_project

_NO_COPIES: Mapping[Path, Path] = {}


def write_deck(
    deck: Path, contents: Mapping[Path, str | bytes], copies: Mapping[Path, Path] = _NO_COPIES
) -> Mapping[Path, Companion]:
    """Write the files of a deck, and the companions that its project lacks; returns these.

    `deck` is its file or its folder, and `copies` are files by the places to which they are copied.
    """
    from flashcards.system.atomic import staging

    project = find_project()
    companions = missing_companions(project) if deck.parent == project.decks else {}
    with staging() as stage:
        for path, source in copies.items():
            stage.write(path, partial(copy_file, source))
        for path, content in {**{path: each.text for path, each in companions.items()}, **contents}.items():
            stage.write_bytes(path, content if isinstance(content, bytes) else content.encode())
        stage.place()
    return companions


def say_companions(companions: Mapping[Path, Companion]) -> None:
    """Report the companions that were written."""
    for path, companion in companions.items():
        say_wrote(path, note=companion.purpose)
