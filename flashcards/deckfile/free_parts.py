"""Read the parts of a note that are in no language: pictures, numbers, and other values that a kind has once."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from flashcards.cards.notetypes.notetype import Part
from flashcards.model.deck import Language, Text, Texts
from flashcards.model.kind import PartForm
from flashcards.text.media import MediaKind, kind_of
from flashcards.yamltext.entry import Entry

RULE = "other-form"
_NUMBER = re.compile(r"[-+−]?\d+(?:[.,\u00a0\u202f '’]\d+)*(?:[.,/]\d+)?(?:\s?[%‰°])?")
_PICTURE = re.compile(r"!\[[^\]\n]*\]\((?:<[^>\n]*>|[^()\s]*)\)")
_PLAIN = re.compile(r"[^()\s<>]+")


class _Form(NamedTuple):
    """What a value of a form is called, how to write it, and its text, or None for another."""

    noun: str
    example: str
    read: Callable[[str], str | None]


def _picture(value: str) -> str | None:
    """Markdown for a picture that is given as such, or as the path of its file."""
    if _PICTURE.fullmatch(value):
        return value
    if kind_of(value) is not MediaKind.PICTURE or "\n" in value or "](" in value:
        return None
    return f"![]({value})" if _PLAIN.fullmatch(value) else f"![](<{value}>)"


_FORMS: Mapping[PartForm, _Form] = {
    PartForm.IMAGE: _Form("a picture", "flags/fi.svg", _picture),
    PartForm.NUMBER: _Form("a number", "5.6", lambda value: value if _NUMBER.fullmatch(value) else None),
    PartForm.ANY: _Form("one text for all languages", "…", str),
}


def read_free(entry: Entry, part: Part, languages: Sequence[Language], *, required: bool) -> Mapping[str, Texts]:
    """Read such a part, as the same text in each language; empty if it is absent or invalid."""
    name, form = part.name, _FORMS[part.form]
    if entry.names_of(name):
        message = f"'{name}' is {form.noun}: it is written once, in no language"
        entry.at(name, RULE, message, f"write '{name}: {form.example}'")
        entry.skip(name)
        return {}
    text = entry.text(name, required=required)
    if text is None:
        return {}
    value = form.read(text.value)
    if value is None:
        entry.at(name, RULE, f"'{name}' is not {form.noun}", f"write '{name}: {form.example}'")
        return {}
    shown = text if value == text.value else Text(value, text.line, text.column)
    return {name: dict.fromkeys(languages, shown)}
