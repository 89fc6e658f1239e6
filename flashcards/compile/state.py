"""The state of decks: each compared with its ledger, with all its problems and what a build would write."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from flashcards.anki.package import Package
from flashcards.compile.cache import Cache
from flashcards.compile.deck import FIELDS, INDEX, LINT, CompiledDeck, open_decks, prefetched
from flashcards.compile.joins import Joins
from flashcards.compile.packages import packages_of
from flashcards.compile.stamper import Stamper
from flashcards.compile.stamps import LedgerChanges, UnreleasedNote, unused_ids
from flashcards.compile.unfinished import drafts_left_out, languages_behind, released_as_draft
from flashcards.deckfile.discovery import DeckFiles
from flashcards.ledger.compatibility import BreakingChange
from flashcards.ledger.file import LedgerFile, ledger_path
from flashcards.ledger.translation import Stale
from flashcards.lint.across import Rows
from flashcards.model.deck import Language
from flashcards.model.problem import Location, Problem, by_location, has_errors
from flashcards.system.external_sort import SortedLines
from flashcards.system.git import is_lost
from flashcards.system.progress import LONG, steps
from flashcards.system.regular_files import read_file
from flashcards.text.decode import decode
from flashcards.yamltext.source import SourceText

LEDGER = "ledger"
"""The name of the problem of a ledger that is missing, or damaged."""


class DeckState(NamedTuple):
    """A deck with all its problems; beside its ledger, also what a build would write.

    `changed` is None if some notes, or the ledger, were not read. `breaking_changes` are those that are not accepted;
    the accepted ones are in `changed`. `packages` are those of stamped notes. `drafts` is the number of draft notes.
    """

    deck: CompiledDeck
    problems: tuple[Problem, ...]
    ledger: LedgerFile | None = None
    changed: LedgerChanges | None = None
    breaking_changes: tuple[BreakingChange, ...] = ()
    packages: tuple[Package, ...] = ()
    stamper: Stamper | None = None
    drafts: int = 0

    @property
    def has_errors(self) -> bool:
        return has_errors(self.problems)

    @property
    def is_draft(self) -> bool:
        """Whether the deck says that it is not ready."""
        return self.deck.is_draft

    @property
    def has_only_drafts(self) -> bool:
        """Whether the deck has notes, and all of them are drafts."""
        return 0 < self.deck.note_count == self.drafts

    @property
    def is_unreadable(self) -> bool:
        """Whether some of its notes could not be read."""
        return self.changed is None

    @property
    def fresh(self) -> Iterator[UnreleasedNote]:
        """The notes with unreleased content."""
        return self.stamper.fresh if self.stamper else iter(())

    @property
    def stale(self) -> Mapping[str, tuple[Stale, ...]]:
        """The stale texts, by the ids of their notes."""
        return self.stamper.stale if self.stamper else {}

    @property
    def void(self) -> Mapping[str, tuple[Language, ...]]:
        """The languages with an outdated review, by the ids of the notes."""
        return self.stamper.void if self.stamper else {}


def read_decks(sources: Sequence[DeckFiles], cache: Cache) -> tuple[DeckState, ...]:
    """Read decks without rules and ledgers."""
    return tuple(DeckState(deck, by_location(deck.problems())) for deck in open_decks(sources, cache))


@contextmanager
def states_of(
    decks: Sequence[CompiledDeck],
    *,
    accepted: Collection[str] = (),
    warns: bool,
    now: float | None = None,
) -> Iterator[tuple[DeckState, ...]]:
    """Compare decks with their ledgers, and stamp their notes if `now`, in seconds since 1970, is given.

    With `warns`, all findings of rules are reported, otherwise those that a build reports. What is to be written
    exists while the context is open.
    """
    with ExitStack() as stack:
        ledgers = [stack.enter_context(_opened_ledger(deck)) for deck in decks]
        taken = chain.from_iterable(ledger.note_ids for ledger in ledgers if ledger)
        most = sum(deck.note_count * len(deck.head.pairs) for deck in decks if deck.head)
        new_ids = unused_ids(taken, most, now=now) if now is not None else iter(())
        stages = (INDEX, *([LINT] if warns else []), *([FIELDS] if now is not None else []))
        found = []
        with prefetched(decks, stages):
            for deck, ledger in zip(decks, ledgers, strict=True):
                lines = stack.enter_context(SortedLines())
                stamper = _stamper(deck, ledger, lines, accepted, new_ids, now)
                found.append(_state(deck, ledger, stamper, warns=warns))
        yield tuple(found)


def _stamper(
    deck: CompiledDeck,
    ledger: LedgerFile | None,
    lines: SortedLines,
    accepted: Collection[str],
    new_ids: Iterator[int],
    now: float | None,
) -> Stamper | None:
    if ledger is None or not deck.editions:
        return None
    return Stamper(deck, ledger, lines, accepted=accepted, new_ids=new_ids, now=now)


@contextmanager
def _opened_ledger(deck: CompiledDeck) -> Iterator[LedgerFile | None]:
    if deck.head is None:
        yield None
        return
    ledger = LedgerFile(ledger_path(deck.head.folder, deck.head.id), deck.head.id, deck.head.uid)
    if is_lost(ledger.path):
        ledger.problems.append(_lost(ledger.path))
    elif not ledger.exists and any(kind.adopted for kind in deck.head.kinds.values()):
        ledger.problems.append(_lacking(ledger.path))
    try:
        yield ledger
    finally:
        ledger.close()


def _lost(path: Path) -> Problem:
    """The problem of a lost ledger: without it, a build would overwrite learners' own edits."""
    hint = f"restore it: `git checkout -- {path}`; if nobody has the deck, commit that it is gone"
    return Problem(Location(path, 1, 1), LEDGER, "this ledger is committed, but missing", hint)


def _lacking(path: Path) -> Problem:
    """The problem of an adopted deck without its ledger: it does not say which notes learners have."""
    message = "this deck was adopted, and its ledger is missing: learners would get each note again"
    hint = "restore it; or adopt the deck again, or without its learners: `flashcards import` without `--adopt`"
    return Problem(Location(path, 1, 1), LEDGER, message, hint)


def _state(deck: CompiledDeck, ledger: LedgerFile | None, stamper: Stamper | None, *, warns: bool) -> DeckState:
    """Process the chunks of a deck once, then the checks across chunks."""
    joins, problems, is_valid = Joins(deck.overlays, deck.head), [*deck.head_problems], deck.head is not None
    rows: list[Mapping[str, Rows]] = []
    drafts = 0
    shown = dict.fromkeys(deck.head.style.media if deck.head else ())
    for kind in deck.head.kinds.values() if deck.head else ():
        shown.update(dict.fromkeys(file for style in kind.styles for file in style.media))
    with steps("reading", deck.note_count, is_long=deck.note_count >= LONG) as step:
        for at, chunk in enumerate(deck.chunks):
            index = deck.index(at)
            joins.add(index)
            shown.update(dict.fromkeys(index.shown))
            drafts += len(index.drafts)
            found = [*index.problems_at(chunk)]
            is_valid = is_valid and not has_errors(found)
            problems += found
            if deck.head:
                linted = deck.linted(at, warns=warns)
                problems += linted.problems
                rows.append(linted.rows)
            if stamper and is_valid:
                stamper.add(at)
            if step:
                step(chunk.length)
    across = [*joins.problems(deck)]
    problems += across
    if deck.head is None:
        return DeckState(deck, by_location(problems))
    linter = deck.linter(warns=warns)
    head = linter.head(_source)
    places = [(chunk.path, chunk.first_line) for chunk in deck.chunks]
    problems += head.problems
    problems += linter.across([head.rows, *rows], [(deck.head.location.path, 0), *places])
    problems += drafts_left_out(deck.head, drafts, deck.note_count)
    if deck.head.is_draft and ledger and ledger.head.release:
        problems.append(released_as_draft(deck.head))
    if stamper is None or ledger is None or not is_valid or has_errors(across):
        problems += ledger.problems if ledger else ()
        return DeckState(deck, by_location(problems), ledger)
    changed = stamper.finish()
    breaking_changes = () if ledger.problems else tuple(stamper.breaking_changes)
    problems += (*ledger.problems, *(each.problem for each in breaking_changes), *stamper.problems)
    problems += languages_behind(deck.editions, stamper.notes, deck.note_count - drafts, stamper.words)
    packages = tuple(packages_of(deck, stamper, tuple(shown)))
    return DeckState(deck, by_location(problems), ledger, changed, breaking_changes, packages, stamper, drafts)


def _source(path: Path) -> SourceText:
    return SourceText(decode(read_file(path), path).text)
