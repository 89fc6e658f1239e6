"""Deck files to decks."""

import hashlib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from flashcards.deckfile.discovery import DeckFiles
from flashcards.deckfile.editions import read_complete, read_pairs, read_typed_words, read_voice
from flashcards.deckfile.notes import NoteReader, Surroundings
from flashcards.deckfile.styling import read_style, read_theme
from flashcards.model.deck import Deck, Language, Note, Section, Text
from flashcards.model.edition import editions
from flashcards.model.problem import Location, Problem, has_errors
from flashcards.system.progress import each, steps
from flashcards.system.regular_files import read_file
from flashcards.text.anki_names import deck_name_mistake, normal
from flashcards.text.decode import decode
from flashcards.text.language import canonical, is_language
from flashcards.text.suggest import meant
from flashcards.yamltext.document import Pairs, Scalar, parse
from flashcards.yamltext.entry import SLUG, Entry, Mistakes, Pattern

if TYPE_CHECKING:
    from flashcards.model.source import Digest

UID = Pattern(
    re.compile("[0-9a-z]{16,64}"), "malformed-uid", "a valid uid", "16 to 64 lowercase letters a-z and digits"
)
VERSION = Pattern(
    re.compile(r"[0-9]+(\.[0-9]+)*"), "malformed-version", "a valid version", "numbers and dots, such as '1.2'"
)
REPORT = Pattern(
    re.compile(r"(https?://|mailto:)[^\s\"'<>{}]*(\{[^{}]*\}[^\s\"'<>{}]*)*"),
    "malformed-url",
    "a valid address",
    "a full URL, such as 'https://example.org/new?title={id}' or 'mailto:me@example.org?subject={id}'",
    longest=2000,
)
REPORT_PLACES = ("id", "deck", "version", "language")
_LONG = 10**6  # characters
_MANY = 100  # files
# Anki takes a package of such a name for a whole collection (qt/aqt/import_export/importing.py)
_BACKUP = re.compile("backup(-.*)?")


class Reading(NamedTuple):
    """The decks that are sound, all that is wrong, and the text of each file that was read, with its SHA-256 sum."""

    decks: tuple[Deck, ...]
    problems: tuple[Problem, ...]
    texts: Mapping[Path, str]
    sums: Mapping[Path, str]


def read_decks(sources: Sequence[DeckFiles], wanted: Sequence[str] = ()) -> Reading:
    """Read decks, each from its files; no two of them may share an id, a uid or a title.

    Where only some editions are `wanted`, by study languages or pairs, texts in other languages may be missing.
    """
    shelf = _Shelf(wanted)
    decks = [deck for source in sources if (deck := _DeckReader(shelf, source).deck())]
    problems = sorted(shelf.problems, key=lambda problem: problem.location)
    return Reading(tuple(decks), tuple(problems), shelf.texts, shelf.sums)


class Heads(NamedTuple):
    """Decks without their notes, what each says of itself, and the SHA-256 sums of the files beside the decks'."""

    decks: tuple[Deck, ...]
    around: tuple[Surroundings, ...]
    sums: Mapping[Path, str]


def read_heads(
    sources: Sequence[DeckFiles], above: Sequence[Sequence[str]], wanted: Sequence[str] = ()
) -> Heads | None:
    """Read decks but for their notes, from what stands `above` these in each file; None where anything is wrong."""
    shelf = _Shelf(wanted)
    pairs = zip(sources, above, strict=True)
    around = [_DeckReader(shelf, source).surroundings(texts) for source, texts in pairs]
    sound = [(each.head, each) for each in around if each and each.head]
    if len(sound) < len(sources) or shelf.problems:
        return None
    return Heads(tuple(head for head, _ in sound), tuple(each for _, each in sound), shelf.sums)


class _Shelf:
    """What is kept from one deck to the next."""

    def __init__(self, wanted: Sequence[str]) -> None:
        self.wanted = wanted
        self.problems: list[Problem] = []
        self.texts: dict[Path, str] = {}
        self.sums: dict[Path, str] = {}
        self.taken: dict[tuple[str, str], Location] = {}
        self._digests: dict[Path, Digest] = {}

    def content(self, path: Path) -> bytes:
        """What is in a file, whose sum is kept."""
        content = read_file(path)
        self.sums[path] = hashlib.sha256(content).hexdigest()
        return content

    def text(self, path: Path) -> str:
        """The text of a file in UTF-8."""
        text, problems = decode(self.content(path), path)
        self.problems += problems
        text = text.replace("\r\n", "\n")
        self.texts[path] = text
        return text

    def digest(self, path: Path) -> "Digest":
        from flashcards.source.reader import read_digest

        if path not in self._digests:
            reading = read_digest(self.content(path), path)
            self._digests[path] = reading.digest
            self.texts[path] = reading.text
            self.problems += reading.problems
        return self._digests[path]


class _File(NamedTuple):
    """A file of a deck; `is_whole` is False where a note was passed over for its syntax."""

    root: Entry
    mistakes: Mistakes
    is_whole: bool


class _DeckReader:
    """Reads one deck: its head first, then the sections, then the notes of all its files."""

    def __init__(self, shelf: _Shelf, source: DeckFiles) -> None:
        self._shelf = shelf
        self._source = source
        self._known = len(shelf.problems)
        self._names_source = False
        self._sections: dict[str, Section] = {}
        self._knows_sections = True

    def deck(self) -> Deck | None:
        """The deck, or None when anything in it is wrong."""
        files = [self._open(path) for path in each("reading", self._source.files, long=_MANY)]
        if files[0]:
            deck = self._read(files[0], [file for file in files if file])
            return None if self._is_wrong() else deck
        return None

    def surroundings(self, texts: Sequence[str]) -> Surroundings | None:
        """What the deck says of itself, from the text of each file above its notes; None when anything is wrong."""
        opened = zip(self._source.files, texts, strict=True)
        first, *others = [self._parsed(path, text, can_be_empty=True) for path, text in opened]
        if first is None:
            return None
        files = [first, *filter(None, others)]
        around = self._around(first, files)
        for file in files:
            self._close(file)
        return None if self._is_wrong() else around._replace(knows_sections=True)  # files of notes alone list none

    def _is_wrong(self) -> bool:
        return has_errors(self._shelf.problems[self._known :])

    def _open(self, path: Path) -> _File | None:
        text, problems = decode(self._shelf.content(path), path)
        self._shelf.problems += problems
        return self._parsed(path, text, can_be_empty=False)

    def _parsed(self, path: Path, text: str, *, can_be_empty: bool) -> _File | None:
        with steps("reading", text.count("\n  - "), is_long=len(text) > _LONG) as step:
            document = parse(text, path, step=step)
        mistakes = Mistakes(path, text)
        self._shelf.texts[path] = text
        self._shelf.problems += document.problems
        is_head = path == self._source.files[0]
        match document.root:
            case Pairs() as root:
                name = "a deck file" if is_head else "a file beside 'deck.yaml'"
                return _File(Entry(root, name, mistakes), mistakes, document.is_whole)
            case None | Scalar(value=""):
                if document.is_whole and not can_be_empty:
                    hint = "run `flashcards new first-deck` to see an example"
                    hint = hint if is_head else "add notes to it, or delete it"
                    problem = Problem(Location(path, 1, 1), "empty-file", "this deck file is empty", hint)
                    self._shelf.problems.append(problem)
            case node:
                mistakes.at(node, "wrong-shape", "a deck file must be a mapping with 'deck:' and 'notes:'")
                self._shelf.problems += mistakes.problems
        return None

    def _read(self, first: _File, files: Sequence[_File]) -> Deck | None:
        around = self._around(first, files)
        reader = NoteReader(around)
        notes = [note for file in files for note in self._read_notes(file, reader)]
        reader.check_replacements()
        if len(self._source.files) > 1 and around.head and not any(file.root.has("notes") for file in files):
            first.root.at("deck", "empty-deck", "no file of this deck has 'notes:'", "add it, with '- id: …'")
        for file in files:
            self._close(file)
        return replace(around.head, notes=tuple(notes)) if around.head else None

    def _around(self, first: _File, files: Sequence[_File]) -> Surroundings:
        """What the deck says of itself, with the sections of all its files."""
        block = first.root.entry("deck", required=True)
        head = self._head(block) if block else None
        has_sections = any(file.root.has("sections") for file in files)
        self._knows_sections = len(files) == len(self._source.files)
        for file in files:
            self._read_sections(file, head)
        whole = replace(head, sections=self._sections) if head else None
        needed = _needed(whole, self._shelf.wanted) if whole else ()
        return Surroundings(whole, has_sections, self._knows_sections, self._names_source, needed)

    def _close(self, file: _File) -> None:
        file.root.close()
        self._shelf.problems += file.mistakes.problems

    def _head(self, entry: Entry) -> Deck:
        """The deck as its head describes it, with no notes yet."""
        deck_id = entry.word("id", SLUG, required=True)
        uid = entry.word("uid", UID, required=True, example=_new_uid())
        languages = self._languages(entry)
        complete = read_complete(entry, languages)
        title = entry.texts("title", languages, required=True, needed=complete)
        head = Deck(
            id=_value(deck_id),
            uid=_value(uid),
            title=title,
            languages=languages,
            source=self._digest(entry),
            description=entry.texts("description", languages, needed=complete),
            license=_value(entry.text("license")),
            authors=tuple(map(str, entry.words("authors"))),
            version=_value(entry.word("version", VERSION)),
            report=_report(entry),
            lint=entry.by_name("lint"),
            complete=complete,
            pairs=read_pairs(entry, languages),
            voice=read_voice(entry, languages),
            typed_words=read_typed_words(entry, languages),
            theme=read_theme(entry),
            style=read_style(entry, self._source.files[0].parent, self._shelf.text),
            sections={},
            notes=(),
            folder=self._source.folder,
            location=entry.location,
        )
        if deck_id and _BACKUP.fullmatch(deck_id.value):
            message = f"'{deck_id}' cannot be a deck's id: Anki treats 'backup-….apkg' as a backup of a collection"
            entry.at("id", "malformed-id", message, "choose another id")
        for name, text in (("id", deck_id), ("uid", uid)):
            if text:
                self._claim(entry, name, text, text.value)
        for text in title.values():
            if mistake := deck_name_mistake(text.value):
                entry.at_text(text, "deck-name", f"this title {mistake.message}, which Anki would change", mistake.hint)
            self._claim(entry, "title", text, normal(text.value))
        entry.close()
        return head

    def _languages(self, entry: Entry) -> tuple[Language, ...]:
        tags = entry.words("languages", required=True)
        for tag in tags:
            if not is_language(tag.value):
                mended = canonical(tag.value)
                hint = (
                    f"did you mean '{mended}'?" if is_language(mended) else "use a BCP 47 tag, such as 'bn' or 'pt-BR'"
                )
                entry.at_text(tag, "unknown-language", f"'{tag}' is not a language", hint)
        if entry.is_empty_list("languages"):
            entry.at(
                "languages", "missing-text", "'languages' is empty", "list the languages of this deck, such as 'bn'"
            )
        return tuple(map(str, tags))

    def _digest(self, entry: Entry) -> "Digest | None":
        self._names_source = entry.has("source")
        name = entry.word("source", SLUG)
        if name is None:
            return None
        from flashcards.source.reader import find_digest

        path, known = find_digest(name.value, self._source.folder)
        if path is None:
            entry.at("source", "unknown-source", f"there is no 'source/{name}.md'", meant(name.value, known))
            return None
        return self._shelf.digest(path)

    def _claim(self, entry: Entry, what: str, text: Text, value: str) -> None:
        """Note an id, uid or title which another deck, or another language, has already."""
        place = entry.place(text)
        first = self._shelf.taken.setdefault((what, value), place)
        if first != place:
            hint = {
                "id": "give this deck its own id",
                "uid": f"give this deck its own uid, such as {_new_uid()}",
                "title": "use different titles: Anki merges decks of the same title",
            }[what]
            entry.at_text(text, f"duplicate-{what}", f"this {what} is already used at {first}", hint)

    def _read_sections(self, file: _File, head: Deck | None) -> None:
        for entry in file.root.entries("sections", "a section"):
            section_id = entry.word("id", SLUG, required=True)
            languages, complete = (head.languages, head.complete) if head else ((), ())
            title = entry.texts("title", languages, required=True, needed=complete)
            entry.close()
            if section_id is None:
                self._knows_sections = False  # which notes name it cannot be told
                continue
            section = Section(section_id.value, title, entry.location)
            first = self._sections.setdefault(section.id, section)
            if first is not section:
                message = f"the section id '{section_id}' is already used at {first.location}"
                entry.at("id", "duplicate-id", message, "give this section its own id")

    def _read_notes(self, file: _File, reader: NoteReader) -> Iterator[Note]:
        if not file.is_whole and not file.root.has("notes"):
            file.root.skip("notes")  # its only notes were passed over
            return
        is_needed = len(self._source.files) == 1
        if file.root.is_empty_list("notes"):
            file.root.at("notes", "empty-deck", "'notes' is empty", "add a note: '- id: …'")
        for entry in file.root.entries("notes", "a note", required=is_needed):
            note = reader.note(entry)
            if note:
                yield note


def _needed(head: Deck, wanted: Sequence[str]) -> tuple[Language, ...]:
    """The languages in which a text that is missing stops a build: complete ones that packages show."""
    shown = {tag for edition in editions(head, wanted) for tag in (edition.study, edition.support)}
    return tuple(tag for tag in head.complete if tag in shown)


def _report(entry: Entry) -> str:
    """The address for mistakes; each of its places must be one that is filled in."""
    pattern = entry.word("report", REPORT)
    if pattern is None:
        return ""
    for place in re.findall(r"\{([^{}]*)\}", pattern.value):
        if place not in REPORT_PLACES:
            message = f"unknown placeholder '{{{place}}}'"
            entry.at("report", "malformed-url", message, meant(place, REPORT_PLACES))
            return ""
    if "{id}" not in pattern.value:
        message = "this address does not identify the note"
        entry.warn(pattern, "malformed-url", message, "put '{id}' where the note's id belongs")
    return pattern.value


def _value(text: Text | None) -> str:
    return text.value if text else ""


def _new_uid() -> str:
    return os.urandom(16).hex()
