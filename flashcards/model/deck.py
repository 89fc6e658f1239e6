"""A valid deck: its notes, sections and settings, as read from its files."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from flashcards.model.problem import Location

if TYPE_CHECKING:
    from flashcards.model.kind import Kind
    from flashcards.model.media import Media
    from flashcards.model.source import Source
    from flashcards.model.variant import Variant


class Text(NamedTuple):
    """What an author wrote, without white space at its ends, and where it begins; line and column count from 1."""

    value: str
    line: int
    column: int

    def __str__(self) -> str:
        return self.value

    def place(self, path: Path) -> Location:
        """Where the text begins, as a place in a file."""
        return Location(path, self.line, self.column)


NOTE_KEYS = frozenset(
    ("covers", "draft", "id", "lint_ignore", "raw", "retired", "reviewed", "section", "tags", "type", "was")
)
"""The keys of a note in a deck file beside those of its parts."""

Language = str  # a BCP 47 tag, such as "bn" or "pt-BR"
Texts = Mapping[Language, Text]  # the same content in each language


# Facts about a word, not about its meaning
_OF_ONE_LANGUAGE = frozenset(("part_of_speech", "gender", "reading"))


def without_languages(parts: Mapping[str, Texts], languages: Collection[Language]) -> Mapping[str, Texts]:
    """Parts of a note without the texts in some languages, and without parts that are in these alone."""
    if not languages:
        return parts
    kept = {part: {tag: text for tag, text in texts.items() if tag not in languages} for part, texts in parts.items()}
    return {part: texts for part, texts in kept.items() if texts}


def is_shared(texts: Texts) -> bool:
    """Whether one value, such as a number, was written once for all languages."""
    first = next(iter(texts.values()), None)
    return len(texts) > 1 and all(text is first for text in texts.values())


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of a deck."""

    id: str
    title: Texts
    location: Location


@dataclass(frozen=True, slots=True)
class Retirement:
    """Why a note was retired, and the id of the note that replaces it; empty if none does."""

    reason: Texts
    replaced_by: str


_NO_SPEECH: Mapping[tuple[str, Language], str] = {}


class Note(NamedTuple):
    """A note, written once in all languages of the deck.

    `type` is the name of its note type in deck files. `parts` are by name, such as "question" and
    "answer"; an optional part that was left out is absent. `languages` are those that have all
    required parts. `media` are the files its texts refer to, by the path the author wrote. `covers`
    holds ids of key points of the deck's source, and `was` the note's earlier ids, the oldest first.
    `lint_ignore` holds, by rule, the reason why the note is exempt, and `reviewed` the reviewer's
    name by language. A draft is not ready, and in no package. `kind` is the author's own, if it is
    not one of ours; of an adopted one, `raw` are the parts that are HTML as it was found. `speech` are
    the recordings that a program has made of its texts, by part and language; they are among the media.
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
    is_draft: bool = False
    kind: "Kind | None" = None
    speech: Mapping[tuple[str, Language], str] = _NO_SPEECH
    raw: tuple[str, ...] = ()

    @property
    def first_id(self) -> str:
        """The id the note was created with, from which its guid is made and which the ledger uses."""
        return self.was[0] if self.was else self.id

    @property
    def is_word(self) -> bool:
        """Whether the note is a word and its translation, asked in both directions."""
        return self.type == "word"

    @property
    def has_clozes(self) -> bool:
        """Whether each cloze of its texts makes a card."""
        return self.type == "cloze" if self.kind is None else self.kind.is_cloze

    def is_cloze(self, part: str) -> bool:
        """Whether a part is a text with clozes."""
        if self.kind is not None:
            return self.kind.is_cloze and self.kind.form_of(part) == "cloze"
        return self.has_clozes and part == next(iter(self.parts), "")

    def is_literal(self, part: str) -> bool:
        """Whether a part is not Markdown, because the learner types it as it is written."""
        return self.type == "typed" and part == "answer"

    def is_raw(self, part: str) -> bool:
        """Whether a part is the HTML that Anki stores, and not Markdown."""
        return part in self.raw or (self.kind is not None and self.kind.form_of(part) == "html")

    def is_wanted(self, part: str) -> bool:
        """Whether a part given in one language must be given in all, unless the deck says otherwise."""
        return not self.is_word or part == "word"

    def is_own(self, part: str) -> bool:
        """Whether a part has no translation: it describes the word of its own language, or is in no language."""
        if self.kind is not None:
            return self.kind.form_of(part).is_free
        return self.type == "word" and part in _OF_ONE_LANGUAGE


class Style(NamedTuple):
    """A deck's own CSS, with file names as in Anki's media folder, and the files it refers to."""

    css: str = ""
    media: "tuple[Media, ...]" = ()


@dataclass(frozen=True, slots=True)
class Deck:
    """Notes in learning order, and everything else that the deck's packages contain.

    `uid` is random and never changes: every guid is made from it. `authors` are their names by
    language. `report` is the URL where learners report mistakes, with placeholders for the note;
    `lint` is the severity by rule. Languages that are not `complete` may lack some notes. `pairs` are
    the study languages, each with its support language or an empty one. `voice` is the text-to-speech
    locale by language, `theme` a built-in style, and `style` the deck's own CSS on top of it. In the
    languages of `typed_words`, learners type the word. `folder` is the folder of the ledger. The notes
    may be read from their files each time they are iterated. All notes of a deck that `is_draft` are
    drafts; `draft_pairs` are those with a language that is not ready, which have no packages. `kinds`
    are the author's own, by their names in deck files. In a deck that `has_subdecks`, each section is
    a subdeck in Anki. `overlays` are files with texts in one language each. The parts in `optional` need
    not be in all languages of a note. `variants` are its packages in each study language, the default one first; none
    if there is only one.
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
    authors: tuple[Mapping[Language, str], ...]
    version: str
    report: str
    lint: Mapping[str, Text]
    voice: Mapping[Language, str]
    typed_words: tuple[Language, ...]
    theme: str
    style: Style
    sections: Mapping[str, Section]
    notes: Collection[Note]
    folder: Path
    location: Location
    is_draft: bool = False
    draft_pairs: tuple[tuple[Language, Language], ...] = ()
    kinds: "Mapping[str, Kind]" = field(default_factory=dict)
    overlays: Mapping[Path, Language] = field(default_factory=dict)
    optional: tuple[str, ...] = ()
    has_subdecks: bool = False
    variants: "tuple[Variant, ...]" = ()

    @property
    def is_adopted(self) -> bool:
        """Whether another tool made the deck, and learners have its notes."""
        return any(kind.adopted for kind in self.kinds.values())

    @property
    def draft_languages(self) -> tuple[Language, ...]:
        """The languages that are not ready, so that no package asks in them or shows them."""
        ready = {tag for pair in self.pairs for tag in pair}
        return tuple(dict.fromkeys(tag for pair in self.draft_pairs for tag in pair if tag not in ready))

    def wants(self, note: Note, part: str) -> bool:
        """Whether a part that a note has in one language must be in all."""
        return part not in self.optional and note.is_wanted(part)

    def own_file(self, language: Language, path: Path) -> Path | None:
        """The file of a language for the texts of a deck file: the one beside it, or another; None if there is none."""
        own = [each for each, tag in self.overlays.items() if tag == language]
        beside = own_file_name(path, language)
        return beside if beside in own else next(iter(own), None)


def own_file_name(path: Path, language: Language) -> Path:
    """The name of a language's own file beside a deck file: `notes.nb.yaml` beside `notes.yaml`."""
    return path.with_name(f"{path.stem}.{language}{path.suffix}")
