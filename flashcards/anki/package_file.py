"""Packages to `.apkg` files, by way of genanki's note types, decks and notes.

Each override says which of genanki's ways would harm a learner.
"""

import json
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import genanki
from zlib_ng import zlib_ng

from flashcards.media import Media
from flashcards.notetypes.dress import LEARNERS_STYLE, learners_style
from flashcards.notetypes.notetype import Notetype
from flashcards.package import Package, PackageNote
from flashcards.problem import FlashcardsError
from flashcards.progress import each

_NEVER = (1980, 1, 1, 0, 0, 0)  # the earliest moment a zip can tell
_SQLITE_VERSION = slice(96, 100)  # where a database says which library wrote it

_LEVEL = 5  # of zlib-ng: as small as zlib's 6

_DISK_TROUBLE = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)


def write_package(package: Package, file: BinaryIO) -> None:
    """Write a package; the same package gives the same bytes wherever and whenever it is written.

    The format is schema 11, which every Anki since 2.1 reads.
    """
    with tempfile.TemporaryDirectory(prefix="flashcards-") as folder:
        database = Path(folder) / "collection.anki2"
        _write_database(package, database)
        _write_zip(database, package.media, file)


def _write_database(package: Package, path: Path) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        cursor = connection.cursor()
        # A scratch file needs no journal; what was deleted must not show in the bytes
        for pragma in (
            "page_size=4096",
            "journal_mode=OFF",
            "synchronous=OFF",
            "secure_delete=ON",
            "locking_mode=EXCLUSIVE",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        _Package(package).write_to_db(cursor, 0, iter(()))
        cursor.execute("VACUUM")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in _DISK_TROUBLE:  # the high bits say more of the same
            raise
        raise FlashcardsError(
            f"cannot write a scratch file in '{path.parent}': {error}", hint="make room there"
        ) from error
    finally:
        connection.close()
    with path.open("r+b") as database:
        database.seek(_SQLITE_VERSION.start)
        database.write(bytes(_SQLITE_VERSION.stop - _SQLITE_VERSION.start))


def _write_zip(database: Path, media: Sequence[Media], file: BinaryIO) -> None:
    """genanki's zip is not compressed, and carries the time and the name of its temporary file."""
    with zipfile.ZipFile(file, "w") as archive:
        with database.open("rb") as content, archive.open(_member("collection.anki2"), "w") as member:
            # zlib-ng takes a quarter of the time zlib takes for the same size
            compressor = zlib_ng.compressobj(_LEVEL, zlib_ng.DEFLATED, -zlib_ng.MAX_WBITS)
            member._compressor = compressor  # type: ignore[attr-defined]
            shutil.copyfileobj(content, member, 1 << 20)
        names = [*(shown.name for shown in media), LEARNERS_STYLE]
        archive.writestr(_member("media"), json.dumps(dict(enumerate(names)), ensure_ascii=False))
        for number, shown in enumerate(media):
            _write_media(archive, str(number), shown)
        archive.writestr(_member(str(len(media))), learners_style())


def _write_media(archive: zipfile.ZipFile, member: str, media: Media) -> None:
    """Pictures and recordings are compressed already; what a file was when it was named, it must still be."""
    with media.path.open("rb") as content, archive.open(_member(member, is_compressed=False), "w") as file:
        shutil.copyfileobj(content, file, 1 << 20)
    if media.has_changed():
        raise FlashcardsError(f"'{media.path}' changed while it was packed", hint="build again")


def _member(name: str, *, is_compressed: bool = True) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _NEVER)
    member.create_system = 3  # Unix, on every system
    member.external_attr = 0o644 << 16
    member.compress_type = zipfile.ZIP_DEFLATED if is_compressed else zipfile.ZIP_STORED
    return member


class _Package(genanki.Package):  # type: ignore[misc]
    """genanki's package keeps every note as an object until the end; ours are made as they are written."""

    def __init__(self, package: Package) -> None:
        models = {key: _Model(*each) for key, each in package.notetypes.items()}
        deck = _Deck(package.edition.deck_id, package.edition.title, package.description)
        for model in models.values():
            deck.add_model(model)
        super().__init__(deck)
        notes = enumerate(each("writing", package.notes), 1)
        self._notes = (_Note(models[note.notetype], note, due) for due, note in notes)

    def write_to_db(self, cursor: sqlite3.Cursor, timestamp: float, id_gen: Iterator[int]) -> None:
        super().write_to_db(cursor, timestamp, id_gen)
        [deck] = self.decks
        cursor.execute("BEGIN")
        for note in self._notes:
            note.write_to_db(cursor, timestamp, deck.deck_id, id_gen)
        cursor.execute("COMMIT")


class _Model(genanki.Model):  # type: ignore[misc]
    """genanki's note type has no ids on fields and templates, and a `mod` that moves with every build."""

    def __init__(self, notetype: Notetype, mod: int) -> None:
        super().__init__(
            model_type=self.CLOZE if notetype.is_cloze else self.FRONT_BACK,
            model_id=notetype.id,
            name=notetype.name,
            fields=[
                {"name": field.name, "id": field.id, "font": "Arial", "collapsed": field.is_aside}
                for field in notetype.fields
            ],
            templates=[
                {
                    "name": template.name,
                    "id": template.id,
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
        """genanki guesses which fields a card needs; a gate says it."""
        gates = (self._notetype.field_index(template.gate) for template in self._notetype.templates)
        return [[index, "any", [gate]] for index, gate in enumerate(gates)]

    def to_json(self, timestamp: float, deck_id: int) -> dict[str, Any]:
        return {**super().to_json(timestamp, deck_id), "mod": self._mod, "did": None}


class _Deck(genanki.Deck):  # type: ignore[misc]
    """genanki's deck carries somebody's study counts from 2015."""

    def to_json(self) -> dict[str, Any]:
        counters = {f"{count}Today": [0, 0] for count in ("new", "rev", "lrn", "time")}
        return {**super().to_json(), **counters, "extendRev": 0, "mod": 0, "md": True}


class _Note(genanki.Note):  # type: ignore[misc]
    """genanki's note has a new id, the build's time as its `mod`, and cards it guesses."""

    def __init__(self, model: _Model, note: PackageNote, due: int) -> None:
        super().__init__(model, list(note.fields), tags=note.tags, guid=note.guid, due=due)
        self._note = note

    @property
    def cards(self) -> list[genanki.Card]:
        return [genanki.Card(index) for index in self._note.cards]

    def write_to_db(self, cursor: sqlite3.Cursor, timestamp: float, deck_id: int, id_gen: Iterator[int]) -> None:
        note = self._note
        cursor.execute(
            "INSERT INTO notes VALUES(?,?,?,?,?,?,?,?,?,?,?)",
            (
                note.note_id,
                note.guid,
                self.model.model_id,
                note.mod,
                -1,
                self._format_tags(),
                self._format_fields(),
                self.sort_field,
                0,  # Anki computes the checksum when it imports
                0,
                "",
            ),
        )
        for card in self.cards:
            card_ids = iter((note.note_id + card.ord,))
            card.write_to_db(cursor, note.mod, deck_id, note.note_id, card_ids, self.due)
