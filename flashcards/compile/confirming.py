"""Stale texts and outdated reviews that an author has confirmed, recorded in the ledgers."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from flashcards.compile.build import write_ledger
from flashcards.compile.state import DeckState
from flashcards.ledger.codec import note_lines
from flashcards.ledger.translation import Stale, confirmed
from flashcards.model.deck import Language
from flashcards.system.atomic import atomic_writes
from flashcards.system.external_sort import SortedLines


class ConfirmedNote(NamedTuple):
    """What was confirmed of a note: stale texts, and outdated reviews by their languages."""

    note_id: str
    texts: tuple[Stale, ...]
    reviews: tuple[Language, ...]
    ledger: Path


def confirm_notes(
    states: Iterable[DeckState], note_ids: Collection[str] | None = None, language: Language | None = None
) -> tuple[ConfirmedNote, ...]:
    """Record in the ledgers that stale texts are right and outdated reviews valid, and return which these were.

    Without `note_ids`, those of all notes; without a `language`, those in all languages.
    """
    found: list[ConfirmedNote] = []
    with atomic_writes() as writes, ExitStack() as stack:
        for state in states:
            if state.ledger is None or state.changed is None:
                continue
            lines = stack.enter_context(SortedLines())
            own = [each for each in _outdated(state, language) if note_ids is None or each.note_id in note_ids]
            for note in state.deck.find({each.note_id for each in own}):
                number = state.ledger.number(note.first_id)
                record = None if number is None else state.ledger.record(number)
                if record:
                    lines.add(note.first_id, "".join(note_lines(note.first_id, confirmed(note, record, language))))
            if not lines.is_empty:
                write_ledger(writes, state.ledger, state.changed._replace(head=state.ledger.head, lines=lines))
            found += own
        writes.place()
    return tuple(found)


def _outdated(state: DeckState, language: Language | None) -> Iterator[ConfirmedNote]:
    """The notes of a deck with stale texts or outdated reviews."""
    assert state.ledger is not None
    for note_id in dict.fromkeys((*state.stale, *state.void)):
        texts = tuple(each for each in state.stale.get(note_id, ()) if language in (None, each.language))
        reviews = tuple(each for each in state.void.get(note_id, ()) if language in (None, each))
        if texts or reviews:
            yield ConfirmedNote(note_id, texts, reviews, state.ledger.path)
