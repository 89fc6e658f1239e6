"""Languages in files of their own: `notes.nb.yaml` beside `notes.yaml` has texts in one language, by the ids of notes.

Such a file is cut into entries, one a note, without parsing it; each is parsed with the chunk of its note.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from flashcards.model.deck import NOTE_KEYS, Language
from flashcards.model.problem import Location, Problem, has_errors
from flashcards.system.reads import record
from flashcards.system.regular_files import read_file
from flashcards.text.decode import decode
from flashcards.text.language import intended
from flashcards.yamltext.document import Items, Node, Pairs, Scalar, parse
from flashcards.yamltext.elsewhere import Elsewhere, elsewhere
from flashcards.yamltext.entry import ProblemList
from flashcards.yamltext.source import SourceText

DECK, SECTIONS = "deck", "sections"
"""Entries of the head of a deck, which are of no note."""

_KEY = re.compile(r"^([A-Za-z0-9_-]+):(?=\s|$)", re.MULTILINE)
# A line that is neither a plain key nor below one: then only a parser can find the entries
_OTHER = re.compile(r"^(?![A-Za-z0-9_-]+:(?:\s|$)|[ \r\n#]|\Z)", re.MULTILINE)
_NOTES = re.compile(r"notes:\s+- ")
_MARKER = re.compile(r"---[ \t]*\r?\n")
_IN_HEAD = ("title", "description")
_RETIRED, _REASON = "retired", "reason"
_NOT_IN_A_LANGUAGE = NOTE_KEYS - {_RETIRED, "reviewed"}
NO_CONTENTS: Mapping[Path, bytes] = {}
_TEXT = "write the text itself: its language is that of the file"


class OverlayEntry(NamedTuple):
    """The texts of a note in a language; `text` begins in `line`, and is a whole file if `is_file`."""

    language: Language
    id: str
    path: Path
    line: int
    text: str
    is_file: bool = False

    @property
    def is_of_head(self) -> bool:
        return self.id in (DECK, SECTIONS)


class Overlays(NamedTuple):
    """The entries of the files of a deck that have texts in one language each, by id, and their problems."""

    languages: Mapping[Path, Language] = {}
    entries: Mapping[str, tuple[OverlayEntry, ...]] = {}
    problems: tuple[Problem, ...] = ()

    @property
    def of_notes(self) -> Iterator[tuple[OverlayEntry, ...]]:
        return (own for own in self.entries.values() if not own[0].is_of_head)


class Overlaid(NamedTuple):
    """The entries of the notes of a chunk, the first line of each of their files, and a hash of what is in them.

    The hash has lines relative to those, so that it stays the same where lines move.
    """

    entries: Mapping[str, tuple[OverlayEntry, ...]] = {}
    first_lines: Mapping[str, int] = {}
    sha256: bytes = b""


NOTHING, NO_OVERLAYS = Overlaid(), Overlays()


def overlaid_by(found: Iterable[OverlayEntry]) -> Overlaid:
    """What a chunk needs of these entries."""
    entries: dict[str, tuple[OverlayEntry, ...]] = {}
    first: dict[str, int] = {}
    for entry in found:
        entries[entry.id] = (*entries.get(entry.id, ()), entry)
        path = str(entry.path)
        first[path] = min(first.get(path, entry.line), entry.line)
    values = [
        (each.language, each.id, str(each.path), each.line - first[str(each.path)], each.text)
        for own in entries.values()
        for each in own
    ]
    return Overlaid(entries, first, hashlib.sha256(repr(values).encode()).digest() if values else b"")


def read_overlays(languages: Mapping[Path, Language], contents: Mapping[Path, bytes] = NO_CONTENTS) -> Overlays:
    """Cut the files of a deck with texts in one language, as if those with `contents` had these."""
    entries: dict[str, tuple[OverlayEntry, ...]] = {}
    problems: list[Problem] = []
    for path, language in languages.items():
        content = contents.get(path)
        if content is None:
            content = read_file(path)
            record(path, hashlib.sha256(content).hexdigest())
        for entry in _entries(content, path, language, problems):
            known = entries.get(entry.id, ())
            if _NOTES.match(entry.text):
                problems.append(_of_notes(entry))
            elif first := next((each for each in known if each.language == language), None):
                message = f"'{entry.id}' has texts in '{language}' at {first.path}:{first.line} too"
                place = Location(path, entry.line, 1)
                problems.append(Problem(place, "repeated-key", message, "write them in one place", language=language))
            else:
                entries[entry.id] = (*known, entry)
    return Overlays(languages, entries, tuple(problems))


def _of_notes(entry: OverlayEntry) -> Problem:
    """The problem of a file of notes whose name is that of a file with texts in one language."""
    other = entry.path.name.replace(f".{entry.language}.", f"-{entry.language}.")
    message = f"by its name, this file has texts in '{entry.language}', and no notes"
    hint = f"write ids and texts in '{entry.language}', or name it '{other}'"
    return Problem(Location(entry.path, entry.line, 1), "wrong-shape", message, hint)


def _entries(content: bytes, path: Path, language: Language, problems: list[Problem]) -> Iterator[OverlayEntry]:
    text, unfit = decode(content, path)
    problems += unfit
    if has_errors(unfit):
        return
    begin = _MARKER.match(text)
    if _OTHER.search(text, begin.end() if begin else 0):
        yield from _parsed(text, path, language, problems)
        return
    found = [*_KEY.finditer(text)]
    ends = [*(key.start() for key in found), len(text)][1:]
    line, counted = 1, 0
    for key, end in zip(found, ends, strict=True):
        line, counted = line + text.count("\n", counted, key.start()), key.start()
        yield OverlayEntry(language, key[1], path, line, text[key.start() : end].rstrip())
    if not found:
        hint = f"write the id of a note, and its texts in '{language}' below it, or delete the file"
        problems.append(Problem(Location(path, 1, 1), "empty-file", "this file has no texts", hint))


def _parsed(text: str, path: Path, language: Language, problems: list[Problem]) -> Iterator[OverlayEntry]:
    """The entries of a file in which only a parser can find them."""
    document = parse(text, path)
    problems += document.problems
    if isinstance(document.root, Pairs):
        for key, _ in document.root.pairs:
            yield OverlayEntry(language, key.value, path, 1, text, is_file=True)
    elif document.root is not None:
        message = f"a file with texts in '{language}' must be a mapping of ids to texts"
        place = Location(path, document.root.line, document.root.column)
        hint = "write the id of a note, such as 'first-note:', and 'question: …' and 'answer: …' below it"
        problems.append(Problem(place, "wrong-shape", message, hint))


def unknown_languages(overlays: Overlays, languages: Sequence[Language]) -> Iterator[Problem]:
    """Report files in a language that the deck lacks."""
    for path, language in overlays.languages.items() if languages else ():
        if language not in languages:
            tag = intended(language, languages)
            named = path.name.replace(f".{language}.", f".{tag}.")
            hint = f"rename it to '{named}'" if tag else f"add '{language}' to 'languages', or rename the file"
            message = f"'{language}' in the name of this file is not a language of this deck"
            yield Problem(Location(path, 1, 1), "unknown-language", message, hint)


def with_overlays(
    note: Pairs, overlaid: Mapping[str, tuple[OverlayEntry, ...]], languages: Sequence[Language], mistakes: ProblemList
) -> Pairs:
    """A note with its texts of other files."""
    note_id = note.nodes.get("id")
    own = overlaid.get(note_id.value, ()) if isinstance(note_id, Scalar) else ()
    for entry in own:
        if not languages or entry.language in languages:
            for key, value in _pairs(entry, mistakes):
                note = _with_text(note, entry, key, value, mistakes)
    return note


def languages_in(root: Pairs) -> tuple[Language, ...]:
    """The languages that the root of a deck file lists."""
    block = root.nodes.get(DECK)
    tags = block.nodes.get("languages") if isinstance(block, Pairs) else None
    return tuple(tag.value for tag in tags.items if isinstance(tag, Scalar)) if isinstance(tags, Items) else ()


def head_with_overlays(
    root: Pairs, overlays: Overlays, languages: Collection[Language], mistakes: ProblemList, used: set[tuple[str, str]]
) -> Pairs:
    """The root of a deck file with the titles and descriptions of other files; `used` are the sections found."""
    found = (entry for key in (DECK, SECTIONS) for entry in overlays.entries.get(key, ()))
    for entry in (each for each in found if each.language in languages):
        if entry.id == DECK and isinstance(block := root.nodes.get(DECK), Pairs):
            for key, value in _pairs(entry, mistakes):
                if key.value in _IN_HEAD:
                    block = _with_text(block, entry, key, value, mistakes)
                else:
                    hint = "write it in the deck file; here are 'title' and 'description'"
                    mistakes.at(key, "unknown-key", f"'{key.value}' is not a text of a deck in one language", hint)
            root = root.with_key(root.key(DECK), block)
        elif entry.id == SECTIONS and isinstance(items := root.nodes.get(SECTIONS), Items):
            titles = {key.value: (key, value) for key, value in _pairs(entry, ProblemList(entry.path))}
            sections: list[Node] = []
            for section in items.items:
                name = section.nodes.get("id") if isinstance(section, Pairs) else None
                if isinstance(section, Pairs) and isinstance(name, Scalar) and name.value in titles:
                    used.add((entry.language, name.value))
                    key, value = titles[name.value]
                    title = key._replace(value="title")
                    section = _with_text(section, entry, title, value, mistakes)
                sections.append(section)
            root = root.with_key(root.key(SECTIONS), items._replace(items=tuple(sections)))
    return root


def unknown_sections(
    overlays: Overlays, languages: Sequence[Language], used: Collection[tuple[str, str]], known: Iterable[str]
) -> Iterator[Problem]:
    """Report the titles of sections that the deck lacks, and mistakes in how they are written."""
    from flashcards.text.suggest import suggestion

    for entry in overlays.entries.get(SECTIONS, ()):
        if entry.language in languages:
            mistakes = ProblemList(entry.path)
            for key, _ in _pairs(entry, mistakes):
                if (entry.language, key.value) not in used:
                    message = f"there is no section '{key.value}'"
                    mistakes.at(key, "unknown-section", message, suggestion(key.value, known))
            yield from mistakes.problems


def _pairs(entry: OverlayEntry, mistakes: ProblemList) -> Iterator[tuple[Elsewhere, Node]]:
    """The parts of an entry, with their values."""
    first = 1 if entry.is_file else entry.line
    document = parse(entry.text, entry.path, first_line=first)
    source = SourceText(entry.text, first)
    if not entry.is_file:
        mistakes.problems += document.problems
    node = document.root.nodes.get(entry.id) if isinstance(document.root, Pairs) else None
    if isinstance(node, Pairs):
        for key, value in node.pairs:
            yield Elsewhere.of(key, entry.path, source), elsewhere(value, entry.path, source)
    elif node is not None and isinstance(document.root, Pairs):
        place = Elsewhere.of(document.root.key(entry.id), entry.path, source)
        message = f"'{entry.id}' must be a mapping with a text for each part"
        mistakes.at(place, "wrong-shape", message, "write the parts below it, such as 'answer: …'")


def _with_text(note: Pairs, entry: OverlayEntry, key: Elsewhere, value: Node, mistakes: ProblemList) -> Pairs:
    """A mapping with one more text in the language of an entry."""
    part, language = key.value, entry.language
    if part == _RETIRED and isinstance(block := note.nodes.get(_RETIRED), Pairs):
        reason = key._replace(value=_REASON)
        return note.with_key(note.key(part), _with_text(block, entry, reason, value, mistakes))
    if part in _NOT_IN_A_LANGUAGE or part == _RETIRED:
        hint = "delete it here" if part in note.nodes else "write it in the note"
        mistakes.at(key, "unknown-key", f"'{part}' is not a text in a language", hint)
        return note
    if isinstance(value, Pairs):
        mistakes.at(key, "wrong-shape", f"'{part}' must be text, not a mapping", _TEXT)
        return note
    texts = note.nodes.get(part)
    if isinstance(texts, Pairs) and language in texts.nodes:
        message = f"'{part}' has a text in '{language}' at {mistakes.location(texts.key(language))} too"
        mistakes.at(key, "repeated-key", message, "keep one of the two", language)
        return note
    if texts is not None and not isinstance(texts, Pairs):
        message = f"'{part}' has one value for all languages, at {mistakes.location(texts)}"
        mistakes.at(key, "wrong-shape", message, "delete it here, or write a text for each language there")
        return note
    tag = key._replace(value=language)
    if isinstance(texts, Pairs):
        return note.with_key(key, texts.with_key(tag, value))
    own = Pairs({language: value}, [tag], 1, key.line, key.column)
    return note.with_key(key, own)
