"""The Anki decks in a file: their names, whose parts are separated by `::`, and the one that is taken."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile
from pathlib import Path

from flashcards.model.foreign import ForeignNote
from flashcards.model.problem import FlashcardsError, Location, Problem, Severity
from flashcards.text.anki_names import stored_name
from flashcards.text.phrases import counted, listing
from flashcards.text.suggest import suggestion

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
"""What Anki drops from a text, and what no file can hold."""

DEFAULT = "Default"
"""The name of the deck that each collection has; Anki gives another deck that comes with this name another one."""


def plain_name(name: str) -> str:
    """A name on one line, without control characters."""
    return " ".join(CONTROL.sub("", name).split())


def common_root(names: Iterable[str]) -> str:
    """The full name of the deck that all decks are in, or are; empty if there is none."""
    paths = [name.split("::") for name in set(names)]
    shared = takewhile(lambda steps: len(set(steps)) == 1, zip(*paths, strict=False))
    return "::".join(steps[0] for steps in shared)


def left_out_description(description: str, path: Path) -> tuple[Problem, ...]:
    """Report a description, which says to learners what may no longer be true."""
    if not description.strip():
        return ()
    message = "the description of the deck is left out"
    hint = "write one below `deck:`, as `description:` in each language"
    return (Problem(Location(path, 0, 0), "left-out-description", message, hint, Severity.INFO),)


def in_one_deck(notes: Sequence[ForeignNote], wanted: str, path: object) -> tuple[ForeignNote, ...]:
    """The notes of the deck that is `wanted`, or all; raises FlashcardsError if they are in several decks."""
    if wanted := stored_name(wanted) if wanted else "":
        names = dict.fromkeys(note.deck for note in notes)
        if not any(_is_in(name, wanted) for name in names):
            raise FlashcardsError(f"there is no deck '{wanted}' in '{path}'", suggestion(wanted, names))
        return tuple(note for note in notes if _is_in(note.deck, wanted))
    tops: dict[str, int] = {}
    for note in notes:
        top = note.deck.split("::")[0]
        tops[top] = tops.get(top, 0) + 1
    if len(tops) > 1:
        raise FlashcardsError(
            f"'{path}' contains {len(tops)} decks: {_counted(tops)}",
            f"import one at a time, such as `--deck '{max(tops, key=lambda name: tops[name])}'`",
        )
    return tuple(notes)


def _is_in(name: str, deck: str) -> bool:
    return name == deck or name.startswith(f"{deck}::")


def _counted(tops: Mapping[str, int]) -> str:
    return listing([f"'{name}' ({counted(count, 'note')})" for name, count in tops.items()], 5)
