"""The change log of a release: what changed for learners, from the ledger and the deck."""

from collections.abc import Collection, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from flashcards.anki.package import Package
from flashcards.cards.notetypes.per_deck import for_deck
from flashcards.compile.deck import CompiledDeck
from flashcards.compile.stamper import Stamper
from flashcards.compile.stamps import UnreleasedNote
from flashcards.compile.state import DeckState
from flashcards.ledger.compatibility import BreakingKind
from flashcards.ledger.record import Ledger, Stamp
from flashcards.model.deck import Deck, Note
from flashcards.model.edition import Edition
from flashcards.model.variant import shown
from flashcards.release.plaintext import prompt
from flashcards.release.strings import release_texts
from flashcards.text.language import in_digits, number


class Changes(NamedTuple):
    """The notes that are new, reworded or retired in some packages since the last release, or have `left` them.

    `must_act` if learners must follow instructions, `has_new_look` if their cards look different. `first` are the
    packages, as editions, that were never released: all of them in a deck's first release.
    """

    first: tuple[Edition, ...]
    is_first: bool
    new: "ChangedNotes"
    reworded: "ChangedNotes"
    retired: "ChangedNotes"
    left: "ChangedNotes"
    must_act: bool
    has_new_look: bool

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.reworded or self.retired or self.left or self.must_act or self.has_new_look)


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


def changes_since(packages: Sequence[Package], state: DeckState) -> Changes:
    """The changes in packages of a deck that was stamped."""
    editions = [package.edition for package in packages]
    deck, stamper, changed = editions[0].deck, state.stamper, state.changed
    if not (stamper and changed):
        raise ValueError("a deck that cannot be read has no changes")
    ledger = changed.head
    known = [each for each in editions if _is_out(each, stamper)] if ledger.release else []
    groups: dict[str, list[tuple[int, int]]] = {"new": [], "reworded": [], "retired": [], "left": []}
    for place, group in chain(_edited(state, known), _moved(state, known)):
        groups[group].append(place)
    return Changes(
        first=tuple(edition for edition in editions if edition not in known),
        is_first=not known,
        **{group: ChangedNotes(state.deck, sorted({*places})) for group, places in groups.items()},
        must_act=bool(groups["left"]) or any(name not in _moves(deck) for name in ledger.accepted),
        has_new_look=_has_new_look(
            deck, ledger, stamper.released_types & {key for each in packages for key in each.notetypes}
        ),
    )


def _is_out(edition: Edition, stamper: Stamper) -> bool:
    """Whether learners have the package of an edition."""
    own = edition.key, edition.variant_name
    return edition.key in stamper.released_editions and (not edition.variant_name or own in stamper.released_variants)


def _edited(state: DeckState, known: Sequence[Edition]) -> Iterator[tuple[tuple[int, int], str]]:
    """The notes with unreleased content, by chunk and row, with their group; those of packages that had them before."""
    for fresh in state.fresh:
        place = fresh.at, fresh.row
        keys = [edition.key for edition in known if edition.variant_name in _stayed(state, place)]
        if (keys or not known) and (group := _kind(fresh, keys)):
            yield place, group


def _stayed(state: DeckState, place: tuple[int, int]) -> frozenset[str]:
    """The variants that take a note, and did in the last release; all of them if the default package did."""
    now, moved = state.deck.variants(*place), state.stamper.moved.get(place) if state.stamper else None
    return now & moved.variants if moved and moved.variants else now


def _moved(state: DeckState, known: Sequence[Edition]) -> Iterator[tuple[tuple[int, int], str]]:
    """The released notes that are new in one of the packages, or have left one."""
    places = {edition.key: place for place, edition in enumerate(state.deck.editions)}
    for (at, row), moved in state.stamper.moved.items() if state.stamper else ():
        now, index = state.deck.variants(at, row), state.deck.index(at)
        asking = [each for each in known if index.held[row] >> places[each.key] & 1]
        if row not in index.retired and any(each.variant_name in now and not moved.was_in(each) for each in asking):
            yield (at, row), "new"
        if any(each.variant_name not in now and moved.was_in(each) for each in asking):
            yield (at, row), "left"


def _moves(deck: Deck) -> frozenset[str]:
    """The names of breaking changes that only learners of packages which notes have left must act on."""
    return frozenset(BreakingKind.EDITION.of(shown(each.name)) for each in deck.variants)


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
        (texts.left, changes.left),
    ):
        if notes:
            yield f"**{heading.format(count=number(len(notes), tag), tag=edition.retired_tag)}**"
            yield ""
            yield from (f"- {_line(note, edition)}" for note in notes)
            yield ""


def _line(note: Note, edition: Edition) -> str:
    """The question of a note, with why it was retired, or with the packages that have it where this one has not."""
    question = prompt(note, edition.study)
    if not edition.holds(note):
        return f"{question} ({', '.join(each.name for each in edition.deck.variants if each.takes(note.tags))})"
    reason = note.retired.reason.get(edition.study) if note.retired else None
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
    return any(stamp.sketch for stamp in fresh.stamps.values()) and not any(stamp.sketch for stamp in changed)
