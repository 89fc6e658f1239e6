"""What learners already have of a deck: the note ids, content and `mod` its packages carry.

Anki takes a note over only when its `mod` is later than the learner's, and then overwrites what
the learner changed in it. So `mod` moves with a note's content and stays where it is otherwise,
and this file is what remembers it. It lies beside the deck, is written by `flashcards build` and
`release`, and is committed with the deck; one line a note, sorted, so that branches merge::

    flashcards ledger 1
    deck mostaque-2024 7f3c…
    version 1.0 2026-11-24T12:00:00Z
    clock 2026-11-24T12:00:00Z
    title bn ইমাদ মোস্তাক
    pair bn+en
    notetype 1660812642449 2026-11-24T00:00:00Z 6ffa… 0c2d… 1
    note glass-meaning released qa bn 1795500000000 2026-11-24T10:30:00Z 9a1f… 51e0… 1.0 en … texts question bn:1f0c…
    reviewed glass-meaning bn 80ce… Asha Rahman

`version` is the last release and when it was. `clock` is there only where a clock was once ahead, and later moments
stand in the ledger: it is the last that was right. `title` what the deck was called in it, and `pair` the
languages that went together, in their order. A note type's
line holds its id, `mod`, fingerprints of its schema and of all it is, and its revision. A note's
line holds its first id, its state and its note type, and for each study language its id in Anki
(milliseconds since 1970, for ever), its `mod`, a fingerprint of its content, a sketch of its words
when it was last released, and the version it came out in; then a fingerprint of the words that each
cloze leaves out, and of each text when the languages last agreed. A review
is bound to a fingerprint of the text that was read. Lines may come in any order, and twice where a
merge kept both sides': the later `mod` holds.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from io import TextIOWrapper
from pathlib import Path
from typing import NamedTuple

from flashcards.model.deck import Language
from flashcards.model.problem import Location, Problem, Severity
from flashcards.system.regular_files import open_file, read_file
from flashcards.text.decode import decode, is_fit

_FIRST_LINE = "flashcards ledger 1"
_NOTHING = "-"
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
_MOMENT = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"
_FINGERPRINT = "[0-9a-f]{16}"
_STAMP = rf"\S+ [0-9]{{1,15}} {_MOMENT} {_FINGERPRINT} (?:[0-9a-f]{{56}}|{_NOTHING}) (?:[0-9.]+|{_NOTHING})(?: |$)"
_STAMP_WORDS = 6
_FIRST_STAMP = 4  # words before it
_OUT = re.compile(rf"(?:[0-9a-f]{{56}}|{_NOTHING}) (?:[0-9.]+|{_NOTHING})")
_NOTE_ID = re.compile("[1-9][0-9]{0,14}")
_CLOZE = re.compile("([0-9]{1,9}):([0-9a-f]{8})")
_AGREED = re.compile(r"([A-Za-z0-9-]+):([0-9a-f]{8})")

# Anki keeps card ids in the same clock as note ids, and a cloze note has up to 500 cards
NOTE_ID_STEP = 512


class State(StrEnum):
    """How far a note has come: not yet released, in learners' hands, or dropped from their deck."""

    NEW = "new"
    RELEASED = "released"
    GONE = "gone"


_THERE = (State.NEW, State.RELEASED)
_new = tuple.__new__


class Stamp(NamedTuple):
    """What is remembered of a note in one study language; `mod` is in seconds since 1970.

    `version` is that of the release this content came out in, and empty before. `sketch` is of the
    words in the last release the note was in.
    """

    note_id: int
    mod: int
    content: str
    sketch: str
    version: str


class TypeStamp(NamedTuple):
    """The `mod` a note type went out with, fingerprints of its schema and of all it was, and its revision."""

    mod: int
    schema: str
    content: str
    revision: int


class Review(NamedTuple):
    """Who has read a text, and a fingerprint of the text that was read."""

    text: str
    reviewer: str


class Record(NamedTuple):
    """What is remembered of a note: its state, its note type, and its stamps by study language.

    `clozes` has a fingerprint of the words left out, by the number of the cloze. `agreed` has one of
    each text when the languages last said the same, by part and language; `reviews` are by language.
    """

    state: State
    stamps: Mapping[Language, Stamp]
    type: str = ""
    clozes: Mapping[int, str] = {}
    agreed: Mapping[str, Mapping[Language, str]] = {}
    reviews: Mapping[Language, Review] = {}


class Release(NamedTuple):
    """The last release: its version, and when it was, in seconds since 1970."""

    version: str
    moment: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """What is remembered of a deck: its release, titles and pairs of languages then, its note types by id, its notes.

    `accepted` names the breaks that an author accepted since the release: learners must act on them. `clock` is
    the last moment that was right, in a ledger with later ones, and 0 in all others.
    """

    deck_id: str
    uid: str
    release: Release | None = None
    titles: Mapping[Language, str] = field(default_factory=dict)
    pairs: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    notetypes: Mapping[int, TypeStamp] = field(default_factory=dict)
    notes: Mapping[str, Record] = field(default_factory=dict)
    clock: int = 0

    @property
    def note_ids(self) -> Iterator[int]:
        """The ids in Anki of its notes."""
        return (stamp.note_id for record in self.notes.values() for stamp in record.stamps.values())

    @property
    def latest(self) -> int:
        """The latest moment in it, in seconds since 1970."""
        mods = [stamp.mod for record in self.notes.values() for stamp in record.stamps.values()]
        release = [self.release.moment] if self.release else []
        return max([*mods, *release, *(stamp.mod for stamp in self.notetypes.values())], default=0)


class LedgerReading(NamedTuple):
    """A ledger, empty where there is none yet, what is wrong with the file, its text, and where its lines are.

    `lines` tells the line number of a note by its first id, and of "title" and "notetype".
    """

    ledger: Ledger
    problems: tuple[Problem, ...]
    path: Path
    text: str
    lines: Mapping[str, int]

    @classmethod
    def of(cls, lines: "LedgerLines") -> "LedgerReading":
        """All but the notes of a ledger whose notes are lines still."""
        return cls(lines.ledger, (), lines.path, "", {})

    def location(self, line: str) -> Location:
        """Where a line is."""
        return Location(self.path, self.lines.get(line, 1), 1)


def ledger_path(folder: Path, deck_id: str) -> Path:
    """Where the ledger of a deck lies."""
    return folder / f"{deck_id}.ledger"


def read_ledger(path: Path, deck_id: str, uid: str) -> LedgerReading:
    """Read the ledger of a deck; that there is none means that nobody has the deck yet."""
    try:
        text, problems = decode(read_file(path), path)
    except FileNotFoundError:
        return LedgerReading(Ledger(deck_id, uid), (), path, "", {})
    lines = _Lines(path, deck_id, uid)
    lines.problems += (problem for problem in problems if problem.severity is Severity.ERROR)  # a BOM does no harm
    for number, line in enumerate(text.splitlines(), 1):
        lines.read(line.rstrip(), number)
    return LedgerReading(lines.ledger(), tuple(lines.problems), path, text, lines.numbers)


class LedgerLines:
    """A ledger whose notes are lines still: most stay as they are, and need not be taken apart.

    `ledger` is all but its notes, and `notes` the lines of each by its first id.
    """

    def __init__(self, path: Path, ledger: Ledger, notes: Mapping[str, str]) -> None:
        self.path = path
        self.ledger = ledger
        self.notes = notes

    def record(self, note_id: str) -> Record | None:
        """What the lines of a note say; None where they are none of a ledger's."""
        lines = _Lines(self.path, self.ledger.deck_id, self.ledger.uid)
        for number, line in enumerate(self.notes[note_id].splitlines()):
            lines.read(line, number)
        notes = lines.ledger().notes
        return notes[note_id] if not lines.problems and notes.keys() == {note_id} else None

    @property
    def note_ids(self) -> Iterator[int]:
        """The ids in Anki of its notes."""
        for text in self.notes.values():
            words = text.partition("\n")[0].split(" ")
            ids = dict(zip(words[_FIRST_STAMP::_STAMP_WORDS], words[_FIRST_STAMP + 1 :: _STAMP_WORDS], strict=False))
            yield from map(int, filter(str.isdecimal, ids.values()))


def read_ledger_lines(path: Path, deck_id: str, uid: str) -> LedgerLines | None:
    """Read the ledger of a deck; None where anything is wrong with it, or its lines are not as they are written.

    Whether a line of a note is sound is only known once it was compared, or taken apart.
    """
    lines = _Lines(path, deck_id, uid)
    notes: dict[str, str] = {}
    reviews: list[tuple[str, str]] = []
    line = "\n"
    try:
        with open_file(path) as opened, TextIOWrapper(opened, encoding="utf-8", newline="\n") as file:
            for number, line in enumerate(file, 1):
                if line.startswith("note "):
                    note_id = line[5 : line.find(" ", 5)]
                    if note_id in notes:
                        return None
                    notes[note_id] = line
                    continue
                if line.startswith("reviewed "):
                    reviews.append((line[9 : line.find(" ", 9)], line))
                else:
                    lines.read(line.rstrip(), number)
                if len(line.splitlines()) > 1:  # at a sign that ends no line here
                    return None
    except FileNotFoundError:
        pass
    except UnicodeDecodeError:
        return None
    if not line.endswith("\n"):
        return None
    for note_id, line in reviews:
        if note_id in notes:
            notes[note_id] += line
        else:
            lines.read(line.rstrip(), 0)
    return None if lines.problems else LedgerLines(path, lines.ledger(), notes)


def unchanged(
    lines: str, notetype: str, keys: Sequence[str], contents: Sequence[str], texts: str, reviews: str
) -> Sequence[Stamp] | None:
    """The stamps in a note's lines, if it is not gone and all is as it would be written; `keys` are sorted.

    The `contents` are by key, `texts` as `texts_of` puts them, and `reviews` are lines.
    """
    line, _, known_reviews = lines.partition("\n")
    end = _FIRST_STAMP + len(keys) * _STAMP_WORDS
    words = line.split(" ", end)
    if (
        words[_FIRST_STAMP + 3 : end : _STAMP_WORDS] != contents
        or words[_FIRST_STAMP:end:_STAMP_WORDS] != keys
        or words[2] not in _THERE
        or words[3] != notetype
        or (words[end] if len(words) > end else "") != texts
        or known_reviews != reviews
    ):
        return None
    stamps = []
    for at in range(_FIRST_STAMP, end, _STAMP_WORDS):
        _, note_id, moment, content, sketch, version = words[at : at + _STAMP_WORDS]
        seconds = _sound_seconds(moment)
        if (
            seconds is None
            or not _NOTE_ID.fullmatch(note_id)
            or not (sketch == version == _NOTHING or _OUT.fullmatch(f"{sketch} {version}"))
        ):
            return None
        known = ["" if each == _NOTHING else each for each in (sketch, version)]
        stamps.append(_new(Stamp, (int(note_id), seconds, content, *known)))
    return stamps


def ledger_text(ledger: Ledger) -> str:
    """The ledger as a file."""
    return "".join(_lines(ledger))


def _lines(ledger: Ledger) -> Iterator[str]:
    yield f"{_FIRST_LINE}\n"
    yield f"deck {ledger.deck_id} {ledger.uid}\n"
    if ledger.release:
        yield f"version {ledger.release.version} {_moment(ledger.release.moment)}\n"
    if ledger.clock:
        yield f"clock {_moment(ledger.clock)}\n"
    yield from (f"title {language} {title}\n" for language, title in sorted(ledger.titles.items()))
    yield from (f"pair {pair}\n" for pair in ledger.pairs)
    yield from (f"accepted {accepted}\n" for accepted in sorted(ledger.accepted))
    for type_id, stamp in sorted(ledger.notetypes.items()):
        yield f"notetype {type_id} {_moment(stamp.mod)} {stamp.schema} {stamp.content} {stamp.revision}\n"
    for note_id, record in sorted(ledger.notes.items()):
        yield from note_lines(note_id, record)


def note_lines(note_id: str, record: Record) -> Iterator[str]:
    """The lines of a note."""
    stamps = sorted(record.stamps.items())
    yield note_line(note_id, record.state, record.type, stamps, texts_of(record.clozes, record.agreed))
    yield from review_lines(note_id, record.reviews)


def review_lines(note_id: str, reviews: Mapping[Language, Review]) -> Iterator[str]:
    """The lines of a note's reviews."""
    for language, review in sorted(reviews.items()):
        yield f"reviewed {note_id} {language} {review.text} {review.reviewer}\n"


def note_line(note_id: str, state: str, notetype: str, stamps: Iterable[tuple[Language, Stamp]], texts: str) -> str:
    """The line of a note, of its stamps in their order, and of its texts as `texts_of` puts them."""
    stamped = " ".join([_stamp_text(*each) for each in stamps])
    return f"note {note_id} {state} {notetype} {stamped}{' ' * bool(texts)}{texts}\n"


def texts_of(clozes: Mapping[int, str], agreed: Mapping[str, Mapping[Language, str]]) -> str:
    """How the line of a note ends: with fingerprints of what its clozes leave out, and of its texts."""
    words = []
    if clozes:
        words += ["clozes", *(f"{number}:{text}" for number, text in sorted(clozes.items()))]
    if agreed:
        words += ["texts", *(_agreed_text(part, texts) for part, texts in agreed.items())]
    return " ".join(words)


def _stamp_text(language: Language, stamp: Stamp) -> str:
    note_id, mod, content, sketch, version = stamp
    return f"{language} {note_id} {_moment(mod)} {content} {sketch or _NOTHING} {version or _NOTHING}"


def _agreed_text(part: str, texts: Mapping[Language, str]) -> str:
    return f"{part} {','.join(f'{language}:{text}' for language, text in sorted(texts.items()))}"


@lru_cache(maxsize=4096)
def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def day_of(seconds: float) -> str:
    """The day of a moment, as people write it."""
    return _moment(int(seconds)).partition("T")[0]


@lru_cache(maxsize=4096)
def _seconds(moment: str) -> int:
    return int(datetime.fromisoformat(moment).timestamp())


@lru_cache(maxsize=4096)
def _sound_seconds(moment: str) -> int | None:
    try:
        return _seconds(moment) if re.fullmatch(_MOMENT, moment) else None
    except ValueError:
        return None


class _Lines:
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
        self._in_conflict = False

    def ledger(self) -> Ledger:
        accepted = tuple(sorted(self._accepted))
        notes = {
            note_id: record._replace(reviews=self._reviews.get(note_id, {})) for note_id, record in self._notes.items()
        }
        pairs = tuple(self._pairs)
        return Ledger(*self._deck, self._release, self._titles, pairs, accepted, self._notetypes, notes, self._clock)

    def read(self, line: str, number: int) -> None:
        try:
            known = self._read(line, number)
        except ValueError:  # a date that is none, such as the 32nd
            known = False
        if not known:
            hint = "take it back from git: `git checkout -- " + self._path.name + "`"
            self._problem(number, "this line is no part of a ledger", hint)

    def _read(self, line: str, number: int) -> bool:
        if line.startswith(_CONFLICT):
            if not self._in_conflict:
                hint = "delete the marker lines and keep all lines between them; the build sorts them out"
                self._problem(number, "a merge left its marks here", hint)
            self._in_conflict = True
            return True
        if not is_fit(line):
            return False
        for pattern, take in _KINDS:
            if found := pattern.fullmatch(line):
                take(self, found, number)
                return True
        return not line

    def _take_first_line(self, found: re.Match[str], number: int) -> None:
        if found[0] != _FIRST_LINE:
            self._problem(number, "this ledger is of a later flashcards", "update flashcards")

    def _take_deck(self, found: re.Match[str], number: int) -> None:
        if (found[1], found[2]) != self._deck:
            hint = "give the deck back its id and uid, or, for a new deck, delete this file"
            message = (
                f"this is the ledger of '{found[1]}', uid '{found[2]}': under another, learners get every card again"
            )
            self._problem(number, message, hint)

    def _take_version(self, found: re.Match[str], number: int) -> None:
        release = Release(found[1], _seconds(found[2]))
        if self._release is None or self._release.moment < release.moment:
            self._release = release

    def _take_title(self, found: re.Match[str], number: int) -> None:
        self.numbers.setdefault("title", number)
        self._titles.setdefault(found[1], found[2])

    def _take_pair(self, found: re.Match[str], number: int) -> None:
        self.numbers.setdefault("pair", number)
        self._pairs[found[1]] = None

    def _take_accepted(self, found: re.Match[str], number: int) -> None:
        self._accepted.add(found[1])

    def _take_clock(self, found: re.Match[str], number: int) -> None:
        self._clock = max(self._clock, _seconds(found[1]))

    def _take_notetype(self, found: re.Match[str], number: int) -> None:
        self.numbers.setdefault("notetype", number)
        stamp = TypeStamp(_seconds(found[2]), found[3], found[4], int(found[5]))
        self._notetypes[int(found[1])] = max(stamp, self._notetypes.get(int(found[1]), stamp))

    def _take_note(self, found: re.Match[str], number: int) -> None:
        note_id = found[1]
        words = found[4].split()
        stamps = {words[at]: _stamp(*words[at + 1 : at + _STAMP_WORDS]) for at in range(0, len(words), _STAMP_WORDS)}
        clozes = {int(number): words for number, words in _CLOZE.findall(found["clozes"] or "")}
        record = Record(State(found[2]), stamps, found[3], clozes, _agreed(found["texts"] or ""))
        other = self._notes.get(note_id)
        if other and _made_apart(record, other):
            message = f"two branches each made a note '{note_id}', and packages of both may be about"
            hint = f"give one of the two notes another id, and delete this line or line {self.numbers[note_id]}"
            self._problem(number, message, hint)
        self.numbers.setdefault(note_id, number)
        self._notes[note_id] = _merged(record, other) if other else record

    def _take_review(self, found: re.Match[str], number: int) -> None:
        self._reviews.setdefault(found[1], {}).setdefault(found[2], Review(found[3], found[4]))

    def _problem(self, number: int, message: str, hint: str) -> None:
        self.problems.append(Problem(Location(self._path, number, 1), "ledger", message, hint))


# What a line can be, and what is made of it
_KINDS = (
    (
        re.compile(
            rf"note (\S+) ({'|'.join(State)}) ([a-z]+) ((?:{_STAMP})+)"
            rf"(?:clozes (?P<clozes>(?:{_CLOZE.pattern} ?)+))?(?:texts (?P<texts>.*))?"
        ),
        _Lines._take_note,
    ),
    (
        re.compile(rf"notetype ([0-9]{{1,15}}) ({_MOMENT}) ({_FINGERPRINT}) ({_FINGERPRINT}) ([0-9]{{1,9}})"),
        _Lines._take_notetype,
    ),
    (re.compile(r"reviewed (\S+) (\S+) ([0-9a-f]{8}) (.+)"), _Lines._take_review),
    (re.compile(r"title (\S+) (.+)"), _Lines._take_title),
    (re.compile(r"pair (\S+)"), _Lines._take_pair),
    (re.compile(r"accepted ([a-z]+:\S+)"), _Lines._take_accepted),
    (re.compile(rf"clock ({_MOMENT})"), _Lines._take_clock),
    (re.compile(rf"version ([0-9.]+) ({_MOMENT})"), _Lines._take_version),
    (re.compile(r"deck (\S+) (\S+)"), _Lines._take_deck),
    (re.compile(r"flashcards ledger .*"), _Lines._take_first_line),
)


def _made_apart(record: Record, other: Record) -> bool:
    """Whether two lines of one note come from two branches which made different notes of one id."""
    return any(
        stamp.note_id != other.stamps[language].note_id and stamp.content != other.stamps[language].content
        for language, stamp in record.stamps.items()
        if language in other.stamps
    )


def _merged(record: Record, other: Record) -> Record:
    """Two lines of one note as one: what is later holds, and the first id in Anki."""
    stamps = {**other.stamps}
    for language, stamp in record.stamps.items():
        known = stamps.get(language, stamp)
        later = max(stamp, known, key=lambda each: (each.mod, each.content))
        stamps[language] = later._replace(note_id=min(stamp.note_id, known.note_id))
    order = list(State)
    latest = max(record, other, key=lambda each: max(stamp.mod for stamp in each.stamps.values()))
    return latest._replace(state=max(record.state, other.state, key=order.index), stamps=stamps)


def _stamp(note_id: str, moment: str, content: str, sketch: str, version: str) -> Stamp:
    return Stamp(
        int(note_id),
        _seconds(moment),
        content,
        "" if sketch == _NOTHING else sketch,
        "" if version == _NOTHING else version,
    )


def _agreed(texts: str) -> Mapping[str, Mapping[Language, str]]:
    words = texts.split()
    return {part: dict(_AGREED.findall(each)) for part, each in zip(words[::2], words[1::2], strict=True)}
