"""The rules applied to a deck, with its own severities: to one chunk of notes at a time, then across chunks."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from flashcards.lint.across import Match, Row, Rows
from flashcards.lint.explained import errors
from flashcards.lint.finding import Finding, TextRef, each_text
from flashcards.lint.registry import (
    ACROSS,
    ALL_RULES,
    FIXERS,
    PLACEHOLDER,
    RULES,
    Fixer,
    load,
    load_across,
)
from flashcards.lint.word_index import WordIndex
from flashcards.model.deck import Deck, Note, Text, without_languages
from flashcards.model.problem import Flaw, Location, Problem, Severity
from flashcards.text.phrases import joined
from flashcards.text.suggest import closest
from flashcards.yamltext.elsewhere import place_in
from flashcards.yamltext.source import NO_SOURCE, SourceText

if TYPE_CHECKING:
    from flashcards.yamltext.edit import Repair

OFF = "off"
SEVERITIES = (OFF, str(Severity.ERROR), str(Severity.WARNING))
_ORDER = {rule: order for order, rule in enumerate(RULES)}


class Linted(NamedTuple):
    """The problems in a part of a deck, in the order of the rules, and the rows of the rules that compare notes."""

    problems: tuple[Problem, ...]
    rows: Mapping[str, Rows]


class Linter:
    """The rules that are on in a deck; without `warns`, only those that a build reports."""

    def __init__(self, deck: Deck, *, warns: bool = True) -> None:
        self._deck = deck
        self._severities = {rule: severity for rule in RULES if (severity := severity_of(deck, rule))}
        reported = [rule for rule in self._severities if warns or self._is_reported(rule)]
        self._single = [rule for rule in reported if rule not in ACROSS and rule != PLACEHOLDER]
        self._across = [rule for rule in reported if rule in ACROSS]
        self._finds_placeholders = PLACEHOLDER in reported

    def _is_reported(self, rule: str) -> bool:
        return self._severities[rule] is Severity.ERROR or rule == PLACEHOLDER

    def head(self, source_of: Callable[[Path], SourceText] = lambda _: NO_SOURCE) -> Linted:
        """Check titles and descriptions, which are in these files; also reports unknown rules and severities."""
        found = self._linted(replace(self._deck, notes=()), source_of)
        return found._replace(problems=(*_misnamed(self._deck), *found.problems))

    def notes(self, notes: Sequence[Note], source: SourceText = NO_SOURCE) -> Linted:
        """Check some notes, which are in this file, without drafts; rules can compare them with section titles."""
        named = [each for note in notes if note.lint_ignore for each in _unknown_rules(note.lint_ignore, _path(note))]
        drafts = self._deck.draft_languages
        ready = (note for note in notes if not note.is_draft)
        notes = [note._replace(parts=without_languages(note.parts, drafts)) if drafts else note for note in ready]
        notes = [_without_raw(note) if note.raw else note for note in notes]
        used = {note.section for note in notes}
        sections = {name: section for name, section in self._deck.sections.items() if name in used}
        part = replace(self._deck, title={}, description={}, sections=sections, notes=tuple(notes))
        found = self._linted(part, lambda _: source)
        return found._replace(problems=(*named, *found.problems))

    def across(self, chunks: Sequence[Mapping[str, Rows]], places: Sequence[tuple[Path, int]]) -> Iterator[Problem]:
        """Compare the notes of all chunks; `places` are the file of each chunk, and its first line."""
        for rule in self._across:
            rows = [chunk[rule] for chunk in chunks]
            for match in load_across(rule).compare(rows):
                chunk, row = match.row
                if row not in rows[chunk].exempt:
                    yield self._matched(rule, match, rows, places)

    def _matched(self, rule: str, match: Match, rows: Sequence[Rows], places: Sequence[tuple[Path, int]]) -> Problem:
        other = str(_place(match.other, rows, places)) if match.other else ""
        message = match.message.replace("{other}", other) if other else match.message
        chunk, row = match.row
        place = _place(match.row, rows, places)
        return Problem(place, rule, message, match.hint, self._severities[rule], rows[chunk].tags[row])

    def _linted(self, deck: Deck, source_of: Callable[[Path], SourceText]) -> Linted:
        unfinished = [*_findings([PLACEHOLDER] if self._finds_placeholders else [], WordIndex(deck))]
        index = WordIndex(_without(deck, unfinished), source_of)
        left = {found.ref.place for _, found in unfinished}
        others = (each for each in _findings(self._single, index) if each[1].ref.place not in left)
        rows = {rule: load_across(rule).collect(index).without(left) for rule in self._across}
        return Linted(tuple(self._problems(chain(unfinished, others), deck, source_of)), rows)

    def _problems(
        self, found: Iterable[tuple[str, Finding]], deck: Deck, source_of: Callable[[Path], SourceText]
    ) -> Iterator[Problem]:
        """Findings as problems: of a head those in titles, of notes those that are not ignored."""
        is_head = bool(deck.title)
        seen = set[tuple[str, Location, str]]()
        for rule, (ref, message, hint, offset) in sorted(found, key=lambda each: _ORDER[each[0]]):
            is_reported = not (rule == PLACEHOLDER and ref.note) or ref.tag in ref.note.languages
            if (ref.note is None) == is_head and is_reported and not _is_ignored(rule, ref.note):
                place = ref.place
                if offset is not None:
                    place = place_in(ref.text, offset, ref.path, source_of(ref.path))
                if ref.is_shared:  # the same text in each language
                    if (rule, place, message) in seen:
                        continue
                    seen.add((rule, place, message))
                yield Problem(place, rule, message, hint, self._severities[rule], ref.tag)


def _without_raw(note: Note) -> Note:
    """A note without its parts that are HTML as another tool made it."""
    return note._replace(parts={part: texts for part, texts in note.parts.items() if part not in note.raw})


def severity_of(deck: Deck, rule: str, note: Note | None = None) -> Severity | None:
    """The severity of a rule in a deck, or for a note of it; None if it is off.

    Unknown severities are reported separately.
    """
    if _is_ignored(rule, note):
        return None
    wanted = deck.lint.get(rule)
    if wanted is None or wanted.value not in SEVERITIES:
        return ALL_RULES[rule]
    return None if wanted.value == OFF else Severity(wanted.value)


def repairs(deck: Deck) -> "Iterator[Repair]":
    """The texts that rules can fix, with the fixed texts; a rule that is off or ignored fixes nothing."""
    from flashcards.yamltext.edit import Repair

    # rules fix texts by language, and a value for all languages has none
    texts = ((ref, *_fixed(deck, ref)) for ref in each_text(deck) if not ref.is_shared)
    yield from (
        Repair(ref.place, ref.text.value, fixed, rules) for ref, fixed, rules in texts if fixed != ref.text.value
    )


def _findings(rules: Iterable[str], index: WordIndex) -> Iterator[tuple[str, Finding]]:
    return ((rule, found) for rule in rules for found in load(rule).check(index))


def _path(note: Note) -> Path:
    return note.location.path


def _place(at: Row, rows: Sequence[Rows], places: Sequence[tuple[Path, int]]) -> Location:
    chunk, row = at
    path, first = places[chunk]
    line, column = rows[chunk].lines[row], rows[chunk].columns[row]
    if other := rows[chunk].files.get(str(row)):
        return Location(Path(other), line, column)
    return Location(path, line + first, column)


def _without(deck: Deck, unfinished: Sequence[tuple[str, Finding]]) -> Deck:
    """The deck without unfinished notes, to which no other rule applies."""
    notes = {id(ref.note) for rule, (ref, *_) in unfinished if ref.note and not _is_ignored(rule, ref.note)}
    return replace(deck, notes=tuple(note for note in deck.notes if id(note) not in notes)) if notes else deck


def _is_ignored(rule: str, note: Note | None) -> bool:
    return note is not None and rule in note.lint_ignore


def _fixed(deck: Deck, ref: TextRef) -> tuple[str, tuple[str, ...]]:
    """A text as rules fix it, and the rules that changed it."""
    text, changed = ref.text.value, list[str]()
    for name in FIXERS:
        rule = load(name)
        if isinstance(rule, Fixer) and severity_of(deck, name, ref.note):
            before, text = text, rule.fix(text, ref.language)
            changed += [name] * (text != before)
    return text, tuple(changed)


def _misnamed(deck: Deck) -> Iterator[Problem]:
    """Problems of unknown rules and severities."""
    yield from _unknown_rules(deck.lint, deck.location.path)
    for rule, wanted in deck.lint.items():
        if rule in ALL_RULES and wanted.value not in SEVERITIES:
            message = f"'{wanted}' is not a severity of '{rule}'"
            yield Problem(wanted.place(deck.location.path), "unknown-severity", message, f"write {_listed(SEVERITIES)}")


def _unknown_rules(named: Mapping[str, Text], path: Path) -> Iterator[Problem]:
    for rule, text in named.items():
        if rule not in ALL_RULES:
            yield Problem(text.place(path), "unknown-rule", *_unknown(rule))


def _unknown(rule: str) -> Flaw:
    if rule in errors():
        return Flaw(f"'{rule}' is not a rule whose severity can be set", "delete it, and fix what it reports")
    match = closest(rule, ALL_RULES)
    hint = f"did you mean '{match}'?" if match else f"the rules are {_listed(tuple(ALL_RULES))}"
    return Flaw(f"there is no rule '{rule}'", hint)


def _listed(names: Sequence[str]) -> str:
    return joined([f"'{name}'" for name in names])
