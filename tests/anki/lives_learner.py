"""A learner's collection in Anki's own backend, with what the learner does to it by hand.

The learner lives in a time of the test's own, while Anki knows only the machine's: where an act
would be stamped with the present, the moment is set afterwards.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

Row = tuple[object, ...]

_FATES = ("new", "updated", "duplicate", "conflicting", "missing_notetype", "missing_deck", "empty_first_field")


class KeptNote(NamedTuple):
    """A note as it lies in a collection."""

    guid: str
    note_id: int
    mod: int
    fields: tuple[str, ...]
    tags: tuple[str, ...]


class KeptCard(NamedTuple):
    """A card as it lies in a collection: all that Anki knows of it."""

    card_id: int
    note_id: int
    deck_id: int
    template: int
    mod: int
    usn: int
    kind: int
    queue: int
    due: int
    interval: int
    factor: int
    reviews: int
    lapses: int
    left: int
    home_due: int
    home_deck_id: int
    flags: int
    data: str

    @property
    def is_new(self) -> bool:
        """Whether it is as no learner has touched it."""
        return not any((self.kind, self.queue, self.interval, self.reviews, self.lapses, self.flags))


class Style(NamedTuple):
    """How a note type's cards look, and since when."""

    css: str
    mod: int


class Learner:
    """One collection, and what may be done in it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._collection = Collection(str(folder / "collection.anki2"))

    def close(self) -> None:
        self._collection.close()

    def take(self, package: Path) -> Mapping[str, int]:
        """Import as the dialog does when nothing in it is touched; how many notes met which fate."""
        options = ImportAnkiPackageOptions(with_scheduling=False)
        request = ImportAnkiPackageRequest(package_path=str(package), options=options)
        log = self._collection.import_anki_package(request).log
        return {fate: len(getattr(log, fate)) for fate in _FATES if getattr(log, fate)}

    def notes(self) -> tuple[KeptNote, ...]:
        rows = self._collection.db.execute("select guid, id, mod, flds, tags from notes order by id")
        return tuple(
            KeptNote(guid, note_id, mod, tuple(fields.split("\x1f")), tuple(sorted(tags.split())))
            for guid, note_id, mod, fields, tags in rows
        )

    def cards(self) -> dict[int, KeptCard]:
        rows = self._collection.db.execute("select * from cards order by id")
        return {row[0]: KeptCard(*row) for row in rows}

    def reviews(self) -> list[Row]:
        return [tuple(row) for row in self._collection.db.execute("select * from revlog order by id")]

    def everything(self) -> dict[str, list[Row]]:
        """All rows there are, without the one that says when the collection was last saved."""
        tables = self._collection.db.list("select name from sqlite_master where type = 'table'")
        return {
            table: [tuple(row) for row in self._collection.db.execute(f"select * from {table}")]
            for table in tables
            if table != "col"
        }

    def notetypes(self) -> dict[int, str]:
        """The names of the note types by id, Anki's own among them."""
        return {each.id: each.name for each in self._collection.models.all_names_and_ids()}

    def style(self, notetype_id: int) -> Style:
        self._collection.models._clear_cache()  # an import does not tell it
        notetype = self._collection.models.get(notetype_id)
        return Style(notetype["css"], notetype["mod"])

    def media(self, name: str) -> bytes:
        """What a file of the collection's media folder holds."""
        return (Path(self._collection.media.dir()) / name).read_bytes()

    def deck_name(self, deck_id: int) -> str:
        name: str = self._collection.decks.name(deck_id)
        return name

    def deck_names(self) -> list[str]:
        return sorted(each.name for each in self._collection.decks.all_names_and_ids())

    def empty_cards(self) -> int:
        return sum(len(note.card_ids) for note in self._collection.get_empty_cards().notes)

    def cards_tagged(self, tag: str) -> tuple[int, ...]:
        return tuple(self._collection.find_cards(f"tag:{tag}"))

    def edit(self, note_id: int, field: int, text: str) -> None:
        note = self._collection.get_note(note_id)
        note.fields[field] = text
        self._collection.update_note(note)

    def tag(self, note_id: int, tag: str) -> None:
        self._collection.tags.bulk_add([note_id], tag)

    def set_mod(self, note_id: int, moment: int) -> None:
        self._collection.db.execute("update notes set mod = ? where id = ?", moment, note_id)

    def study(self, card_id: int, ease: int) -> None:
        card = self._collection.get_card(card_id)
        card.start_timer()
        self._collection.sched.answerCard(card, ease)

    def flag(self, card_id: int, flag: int) -> None:
        self._collection.set_user_flag_for_cards(flag, [card_id])

    def suspend(self, *card_ids: int) -> None:
        self._collection.sched.suspend_cards(card_ids)

    def move(self, card_id: int, deck: str) -> None:
        self._collection.set_deck([card_id], self._collection.decks.id(deck))

    def restyle(self, notetype_id: int, style: Style) -> None:
        self._collection.models._clear_cache()
        notetype = self._collection.models.get(notetype_id)
        notetype["css"], notetype["mod"] = style
        self._collection.models.update(notetype, preserve_usn=True)
