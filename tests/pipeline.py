"""The pipeline as tests use it: decks read, linted, stamped and built from Python, each with a cache of its own."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from flashcards.compile.build import BuiltPackage, wait_for, write
from flashcards.compile.cache import Cache
from flashcards.compile.deck import open_decks, problems_of
from flashcards.compile.state import DeckState, states_of
from flashcards.compile.state import read_decks as read_states
from flashcards.deckfile.discovery import DeckFiles, find_decks
from flashcards.ledger.file import LedgerFile
from flashcards.ledger.record import Ledger, Record
from flashcards.lint.engine import Linter
from flashcards.model.deck import Deck, Note
from flashcards.model.problem import Problem, by_location


class Reading(NamedTuple):
    """Valid decks with all their notes, all that is wrong, and the text of each file of a deck."""

    decks: tuple[Deck, ...]
    problems: tuple[Problem, ...]
    texts: Mapping[Path, str]


@contextmanager
def new_cache(folder: Path | None = None) -> Iterator[Cache]:
    """An empty cache, or the one in a folder, which stays there."""
    with tempfile.TemporaryDirectory(prefix="flashcards-cache-") as own, closing(Cache(folder or Path(own))) as cache:
        yield cache


def read_decks(sources: Sequence[DeckFiles]) -> Reading:
    """Read decks whole."""
    with new_cache() as cache:
        found = read_states(sources, cache)
        heads = [state.deck.head for state in found if not state.has_errors]
        decks = tuple(replace(head, notes=tuple(head.notes)) for head in heads if head)
    texts = {path: path.read_bytes().decode("utf-8", "replace") for source in sources for path in source.files}
    return Reading(decks, problems_of(state.problems for state in found), texts)


def lint(decks: Sequence[Deck], *, warns: bool = True) -> tuple[Problem, ...]:
    """What rules find in decks, each file of notes taken by itself."""
    found: list[Problem] = []
    for deck in decks:
        linter = Linter(deck, warns=warns)
        by_file: dict[Path, list[Note]] = {}
        for note in deck.notes:
            by_file.setdefault(note.location.path, []).append(note)
        parts = [linter.head(), *map(linter.notes, by_file.values())]
        found += (problem for part in parts for problem in part.problems)
        places = [(path, 0) for path in (deck.location.path, *by_file)]
        found += linter.across([part.rows for part in parts], places)
    return by_location(found)


@contextmanager
def states(
    sources: Sequence[DeckFiles],
    *,
    now: float | None = None,
    accepted: Sequence[str] = (),
    wanted: Sequence[str] = (),
    warns: bool = False,
    cached_in: Path | None = None,
) -> Iterator[tuple[DeckState, ...]]:
    """Decks beside their ledgers; with a clock, stamped."""
    with new_cache(cached_in) as cache:
        opened = open_decks(sources, cache, wanted)
        assert [problem for deck in opened for problem in deck.head_problems if problem.severity == "error"] == []
        with states_of(opened, now=now, accepted=accepted, warns=warns) as found:
            yield found


def build(
    decks: Path,
    out: Path,
    *,
    now: float,
    accepted: Sequence[str] = (),
    wanted: Sequence[str] = (),
    locked: bool = False,
) -> tuple[BuiltPackage, ...]:
    """Build the decks at a path, or a deck, with no errors in them; the packages have their notes in memory."""
    with states(find_decks([str(decks)], decks), now=now, accepted=accepted, wanted=wanted) as found:
        assert [problem for state in found for problem in state.problems if problem.severity == "error"] == []
        wait_for([state.changed.latest for state in found if state.changed], now=now)
        built, _, refused = write(found, out, locked=locked)
        assert refused == ()
        return tuple(each._replace(package=replace(each.package, notes=tuple(each.package.notes))) for each in built)


class ReadLedger(NamedTuple):
    """A ledger with all its notes, and what is wrong with it."""

    head: Ledger
    notes: Mapping[str, Record]
    problems: tuple[Problem, ...]
    text: str

    @property
    def latest(self) -> int:
        """The latest moment in it, in seconds since 1970."""
        mods = (stamp.mod for record in self.notes.values() for stamp in record.stamps.values())
        return max([self.head.latest, *mods])


def read_ledger(path: Path, deck_id: str, uid: str) -> ReadLedger:
    """Read a ledger whole."""
    ledger = LedgerFile(path, deck_id, uid)
    records = {ledger.note_id(number): ledger.record(number) for number in range(ledger.note_count)}
    notes = {note_id: record for note_id, record in records.items() if record}
    ledger.close()
    text = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
    return ReadLedger(ledger.head, notes, tuple(ledger.problems), text)
