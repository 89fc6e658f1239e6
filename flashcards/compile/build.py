"""Builds: decks compared with their ledgers, and written as packages."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from flashcards.anki.package import Package
from flashcards.cards.description import describe
from flashcards.cards.notetypes.per_deck import for_deck
from flashcards.compile.deck import FIELDS, INDEX, LINT, CompiledDeck, prefetched
from flashcards.compile.joins import Joins
from flashcards.compile.package_notes import PackageNotes
from flashcards.compile.stamper import Stamper
from flashcards.compile.stamps import Changed, Fresh, stamped_types, unused_ids
from flashcards.ledger.codec import note_lines
from flashcards.ledger.compatibility import BreakingChange
from flashcards.ledger.file import LedgerFile, ledger_path
from flashcards.ledger.record import Ledger
from flashcards.ledger.translation import Stale, confirmed, languages_behind
from flashcards.lint.across import Rows
from flashcards.model.edition import editions, pair_name
from flashcards.model.media import Media
from flashcards.model.problem import FlashcardsError, Location, Problem, has_errors
from flashcards.system import clock
from flashcards.system.atomic import Staging, staging
from flashcards.system.external_sort import SortedLines
from flashcards.system.git import is_lost
from flashcards.system.progress import LONG, steps

_SOON = 60  # seconds

MANY = 4000
"""Notes that are worth another process."""


class Built(NamedTuple):
    """A package that was written, its path, and its size in bytes."""

    package: Package
    path: Path
    size: int


class DeckState(NamedTuple):
    """A deck with its ledger: all problems, and what a build would write.

    `changed` is None if some notes could not be read. `breaks` are breaking changes that are not accepted; the
    accepted ones are in `changed`.
    """

    deck: CompiledDeck
    problems: tuple[Problem, ...]
    ledger: LedgerFile | None = None
    changed: Changed | None = None
    breaks: tuple[BreakingChange, ...] = ()
    packages: tuple[Package, ...] = ()
    stamper: Stamper | None = None

    @property
    def has_errors(self) -> bool:
        return has_errors(self.problems)

    @property
    def is_unreadable(self) -> bool:
        """Whether some of its notes could not be read."""
        return self.changed is None

    @property
    def fresh(self) -> Iterator[Fresh]:
        """The notes with unreleased content."""
        return self.stamper.fresh if self.stamper else iter(())

    @property
    def stale(self) -> Mapping[str, tuple[Stale, ...]]:
        """The stale texts, by the ids of their notes."""
        return self.stamper.stale if self.stamper else {}


@contextmanager
def states_of(
    decks: Sequence[CompiledDeck],
    *,
    accepted: Collection[str] = (),
    wanted: Sequence[str] = (),
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
                found.append(_state(deck, ledger, stamper, wanted, warns=warns))
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
    try:
        yield ledger
    finally:
        ledger.close()


def _lost(path: Path) -> Problem:
    """The problem of a lost ledger: without it, a build would overwrite learners' own edits."""
    hint = f"restore it: `git checkout -- {path}`; if nobody has the deck, commit that it is gone"
    return Problem(Location(path, 1, 1), "ledger", "this ledger is committed, but missing", hint)


def _state(
    deck: CompiledDeck, ledger: LedgerFile | None, stamper: Stamper | None, wanted: Sequence[str], *, warns: bool
) -> DeckState:
    """Process the chunks of a deck once, then the checks across chunks."""
    joins, problems, is_valid = Joins(), list[Problem](), deck.head is not None
    rows: list[Mapping[str, Rows]] = []
    shown = dict.fromkeys(deck.head.style.media if deck.head else ())
    with steps("reading", deck.note_count, is_long=deck.note_count >= LONG) as step:
        for at, chunk in enumerate(deck.chunks):
            index = deck.index(at)
            joins.add(index)
            shown.update(dict.fromkeys(index.shown))
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
        return DeckState(deck, _sorted(problems))
    linter = deck.linter(warns=warns)
    head = linter.head()
    places = [(chunk.path, chunk.first_line) for chunk in deck.chunks]
    problems += head.problems
    problems += linter.across([head.rows, *rows], [(deck.head.location.path, 0), *places])
    if stamper is None or ledger is None or not is_valid or has_errors(across):
        problems += ledger.problems if ledger else ()
        return DeckState(deck, _sorted(problems), ledger)
    changed = stamper.finish()
    breaks = () if ledger.problems else tuple(stamper.breaks)
    problems += (*ledger.problems, *(each.problem for each in breaks), *stamper.problems)
    problems += languages_behind(deck.editions, stamper.notes, deck.note_count, stamper.words)
    packages = tuple(_packages(deck, stamper, changed, tuple(shown)))
    return DeckState(deck, _sorted(problems), ledger, changed, breaks, packages, stamper)


def _sorted(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: problem.location))


def _packages(deck: CompiledDeck, stamper: Stamper, changed: Changed, shown: Sequence[Media]) -> Iterator[Package]:
    assert deck.head is not None
    used = set[str]().union(*stamper.types)
    types = stamped_types(for_deck(deck.head, used), stamper.ledger.head, now=stamper.now)
    media = tuple({file.name: file for file in shown}.values())  # of copies with the same name, the last
    for number, edition in enumerate(deck.editions):
        if count := stamper.notes[number]:
            own = {key: notetype for key, notetype in types.items() if key in stamper.types[number]}
            cards = stamper.cards[number]
            notes = PackageNotes(deck, number, count, stamper.stamps[number], stamper.forms)
            yield Package(edition, own, describe(edition, stamper.types[number], count, cards), notes, media, cards)


def write(states: Sequence[DeckState], out: Path, *, locked: bool) -> tuple[Built, ...]:
    """Write the packages and ledgers of decks, all of them or none.

    Ledgers are moved into place first: the next build corrects one that is newer than its packages, but one that is
    older would lack ids that learners have. With `locked`, a ledger that would change is an error instead.
    """
    written = [(state, state.ledger, state.changed) for state in states if state.ledger and state.changed]
    if locked:
        for _, ledger, changed in written:
            _refuse_changes(ledger, changed)
    for state, ledger, _ in written:
        _refuse_lost_ledger(ledger.path, state.packages, out)
    with staging() as stage:
        for _, ledger, changed in written:
            stage_ledger(stage, ledger, changed)
        packages = [package for state, *_ in written for package in state.packages]
        built = stage_packages(stage, [(package, out / package.file_name) for package in packages])
        stage.place()
    return built


def confirm_notes(states: Iterable[DeckState], note_ids: Collection[str]) -> None:
    """Record in the ledgers that the texts of these notes agree, and that their reviews are valid."""
    with staging() as stage, ExitStack() as stack:
        for state in states:
            if state.ledger is None or state.changed is None:
                continue
            lines = stack.enter_context(SortedLines())
            for note in state.deck.find(note_ids):
                number = state.ledger.number(note.first_id)
                record = None if number is None else state.ledger.record(number)
                if record:
                    lines.add(note.first_id, "".join(note_lines(note.first_id, confirmed(note, record))))
            if not lines.is_empty:
                stage_ledger(stage, state.ledger, state.changed._replace(head=state.ledger.head, lines=lines))
        stage.place()


def wait_for(moments: Iterable[int], *, now: float) -> None:
    """Wait until the times are past: a note that is built twice within a second is stamped a second ahead.

    A time further ahead is from a wrong clock, and was accepted.
    """
    clock.sleep(max([0, *(moment - now for moment in moments if moment - now < _SOON)]))


def stage_ledger(stage: Staging, ledger: LedgerFile, changed: Changed) -> None:
    """Stage a ledger if it changes."""
    if not ledger.is_kept_by(changed.head, changed.lines):
        stage.write(ledger.path, partial(_write_ledger, ledger, changed.head, changed.lines))


def _write_ledger(ledger: LedgerFile, head: Ledger, lines: SortedLines, file: "object") -> None:
    ledger.write(file, head, lines)  # type: ignore[arg-type]


def stage_packages(stage: Staging, packages: Sequence[tuple[Package, Path]]) -> tuple[Built, ...]:
    """Stage packages for their paths."""
    from flashcards.anki.package_writer import write_package  # genanki takes a while to load

    writes = [(path, partial(write_package, package)) for package, path in packages]
    sizes = stage.write_all(writes, parallel=sum(len(package.notes) for package, _ in packages) > MANY)
    return tuple(Built(*each, size) for each, size in zip(packages, sizes, strict=True))


def refuse_without_package(states: Sequence[DeckState], wanted: Sequence[str]) -> None:
    """Raise FlashcardsError if a wanted language or pair, or everything, has no package."""
    made_editions = [package.edition for state in states for package in state.packages]
    made = {name for each in made_editions for name in (each.study, pair_name(each.study, each.support))}
    name = next((name for name in wanted or ("",) if not (name in made if name else made)), None)
    if name is None:
        return
    there = dict.fromkeys(
        edition.tag
        for state in states
        if state.deck.head
        for edition in editions(state.deck.head)
        if any(map(edition.holds, state.deck.head.notes))
    )
    message = f"there is no note to ask in '{name}'" if name else "there is no note to ask"
    hint = f"build for {' or '.join(there)}" if there else "`flashcards todo` lists the texts that are missing"
    has_words = there and any(state.stamper and state.stamper.words for state in states)
    raise FlashcardsError(message, hint=f"a word is asked both ways in one package: {hint}" if has_words else hint)


def _refuse_changes(ledger: LedgerFile, changed: Changed) -> None:
    if not ledger.is_kept_by(changed.head, changed.lines):
        raise FlashcardsError(
            f"the ledger of '{changed.head.deck_id}' is out of date: {_named(changed.lines)}",
            hint=f"run `flashcards build` and commit {ledger.path}",
        )


def _refuse_lost_ledger(ledger: Path, packages: Sequence[Package], out: Path) -> None:
    """Raise FlashcardsError if packages exist but their ledger does not: learners would lose their edits."""
    path = next((path for package in packages if (path := out / package.file_name).exists()), None)
    if path and not (ledger.exists() and ledger.stat().st_size):
        raise FlashcardsError(
            f"the ledger {ledger} is missing, though {path} was built with it",
            hint=f"restore it from git: `git checkout -- {ledger}`; or, if nobody has that package, delete it",
        )


def _named(lines: SortedLines) -> str:
    changed = [note_id for note_id, line in lines if line]
    if not changed:
        return "its note type changed"
    named = ", ".join(changed[:3]) + (", …" if len(changed) > 3 else "")
    return f"{len(changed):,} changed ({named})"
