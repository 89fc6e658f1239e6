"""Editions: a deck as one package carries it, in a study language and with an optional support language."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from flashcards.model.deck import Deck, Language, Note
from flashcards.model.ids import guid_of, moment_id
from flashcards.model.source import point_id
from flashcards.model.variant import Variant

ALONE = "alone"  # instead of a support language, in file names


@dataclass(frozen=True, slots=True)
class Edition:
    """A study language of a deck, and the support language shown on demand; `support` is empty without one.

    It contains the notes that have a text in the study language. Of several editions in one study
    language, the first `is_main`; they contain the same notes and cards, so that a learner may switch.
    Words are asked in both directions: of the editions of the same two languages, the first `holds_words`.
    With a `variant` it is one of its packages, in a deck that has several; without, it contains all notes.
    """

    deck: Deck
    study: Language
    support: Language
    is_main: bool = True
    holds_words: bool = False
    variant: Variant | None = None

    @property
    def name(self) -> str:
        """The name of its package, without the suffix."""
        return f"{self.deck.id}-{self.tag}"

    @property
    def tag(self) -> str:
        """The part of file names that differs between the packages of a deck."""
        pair = self.study if self.is_main else f"{self.study}-{self.support or ALONE}"
        return f"{pair}-{self.variant_name}" if self.variant_name else pair

    @property
    def variant_name(self) -> str:
        """The name of its variant; empty for the default package, and for the only one."""
        return self.variant.name if self.variant else ""

    @property
    def key(self) -> str:
        """The name of the edition in the ledger."""
        return self.study if self.is_main else f"{self.study}+{self.support}"

    @property
    def title(self) -> str:
        """The name of the deck in Anki."""
        return self.deck.title[self.study].value

    def subdeck(self, section: str) -> str:
        """The full name in Anki of the subdeck of a section; that of the deck itself without one."""
        return f"{self.title}::{self.deck.sections[section].title[self.study]}" if section else self.title

    @property
    def deck_id(self) -> int:
        """The deck's id in Anki; it only has to be unique, because Anki matches decks by name."""
        return moment_id(self.deck.uid, "deck", self.study)

    def guid(self, note: Note) -> str:
        """The note's guid, for life: a hash of the deck's uid, the note's first id and the study language.

        A word's guid includes the support language, in which it is asked as well.
        """
        asked_in = pair_name(self.study, self.support) if note.is_word else self.study
        return guid_of(self.deck.uid, note.first_id, asked_in)

    def holds(self, note: Note) -> bool:
        """Whether the edition contains a note: one that it can ask, that is not a draft, and that its variant takes."""
        is_taken = self.variant is None or self.variant.takes(note.tags)
        return is_taken and not note.is_draft and self.can_ask(note)

    @property
    def by_variant(self) -> "tuple[Edition, ...]":
        """The packages of the edition; itself, if its deck has no variants."""
        return tuple(replace(self, variant=variant) for variant in self.deck.variants) or (self,)

    def can_ask(self, note: Note) -> bool:
        """Whether a note, draft or not, has texts in the study language; a word needs both languages."""
        if note.is_word:
            return self.holds_words and self.study in note.languages and self.support in note.languages
        return self.study in note.languages

    def tags(self, note: Note) -> tuple[str, ...]:
        """The note's tags, sorted: deck and section, the kinds of key point it covers, and the author's tags."""
        place = f"{self.deck.id}::{note.section}" if note.section else self.deck.id
        # learners of an adopted deck do not have this tag
        places = () if self.deck.kinds and self.deck.is_adopted else (place,)
        points = self.deck.source.points if self.deck.source else {}
        kinds = (f"kind::{kind}" for ref in note.covers if (kind := points[point_id(ref)].kind))
        retired = {self.retired_tag} if note.retired else set()
        return tuple(sorted({*places, *kinds, *note.tags, *retired}))

    @property
    def retired_tag(self) -> str:
        """The tag of retired notes."""
        return f"{self.deck.id}::retired"

    def search_for(self, note_id: str) -> str:
        """The search that finds a note of the deck in Anki's browser, even if the learner renamed the deck."""
        return f"tag:{self.deck.id} ID:{note_id}"


def editions(deck: Deck, wanted: Sequence[str] = (), *, drafts: bool = False) -> Iterator[Edition]:
    """The editions of a deck in order; `wanted` limits them to study languages, or pairs such as `bn+hi`.

    With `drafts`, those of languages that are not ready follow.
    """
    seen = set[Language]()
    asked = set[frozenset[Language]]()
    for study, support in (*deck.pairs, *(deck.draft_pairs if drafts else ())):
        both = frozenset((study, support))
        edition = Edition(deck, study, support, study not in seen, bool(support) and both not in asked)
        seen.add(study)
        asked.add(both)
        if not wanted or study in wanted or pair_name(study, support) in wanted:
            yield edition


def pair_name(study: Language, support: Language) -> str:
    """A pair of languages as one word: `bn+hi`, or `bn` without a support language."""
    return f"{study}+{support}" if support else study


def study_of(pair: str) -> Language:
    """The study language of a `pair_name`."""
    return pair.split("+")[0]
