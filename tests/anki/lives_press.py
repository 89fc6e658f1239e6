"""Builds and releases of an author's deck, and since when each note in them should be as it is."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import permutations
from pathlib import Path
from typing import NamedTuple

from flashcards.anki.package import Package, PackageNote
from flashcards.cards.notetypes import NOTETYPES
from flashcards.cards.notetypes.notetype import Notetype
from flashcards.cards.notetypes.of_kind import notetype_of
from flashcards.compile.build import BuiltPackage, write
from flashcards.compile.confirming import confirm_notes
from flashcards.compile.state import DeckState
from flashcards.deckfile.discovery import find_decks
from flashcards.ledger.compatibility import BreakingKind
from flashcards.lint.registry import STALE_TEXT, VOID_REVIEW
from flashcards.model.deck import Language, Style
from flashcards.model.edition import pair_name
from flashcards.model.kind import Kind, KindCard, KindPart
from flashcards.model.media import Media
from flashcards.model.problem import Location
from flashcards.release import publish
from flashcards.release.changelog import Changes, changes_since
from flashcards.text import markdown
from flashcards.text.html import to_html, without_marks
from flashcards.text.media import find_media
from tests.anki.lives_author import OWN_KIND, PARTS, PHRASES, Author, WrittenNote
from tests.anki.lives_learner import Style as OwnStyle
from tests.pipeline import states

Name = tuple[Language, str]
"""What a note goes by in these tests: the language it is asked in, and its author's key."""

Key = tuple[Language, str]
"""What a package goes by: its study language, and its edition, which is empty for the default package."""

EDITIONS: Sequence[Mapping[str, tuple[str, ...]]] = (
    {},
    {"extended": ("inner",)},
    {"extended": ("inner", "über")},
    {"full": ("inner", "über")},
    {"extended": ("inner",), "full": ("inner", "über")},
    {"extended": ("inner",), "other": ("über",)},
)
"""What the author declares as editions, by their tags."""

_PAIRS = [BreakingKind.PAIR.of(pair_name(*pair)) for pair in permutations(PHRASES, 2)]
"""Breaks that the author does not mind."""

_LEFT = [BreakingKind.EDITION.of(name) for name in ("default", *{name for own in EDITIONS for name in own})]
"""Breaks that the author means, and that are there if a note has left an edition."""

_KNOWN_RULES = {STALE_TEXT, VOID_REVIEW, "incomplete-language"}
"""What the author may be told of texts."""


# As it is before it grows: whatever is added takes a spare place, and moves no field
_OURS = Kind(
    OWN_KIND,
    OWN_KIND,
    tuple(KindPart(name) for name in PARTS[OWN_KIND]),
    (KindCard("fact-of", "", "", ("fact",)),),
    Style(),
    Location(Path(), 1, 1),
)
_NOTETYPES = {**NOTETYPES, OWN_KIND: notetype_of(_OURS, "", "", "")}


def field_index(notetype: str, name: str) -> int:
    """The place of a field in a note type; that of the author's own kind, which grows, has room for more."""
    return _NOTETYPES[notetype].field_index(name)


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
    """A package of a release, the notes in it in the order of the deck, each with its place there and its cards.

    `types` are their note types.
    """

    path: Path
    title: str
    sheets: dict[Name, Sheet]
    places: dict[Name, int]
    cards: dict[Name, tuple[int, ...]]
    types: frozenset[int]


class Release(NamedTuple):
    """All that went out at one time; note types and their styles go by the id of the note type."""

    number: int
    shipments: dict[Key, Shipment]
    notetypes: dict[int, Notetype]
    styles: dict[int, OwnStyle]


class Press:
    """Builds an author's deck and releases it, as the commands do, in a time of its own and with one cache."""

    def __init__(self, folder: Path, author: Author) -> None:
        self.releases: list[Release] = []
        self.names: dict[str, Name] = {}  # by guid
        self.ids: dict[Name, int] = {}  # in Anki, from the first build on
        self.pictures: dict[str, bytes] = {}  # by the name a card knows them by
        self._folder = folder
        self._author = author
        self._sheets: dict[Name, Sheet] = {}
        self._released = 0
        self._dropped: set[str] = set()  # the keys of notes that once were
        self._taken: dict[str, frozenset[str]] = {}  # the editions that had a note in the last release with it
        self._out: dict[Name, Sheet] = {}  # as each was in the last release that had it
        (folder / "decks").mkdir()
        (folder / "cache").mkdir()

    @property
    def next_version(self) -> str:
        """The version of the next release, a major one: learners may have to act on it."""
        return f"{len(self.releases) + 1}.0"

    def is_out(self, note: WrittenNote) -> bool:
        """Whether any learner can have a note."""
        return any(key == note.key for _, key in self._out)

    def confirm(self, written: WrittenNote) -> None:
        """Say that the translations of a note are right as they are."""
        with self._opened(accepted=None) as state:
            confirm_notes([state], [written.id])

    def build(self, now: int, languages: Sequence[Language] = (), accepted: Sequence[str] = ()) -> int:
        """Build the deck in some languages, or all; returns the moment when it is done."""
        with self._stamped(now, languages, accepted) as (state, done):
            write([state], self._folder / "dist", locked=False)
        return done

    def release(self, now: int) -> int:
        """Build the deck under a new version and give it to the world; returns the moment when it is done."""
        self._author.version = self.next_version
        with self._stamped(now) as (state, done):
            written = publish.release(publish.plan(state), self._author.version, self._folder, now=done)
            shipments = {_key(each.package): self._shipment(each) for each in written}
            told = {_key(each): changes_since([each], state) for each in state.packages}
            types = [each for package in state.packages for each in package.notetypes.values()]
        release = Release(
            len(self.releases),
            shipments,
            {notetype.id: notetype for notetype, _ in types},
            {notetype.id: OwnStyle(notetype.css, mod) for notetype, mod in types},
        )
        for shipment in shipments.values():
            self._send_out(shipment.sheets)
        for key in (shipments.keys() & self.releases[-1].shipments) if self.releases else ():
            self._check_changes(key, told[key], self.releases[-1].shipments[key].sheets, shipments[key].sheets)
        for note in self._author.notes:
            if self.is_out(note):
                self._taken[note.key] = self._author.taking(note)
        self.releases.append(release)
        self._released = done
        return done

    @contextmanager
    def _stamped(
        self, now: int, languages: Sequence[Language] = (), accepted: Sequence[str] = ()
    ) -> Iterator[tuple[DeckState, int]]:
        """The deck with its packages, and the moment when they are done; all breaks are those that are accepted."""
        self._dropped.update(accepted)
        named, expected = [BreakingKind.NOTE.of(key) for key in accepted], self._left(languages, accepted)
        with self._opened(now=now, wanted=languages, accepted=[*named, *_PAIRS, *_LEFT]) as state:
            assert state.changed
            assert [name for name in state.changed.accepted if name not in (*_PAIRS, *_LEFT)] == named
            assert {name for name in state.changed.accepted if name in _LEFT} == expected
            packages = self._author.packages(languages or self._author.languages)
            assert [_key(package) for package in state.packages] == [*packages]
            for package in state.packages:
                for written, note in zip(packages[_key(package)], package.notes, strict=True):
                    self._remember(written, note, package.edition.study, now)
            yield state, max(now, state.changed.latest)

    def _left(self, languages: Sequence[Language], accepted: Sequence[str]) -> set[str]:
        """The breaks by notes that an edition had, and has no longer; `accepted` notes are not out when they come."""
        asked_in = [study for study in self._author.pairs() if study in (languages or self._author.languages)]
        there = [
            note
            for note in self._author.notes
            if note.key in self._taken
            and note.id not in accepted
            and any(self._author.is_asked(note, study) for study in asked_in)
        ]
        had = {note.key: self._taken[note.key] for note in there}
        out = {"", *(name for names in had.values() if "" not in names for name in names)}
        left = {
            name
            for note in there
            if "" not in (now := self._author.taking(note))
            for name in (out if "" in had[note.key] else had[note.key]) - now
        }
        return {BreakingKind.EDITION.of(name or "default") for name in left}

    @contextmanager
    def _opened(
        self, *, accepted: Sequence[str] | None, now: int | None = None, wanted: Sequence[Language] = ()
    ) -> Iterator[DeckState]:
        """The deck as it is now, beside its ledger; where no break is accepted, there may be some."""
        sources = find_decks([], self._written())
        cached_in = self._folder / "cache"
        with states(sources, now=now, accepted=accepted or (), wanted=wanted, cached_in=cached_in) as [state]:
            assert accepted is None or state.breaking_changes == ()
            breaks = [each.problem for each in state.breaking_changes]
            problems = [problem for problem in state.problems if problem not in breaks]
            assert [problem for problem in problems if problem.rule not in _KNOWN_RULES] == []
            yield state

    def _written(self) -> Path:
        """The folder with the deck as the author has it."""
        folder = self._folder / "decks"
        for old in folder.glob("*.yaml"):
            old.unlink()
        for path, text in self._author.files().items():
            (folder / path).write_text(text, encoding="utf-8")
        for note in self._author.notes:
            picture = folder / note.picture_path
            picture.parent.mkdir(exist_ok=True)
            if note.picture:
                picture.write_bytes(note.picture_bytes)
                self.pictures[find_name(note, folder)] = note.picture_bytes
        return folder

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

    def _check_changes(self, key: Key, told: Changes, before: Mapping[Name, Sheet], now: Mapping[Name, Sheet]) -> None:
        """Learners of a package are told of each note that is new, other or no longer in it, and of no others.

        What they are told of notes that were dropped in between does not count.
        """
        if told.is_first:
            return
        ids = {(key[0], note.key): note.id for note in self._author.notes if note.key not in self._dropped}
        changed = {name for name in now.keys() & before if now[name].moment != before[name].moment}
        retired = {name for name in now if now[name].reasons}
        left = {name for name in before.keys() - now if name in ids and self._is_asked(name)}
        expected = {"new": now.keys() - before - retired, "reworded": changed - retired, "retired": changed & retired}
        for group, names in {**expected, "left": left}.items():
            assert {*getattr(told, group).ids} & {*ids.values()} == {ids[name] for name in names & ids.keys()}, group

    def _is_asked(self, name: Name) -> bool:
        language, key = name
        return any(note.key == key and self._author.is_asked(note, language) for note in self._author.notes)

    def _check_words(self, written: WrittenNote, note: PackageNote, study: Language, support: Language) -> None:
        """A package says what the author wrote."""

        def field(name: str) -> str:
            return note.fields[field_index(written.type, name)]

        assert field("ID") == written.key
        assert field("Lang") == study
        assert field("Lang 2") == support
        assert set(note.tags) == self._author.tags(written)
        title = self._author.section(written.section).title(study)
        assert field("Topic").endswith(to_html(title))
        media = {written.picture_path: find_name(written, self._folder / "decks")} if written.picture else {}
        for mark, language in (("", study), (" 2", support)):
            for part in PARTS[written.type]:
                text = written.written(part, language) if written.has(language) else ""
                is_literal = _NOTETYPES[written.type].parts[list(PARTS[written.type]).index(part)].is_literal
                shown = to_html(text) if is_literal else markdown.to_html(text, media, has_clozes=part == "text")
                assert without_marks(field(f"{part.capitalize()}{mark}")) == shown
            below = field(f"Note{mark}")
            has_note = written.has_note and written.has(language)
            told = [markdown.to_html(written.said("note", language))] if has_note else []
            if written.is_retired:
                told += [to_html(written.said("reason", language)), self._author.heir(written)]
            assert all(each in below for each in told)
            assert bool(below) == bool(told)

    def _shipment(self, built: BuiltPackage) -> Shipment:
        package = built.package
        places = {self.names[note.guid]: note.due for note in package.notes}
        cards = {self.names[note.guid]: note.cards for note in package.notes}
        title = PHRASES[package.edition.study].title
        types = frozenset(notetype.id for notetype, _ in package.notetypes.values())
        return Shipment(built.path, title, {name: self._sheets[name] for name in places}, places, cards, types)

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


def _key(package: Package) -> Key:
    return package.edition.study, package.edition.variant_name


def find_name(note: WrittenNote, folder: Path) -> str:
    """The name that a card knows a note's picture by."""
    found = find_media(note.picture_path, folder)
    assert isinstance(found, Media)
    return found.name
