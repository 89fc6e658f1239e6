"""What learners would see of a new package after an old one, tried out in Anki's own backend.

Learners import the old package, live with it, and import the new one, as the dialog does when
nothing in it is touched. There are as many of them as there are habits, and each note meets every
habit; so what happens to a note is told if it would happen to anyone. One more has added a field to
each note type, and imports the new package twice: as it is, and again to merge note types.
"""

import html
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from flashcards.model.problem import FlashcardsError
from flashcards.system.atomic import scratch_folder
from flashcards.text.html import without_access_key

if TYPE_CHECKING:
    from anki.collection import Collection

Names = tuple[str, ...]
"""Notes by their IDs, in the order of the new package; note types and decks by their names."""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What became of the notes, and of what they come in.

    A note is `new`, `updated` or `unchanged`, or else it is among the losses, there perhaps more
    than once. An edit is words or tags of a learner's own.
    """

    new: Names = ()
    updated: Names = ()
    unchanged: Names = ()

    kept_edits: Names = ()
    """Those of the unchanged that a learner had edited, and has so still."""

    replaced_edits: Names = ()
    """Those of the updated that a learner had edited; no loss, as Anki knows no other way to bring what is new."""

    waiting: Names = ()
    """Those of the updated that reach a learner with a field of their own only if they merge note types.

    No loss: it is so with every package, and there is a way.
    """

    replaced_styling: Names = ()
    """Note types that the author changed, and that a learner had styled."""

    lost_edits: Names = ()
    """A learner's edit is gone although the author changed nothing."""

    lost_progress: Names = ()
    """A card is gone, or its scheduling, flag, suspension or deck is not what the learner left."""

    frozen: Names = ()
    """What the new package holds has not come to the learner."""

    conflicting: Names = ()
    """The note type is no longer the learner's: Anki leaves such a note alone, now and ever after."""

    duplicated: Names = ()
    """Anki takes the note for another: the learner has it twice, with all progress on the old one."""

    orphaned: Names = ()
    """The new package has the note no more: the learner keeps it, and nobody mends it."""

    lost_styling: Names = ()
    """Note types whose styling a learner had changed, and which is gone although the author changed nothing."""

    frozen_notetypes: Names = ()
    """Note types that are not for the learner what they are in the new package."""

    second_notetypes: Names = ()
    """Note types that Anki made beside the learner's, by the names it gave them."""

    second_decks: Names = ()
    """Decks that came beside the one in which the learner's cards stay."""

    missing_media: Names = ()
    """Files that cards show and that are not there."""

    needs_full_sync: bool = False
    """Anki can sync only by replacing all that one of the learner's devices holds with what another does."""

    is_idempotent: bool = True
    """Importing the new package once more changes nothing."""

    @property
    def is_loss(self) -> bool:
        """Whether a learner loses anything, now or with the releases to come."""
        losses = (
            self.lost_edits,
            self.lost_progress,
            self.frozen,
            self.conflicting,
            self.duplicated,
            self.orphaned,
            self.lost_styling,
            self.frozen_notetypes,
            self.second_notetypes,
            self.second_decks,
            self.missing_media,
        )
        return any(losses) or self.needs_full_sync or not self.is_idempotent


def rehearse(old: Path, new: Path) -> Rehearsal:
    """Let learners who have the old package import the new one, in collections that are thrown away."""
    _require_anki()
    from anki.errors import AnkiException

    try:
        with scratch_folder() as folder:
            stories, tailored = _stories(old, new, folder)
    except (AnkiException, OSError) as error:
        raise FlashcardsError(
            f"Anki cannot keep a scratch collection in '{tempfile.gettempdir()}': {error}", hint="make room there"
        ) from error
    return _told(stories, tailored)


def _require_anki() -> None:
    try:
        from anki.collection import ImportAnkiPackageOptions  # noqa: F401
    except ImportError as error:
        raise FlashcardsError(
            "a rehearsal needs Anki's own code, the Python package 'anki'",
            hint="install it: `pip install 'flashcards[anki]'`",
        ) from error


class _Card(NamedTuple):
    """A card's deck, and all that studying and arranging it changes."""

    deck: str
    progress: tuple[object, ...]


class _Note(NamedTuple):
    """A note as a collection has it: its fields and tags, and its cards by template."""

    name: str
    note_id: int
    notetype_id: int
    content: object
    cards: Mapping[int, _Card]


_GONE = _Note("", 0, 0, None, {})


class _Notetype(NamedTuple):
    """A note type as a collection has it, whenever it was last changed."""

    name: str
    content: object


class _State(NamedTuple):
    """What is in a collection: notes by guid, note types by id, names of decks, and files shown that are missing."""

    notes: Mapping[str, _Note]
    notetypes: Mapping[int, _Notetype]
    decks: frozenset[str]
    missing_media: frozenset[str]


class _Story(NamedTuple):
    """What a learner had: of the `old` package, after having `lived` with it, and `now`, with the new one.

    `offered` is what one has who begins with the new package, and `conflicting` the ids of notes
    that Anki would not touch because of their note type.
    """

    old: _State
    lived: _State
    now: _State
    offered: _State
    conflicting: frozenset[int]
    needs_full_sync: bool
    is_idempotent: bool

    @property
    def states(self) -> tuple[_State, _State, _State, _State]:
        return self.old, self.lived, self.now, self.offered


class _Tailored(NamedTuple):
    """What a learner with a field of their own has: with the new package `as_is`, and once it is `merged`."""

    as_is: _Story
    merged: _Story


def _stories(old: Path, new: Path, folder: Path) -> tuple[tuple[_Story, ...], _Tailored]:
    beginner = folder / "old.anki2"
    first, offered = _first_import(old, beginner), _first_import(new, folder / "new.anki2")
    lives = tuple(_story(turn, beginner, first, offered, new) for turn in range(len(_HABITS)))
    return lives, _tailored(beginner, first, offered, new)


def _first_import(package: Path, path: Path) -> _State:
    with _opened(path) as collection:
        _import(package, collection)
        return _state(collection)


def _story(turn: int, beginner: Path, old: _State, offered: _State, new: Path) -> _Story:
    """What is written to a collection past Anki shows only when it is opened again."""
    path = _copied(beginner, f"learner-{turn}")
    with _opened(path) as collection:
        _live(turn, collection)
        _sync(collection)
        lived = _state(collection)
    with _opened(path) as collection:
        conflicting = _import(new, collection)
        now, needs_full_sync = _state(collection), bool(collection.schema_changed())
        _sync(collection)
    with _opened(path) as collection:
        _import(new, collection)
        return _Story(old, lived, now, offered, conflicting, needs_full_sync, not _has_changes(collection))


def _tailored(beginner: Path, old: _State, offered: _State, new: Path) -> _Tailored:
    """One who studied, and has added a field to each note type."""
    path = _copied(beginner, "tailor")
    with _opened(path) as collection:
        with _in_between(collection):
            _learn(_note_ids(collection), collection)
            _add_own_field(collection)
        lived = _state(collection)
    with _opened(path) as collection:
        conflicting = _import(new, collection)
        as_is = _state(collection)
    with _opened(path) as collection:
        still_conflicting = _import(new, collection, merge_notetypes=True)
        merged = _state(collection)
    stories = ((as_is, conflicting), (merged, still_conflicting))
    return _Tailored(
        *(
            _Story(old, lived, now, offered, left_alone, needs_full_sync=False, is_idempotent=True)
            for now, left_alone in stories
        )
    )


def _copied(beginner: Path, name: str) -> Path:
    """A collection of its own, as a beginner has it."""
    path = beginner.with_name(f"{name}.anki2")
    shutil.copyfile(beginner, path)
    shutil.copytree(_media_of(beginner), _media_of(path))
    return path


def _media_of(collection: Path) -> Path:
    """The folder of a collection's files, where Anki makes it."""
    return collection.with_suffix(".media")


@contextmanager
def _opened(path: Path) -> Iterator["Collection"]:
    from anki.collection import Collection

    collection = Collection(str(path))
    try:
        yield collection
    finally:
        collection.close()


def _import(package: Path, collection: "Collection", *, merge_notetypes: bool = False) -> frozenset[int]:
    """Import as the dialog does: update what is newer, and leave the rest alone.

    Returns the ids, in the package, of the notes Anki found conflicting.
    """
    from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest
    from anki.errors import AnkiException

    if not package.is_file():
        raise FlashcardsError(f"there is no package '{package}'", hint="`flashcards build` writes packages into dist/")
    options = ImportAnkiPackageOptions(merge_notetypes=merge_notetypes, with_scheduling=False, with_deck_configs=False)
    request = ImportAnkiPackageRequest(package_path=str(package), options=options)
    try:
        log = collection.import_anki_package(request).log
    except AnkiException as error:
        raise FlashcardsError(
            f"Anki cannot import '{package}': {error}", hint="is it a package that `flashcards build` wrote?"
        ) from error
    return frozenset(note.id.nid for note in log.conflicting)


_NOTES = "select id, guid, mid, flds, tags from notes order by (select min(due) from cards where nid = notes.id), id"
# How a field shows a file (rslib text.rs): in an attribute, or as a sound
_SHOWN = re.compile(r'<[a-z][^<>]*? src="([^"]+)"|\[sound:([^\]]+)\]')
_CARDS = """
    select nid, ord, did, id, type, queue, due, ivl, factor, reps, lapses, left, odue, odid, flags, data,
        (select count() from revlog where cid = cards.id)
    from cards
"""


def _state(collection: "Collection") -> _State:
    decks = {deck.id: deck.name for deck in collection.decks.all_names_and_ids()}
    notetypes = {each.id: _notetype(collection.models.get(each.id)) for each in collection.models.all_names_and_ids()}
    cards: dict[int, dict[int, _Card]] = {}
    for note_id, index, deck_id, *progress in collection.db.execute(_CARDS):
        cards.setdefault(note_id, {})[index] = _Card(decks[deck_id], tuple(progress))
    own = {each: _place_of_own_field(collection.models.get(each)) for each in notetypes}
    notes, shown = {}, set[str]()
    for note_id, guid, type_id, joined, tags in collection.db.execute(_NOTES):
        fields = without_access_key(joined).split("\x1f")
        del fields[own[type_id] :]
        notes[guid] = _Note(fields[0], note_id, type_id, (fields, tags.split()), cards.get(note_id, {}))
        shown |= {html.unescape(found[1] or found[2]) for found in _SHOWN.finditer(joined)}
    there = {each.name for each in Path(collection.media.dir()).iterdir()}
    return _State(notes, notetypes, frozenset(decks.values()), frozenset(shown - there))


def _notetype(known: Mapping[str, Any]) -> _Notetype:
    """Where a field has a new name, Anki writes the first field's into browser fronts that are blank."""
    blank = ("", f"{{{{{known['flds'][0]['name']}}}}}")
    templates = [
        {key: text for key, text in template.items() if key != "bqfmt" or text not in blank}
        for template in known["tmpls"]
    ]
    content = {key: value for key, value in known.items() if key not in ("mod", "usn")}
    return _Notetype(known["name"], {**content, "tmpls": templates})


def _live(turn: int, collection: "Collection") -> None:
    """Live with a package between it and the next."""
    with _in_between(collection):
        notes = _note_ids(collection)
        for place, acts in enumerate(_HABITS, turn):
            for act in acts:
                act(notes[place % len(_HABITS) :: len(_HABITS)], collection)
        _restyle(collection)


@contextmanager
def _in_between(collection: "Collection") -> Iterator[None]:
    """What a learner does before the author builds the next package.

    Anki stamps what a learner edits with the time, which is later than any package here. So the
    stamps are put back, to what they were: a second more, and they might be the next package's.
    """
    notes = collection.db.all("select mod, id from notes")
    notetypes = collection.db.all("select mtime_secs, id from notetypes")
    yield
    collection.db.executemany("update notes set mod = ? where id = ?", notes)
    collection.db.executemany("update notetypes set mtime_secs = ? where id = ?", notetypes)


def _note_ids(collection: "Collection") -> list[int]:
    note_ids: list[int] = collection.db.list("select id from notes order by id")
    return note_ids


def _learn(note_ids: Sequence[int], collection: "Collection") -> None:
    _answer(note_ids, collection, ease=4)


def _stumble(note_ids: Sequence[int], collection: "Collection") -> None:
    _answer(note_ids, collection, ease=1)


def _answer(note_ids: Sequence[int], collection: "Collection", *, ease: int) -> None:
    for card_id in _cards_of(note_ids, collection):
        card = collection.get_card(card_id)
        card.start_timer()
        collection.sched.answerCard(card, ease)


def _edit(note_ids: Sequence[int], collection: "Collection") -> None:
    notes = [collection.get_note(note_id) for note_id in note_ids]
    for note in notes:
        note.fields[min(2, len(note.fields) - 1)] += "<br>My own words."
    collection.update_notes(notes)


def _tag(note_ids: Sequence[int], collection: "Collection") -> None:
    collection.tags.bulk_add(note_ids, "my-own")


def _flag(note_ids: Sequence[int], collection: "Collection") -> None:
    collection.set_user_flag_for_cards(3, _cards_of(note_ids, collection))


def _suspend(note_ids: Sequence[int], collection: "Collection") -> None:
    collection.sched.suspend_cards(_cards_of(note_ids, collection))


def _move(note_ids: Sequence[int], collection: "Collection") -> None:
    collection.set_deck(_cards_of(note_ids, collection), collection.decks.id("My own"))


def _cards_of(note_ids: Sequence[int], collection: "Collection") -> list[int]:
    return [card_id for note_id in note_ids for card_id in collection.card_ids_of_note(note_id)]


# What learners do with notes between two packages
_HABITS: tuple[tuple[Callable[[Sequence[int], "Collection"], None], ...], ...] = (
    (),
    (_learn, _edit),
    (_stumble, _flag, _tag),
    (_learn, _move),
    (_suspend,),
)


_OWN_FIELD = "My own field"


def _add_own_field(collection: "Collection") -> None:
    for type_id in collection.db.list("select distinct mid from notes"):
        notetype = collection.models.get(type_id)
        collection.models.add_field(notetype, collection.models.new_field(_OWN_FIELD))
        collection.models.update_dict(notetype)


def _place_of_own_field(notetype: Mapping[str, Any]) -> int:
    """Where a learner's own field begins, which no author fills: it is the last, or comes after the last."""
    names = [field["name"] for field in notetype["flds"]]
    return names.index(_OWN_FIELD) if _OWN_FIELD in names else len(names)


def _restyle(collection: "Collection") -> None:
    for type_id in collection.db.list("select distinct mid from notes"):
        notetype = collection.models.get(type_id)
        notetype["css"] += "\n.card { font-size: 30px; }\n"
        collection.models.update_dict(notetype)


_SYNCED = ("notes", "cards", "revlog", "notetypes", "decks", "deck_config", "tags", "graves")


def _sync(collection: "Collection") -> None:
    """Mark all as sent to the learner's other devices, so that what changes from here on shows."""
    for table in _SYNCED:
        collection.db.execute(f"update {table} set usn = 0")
    collection.db.execute("update col set ls = scm")


def _has_changes(collection: "Collection") -> bool:
    queries = (f"select count() from {table} where usn = -1" for table in _SYNCED)
    return any(collection.db.scalar(query) for query in queries)


class _Fate(Enum):
    """What can become of a note; some of it can of a note type."""

    NEW = auto()
    UPDATED = auto()
    UNCHANGED = auto()
    KEPT_EDITS = auto()
    REPLACED_EDITS = auto()
    WAITING = auto()
    LOST_EDITS = auto()
    LOST_PROGRESS = auto()
    FROZEN = auto()
    CONFLICTING = auto()
    DUPLICATED = auto()
    ORPHANED = auto()


_HARMLESS = frozenset(
    {_Fate.NEW, _Fate.UPDATED, _Fate.UNCHANGED, _Fate.KEPT_EDITS, _Fate.REPLACED_EDITS, _Fate.WAITING}
)

# By whether the author changed it, whether the learner did, and whether it is now as it should be
_FATES = {
    (False, False, True): (_Fate.UNCHANGED,),
    (False, True, True): (_Fate.UNCHANGED, _Fate.KEPT_EDITS),
    (True, False, True): (_Fate.UPDATED,),
    (True, True, True): (_Fate.UPDATED, _Fate.REPLACED_EDITS),
    (False, True, False): (_Fate.LOST_EDITS,),
    (False, False, False): (_Fate.FROZEN,),
    (True, False, False): (_Fate.FROZEN,),
    (True, True, False): (_Fate.FROZEN,),
}


def _told(stories: tuple[_Story, ...], tailored: _Tailored) -> Rehearsal:
    one = stories[0]  # the packages are the same to all learners
    twins = _twins(one)
    notes = [
        (
            name,
            _united(
                (*(_note_fates(guid, story, twins) for story in stories), _tailored_fates(guid, tailored, twins)),
            ),
        )
        for guid, name in _all_notes(one).items()
    ]
    notetypes = [
        (name, _united(_notetype_fates(type_id, story) for story in stories))
        for type_id, name in _shared_notetypes(one).items()
    ]
    return Rehearsal(
        new=_named(_Fate.NEW, notes),
        updated=_named(_Fate.UPDATED, notes),
        unchanged=_named(_Fate.UNCHANGED, notes),
        kept_edits=_named(_Fate.KEPT_EDITS, notes),
        replaced_edits=_named(_Fate.REPLACED_EDITS, notes),
        waiting=_named(_Fate.WAITING, notes),
        replaced_styling=_named(_Fate.REPLACED_EDITS, notetypes),
        lost_edits=_named(_Fate.LOST_EDITS, notes),
        lost_progress=_named(_Fate.LOST_PROGRESS, notes),
        frozen=_named(_Fate.FROZEN, notes),
        conflicting=_named(_Fate.CONFLICTING, notes),
        duplicated=_named(_Fate.DUPLICATED, notes),
        orphaned=_named(_Fate.ORPHANED, notes),
        lost_styling=_named(_Fate.LOST_EDITS, notetypes),
        frozen_notetypes=_named(_Fate.FROZEN, notetypes),
        second_notetypes=_second_notetypes(one),
        second_decks=_second_decks(one, twins),
        missing_media=tuple(sorted(frozenset().union(*(story.now.missing_media for story in stories)))),
        needs_full_sync=any(story.needs_full_sync for story in stories),
        is_idempotent=all(story.is_idempotent for story in stories),
    )


def _named(fate: _Fate, found: Iterable[tuple[str, frozenset[_Fate]]]) -> Names:
    return tuple(name for name, fates in found if fate in fates)


def _all_notes(story: _Story) -> dict[str, str]:
    """The names of the notes of both packages by guid, the new package's first."""
    old, offered = story.old.notes, story.offered.notes
    return {guid: note.name for guid, note in {**offered, **old, **offered}.items()}


def _twins(story: _Story) -> frozenset[str]:
    """The names of old notes under which others come; a note that goes by a new name has left its old one free."""
    old, offered = story.old.notes, story.offered.notes
    taken = {offered.get(guid, note).name for guid, note in old.items()}
    return frozenset(note.name for guid, note in offered.items() if guid not in old and note.name in taken)


def _shared_notetypes(story: _Story) -> dict[int, str]:
    """The names, by id, of the note types of notes in both packages, less those that made notes conflicting."""
    old, offered = story.old.notes, story.offered
    notes = (note for guid, note in offered.notes.items() if guid in old and note.note_id not in story.conflicting)
    return {type_id: offered.notetypes[type_id].name for type_id in sorted({note.notetype_id for note in notes})}


def _united(fates: Iterable[Iterable[_Fate]]) -> frozenset[_Fate]:
    """What happens to anyone; where some of it is a loss, the rest is no comfort."""
    united = frozenset(fate for each in fates for fate in each)
    return united - _HARMLESS or united


def _note_fates(guid: str, story: _Story, twins: frozenset[str]) -> Iterator[_Fate]:
    old, lived, now, offered = (state.notes.get(guid, _GONE) for state in story.states)
    if old is _GONE:
        yield _arrival(now, offered, twins)
    elif offered is _GONE:
        if old.name not in twins:
            yield _Fate.ORPHANED
    elif offered.note_id in story.conflicting:
        yield _Fate.CONFLICTING
    else:
        yield from _fates(old.content, lived.content, now.content, offered.content)
        if not offered.cards.keys() <= now.cards.keys():
            yield _Fate.FROZEN
    if not lived.cards.items() <= now.cards.items():
        yield _Fate.LOST_PROGRESS


def _tailored_fates(guid: str, tailored: _Tailored, twins: frozenset[str]) -> Iterator[_Fate]:
    """What becomes of a note for one with a field of their own; that it comes by merging alone is no loss."""
    as_is, merged = (frozenset(_note_fates(guid, story, twins)) for story in tailored)
    if _Fate.UPDATED in merged and _Fate.UPDATED not in as_is:
        yield _Fate.WAITING
    yield from merged | as_is & {_Fate.LOST_PROGRESS}


def _arrival(now: _Note, offered: _Note, twins: frozenset[str]) -> _Fate:
    if now.content != offered.content or now.cards.keys() != offered.cards.keys():
        return _Fate.FROZEN
    return _Fate.DUPLICATED if offered.name in twins else _Fate.NEW


def _notetype_fates(type_id: int, story: _Story) -> tuple[_Fate, ...]:
    return _fates(*(state.notetypes[type_id].content for state in story.states))


def _fates(old: object, lived: object, now: object, offered: object) -> tuple[_Fate, ...]:
    """What becomes of the words a learner reads; its own edit is to stay where the author changed nothing."""
    is_news, is_edited = old != offered, old != lived
    due = lived if is_edited and not is_news else offered
    return _FATES[is_news, is_edited, now == due]


def _second_notetypes(story: _Story) -> Names:
    """Forks have ids of their own, and a type that meets another of its name is given a new name."""
    offered = {(key, notetype.name) for key, notetype in story.offered.notetypes.items()}
    come = {key: notetype.name for key, notetype in story.now.notetypes.items() if key not in story.lived.notetypes}
    return tuple(sorted(name for key, name in come.items() if (key, name) not in offered))


def _second_decks(story: _Story, twins: frozenset[str]) -> Names:
    """A deck that came and has new cards alone is no second one, but part of what is new."""
    known = [note for guid, note in story.offered.notes.items() if guid in story.old.notes or note.name in twins]
    homes = {card.deck for note in known for card in note.cards.values()}
    return tuple(sorted(homes & (story.now.decks - story.lived.decks)))
