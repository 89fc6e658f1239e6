"""Determine the note type of a note."""

from collections.abc import Mapping
from typing import NamedTuple

from flashcards.cards.notetypes import NOTETYPES
from flashcards.cards.notetypes.notetype import Part
from flashcards.model.kind import Kind
from flashcards.text.suggest import suggestion
from flashcards.yamltext.entry import Entry

_DEFAULT = next(iter(NOTETYPES))

# Names that Anki and other programs have for note types
_OTHER_NAMES = {"basic": "qa", "basic (type in the answer)": "typed", "definition": "term", "vocabulary": "word"}


class NoteKind(NamedTuple):
    """What a note is read by: the parts of its note type, which is one of ours or a kind of the author's."""

    key: str
    parts: tuple[Part, ...]
    is_cloze: bool
    kind: Kind | None = None


class NoteKinds:
    """The note types of a deck."""

    def __init__(self, kinds: Mapping[str, Kind]) -> None:
        self._known = {key: NoteKind(key, each.parts, each.is_cloze) for key, each in NOTETYPES.items()}
        if kinds:
            from flashcards.cards.notetypes.of_kind import parts_of

            own = {key: NoteKind(key, parts_of(kind), kind.is_cloze, kind) for key, kind in kinds.items()}
            self._known = {**own, **self._known}
        names = {key: [part.name for part in each.parts] for key, each in self._known.items()}
        self._parts = tuple(dict.fromkeys(name for own in names.values() for name in own))
        # Parts that only one note type has, which identify it; of ours, only required ones
        self._identifying = {
            part.name: key
            for key, each in self._known.items()
            for part in each.parts
            if (part.is_required or each.kind) and sum(part.name in own for own in names.values()) == 1
        }
        # By note type, the parts that only others have
        self._others = {key: frozenset(self._parts) - {*own} for key, own in names.items()}
        self.default = self._known[_DEFAULT]
        self.is_whole = all(kind.is_whole for kind in kinds.values())

    def of(self, entry: Entry) -> NoteKind:
        """The note type that a note names, or else the one of its parts; reports parts of other note types."""
        named = entry.text("type")
        if named is None and entry.names.isdisjoint(self._others[_DEFAULT]):
            return self.default  # most notes: no further checks are needed
        if named and named.value not in self._known and not self.is_whole:
            return NoteKind(named.value, (), False)
        if named and named.value not in self._known:
            hint = f"did you mean '{meant}'?" if (meant := _OTHER_NAMES.get(named.value.lower())) else ""
            hint = hint or suggestion(named.value, self._known)
            entry.at("type", "unknown-note-type", f"there is no note type '{named}'", hint)
        if named is None and entry.has("text") and entry.has("answer") and not entry.contains("text", "{"):
            message = "'text' belongs to a cloze note, and 'answer' to a question"
            hint = "did you mean 'question'? A text with words left out is a note without an answer"
            entry.confused("text", "question", "other-note-type", message, hint)
            return self.default
        key = next((key for part, key in self._identifying.items() if entry.has(part)), _DEFAULT)
        found = self._known[named.value if named and named.value in self._known else key]
        if found.kind and named is None:
            message = f"missing key 'type' in a note of the kind '{key}'"
            entry.beyond(entry.location, "missing-key", message, f"add 'type: {key}'")
        if found.kind and not found.kind.is_whole:
            return found
        for part in self._parts:
            if part in self._others[found.key] and entry.has(part):
                message = f"a '{found.key}' note has no part '{part}'"
                names = ", ".join(each.name for each in found.parts)
                entry.at_key(part, "other-note-type", message, f"use its parts ({names}), or write a second note")
                entry.skip(part)
        return found
