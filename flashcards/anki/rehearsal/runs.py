"""Simulated learners' collections, taken from the old package to the new one."""

from pathlib import Path
from typing import NamedTuple

from flashcards.anki.rehearsal.collection import (
    copy_collection,
    has_unsynced_changes,
    import_package,
    mark_synced,
    open_collection,
)
from flashcards.anki.rehearsal.learners import LEARNER_COUNT, study_with_custom_field, use_collection
from flashcards.anki.rehearsal.state import CollectionState, state_of
from flashcards.system.progress import with_progress

_MANY = 1000  # notes, with which a learner takes more than a second


class Run(NamedTuple):
    """One learner's states: after importing the `old` package, after having `used` it, and after the `updated` import.

    `offered` is the state of a learner who begins with the new package. `conflicting` are the ids of
    notes that Anki skipped because of their note type.
    """

    old: CollectionState
    used: CollectionState
    updated: CollectionState
    offered: CollectionState
    conflicting: frozenset[int]
    needs_full_sync: bool
    is_idempotent: bool

    @property
    def states(self) -> tuple[CollectionState, CollectionState, CollectionState, CollectionState]:
        return self.old, self.used, self.updated, self.offered


class CustomFieldRuns(NamedTuple):
    """Runs of the learner with a field of their own: with the `default` options, then with note types `merged`."""

    default: Run
    merged: Run


def run_learners(old: Path, new: Path, folder: Path) -> tuple[tuple[Run, ...], CustomFieldRuns]:
    """Run all learners through both packages, in collections in `folder`."""
    beginner = folder / "old.anki2"
    old_state, offered = _first_import(old, beginner), _first_import(new, folder / "new.anki2")
    is_long = len(old_state.notes) >= _MANY
    learners = with_progress("rehearsing", range(LEARNER_COUNT), long=0 if is_long else LEARNER_COUNT + 1)
    runs = tuple(_run(learner, beginner, old_state, offered, new) for learner in learners)
    return runs, _custom_field_runs(beginner, old_state, offered, new)


def _first_import(package: Path, path: Path) -> CollectionState:
    with open_collection(path) as collection:
        import_package(package, collection)
        return state_of(collection)


def _run(learner: int, beginner: Path, old: CollectionState, offered: CollectionState, new: Path) -> Run:
    """Run one learner; the collection is reopened after each step, because Anki caches what SQL writes past it."""
    path = copy_collection(beginner, f"learner-{learner}")
    with open_collection(path) as collection:
        use_collection(learner, collection)
        mark_synced(collection)
        used = state_of(collection)
    with open_collection(path) as collection:
        conflicting = import_package(new, collection)
        updated, needs_full_sync = state_of(collection), bool(collection.schema_changed())
        mark_synced(collection)
    with open_collection(path) as collection:
        import_package(new, collection)
        is_idempotent = not has_unsynced_changes(collection)
    return Run(old, used, updated, offered, conflicting, needs_full_sync, is_idempotent)


def _custom_field_runs(beginner: Path, old: CollectionState, offered: CollectionState, new: Path) -> CustomFieldRuns:
    """Run the learner who studied, and has added a field to each note type."""
    path = copy_collection(beginner, "custom-field")
    with open_collection(path) as collection:
        study_with_custom_field(collection)
        used = state_of(collection)
    with open_collection(path) as collection:
        conflicting = import_package(new, collection)
        updated = state_of(collection)
    with open_collection(path) as collection:
        still_conflicting = import_package(new, collection, merge_notetypes=True)
        merged = state_of(collection)
    return CustomFieldRuns(
        Run(old, used, updated, offered, conflicting, needs_full_sync=False, is_idempotent=True),
        Run(old, used, merged, offered, still_conflicting, needs_full_sync=False, is_idempotent=True),
    )
