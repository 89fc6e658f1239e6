"""The deck file of an adopted deck: its head with the kinds of its notes, and the notes."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from flashcards.adopting.texts import AdoptedText
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
    {language}: {title}
  languages: [{language}]
  version: {version}
"""


class SourcePart(NamedTuple):
    """A field as a part of notes: `is_text` if it is in the language of the deck, otherwise it is in none."""

    name: str
    is_text: bool
    has_clozes: bool

    @property
    def form(self) -> str:
        return "cloze?" if self.has_clozes else "text?" if self.is_text else "any?"


class SourceKind(NamedTuple):
    """A kind as it is written: its parts, the note type that it was, the path of its files, the accepted hazards."""

    parts: tuple[SourcePart, ...]
    found: ForeignNotetype
    path: str
    accepted: tuple[str, ...]

    def files(self) -> Iterator[tuple[str, str]]:
        """The paths and texts of its files: settings, CSS and templates."""
        found = self.found
        settings = {
            "notetype": found.config,
            "fields": [each.config for each in found.fields],
            "templates": [each.config for each in found.templates],
        }
        yield f"{self.path}.json", json.dumps(settings, ensure_ascii=False, indent=2) + "\n"
        yield f"{self.path}.css", found.css
        for number, template in enumerate(found.templates, 1):
            for side, text in _sides(template):
                yield f"{self.path}.{number}.{side}.html", text


def _sides(template: ForeignTemplate) -> Iterator[tuple[str, str]]:
    """The sides of a template that are not empty."""
    sides = (template.front, template.back, template.browser_front, template.browser_back)
    names = ("front", "back", "browser_front", "browser_back")
    yield from ((name, side) for name, side in zip(names, sides, strict=True) if side or name in names[:2])


class SourceNote(NamedTuple):
    """A note as it is written: its texts by part, those that are empty left out; `section` is that of its subdeck."""

    id: str
    section: str
    kind: str
    texts: Mapping[str, AdoptedText]
    tags: tuple[str, ...]
    found: ForeignNote


class SourceHead(NamedTuple):
    """What is above the notes: `sections` are the titles of subdecks by id, `off` the rules that the deck breaks."""

    deck_id: str
    uid: str
    title: str
    description: str
    language: Language
    version: str
    names: tuple[str, ...]
    kinds: Mapping[str, SourceKind]
    sections: Mapping[str, str]
    off: tuple[str, ...] = ()


def deck_text(head: SourceHead, notes: Sequence[SourceNote]) -> str:
    """Write a deck file."""
    written = _HEAD.format(
        schema=SCHEMA,
        names=", ".join(head.names),
        deck_id=head.deck_id,
        uid=head.uid,
        language=head.language,
        title=scalar(head.title),
        version=head.version,
    )
    if head.description:
        written += f"  description:\n    {head.language}: {block_scalar(head.description, 6)}\n"
    if head.sections:
        written += "  subdecks: true # each section is one in Anki\n"
    if head.off:
        written += f"  lint: {{{', '.join(f'{rule}: off' for rule in head.off)}}} # which the adopted texts break\n"
    written += "\nkinds:\n" + "".join(line for key, kind in head.kinds.items() for line in _kind(key, kind))
    if head.sections:
        written += "\nsections:\n"
        for section, title in head.sections.items():
            written += f"  - id: {section}\n    title:\n      {head.language}: {scalar(title)}\n"
    return written + "\nnotes:\n" + "\n".join(_note(note, head) for note in notes)


def _kind(key: str, kind: SourceKind) -> Iterator[str]:
    found = kind.found
    yield f"  {key}:\n    name: {quoted(found.name)}\n    parts:\n"
    yield from (f"      {part.name}: {part.form}\n" for part in kind.parts)
    yield f"    css: {kind.path}.css\n"
    if kind.accepted:
        yield f"    accept: [{', '.join(kind.accepted)}]\n"
    yield f"    anki:\n      id: {found.id}\n"
    if found.is_cloze:
        yield "      cloze: true\n"
    yield f"      sort_field: {quoted(found.fields[min(found.sort_field, len(found.fields) - 1)].name)}\n"
    yield f"      settings: {kind.path}.json\n      fields:\n"
    for part, field in zip(kind.parts, found.fields, strict=True):
        yield f"        - {{name: {quoted(field.name)}{_id(field.id)}, part: {part.name}}}\n"
    yield "      templates:\n"
    for number, template in enumerate(found.templates, 1):
        yield f"        - name: {quoted(template.name)}\n"
        yield "" if template.id is None else f"          id: {template.id}\n"
        yield from (f"          {side}: {kind.path}.{number}.{side}.html\n" for side, _ in _sides(template))


def _id(number: int | None) -> str:
    return "" if number is None else f", id: {number}"


def _note(note: SourceNote, head: SourceHead) -> str:
    lines = [f"  - id: {note.id}", f"    type: {note.kind}"]
    if note.section:
        lines.append(f"    section: {note.section}")
    for part in head.kinds[note.kind].parts:
        text = note.texts.get(part.name)
        if text is None:
            continue
        if text.is_raw:
            lines.append(f"    {part.name}: {_raw(text.value)}")
        elif part.is_text or part.has_clozes:
            lines += [f"    {part.name}:", f"      {head.language}: {block_scalar(text.value, 8)}"]
        else:
            lines.append(f"    {part.name}: {block_scalar(text.value, 6)}")
    if raw := [part for part, text in note.texts.items() if text.is_raw]:
        lines.append(f"    raw: [{', '.join(raw)}]")
    if note.tags:
        lines.append(f"    tags: [{', '.join(scalar(tag, is_in_flow=True) for tag in note.tags)}]")
    return "\n".join(lines) + "\n"


def _raw(html: str) -> str:
    return quoted(html) if "\n" in html or html != html.strip() else scalar(html)
