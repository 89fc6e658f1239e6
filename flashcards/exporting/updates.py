"""Packages as Anki's own text files, which update the notes of learners by their guid and the name of their note type.

They reach learners whose note type has another id than the package's, such as those who came by CrowdAnki, under
Anki's default options. Tags and media are not carried: a column of tags would replace a learner's own tags. Fields that
are not the author's are never sent, because an empty cell would empty the learner's field.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from flashcards.anki.package import Package
from flashcards.cards.notetypes.fields import nothing
from flashcards.cards.notetypes.notetype import Notetype
from flashcards.system.atomic import AtomicWrites
from flashcards.system.progress import with_progress

SUFFIX = ".txt"

_ROLES = ("guid", "notetype")


def write_updates(writes: AtomicWrites, package: Package, path: Path) -> int:
    """Write the text file of a package; returns its size in bytes."""
    return writes.write(path, lambda file: file.writelines(line.encode() for line in update_lines(package)))


def update_lines(package: Package) -> Iterator[str]:
    """A package as the lines of a text file; of several note types, each row has as many cells as its type."""
    counts = {key: field_count(each.notetype) for key, each in package.notetypes.items()}
    names = {key: each.notetype.name for key, each in package.notetypes.items()}
    title, homes = package.edition.title, package.homes
    yield "#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n"
    yield "#deck column:3\n" if homes else f"#deck:{title}\n"
    if len(package.notetypes) == 1:
        [(key, only)] = package.notetypes.items()
        labels = [field.name for field in only.notetype.fields[: counts[key]]]
        yield f"#columns:{_line([*_ROLES, *(['deck'] if homes else []), *labels])}"
    for note in with_progress("exporting", package.notes):
        home = [homes.get(note.due, title)] if homes else []
        yield _line([note.guid, names[note.notetype], *home, *note.fields[: counts[note.notetype]]])


def field_count(notetype: Notetype) -> int:
    """How many fields are sent: those before the first that is not the author's, as Anki counts them from the left."""
    return next((place for place, field in enumerate(notetype.fields) if field.fill is nothing), len(notetype.fields))


def fields_left_out(notetype: Notetype) -> tuple[str, ...]:
    """The fields with texts of the author that cannot be sent; those that are aside matter to new notes alone."""
    rest = notetype.fields[field_count(notetype) :]
    return tuple(field.name for field in rest if field.fill is not nothing and not field.is_aside)


def _line(cells: Sequence[str]) -> str:
    """Cells as a row, each quoted: a row that begins with `#` would be a comment."""
    line = io.StringIO()
    csv.writer(line, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_ALL).writerow(cells)
    return line.getvalue()
