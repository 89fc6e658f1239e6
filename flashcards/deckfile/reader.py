"""Reading of the heads of decks, the text above the notes in each file."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from flashcards.deckfile.chunks import CutFile
from flashcards.deckfile.discovery import DeckFiles
from flashcards.deckfile.drafts import read_drafts
from flashcards.deckfile.editions import check_optional, read_complete, read_pairs, read_typed_words, read_voice
from flashcards.deckfile.notes import NoteContext
from flashcards.deckfile.overlays import (
    NO_OVERLAYS,
    Overlays,
    head_with_overlays,
    languages_in,
    unknown_languages,
    unknown_sections,
)
from flashcards.deckfile.speech import read_speech
from flashcards.deckfile.styling import read_style, read_theme
from flashcards.deckfile.uid import new_uid
from flashcards.deckfile.variants import read_variants
from flashcards.model.deck import Deck, Language, Section, Text, Texts
from flashcards.model.edition import editions
from flashcards.model.kind import Kind
from flashcards.model.problem import Location, Problem, by_location, has_errors
from flashcards.system.progress import steps
from flashcards.system.regular_files import read_file
from flashcards.text.anki_names import deck_name_flaw, normal
from flashcards.text.decode import decode
from flashcards.text.language import intended, is_language
from flashcards.text.suggest import suggestion
from flashcards.yamltext.document import Pairs, Scalar, parse
from flashcards.yamltext.entry import ID, SLUG, Entry, ProblemList, WordForm

if TYPE_CHECKING:
    from flashcards.model.source import Source
    from flashcards.source.reader import SourceReading

UID = WordForm(
    re.compile("[0-9a-z]{16,64}"),
    "malformed-uid",
    "a valid uid",
    "16 to 64 lowercase letters a-z and digits",
    separator="",
)
VERSION = WordForm(
    re.compile(r"[0-9]+(\.[0-9]+)*"),
    "malformed-version",
    "a valid version",
    "numbers and dots, such as '1.2'",
    parts="[0-9]+",
    separator=".",
)
SOURCE = WordForm(
    ID,
    "malformed-id",
    "the name of a source",
    "the name of a file in 'source', without '.md'",
    ignored=r"^(source/)?|\.md$|.*://.*",
)
REPORT = WordForm(
    re.compile(r"(https?://|mailto:)[^\s\"'<>{}]*(\{[^{}]*\}[^\s\"'<>{}]*)*"),
    "malformed-url",
    "a valid address",
    "a full URL, such as 'https://example.org/new?title={id}' or 'mailto:me@example.org?subject={id}'",
    longest=2000,
)
ROOT_KEYS = ("deck", "kinds", "sections", "notes")
REPORT_PLACES = ("id", "deck", "version", "language")
# The keys that every deck has, by which a deck without 'deck:' is known
_BARE_KEYS = ("id", "uid", "title", "languages")
# Keys by which a note among the sections is known
_NOTE_KEYS = ("question", "text", "term", "word")
_LONG = 10**6  # characters
# Anki takes a package of such a name for a whole collection (qt/aqt/import_export/importing.py)
_BACKUP = re.compile("backup(-.*)?")


class Head(NamedTuple):
    """A deck without its notes, the context of its notes, and the number of notes in each whole file.

    `deck` is None if the head has an error, `context` is None if not even the notes can be read. `problems` are those
    of the head, sorted by place; one that two decks share, such as the same uid, is a problem of both.
    """

    deck: Deck | None
    context: NoteContext | None
    lengths: Mapping[Path, int]
    problems: tuple[Problem, ...] = ()


def read_heads(
    sources: Sequence[DeckFiles],
    files: Sequence[Sequence[CutFile]],
    wanted: Sequence[str] = (),
    released_uid: Callable[[Path, str], str] = lambda _folder, _deck_id: "",
    overlays: Sequence[Overlays] = (),
) -> tuple[Head, ...]:
    """Read the heads of decks, which must not share an id, a uid or a title.

    If only some editions are `wanted`, by study language or pair, texts in other languages may be missing.
    `released_uid` returns the uid that learners have of a deck, or an empty string; a missing uid has to be this one.
    """
    files_read = _ReadFiles(wanted, released_uid)
    each_overlays = overlays or [NO_OVERLAYS] * len(sources)
    inputs = enumerate(zip(sources, files, each_overlays, strict=True))
    readers = [_HeadReader(files_read, number, *each) for number, each in inputs]
    heads = [reader.head() for reader in readers]
    return tuple(
        head._replace(problems=by_location((*reader.problems, *files_read.shared.get(number, ()))))
        for number, (head, reader) in enumerate(zip(heads, readers, strict=True))
    )


class _ReadFiles:
    """Sources and names of the decks read so far; `shared` are problems of decks that were read before, by number."""

    def __init__(self, wanted: Sequence[str], released_uid: Callable[[Path, str], str]) -> None:
        self.wanted = wanted
        self.released_uid = released_uid
        self.taken: dict[tuple[str, str], tuple[int, Location]] = {}
        self.shared: dict[int, list[Problem]] = {}
        self._sources: dict[Path, SourceReading] = {}

    def source(self, path: Path) -> "SourceReading":
        from flashcards.source.reader import read_source

        if path not in self._sources:
            self._sources[path] = read_source(read_file(path), path)
        return self._sources[path]


class _File(NamedTuple):
    """The head of a file; `is_whole` is False where a note was skipped for its syntax."""

    root: Entry
    mistakes: ProblemList
    is_whole: bool
    cut: CutFile


class _HeadReader:
    """Reads the head of one deck, from all its files."""

    def __init__(
        self,
        files_read: _ReadFiles,
        number: int,
        source: DeckFiles,
        files: Sequence[CutFile],
        overlays: Overlays = NO_OVERLAYS,
    ) -> None:
        self.problems: list[Problem] = [*overlays.problems]
        self._overlays = overlays
        self._languages_listed: tuple[Language, ...] = ()
        self._optional: tuple[Text, ...] = ()
        self._titled = set[tuple[str, str]]()  # the sections with a title in another file
        self._read = files_read
        self._number = number
        self._source = source
        self._files = files
        self._names_source = False
        self._sections: dict[str, Section] = {}
        self._knows_sections = True
        self._misplaced: set[str] = set()

    def head(self) -> Head:
        """Read the head of the deck."""
        first, *others = [self._parsed(file) for file in self._files]
        if first is None:
            return Head(None, None, {})
        files = [first, *filter(None, others)]
        context = self._context(first, files)
        if self._overlays.languages:
            languages = context.languages
            self.problems += unknown_languages(self._overlays, languages)
            if self._knows_sections:
                self.problems += unknown_sections(self._overlays, languages, self._titled, self._sections)
        lengths = {file.cut.path: self._notes_of(file) for file in files}
        if len(self._files) > 1 and context.head and not any(map(_has_notes, files)) and not self._has_notes_alone():
            first.root.at("deck", "empty-deck", "no file of this deck has 'notes:'", "add it, with '- id: …'")
        for file in files:
            file.root.close()
            self.problems += file.mistakes.problems
        return Head(None if has_errors(self.problems) else context.head, context, lengths)

    def _has_notes_alone(self) -> bool:
        return any(file.has_notes_below for file in self._files)

    def _parsed(self, cut: CutFile) -> _File | None:
        path = cut.path
        text, problems = decode(cut.above, path)
        self.problems += problems
        with steps("reading", text.count("\n  - "), is_long=len(text) > _LONG) as step:
            document = parse(text, path, step=step)
        mistakes = ProblemList(path, text)
        self.problems += document.problems
        is_first = path == self._source.files[0]
        match document.root:
            case Pairs() as root:
                if self._overlays.entries:
                    self._languages_listed = languages_in(root) if is_first else self._languages_listed
                    root = head_with_overlays(root, self._overlays, self._languages_listed, mistakes, self._titled)
                name = "a deck file" if is_first else "a file beside 'deck.yaml'"
                return _File(Entry(root, name, mistakes), mistakes, document.is_whole, cut)
            case None | Scalar(value=""):
                if not document.is_whole:
                    self._knows_sections = False
                elif cut.is_file or not cut.chunks:
                    self._knows_sections = False
                    hint = "run `flashcards new first-deck` to see an example"
                    hint = hint if is_first else "add notes to it, or delete it"
                    problem = Problem(Location(path, 1, 1), "empty-file", "this deck file is empty", hint)
                    self.problems.append(problem)
            case node:
                self._knows_sections = False
                mistakes.at(node, "wrong-shape", "a deck file must be a mapping with 'deck:' and 'notes:'")
                self.problems += mistakes.problems
        return None

    def _context(self, first: _File, files: Sequence[_File]) -> NoteContext:
        """What the deck says of itself, with the sections of all its files."""
        block = (
            None
            if self._has_bare_keys(first.root)
            else first.root.entry("deck", required=True, hint="write 'id: …' below it")
        )
        head = self._head(block) if block else None
        has_sections = any(file.root.has("sections") for file in files) and not (head and head.has_subdecks)
        for file in files:
            self._read_sections(file, head)
        kinds = self._kinds(files, head)
        if block and head:
            is_adopted = any(kind.adopted for kind in kinds.values())
            for text in head.title.values():
                if flaw := deck_name_flaw(text.value, is_adopted=is_adopted):
                    block.at_text(text, "deck-name", f"this title {flaw.message}, which Anki would change", flaw.hint)
        if block and self._optional:
            check_optional(block, self._optional, kinds)
        whole = replace(head, sections=self._sections, kinds=kinds) if head else None
        needed = _needed(whole, self._read.wanted) if whole else ()
        knows_sections = self._knows_sections and whole is not None
        speech, damaged = read_speech(self._source)
        self.problems += damaged
        return NoteContext(whole, has_sections, knows_sections, self._names_source, needed, kinds, speech)

    def _kinds(self, files: Sequence[_File], head: Deck | None) -> Mapping[str, Kind]:
        """Read the author's own kinds of note in all files."""
        if not any("kinds" in file.root.names for file in files) and "kinds" not in self._misplaced:
            for file in files:
                file.root.skip("kinds")
            return {}
        from flashcards.deckfile.kinds import UNREAD, KindReader  # most decks have none

        languages, drafts = (head.languages, head.draft_languages) if head else ((), ())
        needed = tuple(tag for tag in languages if tag not in drafts)
        folder = self._source.files[0].parent
        reader = KindReader(languages, needed, folder, head.id if head else "", self._text_as_is)
        for file in files:
            reader.read(file.root)
        return {**reader.kinds, "": UNREAD} if "kinds" in self._misplaced else reader.kinds

    def _has_bare_keys(self, root: Entry) -> bool:
        """Report the keys of a deck that are beside its notes, without 'deck:' above them."""
        bare = [name for name in _BARE_KEYS if root.has(name)]
        if root.has("deck") or len(bare) < len(_BARE_KEYS) - 1:
            return False
        hint = "write 'deck:' on a line above it, and indent it and the other keys of the deck by two spaces"
        root.at_key(bare[0], "missing-key", f"missing key 'deck': '{bare[0]}' belongs below it", hint)
        for name in root.names:
            root.skip(name)
        return True

    def _has_misplaced(self, entry: Entry) -> None:
        """Report the sections and notes that are indented below 'deck:'."""
        for name in ROOT_KEYS[1:]:
            if name in entry.names:
                message = f"'{name}' belongs beside 'deck', not below it"
                entry.at_key(name, "unknown-key", message, "do not indent it, and move the lines below it with it")
                entry.skip(name)
                self._misplaced.add(name)

    def _head(self, entry: Entry) -> Deck:
        """The deck as its head describes it, with no notes yet."""
        deck_id = entry.word("id", SLUG, required=True)
        uid = entry.word("uid", UID, required=True, example=self._uid(entry, deck_id))
        languages = self._languages(entry)
        drafts = read_drafts(entry, languages)
        complete = read_complete(entry, languages, frozenset(drafts.languages))
        self._optional = entry.words("optional", example="note")
        needed = () if drafts.is_draft else complete
        pairs, draft_pairs = read_pairs(entry, languages, frozenset(drafts.languages))
        if languages and not pairs:
            message = "every pair of this deck has a draft language"
            entry.at("draft", "no-pair", message, "write 'draft: true', or list a pair of other languages in 'pairs'")
        title = entry.texts("title", languages, required=True, needed=needed)
        head = Deck(
            id=_value(deck_id),
            uid=_value(uid),
            title=title,
            languages=languages,
            source=self._source_of(entry),
            description=entry.texts("description", languages, needed=needed),
            license=_value(entry.text("license")),
            authors=entry.names_in("authors", languages),
            version=_value(entry.word("version", VERSION)),
            report=_report(entry),
            lint=entry.by_name("lint", "write a rule and its severity below it, such as 'yes-no: off'"),
            complete=complete,
            pairs=pairs,
            voice=read_voice(entry, languages),
            typed_words=read_typed_words(entry, languages),
            theme=read_theme(entry),
            style=read_style(entry, self._source.files[0].parent, self._text),
            sections={},
            notes=(),
            folder=self._source.folder,
            location=entry.location,
            is_draft=drafts.is_draft,
            draft_pairs=draft_pairs,
            has_subdecks=_flag(entry, "subdecks"),
            overlays=self._overlays.languages,
            optional=tuple(map(str, self._optional)),
            variants=read_variants(entry, languages),
        )
        self._check_names(entry, deck_id, uid, title)
        self._has_misplaced(entry)
        entry.close()
        return head

    def _check_names(self, entry: Entry, deck_id: Text | None, uid: Text | None, title: Texts) -> None:
        """Report names that Anki would take for others, or that another deck has."""
        if deck_id and _BACKUP.fullmatch(deck_id.value):
            message = f"'{deck_id}' cannot be a deck's id: Anki treats 'backup-….apkg' as a backup of a collection"
            entry.at("id", "malformed-id", message, "choose another id")
        for name, text in (("id", deck_id), ("uid", uid)):
            if text:
                self._claim(entry, name, text, text.value)
        for text in title.values():
            self._claim(entry, "title", text, normal(text.value))

    def _uid(self, entry: Entry, deck_id: Text | None) -> str:
        """The uid that a deck without one has to have."""
        if deck_id is None or entry.has("uid"):
            return ""
        return self._read.released_uid(self._source.folder, deck_id.value) or new_uid()

    def _languages(self, entry: Entry) -> tuple[Language, ...]:
        """Read the languages of a deck; none are known if any is wrong, so that texts in all are accepted."""
        titled = [tag for tag in entry.names_of("title") if is_language(tag.value)]
        example = ", ".join(map(str, titled)) or "…"
        tags = entry.words("languages", required=True, example=example, split_hint=_tags_in)
        wrong = [tag for tag in tags if not is_language(tag.value)]
        for tag in wrong:
            entry.at_text(tag, "unknown-language", f"'{tag}' is not a language", _language_hint(tag.value))
        if entry.is_empty_list("languages"):
            entry.at(
                "languages", "missing-text", "'languages' is empty", f"write the languages of this deck, '[{example}]'"
            )
        languages = tuple(map(str, tags))
        others = [tag for tag in titled if tag.value not in languages]
        if wrong or not languages:
            return ()
        if others and not intended(others[0].value, languages):
            message, hint = (
                f"'{others[0]}' is not a language of this deck",
                "add it to 'languages', or delete this text",
            )
            entry.at_text(others[0], "unknown-language", message, hint)
            return ()
        return languages

    def _source_of(self, entry: Entry) -> "Source | None":
        self._names_source = entry.has("source")
        name = entry.word("source", SOURCE)
        if name is None:
            return None
        from flashcards.source.reader import find_source

        path, known = find_source(name.value, self._source.folder)
        if path is None:
            entry.at("source", "unknown-source", f"there is no 'source/{name}.md'", suggestion(name.value, known))
            return None
        reading = self._read.source(path)
        self.problems += reading.problems
        return reading.source

    def _text(self, path: Path) -> str:
        """The text of a file in UTF-8."""
        return self._text_as_is(path).replace("\r\n", "\n")

    def _text_as_is(self, path: Path) -> str:
        """The text of a file in UTF-8, with its line breaks as they are."""
        text, problems = decode(read_file(path), path)
        self.problems += problems
        return text

    def _claim(self, entry: Entry, what: str, text: Text, value: str) -> None:
        """Report an id, uid or title that another deck or language has already, as a problem of both decks."""
        place = entry.place(text)
        number, first = self._read.taken.setdefault((what, value), (self._number, place))
        if first != place:
            hint = {
                "id": "give this deck its own id",
                "uid": f"give this deck its own uid, such as {new_uid()}",
                "title": "use different titles: Anki merges decks of the same title",
            }[what]
            problem = Problem(place, f"duplicate-{what}", f"this {what} is already used at {first}", hint)
            entry.beyond(problem.location, problem.rule, problem.message, problem.hint)
            if number != self._number:
                self._read.shared.setdefault(number, []).append(problem)

    def _read_sections(self, file: _File, head: Deck | None) -> None:
        root = file.root
        if "sections" in self._misplaced or root.seems_to_have("sections", ROOT_KEYS):
            self._knows_sections = False
        count = root.size("sections")
        has_notes = root.has("notes") or file.cut.has_notes_below
        for entry in root.entries("sections", "a section"):
            if not has_notes and not entry.names.isdisjoint(_NOTE_KEYS):
                self._misplaced.add("notes")
                message, hint = "this is a note among the sections", "write 'notes:' on a line above it, not indented"
                entry.beyond(entry.location, "missing-key", message, hint)
                return
            count -= 1
            section_id = entry.word("id", SLUG, required=True)
            languages = head.languages if head else ()
            needed = head.complete if head and not head.is_draft else ()
            title = entry.texts("title", languages, required=True, needed=needed)
            entry.close()
            if section_id is None:
                self._knows_sections = False  # notes may refer to it
                continue
            section = Section(section_id.value, title, entry.location)
            first = self._sections.setdefault(section.id, section)
            if first is not section:
                message = f"the section id '{section_id}' is already used at {first.location}"
                entry.at("id", "duplicate-id", message, "give this section its own id")
        if count:
            self._knows_sections = False  # some are not mappings

    def _notes_of(self, file: _File) -> int:
        """The number of notes in a whole file, without reading them."""
        root = file.root
        if file.cut.has_notes_below:
            root.skip("notes")  # they are read as chunks
            return 0
        if "notes" in self._misplaced or (not file.is_whole and not root.has("notes")):
            root.skip("notes")  # they are elsewhere, or were skipped
            return 0
        if root.is_empty_list("notes"):
            root.at("notes", "empty-deck", "'notes' is empty", "add a note: '- id: …'")
        return root.length("notes", required=len(self._source.files) == 1)


def _has_notes(file: _File) -> bool:
    return file.root.has("notes")


def _needed(head: Deck, wanted: Sequence[str]) -> tuple[Language, ...]:
    """The languages in which a missing text is an error: complete ones that wanted packages show."""
    if head.is_draft:
        return ()
    shown = {tag for edition in editions(head, wanted) for tag in (edition.study, edition.support)}
    return tuple(tag for tag in head.complete if tag in shown)


def _flag(entry: Entry, key: str) -> bool:
    text = entry.text(key)
    if text and text.value not in ("true", "false"):
        entry.at(key, "wrong-shape", f"'{key}' is '{text}'", f"write '{key}: true', or delete it")
    return text is not None and text.value == "true"


def _report(entry: Entry) -> str:
    """Read the address for reports, and check its placeholders."""
    pattern = entry.word("report", REPORT)
    if pattern is None:
        return ""
    for place in re.findall(r"\{([^{}]*)\}", pattern.value):
        if place not in REPORT_PLACES:
            message = f"unknown placeholder '{{{place}}}'"
            entry.at("report", "malformed-url", message, suggestion(place, REPORT_PLACES))
            return ""
    if "{id}" not in pattern.value:
        message = "this address does not identify the note"
        entry.warn(pattern, "malformed-url", message, "put '{id}' where the note's id belongs")
    return pattern.value


def _language_hint(tag: str) -> str:
    if corrected := intended(tag):
        return f"did you mean '{corrected}'?"
    several = _tags_in(tag)
    return f"separate them by commas: '{several}'" if several else "use a BCP 47 tag, such as 'bn' or 'pt-BR'"


def _tags_in(text: str) -> str:
    """The languages in a text, as items of a list; empty if there is something else."""
    words = [word for word in re.split(r"[\s,;+/&|()]+", text) if word]
    return ", ".join(words) if words and all(map(is_language, words)) else ""


def _value(text: Text | None) -> str:
    return text.value if text else ""
