"""What a package holds, to the last byte of every note, before it is written."""

import hashlib
from dataclasses import dataclass

from flashcards.edition import Edition
from flashcards.notetypes.notetype import Notetype


@dataclass(frozen=True, slots=True)
class PackageNote:
    """A note as Anki will store it; ids are milliseconds, `mod` is seconds since 1970."""

    guid: str
    note_id: int
    mod: int
    fields: tuple[str, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Package:
    """The notes of one edition, in the order they are to be learned."""

    edition: Edition
    notetype: Notetype
    description: str
    notes: tuple[PackageNote, ...]

    @property
    def file_name(self) -> str:
        return f"{self.edition.name}.apkg"

    def card_indexes(self, note: PackageNote) -> tuple[int, ...]:
        """Which templates make a card of a note: those whose gate is not blank."""
        return tuple(
            index
            for index, template in enumerate(self.notetype.templates)
            if note.fields[self.notetype.field_index(template.gate)]
        )


def fingerprint(notetype: Notetype, fields: tuple[str, ...], tags: tuple[str, ...]) -> str:
    """Differs when anything differs that a learner would get with a note."""
    words = (str(notetype.id), " ".join(tags), *fields)
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()[:16]
