"""The texts that a rule examines, and what it finds in them."""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from flashcards.model.deck import Deck, Language, Note, Text, Texts, is_shared
from flashcards.model.problem import Location


class TextRef(NamedTuple):
    """A text of a deck and its position: in a part of a note, or in the head, where `note` is None.

    `language` is without script and region, as in the tables of the rules; `tag` is complete.
    """

    text: Text
    language: Language
    part: str
    note: Note | None
    path: Path
    tag: Language

    @property
    def is_shared(self) -> bool:
        """Whether it is one value for all languages, such as a number."""
        return self.note is not None and is_shared(self.note.parts[self.part])

    @property
    def place(self) -> Location:
        return self.text.place(self.path)  # a text of another file knows its own


class Finding(NamedTuple):
    """A text that breaks a rule, and the offset in it of what is wrong, if that is not the whole.

    Severity and `lint_ignore` are applied later.
    """

    ref: TextRef
    message: str
    hint: str
    offset: int | None = None


def each_text(deck: Deck) -> Iterator[TextRef]:
    """The texts that a learner reads: titles, the description, and the parts of each note."""
    yield from each_in_head(deck)
    for note in each_note(deck):
        yield from each_in_note(note)


def each_in_head(deck: Deck) -> Iterator[TextRef]:
    """The titles and the description."""
    yield from _each("title", deck.title, None, deck.location.path)
    yield from _each("description", deck.description, None, deck.location.path)
    for section in deck.sections.values():
        yield from _each("title", section.title, None, section.location.path)


def each_in_note(note: Note, *, own: bool = False) -> Iterator[TextRef]:
    """The texts of a note that a learner reads, without HTML as another tool made it.

    Parts that describe a word in one language, such as its reading, may be in any script: included only if `own`.
    """
    for part, texts in note.parts.items():
        if (own or not note.is_own(part)) and part not in note.raw:
            yield from _each(part, texts, note, note.location.path)


def each_note(deck: Deck) -> Iterator[Note]:
    """The notes to be learned; retired ones are not checked."""
    return (note for note in deck.notes if not note.retired)


def each_part(note: Note, part: str) -> Iterator[TextRef]:
    """A part of a note in each language."""
    return _each(part, note.parts.get(part, {}), note, note.location.path)


def other_part(ref: TextRef, part: str) -> str:
    """The text of another part of the same note in the same language, or an empty string."""
    texts = ref.note.parts.get(part, {}) if ref.note else {}
    return texts[ref.tag].value if ref.tag in texts else ""


def each_question(notes: Iterable[Note]) -> Iterator[tuple[TextRef, ...]]:
    """The question of each note, in each language."""
    return (tuple(each_part(note, "question")) for note in notes)


def has_clozes(ref: TextRef) -> bool:
    """Whether a text may have cloze deletions."""
    return ref.note is not None and ref.note.is_cloze(ref.part)


def is_typed(ref: TextRef) -> bool:
    """Whether learners type a text in exactly as written, so that it has no markup."""
    return ref.note is not None and ref.note.is_literal(ref.part)


def is_markdown(ref: TextRef) -> bool:
    """Whether a text is Markdown: neither to be typed as written, nor the HTML that Anki stores."""
    return ref.note is None or not (ref.note.is_literal(ref.part) or ref.note.is_raw(ref.part))


def _each(part: str, texts: Texts, note: Note | None, path: Path) -> Iterator[TextRef]:
    return (TextRef(text, _language_of(tag), part, note, path, tag) for tag, text in texts.items())


@cache
def _language_of(tag: Language) -> Language:
    return tag.split("-")[0]
