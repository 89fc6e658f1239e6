"""Edits taken into deck files, which are read again: a note that would have an error stays as it is."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from flashcards.compile.read import ReadChunk
from flashcards.compile.state import DeckState
from flashcards.deckfile.overlay_edits import with_texts
from flashcards.ledger.compatibility import breaking_changes_of_note
from flashcards.merging.comparison import languages_of
from flashcards.merging.values import Edit, Left
from flashcards.model.deck import Note, is_shared
from flashcards.model.edition import editions
from flashcards.model.media import Media
from flashcards.model.problem import FlashcardsError, Severity
from flashcards.yamltext.edit import Repair, add_texts, edited
from flashcards.yamltext.elsewhere import Elsewhere
from flashcards.yamltext.wordless import has_no_words

_BY_HAND = "edit the deck file by hand"
_WITHOUT_LANGUAGE = "the deck file has one value for all languages, and this has words"
_IN_EACH = "write the text in each language in the deck file, in place of the value"
_WITH_ANOTHER = "another edit of this note would be an error"
_NOT_ALONE = "it cannot be edited without changing something else"


class TakenEdits(NamedTuple):
    """The new texts of files, the edits in them, and those that cannot be made."""

    files: Mapping[Path, str]
    edits: tuple[Edit, ...]
    left: tuple[Left, ...]


def take(edits: Sequence[Edit], files: Mapping[Path, str], state: DeckState) -> TakenEdits:
    """Make the edits in the texts of a deck's files; raises FlashcardsError if they would change anything else."""
    made, written = list[Edit](), dict[Path, str]()
    left = [Left(edit, _WITHOUT_LANGUAGE, _IN_EACH) for edit in edits if _lacks_language(edit)]
    by_file: dict[Path, list[Edit]] = {}
    for edit in (edit for edit in edits if not _lacks_language(edit)):
        by_file.setdefault(_file_of(edit, state), []).append(edit)
    for path, own in by_file.items():
        while own:
            text, done = _edited(files[path], path, own, state)
            read = state.deck.reread(path, text.encode(), _added(own))
            flawed = [*_flawed(done, read, state)]
            if not flawed:
                _check(done, read, state, path)
                left += (Left(edit, _NOT_ALONE, _BY_HAND) for edit in own if edit not in done)
                made += done
                written |= {path: text} if done else {}
                break
            notes = {each.edit.note.id for each in flawed}
            left += flawed
            left += (Left(edit, _WITH_ANOTHER, _BY_HAND) for edit in own if edit.note.id in notes and edit not in done)
            own = [edit for edit in own if edit.note.id not in notes]
    return TakenEdits(written, tuple(edit for edit in edits if edit in made), tuple(left))


def _lacks_language(edit: Edit) -> bool:
    """Whether an edit puts a text with words in place of a value that all languages share."""
    is_value = is_shared(edit.note.parts.get(edit.part, {})) and not edit.note.is_own(edit.part)
    return is_value and not has_no_words(edit.new)


def _file_of(edit: Edit, state: DeckState) -> Path:
    """The file that an edit changes: a new text is for the file of its language, if that has one."""
    path, head = edit.location.path, state.deck.head
    return path if edit.old or head is None else head.own_file(edit.language, path) or path


def _edited(text: str, path: Path, edits: Sequence[Edit], state: DeckState) -> tuple[str, list[Edit]]:
    """The text of a file with those of its edits that can be made."""
    repairs = {Repair(edit.location, edit.old, edit.new): edit for edit in edits if edit.old}
    new = [edit for edit in edits if not edit.old]
    if path in state.deck.overlays.languages:
        text, made, _ = edited(text, [*repairs], [])
        extended = with_texts(text, path, {(edit.note.id, edit.part): edit.new for edit in new})
        return extended or text, [*(repairs[each] for each in made), *(new if extended else [])]
    added = [(edit, (place, (edit.language, edit.new))) for edit in new if (place := _last_place(edit))]
    text, made, additions = edited(text, [*repairs], [addition for _, addition in added])
    done = [*(repairs[each] for each in made), *(edit for edit, addition in added if addition in additions)]
    parts: dict[tuple[str, str], list[Edit]] = {}
    for edit in new:
        if _last_place(edit) is None:
            parts.setdefault((edit.note.id, edit.part), []).append(edit)
    if parts:
        places = {note.id: note.location for note in state.deck.reread(path, text.encode(), _added(edits)).notes}
        there = [key for key in parts if key[0] in places]
        for note_id, part in sorted(there, key=lambda key: places[key[0]], reverse=True):  # no place moves
            own, (_, line, column) = parts[note_id, part], places[note_id]
            if extended := add_texts(text, (line, column), part, {edit.language: edit.new for edit in own}):
                text, done = extended, [*done, *own]
    return text, done


def _added(edits: Sequence[Edit]) -> Mapping[str, Media]:
    """The files that edits need, by their paths in texts."""
    return {file.reference: file.media for edit in edits for file in edit.files}


def _last_place(edit: Edit) -> tuple[int, int] | None:
    """The place of the last text of a part, after which another language is written; None if there is none."""
    texts = edit.note.parts.get(edit.part, {}).values()
    return max(((text.line, text.column) for text in texts if not isinstance(text, Elsewhere)), default=None)


def _flawed(edits: Sequence[Edit], read: ReadChunk, state: DeckState) -> Iterator[Left]:
    """The edits of notes that have errors after them, or that would be another note for learners."""
    notes = {note.id: note for note in read.notes if note.id not in read.flawed}
    errors = [problem for problem in read.problems if problem.severity is Severity.ERROR]
    for edit in edits:
        note = notes.get(edit.note.id)
        if note and _wanted(edit.note, edits) != _texts(note):
            yield Left(edit, _NOT_ALONE, _BY_HAND)
        elif note is None:
            near = min(errors, key=lambda each: abs(each.location.line - edit.location.line), default=None)
            yield Left(edit, near.message if near else "the note would have an error", near.hint if near else _BY_HAND)
        elif change := next(_breaking(note, state), None):
            yield Left(edit, change, _BY_HAND)


def _breaking(note: Note, state: DeckState) -> Iterator[str]:
    """What learners would have to act on if a note were this one."""
    ledger, head = state.ledger, state.deck.head
    if ledger is None or head is None or ledger.head.release is None:
        return
    number = ledger.number(note.first_id)
    record = None if number is None else ledger.record(number)
    if record:
        for change in breaking_changes_of_note(note, record, [*editions(head)]):
            if change.name not in ledger.head.accepted:
                yield change.problem.message


def _check(edits: Sequence[Edit], read: ReadChunk, state: DeckState, path: Path) -> None:
    """Raise FlashcardsError unless the file has exactly the wanted texts, and otherwise those that it had."""
    assert state.deck.head
    is_whole = path in state.deck.overlays.languages
    notes = (note for note in state.deck.head.notes if is_whole or note.location.path == path)
    wanted = {note.id: _wanted(note, edits) for note in notes}
    if wanted != {note.id: _texts(note) for note in read.notes}:
        raise FlashcardsError(
            f"{path} cannot be edited without changing other parts of it", f"{_BY_HAND}; nothing was changed"
        )


def _wanted(note: Note, edits: Sequence[Edit]) -> dict[tuple[str, str], str]:
    """The texts of a note after its edits."""
    own = [edit for edit in edits if edit.note.id == note.id]
    return _texts(note) | {(edit.part, language): edit.new for edit in own for language in languages_of(edit)}


def _texts(note: Note) -> dict[tuple[str, str], str]:
    return {(part, language): text.value for part, texts in note.parts.items() for language, text in texts.items()}
