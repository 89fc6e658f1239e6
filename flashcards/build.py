"""Decks to packages on the disk, with the ledgers that remember them."""

import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO, NamedTuple

from flashcards.deck import Deck, Language
from flashcards.edition import editions
from flashcards.files import staging
from flashcards.ledger import Ledger, LedgerReading, ledger_path, ledger_text, read_ledger
from flashcards.package import Package
from flashcards.problem import FlashcardsError, Problem
from flashcards.stamping import Stamped, stamp, unused_ids


class Built(NamedTuple):
    """A package that was written, where, and its size in bytes."""

    package: Package
    path: Path
    size: int


class Checkout(NamedTuple):
    """A deck and the ledger that lies beside it."""

    deck: Deck
    path: Path
    reading: LedgerReading


def check_out(decks: Sequence[Deck]) -> tuple[tuple[Checkout, ...], tuple[Problem, ...]]:
    """Decks with their ledgers, and what is wrong with those."""
    checkouts = []
    for deck in decks:
        path = ledger_path(deck.folder, deck.id)
        checkouts.append(Checkout(deck, path, read_ledger(path, deck.id, deck.uid)))
    return tuple(checkouts), tuple(problem for checkout in checkouts for problem in checkout.reading.problems)


def build(
    checkouts: Sequence[Checkout], out: Path, languages: Sequence[Language], *, now: float, locked: bool
) -> tuple[Built, ...]:
    """Write a package for each deck and study language, all of them or none.

    The ledgers take their places first: one that is ahead of its packages is put right by the
    next build, one that is behind would forget ids that learners have. When `locked`, a ledger
    that would change is an error instead.
    """
    from flashcards.anki.package_file import write_package  # genanki takes a while to load

    most = sum(len(each.deck.notes) * len(each.deck.languages) for each in checkouts)
    new_ids = unused_ids((each.reading.ledger for each in checkouts), most, now=now)
    stamped = [
        (each, stamp(list(editions(each.deck, languages)), each.reading.ledger, new_ids, now=now)) for each in checkouts
    ]
    if locked:
        _refuse_changes(stamped)
    # A note built twice within a second is stamped one ahead: nothing may leave here from the future
    time.sleep(max([0, *(result.ledger.latest - now for _, result in stamped)]))
    built = []
    with staging() as stage:
        for checkout, result in stamped:
            text = ledger_text(result.ledger)
            if text != checkout.reading.text:
                stage.write(checkout.path, partial(_write_text, text))
        for package in (package for _, result in stamped for package in result.packages):
            path = out / package.file_name
            size = stage.write(path, partial(write_package, package))
            built.append(Built(package, path, size))
        stage.place()
    return tuple(built)


def _write_text(text: str, file: BinaryIO) -> None:
    file.write(text.encode())


def _refuse_changes(stamped: Sequence[tuple[Checkout, Stamped]]) -> None:
    for checkout, result in stamped:
        if ledger_text(result.ledger) != checkout.reading.text:
            changed = _changed(checkout.reading.ledger, result.ledger)
            raise FlashcardsError(
                f"the ledger of '{checkout.deck.id}' is behind its deck: {changed}",
                hint=f"run `flashcards build` and commit {checkout.path}",
            )


def _changed(old: Ledger, new: Ledger) -> str:
    changed = [note_id for note_id, stamps in new.notes.items() if stamps != old.notes.get(note_id)]
    if not changed:
        return "its note type changed"
    named = ", ".join(changed[:3]) + (", …" if len(changed) > 3 else "")
    return f"{len(changed):,} changed ({named})"
