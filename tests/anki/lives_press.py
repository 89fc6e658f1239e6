"""Builds and releases of an author's deck, and since when each note in them should be as it is."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from flashcards.anki.package import Package, PackageNote
from flashcards.anki.package_writer import write_package
from flashcards.cards.notetypes import NOTETYPES
from flashcards.cards.notetypes.per_deck import notetypes_of
from flashcards.compile.stamp import Stamped, released, stamp, unused_ids
from flashcards.deckfile.discovery import find_decks
from flashcards.deckfile.reader import read_decks
from flashcards.ledger.codec import LedgerReading, ledger_path, ledger_text, read_ledger
from flashcards.ledger.compatibility import Kind, breaks
from flashcards.ledger.translation import confirmed
from flashcards.model.deck import Deck, Language
from flashcards.model.edition import editions
from flashcards.model.media import Media
from flashcards.text import markdown
from flashcards.text.html import to_html, without_marks
from flashcards.text.media import find_media
from tests.anki.lives_author import PARTS, PHRASES, Author, WrittenNote
from tests.anki.lives_learner import Style

Name = tuple[Language, str]
"""What a note goes by in these tests: the language it is asked in, and its author's key."""


def field_index(notetype: str, name: str) -> int:
    """The place of a field in a note type."""
    return NOTETYPES[notetype].field_index(name)


class Sheet(NamedTuple):
    """A note as a release carries it, or as a learner has it.

    `moment` is when it last changed, by the author's hand or, where it `is_own`, by the learner's.
    `reasons` say why it is no longer to be learned, in the study language and the support language.
    """

    type: str
    moment: int
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    reasons: tuple[str, ...]
    is_own: bool = False

    def field(self, name: str) -> str:
        """What a field holds."""
        return self.fields[field_index(self.type, name)]

    def content(self) -> tuple[object, ...]:
        """What a learner gets; which version it came out in does not count."""
        fields = [re.sub("version=[0-9.]*&", "", field) for field in self.fields]
        return (self.type, fields, self.tags)


class Shipment(NamedTuple):
    """A package of a release, the notes in it in the order of the deck, each with its place there, and their types."""

    path: Path
    title: str
    sheets: dict[Name, Sheet]
    places: dict[Name, int]
    types: frozenset[int]


class Release(NamedTuple):
    """All that went out at one time; note types and their styles go by the id of the note type."""

    number: int
    shipments: dict[Language, Shipment]
    notetypes: dict[int, str]
    styles: dict[int, Style]


class Press:
    """Builds an author's deck and releases it, as the command does, in a time of its own."""

    def __init__(self, folder: Path, author: Author) -> None:
        self.releases: list[Release] = []
        self.names: dict[str, Name] = {}  # by guid
        self.ids: dict[Name, int] = {}  # in Anki, from the first build on
        self.pictures: dict[str, bytes] = {}  # by the name a card knows them by
        self._folder = folder
        self._author = author
        self._sheets: dict[Name, Sheet] = {}
        self._released = 0
        self._out: dict[Name, Sheet] = {}  # as each was in the last release that had it
        (folder / "decks").mkdir()

    def is_out(self, note: WrittenNote) -> bool:
        """Whether any learner can have a note."""
        return any(key == note.key for _, key in self._out)

    def confirm(self, written: WrittenNote) -> None:
        """Say that the translations of a note are right as they are."""
        deck = self._read()
        reading = self._ledger(deck)
        [note] = [note for note in deck.notes if note.id == written.id]
        if record := reading.ledger.notes.get(note.first_id):
            notes = {**reading.ledger.notes, note.first_id: confirmed(note, record)}
            reading.path.write_text(ledger_text(replace(reading.ledger, notes=notes)), encoding="utf-8")

    def build(self, now: int, languages: Sequence[Language] = (), accepted: Sequence[str] = ()) -> int:
        """Build the deck in some languages, or all; returns the moment when it is done."""
        _, stamped = self._build(now, languages, accepted)
        return max(now, stamped.ledger.latest)

    def release(self, now: int) -> int:
        """Build the deck under a new version and give it to the world; returns the moment when it is done."""
        self._author.version = f"1.{len(self.releases)}"
        deck, stamped = self._build(now)
        now = max(now, stamped.ledger.latest)
        ledger = released(stamped.ledger, deck, now=now)
        ledger_path(deck.folder, deck.id).write_text(ledger_text(ledger), encoding="utf-8")
        folder = self._folder / self._author.version
        folder.mkdir()
        shipments = {package.edition.study: self._shipment(package, folder) for package in stamped.packages}
        types = [each for package in stamped.packages for each in package.notetypes.values()]
        release = Release(
            len(self.releases),
            shipments,
            {notetype.id: notetype.name for notetype, _ in types},
            {notetype.id: Style(notetype.css, mod) for notetype, mod in types},
        )
        for shipment in shipments.values():
            self._send_out(shipment.sheets)
        self.releases.append(release)
        self._released = now
        return now

    def _build(
        self, now: int, languages: Sequence[Language] = (), accepted: Sequence[str] = ()
    ) -> tuple[Deck, Stamped]:
        deck = self._read()
        reading = self._ledger(deck)
        found = [each.name for each in breaks(deck, reading, notetypes_of(deck))]
        pairs = [name for name in found if "+" in name]  # of languages, which the author does not mind
        named = [Kind.NOTE.of(key) for key in accepted]
        assert [name for name in found if name not in pairs] == named
        accepted = (*named, *pairs)
        new_ids = unused_ids(reading.ledger.note_ids, len(deck.notes) * len(deck.languages), now=now)
        wanted = list(editions(deck, languages))
        stamped = stamp(
            wanted,
            reading.ledger,
            new_ids,
            notetypes=notetypes_of(deck),
            now=now,
            accepted=accepted,
        )
        reading.path.write_text(ledger_text(stamped.ledger), encoding="utf-8")
        for package in stamped.packages:
            study = package.edition.study
            held = [written for written in self._author.notes if self._author.is_asked(written, study)]
            for written, note in zip(held, package.notes, strict=True):
                self._remember(written, note, study, now)
        return deck, stamped

    def _read(self) -> Deck:
        path = self._folder / "decks" / f"{self._author.DECK_ID}.yaml"
        path.write_text(self._author.deck_file(), encoding="utf-8")
        for note in self._author.notes:
            picture = path.parent / note.picture_path
            picture.parent.mkdir(exist_ok=True)
            if note.picture:
                picture.write_bytes(note.picture_bytes)
                self.pictures[find_name(note, path.parent)] = note.picture_bytes
        reading = read_decks(find_decks([], path.parent))
        assert reading.problems == ()
        [deck] = reading.decks
        return deck

    def _ledger(self, deck: Deck) -> LedgerReading:
        reading = read_ledger(ledger_path(deck.folder, deck.id), deck.id, deck.uid)
        assert reading.problems == ()
        return reading

    def _remember(self, written: WrittenNote, note: PackageNote, study: Language, now: int) -> None:
        name = (study, written.key)
        self.names[note.guid] = name
        assert note.note_id == self.ids.setdefault(name, note.note_id)
        support = self._author.pairs()[study]
        self._check_words(written, note, study, support)
        reasons = tuple(written.said("reason", each) for each in (study, support)) if written.is_retired else ()
        sheet = Sheet(written.type, 0, note.fields, tuple(sorted(note.tags)), reasons)
        before = self._sheets.get(name)
        if before and before.content() == sheet.content():
            moment = before.moment
        else:
            soonest = max(now, before.moment + 1 if before else now)
            latest = max(soonest, self._released + 1)  # the second of a release may be taken as over
            moment = min(max(soonest, note.mod), latest)
        self._sheets[name] = sheet._replace(moment=moment)

    def _check_words(self, written: WrittenNote, note: PackageNote, study: Language, support: Language) -> None:
        """A package says what the author wrote."""

        def field(name: str) -> str:
            return note.fields[field_index(written.type, name)]

        assert field("ID") == written.id
        assert field("Lang") == study
        assert field("Lang 2") == support
        assert set(note.tags) == self._author.tags(written)
        title = self._author.section(written.section).title(study)
        assert field("Topic").endswith(to_html(title))
        media = {written.picture_path: find_name(written, self._folder / "decks")} if written.picture else {}
        for mark, language in (("", study), (" 2", support)):
            for part in PARTS[written.type]:
                text = written.written(part, language)
                is_literal = NOTETYPES[written.type].parts[list(PARTS[written.type]).index(part)].is_literal
                shown = to_html(text) if is_literal else markdown.to_html(text, media, has_clozes=part == "text")
                assert without_marks(field(f"{part.capitalize()}{mark}")) == shown
            below = field(f"Note{mark}")
            told = [markdown.to_html(written.said("note", language))] if written.has_note else []
            if written.is_retired:
                told += [to_html(written.said("reason", language)), written.replaced_by]
            assert all(each in below for each in told)
            assert bool(below) == bool(told)

    def _shipment(self, package: Package, folder: Path) -> Shipment:
        path = folder / package.file_name
        with path.open("wb") as file:
            write_package(package, file)
        places = {self.names[note.guid]: note.due for note in package.notes}
        title = PHRASES[package.edition.study].title
        types = frozenset(notetype.id for notetype, _ in package.notetypes.values())
        return Shipment(path, title, {name: self._sheets[name] for name in places}, places, types)

    def _send_out(self, sheets: Mapping[Name, Sheet]) -> None:
        """A note that is no later than when it was last out is the same, and one that is later says since when."""
        for name, sheet in sheets.items():
            before = self._out.get(name)
            if before and before.moment == sheet.moment:
                assert sheet == before
            else:
                report = sheet.field("Report")
                assert not report or f"&amp;version={self._author.version}&amp;" in report
        self._out.update(sheets)


def find_name(note: WrittenNote, folder: Path) -> str:
    """The name that a card knows a note's picture by."""
    found = find_media(note.picture_path, folder)
    assert isinstance(found, Media)
    return found.name
