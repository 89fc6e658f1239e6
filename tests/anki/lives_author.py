"""An author's deck whose words can be changed one at a time, and the deck file that says it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import takewhile
from typing import NamedTuple

from flashcards.model.deck import Language


class Phrases(NamedTuple):
    """What the deck says in a language; the last place in most is for a word that may change."""

    title: str
    section: str
    question: str
    answer: str
    note: str
    reason: str


# Each is so long that another word in it leaves it the same question
PHRASES: Mapping[Language, Phrases] = {
    "bn": Phrases(
        title="দূরের গ্রহ",
        section="অধ্যায় {}: {}",
        question="{} নামের গ্রহটি প্রথম যাত্রীরা দূর থেকে দেখে কী ভেবেছিলেন {}?",
        answer="{} গ্রহের চারপাশে তাঁরা আলোর একটি সরু বলয় দেখেছিলেন {}",
        note="{} গ্রহের কথা পরে অনেকেই লিখে গেছেন {}",
        reason="{} গ্রহটির মাপ এখন নতুন করে নেওয়া হয়েছে {}",
    ),
    "en": Phrases(
        title="Far planets",
        section="Chapter {}: {}",
        question="What did the first travellers think of the planet called {} when they saw it from afar {}?",
        answer="That around the planet {} there was a narrow ring of light {}",
        note="Many have written of the planet {} since then {}",
        reason="The planet {} has been measured anew {}",
    ),
    "hi": Phrases(
        title="दूर के ग्रह",
        section="अध्याय {}: {}",
        question="{} नाम के ग्रह को पहले यात्रियों ने दूर से देखकर क्या सोचा था {}?",
        answer="{} ग्रह के चारों ओर उन्होंने प्रकाश का एक पतला वलय देखा था {}",
        note="{} ग्रह के बारे में बाद में बहुतों ने लिखा है {}",
        reason="{} ग्रह को अब फिर से मापा गया है {}",
    ),
}

# Some that YAML, HTML or Anki's templates would take for something of their own, and one written in two ways
WORDS = ("", "so", "no", "12:30", "<b>", "R&D", '"so"', "{{c1::x}}", "café", "cafe\u0301", "\u09df", "😀")


# The parts of a note, by its note type, in the words of these phrases
PARTS: Mapping[str, Mapping[str, str]] = {
    "qa": {"question": "question", "answer": "answer"},
    "typed": {"question": "question", "answer": "answer"},
    "term": {"term": "question", "meaning": "answer"},
    "word": {"word": "question", "example": "answer"},
    "cloze": {"text": "{{c1::question}} {{c2::answer::hint}}"},
}


@dataclass(slots=True)
class WrittenNote:
    """A note as its author has it; `key` is the id it was made with, and `words` what may change in a part.

    `picture` is which picture it shows below what is asked, or 0 for none.
    """

    key: str
    id: str
    section: str
    type: str
    picture: int = 0
    words: dict[tuple[str, Language], str] = field(default_factory=dict)
    has_note: bool = False
    tags: tuple[str, ...] = ()
    was: list[str] = field(default_factory=list)
    is_retired: bool = False
    replaced_by: str = ""

    def said(self, part: str, language: Language) -> str:
        """What the author says in a part: "question", "answer", "note" or "reason"."""
        phrase: str = getattr(PHRASES[language], part)
        return phrase.format(self.key, self.words.get((part, language), "")).strip()

    def written(self, part: str, language: Language) -> str:
        """What the author writes in a part of the note's type, in Markdown."""
        text = PARTS[self.type][part]
        for each in ("question", "answer"):
            said = self.said(each, language)
            if self.type == "cloze":
                said = said.replace("{{c1::x}}", "x")  # would leave out a part of what is left out
            text = text.replace(each, said) if self.type == "cloze" else said if text == each else text
        is_asked = part == next(iter(PARTS[self.type]))
        return f"{text}\n\n![]({self.picture_path})" if self.picture and is_asked else text

    @property
    def picture_path(self) -> str:
        """Where the picture lies, from the deck file on."""
        return f"pictures/{self.key}.png"

    @property
    def picture_bytes(self) -> bytes:
        return f"\x89PNG {self.key} {self.picture}".encode("latin-1")


@dataclass(slots=True)
class WrittenSection:
    """A section as its author has it; notes know it by `key`, which stays."""

    key: str
    id: str
    words: dict[Language, str] = field(default_factory=dict)

    def title(self, language: Language) -> str:
        return PHRASES[language].section.format(self.key, self.words.get(language, "")).strip()


class Author:
    """Writes a deck, and changes it; nothing here is ever a mistake."""

    DECK_ID = "planets"
    _UID = "0123456789abcdef"

    def __init__(self) -> None:
        self.languages = ["bn", "en"]
        self.version = ""
        self.has_report = False
        self.sections = [WrittenSection("near", "near"), WrittenSection("far", "far")]
        self.notes: list[WrittenNote] = []
        self.style = ""
        self._made = 0
        self._has_words = False

    def add_note(self, section: WrittenSection, notetype: str) -> WrittenNote:
        self._made += 1
        self._has_words |= notetype == "word"
        note = WrittenNote(f"n{self._made}", f"n{self._made}", section.key, notetype)
        self.notes.append(note)
        return note

    def drop(self, note: WrittenNote) -> None:
        self.notes.remove(note)
        self._forget_heirs()

    def bring_back(self, note: WrittenNote) -> None:
        self.notes.append(note)
        self._forget_heirs()

    def rename(self, note: WrittenNote) -> None:
        note.was.append(note.id)
        note.id = f"{note.key}-{len(note.was)}"

    def pairs(self) -> dict[Language, Language]:
        """The languages that are studied, each with its support: once there are words, two that have them keep them."""
        studied = ["bn", "en", *self.languages] if self._has_words else self.languages
        others = {study: next(each for each in self.languages if each != study) for study in studied}
        return {**others, "bn": "en", "en": "bn"} if self._has_words else others

    def is_asked(self, note: WrittenNote, study: Language) -> bool:
        """Whether a note is in the package of a language; a word is in the first of those that have both languages."""
        earlier = takewhile(lambda pair: pair[0] != study, self.pairs().items())
        return note.type != "word" or {study, self.pairs()[study]} not in [set(pair) for pair in earlier]

    def section(self, key: str) -> WrittenSection:
        return next(section for section in self.sections if section.key == key)

    def tags(self, note: WrittenNote) -> set[str]:
        """The tags its note is to have in Anki."""
        retired = {f"{self.DECK_ID}::retired"} if note.is_retired else set()
        return {f"{self.DECK_ID}::{self.section(note.section).id}", *note.tags, *retired}

    def deck_file(self) -> str:
        """The deck file, each note and section on a line."""
        head: dict[str, object] = {
            "id": self.DECK_ID,
            "uid": self._UID,
            "title": {language: PHRASES[language].title for language in self.languages},
            "languages": self.languages,
        }
        if self._has_words:
            head["pairs"] = [f"{study}+{support}" for study, support in self.pairs().items()]
        if self.version:
            head["version"] = self.version
        if self.style:
            head["style"] = self.style
        if self.has_report:
            head["report"] = "https://example.org/new?title={id}&version={version}&language={language}"
        sections = [
            {"id": each.id, "title": {language: each.title(language) for language in self.languages}}
            for each in self.sections
        ]
        lines = [
            f"deck: {_flow(head)}",
            "sections:",
            *(f"  - {_flow(section)}" for section in sections),
            "notes:",
            *(f"  - {_flow(self._entry(note))}" for note in self.notes),
        ]
        return "".join(f"{line}\n" for line in lines)

    def _forget_heirs(self) -> None:
        """Name no note in another's place which is not there."""
        known = {note_id for note in self.notes for note_id in (note.id, *note.was)}
        for note in self.notes:
            if note.replaced_by not in known:
                note.replaced_by = ""

    def _entry(self, note: WrittenNote) -> dict[str, object]:
        def said(part: str) -> dict[Language, str]:
            return {language: note.said(part, language) for language in self.languages}

        entry: dict[str, object] = {
            "id": note.id,
            "was": note.was,
            "section": self.section(note.section).id,
            "tags": note.tags,
            "type": note.type,
        }
        for part in PARTS[note.type]:
            entry[part] = {language: note.written(part, language) for language in self.languages}
        if note.has_note:
            entry["note"] = said("note")
        if note.is_retired:
            by = {"replaced_by": note.replaced_by} if note.replaced_by else {}
            entry["retired"] = {"reason": said("reason"), **by}
        return entry


def _flow(value: object) -> str:
    """A value as YAML on one line, which JSON is."""
    return json.dumps(value, ensure_ascii=False)
