"""A deck that is compiled once and compared with what learners have, byte for byte."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from flashcards.adopting.conversion import texts_of
from flashcards.adopting.gates import Gate
from flashcards.adopting.ledger import Remark, remark_of
from flashcards.adopting.source import SourceHead, SourceKind, SourceNote, deck_text
from flashcards.adopting.texts import as_learners_have
from flashcards.compile.cache import Cache
from flashcards.compile.deck import FIELDS, INDEX, CompiledDeck, open_decks, prefetched
from flashcards.compile.state import LEDGER, states_of
from flashcards.deckfile.discovery import DeckFiles
from flashcards.lint.registry import ALL_RULES
from flashcards.model.deck import Language
from flashcards.model.problem import FlashcardsError, Problem, Severity
from flashcards.text.nfc import to_nfc

_TRIES = 4


class Compared(NamedTuple):
    """A deck that compiles to the fields that learners have, with remarks for the ledger, or what prevents it."""

    head: SourceHead
    notes: Sequence[SourceNote]
    compiled: CompiledDeck
    remarks: Mapping[str, Remark]
    gates: tuple[Gate, ...]


def compared(head: SourceHead, notes: Sequence[SourceNote], folder: Path, cache: Cache) -> Compared:
    """Compile a deck, and write as HTML the parts whose fields would not be those that learners have."""
    path = folder / f"{head.deck_id}.yaml"
    own, remarks = [*notes], dict[str, Remark]()
    for number in range(_TRIES):
        text = deck_text(head, own)
        path.write_text(text, encoding="utf-8", newline="")
        [compiled] = open_decks([DeckFiles((path,), folder)], cache)
        _check_head(compiled, head.kinds.values())
        remarks.clear()
        with prefetched([compiled], (INDEX, FIELDS)):
            differing = _differing(compiled, head.kinds, own, remarks)
        errors = [*_errors(compiled)]
        rules = tuple(sorted({each.rule for each in errors if each.rule in ALL_RULES} - {*head.off}))
        if rules:
            head = head._replace(off=tuple(sorted({*head.off, *rules})))
            continue
        wrong = _unreadable(errors, text, own) or differing
        if not wrong:
            return Compared(head, own, compiled, remarks, ())
        if number == _TRIES - 1:
            break
        own = [_raw(note, head.kinds[note.kind], wrong[note.id]) if note.id in wrong else note for note in own]
    stopped = tuple(found for note in own if note.id in wrong for found in note.found.values())
    first = next((each for each in errors if each.rule not in ALL_RULES), None)
    why = f": {first.message}" if first else ""
    message = f"that would not stay the same, so that learners would get another text{why}"
    hint = "edit the note in Anki, and export the deck again"
    gate = Gate("not-the-same", message, hint, stopped, is_skippable=False)
    return Compared(head, own, compiled, remarks, (gate,))


def _check_head(compiled: CompiledDeck, kinds: Iterable[SourceKind]) -> None:
    if compiled.head is None:
        first = next((each for each in compiled.head_problems if each.severity is Severity.ERROR), None)
        if first is None:
            raise FlashcardsError("the deck cannot be adopted: its head has an error")
        card = next(_cards_at(first.location.path, kinds), "")
        raise FlashcardsError(f"the deck cannot be adopted: {card}{first.message}", first.hint)


def _cards_at(path: Path, kinds: Iterable[SourceKind]) -> Iterator[str]:
    """The card whose template is in a file."""
    for kind in kinds:
        for language, notetype in kind.own_types:
            for number, template in enumerate(notetype.templates, 1):
                if path.name.startswith(f"{Path(kind.path_of(language)).name}.{number}."):
                    yield f"in the card '{template.name}' of '{notetype.name}', "


def _errors(compiled: CompiledDeck) -> Iterator[Problem]:
    """The errors in the deck; its ledger is still to be written."""
    with states_of([compiled], warns=False) as [state]:
        yield from (each for each in state.problems if each.severity is Severity.ERROR and each.rule != LEDGER)


def _unreadable(errors: Sequence[Problem], text: str, notes: Sequence[SourceNote]) -> Mapping[str, Collection[str]]:
    """All parts of the notes that have errors, by the id of the note."""
    if not errors:
        return {}
    begins = [
        (number, line.removeprefix("  - id: "))
        for number, line in enumerate(text.split("\n"), 1)
        if line.startswith("  - id: ")
    ]
    parts = {note.id: [*note.texts] for note in notes}
    wrong = {}
    for each in errors:
        name = next((name for line, name in reversed(begins) if line <= each.location.line), "")
        if name in parts:
            wrong[name] = parts[name]
    return wrong or {notes[0].id: parts[notes[0].id]}


def _differing(
    compiled: CompiledDeck, kinds: Mapping[str, SourceKind], notes: Sequence[SourceNote], remarks: dict[str, Remark]
) -> Mapping[str, Collection[str]]:
    """The parts whose compiled fields are not those that learners have, by note id; all parts if tags differ.

    Adds the remarks on the notes for the ledger, because each chunk is read here.
    """
    by_id = {note.id: note for note in notes}
    wrong = dict[str, set[str]]()
    seen = set[tuple[str, Language]]()
    for at in range(len(compiled.chunks)):
        remarks.update((note.id, remark_of(note)) for note in compiled.read(at).notes)
        sections = compiled.index(at).sections
        for number, edition in enumerate(compiled.editions):
            ids, types, guids, fields, tags, *_ = compiled.fields(at, number)
            homes = map(edition.subdeck, sections or [""] * len(ids))
            for name, kind, guid, *own, home in zip(ids, types, guids, fields, tags, homes, strict=True):
                if guid:
                    seen.add((name, edition.study))
                    wrong.setdefault(name, set()).update(
                        _differing_in(by_id[name], kinds[kind], edition.study, own, home)
                    )
    for name, note in by_id.items():
        if any((name, language) not in seen for language in note.found):
            wrong[name] = {*note.texts}
    return {name: parts for name, parts in wrong.items() if parts}


def _differing_in(
    note: SourceNote, kind: SourceKind, language: Language, own: Sequence[tuple[str, ...]], home: str
) -> Iterator[str]:
    """The parts of a note whose fields in a language differ from learners'; all parts if something else does."""
    values, tags = own
    found = note.found.get(language)
    if found is None or (tags, kind.key, home) != (note.tags, note.kind, to_nfc(found.deck)):
        yield from note.texts
        return
    pairs = zip(kind.fields[language], values, map(as_learners_have, found.fields), strict=True)
    yield from (field.part for field, value, known in pairs if value != known)


def _raw(note: SourceNote, kind: SourceKind, parts: Collection[str]) -> SourceNote:
    own = texts_of(note.found, kind, {}, note.texts)
    return note._replace(texts={part: own[part] if part in parts else texts for part, texts in note.texts.items()})
