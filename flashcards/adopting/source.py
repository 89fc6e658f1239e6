"""The deck file of an adopted deck: its head with the kinds of its notes, and the notes."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from flashcards.adopting.texts import AdoptedText
from flashcards.adopting.wishes import SourceField
from flashcards.deckfile.template import SCHEMA
from flashcards.model.deck import Language
from flashcards.model.foreign import ForeignNote, ForeignNotetype, ForeignTemplate
from flashcards.yamltext.writing import block_scalar, quoted, scalar

_HEAD = """\
# yaml-language-server: $schema={schema}
# Adopted from {names}, with its learners: never change an id, nor what is in 'kinds' and in the ledger.
# Say in `license:` and `authors:` who made it and how it may be shared.

deck:
  id: {deck_id}
  uid: {uid}
  title:
{titles}
  languages: [{languages}]
"""


class SourcePart(NamedTuple):
    """What some fields are as a part of notes: `is_text` if it is in languages, otherwise it is in none."""

    name: str
    is_text: bool
    has_clozes: bool
    is_needed: bool = False

    @property
    def form(self) -> str:
        form = "cloze" if self.has_clozes else "text" if self.is_text else "any"
        return form if self.is_needed else f"{form}?"


class SourceKind(NamedTuple):
    """A kind as it is written: its parts, the path of its files, and the accepted hazards.

    By study language, `types` are the note types that it was, and `fields` what is in their fields.
    """

    key: str
    parts: tuple[SourcePart, ...]
    types: Mapping[Language, ForeignNotetype]
    fields: Mapping[Language, tuple[SourceField, ...]]
    path: str
    accepted: tuple[str, ...]

    @property
    def own_types(self) -> Sequence[tuple[Language, ForeignNotetype]]:
        """The note types by their first languages; the first is that of all languages without one of their own."""
        types = dict[int, tuple[Language, ForeignNotetype]]()
        for language, each in self.types.items():
            types.setdefault(each.id, (language, each))
        return [*types.values()]

    def parts_in_some_of(self, languages: Collection[Language]) -> Iterator[str]:
        """The parts that are in languages, and for which there is no field in some of them."""
        for part in self.parts:
            own = {field.language for each in self.fields.values() for field in each if field.part == part.name}
            if part.is_text and not part.is_needed and not own >= {*languages}:
                yield part.name

    def path_of(self, language: Language) -> str:
        """The path, without a suffix, of the files of a note type."""
        return self.path if language == next(iter(self.types)) else f"{self.path}.{language}"

    def files(self) -> Iterator[tuple[str, str]]:
        """The paths and texts of its files: settings, CSS and templates."""
        for language, found in self.own_types:
            path = self.path_of(language)
            settings = {
                "notetype": found.config,
                "fields": [each.config for each in found.fields],
                "templates": [each.config for each in found.templates],
            }
            yield f"{path}.json", json.dumps(settings, ensure_ascii=False, indent=2) + "\n"
            yield f"{path}.css", found.css
            for number, template in enumerate(found.templates, 1):
                for side, text in _sides(template):
                    yield f"{path}.{number}.{side}.html", text


def _sides(template: ForeignTemplate) -> Iterator[tuple[str, str]]:
    """The sides of a template that are not empty."""
    sides = (template.front, template.back, template.browser_front, template.browser_back)
    names = ("front", "back", "browser_front", "browser_back")
    yield from ((name, side) for name, side in zip(names, sides, strict=True) if side or name in names[:2])


class SourceNote(NamedTuple):
    """A note as it is written, and as it was found in each study language.

    `texts` are by part and language, empty ones left out; `section` is that of its subdeck. `retired` is why it is
    retired, and empty if it is not.
    """

    id: str
    section: str
    kind: str
    texts: Mapping[str, Mapping[Language, AdoptedText]]
    tags: tuple[str, ...]
    found: Mapping[Language, ForeignNote]
    retired: str = ""


class SourceHead(NamedTuple):
    """What is above the notes.

    By language, `titles` are the names of the deck in Anki, and `sections` those of subdecks by id. `pairs` and
    `complete` are None where they need not be said, `optional` are parts that are in some languages only, and `off` the
    rules that the deck breaks.
    """

    deck_id: str
    uid: str
    titles: Mapping[Language, str]
    descriptions: Mapping[Language, str]
    languages: tuple[Language, ...]
    pairs: tuple[str, ...] | None
    complete: tuple[Language, ...] | None
    optional: tuple[str, ...]
    version: str
    names: tuple[str, ...]
    kinds: Mapping[str, SourceKind]
    sections: Mapping[str, Mapping[Language, str]]
    off: tuple[str, ...] = ()


def deck_text(head: SourceHead, notes: Sequence[SourceNote]) -> str:
    """Write a deck file."""
    written = _HEAD.format(
        schema=SCHEMA,
        names=", ".join(head.names),
        deck_id=head.deck_id,
        uid=head.uid,
        titles="\n".join(f"    {language}: {scalar(title)}" for language, title in head.titles.items()),
        languages=", ".join(head.languages),
    )
    if head.pairs is not None:
        written += f"  pairs: [{', '.join(head.pairs)}]\n"
    if head.complete is not None:
        written += f"  complete: [{', '.join(head.complete)}] # in other languages, notes may lack texts\n"
    if head.optional:
        written += f"  optional: [{', '.join(head.optional)}] # in some languages only\n"
    written += f"  version: {head.version}\n"
    if head.descriptions:
        written += "  description:\n"
        for language, description in head.descriptions.items():
            written += f"    {language}: {block_scalar(description, 6)}\n"
    if head.sections:
        written += "  subdecks: true # each section is one in Anki\n"
    if head.off:
        written += f"  lint: {{{', '.join(f'{rule}: off' for rule in head.off)}}} # which the adopted texts break\n"
    written += "\nkinds:\n" + "".join(line for kind in head.kinds.values() for line in _kind(kind))
    if head.sections:
        written += "\nsections:\n"
        for section, titles in head.sections.items():
            written += f"  - id: {section}\n    title:\n"
            written += "".join(f"      {language}: {scalar(title)}\n" for language, title in titles.items())
    return written + "\nnotes:\n" + "\n".join(_note(note, head) for note in notes)


def _kind(kind: SourceKind) -> Iterator[str]:
    (language, found), *others = kind.own_types
    yield f"  {kind.key}:\n    name: {quoted(found.name)}\n    parts:\n"
    yield from (f"      {part.name}: {part.form}\n" for part in kind.parts)
    yield from _notetype(kind, language, found, " " * 4)
    if others:
        yield "    languages:\n"
    for language, found in others:
        yield f"      {language}:\n        name: {quoted(found.name)}\n"
        yield from _notetype(kind, language, found, " " * 8)


def _notetype(kind: SourceKind, language: Language, found: ForeignNotetype, indent: str) -> Iterator[str]:
    path = kind.path_of(language)
    lines = [f"css: {path}.css", *([f"accept: [{', '.join(kind.accepted)}]"] if kind.accepted else [])]
    lines += ["anki:", f"  id: {found.id}", *(["  cloze: true"] if found.is_cloze else [])]
    lines += [f"  sort_field: {quoted(found.fields[min(found.sort_field, len(found.fields) - 1)].name)}"]
    lines += [f"  settings: {path}.json", "  fields:"]
    for own, field in zip(kind.fields[language], found.fields, strict=True):
        where = "" if own.language in (language, "") else f", language: {own.language}"
        lines.append(f"    - {{name: {quoted(field.name)}{_id(field.id)}, part: {own.part}{where}}}")
    lines.append("  templates:")
    for number, template in enumerate(found.templates, 1):
        lines.append(f"    - name: {quoted(template.name)}")
        lines += [] if template.id is None else [f"      id: {template.id}"]
        lines += [f"      {side}: {path}.{number}.{side}.html" for side, _ in _sides(template)]
    yield from (f"{indent}{line}\n" for line in lines)


def _id(number: int | None) -> str:
    return "" if number is None else f", id: {number}"


def _note(note: SourceNote, head: SourceHead) -> str:
    lines = [f"  - id: {note.id}", f"    type: {note.kind}"]
    if note.section:
        lines.append(f"    section: {note.section}")
    raw = []
    for part in head.kinds[note.kind].parts:
        texts = note.texts.get(part.name, {})
        values = {tag: _raw(text.value) if text.is_raw else "" for tag, text in texts.items()}
        if any(values.values()):
            raw.append(part.name)
        if "" in texts or (any(values.values()) and len(head.languages) == 1):
            [text] = texts.values()
            lines.append(f"    {part.name}: {next(iter(values.values())) or block_scalar(text.value, 6)}")
        elif texts:
            lines.append(f"    {part.name}:")
            lines += [f"      {tag}: {values[tag] or block_scalar(text.value, 8)}" for tag, text in texts.items()]
    if raw:
        lines.append(f"    raw: [{', '.join(raw)}]")
    if note.retired:
        reasons = "".join(f"\n        {tag}: {block_scalar(note.retired, 10)}" for tag in note.found)
        lines.append(f"    retired:\n      reason:{reasons}")
    if note.tags:
        lines.append(f"    tags: [{', '.join(scalar(tag, is_in_flow=True) for tag in note.tags)}]")
    return "\n".join(lines) + "\n"


def _raw(html: str) -> str:
    return quoted(html) if "\n" in html or html != html.strip() else scalar(html)
