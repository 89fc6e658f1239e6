"""The text of a deck file with imported notes."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flashcards.deckfile.template import SCHEMA
from flashcards.importing.notes import Imported, ImportedNote
from flashcards.model.deck import Language
from flashcards.text.anki_names import deck_name_flaw
from flashcards.text.language import own_name
from flashcards.yamltext.writing import block_scalar, scalar

_HEAD = """\
# yaml-language-server: $schema={schema}
# Imported from {names}. Say in `license:` and `authors:` who made it and how it may be shared.
# Never change an id: learners' progress depends on it.

deck:
  id: {deck_id}
  uid: {uid}
  title:
{title}
  languages: [{languages}]
"""
_WIDTH = 120  # columns of a note on one line


class DeckText(NamedTuple):
    """A deck file: the text above its notes, its notes, and the line in which each of them begins."""

    head: str
    notes: str
    lines: Sequence[int]

    @property
    def text(self) -> str:
        return f"{self.head}notes:\n{self.notes}"

    @property
    def first_line(self) -> int:
        """The line of the first note."""
        return self.head.count("\n") + 2


def deck_text(deck_id: str, uid: str, title: str, names: Sequence[str], imported: Imported) -> DeckText:
    """Write a deck file; `names` are those of the files that it was imported from."""
    head = _HEAD.format(
        schema=SCHEMA,
        names=", ".join(" ".join(name.split()) for name in names),
        deck_id=deck_id,
        uid=uid,
        title=_texts(_titles(title, deck_id, imported.languages), 4),
        languages=", ".join(imported.languages),
    )
    if imported.complete != imported.languages:
        head += f"  complete: [{', '.join(imported.complete)}]\n"
    if imported.sections:
        head += "\nsections:\n"
        for section, name in imported.sections.items():
            head += f"  - id: {section}\n    title:\n{_texts(dict.fromkeys(imported.languages, name), 6)}\n"
    head += "\n"
    pieces, lines, line = list[str](), list[int](), head.count("\n") + 2
    for note in imported.notes:
        written = _note(note)
        pieces.append(written)
        lines.append(line)
        line += written.count("\n")
    return DeckText(head, "".join(pieces).rstrip("\n") + "\n", lines)


def _titles(title: str, deck_id: str, languages: Sequence[Language]) -> Mapping[Language, str]:
    """A title for each language, all of them valid and distinct names of Anki decks."""
    plain = " ".join(title.replace('"', "”").split())
    valid = deck_id if not plain or deck_name_flaw(plain) else plain
    return {tag: valid if tag == languages[0] else f"{valid} ({own_name(tag)})" for tag in languages}


def _note(note: ImportedNote) -> str:
    """A note in block style; a word that has nothing else is on one line."""
    if note.kind == "word" and (line := _line(note)):
        return line
    lines = [f"  - id: {note.id}"]
    if note.section:
        lines.append(f"    section: {note.section}")
    if note.kind == "typed":
        lines.append("    type: typed")
    if note.is_draft:
        lines.append("    draft: true")
    for part, texts in note.parts.items():
        lines += [f"    {part}:", _texts(texts, 6)]
    if note.tags:
        lines.append(f"    tags: [{_listed(note.tags)}]")
    return "\n".join(lines) + "\n\n"


def _line(note: ImportedNote) -> str:
    """A word on one line; empty if it does not fit."""
    pairs = [f"id: {note.id}"]
    if note.section:
        pairs.append(f"section: {note.section}")
    if note.is_draft:
        pairs.append("draft: true")
    for part, texts in note.parts.items():
        if any("\n" in text for text in texts.values()):
            return ""
        pairs.append(
            f"{part}: {{{', '.join(f'{tag}: {scalar(text, is_in_flow=True)}' for tag, text in texts.items())}}}"
        )
    if note.tags:
        pairs.append(f"tags: [{_listed(note.tags)}]")
    line = f"  - {{{', '.join(pairs)}}}\n"
    return line if len(line) <= _WIDTH else ""


def _listed(words: Sequence[str]) -> str:
    return ", ".join(scalar(word, is_in_flow=True) for word in words)


def _texts(texts: Mapping[Language, str], indent: int) -> str:
    return "\n".join(f"{' ' * indent}{tag}: {block_scalar(text, indent + 2)}" for tag, text in texts.items())
