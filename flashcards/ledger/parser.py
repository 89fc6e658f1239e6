"""The parser of ledgers, which reports problems at their lines.

Lines can be in any order. If a merge kept the lines of both sides, the later `mod` is valid.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from flashcards.ledger.codec import (
    EDITION_LINE,
    FIRST_LINE,
    FIRST_LINE_OF_ADOPTED,
    FIRST_LINE_OF_VARIANTS,
    FIRST_LINE_WITH_CROWDANKI,
    GUID_LINE,
    MOMENT,
    NOTHING,
    STAMP_WORDS,
    adopted_of,
    agreed_of,
    seconds_of,
    stamp_of,
    text_of,
)
from flashcards.ledger.record import Adopted, Ledger, Record, Release, Review, State, TypeStamp
from flashcards.model.deck import Language
from flashcards.model.foreign import CrowdAnkiDeck
from flashcards.model.problem import Location, Problem
from flashcards.text.decode import is_valid_text

_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
_FINGERPRINT = "[0-9a-f]{16}"
_STAMP = rf"\S+ [0-9]{{1,15}} {MOMENT} {_FINGERPRINT} (?:[0-9a-f]{{56}}|{NOTHING}) (?:[0-9.]+|{NOTHING})(?: |$)"
_CLOZE = re.compile("([0-9]{1,9}):([0-9a-f]{8})")


def record_of(lines: str, note_id: str) -> Record:
    """The record in valid lines of a note; raises KeyError if they are of another note."""
    parser = LedgerParser(Path(), "", "")
    for line in lines.splitlines():
        parser.read(line, 1)
    return parser.notes()[note_id]


class LedgerParser:
    """Reads a ledger line by line."""

    def __init__(self, path: Path, deck_id: str, uid: str) -> None:
        self.problems: list[Problem] = []
        self.numbers: dict[str, int] = {}
        self._path = path
        self._deck = (deck_id, uid)
        self._release: Release | None = None
        self._titles: dict[Language, str] = {}
        self._pairs: dict[str, None] = {}
        self._accepted: set[str] = set()
        self._clock = 0
        self._notetypes: dict[int, TypeStamp] = {}
        self._notes: dict[str, Record] = {}
        self._reviews: dict[str, dict[Language, Review]] = {}
        self._adopted: dict[str, dict[Language, Adopted]] = {}
        self._variants: dict[str, dict[str, None]] = {}
        self._is_adopted = self._has_variants = False
        self._subdecks: dict[tuple[str, Language], str] = {}
        self._crowdanki: dict[tuple[str, Language], CrowdAnkiDeck] = {}
        self._is_later = False
        self._in_conflict = False

    def ledger(self) -> Ledger:
        """The record of the deck."""
        accepted = tuple(sorted(self._accepted))
        head = Ledger(*self._deck, self._release, self._titles, tuple(self._pairs), accepted, self._notetypes)
        return replace(
            head,
            clock=self._clock,
            is_adopted=self._is_adopted,
            has_variants=self._has_variants,
            subdecks=self._subdecks,
            crowdanki=self._crowdanki,
        )

    def notes(self) -> Mapping[str, Record]:
        """The records of notes, by their first ids."""
        return {
            note_id: record._replace(
                reviews=self._reviews.get(note_id, {}),
                adopted=self._adopted.get(note_id, {}),
                variants=tuple(self._variants.get(note_id, ())),
            )
            for note_id, record in self._notes.items()
        }

    def read(self, line: str, number: int) -> None:
        """Read a line; after the first line of a later version, nothing is known of the others."""
        if self._is_later:
            return
        try:
            known = self._read(line, number)
        except ValueError:  # an invalid date, such as the 32nd
            known = False
        if not known:
            hint = "restore it from git: `git checkout -- " + self._path.name + "`"
            self._problem(number, "this line is not part of a ledger", hint)

    def _read(self, line: str, number: int) -> bool:
        if line.startswith(_CONFLICT):
            if not self._in_conflict:
                hint = "delete the marker lines and keep all lines between them; the build merges them"
                self._problem(number, "this is a conflict marker of a merge", hint)
            self._in_conflict = True
            return True
        if not is_valid_text(line):
            return False
        for pattern, take in _KINDS:
            if found := pattern.fullmatch(line):
                take(self, found, number)
                return True
        return not line

    def _take_first_line(self, found: re.Match[str], number: int) -> None:
        if found[0] in (FIRST_LINE_OF_ADOPTED, FIRST_LINE_WITH_CROWDANKI):
            self._is_adopted = True
        elif found[0] == FIRST_LINE_OF_VARIANTS:
            self._has_variants = True
        elif found[0] != FIRST_LINE:
            self._is_later = True
            self._problem(number, "a later version of flashcards wrote this ledger", "update flashcards")

    def _take_deck(self, found: re.Match[str], number: int) -> None:
        if (found[1], found[2]) != self._deck:
            hint = "give the deck back its id and uid, or, for a new deck, delete this file"
            message = (
                f"this is the ledger of '{found[1]}', uid '{found[2]}': under another, learners get every card again"
            )
            self._problem(number, message, hint)

    def _take_version(self, found: re.Match[str], number: int) -> None:
        release = Release(found[1], seconds_of(found[2]))
        if self._release is None or self._release.moment < release.moment:
            self._release = release

    def _take_title(self, found: re.Match[str], number: int) -> None:
        self.numbers.setdefault("title", number)
        self._titles.setdefault(found[1], found[2])

    def _take_subdeck(self, found: re.Match[str], number: int) -> None:
        self._subdecks.setdefault((found[1], found[2]), found[3])

    def _take_crowdanki(self, found: re.Match[str], number: int) -> None:
        section, key, *words = found.groups()
        deck = CrowdAnkiDeck(*map(text_of, words))
        self._crowdanki.setdefault(("" if section == NOTHING else section, key), deck)

    def _take_pair(self, found: re.Match[str], number: int) -> None:
        self.numbers.setdefault("pair", number)
        self._pairs[found[1]] = None

    def _take_accepted(self, found: re.Match[str], number: int) -> None:
        self._accepted.add(found[1])

    def _take_clock(self, found: re.Match[str], number: int) -> None:
        self._clock = max(self._clock, seconds_of(found[1]))

    def _take_notetype(self, found: re.Match[str], number: int) -> None:
        self.numbers.setdefault("notetype", number)
        stamp = TypeStamp(seconds_of(found[2]), found[3], found[4], int(found[5]))
        self._notetypes[int(found[1])] = max(stamp, self._notetypes.get(int(found[1]), stamp))

    def _take_note(self, found: re.Match[str], number: int) -> None:
        note_id = found[1]
        words = found[4].split()
        stamps = {words[at]: stamp_of(*words[at + 1 : at + STAMP_WORDS]) for at in range(0, len(words), STAMP_WORDS)}
        clozes = {int(number): words for number, words in _CLOZE.findall(found["clozes"] or "")}
        record = Record(State(found[2]), stamps, found[3], clozes, agreed_of(found["texts"] or ""))
        other = self._notes.get(note_id)
        if other and _made_apart(record, other):
            message = f"two branches each made a note '{note_id}', and packages of both may be in use"
            hint = f"give one of the two notes another id, and delete this line or line {self.numbers[note_id]}"
            self._problem(number, message, hint)
        self.numbers.setdefault(note_id, number)
        self._notes[note_id] = _merged(record, other) if other else record

    def _take_review(self, found: re.Match[str], number: int) -> None:
        self._reviews.setdefault(found[1], {}).setdefault(found[2], Review(found[3], found[4]))

    def _take_guid(self, found: re.Match[str], number: int) -> None:
        known = self._adopted.setdefault(found["note"], {})
        own, language = adopted_of(found), found["language"]
        other = known.setdefault(language, own)
        if other.guid != own.guid:
            message = f"learners have '{found['note']}' under one guid, and this is another"
            self._problem(number, message, "keep the line that was there first; a guid never changes")
        if other.cards is not None:  # a branch that changed the note gave it the cards of its templates
            known[language] = own

    def _take_edition(self, found: re.Match[str], number: int) -> None:
        self._variants.setdefault(found[1], {}).update(dict.fromkeys(found[2].split(",")))

    def _problem(self, number: int, message: str, hint: str) -> None:
        self.problems.append(Problem(Location(self._path, number, 1), "ledger", message, hint))


# The kinds of lines, each with the method that reads it
_KINDS = (
    (
        re.compile(
            rf"note (\S+) ({'|'.join(State)}) ([a-z][a-z0-9_-]*) ((?:{_STAMP})+)"
            rf"(?:clozes (?P<clozes>(?:{_CLOZE.pattern} ?)+))?(?:texts (?P<texts>.*))?"
        ),
        LedgerParser._take_note,
    ),
    (
        re.compile(rf"notetype ([0-9]{{1,15}}) ({MOMENT}) ({_FINGERPRINT}) ({_FINGERPRINT}) ([0-9]{{1,9}})"),
        LedgerParser._take_notetype,
    ),
    (GUID_LINE, LedgerParser._take_guid),
    (EDITION_LINE, LedgerParser._take_edition),
    (re.compile(r"reviewed (\S+) (\S+) ([0-9a-f]{8}) (.+)"), LedgerParser._take_review),
    (re.compile(r"title (\S+) (.+)"), LedgerParser._take_title),
    (re.compile(r"subdeck (\S+) (\S+) (.+)"), LedgerParser._take_subdeck),
    (re.compile(r'crowdanki (\S+) (\S+) ("\S*") ("\S*") ("\S*")'), LedgerParser._take_crowdanki),
    (re.compile(r"pair (\S+)"), LedgerParser._take_pair),
    (re.compile(r"accepted ([a-z]+:\S+)"), LedgerParser._take_accepted),
    (re.compile(rf"clock ({MOMENT})"), LedgerParser._take_clock),
    (re.compile(rf"version ([0-9.]+) ({MOMENT})"), LedgerParser._take_version),
    (re.compile(r"deck (\S+) (\S+)"), LedgerParser._take_deck),
    (re.compile(r"flashcards ledger .*"), LedgerParser._take_first_line),
)


def _made_apart(record: Record, other: Record) -> bool:
    """Whether two branches created different notes with the same id."""
    return any(
        stamp.note_id != other.stamps[language].note_id and stamp.content != other.stamps[language].content
        for language, stamp in record.stamps.items()
        if language in other.stamps
    )


def _merged(record: Record, other: Record) -> Record:
    """Merge two records of a note: the later stamps, with the lower ids in Anki."""
    stamps = {**other.stamps}
    for language, stamp in record.stamps.items():
        known = stamps.get(language, stamp)
        later = max(stamp, known, key=lambda each: (each.mod, each.content))
        stamps[language] = later._replace(note_id=min(stamp.note_id, known.note_id))
    order = list(State)
    latest = max(record, other, key=lambda each: max(stamp.mod for stamp in each.stamps.values()))
    return latest._replace(state=max(record.state, other.state, key=order.index), stamps=stamps)
