"""Foreign notes to notes of ours, with a problem for all that cannot be carried over."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from flashcards.cards.notetypes import NOTETYPES
from flashcards.importing.anki_decks import CONTROL, common_root, plain_name
from flashcards.importing.columns import ID, SECTION, TAGS
from flashcards.importing.mapping import NotetypeMapping
from flashcards.importing.media import FoundMedia
from flashcards.model.deck import Language
from flashcards.model.foreign import Foreign, ForeignNote, Form
from flashcards.model.problem import Location, Problem, Severity
from flashcards.source.slug import slug, slug_of, unused_slug
from flashcards.system.progress import with_progress
from flashcards.text.anki_names import LEARNERS_TAGS, tag_flaw
from flashcards.text.cloze import without_clozes
from flashcards.text.html import to_line, to_plain
from flashcards.text.phrases import counted
from flashcards.text.to_markdown import LONGEST, Converted, from_html, from_plain
from flashcards.text.to_markdown.source import Fields
from flashcards.yamltext.entry import MAX_ID, SLUG

_CARDS: Mapping[str, int] = {"qa": 1, "typed": 1, "term": 2, "word": 2}  # of a note
_OCCLUSION = "image-occlusion:"
_SHOWN = 40  # characters of a note in a message


class ImportedNote(NamedTuple):
    """A note as it is written to a deck file; `source` is the note it was made from."""

    id: str
    section: str
    kind: str
    parts: Mapping[str, Mapping[Language, str]]
    tags: tuple[str, ...]
    is_draft: bool
    source: ForeignNote


class Imported(NamedTuple):
    """The notes of all files, the titles of their sections by id, and the problems."""

    languages: tuple[Language, ...]
    complete: tuple[Language, ...]
    sections: Mapping[str, str]
    notes: tuple[ImportedNote, ...]
    problems: tuple[Problem, ...]
    left_out: int


class Input(NamedTuple):
    """A file with the mapping of its note types and its media."""

    foreign: Foreign
    mappings: Mapping[int, NotetypeMapping]
    media: FoundMedia


def languages_of(inputs: Sequence[Input], first: Sequence[Language]) -> tuple[Language, ...]:
    """The languages of a deck: those that were named, then the others in the order of fields."""
    targets = [field.target for each in inputs for mapping in each.mappings.values() for field in mapping.fields]
    used = dict.fromkeys(target.language for target in targets if target.language)
    return (*(tag for tag in first if tag in used), *(tag for tag in used if tag not in first))


def complete_languages(inputs: Sequence[Input], languages: Sequence[Language]) -> tuple[Language, ...]:
    """The languages in which all note types have the parts they need."""
    mappings = [mapping for each in inputs for mapping in each.mappings.values()]
    return tuple(tag for tag in languages if all(tag in _asked(mapping) for mapping in mappings))


def _asked(mapping: NotetypeMapping) -> frozenset[Language]:
    required = [part.name for part in NOTETYPES[mapping.kind].parts if part.is_required]
    by_part = [{field.target.language for field in mapping.fields if field.target.part == part} for part in required]
    return frozenset(set.intersection(*by_part))


def convert(inputs: Sequence[Input], first: Sequence[Language], title: str) -> Imported:
    """Convert the notes of all files; `title` is that of the deck."""
    languages = languages_of(inputs, first)
    converter = _Converter(languages, complete_languages(inputs, languages), title, is_of_several=len(inputs) > 1)
    for each in inputs:
        converter.add(each)
    return converter.imported()


class _Converter:
    """Converts notes one by one; what was seen before decides ids, sections and duplicates."""

    def __init__(
        self, languages: tuple[Language, ...], complete: tuple[Language, ...], title: str, *, is_of_several: bool
    ) -> None:
        self._title = title
        self._languages = languages
        self._complete = complete
        self._is_of_several = is_of_several
        self._notes: list[ImportedNote] = []
        self._problems: list[Problem] = []
        self._left_out = 0
        self._ids: dict[str, int] = {}
        self._section_ids: dict[str, int] = {}
        self._sections: dict[str, str] = {}  # ids by title
        self._first: dict[object, ForeignNote] = {}

    def imported(self) -> Imported:
        notes, sections = self._notes, {section: title for title, section in self._sections.items()}
        if sections and any(not note.section for note in notes):  # then each note needs one
            rest = unused_slug(slug(self._title) or "rest", self._section_ids)
            notes = [note if note.section else note._replace(section=rest) for note in notes]
            sections[rest] = self._title
        return Imported(self._languages, self._complete, sections, tuple(notes), tuple(self._problems), self._left_out)

    def add(self, given: Input) -> None:
        foreign, root = given.foreign, common_root(note.deck for note in given.foreign.notes)
        self._problems += foreign.problems
        self._unmapped(given)
        for note in with_progress("converting", foreign.notes):
            section = note.deck[len(root) :].removeprefix("::") or (foreign.name if self._is_of_several else "")
            self._add(note, given, section)

    def _unmapped(self, given: Input) -> None:
        """Report fields that have texts and become nothing, once each."""
        for key, mapping in given.mappings.items():
            for field in mapping.fields:
                if field.target.part == "-" and field.name != "-" and field.filled:
                    note = next(each for each in given.foreign.notes if each.notetype == key)
                    where = f" of '{mapping.name}'" if mapping.name else ""
                    message = f"the field '{field.name}'{where} is left out, in {counted(field.filled, 'note')}"
                    hint = f"map it to take it over, such as `--map '{field.name}=note:{self._languages[-1]}'`"
                    place = note.location._replace(line=min(note.location.line, 1))
                    self._problems.append(Problem(place, "left-out-field", message, hint, Severity.WARNING))
            self._problems += _other_cards(given.foreign, mapping)

    def _add(self, note: ForeignNote, given: Input, section: str) -> None:
        mapping = given.mappings[note.notetype]
        if any(_OCCLUSION in field for field in note.fields):
            self._leave_out(note, "image-occlusion", "image occlusion", "make a note for each thing that it asks")
            return
        if any(len(field) > LONGEST for field in note.fields):
            self._leave_out(note, "too-long", f"a field is longer than {LONGEST:,} characters", "split the note")
            return
        parts, kind = self._parts(note, given, mapping)
        if not parts:
            self._leave_out(note, "empty-note", "all its fields are empty", "delete it, or fill them in")
            return
        key = (kind, tuple((part, *texts.items()) for part, texts in parts.items()))
        if (first := self._first.setdefault(key, note)) is not note:
            where = first.location if first.location.line else f"note {_quoted(first)}"
            self._leave_out(note, "duplicate-note", f"it is the same as {where}", "it is in the deck once")
            return
        missing = self._missing(kind, parts)
        if missing:
            hint = "it is written as a draft, which `flashcards todo` lists; add the text there"
            self._report(note, "empty-field", f"there is no {' and no '.join(missing)}", hint, Severity.WARNING)
        special: dict[str, list[str]] = {TAGS: [], SECTION: [], ID: []}
        for field, value in zip(mapping.fields, note.fields, strict=True):
            if field.target.part in special and (text := _text(value, given.foreign.form)):
                special[field.target.part].append(text)
        tags = [*note.tags, *(tag for cell in special[TAGS] for tag in _split_tags(cell))]
        self._notes.append(
            ImportedNote(
                self._id(next(iter(special[ID]), ""), parts),
                self._section(" · ".join(special[SECTION]) or section.replace("::", " · ")),
                kind,
                parts,
                tuple(self._valid_tags(note, tags)),
                bool(missing),
                note,
            )
        )

    def _parts(
        self, note: ForeignNote, given: Input, mapping: NotetypeMapping
    ) -> tuple[Mapping[str, Mapping[Language, str]], str]:
        """The texts of a note by part and language, in the order of its note type, and its note type."""
        kind = mapping.kind
        texts: dict[tuple[str, Language], str] = {}
        for field, value in zip(mapping.fields, note.fields, strict=True):
            target = field.target
            if not target.is_part or not value.strip():
                continue
            if kind == "cloze" and target.part != "text" and (shown := without_clozes(value)) != value:
                value = shown  # as Anki shows them on the back, where nothing is hidden any more
                self._left_out_formatting(note, field.name, "clozes")
            is_literal = kind == "typed" and target.part == "answer"
            text = self._text(note, field.name, value, given, has_clozes=target.part == "text", is_literal=is_literal)
            if is_literal and ("\n" in text or "![](" in text or not text):
                self._report(
                    note, "not-typed", "its answer cannot be typed", "it is asked without typing", Severity.INFO
                )
                kind, text = "qa", self._text(note, field.name, value, given)
            if text:
                key = target.part, target.language
                before = texts.get(key, "")
                between = "\n\n" if "\n" in before + text else "\n"
                texts[key] = f"{before}{between}{text}" if before else text
        parts = {
            part.name: {tag: texts[part.name, tag] for tag in self._languages if (part.name, tag) in texts}
            for part in NOTETYPES[kind].parts
        }
        return {part: texts for part, texts in parts.items() if texts}, kind

    def _text(
        self,
        note: ForeignNote,
        name: str,
        value: str,
        given: Input,
        *,
        has_clozes: bool = False,
        is_literal: bool = False,
    ) -> str:
        value = CONTROL.sub("", value)
        form = given.foreign.form
        if form is Form.MARKDOWN or (is_literal and form is Form.PLAIN):
            return value.strip()
        if form is Form.PLAIN:
            return from_plain(value.replace("\r\n", "\n"), has_clozes=has_clozes).text
        if is_literal and not any(sign in value for sign in ("<img", "[sound:")):
            return to_plain(value).replace("\u00a0", " ").strip()
        converted = from_html(value, Fields(given.media.paths, has_clozes))
        self._report_conversion(note, name, converted, given.media)
        return converted.text

    def _report_conversion(self, note: ForeignNote, name: str, converted: Converted, media: FoundMedia) -> None:
        if converted.is_html:
            hint = "write it as Markdown when you next edit the note"
            self._report(note, "kept-html", f"'{name}' stays as HTML", hint, Severity.INFO)
        if converted.lost:
            self._left_out_formatting(note, name, *converted.lost)
        for name in converted.missing:
            message, hint = media.flaw(name)
            self._report(note, "missing-media", f"{message}; it is left out", hint, Severity.WARNING)

    def _left_out_formatting(self, note: ForeignNote, name: str, *formatting: str) -> None:
        message = f"formatting of '{name}' is left out: {', '.join(formatting)}"
        self._report(note, "formatting", message, "look at the note in `flashcards preview`", Severity.INFO)

    def _missing(self, kind: str, parts: Mapping[str, Mapping[Language, str]]) -> list[str]:
        """The required texts that a note lacks."""
        required = [part.name for part in NOTETYPES[kind].parts if part.is_required]
        needed = self._complete if kind != "word" else self._languages[:2]
        if not needed:
            return [] if all(part in parts for part in required) else ["text"]
        return [f"{part} in '{tag}'" for part in required for tag in needed if tag not in parts.get(part, {})]

    def _id(self, wanted: str, parts: Mapping[str, Mapping[Language, str]]) -> str:
        wanted = wanted if SLUG.regex.fullmatch(wanted) else slug(wanted)
        if wanted and len(wanted) <= MAX_ID - 6:
            return unused_slug(wanted, self._ids)
        named = slug_of(text for part in parts.values() for text in part.values())
        return unused_slug(named or f"note-{len(self._notes) + 1}", self._ids)

    def _section(self, title: str) -> str:
        title = plain_name(title)
        if not title:
            return ""
        if title not in self._sections:
            name = slug(title) or f"section-{len(self._sections) + 1}"
            self._sections[title] = unused_slug(name, self._section_ids)
        return self._sections[title]

    def _valid_tags(self, note: ForeignNote, tags: Sequence[str]) -> Iterator[str]:
        for tag in dict.fromkeys(CONTROL.sub("", tag) for tag in tags):
            if tag.casefold() in LEARNERS_TAGS or not tag:
                continue  # Anki's own, about somebody's progress
            fixed = "::".join(part for part in tag.split("::") if part)
            if tag_flaw(fixed):
                self._report(note, "tag-name", f"the tag '{tag}' is left out", "rename it in Anki", Severity.INFO)
            else:
                yield fixed

    def _leave_out(self, note: ForeignNote, rule: str, message: str, hint: str) -> None:
        self._left_out += 1
        self._report(note, rule, f"left out: {message}", hint, Severity.WARNING)

    def _report(self, note: ForeignNote, rule: str, message: str, hint: str, severity: Severity) -> None:
        self._problems.append(problem_of(note, rule, message, hint, severity))


def _other_cards(foreign: Foreign, mapping: NotetypeMapping) -> Iterator[Problem]:
    """Report that a note gets fewer or more cards than it had."""
    had, gets = len(mapping.cards), _CARDS.get(mapping.kind, 0)
    if had and gets and had != gets:
        names = ", ".join(f"'{name}'" for name in mapping.cards)
        message = f"a note of '{mapping.name}' has the cards {names}, and becomes a '{mapping.kind}' note with {gets}"
        hint = (
            "`flashcards import --adopt` keeps the note type with all its cards"
            if had > max(_CARDS.values())
            else f"choose another note type, such as `--map '{mapping.name}={'qa' if gets > 1 else 'term'}'`"
        )
        severity = Severity.WARNING if had > gets else Severity.INFO
        yield Problem(Location(foreign.path, 0, 0), "other-cards", message, hint, severity)


def problem_of(note: ForeignNote, rule: str, message: str, hint: str, severity: Severity) -> Problem:
    """A problem of a note at its place, or, if its file has no lines, with its first text."""
    named = message if note.location.line else f"note {_quoted(note)}: {message}"
    return Problem(note.location, rule, named, hint, severity)


def _quoted(note: ForeignNote) -> str:
    text = next(filter(None, map(to_line, note.fields)), "")
    return f'"{text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"}"'


def _text(value: str, form: Form) -> str:
    return " ".join((to_plain(value) if form is Form.HTML else value).split())


def _split_tags(cell: str) -> Iterator[str]:
    """The tags in a cell, separated by commas or semicolons, or else by spaces."""
    between = r"\s*[,;]\s*" if re.search("[,;]", cell) else r"\s+"
    yield from ("-".join(tag.split()) for tag in re.split(between, cell) if tag.strip())
