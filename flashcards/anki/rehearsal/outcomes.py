"""Runs of all learners to one rehearsal: each note's and note type's outcome, from the states of its learners."""

from collections.abc import Iterable, Iterator
from enum import Enum, auto

from flashcards.anki.rehearsal.result import Names, Rehearsal
from flashcards.anki.rehearsal.runs import CustomFieldRuns, Run
from flashcards.anki.rehearsal.state import ABSENT, NoteState


class _Outcome(Enum):
    """What an update can do to a note; some apply to note types as well."""

    NEW = auto()
    UPDATED = auto()
    UNCHANGED = auto()
    KEPT_EDITS = auto()
    REPLACED_EDITS = auto()
    WAITING = auto()
    LOST_EDITS = auto()
    LOST_PROGRESS = auto()
    FROZEN = auto()
    CONFLICTING = auto()
    DUPLICATED = auto()
    ORPHANED = auto()
    ELSEWHERE = auto()


_HARMLESS = frozenset(
    {
        _Outcome.NEW,
        _Outcome.UPDATED,
        _Outcome.UNCHANGED,
        _Outcome.KEPT_EDITS,
        _Outcome.REPLACED_EDITS,
        _Outcome.WAITING,
        _Outcome.ELSEWHERE,
    }
)

# By (changed by the author, edited by the learner, as it should be after the update)
_CONTENT_OUTCOMES = {
    (False, False, True): (_Outcome.UNCHANGED,),
    (False, True, True): (_Outcome.UNCHANGED, _Outcome.KEPT_EDITS),
    (True, False, True): (_Outcome.UPDATED,),
    (True, True, True): (_Outcome.UPDATED, _Outcome.REPLACED_EDITS),
    (False, True, False): (_Outcome.LOST_EDITS,),
    (False, False, False): (_Outcome.FROZEN,),
    (True, False, False): (_Outcome.FROZEN,),
    (True, True, False): (_Outcome.FROZEN,),
}


def rehearsal_of(runs: tuple[Run, ...], custom_field: CustomFieldRuns) -> Rehearsal:
    """Combine the outcomes of all learners."""
    first = runs[0]  # the packages are the same to all learners
    reused, tops = _reused_names(first), _shared_tops(first)
    notes = [
        (
            name,
            _combined(
                (
                    *(_note_outcomes(guid, run, reused, tops) for run in runs),
                    _custom_field_outcomes(guid, custom_field, reused, tops),
                )
            ),
        )
        for guid, name in _all_notes(first).items()
    ]
    notetypes = [
        (name, _combined(_notetype_outcomes(type_id, run) for run in runs))
        for type_id, name in _shared_notetypes(first).items()
    ]
    return Rehearsal(
        new=_with_outcome(_Outcome.NEW, notes),
        updated=_with_outcome(_Outcome.UPDATED, notes),
        unchanged=_with_outcome(_Outcome.UNCHANGED, notes),
        kept_edits=_with_outcome(_Outcome.KEPT_EDITS, notes),
        replaced_edits=_with_outcome(_Outcome.REPLACED_EDITS, notes),
        waiting=_with_outcome(_Outcome.WAITING, notes),
        elsewhere=_with_outcome(_Outcome.ELSEWHERE, notes),
        replaced_styling=_with_outcome(_Outcome.REPLACED_EDITS, notetypes),
        lost_edits=_with_outcome(_Outcome.LOST_EDITS, notes),
        lost_progress=_with_outcome(_Outcome.LOST_PROGRESS, notes),
        frozen=_with_outcome(_Outcome.FROZEN, notes),
        conflicting=_with_outcome(_Outcome.CONFLICTING, notes),
        duplicated=_with_outcome(_Outcome.DUPLICATED, notes),
        orphaned=_with_outcome(_Outcome.ORPHANED, notes),
        lost_styling=_with_outcome(_Outcome.LOST_EDITS, notetypes),
        frozen_notetypes=_with_outcome(_Outcome.FROZEN, notetypes),
        second_notetypes=_second_notetypes(first),
        second_decks=_second_decks(first, reused),
        missing_media=tuple(sorted(frozenset().union(*(_missing_media(run) for run in runs)))),
        needs_full_sync=any(run.needs_full_sync for run in runs),
        is_idempotent=all(run.is_idempotent for run in runs),
    )


def _with_outcome(outcome: _Outcome, named: Iterable[tuple[str, frozenset[_Outcome]]]) -> Names:
    return tuple(name for name, outcomes in named if outcome in outcomes)


def _missing_media(run: Run) -> frozenset[str]:
    """The files that a learner has lacked only since the update."""
    return run.updated.missing_media - run.old.missing_media


def _all_notes(run: Run) -> dict[str, str]:
    """The names of the notes of both packages by guid, those of the new package first."""
    old, offered = run.old.notes, run.offered.notes
    return {guid: note.name for guid, note in {**offered, **old, **offered}.items()}


def _reused_names(run: Run) -> frozenset[str]:
    """The names of old notes that notes with new guids carry; a renamed note frees its old name."""
    old, offered = run.old.notes, run.offered.notes
    taken = {offered.get(guid, note).name for guid, note in old.items()}
    return frozenset(note.name for guid, note in offered.items() if guid not in old and note.name in taken)


def _shared_tops(run: Run) -> frozenset[str]:
    """The decks at the top that hold notes of both packages; an old package may have others beside them."""
    old = run.old.notes
    return frozenset().union(*(_tops(old[guid]) for guid in run.offered.notes if guid in old))


def _tops(note: NoteState) -> frozenset[str]:
    return frozenset(card.deck.split("::")[0] for card in note.cards.values())


def _shared_notetypes(run: Run) -> dict[int, str]:
    """The names, by id, of the note types of notes in both packages, without those of conflicting notes."""
    old, offered = run.old.notes, run.offered
    notes = (note for guid, note in offered.notes.items() if guid in old and note.note_id not in run.conflicting)
    return {type_id: offered.notetypes[type_id].name for type_id in sorted({note.notetype_id for note in notes})}


def _combined(outcomes: Iterable[Iterable[_Outcome]]) -> frozenset[_Outcome]:
    """The union of the outcomes for all learners; if any is a loss, only the losses."""
    union = frozenset(outcome for of_learner in outcomes for outcome in of_learner)
    return union - _HARMLESS or union


def _note_outcomes(guid: str, run: Run, reused: frozenset[str], tops: frozenset[str]) -> Iterator[_Outcome]:
    old, used, updated, offered = (state.notes.get(guid, ABSENT) for state in run.states)
    if old is ABSENT:
        yield _new_note_outcome(updated, offered, reused)
    elif offered is ABSENT:
        if old.name not in reused:
            yield _Outcome.ELSEWHERE if tops and tops.isdisjoint(_tops(old)) else _Outcome.ORPHANED
    elif offered.note_id in run.conflicting:
        yield _Outcome.CONFLICTING
    else:
        yield from _content_outcomes(old.content, used.content, updated.content, offered.content)
        if not offered.cards.keys() <= updated.cards.keys():
            yield _Outcome.FROZEN
    if not used.cards.items() <= updated.cards.items():
        yield _Outcome.LOST_PROGRESS


def _custom_field_outcomes(
    guid: str, runs: CustomFieldRuns, reused: frozenset[str], tops: frozenset[str]
) -> Iterator[_Outcome]:
    """The outcomes for a learner with a field of their own; an update that arrives only by merging is not a loss."""
    default, merged = (frozenset(_note_outcomes(guid, run, reused, tops)) for run in runs)
    if _Outcome.UPDATED in merged and _Outcome.UPDATED not in default:
        yield _Outcome.WAITING
    yield from merged | default & {_Outcome.LOST_PROGRESS}


def _new_note_outcome(updated: NoteState, offered: NoteState, reused: frozenset[str]) -> _Outcome:
    if updated.content != offered.content or updated.cards.keys() != offered.cards.keys():
        return _Outcome.FROZEN
    return _Outcome.DUPLICATED if offered.name in reused else _Outcome.NEW


def _notetype_outcomes(type_id: int, run: Run) -> tuple[_Outcome, ...]:
    return _content_outcomes(*(state.notetypes[type_id].content for state in run.states))


def _content_outcomes(old: object, used: object, updated: object, offered: object) -> tuple[_Outcome, ...]:
    """The outcomes for what a learner reads; a learner's edit must stay where the author changed nothing."""
    is_changed, is_edited = old != offered, old != used
    expected = used if is_edited and not is_changed else offered
    return _CONTENT_OUTCOMES[is_changed, is_edited, updated == expected]


def _second_notetypes(run: Run) -> Names:
    """Note types that Anki forked, under new ids, or renamed because their name was taken."""
    offered = {(type_id, notetype.name) for type_id, notetype in run.offered.notetypes.items()}
    added = {
        type_id: notetype.name
        for type_id, notetype in run.updated.notetypes.items()
        if type_id not in run.used.notetypes
    }
    return tuple(sorted(name for type_id, name in added.items() if (type_id, name) not in offered))


def _second_decks(run: Run, reused: frozenset[str]) -> Names:
    """Added decks that hold notes of the old package; an added deck with new notes only is part of the update."""
    known = [note for guid, note in run.offered.notes.items() if guid in run.old.notes or note.name in reused]
    homes = {card.deck for note in known for card in note.cards.values()}
    return tuple(sorted(homes & (run.updated.decks - run.used.decks)))
