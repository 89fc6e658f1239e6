"""The stages of a chunk: pure functions from its notes to small values, which are cached as JSON.

`index` is what joins and the ledger need of notes, `lint` what rules find, and `fields` the content of packages.
"""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from flashcards.compile.fields import FilledNote, Filler
from flashcards.compile.problems import from_rows, to_rows
from flashcards.compile.read import ReadChunk
from flashcards.compile.unfinished import work_in
from flashcards.deckfile.chunks import Chunk
from flashcards.deckfile.speech import RULE as SPEECH
from flashcards.ledger.codec import review_lines, texts_of
from flashcards.ledger.compatibility import cloze_words
from flashcards.ledger.translation import hashes, reviewed
from flashcards.lint.across import Rows
from flashcards.lint.engine import Linted, Linter
from flashcards.model.deck import Deck, Note
from flashcards.model.edition import Edition
from flashcards.model.media import Media
from flashcards.model.problem import Problem, Severity
from flashcards.text.media import find_media

_ABSENT = FilledNote("", (), (), (), "")  # a note in an edition without it
_BY_NOTE = 6  # the number of columns with an item a note
_TYPES = (  # of what is in each
    *(str, str, str, int, str, str, str, str, str, list, int, int, list, object, list, str, int, int, int),
)


class ChunkIndex(NamedTuple):
    """Columns about the notes of a chunk, without their texts.

    The first six have an item a note: its id, its first id, its note type, a bit mask of the editions that contain it
    (the first edition is the lowest bit), its texts as in the ledger of a deck that was never released, and the lines
    of its reviews in the ledger. `names` are all current and former ids, `replacements` the ids in `replaced_by`,
    `tags` those of the author, and `media` the files that are shown, each with the path that the author wrote.
    `retired` and `drafts` are rows, `work` is what is left to write, as problems, and `stops` is what rules find that
    a build reports. `problems` are those of reading; their lines are valid while the chunk begins in `first_line`.
    `sections` are those of the notes in a deck with subdecks. In a deck with variants, `taken` has a bit mask of them
    for each note, and `shown_in` one for each of the `media`.
    """

    ids: list[str]
    first_ids: list[str]
    types: list[str]
    held: list[int]
    texts: list[str]
    reviews: list[str]
    names: list[str]
    replacements: list[str]
    tags: list[str]
    media: list[tuple[str, str, str, int, str]]
    retired: list[int]
    drafts: list[int]
    work: list[list[Any]]
    stops: list[Any]
    problems: list[list[Any]]
    sections: list[str]
    taken: list[int]
    shown_in: list[int]
    first_line: int

    def problems_at(self, chunk: Chunk) -> Iterator[Problem]:
        """The problems of reading the chunk."""
        return from_rows(self.problems, chunk.path, 0, chunk.overlaid.first_lines)

    def work_at(self, chunk: Chunk) -> Iterator[Problem]:
        """What is left to write in the notes of the chunk."""
        return from_rows(self.work, chunk.path, chunk.first_line, chunk.overlaid.first_lines)

    def is_of(self, chunk: Chunk) -> bool:
        """Whether the index is still valid for a chunk: its media files and the lines of its problems are unchanged."""
        folder = chunk.path.parent
        return (not self.problems or self.first_line == chunk.first_line) and all(
            find_media(reference, folder) == media for reference, media in self._shown()
        )

    @property
    def lacks_files(self) -> bool:
        """Whether a media file cannot be shown; then nothing of the chunk is cached, because it may appear any time."""
        rules = ((rule, severity) for _, _, _, rule, _, _, severity, _ in self.problems)
        return any(rule == SPEECH or (rule == "media" and severity == Severity.ERROR) for rule, severity in rules)

    @property
    def shown(self) -> Iterator[Media]:
        """The media files that are shown."""
        return (media for _, media in self._shown())

    def _shown(self) -> Iterator[tuple[str, Media]]:
        for reference, path, name, size, sha1 in self.media:
            yield reference, Media(Path(path), name, size, sha1)


class ChunkFields(NamedTuple):
    """Columns of the notes of a chunk in the package of an edition; the guid of a note that it lacks is empty.

    `contents` are fingerprints of what a learner gets. `media` are those of the index with which fields were filled.
    """

    ids: list[str]
    types: list[str]
    guids: list[str]
    fields: list[tuple[str, ...]]
    tags: list[tuple[str, ...]]
    cards: list[tuple[int, ...]]
    contents: list[str]
    media: list[tuple[str, str, str, int, str]]

    @property
    def card_count(self) -> int:
        return sum(map(len, self.cards))


def index(read: ReadChunk, chunk: Chunk, deck: Deck | None, editions: Sequence[Edition], stops: Any) -> ChunkIndex:
    """Compute the index of a chunk."""
    notes = read.notes
    shown = {reference: media for note in notes if note.media for reference, media in note.media.items()}
    variants = deck.variants if deck else ()
    taken = (
        [sum(each.takes(note.tags) << bit for bit, each in enumerate(variants)) for note in notes] if variants else []
    )
    return ChunkIndex(
        [note.id for note in notes],
        [note.first_id for note in notes],
        [note.type for note in notes],
        [sum(edition.holds(note) << bit for bit, edition in enumerate(editions)) for note in notes],
        [texts_of(cloze_words(note), hashes(note)) for note in notes],
        ["".join(review_lines(note.first_id, reviewed(note))) if note.reviewed else "" for note in notes],
        [name.value for name in read.names],
        [text.value for text in read.replacements],
        [*dict.fromkeys(tag.value for tag in read.tags)],
        [(reference, str(media.path), media.name, media.size, media.sha1) for reference, media in shown.items()],
        [row for row, note in enumerate(notes) if note.retired],
        [row for row, note in enumerate(notes) if note.is_draft],
        to_rows(_work(deck, notes), chunk.path, chunk.first_line, chunk.overlaid.first_lines),
        stops,
        to_rows(read.problems, chunk.path, 0, chunk.overlaid.first_lines),
        [note.section for note in notes] if deck and deck.has_subdecks else [],
        taken,
        [*_shown_in(notes, taken, shown)] if variants else [],
        chunk.first_line,
    )


def _shown_in(notes: Sequence[Note], taken: Sequence[int], shown: Collection[str]) -> Iterator[int]:
    """A bit mask of the variants that show each file."""
    masks = dict.fromkeys(shown, 0)
    for note, mask in zip(notes, taken, strict=True):
        for reference in note.media:
            masks[reference] |= mask
    yield from masks.values()


def index_of(value: Any) -> ChunkIndex | None:
    """Decode a cached index; None if it is not one."""
    try:
        found = ChunkIndex._make(value)
        columns = zip(found, _TYPES, strict=True)
        is_fit = all(
            kind is object or {*map(type, column)} <= {kind} for column, kind in columns if isinstance(column, list)
        )
        if not is_fit or len({*map(len, value[:_BY_NOTE])}) != 1 or type(found.first_line) is not int:
            return None
        if len(found.taken) not in (0, len(found.ids)) or len(found.shown_in) not in (0, len(found.media)):
            return None
        _ = [*from_rows(found.problems, Path(), 0)], [*from_rows(found.work, Path(), 0)], [*found.shown]
    except (TypeError, ValueError):
        return None
    return found


def lint(read: ReadChunk, chunk: Chunk, linter: Linter) -> Any:
    """Run the rules on the notes of a chunk; returns JSON for `linted_of`."""
    found = linter.notes([note for note in read.notes if note.id not in read.flawed], read.source)
    others = chunk.overlaid.first_lines
    rows = {rule: each.moved(chunk.first_line, others, -1) for rule, each in found.rows.items()}
    return [to_rows(found.problems, chunk.path, chunk.first_line, others), rows]


def linted_of(value: Any, chunk: Chunk) -> Linted | None:
    """Decode cached findings of a chunk; None if they are not."""
    try:
        problems, rows = value
        others = chunk.overlaid.first_lines
        found = {str(rule): Rows._make(each) for rule, each in rows.items()}
        if others:
            found = {rule: each.moved(0, others, 1) for rule, each in found.items()}
        return Linted(tuple(from_rows(problems, chunk.path, chunk.first_line, others)), found)
    except (TypeError, ValueError, AttributeError):
        return None


def _work(deck: Deck | None, notes: Sequence[Note]) -> Iterator[Problem]:
    if deck:
        for note in notes:
            yield from work_in(deck, note)


def fields(read: ReadChunk, index: ChunkIndex, filler: Filler) -> Sequence[ChunkFields]:
    """Fill the fields of a chunk for each edition."""
    notes = [*map(filler.fill, read.notes)]
    return [_columns(index, [editions[number] or _ABSENT for editions in notes]) for number in range(filler.count)]


def _columns(index: ChunkIndex, notes: Sequence[FilledNote]) -> ChunkFields:
    return ChunkFields(
        index.ids,
        index.types,
        [note.guid for note in notes],
        [note.fields for note in notes],
        [note.tags for note in notes],
        [note.cards for note in notes],
        [note.content for note in notes],
        index.media,
    )


def fields_of(value: Any) -> ChunkFields | None:
    """Decode cached fields; None if they are not."""
    try:
        ids, types, guids, fields, tags, cards, contents, media = value
        columns = ([*map(tuple, fields)], [*map(tuple, tags)], [*map(tuple, cards)])
        found = ChunkFields(ids, types, guids, *columns, contents, [*map(tuple, media)])
        return found if len({len(column) for column in (ids, types, guids, *columns, contents)}) == 1 else None
    except (TypeError, ValueError):
        return None
