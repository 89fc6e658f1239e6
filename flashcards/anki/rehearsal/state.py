"""The state of a collection at one moment, as values that can be compared."""

import html
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from flashcards.anki.rehearsal.learners import custom_field_index
from flashcards.text.html import without_access_key

if TYPE_CHECKING:
    from anki.collection import Collection

_NOTES = "select id, guid, mid, flds, tags from notes order by (select min(due) from cards where nid = notes.id), id"
# How a field refers to a file (rslib text.rs): in an attribute, or as a sound
_MEDIA_REFERENCE = re.compile(r'<[a-z][^<>]*? src="([^"]+)"|\[sound:([^\]]+)\]')
_CARDS = """
    select nid, ord, did, id, type, queue, due, ivl, factor, reps, lapses, left, odue, odid, flags, data,
        (select count() from revlog where cid = cards.id)
    from cards
"""


class CardState(NamedTuple):
    """A card's deck, and everything else that a learner's studying and arranging changes."""

    deck: str
    progress: tuple[object, ...]


class NoteState(NamedTuple):
    """A note in a collection: `content` is its fields and tags, `cards` are by ordinal; `name` is its first field."""

    name: str
    note_id: int
    notetype_id: int
    content: object
    cards: Mapping[int, CardState]


ABSENT = NoteState("", 0, 0, None, {})


class NotetypeState(NamedTuple):
    """A note type in a collection, without its modification time."""

    name: str
    content: object


class CollectionState(NamedTuple):
    """Notes by guid, note types by id, names of decks, and names of files that notes refer to and that are missing."""

    notes: Mapping[str, NoteState]
    notetypes: Mapping[int, NotetypeState]
    decks: frozenset[str]
    missing_media: frozenset[str]


def state_of(collection: "Collection") -> CollectionState:
    """Read the state of a collection; a learner's own fields are left out."""
    decks = {deck.id: deck.name for deck in collection.decks.all_names_and_ids()}
    models = {named.id: collection.models.get(named.id) for named in collection.models.all_names_and_ids()}
    notetypes = {type_id: _notetype_state(model) for type_id, model in models.items()}
    field_counts = {type_id: custom_field_index(model) for type_id, model in models.items()}
    cards: dict[int, dict[int, CardState]] = {}
    for note_id, ordinal, deck_id, *progress in collection.db.execute(_CARDS):
        cards.setdefault(note_id, {})[ordinal] = CardState(decks[deck_id], tuple(progress))
    notes, referenced = {}, set[str]()
    for note_id, guid, type_id, joined, tags in collection.db.execute(_NOTES):
        fields = without_access_key(joined).split("\x1f")
        del fields[field_counts[type_id] :]
        notes[guid] = NoteState(fields[0], note_id, type_id, (fields, tags.split()), cards.get(note_id, {}))
        referenced |= {html.unescape(match[1] or match[2]) for match in _MEDIA_REFERENCE.finditer(joined)}
    files = {path.name for path in Path(collection.media.dir()).iterdir()}
    return CollectionState(notes, notetypes, frozenset(decks.values()), frozenset(referenced - files))


def _notetype_state(model: Mapping[str, Any]) -> NotetypeState:
    """A note type's state, without what Anki adds by itself, in empty browser fronts and at the end of names.

    When a field is renamed, Anki writes the first field into such fronts. To names that are taken it adds signs,
    which differ from one import to the next where two note types of a package have the same name.
    """
    empty = ("", f"{{{{{model['flds'][0]['name']}}}}}")
    templates = [
        {key: text for key, text in template.items() if key != "bqfmt" or text not in empty}
        for template in model["tmpls"]
    ]
    content = {key: value for key, value in model.items() if key not in ("mod", "usn")}
    return NotetypeState(model["name"], {**content, "name": model["name"].rstrip("+_"), "tmpls": templates})
