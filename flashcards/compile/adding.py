"""Notes that are to be added to a deck: read and checked with those that it has, and put into the text of its file."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from flashcards.compile import stages
from flashcards.compile.deck import CompiledDeck
from flashcards.compile.joins import Joins
from flashcards.compile.read import ReadChunk, read_notes
from flashcards.compile.stages import ChunkIndex
from flashcards.deckfile.chunks import Chunk
from flashcards.deckfile.given import Given, completed, written
from flashcards.lint.engine import Linted
from flashcards.model.deck import Note
from flashcards.model.problem import FlashcardsError, Problem, by_location
from flashcards.system.progress import with_progress
from flashcards.yamltext.document import Items, Pairs, Scalar, parse
from flashcards.yamltext.edit import insert
from flashcards.yamltext.entry import Entry, ProblemList


class InsertionPoint(NamedTuple):
    """Where notes are added: a deck file with its text, the mapping after which they come, and their section."""

    path: Path
    text: str
    last: Pairs
    section: str


class Added(NamedTuple):
    """The notes that are added: as read, as the text of each, and all problems."""

    notes: tuple[Note, ...]
    texts: tuple[str, ...]
    problems: tuple[Problem, ...]


def target_of(deck: CompiledDeck, texts: Mapping[Path, str], section: str) -> InsertionPoint:
    """The end of a deck, whose files have these texts; or of a section, if it has notes."""
    files = [(path, text, parse(text, path).root) for path, text in texts.items()]
    notes = [InsertionPoint(path, text, note, section) for path, text, root in files for note in _items(root)]
    if not notes:
        raise FlashcardsError(f"'{deck.name}' has no notes after which to add others", "write the first note by hand")
    in_section = [each for each in notes if section and _word(each.last, "section") == section]
    return (in_section or notes)[-1]


def _items(root: object) -> Iterator[Pairs]:
    notes = root.nodes.get("notes") if isinstance(root, Pairs) else None
    yield from (item for item in notes.items if isinstance(item, Pairs)) if isinstance(notes, Items) else ()


def _word(note: Pairs, key: str) -> str:
    node = note.nodes.get(key)
    return node.value if isinstance(node, Scalar) else ""


def add_notes(deck: CompiledDeck, given: Given, path: Path, target: InsertionPoint, *, is_draft: bool) -> Added:
    """Check notes from `path` as if they were in a deck, which is valid; drafts whose texts are there as notes too."""
    taken = {name: 1 for at in range(len(deck.chunks)) for name in deck.index(at).names}
    taken |= {_word(note, "id"): 1 for note in given.notes}
    notes = [completed(note, taken, target.section, is_draft=is_draft) for note in given.notes]
    mistakes = ProblemList(path, given.text, folder=target.path.parent)
    entries = [Entry(note, "a note", mistakes) for note in notes]
    read = read_notes(with_progress("checking", entries), mistakes, deck.note_context, given.problems)
    for entry in entries:
        _check_section(entry, target)
    problems = (*given.problems, *mistakes.problems, *_compared(deck, read, path))
    is_on_one_line = target.text.splitlines()[target.last.line - 1].lstrip(" -").startswith("{")
    texts = tuple(written(note, is_on_one_line=is_on_one_line) for note in notes)
    return Added(read.notes, texts, by_location(problems))


def _check_section(entry: Entry, target: InsertionPoint) -> None:
    named = entry.text("section")
    if named and target.section and named.value != target.section:
        message = f"this note is in the section '{named}', not in '{target.section}'"
        entry.at("section", "unknown-section", message, "leave it out, or add the note without `--section`")


def text_with(added: Added, target: InsertionPoint) -> str:
    """The text of the deck file with the notes in it; all else is as it was."""
    text = insert(target.text, (target.last.line, target.last.column), added.texts)
    if text is None:
        message = f"notes cannot be added after {target.path}:{target.last.line} without changing the rest of the file"
        raise FlashcardsError(message, "write each of the notes there as an item that begins with '- '")
    return text


class _Extended:
    """The chunks of a deck, and one more that is not in its files yet."""

    def __init__(self, deck: CompiledDeck, chunk: Chunk, read: ReadChunk, index: ChunkIndex) -> None:
        self.chunks: Sequence[Chunk] = (*deck.chunks, chunk)
        self._deck, self._read, self._index = deck, read, index

    def index(self, at: int) -> ChunkIndex:
        return self._deck.index(at) if at < len(self._deck.chunks) else self._index

    def read(self, at: int) -> ReadChunk:
        return self._deck.read(at) if at < len(self._deck.chunks) else self._read


def _compared(deck: CompiledDeck, read: ReadChunk, path: Path) -> Iterator[Problem]:
    """What rules find in new notes, and in comparison with those of the deck and its drafts."""
    assert deck.head is not None
    chunk = Chunk(path, 0, 0, 0, len(read.notes), b"")
    joins = Joins()
    extended = _Extended(deck, chunk, read, stages.index(read, chunk, deck.head, deck.editions, [[], {}]))
    for at in range(len(extended.chunks)):
        joins.add(extended.index(at))
    linter = deck.linter(warns=True)
    own = linter.notes(_checked(deck, read), read.source)
    linted = [linter.head(), *_linted(deck), own]
    head = (deck.head.location.path, 0)
    places = [head, *_places(deck), (path, 0)]
    found = (*joins.problems(extended), *own.problems, *linter.across([each.rows for each in linted], places))
    yield from (problem for problem in found if problem.location.path == path)


def _linted(deck: CompiledDeck) -> Iterator[Linted]:
    """The findings in each chunk of a deck, and those in its drafts."""
    for at in range(len(deck.chunks)):
        yield deck.linted(at, warns=True)
        if deck.index(at).drafts:
            read = deck.read(at)
            yield deck.linter(warns=True).notes(
                [note for note in _checked(deck, read) if note.id in _drafts(read)], read.source
            )


def _places(deck: CompiledDeck) -> Iterator[tuple[Path, int]]:
    for at, chunk in enumerate(deck.chunks):
        yield chunk.path, chunk.first_line
        if deck.index(at).drafts:
            yield chunk.path, 0


def _drafts(read: ReadChunk) -> frozenset[str]:
    return frozenset(note.id for note in read.notes if note.is_draft)


def _checked(deck: CompiledDeck, read: ReadChunk) -> Sequence[Note]:
    """The notes without errors; a draft that has all its texts is as if it were ready."""
    needed = {*deck.note_context.needed}
    notes = (note for note in read.notes if note.id not in read.flawed)
    return [note._replace(is_draft=False) if needed <= {*note.languages} else note for note in notes]
