"""The deck file of imported notes, read back as `check` reads it: a note with an error is left out."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path

from flashcards.deckfile.chunks import Chunk, CutFile
from flashcards.deckfile.discovery import DeckFiles
from flashcards.deckfile.notes import NoteContext, NoteReader, note_entries
from flashcards.deckfile.reader import read_heads
from flashcards.importing.notes import Imported, problem_of
from flashcards.importing.writer import DeckText, deck_text
from flashcards.model.problem import FlashcardsError, Problem, Severity
from flashcards.yamltext.document import parse
from flashcards.yamltext.entry import ProblemList


def verified(
    imported: Imported, deck_id: str, uid: str, title: str, names: Sequence[str], folder: Path
) -> tuple[str, Imported]:
    """The text of a deck file without errors, and the notes in it; its media are in `folder`."""
    path = folder / f"{deck_id}.yaml"
    written = deck_text(deck_id, uid, title, names, imported)
    errors = dict(_errors(written, path))
    if not errors:
        return written.text, imported
    problems = [
        problem_of(imported.notes[index].source, error.rule, f"left out: {error.message}", error.hint, Severity.WARNING)
        for index, error in errors.items()
    ]
    rest = imported._replace(
        notes=tuple(note for index, note in enumerate(imported.notes) if index not in errors),
        problems=(*imported.problems, *problems),
        left_out=imported.left_out + len(errors),
    )
    return deck_text(deck_id, uid, title, names, rest).text, rest


def _errors(written: DeckText, path: Path) -> Iterator[tuple[int, Problem]]:
    """The notes with errors, by their index, each with its first one."""
    reader = NoteReader(_context(written, path))
    document = parse(f"notes:\n{written.notes}", path, first_line=written.first_line - 1)
    mistakes = ProblemList(path)
    for entry in note_entries(document.root, mistakes):
        reader.note(entry)
    found = [each for each in (*document.problems, *mistakes.problems) if each.severity is Severity.ERROR]
    for problem in sorted(found, key=lambda each: each.location, reverse=True):  # so that the first one stays
        yield bisect_right(written.lines, problem.location.line) - 1, problem


def _context(written: DeckText, path: Path) -> NoteContext:
    """What the notes are checked against; raises FlashcardsError if the head itself has an error."""
    above = written.head.encode()
    notes = Chunk(path, len(above), len(written.notes.encode()), written.first_line, len(written.lines), b"")
    [head] = read_heads([DeckFiles((path,), path.parent)], [[CutFile(path, above, (notes,))]])
    error = next((each for each in head.problems if each.severity is Severity.ERROR), None)
    if error or head.context is None:
        message, hint = (error.message, error.hint) if error else ("the deck has an error", "")
        raise FlashcardsError(f"the deck cannot be written: {message}", hint)
    return head.context
