"""Snippets for VS Code: a note of each type, with a place for the text in each language."""

import json
from collections.abc import Iterator, Sequence
from itertools import count

from flashcards.cards.notetypes import NOTETYPES
from flashcards.cards.notetypes.notetype import Notetype
from flashcards.model.deck import Language


def snippets(languages: Sequence[Language]) -> str:
    """The snippets as JSON."""
    found = {
        f"a note: {key}": {"scope": "yaml", "prefix": key, "body": [*_body(notetype, languages)]}
        for key, notetype in NOTETYPES.items()
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _body(notetype: Notetype, languages: Sequence[Language]) -> Iterator[str]:
    places = count(1)
    yield f"- id: ${next(places)}"
    if notetype.key == "typed":  # the other types are known by their parts
        yield "  type: typed"
    for part in notetype.parts:
        if part.is_required:
            yield f"  {part.name}:"
            form = '"{{{{c1::${0}}}}}"' if part.has_clozes else "${0}"
            yield from (f"    {tag}: {form.format(next(places))}" for tag in languages)
