"""Packages to `.apkg` files, with genanki's note types, decks and packages.

The docstring of each override says what genanki's own behaviour would cost a learner.
"""

import json
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO

from flashcards.anki.genanki_import import pythons_cached_property
from flashcards.anki.package import Package
from flashcards.cards.notetypes.notetype import Notetype
from flashcards.cards.notetypes.per_deck import LEARNERS_STYLE, learners_style
from flashcards.model.ids import moment_id
from flashcards.model.media import Media
from flashcards.model.problem import FlashcardsError
from flashcards.system.atomic import scratch_folder
from flashcards.system.compression import compressor
from flashcards.system.progress import with_progress
from flashcards.system.regular_files import open_file
from flashcards.text.media import has_changed

with pythons_cached_property():
    import genanki

_NEVER = (1980, 1, 1, 0, 0, 0)  # the earliest time of the zip format
_SQLITE_VERSION = slice(96, 100)  # bytes of a database with the version of the library that wrote it

_MANY = 10_000  # notes; from here on, larger pages make a package smaller and faster to write
_PAGE, _LARGE_PAGE = 4096, 16384  # bytes

_NOTE = "INSERT INTO notes VALUES(?, ?, ?, ?, -1, ?, ?, ?, 0, 0, '')"  # Anki computes the checksum when it imports
_CARD = "INSERT INTO cards VALUES(?, ?, ?, ?, ?, -1, 0, 0, ?, 0, 0, 0, 0, 0, 0, 0, 0, '')"
_BATCH = 10_000  # notes, then their cards; smaller batches make a larger package

_DISK_ERRORS = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)


def write_package(package: Package, file: BinaryIO) -> None:
    """Write a package; equal packages give equal bytes, on every system and at any time.

    The format is schema 11, which every Anki since 2.1 reads.
    """
    with scratch_folder() as folder:
        database = folder / "collection.anki2"
        _write_database(package, database)
        shows_style = any(
            LEARNERS_STYLE in each.front for own, _ in package.notetypes.values() for each in own.templates
        )
        _write_zip(database, package.media, file, has_style=shows_style)


def _write_database(package: Package, path: Path) -> None:
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            _fill(connection.cursor(), package)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in _DISK_ERRORS:  # the high bits only refine the error
            raise
        raise FlashcardsError(
            f"cannot write a scratch file in '{path.parent}': {error}", hint="make room there"
        ) from error
    with path.open("r+b") as database:
        database.seek(_SQLITE_VERSION.start)
        database.write(bytes(_SQLITE_VERSION.stop - _SQLITE_VERSION.start))


def _fill(cursor: sqlite3.Cursor, package: Package) -> None:
    # A scratch file needs no journal; deleted rows must leave no bytes behind
    for pragma in (
        f"page_size={_PAGE if len(package.notes) < _MANY else _LARGE_PAGE}",
        "auto_vacuum=NONE",
        "journal_mode=OFF",
        "synchronous=OFF",
        "secure_delete=ON",
        "locking_mode=EXCLUSIVE",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    _Package(package).write_to_db(cursor, 0, iter(()))


def _write_zip(database: Path, media: Sequence[Media], file: BinaryIO, *, has_style: bool) -> None:
    """Write the archive; genanki's is not compressed, and contains the current time and a temporary file name."""
    with zipfile.ZipFile(file, "w") as archive:
        with database.open("rb") as content, archive.open(_member("collection.anki2"), "w") as member:
            member._compressor = compressor()  # type: ignore[attr-defined]
            shutil.copyfileobj(content, member, 1 << 20)
        names = [*(media_file.name for media_file in media), *([LEARNERS_STYLE] if has_style else [])]
        archive.writestr(_member("media"), json.dumps(dict(enumerate(names)), ensure_ascii=False))
        for number, media_file in enumerate(media):
            _write_media(archive, str(number), media_file)
        if has_style:
            archive.writestr(_member(str(len(media))), learners_style())


def _write_media(archive: zipfile.ZipFile, member: str, media: Media) -> None:
    """Write a media file uncompressed, as most formats are compressed; its content must still match its name."""
    with open_file(media.path) as content, archive.open(_member(member, is_compressed=False), "w") as file:
        shutil.copyfileobj(content, file, 1 << 20)
    if has_changed(media):
        raise FlashcardsError(f"'{media.path}' changed while it was packed", hint="build again")


def _member(name: str, *, is_compressed: bool = True) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _NEVER)
    member.create_system = 3  # Unix, whatever the system
    member.external_attr = 0o644 << 16
    member.compress_type = zipfile.ZIP_DEFLATED if is_compressed else zipfile.ZIP_STORED
    return member


class _Package(genanki.Package):  # type: ignore[misc]
    """Writes notes with their own ids, `mod` and cards; genanki makes up ids and `mod`, and guesses the cards.

    All other values of a row are genanki's. genanki keeps every note as an object until the end, and
    writes row by row; here notes become rows at once, and are written in batches.
    """

    def __init__(self, package: Package) -> None:
        self._models = {key: _Model(*each) for key, each in package.notetypes.items()}
        deck = _Deck(package.edition.deck_id, package.edition.title, package.description)
        for model in self._models.values():
            deck.add_model(model)
        uid, study = package.edition.deck.uid, package.edition.study
        names = dict.fromkeys(package.homes.values())
        self._subdecks = {name: moment_id(uid, "deck", study, name) for name in names}
        super().__init__([deck, *(_Deck(number, name, "") for name, number in self._subdecks.items())])
        self._homes = package.homes
        self._notes = with_progress("writing", package.notes)
        self._is_in_order = True
        self._card_ids = _UnusedIds() if package.is_adopted else None

    def write_to_db(self, cursor: sqlite3.Cursor, timestamp: float, id_gen: Iterator[int]) -> None:
        """Create the indexes last; genanki creates them first, which takes more time and space."""
        with closing(sqlite3.connect(":memory:")) as empty:
            super().write_to_db(empty.cursor(), timestamp, id_gen)
            tables, indexes = _statements(empty, "table"), _statements(empty, "index")
            [collection] = empty.execute("SELECT * FROM col")
        cursor.execute("BEGIN")
        for statement in tables:
            cursor.execute(statement)
        cursor.execute(f"INSERT INTO col VALUES({', '.join('?' * len(collection))})", collection)
        self._write_notes(cursor)
        for statement in indexes:
            cursor.execute(statement)
        cursor.execute("COMMIT")
        if not self._is_in_order:  # inserting between rows left pages half empty
            cursor.execute("VACUUM")

    def _write_notes(self, cursor: sqlite3.Cursor) -> None:
        cards: list[tuple[int, ...]] = []
        notes = self._rows(cards)
        for note in notes:
            cursor.executemany(_NOTE, chain((note,), islice(notes, _BATCH - 1)))
            cursor.executemany(_CARD, cards)
            cards.clear()

    def _rows(self, cards: list[tuple[int, ...]]) -> Iterator[tuple[object, ...]]:
        """Yield the rows of the notes; the rows of their cards are added to `cards`."""
        main = self.decks[0].deck_id
        models = {key: (model.model_id, model.sort_field_index) for key, model in self._models.items()}
        last = 0
        for notetype, guid, note_id, mod, fields, tags, numbers, due in self._notes:
            model_id, sort_field = models[notetype]
            deck_id = self._subdecks[self._homes[due]] if due in self._homes else main
            for number in numbers:
                card_id = self._card_ids.from_(note_id + number) if self._card_ids else note_id + number
                cards.append((card_id, note_id, deck_id, number, mod, due))
            if note_id < last:
                self._is_in_order = False
            last = note_id
            yield note_id, guid, model_id, mod, f" {' '.join(tags)} ", "\x1f".join(fields), fields[sort_field]


class _UnusedIds:
    """Ids of cards whose notes have the ids that another tool gave them, one after the other."""

    def __init__(self) -> None:
        self._next: dict[int, int] = {}  # after each id that is taken, the next to try

    def from_(self, wanted: int) -> int:
        """The first unused id at or after the wanted one."""
        passed = []
        while wanted in self._next:
            passed.append(wanted)
            wanted = self._next[wanted]
        for each in (*passed, wanted):
            self._next[each] = wanted + 1
        return wanted


def _statements(database: sqlite3.Connection, kind: str) -> list[str]:
    """The SQL that creates all tables of a database, or all indexes; `kind` is `table` or `index`."""
    query = "SELECT sql FROM sqlite_master WHERE type = ? ORDER BY rowid"
    return [statement for (statement,) in database.execute(query, (kind,))]


class _Model(genanki.Model):  # type: ignore[misc]
    """Adds ids of fields and templates, and the note type's own `mod`, which genanki changes with every build."""

    def __init__(self, notetype: Notetype, mod: int) -> None:
        super().__init__(
            model_type=self.CLOZE if notetype.is_cloze else self.FRONT_BACK,
            model_id=notetype.id,
            name=notetype.name,
            fields=[
                {"name": field.name, **_id(field.id), "font": "Arial", "collapsed": field.is_aside}
                for field in notetype.fields
            ],
            templates=[
                {
                    "name": template.name,
                    **_id(template.id),
                    "qfmt": template.front,
                    "afmt": template.back,
                    "bqfmt": template.browser_front,
                    "bafmt": template.browser_back,
                }
                for template in notetype.templates
            ],
            css=notetype.css,
            sort_field_index=notetype.field_index(notetype.sort_field),
        )
        self._notetype = notetype
        self._mod = mod

    @property
    def _req(self) -> list[list[object]]:
        """The fields of which each card needs any, as the gate of its template; genanki guesses them."""
        needed = map(self._notetype.needed_by, self._notetype.templates)
        return [[index, "any" if places else "none", [*places]] for index, places in enumerate(needed)]

    def to_json(self, timestamp: float, deck_id: int) -> dict[str, Any]:
        written = {**super().to_json(timestamp, deck_id), "mod": self._mod, "did": None}
        return _as_found(written, self._notetype.settings) if self._notetype.settings else written


def notetype_json(notetype: Notetype) -> dict[str, Any]:
    """A note type as packages contain it, without a time and without what belongs to one collection.

    The fields of an adopted one have the settings that were found, and no others.
    """
    written = _Model(notetype, 0).to_json(0, 0)
    if notetype.settings:
        found = json.loads(notetype.settings)["fields"]
        pairs = zip(written["flds"], ({*config, "name", "ord", "id"} for config in found), strict=True)
        written["flds"] = [{name: value for name, value in own.items() if name in known} for own, known in pairs]
    return {name: value for name, value in written.items() if name not in ("id", "mod", "usn", "did")}


_OBSOLETE = ("tags", "vers", "media")  # keys of genanki, which Anki keeps where they are


def _as_found(written: dict[str, Any], settings: str) -> dict[str, Any]:
    """A note type with the settings that another tool gave it, its fields and its templates."""
    found = json.loads(settings)
    pairs = [(written, found["notetype"])]
    pairs += zip(written["flds"], found["fields"], strict=True)
    pairs += zip(written["tmpls"], found["templates"], strict=True)
    for own, config in pairs:
        for name in _OBSOLETE:
            own.pop(name, None)
        own.update(config)
    return written


def _id(number: int | None) -> dict[str, int]:
    """The id of a field or template, where it has one: Anki matches those without by their names."""
    return {} if number is None else {"id": number}


class _Deck(genanki.Deck):  # type: ignore[misc]
    """Resets the study counters, which genanki copied from somebody's deck of 2015."""

    def to_json(self) -> dict[str, Any]:
        counters = {f"{count}Today": [0, 0] for count in ("new", "rev", "lrn", "time")}
        return {**super().to_json(), **counters, "extendRev": 0, "mod": 0, "md": True}
