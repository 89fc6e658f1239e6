"""An author's deck whose words can be changed one at a time, and the deck files that say it."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
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
    "planet": {"name": "question", "fact": "answer"},
}

OWN_KIND = "planet"
"""A kind of the author's own, to which parts, cards and labels are added after releases."""

_COUNTED: Mapping[Language, str] = {"bn": "উপগ্রহ", "en": "Moons", "hi": "उपग्रह"}


@dataclass(slots=True)
class WrittenNote:
    """A note as its author has it; `key` is the id it was made with, and `words` what may change in a part.

    `picture` is which picture it shows below what is asked, or 0 for none. One that is `behind` has no Hindi yet, and
    `moons` is a number that only a grown kind of the author's own asks for, or 0.
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
    behind: bool = False
    moons: int = 0

    def has(self, language: Language) -> bool:
        """Whether it has its texts in a language."""
        return language != "hi" or not self.behind

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
        self.declared: Mapping[str, tuple[str, ...]] = {}
        self.has_own_file = False
        self.growth = 0
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
        """Whether a note is asked in a language; a word is in the first of those that have both languages."""
        earlier, support = takewhile(lambda pair: pair[0] != study, self.pairs().items()), self.pairs()[study]
        if not note.has(study) or (note.type == "word" and not note.has(support)):
            return False
        return note.type != "word" or {study, support} not in [set(pair) for pair in earlier]

    def editions(self) -> Mapping[str, tuple[str, ...]]:
        """The editions with their tags: those that notes have, as long as the default package has notes too."""
        used = {tag for note in self.notes for tag in note.tags}
        named = {name: tuple(tag for tag in tags if tag in used) for name, tags in self.declared.items()}
        found = {name: tags for name, tags in named.items() if tags}
        of_any = {tag for tags in found.values() for tag in tags}
        return found if any(of_any.isdisjoint(note.tags) for note in self.notes) else {}

    def taking(self, note: WrittenNote) -> frozenset[str]:
        """The editions that have a note; the name of the default package is empty."""
        editions = self.editions()
        if not {tag for tags in editions.values() for tag in tags} & {*note.tags}:
            return frozenset(("", *editions))
        return frozenset(name for name, tags in editions.items() if {*tags} & {*note.tags})

    def heir(self, note: WrittenNote) -> str:
        """The note that replaces another, where each package with the other has it."""
        heir = next((each for each in self.notes if note.replaced_by in (each.id, *each.was)), None)
        return note.replaced_by if heir and self.taking(note) <= self.taking(heir) else ""

    def packages(self, languages: Collection[Language]) -> Mapping[tuple[Language, str], Sequence[WrittenNote]]:
        """The notes of each package, by study language and edition; of all, or of some languages."""
        found: dict[tuple[Language, str], Sequence[WrittenNote]] = {}
        for study in self.pairs():
            asked = [note for note in self.notes if self.is_asked(note, study)] if study in languages else []
            for name in ("", *self.editions()):
                notes = [note for note in asked if name in self.taking(note)]
                if len(notes) > (len(found.get((study, ""), ())) if name else 0):
                    found[study, name] = notes
        return found

    def section(self, key: str) -> WrittenSection:
        return next(section for section in self.sections if section.key == key)

    def tags(self, note: WrittenNote) -> set[str]:
        """The tags its note is to have in Anki."""
        retired = {f"{self.DECK_ID}::retired"} if note.is_retired else set()
        return {f"{self.DECK_ID}::{self.section(note.section).id}", *note.tags, *retired}

    def files(self) -> Mapping[Path, str]:
        """The deck file, and perhaps one with the texts in Hindi, each note and section on a line."""
        own = Path(f"{self.DECK_ID}.hi.yaml")
        head, sections = {"title": PHRASES["hi"].title}, {each.id: each.title("hi") for each in self.sections}
        entries = {note.id: self._texts(note, ("hi",)) for note in self.notes if note.has("hi")}
        lines = [f"deck: {_flow(head)}", f"sections: {_flow(sections)}"]
        lines += [f"{note_id}: {_flow(_alone(texts))}" for note_id, texts in entries.items()]
        texts = {own: "".join(f"{line}\n" for line in lines)} if self._in_own_file else {}
        return {Path(f"{self.DECK_ID}.yaml"): self._deck_file(), **texts}

    @property
    def _in_own_file(self) -> tuple[Language, ...]:
        """The languages with a file of their own."""
        return ("hi",) if self.has_own_file and "hi" in self.languages else ()

    def _deck_file(self) -> str:
        head: dict[str, object] = {
            "id": self.DECK_ID,
            "uid": self._UID,
            "title": {language: PHRASES[language].title for language in self._languages_here},
            "languages": self.languages,
            "complete": [language for language in self.languages if language != "hi"],
        }
        if self.editions():
            head["editions"] = {name: {"with": tags} for name, tags in self.editions().items()}
        if self._has_words:
            head["pairs"] = [f"{study}+{support}" for study, support in self.pairs().items()]
        if self.version:
            head["version"] = self.version
        if self.style:
            head["style"] = self.style
        if self.has_report:
            head["report"] = "https://example.org/new?title={id}&version={version}&language={language}"
        sections = [
            {"id": each.id, "title": {language: each.title(language) for language in self._languages_here}}
            for each in self.sections
        ]
        lines = [
            f"deck: {_flow(head)}",
            f"kinds: {_flow({OWN_KIND: self._kind()})}",
            "sections:",
            *(f"  - {_flow(section)}" for section in sections),
            "notes:",
            *(f"  - {_flow(self._entry(note))}" for note in self.notes),
        ]
        return "".join(f"{line}\n" for line in lines)

    @property
    def _languages_here(self) -> Sequence[Language]:
        return [language for language in self.languages if language not in self._in_own_file]

    def _kind(self) -> dict[str, object]:
        parts = {"name": "text", "fact": "text", "moons": "number?"}
        cards = {
            "fact-of": {"when": "fact", "front": "{{name}}", "back": "{{fact}}"},
            "moons-of": {"when": "moons", "front": "{{name}}?", "back": "{{moons}}"},
        }
        kind: dict[str, object] = {"parts": parts, "cards": cards}
        if not self.growth:
            del parts["moons"], cards["moons-of"]
        if self.growth > 1:
            kind["labels"] = {"moons": {language: _COUNTED[language] for language in self.languages}}
            cards["moons-of"]["back"] = "{{label.moons}}: {{moons}}"
        return kind

    def _forget_heirs(self) -> None:
        """Name no note in another's place which is not there."""
        known = {note_id for note in self.notes for note_id in (note.id, *note.was)}
        for note in self.notes:
            if note.replaced_by not in known:
                note.replaced_by = ""

    def _entry(self, note: WrittenNote) -> dict[str, object]:
        entry: dict[str, object] = {
            "id": note.id,
            "was": note.was,
            "section": self.section(note.section).id,
            "tags": note.tags,
            "type": note.type,
            **self._texts(note, [language for language in self._languages_here if note.has(language)]),
        }
        if note.type == OWN_KIND and note.moons and self.growth:
            entry["moons"] = note.moons
        if note.is_retired:
            by = {"replaced_by": self.heir(note)} if self.heir(note) else {}
            entry["retired"] = {
                "reason": {language: note.said("reason", language) for language in self.languages},
                **by,
            }
        return entry

    def _texts(self, note: WrittenNote, languages: Sequence[Language]) -> dict[str, dict[Language, str]]:
        """The texts of a note by part and language, without the reason why it is no longer to be learned."""
        texts = {part: {tag: note.written(part, tag) for tag in languages} for part in PARTS[note.type]}
        if note.has_note:
            texts["note"] = {tag: note.said("note", tag) for tag in languages}
        return texts


def _alone(texts: Mapping[str, Mapping[Language, str]]) -> Mapping[str, str]:
    """Texts in one language, without its name."""
    return {part: text for part, own in texts.items() for text in own.values()}


def _flow(value: object) -> str:
    """A value as YAML on one line, which JSON is."""
    return json.dumps(value, ensure_ascii=False)
