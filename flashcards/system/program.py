"""A program that the user names, run without a shell."""

import re
import shlex
from collections.abc import Collection, Mapping, Sequence

from flashcards.model.problem import FlashcardsError

_PLACE = re.compile(r"\{([a-z]+)\}")
_LINES = 5  # of what a program said, in a message
_WIDTH = 500


def parsed(command: str, places: Collection[str]) -> tuple[str, ...]:
    """The words of a command with `{places}`; raises ValueError for an unknown place, or an unclosed quote."""
    words = tuple(shlex.split(command))
    unknown = [place for word in words for place in _PLACE.findall(word) if place not in places]
    if unknown:
        raise ValueError(
            f"unknown place '{{{unknown[0]}}}'; the places are {', '.join(f'{{{each}}}' for each in places)}"
        )
    if not words:
        raise ValueError("it is empty")
    return words


def names(words: Sequence[str], place: str) -> bool:
    """Whether a command has a place."""
    return any(place in _PLACE.findall(word) for word in words)


def filled(words: Sequence[str], values: Mapping[str, str]) -> tuple[str, ...]:
    """The command with values at its places; one that would begin a word with '-' could be taken for an option."""
    return (words[0], *(_safe(word, _PLACE.sub(lambda match: values[match[1]], word)) for word in words[1:]))


def _safe(word: str, value: str) -> str:
    return f" {value}" if value.startswith("-") and not word.startswith("-") else value


def run(words: Sequence[str], text: str, seconds: float) -> None:
    """Run a command with a text on its standard input; raises FlashcardsError if it fails or takes too long."""
    import subprocess  # most commands do not need it

    try:
        done = subprocess.run(words, input=text.encode(), capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired as error:
        raise FlashcardsError(f"'{words[0]}' has not ended after {seconds:.0f} seconds", shlex.join(words)) from error
    except OSError as error:
        hint = "install it, or write its whole path"
        raise FlashcardsError(f"'{words[0]}' cannot be run: {error.strerror or error}", hint) from error
    if done.returncode:
        said = (done.stderr or done.stdout).decode(errors="replace").strip().splitlines()[-_LINES:]
        shown = "".join(f"\n  {line[:_WIDTH]}" for line in said)
        message = f"'{words[0]}' ended with status {done.returncode}{':' if shown else ''}{shown}"
        raise FlashcardsError(message, f"it was run as: {shlex.join(words)[:_WIDTH]}")
