"""The change log of a release: what changed for learners, from the ledger and the deck."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from flashcards.anki.package import Package
from flashcards.cards.notetypes.per_deck import for_deck
from flashcards.compile.deck import CompiledDeck
from flashcards.compile.stamps import UnreleasedNote
from flashcards.compile.state import DeckState
from flashcards.ledger.record import Ledger, Stamp
from flashcards.model.deck import Deck, Language, Note
from flashcards.model.edition import Edition
from flashcards.release.plaintext import prompt
from flashcards.release.strings import release_texts
from flashcards.text.language import in_digits, number


class Changes(NamedTuple):
    """The notes that are new, reworded or retired in some editions since the last release.

    `must_act` if learners must follow instructions, `has_new_look` if their cards look different. `first` are the
    editions that were never released: all of them in a deck's first release.
    """

    first: tuple[Edition, ...]
    is_first: bool
    new: "ChangedNotes"
    reworded: "ChangedNotes"
    retired: "ChangedNotes"
    must_act: bool
    has_new_look: bool

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.reworded or self.retired or self.must_act or self.has_new_look)


class ChangedNotes(Collection[Note]):
    """Notes of a deck, by chunk and row, read each time they are iterated: in a first release, they are all."""

    def __init__(self, deck: CompiledDeck, places: Sequence[tuple[int, int]]) -> None:
        self._deck = deck
        self._places = places

    @property
    def ids(self) -> Iterator[str]:
        """The ids of the notes, which are not read for them."""
        return (self._deck.index(at).ids[row] for at, row in self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, note: object) -> bool:
        return any(each == note for each in self)

    def __iter__(self) -> Iterator[Note]:
        for at, row in self._places:
            yield self._deck.read(at).notes[row]


def changes_since(editions: Sequence[Edition], state: DeckState) -> Changes:
    """The changes in editions of a deck that was stamped."""
    deck, stamper, changed = editions[0].deck, state.stamper, state.changed
    if not (stamper and changed):
        raise ValueError("a deck that cannot be read has no changes")
    ledger = changed.head
    first = tuple(edition for edition in editions if ledger.release is None or edition.key not in stamper.out)
    keys = [edition.key for edition in editions if edition not in first]
    groups: dict[str, list[tuple[int, int]]] = {"new": [], "reworded": [], "retired": []}
    for fresh in state.fresh:
        if kind := _kind(fresh, keys):
            groups[kind].append((fresh.at, fresh.row))
    return Changes(
        first=first,
        is_first=not keys,
        new=ChangedNotes(state.deck, groups["new"]),
        reworded=ChangedNotes(state.deck, groups["reworded"]),
        retired=ChangedNotes(state.deck, groups["retired"]),
        must_act=bool(ledger.accepted),
        has_new_look=_has_new_look(deck, ledger, stamper.had),
    )


def suggested_version(ledger: Ledger, changes: Changes) -> str:
    """The next version: a major one if learners must act, otherwise a minor one."""
    if ledger.release is None:
        return "1.0"
    first, second = [*parts(ledger.release.version), 0][:2]
    return f"{first + 1}.0" if changes.must_act else f"{first}.{second + 1}"


def parts(version: str) -> list[int]:
    """The numbers in a version, to compare versions."""
    return [int(part) for part in version.split(".")]


def changelog(package: Package, changes: Changes) -> str:
    """The changes for learners of a package, as Markdown."""
    deck, tag = package.edition.deck, package.edition.study
    heading = release_texts(tag).changes.format(version=in_digits(deck.version, tag))
    return "\n".join([f"## {heading}", "", *_lines(package, changes)]) + "\n"


def _has_new_look(deck: Deck, ledger: Ledger, had: Collection[str]) -> bool:
    """Whether a note type of released notes has changed since the last release."""
    stamps = (
        ledger.notetypes[notetype.id] for notetype in for_deck(deck, had).values() if notetype.id in ledger.notetypes
    )
    return ledger.release is not None and any(stamp.mod > ledger.release.moment for stamp in stamps)


def _lines(package: Package, changes: Changes) -> Iterator[str]:
    edition = package.edition
    tag, texts = edition.study, release_texts(edition.study)
    if changes.is_first:
        yield texts.first.format(cards=number(package.card_count, tag))
        return
    if changes.is_empty:
        yield texts.nothing
    if changes.must_act:
        yield f"**{texts.must_act}**"
        yield ""
    if changes.has_new_look:
        yield texts.look
        yield ""
    for heading, notes in (
        (texts.new, changes.new),
        (texts.reworded, changes.reworded),
        (texts.retired, changes.retired),
    ):
        if notes:
            yield f"**{heading.format(count=number(len(notes), tag), tag=edition.retired_tag)}**"
            yield ""
            yield from (f"- {_line(note, tag)}" for note in notes)
            yield ""


def _line(note: Note, tag: Language) -> str:
    question = prompt(note, tag)
    reason = note.retired.reason.get(tag) if note.retired else None
    return f"{question} ({reason})" if reason else question


def _kind(fresh: UnreleasedNote, keys: Sequence[str]) -> str:
    """The group of a note in the editions with these keys: new, reworded, retired, or an empty string if unchanged."""
    stamps = [fresh.stamps[key] for key in keys if key in fresh.stamps]
    if keys and all(stamp.version for stamp in stamps):
        return ""
    if fresh.is_new or _is_first_text(fresh, stamps):
        return "" if fresh.is_retired else "new"
    return "retired" if fresh.is_retired else "reworded"


def _is_first_text(fresh: UnreleasedNote, stamps: Sequence[Stamp]) -> bool:
    """Whether a note was released in other editions, and is new in these.

    A released stamp has a sketch, unless a breaking change of its note was accepted since.
    """
    changed = [stamp for stamp in stamps if not stamp.version]
    return any(stamp.version and stamp.sketch for stamp in fresh.stamps.values()) and not any(
        stamp.sketch for stamp in changed
    )
