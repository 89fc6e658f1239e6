"""A CrowdAnki folder with what it lacks and a package needs: the ids of notes and note types, and their cards.

CrowdAnki finds learners' note types by UUID and their notes by guid, and each learner's Anki gives them ids of its own.
So packages do not reach these learners, whatever ids are chosen here. If learners have a package too, the ids in it are
kept, for them.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from flashcards.cards.notetypes.fields import nothing
from flashcards.cards.notetypes.notetype import Field, Notetype, Template
from flashcards.compile.stamps import unused_ids
from flashcards.importing.crowdanki import read_all
from flashcards.importing.options import ReadOptions
from flashcards.model.foreign import UUID, Foreign, ForeignField, ForeignNote, ForeignNotetype, ForeignTemplate
from flashcards.model.ids import moment_id


def is_crowdanki(path: Path) -> bool:
    """Whether a path is that of a folder, or of the JSON file in it."""
    return path.is_dir() or path.suffix.lower() == ".json"


def read(path: Path, packages: Sequence[Foreign], options: ReadOptions, *, now: float) -> Foreign:
    """Read a folder; `packages` are those that learners have too."""
    found = read_all(path, options)
    notetypes = {key: _identified(each, packages, int(now)) for key, each in found.notetypes.items()}
    known = {note.guid: note for package in packages for note in package.notes}
    ours = {key: _as_ours(each) for key, each in notetypes.items()}
    made = moment_id("notes", *found.descriptions) / 1000  # another one for each folder
    ids = unused_ids((note.id for note in known.values()), len(found.notes), now=made)
    notes = tuple(_completed(note, ours[note.notetype], known.get(note.guid), ids, now) for note in found.notes)
    return found._replace(notetypes={each.id: each for each in notetypes.values()}, notes=notes)


def _identified(notetype: ForeignNotetype, packages: Sequence[Foreign], now: int) -> ForeignNotetype:
    """A note type with the ids that it has in a package, or else with one of our own."""
    for same in (each for package in packages for each in package.notetypes.values()):
        if _names(same) == _names(notetype):
            fields = zip(notetype.fields, same.fields, strict=True)
            templates = zip(notetype.templates, same.templates, strict=True)
            return notetype._replace(
                id=same.id,
                fields=tuple(one._replace(id=other.id) for one, other in fields),
                templates=tuple(one._replace(id=other.id) for one, other in templates),
                mod=same.mod,
            )
    return notetype._replace(id=moment_id(str(notetype.config[UUID])), mod=now)


def _names(notetype: ForeignNotetype) -> Sequence[str]:
    parts: Sequence[ForeignField | ForeignTemplate] = (*notetype.fields, *notetype.templates)
    return [notetype.name, *(part.name for part in parts)]


def _completed(
    note: ForeignNote, notetype: Notetype, known: ForeignNote | None, ids: Iterator[int], now: float
) -> ForeignNote:
    """A note as a package has it, or else with an id of our own and all its cards."""
    if known and known.notetype == notetype.id:
        is_same = (known.fields, known.tags) == (note.fields, note.tags)
        return known._replace(
            fields=note.fields,
            tags=note.tags,
            deck=note.deck,
            location=note.location,
            mod=known.mod if is_same else int(now),
        )
    return note._replace(notetype=notetype.id, cards=notetype.cards_of(note.fields), id=next(ids), mod=int(now))


def _as_ours(found: ForeignNotetype) -> Notetype:
    """A note type, reduced to what decides which cards it makes."""
    fields = tuple(Field(None, each.name, nothing) for each in found.fields)
    templates = tuple(Template(None, each.name, "", each.front, each.back) for each in found.templates)
    name = found.name
    return Notetype(name, found.id, name, 0, (), fields, fields[0].name, templates, "", is_cloze=found.is_cloze)
