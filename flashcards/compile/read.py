"""Reading of a chunk: its notes, and their problems at their places."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from flashcards.compile.unfinished import with_drafts
from flashcards.deckfile.chunks import Chunk
from flashcards.deckfile.notes import NoteContext, NoteReader, note_entries
from flashcards.deckfile.overlays import with_overlays
from flashcards.model.deck import Note, Text
from flashcards.model.problem import Location, Problem, Severity
from flashcards.text.decode import decode
from flashcards.yamltext.document import Items, Pairs, parse
from flashcards.yamltext.entry import Entry, ProblemList
from flashcards.yamltext.source import SourceText


class ReadChunk(NamedTuple):
    """The valid notes of a chunk, all problems, and what is to be compared with other chunks.

    `names`, `tags` and `replacements` are those of all notes, valid or not. `flawed` are the ids of valid notes with an
    error in their lines, such as a YAML mistake. `source` is the text they were read from.
    """

    notes: tuple[Note, ...]
    problems: tuple[Problem, ...]
    names: Sequence[Text]
    tags: Sequence[Text]
    replacements: Sequence[Text]
    flawed: frozenset[str]
    source: SourceText


def read_chunk(chunk: Chunk, context: NoteContext) -> ReadChunk:
    """Read the notes of a chunk, without comparing them with each other."""
    return read_content(chunk.content(), chunk, context)


def read_content(content: bytes, chunk: Chunk, context: NoteContext) -> ReadChunk:
    """Read the notes of a chunk with this content, which its file may not have yet."""
    text, unfit = decode(content, chunk.path)
    if chunk.is_file:  # its encoding and syntax problems are reported with the head
        document = parse(text, chunk.path)
        mistakes = ProblemList(chunk.path, text)
    else:
        first = chunk.first_line - 1
        text = f"notes:\n{text}"
        document = parse(text, chunk.path, first_line=first)
        mistakes = ProblemList(chunk.path, text, first)
        mistakes.problems += (_moved(problem, chunk.first_line) for problem in unfit)
        mistakes.problems += document.problems
    mistakes.torn = document.torn
    unfit_file = document.problems if chunk.is_file else ()
    root = document.root
    if chunk.overlaid.entries and isinstance(root, Pairs) and isinstance(items := root.nodes.get("notes"), Items):
        root = root.with_key(root.key("notes"), _overlaid(items, chunk, context, mistakes))
    return read_notes(note_entries(root, mistakes), mistakes, context, unfit_file)


def _overlaid(items: Items, chunk: Chunk, context: NoteContext, mistakes: ProblemList) -> Items:
    """Notes with their texts in other files."""
    entries, languages = chunk.overlaid.entries, context.languages
    notes = [
        with_overlays(item, entries, languages, mistakes) if isinstance(item, Pairs) else item for item in items.items
    ]
    return items._replace(items=tuple(notes))


def read_notes(
    entries: Iterable[Entry], mistakes: ProblemList, context: NoteContext, others: Sequence[Problem] = ()
) -> ReadChunk:
    """Read notes, whose problems are collected in `mistakes`; `others` are problems of their file."""
    reader = NoteReader(context)
    read = [(entry.location.line, reader.note(entry)) for entry in entries]
    notes = tuple([note for _, note in read if note])
    if context.head:
        notes = with_drafts(notes, context.head, context.needed)
    problems = (*others, *mistakes.problems)
    errors = (each.location for each in problems if each.severity is Severity.ERROR)
    flawed = frozenset(_flawed(read, [place.line for place in errors if place.path == mistakes.path]))
    return ReadChunk(
        notes, tuple(mistakes.problems), reader.names, reader.tags, reader.replacements, flawed, mistakes.source
    )


def _flawed(read: Sequence[tuple[int, Note | None]], lines: Sequence[int]) -> Iterator[str]:
    """The ids of valid notes with errors in these lines."""
    begins = [begin for begin, _ in read] if lines else []
    for line in lines:
        at = bisect_right(begins, line)
        note = read[at - 1][1] if at else None
        if note:
            yield note.id


def _moved(problem: Problem, first_line: int) -> Problem:
    """Move a problem of a text to its place in the file, where the text begins in `first_line`."""
    path, line, column = problem.location
    return Problem(
        Location(path, line + first_line - 1, column), problem.rule, problem.message, problem.hint, problem.severity
    )
