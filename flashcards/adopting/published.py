"""What was published of a deck: the notes of the newest of several packages, and those that only older ones have."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import NamedTuple

from flashcards.adopting import crowdanki
from flashcards.adopting.crowdanki import is_crowdanki
from flashcards.adopting.gates import Gate, gates
from flashcards.adopting.reach import in_own_deck, in_seconds
from flashcards.anki.package_reader import SUFFIXES
from flashcards.importing.anki_decks import common_root, in_one_deck
from flashcards.importing.options import ReadOptions
from flashcards.importing.package import read_all
from flashcards.ledger.file import titles_in
from flashcards.model.foreign import Foreign, ForeignNote, ForeignNotetype
from flashcards.model.problem import FlashcardsError, Location, Problem, Severity
from flashcards.text.anki_names import normal, stored_field, stored_template
from flashcards.text.phrases import counted


class Published(NamedTuple):
    """A deck as learners have it.

    `package` is the newest one, with the notes that can be adopted; `gone` are notes of older packages that it lacks.
    `deck` is the full name in Anki. `gates` are what stands in the way of single notes, each of which is left out.
    `retired` are the guids of notes of older packages that are adopted too.
    """

    package: Foreign
    older: tuple[Foreign, ...]
    notetypes: Mapping[int, ForeignNotetype]
    gone: tuple[ForeignNote, ...]
    deck: str
    gates: tuple[Gate, ...]
    problems: tuple[Problem, ...]
    retired: frozenset[str] = frozenset()


def read_published(paths: Sequence[Path], options: ReadOptions, *, now: float) -> Published:
    """Read the packages that learners may have, in any order, and the CrowdAnki folder, which is the newest."""
    packages = [_read(path, options) for path in paths if not is_crowdanki(path)]
    packages.sort(key=_last_changes, reverse=True)
    folders = [path for path in paths if is_crowdanki(path)]
    if len(folders) > 1:
        message = f"'{folders[0]}' and '{folders[1]}' are both folders of CrowdAnki"
        raise FlashcardsError(message, "name the newest of them, and the packages that learners may have too")
    folder = [_own(crowdanki.read(path, packages, options, now=now), options) for path in folders]
    newest, *older = (*folder, *packages)
    newest = in_own_deck(newest)
    stopped = tuple(gates(newest))
    left_out = {id(note) for gate in stopped for note in gate.notes}
    kept = tuple(note for note in newest.notes if id(note) not in left_out)
    if not kept:
        raise FlashcardsError(f"no note of '{newest.path}' can be adopted", stopped[0].message if stopped else "")
    used = {note.notetype for note in kept}
    known = {note.guid for note in newest.notes}
    gone = {note.guid: note for each in reversed(older) for note in each.notes if note.guid not in known}
    return Published(
        newest._replace(notes=kept),
        tuple(older),
        {key: notetype for key, notetype in newest.notetypes.items() if key in used},
        tuple(gone.values()),
        common_root(note.deck for note in kept),
        stopped,
        tuple(_problems(newest, older)),
    )


def check_is_new(decks: Iterable[Published], folder: Path) -> None:
    """Raise FlashcardsError if a deck is already in a folder."""
    for path in sorted(folder.glob("*.ledger")):
        known = {normal(title) for title in titles_in(path)}
        if here := next((each.deck for each in decks if normal(each.deck) in known), ""):
            message = f"the deck '{here}' is here already: '{path.with_suffix('.yaml')}'"
            hint = "to adopt it again, delete its file and its ledger, 'kinds' and 'media' first"
            raise FlashcardsError(message, hint)


def _last_changes(foreign: Foreign) -> tuple[int, int, int]:
    """When a note was changed last, and when a note type; of packages made together, the largest is last."""
    types = {note.notetype for note in foreign.notes} & foreign.notetypes.keys()
    notes = max((note.mod for note in foreign.notes), default=0)
    return notes, max((foreign.notetypes[key].mod for key in types), default=0), len(foreign.notes)


def with_retired(published: Published) -> Published:
    """The deck with the notes that only older packages have, in the place of their deck if it is another one now."""
    stopped = {id(note) for each in published.older for gate in gates(each) for note in gate.notes}
    known = dict(published.notetypes)
    for each in published.older:
        known.update((key, own) for key, own in each.notetypes.items() if key not in published.package.notetypes)
    types = {
        each.path: {key for key, own in each.notetypes.items() if key in known and is_same_schema(own, known[key])}
        for each in published.older
    }
    fit = [note for note in published.gone if id(note) not in stopped and note.notetype in types[note.location.path]]
    kept = {note.guid for note in fit}
    root = f"{published.deck}::"
    ids = _unused_ids([note.id for note in published.package.notes], [note.id for note in fit])
    notes = [
        note._replace(id=own, deck=note.deck if f"{note.deck}::".startswith(root) else published.deck)
        for note, own in zip(fit, ids, strict=True)
    ]
    used = {note.notetype for note in (*published.package.notes, *notes)}
    return published._replace(
        package=published.package._replace(notes=(*published.package.notes, *notes)),
        notetypes={key: own for key, own in known.items() if key in used},
        gone=tuple(note for note in published.gone if note.guid not in kept),
        retired=frozenset(kept),
    )


def _unused_ids(taken: Iterable[int], wanted: Sequence[int]) -> Iterator[int]:
    """Ids of notes as they are wanted, or others that no note has: Anki does not match notes by them."""
    used = {*taken}
    free = count(max((*used, *wanted), default=0) + 1)
    for own in wanted:
        yield next(free) if own in used else own
        used.add(own)


def _read(path: Path, options: ReadOptions) -> Foreign:
    if path.suffix.lower() not in SUFFIXES:
        raise FlashcardsError(
            f"'{path}' is neither a package nor a folder of CrowdAnki, so it does not say what learners have",
            "export the deck from Anki as .apkg, or name the package that learners downloaded",
        )
    return _own(read_all(path, options), options)


def _own(foreign: Foreign, options: ReadOptions) -> Foreign:
    """What was read, with the notes of one deck."""
    with_cards = [note for note in foreign.notes if note.cards]
    if not with_cards:
        raise FlashcardsError(f"'{foreign.path}' contains no notes with cards", "export it again, with its notes")
    own = {id(note) for note in in_one_deck(with_cards, options.deck, foreign.path)}
    notes = _spelled_alike(note for note in foreign.notes if id(note) in own or not note.cards)
    notetypes = {key: _stored(each) for key, each in foreign.notetypes.items()}
    return in_seconds(foreign._replace(notetypes=notetypes, notes=tuple(notes)))


def _stored(notetype: ForeignNotetype) -> ForeignNotetype:
    """A note type with the names that Anki gives its fields and templates, by which it knows them where no id does."""
    fields = _distinct(stored_field(each.name) for each in notetype.fields)
    templates = _distinct(stored_template(each.name) for each in notetype.templates)
    return notetype._replace(
        fields=tuple(each._replace(name=name) for each, name in zip(notetype.fields, fields, strict=True)),
        templates=tuple(each._replace(name=name) for each, name in zip(notetype.templates, templates, strict=True)),
    )


def _distinct(names: Iterable[str]) -> Iterator[str]:
    """The names, those that are taken with a '+', as Anki does."""
    taken = set[str]()
    for name in names:
        own = next(each for each in (name + "+" * number for number in count()) if normal(each) not in taken)
        taken.add(normal(own))
        yield own


def _spelled_alike(notes: Iterable[ForeignNote]) -> Iterator[ForeignNote]:
    """The notes with each tag in the case in which it comes first, as Anki imports them."""
    first = dict[str, str]()
    for note in notes:
        tags = (first.setdefault(normal(tag), tag) for tag in note.tags)
        yield note._replace(tags=tuple(dict.fromkeys(tags)))


def _problems(newest: Foreign, older: Sequence[Foreign]) -> Iterator[Problem]:
    for each in (newest, *older):
        yield from each.problems
        if each.has_progress:
            message = "this export carries somebody's progress, which is not read"
            hint = "publish packages without 'Include scheduling information'"
            yield Problem(Location(each.path, 0, 0), "progress", message, hint, Severity.WARNING)
    now = {note.guid: note for note in newest.notes}
    for each in older:
        for key in sorted({note.notetype for note in each.notes} & newest.notetypes.keys()):
            old, new = each.notetypes.get(key), newest.notetypes[key]
            if old and not is_same_schema(old, new):
                message = f"the note type '{new.name}' has other fields or cards than in '{newest.path}'"
                hint = "who has this package gets updates after importing one with 'Merge note types'"
                yield Problem(Location(each.path, 0, 0), "other-schema", message, hint, Severity.WARNING)
        moved = [note for note in each.notes if note.guid in now and now[note.guid].notetype != note.notetype]
        if moved:
            notes = counted(len(moved), "note")
            message = f"{notes} of another note type than in '{newest.path}', such as '{moved[0].guid}'"
            hint = "who has this package gets their updates after importing one with 'Merge note types'"
            yield Problem(Location(each.path, 0, 0), "guid-in-two-types", message, hint, Severity.WARNING)


def is_same_schema(one: ForeignNotetype, other: ForeignNotetype) -> bool:
    """Whether Anki takes two note types with the same id for the same: by ids where both have them, else by names."""
    if (len(one.fields), len(one.templates)) != (len(other.fields), len(other.templates)):
        return False
    ours, theirs = (
        [(part.id, part.name) for parts in (each.fields, each.templates) for part in parts] for each in (one, other)
    )
    return all(
        a == b if a is not None and b is not None else name == other_name
        for (a, name), (b, other_name) in zip(ours, theirs, strict=True)
    )
