"""What changed for learners since the last release, told from the ledger and the deck."""

from collections.abc import Iterator
from typing import NamedTuple

from flashcards.deck import Deck, Language, Note
from flashcards.edition import Edition
from flashcards.language import in_digits, number
from flashcards.ledger import Ledger, Record, State
from flashcards.release.words import words


class Changes(NamedTuple):
    """The notes that are new, reworded or retired since the last release, and whether learners must act."""

    is_first: bool
    new: tuple[Note, ...]
    reworded: tuple[Note, ...]
    retired: tuple[Note, ...]
    must_act: bool

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.reworded or self.retired or self.must_act)


def changes_since(deck: Deck, ledger: Ledger) -> Changes:
    """The changes of a deck whose notes the ledger has stamped."""
    groups: dict[str, list[Note]] = {"new": [], "reworded": [], "retired": []}
    for note in deck.notes:
        if kind := _kind(note, ledger.notes[note.first_id]):
            groups[kind].append(note)
    return Changes(
        is_first=ledger.release is None,
        new=tuple(groups["new"]),
        reworded=tuple(groups["reworded"]),
        retired=tuple(groups["retired"]),
        must_act=bool(ledger.accepted),
    )


def suggested_version(ledger: Ledger, changes: Changes) -> str:
    """The number a release should have: a new first part where learners must act, else a new second part."""
    if ledger.release is None:
        return "1.0"
    first, second = [*parts(ledger.release.version), 0][:2]
    return f"{first + 1}.0" if changes.must_act else f"{first}.{second + 1}"


def parts(version: str) -> list[int]:
    """The parts of a version, to compare by."""
    return [int(part) for part in version.split(".")]


def changelog(edition: Edition, changes: Changes) -> str:
    """The changes as a learner of an edition is told of them, in Markdown."""
    deck, tag = edition.deck, edition.study
    heading = words(tag).changes.format(version=in_digits(deck.version, tag))
    return "\n".join([f"## {heading}", "", *_told(edition, changes)]) + "\n"


def _told(edition: Edition, changes: Changes) -> Iterator[str]:
    tag, say = edition.study, words(edition.study)
    if changes.is_first:
        yield say.first.format(cards=number(len(edition.deck.notes), tag))
        return
    if changes.is_empty:
        yield say.nothing
    if changes.must_act:
        yield f"**{say.must_act}**"
    for heading, notes in ((say.new, changes.new), (say.reworded, changes.reworded), (say.retired, changes.retired)):
        if notes:
            yield f"**{heading.format(count=number(len(notes), tag), tag=edition.retired_tag)}**"
            yield ""
            yield from (f"- {_line(note, tag)}" for note in notes)
            yield ""


def _line(note: Note, tag: Language) -> str:
    prompt = next(iter(note.parts.values()))[tag].value.replace("\n", " ")
    return f"{prompt} ({note.retired.reason[tag].value})" if note.retired else prompt


def _kind(note: Note, record: Record) -> str:
    if record.state is State.NEW:
        return "" if note.retired else "new"
    if all(stamp.version for stamp in record.stamps.values()):
        return ""
    return "retired" if note.retired else "reworded"
