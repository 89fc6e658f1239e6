"""What a command came to the last time, for as long as nothing that it read has changed.

It lies in the platform's cache folder, one file for each command and place, and is never the truth:
what a command read is hashed again each time, another flashcards or another library remembers
nothing, and a file that is damaged or gone is as if it had never been.
"""

import hashlib
import json
import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from flashcards import __version__

_KEPT = 30 * 24 * 60 * 60  # seconds
_ABSENT = ""


def recall(command: Sequence[str]) -> Any | None:
    """What was remembered of a command, in this folder and with the same arguments, if it holds still."""
    try:
        checksum, text = _file(command).read_text(encoding="utf-8").split("\n", 1)
        if checksum != _checksum(text):
            return None
        known = json.loads(text)
        if all(_hash(Path(path)) == content for path, content in known["inputs"].items()):
            return known["outcome"]
    except (OSError, ValueError, KeyError):
        pass
    return None


def remember(command: Sequence[str], inputs: Iterable[Path], outcome: Any) -> None:
    """Remember what a command came to, in JSON's values; where one of the `inputs` is not there, that counts too."""
    from flashcards.files import staging
    from flashcards.problem import FlashcardsError

    known = {"inputs": {str(path): _hash(path) for path in inputs}, "outcome": outcome}
    text = json.dumps(known, ensure_ascii=False, separators=(",", ":"))
    file = _file(command)
    try:
        with staging() as stage:
            stage.write_text(file, f"{_checksum(text)}\n{text}")
            stage.place()
        for old in file.parent.iterdir():
            if time.time() - old.stat().st_mtime > _KEPT:
                old.unlink()
    except (OSError, ValueError, FlashcardsError):
        pass  # a full disk, a home one cannot write to, names that are no Unicode: nothing is remembered


def _file(command: Sequence[str]) -> Path:
    from platformdirs import user_cache_path

    name = hashlib.sha256(
        "\0".join([str(Path.cwd()), *_tools(), *command]).encode(errors="surrogateescape")
    ).hexdigest()
    return user_cache_path("flashcards") / f"{name[:32]}.json"


def _tools() -> Iterator[str]:
    """What a result depends on besides what is read: each file of flashcards, and the libraries there are."""
    yield __version__
    yield sys.version
    for folder, inside, files in os.walk(Path(__file__).parent):
        inside[:] = sorted(name for name in inside if name != "__pycache__")  # what Python keeps there follows the rest
        for name in sorted(files):
            state = Path(folder, name).stat()
            yield f"{name} {state.st_size} {state.st_mtime_ns}"
    yield str(_libraries().stat().st_mtime_ns)


def _libraries() -> Path:
    """The folder whose time of change moves when a library comes, goes or changes."""
    import platformdirs  # any of them would do

    return Path(str(platformdirs.__file__)).parents[1]


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _hash(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return _ABSENT
