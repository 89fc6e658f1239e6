"""Decks to packages on the disk, with the ledgers that remember them."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO, NamedTuple

from flashcards.anki.package import Package
from flashcards.cards.notetypes.per_deck import notetypes_of
from flashcards.compile.settling import Settled
from flashcards.compile.slicewise import NeedsWholeError
from flashcards.compile.stamp import Stamped, stamp, unused_ids
from flashcards.ledger.codec import Ledger, LedgerReading, ledger_path, ledger_text, read_ledger
from flashcards.ledger.compatibility import CLOCK, Break, breaks, is_lasting
from flashcards.ledger.translation import held_notes, languages_behind, translation_problems
from flashcards.model.deck import Deck
from flashcards.model.edition import editions, pair_name
from flashcards.model.problem import FlashcardsError, Location, Problem
from flashcards.system import clock
from flashcards.system.atomic import Staging, staging
from flashcards.system.git import is_lost

_SOON = 60  # seconds

MANY = 4000
"""Notes for which it is worth while to begin another process."""


class Built(NamedTuple):
    """A package that was written, where, and its size in bytes."""

    package: Package
    path: Path
    size: int


class Checkout(NamedTuple):
    """A deck, the ledger that lies beside it, and the breaks since the last release.

    `accepted` names those that were let pass; they are not among the `breaks`.
    """

    deck: Deck
    reading: LedgerReading
    breaks: tuple[Break, ...] = ()
    accepted: tuple[str, ...] = ()


def check_out(decks: Sequence[Deck], accepted: Collection[str] = ()) -> tuple[Checkout, ...]:
    """Decks with their ledgers; `accepted` are breaks to let pass."""
    return tuple(_check_out(deck, accepted) for deck in decks)


def _check_out(deck: Deck, accepted: Collection[str]) -> Checkout:
    reading = read_ledger(ledger_path(deck.folder, deck.id), deck.id, deck.uid)
    if is_lost(reading.path):
        return Checkout(deck, reading._replace(problems=(_lost(reading),)))
    passed = {*accepted, *(name for name in reading.ledger.accepted if is_lasting(name))}
    found = () if reading.problems else tuple(breaks(deck, reading, notetypes_of(deck)))
    return Checkout(
        deck,
        reading,
        breaks=tuple(each for each in found if each.name not in passed),
        accepted=(*(each.name for each in found if each.name in passed), *({CLOCK} & passed)),
    )


def _lost(reading: LedgerReading) -> Problem:
    """Without its ledger a deck would be built as if nobody had it, and learners' own edits be overwritten."""
    hint = f"take it back: `git checkout -- {reading.path}`; if nobody has the deck, commit that it is gone"
    return Problem(Location(reading.path, 1, 1), "ledger", "this ledger is committed, and is missing", hint)


def problems_of(checkouts: Sequence[Checkout], wanted: Sequence[str] = ()) -> tuple[Problem, ...]:
    """What is wrong with the ledgers, what learners would lose, and which of the `wanted` editions are incomplete."""
    return tuple(
        problem
        for checkout in checkouts
        for problem in (
            *checkout.reading.problems,
            *(each.problem for each in checkout.breaks),
            *translation_problems(checkout.deck, checkout.reading.ledger),
            *_behind(checkout.deck, wanted),
        )
    )


def _behind(deck: Deck, wanted: Sequence[str]) -> Iterator[Problem]:
    built = tuple(editions(deck, wanted))
    words = sum(note.is_word for note in deck.notes)
    return languages_behind(built, [held_notes(deck, edition) for edition in built], len(deck.notes), words)


def write(stamped: Sequence[tuple[Checkout, Stamped]], out: Path, *, locked: bool) -> tuple[Built, ...]:
    """Write the packages of decks, and their ledgers, all of them or none.

    The ledgers take their places first: one that is ahead of its packages is put right by the
    next build, one that is behind would forget ids that learners have. When `locked`, a ledger
    that would change is an error instead.
    """
    if locked:
        _refuse_changes(stamped)
    _refuse_lost_ledgers([(checkout.reading.path, result.packages) for checkout, result in stamped], out)
    with staging() as stage:
        for checkout, result in stamped:
            stage_ledger(stage, checkout, result.ledger)
        packages = [package for _, result in stamped for package in result.packages]
        built = stage_packages(stage, [(package, out / package.file_name) for package in packages])
        stage.place()
    return built


def write_settled(decks: Sequence[Settled], out: Path) -> tuple[Built, ...]:
    """The same for decks that were settled slice by slice."""
    _refuse_lost_ledgers([(each.path, each.packages) for each in decks], out)
    with staging() as stage:
        for each in decks:
            try:
                stage.write(each.path, partial(_write_lines, each))
            except OSError as error:  # where nothing may be written, it may be that nothing has to be
                raise NeedsWholeError from error
        packages = [package for each in decks for package in each.packages]
        built = stage_packages(stage, [(package, out / package.file_name) for package in packages])
        stage.place()
    return built


def _write_lines(deck: Settled, file: BinaryIO) -> None:
    file.write(ledger_text(deck.ledger).encode())
    file.writelines(map(str.encode, deck.lines))


def without_package(wanted: Sequence[str], packages: Iterable[Package]) -> list[str]:
    """The study languages and pairs that are `wanted` and have no package; if all are, and none has one, ''."""
    editions_made = [each.edition for each in packages]
    made = {name for each in editions_made for name in (each.study, pair_name(each.study, each.support))}
    return [name for name in wanted or ("",) if not (name in made if name else made)]


def stamp_all(checkouts: Sequence[Checkout], wanted: Sequence[str], *, now: float) -> list[tuple[Checkout, Stamped]]:
    """Stamp the notes of all decks; returns when no stamp lies in the future any more."""
    most = sum(len(each.deck.notes) * len(each.deck.pairs) for each in checkouts)
    taken = (note_id for each in checkouts for note_id in each.reading.ledger.note_ids)
    new_ids = unused_ids(taken, most, now=now)
    stamped = []
    for each in checkouts:
        found = list(editions(each.deck, wanted))
        if found:
            ledger = each.reading.ledger
            notetypes = notetypes_of(each.deck)
            files = {each.deck.location.path, *(note.location.path for note in each.deck.notes), each.reading.path}
            result = stamp(found, ledger, new_ids, notetypes=notetypes, now=now, accepted=each.accepted, files=files)
            stamped.append((each, result))
    _refuse_without_package(checkouts, wanted, [package for _, result in stamped for package in result.packages])
    wait_for([result.ledger.latest for _, result in stamped], now=now)
    return stamped


def wait_for(moments: Sequence[int], *, now: float) -> None:
    """Return when no moment lies in the future: a note built twice within a second is stamped one ahead.

    One that lies farther ahead is of a clock that was wrong, and was accepted.
    """
    clock.sleep(max([0, *(moment - now for moment in moments if moment - now < _SOON)]))


def stage_ledger(stage: Staging, checkout: Checkout, ledger: Ledger) -> None:
    """Stage a ledger, if there is anything new in it."""
    text = ledger_text(ledger)
    if text != checkout.reading.text:
        stage.write_text(checkout.reading.path, text)


def stage_packages(stage: Staging, packages: Sequence[tuple[Package, Path]]) -> tuple[Built, ...]:
    """Stage packages, each for its path."""
    from flashcards.anki.package_writer import write_package  # genanki takes a while to load

    writes = [(path, partial(write_package, package)) for package, path in packages]
    sizes = stage.write_all(writes, parallel=sum(len(package.notes) for package, _ in packages) > MANY)
    return tuple(Built(*each, size) for each, size in zip(packages, sizes, strict=True))


def _refuse_without_package(checkouts: Sequence[Checkout], wanted: Sequence[str], packages: Sequence[Package]) -> None:
    for name in without_package(wanted, packages):
        there = dict.fromkeys(
            edition.tag
            for checkout in checkouts
            for edition in editions(checkout.deck)
            if any(map(edition.holds, checkout.deck.notes))
        )
        message = f"there is no note to ask in '{name}'" if name else "there is no note to ask"
        hint = f"build for {' or '.join(there)}" if there else "`flashcards todo` lists the texts that are missing"
        words = "a word is asked both ways in one package: " if _has_words(checkouts) and there else ""
        raise FlashcardsError(message, hint=f"{words}{hint}")


def _has_words(checkouts: Sequence[Checkout]) -> bool:
    return any(note.is_word for each in checkouts for note in each.deck.notes)


def _refuse_changes(stamped: Sequence[tuple[Checkout, Stamped]]) -> None:
    for checkout, result in stamped:
        if ledger_text(result.ledger) != checkout.reading.text:
            changed = _changed(checkout.reading.ledger, result.ledger)
            raise FlashcardsError(
                f"the ledger of '{checkout.deck.id}' is behind its deck: {changed}",
                hint=f"run `flashcards build` and commit {checkout.reading.path}",
            )


def _refuse_lost_ledgers(built: Sequence[tuple[Path, Sequence[Package]]], out: Path) -> None:
    """A deck whose packages are there was built before; without its ledger, learners would lose their edits."""
    for ledger, packages in built:
        path = next((path for package in packages if (path := out / package.file_name).exists()), None)
        if path and not (ledger.exists() and ledger.stat().st_size):
            raise FlashcardsError(
                f"the ledger {ledger} is missing, though {path} was built with it",
                hint=f"take it back from git: `git checkout -- {ledger}`; or, if nobody has that package, delete it",
            )


def _changed(old: Ledger, new: Ledger) -> str:
    changed = [note_id for note_id, stamps in new.notes.items() if stamps != old.notes.get(note_id)]
    if not changed:
        return "its note type changed"
    named = ", ".join(changed[:3]) + (", …" if len(changed) > 3 else "")
    return f"{len(changed):,} changed ({named})"
