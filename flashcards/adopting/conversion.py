"""Note types, subdecks and notes of another tool, as they are written to a deck file."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from flashcards.adopting.joining import Joined, own_tags, same_fields
from flashcards.adopting.source import SourceKind, SourceNote, SourcePart
from flashcards.adopting.texts import AdoptedText, adopted_text, as_learners_have
from flashcards.adopting.wishes import SourceField, Wishes
from flashcards.cards.notetypes import NOTETYPES
from flashcards.cards.template import fields_shown
from flashcards.importing.mapping import language_of
from flashcards.lint.script import SCRIPT_OF
from flashcards.model.deck import NOTE_KEYS, Language
from flashcards.model.foreign import ForeignNote, ForeignNotetype
from flashcards.source.slug import slug, unused_slug
from flashcards.system.progress import with_progress
from flashcards.text.html import to_line
from flashcards.text.to_markdown.source import exact_names
from flashcards.yamltext.entry import MAX_ID

KINDS = "kinds"
"""The folder beside the deck with note types that other tools made."""

_LONGEST = 50  # characters of a name
_MARKS = re.compile(r"\{\{c[0-9,]+::|::[^{}]*\}\}|\}\}|\[sound:[^\]]*\]")

Row = Mapping[Language, ForeignNote]


def written_kinds(joined: Joined, deck_id: str, wishes: Wishes) -> Sequence[SourceKind]:
    """The kinds as they are written, in the order of the note types."""
    used = dict.fromkeys(NOTETYPES, 1)
    kinds = []
    for types in joined.notetypes:
        language, first = next(iter(types.items()))
        places = {tag: same_fields(first, each) for tag, each in types.items()}
        columns = _columns(joined, types, places)
        parts, fields = _parts(first, columns, language, wishes, is_joined=len(joined.published) > 1)
        by_language = {
            tag: tuple(_in_language(fields[place], tag if tag != language else "") for place in own)
            for tag, own in places.items()
        }
        name = _name(first.name, "kind")
        key = unused_slug(name.removesuffix(f"-{slug(language)}") if len(types) > 1 else name, used)
        path = f"{KINDS}/{deck_id}/{key}"
        kinds.append(SourceKind(key, tuple(parts), types, by_language, path, tuple(sorted(wishes.accepted))))
    return kinds


def _in_language(field: SourceField, language: Language) -> SourceField:
    return field._replace(language=language) if language and field.language else field


def _columns(
    joined: Joined, types: Mapping[Language, ForeignNotetype], places: Mapping[Language, Sequence[int]]
) -> Sequence[Sequence[Sequence[str]]]:
    """The texts of each field of the first note type, in each note of a kind: one for each of its languages."""
    rows = [
        [(language, note.fields) for language, note in row.items() if note.notetype == types[language].id]
        for row in joined.notes
        if all(language in types and row[language].notetype == types[language].id for language in row)
    ]
    count = len(next(iter(places.values())))
    return [
        [[fields[places[language].index(place)] for language, fields in row] for row in rows] for place in range(count)
    ]


def _parts(
    notetype: ForeignNotetype,
    columns: Sequence[Sequence[Sequence[str]]],
    language: Language,
    wishes: Wishes,
    *,
    is_joined: bool,
) -> tuple[Sequence[SourcePart], Sequence[SourceField]]:
    """The parts of a kind, and the part and language of each field of its first note type."""
    taken = dict.fromkeys((*NOTE_KEYS, *(each.part for each in wishes.fields.values())), 1)
    clozes = cloze_fields(notetype)
    parts, fields = dict[str, SourcePart](), []
    for place, (field, column) in enumerate(zip(notetype.fields, columns, strict=True)):
        has_clozes = field.name in clozes
        own = wishes.fields.get(field.name)
        if own is None:
            name = unused_slug(_name(field.name, f"field-{place + 1}"), taken)
            has_pairs = any(len(texts) > 1 for texts in column)
            is_text = any(len({*texts}) > 1 for texts in column) if has_pairs else _is_in(column, language)
            own = SourceField(name, language if is_text or has_clozes else "")
        known = parts.get(own.part)
        is_needed = is_joined and bool(own.language) and all(map(all, column))
        has_clozes = has_clozes or bool(known and known.has_clozes)
        parts[own.part] = SourcePart(own.part, bool(own.language), has_clozes, is_needed)
        fields.append(own)
    return [*parts.values()], fields


def _is_in(column: Sequence[Sequence[str]], language: Language) -> bool:
    """Whether the texts of a field are in the script of a language; also if its script is not known."""
    code = language.split("-")[0]
    own = [tag for tag in SCRIPT_OF if SCRIPT_OF[tag] == SCRIPT_OF.get(code)]
    texts = [text for each in column for text in each]
    return code not in SCRIPT_OF or language_of(texts, (code, *_others(own))) == code


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
    joined: Joined,
    kinds: Sequence[SourceKind],
    sections: Mapping[str, Mapping[Language, str]],
    paths: Mapping[str, str],
) -> Iterator[SourceNote]:
    """The notes as they are written, in their order."""
    ids = dict[str, int]()
    by_type = {(tag, each.id): kind for kind in kinds for tag, each in kind.types.items()}
    homes = {
        (tag, f"{joined.published[tag].deck}::{title}"): section
        for section, titles in sections.items()
        for tag, title in titles.items()
    }
    for row in with_progress("converting", joined.notes):
        language, first = next(iter(row.items()))
        kind = by_type[language, first.notetype]
        home = homes.get((language, first.deck), "")
        yield SourceNote(_id(first, ids), home, kind.key, texts_of(row, kind, paths), own_tags(first), row)


def texts_of(
    row: Row, kind: SourceKind, paths: Mapping[str, str], raw: Collection[str] = ()
) -> Mapping[str, Mapping[Language, AdoptedText]]:
    """The texts of a note by part and language; the `raw` parts, and those that Markdown cannot give back, are HTML.

    A part is HTML in all its languages or in none.
    """
    clozes = {part.name: part.has_clozes for part in kind.parts}
    texts = dict[str, dict[Language, AdoptedText]]()
    for language, note in row.items():
        for field, html in zip(kind.fields[language], map(as_learners_have, note.fields), strict=True):
            if html:
                is_raw = field.part in raw
                text = AdoptedText(html, is_raw) if is_raw else adopted_text(html, paths, has_clozes=clozes[field.part])
                texts.setdefault(field.part, {})[field.language] = text
    mixed = {part for part, own in texts.items() if len({text.is_raw for text in own.values()}) > 1}
    return texts_of(row, kind, paths, {*raw, *mixed}) if mixed else texts


def written_sections(joined: Joined) -> Mapping[str, Mapping[Language, str]]:
    """The names of subdecks within the deck, by ids for them and by language."""
    used = dict[str, int]()
    sections = {}
    for names in joined.homes[1:]:
        titles = {tag: name.removeprefix(f"{joined.published[tag].deck}::") for tag, name in names.items()}
        sections[unused_slug(slug(next(iter(titles.values()))) or "section", used)] = titles
    return sections


def _id(note: ForeignNote, ids: dict[str, int]) -> str:
    """An id from the first text of a note, or else from a file that it shows."""
    for field in note.fields:
        plain = slug(to_line(_MARKS.sub(" ", field[:500])))
        if plain:
            return unused_slug(plain[: MAX_ID - 6].strip("-"), ids)
    files = (slug(Path(name).stem) for field in note.fields for name in exact_names(field[:500]))
    return unused_slug(next(filter(None, files), "")[: MAX_ID - 6].strip("-") or f"note-{len(ids) + 1}", ids)
