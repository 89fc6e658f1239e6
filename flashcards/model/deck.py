"""What a deck is, once it has been read and found sound."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from flashcards.model.problem import Location

if TYPE_CHECKING:
    from flashcards.model.media import Media
    from flashcards.model.source import Source


class Text(NamedTuple):
    """What an author wrote, as written but for blanks at its ends, and where it begins."""

    value: str
    line: int
    column: int

    def __str__(self) -> str:
        return self.value

    def place(self, path: Path) -> Location:
        """Where it begins in a file."""
        return Location(path, self.line, self.column)


Language = str  # a BCP 47 tag, such as "bn" or "pt-BR"
Texts = Mapping[Language, Text]  # the same thing said in each language of the deck


# What is said of a word and not of what it means
_OF_ONE_LANGUAGE = frozenset(("part_of_speech", "gender", "reading"))


def is_shared(texts: Texts) -> bool:
    """Whether a value without words, such as a number, was written once for all languages."""
    first = next(iter(texts.values()), None)
    return len(texts) > 1 and all(text is first for text in texts.values())


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a deck which goes by a title."""

    id: str
    title: Texts
    location: Location


@dataclass(frozen=True, slots=True)
class Retirement:
    """Why a note is no longer to be learned, and the id of the note that takes its place, if one does."""

    reason: Texts
    replaced_by: str


class Note(NamedTuple):
    """What an author writes once and a learner is asked, in any language of the deck.

    `type` is its note type, as an author calls it. `parts` are what that asks for, such as
    "question" and "answer"; an optional part that was left out is absent. `languages` are those in
    which the note can be asked: those that have all its required parts. `media` are the files its
    texts show, by the path the author wrote. `covers` holds ids of key points of the deck's source, and `was`
    the ids the note had before, the oldest first. `lint_ignore` gives, by rule, the reason why the
    note need not keep it, and `reviewed` who has read the note in a language.
    """

    id: str
    section: str
    type: str
    parts: Mapping[str, Texts]
    languages: tuple[Language, ...]
    covers: tuple[str, ...]
    tags: tuple[str, ...]
    was: tuple[str, ...]
    retired: Retirement | None
    lint_ignore: Mapping[str, Text]
    reviewed: Mapping[Language, Text]
    media: "Mapping[str, Media]"
    location: Location

    @property
    def first_id(self) -> str:
        """The id the note was made with: what guid and ledger know it by, whatever it is called now."""
        return self.was[0] if self.was else self.id

    @property
    def is_word(self) -> bool:
        """Whether it is a word and its translation, which are asked for by each other."""
        return self.type == "word"

    @property
    def has_clozes(self) -> bool:
        """Whether its first part is a text with words left out."""
        return self.type == "cloze"

    def is_literal(self, part: str) -> bool:
        """Whether a part has no Markdown, because it is typed in as it is written."""
        return self.type == "typed" and part == "answer"

    def is_wanted(self, part: str) -> bool:
        """Whether a part that one language has is wanted in all: what is said of a word need not be."""
        return not self.is_word or part == "word"

    def is_own(self, part: str) -> bool:
        """Whether a part says in each language something of that language alone, so that it has no translation."""
        return self.type == "word" and part in _OF_ONE_LANGUAGE


class Style(NamedTuple):
    """A deck's own CSS, in which files go by the names cards know them by, and those files."""

    css: str = ""
    media: "tuple[Media, ...]" = ()


@dataclass(frozen=True, slots=True)
class Deck:
    """Notes in the order they are to be learned, with all that their packages say of them.

    `uid` is random and for life: every guid comes from it. `report` is a URL with places for a
    note's facts, where learners tell of mistakes; `lint` says, by rule, how severe it is here.
    In the languages that are `complete` every note can be asked; in others some may have no text yet.
    `pairs` are the study languages, each with the support language that goes with it or with none.
    `voice` has the locale in which a language is read aloud, `theme` a built-in look, and `style` the
    deck's own CSS upon it. In the languages of `typed_words` a word is typed in where it is asked for.
    `folder` is where the ledger lies.
    """

    id: str
    uid: str
    title: Texts
    languages: tuple[Language, ...]
    complete: tuple[Language, ...]
    pairs: tuple[tuple[Language, Language], ...]
    source: "Source | None"
    description: Texts
    license: str
    authors: tuple[str, ...]
    version: str
    report: str
    lint: Mapping[str, Text]
    voice: Mapping[Language, str]
    typed_words: tuple[Language, ...]
    theme: str
    style: Style
    sections: Mapping[str, Section]
    notes: tuple[Note, ...]
    folder: Path
    location: Location
