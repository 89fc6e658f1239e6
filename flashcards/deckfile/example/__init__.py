"""An example deck to copy from: words, terms, clozes, a formula, a picture and a recording, in two languages."""

from collections.abc import Mapping
from pathlib import Path

from flashcards.deckfile.discovery import HEAD
from flashcards.deckfile.uid import new_uid
from flashcards.system.regular_files import read_file

NAME = "bread"
_FOLDER = Path(__file__).parent
_FILES = (HEAD, "notes.yaml", "pictures/scored-loaf.svg", "sounds/knock.wav")
_UID = "0123456789abcdef0123456789abcdef"  # in the file, in place of one that is made for each deck


def example_files(deck_id: str) -> Mapping[Path, bytes]:
    """The content of the files of the example, by their paths in the folder of the deck; its uid is new."""
    files = {Path(name): read_file(_FOLDER / name) for name in _FILES}
    head = files[Path(HEAD)].decode()
    head = head.replace(f"id: {NAME}\n", f"id: {deck_id}\n", 1).replace(_UID, new_uid())
    return {**files, Path(HEAD): head.encode()}
