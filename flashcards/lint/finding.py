"""What a rule looks at, and what it finds."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from flashcards.model.deck import Deck, Language, Note, Text, Texts, is_shared
from flashcards.model.problem import Location


class Said(NamedTuple):
    """A text of a deck and where it stands: in a part of a note, or in the head, which has no note.

    `language` is without script and region, as the tables of the rules are; `tag` has them.
    """

    text: Text
    language: Language
    part: str
    note: Note | None
    path: Path
    tag: Language

    @property
    def is_shared(self) -> bool:
        """Whether it is a value without words, written once for all languages."""
        return self.note is not None and is_shared(self.note.parts[self.part])

    @property
    def place(self) -> Location:
        return self.text.place(self.path)


class Finding(NamedTuple):
    """A text that breaks a rule; how severe that is, and whether the note may, is not for the rule to say."""

    said: Said
    message: str
    hint: str


def each_text(deck: Deck, *, own: bool = False) -> Iterator[Said]:
    """All that a learner reads: titles, description, and the parts of each note.

    What is said of a word alone, such as its reading, is in any script: it is there only where it is to be `own`.
    """
    yield from _each("title", deck.title, None, deck.location.path)
    yield from _each("description", deck.description, None, deck.location.path)
    for section in deck.sections.values():
        yield from _each("title", section.title, None, section.location.path)
    for note in each_note(deck):
        for part in note.parts:
            if own or not note.is_own(part):
                yield from each_part(note, part)


def each_note(deck: Deck) -> Iterator[Note]:
    """The notes that are to be learned; one that is retired is left as it was."""
    return (note for note in deck.notes if not note.retired)


def each_part(note: Note, part: str) -> Iterator[Said]:
    """A part of a note in each language."""
    return _each(part, note.parts.get(part, {}), note, note.location.path)


def beside(said: Said, part: str) -> str:
    """What another part of the same note says in the same language, or nothing."""
    texts = said.note.parts.get(part, {}) if said.note else {}
    return texts[said.tag].value if said.tag in texts else ""


def each_question(deck: Deck) -> Iterator[tuple[Said, ...]]:
    """The question of each note, in each language."""
    return (tuple(each_part(note, "question")) for note in each_note(deck))


def has_clozes(said: Said) -> bool:
    """Whether words may be left out of a text."""
    return said.note is not None and said.note.has_clozes and said.part == next(iter(said.note.parts))


def is_typed(said: Said) -> bool:
    """Whether a text is typed in as it is written, and so has no markup."""
    return said.note is not None and said.note.is_literal(said.part)


def _each(part: str, texts: Texts, note: Note | None, path: Path) -> Iterator[Said]:
    return (Said(text, tag.split("-")[0], part, note, path, tag) for tag, text in texts.items())
