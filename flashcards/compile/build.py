"""Builds: packages and ledgers of valid decks written to the disk, all of them or none."""

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from flashcards.anki.package import Package
from flashcards.compile.stamps import LedgerChanges
from flashcards.compile.state import DeckState
from flashcards.ledger.file import LedgerFile
from flashcards.model.edition import editions, pair_name
from flashcards.model.problem import FlashcardsError
from flashcards.system import clock
from flashcards.system.atomic import AtomicWrites, atomic_writes
from flashcards.system.external_sort import SortedLines
from flashcards.text.phrases import listing

_SOON = 60  # seconds

MANY = 4000
"""Notes that are worth another process."""


class BuiltPackage(NamedTuple):
    """A package that was written, its path, and its size in bytes."""

    package: Package
    path: Path
    size: int


class BuildResult(NamedTuple):
    """The packages and the ledgers that were written, and the decks that were not, each with the reason.

    An unchanged ledger is not written.
    """

    built: tuple[BuiltPackage, ...]
    ledgers: tuple[Path, ...]
    refused: tuple[tuple[DeckState, FlashcardsError], ...]


def write(states: Sequence[DeckState], out: Path, *, locked: bool) -> BuildResult:
    """Write the packages and ledgers of valid decks, all of them or none, except those of decks that are refused.

    Ledgers are moved into place first: the next build corrects one that is newer than its packages, but one that is
    older would lack ids that learners have. A deck whose ledger is lost is refused; with `locked`, also one whose
    ledger would change.
    """
    found = [(state, _refusal(state, out, locked=locked)) for state in states]
    written = [(state, state.ledger, state.changed) for state, refusal in found if refusal is None]
    with atomic_writes() as writes:
        ledgers = tuple(
            ledger.path
            for _, ledger, changed in written
            if ledger and changed and write_ledger(writes, ledger, changed)
        )
        packages = [package for state, *_ in written for package in state.packages]
        built = write_packages(writes, [(package, out / package.file_name) for package in packages])
        writes.place()
    return BuildResult(built, ledgers, tuple((state, refusal) for state, refusal in found if refusal))


def wait_for(moments: Iterable[int], *, now: float) -> None:
    """Wait until the times are past: a note that is built twice within a second is stamped a second ahead.

    A time further ahead is from a wrong clock, and was accepted.
    """
    clock.sleep(max([0, *(moment - now for moment in moments if moment - now < _SOON)]))


def write_ledger(writes: AtomicWrites, ledger: LedgerFile, changed: LedgerChanges) -> bool:
    """Write a ledger if it changes, and return whether it does; a deck with only drafts needs none yet."""
    is_needed = ledger.path.exists() or not changed.lines.is_empty
    if not is_needed or ledger.is_kept_by(changed.head, changed.lines):
        return False
    writes.write(ledger.path, partial(ledger.write, head=changed.head, changed=changed.lines))
    return True


def write_packages(writes: AtomicWrites, packages: Sequence[tuple[Package, Path]]) -> tuple[BuiltPackage, ...]:
    """Write packages to their paths."""
    from flashcards.anki.package_writer import write_package  # genanki takes a while to load

    tasks = [(path, partial(write_package, package)) for package, path in packages]
    sizes = writes.write_all(tasks, parallel=sum(len(package.notes) for package, _ in packages) > MANY)
    return tuple(BuiltPackage(*each, size) for each, size in zip(packages, sizes, strict=True))


def refuse_without_package(states: Sequence[DeckState], wanted: Sequence[str]) -> None:
    """Raise FlashcardsError if a wanted language or pair, or everything, has no package."""
    made_editions = [package.edition for state in states for package in state.packages]
    made = {name for each in made_editions for name in (each.study, pair_name(each.study, each.support))}
    name = next((name for name in wanted or ("",) if not (name in made if name else made)), None)
    if name is None:
        return
    if not name and all(state.has_only_drafts for state in states):
        return
    heads = [state.deck.head for state in states if state.deck.head]
    if any(name in (study, pair_name(study, support)) for head in heads for study, support in head.draft_pairs):
        hint = "delete it from 'draft:' when it is ready; until then, `flashcards preview` shows its cards"
        raise FlashcardsError(f"'{name}' is a draft language, and has no package", hint)
    there = dict.fromkeys(
        edition.tag for head in heads for edition in editions(head) if any(map(edition.holds, head.notes))
    )
    message = f"there is no note to ask in '{name}'" if name else "there is no note to ask"
    hint = f"build for {' or '.join(there)}" if there else "`flashcards todo` lists the texts that are missing"
    has_words = there and any(state.stamper and state.stamper.words for state in states)
    raise FlashcardsError(message, hint=f"a word is asked both ways in one package: {hint}" if has_words else hint)


def _refusal(state: DeckState, out: Path, *, locked: bool) -> FlashcardsError | None:
    """Why a valid deck is not written, if it is not."""
    ledger, changed = state.ledger, state.changed
    if ledger is None or changed is None:
        return None
    if locked and not ledger.is_kept_by(changed.head, changed.lines):
        return FlashcardsError(
            f"the ledger of '{changed.head.deck_id}' is out of date: {_named(changed.lines)}",
            hint=f"run `flashcards build` and commit {ledger.path}",
        )
    return _lost_ledger(ledger.path, state.packages, out)


def _lost_ledger(ledger: Path, packages: Sequence[Package], out: Path) -> FlashcardsError | None:
    """The error if packages exist but their ledger does not: learners would lose their edits."""
    path = next((path for package in packages if (path := out / package.file_name).exists()), None)
    if path is None or (ledger.exists() and ledger.stat().st_size):
        return None
    return FlashcardsError(
        f"the ledger {ledger} is missing, though {path} was built with it",
        hint=f"restore it from git: `git checkout -- {ledger}`; or, if nobody has that package, delete it",
    )


def _named(lines: SortedLines) -> str:
    changed = [note_id for note_id, line in lines if line]
    if not changed:
        return "its note type changed"
    return f"{len(changed):,} changed ({listing(changed, 3)})"
