"""Note types, subdecks and notes of another tool, as they are written to a deck file."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from flashcards.adopting.found import Found
from flashcards.adopting.source import SourceKind, SourceNote, SourcePart
from flashcards.adopting.texts import adopted_text, as_learners_have
from flashcards.cards.notetypes import NOTETYPES
from flashcards.cards.template import fields_shown
from flashcards.deckfile.kinds import NOTE_KEYS
from flashcards.importing.mapping import language_of
from flashcards.lint.script import SCRIPT_OF
from flashcards.model.deck import Language
from flashcards.model.foreign import ForeignNote, ForeignNotetype
from flashcards.source.slug import slug, unused_slug
from flashcards.system.progress import with_progress
from flashcards.text.html import to_line
from flashcards.text.to_markdown.source import media_names
from flashcards.yamltext.entry import MAX_ID

KINDS = "kinds"
"""The folder beside the deck with note types that other tools made."""

_LONGEST = 50  # characters of a name
_MARKS = re.compile(r"\{\{c[0-9,]+::|::[^{}]*\}\}|\}\}|\[sound:[^\]]*\]")


def written_kinds(found: Found, deck_id: str, language: Language, accepted: frozenset[str]) -> Mapping[str, SourceKind]:
    """The kinds as they are written, in the order of the note types."""
    used = dict.fromkeys(NOTETYPES, 1)
    kinds = {}
    for number, notetype in found.notetypes.items():
        key = unused_slug(_name(notetype.name, "kind"), used)
        rows = [note.fields for note in found.package.notes if note.notetype == number]
        parts = _parts(notetype, rows, language)
        kinds[key] = SourceKind(tuple(parts), notetype, f"{KINDS}/{deck_id}/{key}", tuple(sorted(accepted)))
    return kinds


def _parts(notetype: ForeignNotetype, rows: Sequence[Sequence[str]], language: Language) -> Iterator[SourcePart]:
    taken, clozes = dict.fromkeys(NOTE_KEYS, 1), cloze_fields(notetype)
    for place, field in enumerate(notetype.fields):
        name = unused_slug(_name(field.name, f"field-{place + 1}"), taken)
        column = [row[place] for row in rows]
        yield SourcePart(name, _is_in(column, language), field.name in clozes)


def _is_in(column: Sequence[str], language: Language) -> bool:
    """Whether the texts of a field are in the script of a language; also if its script is not known."""
    code = language.split("-")[0]
    own = [tag for tag in SCRIPT_OF if SCRIPT_OF[tag] == SCRIPT_OF.get(code)]
    return code not in SCRIPT_OF or language_of(column, (code, *_others(own))) == code


def _others(own: Collection[str]) -> Sequence[str]:
    """A language of each script but that of these languages."""
    scripts = {SCRIPT_OF[tag] for tag in own}
    return [next(tag for tag in SCRIPT_OF if SCRIPT_OF[tag] == each) for each in {*SCRIPT_OF.values()} - scripts]


def cloze_fields(notetype: ForeignNotetype) -> frozenset[str]:
    """The fields in which a cloze note type looks for clozes."""
    return fields_shown(notetype.templates[0].front, only="cloze") if notetype.is_cloze else frozenset()


def _name(name: str, otherwise: str) -> str:
    found = slug(name)[:_LONGEST].strip("-")
    return found if found[:1].isalpha() else otherwise


def written_notes(
    found: Found,
    kinds: Mapping[str, SourceKind],
    keys: Mapping[int, str],
    sections: Mapping[str, str],
    paths: Mapping[str, str],
) -> Iterator[SourceNote]:
    ids = dict[str, int]()
    homes = {f"{found.deck}::{title}": section for section, title in sections.items()}
    for note in with_progress("converting", found.package.notes):
        key = keys[note.notetype]
        texts = {
            part.name: adopted_text(text, paths, has_clozes=part.has_clozes)
            for part, text in zip(kinds[key].parts, map(as_learners_have, note.fields), strict=True)
            if text
        }
        tags = tuple(sorted({tag for tag in note.tags if tag.casefold() not in ("leech", "marked")}))
        yield SourceNote(_id(note, ids), homes.get(note.deck, ""), key, texts, tags, note)


def written_sections(found: Found) -> Mapping[str, str]:
    """The names of subdecks within the deck, by ids for them."""
    names = dict.fromkeys(note.deck for note in found.package.notes if note.deck != found.deck)
    used = dict[str, int]()
    return {
        unused_slug(slug(title) or "section", used): title
        for title in (name.removeprefix(f"{found.deck}::") for name in names)
    }


def _id(note: ForeignNote, ids: dict[str, int]) -> str:
    """An id from the first text of a note, or else from a file that it shows."""
    for field in note.fields:
        plain = slug(to_line(_MARKS.sub(" ", field[:500])))
        if plain:
            return unused_slug(plain[: MAX_ID - 6].strip("-"), ids)
    files = (slug(Path(name).stem) for field in note.fields for name in media_names(field[:500]))
    return unused_slug(next(filter(None, files), "")[: MAX_ID - 6].strip("-") or f"note-{len(ids) + 1}", ids)
