"""What simulated learners do with a collection between two packages: study, edit, tag, flag, move, restyle."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from anki.collection import Collection
    from anki.models import NotetypeDict

_CUSTOM_FIELD = "My own field"


def use_collection(learner: int, collection: "Collection") -> None:
    """Apply every group of habits to its share of the notes, and restyle the note types.

    `learner` shifts the shares, from 0 to `LEARNER_COUNT` less one, so that over all learners each note meets each
    group.
    """
    with _modification_times_kept(collection):
        note_ids = _note_ids(collection)
        for place, habits in enumerate(_HABITS, learner):
            for habit in habits:
                habit(note_ids[place % LEARNER_COUNT :: LEARNER_COUNT], collection)
        _restyle(collection)


def study_with_custom_field(collection: "Collection") -> None:
    """Study every card, and add a field to each note type."""
    with _modification_times_kept(collection):
        _answer_easy(_note_ids(collection), collection)
        _add_custom_field(collection)


def custom_field_index(notetype: Mapping[str, Any]) -> int:
    """The index of a learner's own field, which no package fills; the number of fields if there is none."""
    names = [field["name"] for field in notetype["flds"]]
    return names.index(_CUSTOM_FIELD) if _CUSTOM_FIELD in names else len(names)


@contextmanager
def _modification_times_kept(collection: "Collection") -> Iterator[None]:
    """Restore the modification times of notes and note types afterwards.

    Anki sets them to the current time on each edit, which is later than that of any package here.
    One second more than before, and they might equal those of the next package.
    """
    notes = collection.db.all("select mod, id from notes")
    notetypes = collection.db.all("select mtime_secs, id from notetypes")
    yield
    collection.db.executemany("update notes set mod = ? where id = ?", notes)
    collection.db.executemany("update notetypes set mtime_secs = ? where id = ?", notetypes)


def _note_ids(collection: "Collection") -> list[int]:
    note_ids: list[int] = collection.db.list("select id from notes order by id")
    return note_ids


def _answer_easy(note_ids: Sequence[int], collection: "Collection") -> None:
    _answer(note_ids, collection, ease=4)


def _answer_again(note_ids: Sequence[int], collection: "Collection") -> None:
    _answer(note_ids, collection, ease=1)


def _answer(note_ids: Sequence[int], collection: "Collection", *, ease: int) -> None:
    for card_id in _card_ids(note_ids, collection):
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
    collection.set_user_flag_for_cards(3, _card_ids(note_ids, collection))


def _suspend(note_ids: Sequence[int], collection: "Collection") -> None:
    collection.sched.suspend_cards(_card_ids(note_ids, collection))


def _move(note_ids: Sequence[int], collection: "Collection") -> None:
    collection.set_deck(_card_ids(note_ids, collection), collection.decks.id("My own"))


def _card_ids(note_ids: Sequence[int], collection: "Collection") -> list[int]:
    return [card_id for note_id in note_ids for card_id in collection.card_ids_of_note(note_id)]


# Groups of habits; each is applied to one note in LEARNER_COUNT
_HABITS: tuple[tuple[Callable[[Sequence[int], "Collection"], None], ...], ...] = (
    (),
    (_answer_easy, _edit),
    (_answer_again, _flag, _tag),
    (_answer_easy, _move),
    (_suspend,),
)
LEARNER_COUNT = len(_HABITS)


def _add_custom_field(collection: "Collection") -> None:
    for type_id in collection.db.list("select distinct mid from notes"):
        notetype = collection.models.get(type_id)
        collection.models.add_field(notetype, collection.models.new_field(_CUSTOM_FIELD))
        _update(notetype, collection)


def _restyle(collection: "Collection") -> None:
    for type_id in collection.db.list("select distinct mid from notes"):
        notetype = collection.models.get(type_id)
        notetype["css"] += "\n.card { font-size: 30px; }\n"
        _update(notetype, collection)


def _update(notetype: "NotetypeDict", collection: "Collection") -> None:
    """Change a note type, unless Anki lets no learner do it, because of two templates with the same front, say."""
    from anki.errors import CardTypeError

    with suppress(CardTypeError):
        collection.models.update_dict(notetype)
