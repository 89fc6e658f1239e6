"""What learners already have of a deck: the note ids, content and `mod` its packages carry.

Anki takes a note over only when its `mod` is later than the learner's, and then overwrites what
the learner changed in it. So `mod` moves with a note's content and stays where it is otherwise,
and this file is what remembers it. It lies beside the deck, is written by `flashcards build` and
committed with the deck; one line a note, sorted, so that branches merge::

    flashcards ledger 1
    deck mostaque-2024 7f3c…
    notetype 1660812642449 2026-11-24T00:00:00Z 0c2d…
    note glass-meaning bn 1795500000000 2026-11-24T10:30:00Z 9a1f… en …

A note's line holds, for each study language, its id in Anki (milliseconds since 1970, for ever),
its `mod`, and a fingerprint of its content. Lines may come in any order, and twice where a merge
kept both sides': the later `mod` holds.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from flashcards.deck import Language
from flashcards.problem import Location, Problem

_FIRST_LINE = "flashcards ledger 1"
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
_STAMP = re.compile(
    r"(\S+) ([0-9]{1,15}) ([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z) ([0-9a-f]{16})(?: |$)"
)
_NOTE = re.compile(f"note (\\S+) ((?:{_STAMP.pattern})+)")
_DECK = re.compile(r"deck (\S+) (\S+)")
_NOTETYPE = re.compile(r"notetype ([0-9]{1,15}) ([0-9T:-]+Z) ([0-9a-f]{16})")

# Anki keeps card ids in the same clock as note ids; a note of a later type may have several cards
NOTE_ID_STEP = 8


class Stamp(NamedTuple):
    """What a package says of a note besides its content: `mod` is in seconds since 1970."""

    note_id: int
    mod: int
    content: str


class TypeStamp(NamedTuple):
    """The `mod` a note type went out with, and a fingerprint of what it was."""

    mod: int
    content: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """The stamps of a deck, by note id and study language, and those of its note types, by id."""

    deck_id: str
    uid: str
    notetypes: Mapping[int, TypeStamp]
    notes: Mapping[str, Mapping[Language, Stamp]]

    @property
    def latest(self) -> int:
        """The latest moment in it, in seconds since 1970."""
        mods = (stamp.mod for stamps in self.notes.values() for stamp in stamps.values())
        return max([*mods, *(stamp.mod for stamp in self.notetypes.values())], default=0)


class LedgerReading(NamedTuple):
    """A ledger, empty where there is none yet, and what is wrong with the file."""

    ledger: Ledger
    problems: tuple[Problem, ...]
    text: str


def ledger_path(folder: Path, deck_id: str) -> Path:
    """Where the ledger of a deck lies."""
    return folder / f"{deck_id}.ledger"


def read_ledger(path: Path, deck_id: str, uid: str) -> LedgerReading:
    """Read the ledger of a deck; that there is none means that nobody has the deck yet."""
    try:
        text = path.read_bytes().decode("utf-8", "replace").removeprefix("\ufeff")
    except FileNotFoundError:
        return LedgerReading(Ledger(deck_id, uid, {}, {}), (), "")
    lines = _Lines(path, deck_id, uid)
    for number, line in enumerate(text.splitlines(), 1):
        lines.read(line.rstrip(), number)
    return LedgerReading(Ledger(deck_id, uid, lines.notetypes, lines.notes), tuple(lines.problems), text)


def ledger_text(ledger: Ledger) -> str:
    """The ledger as a file."""
    return "".join(f"{line}\n" for line in _lines(ledger))


def _lines(ledger: Ledger) -> Iterator[str]:
    yield _FIRST_LINE
    yield f"deck {ledger.deck_id} {ledger.uid}"
    for type_id, type_stamp in sorted(ledger.notetypes.items()):
        yield f"notetype {type_id} {_moment(type_stamp.mod)} {type_stamp.content}"
    for note_id, stamps in sorted(ledger.notes.items()):
        each = (f"{tag} {stamp.note_id} {_moment(stamp.mod)} {stamp.content}" for tag, stamp in sorted(stamps.items()))
        yield f"note {note_id} {' '.join(each)}"


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _seconds(moment: str) -> int:
    return int(datetime.fromisoformat(moment).timestamp())


class _Lines:
    """Reads a ledger line by line."""

    def __init__(self, path: Path, deck_id: str, uid: str) -> None:
        self.problems: list[Problem] = []
        self.notetypes: dict[int, TypeStamp] = {}
        self.notes: dict[str, dict[Language, Stamp]] = {}
        self._path = path
        self._deck = (deck_id, uid)
        self._in_conflict = False

    def read(self, line: str, number: int) -> None:
        try:
            known = self._read(line, number)
        except ValueError:  # a date that is none, such as the 32nd
            known = False
        if not known:
            hint = "take it back from git: `git checkout -- " + self._path.name + "`"
            self._problem(number, "this line is no part of a ledger", hint)

    def _read(self, line: str, number: int) -> bool:
        if line.startswith(_CONFLICT):
            if not self._in_conflict:
                hint = "delete the marker lines and keep all lines between them; the build sorts them out"
                self._problem(number, "a merge left its marks here", hint)
            self._in_conflict = True
        elif found := _NOTE.fullmatch(line):
            self._stamps(found[1], found[2])
        elif found := _NOTETYPE.fullmatch(line):
            stamp = TypeStamp(_seconds(found[2]), found[3])
            self.notetypes[int(found[1])] = max(stamp, self.notetypes.get(int(found[1]), stamp))
        elif found := _DECK.fullmatch(line):
            if (found[1], found[2]) != self._deck:
                hint = "give the deck back its id and uid, or, for a new deck, delete this file"
                self._problem(number, f"this ledger is of '{found[1]}', uid '{found[2]}'", hint)
        elif line.startswith("flashcards ledger "):
            if line != _FIRST_LINE:
                self._problem(number, "this ledger is of a later flashcards", "update flashcards")
        else:
            return not line
        return True

    def _stamps(self, note_id: str, words: str) -> None:
        stamps = self.notes.setdefault(note_id, {})
        for found in _STAMP.finditer(words):
            stamp = Stamp(int(found[2]), _seconds(found[3]), found[4])
            other = stamps.get(found[1], stamp)
            later = max(stamp, other, key=lambda each: (each.mod, each.content))
            stamps[found[1]] = later._replace(note_id=min(stamp.note_id, other.note_id))

    def _problem(self, number: int, message: str, hint: str) -> None:
        self.problems.append(Problem(Location(self._path, number, 1), "ledger", message, hint))
