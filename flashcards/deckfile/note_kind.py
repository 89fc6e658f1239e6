"""Determine the note type of a note."""

from flashcards.cards.notetypes import NOTETYPES
from flashcards.cards.notetypes.notetype import Notetype
from flashcards.text.suggest import suggestion
from flashcards.yamltext.entry import Entry

_DEFAULT = next(iter(NOTETYPES))


def _names(notetype: Notetype) -> list[str]:
    return [part.name for part in notetype.parts]


_PARTS = tuple(dict.fromkeys(part.name for notetype in NOTETYPES.values() for part in notetype.parts))

# Required parts that only one note type has, which identify it
_IDENTIFYING = {
    part.name: key
    for key, notetype in NOTETYPES.items()
    for part in notetype.parts
    if part.is_required and sum(part.name in _names(other) for other in NOTETYPES.values()) == 1
}

# By note type, the parts that only other note types have
_OTHERS = {key: frozenset(_PARTS) - {part.name for part in notetype.parts} for key, notetype in NOTETYPES.items()}

# Names that Anki and other programs have for note types
_OTHER_NAMES = {"basic": "qa", "basic (type in the answer)": "typed", "definition": "term", "vocabulary": "word"}


def read_notetype(entry: Entry) -> Notetype:
    """Read the note type that a note names, or infer it from its parts; report parts of other note types."""
    named = entry.text("type")
    if named is None and entry.names.isdisjoint(_OTHERS[_DEFAULT]):
        return NOTETYPES[_DEFAULT]  # most notes: no further checks are needed
    if named and named.value not in NOTETYPES:
        hint = f"did you mean '{meant}'?" if (meant := _OTHER_NAMES.get(named.value.lower())) else ""
        hint = hint or suggestion(named.value, NOTETYPES)
        entry.at("type", "unknown-note-type", f"there is no note type '{named}'", hint)
    if named is None and entry.has("text") and entry.has("answer") and not entry.contains("text", "{"):
        hint = "did you mean 'question'? A text with words left out is a note without an answer"
        entry.confused(
            "text", "question", "other-note-type", "'text' is of a cloze note, and 'answer' of a question", hint
        )
        return NOTETYPES[_DEFAULT]
    key = next((key for part, key in _IDENTIFYING.items() if entry.has(part)), _DEFAULT)
    notetype = NOTETYPES[named.value if named and named.value in NOTETYPES else key]
    for part in _PARTS:
        if part in _OTHERS[notetype.key] and entry.has(part):
            message = f"a '{notetype.key}' note has no part '{part}'"
            names = ", ".join(part.name for part in notetype.parts)
            entry.at_key(part, "other-note-type", message, f"use its parts ({names}), or write a second note")
            entry.skip(part)
    return notetype
