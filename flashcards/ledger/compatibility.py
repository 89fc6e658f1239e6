"""Breaking changes: changes by which learners would lose something, found before a build.

Anki identifies a note by its guid and a deck by its name, never deletes a note, and never moves a card. So some edits
that look harmless leave learners with cards that get no more updates, with progress on a question that they were never
asked, or with two decks. Each is an error with a hint; `--accept` accepts an intended one, and the next release is
then a major version.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import NamedTuple

from flashcards.cards.notetypes.notetype import Notetype
from flashcards.cards.notetypes.per_deck import for_deck, kind_of
from flashcards.ledger.file import LedgerFile
from flashcards.ledger.minhash import asks_something_else, is_sketch_of, likeness, sketch
from flashcards.ledger.record import Record, State
from flashcards.model.deck import Deck, Note
from flashcards.model.edition import Edition, pair_name, study_of
from flashcards.model.problem import Location, Problem
from flashcards.model.variant import package, shown
from flashcards.text.anki_names import normal
from flashcards.text.cloze import clozes, without_clozes
from flashcards.text.phrases import listing

CLOCK = "clock"
"""The name for `--accept` that says that the clock is right, and that later times in the ledger are wrong."""

_LISTED = 3  # ids in a message
_SAME_NOTE = 0.5  # similarity from which a note counts as the same under a new id


class BreakingKind(StrEnum):
    """The kind of a breaking change; its name is `KIND:THING`, because a note can be called `title`."""

    NOTE = "note"
    TITLE = "title"
    LANGUAGE = "language"
    PAIR = "pair"
    SCHEMA = "schema"
    SUBDECK = "subdeck"
    EDITION = "edition"

    def of(self, thing: str) -> str:
        """The name for `--accept` and in the ledger of a breaking change in this thing."""
        return f"{self}:{thing}"


def is_lasting(name: str) -> bool:
    """Whether acceptance lasts until the next release; that of a note is for one build."""
    return not name.startswith(BreakingKind.NOTE.of(""))


class BreakingChange(NamedTuple):
    """A change that learners must act on: its name for `--accept`, and the problem to report."""

    name: str
    problem: Problem


def breaking_changes_of_head(
    deck: Deck, ledger: LedgerFile, notetypes: Mapping[str, Notetype]
) -> Iterator[BreakingChange]:
    """Breaking changes since the last release in titles, languages, pairs and note types."""
    for key, notetype in notetypes.items():
        if kind_of(key) not in deck.kinds:
            yield from _schema(ledger, BreakingKind.SCHEMA.of(key), notetype)
        elif ledger.head.release or deck.kinds[kind_of(key)].adopted:  # until a release, an author may change a kind
            yield from _kind(deck, ledger, kind_of(key), notetype)
    if ledger.head.is_adopted:
        yield from _vanished_types(deck, ledger)
    if ledger.head.release:
        yield from _titles(deck, ledger)
        yield from _subdecks(deck, ledger)
        yield from _pairs(deck, ledger)


def breaking_changes_of_note(note: Note, record: Record, all_editions: Sequence[Edition]) -> Iterator[BreakingChange]:
    """Breaking changes of a note since the last release; `all_editions` are those of its deck, built or not."""
    if record.state is State.RELEASED:
        yield from _left(note, record, all_editions)
        yield from _changed(note, record)
    elif record.state is State.GONE:
        yield _returned(note)


def subdecks_of(deck: Deck) -> Mapping[tuple[str, str], str]:
    """The titles of the sections of a deck in which each is a subdeck, by section and language."""
    sections = deck.sections.values() if deck.has_subdecks else ()
    return {(each.id, language): text.value for each in sections for language, text in each.title.items()}


def sketch_of(note: Note, language: str) -> str:
    """The sketch of a note's question and answer in a language."""
    return sketch(*_asked(note, language))


def cloze_words(note: Note) -> Mapping[int, str]:
    """Fingerprints of the words that each cloze of a note hides, by its number."""
    words = dict[int, list[str]]()
    for part, texts in note.parts.items() if note.has_clozes else ():
        if note.is_cloze(part) and texts:  # in a draft, perhaps none
            for number, left_out in clozes(next(iter(texts.values())).value).items():
                words.setdefault(number, []).extend(each.text for each in left_out)
    return {number: _fingerprint(own) for number, own in words.items()}


def _schema(ledger: LedgerFile, name: str, notetype: Notetype) -> Iterator[BreakingChange]:
    known = ledger.head.notetypes.get(notetype.id)
    if known and known.schema != notetype.schema():
        problem = Problem(
            ledger.location("notetype"),
            "changed-schema",
            f"the fields, templates or sort field of '{notetype.name}' are not those learners have: "
            "their notes would be frozen, or forked into another note type",
            hint=f"revert the change; or build with `--accept {name}` and have learners import with "
            "'Merge note types' on, 'Update notes' and 'Update note types' set to 'Always'; a one-way sync follows",
        )
        yield BreakingChange(name, problem)


def _kind(deck: Deck, ledger: LedgerFile, key: str, notetype: Notetype) -> Iterator[BreakingChange]:
    """The breaking change of an author's own kind; none if what is new was added at the end, where there is room."""
    known, kind = ledger.head.notetypes.get(notetype.id), deck.kinds[key]
    if known is None or known.schema == notetype.schema():
        return
    from flashcards.cards.notetypes.of_kind import earlier_schemas

    if known.schema in earlier_schemas(kind, deck):
        return
    for change in _schema(ledger, BreakingKind.SCHEMA.of(key), notetype):
        way = "never change it" if kind.adopted else "add parts, labels and cards only at the end, while there is room"
        problem = replace(change.problem, location=kind.location, hint=f"{way}: {change.problem.hint}")
        yield BreakingChange(change.name, problem)


def _vanished_types(deck: Deck, ledger: LedgerFile) -> Iterator[BreakingChange]:
    """Note types of an adopted deck that no kind has now, perhaps because an id was edited."""
    known = {notetype.id for notetype in for_deck(deck).values()}
    for type_id in sorted(ledger.head.notetypes.keys() - known):
        name = BreakingKind.SCHEMA.of(str(type_id))
        problem = Problem(
            ledger.location("notetype"),
            "changed-schema",
            f"no kind has the note type {type_id}, which learners have: Anki leaves them with the old notes",
            hint=f"restore it below 'kinds:'; or build with `--accept {name}` if no note has had it since the release",
        )
        yield BreakingChange(name, problem)


def _titles(deck: Deck, ledger: LedgerFile) -> Iterator[BreakingChange]:
    for language, title in ledger.head.titles.items():
        now = deck.title.get(language)
        if now is None:
            name = BreakingKind.LANGUAGE.of(language)
            problem = Problem(
                ledger.location("title"),
                "vanished-language",
                f"this deck was released in '{language}': who studies it in that language gets nothing more",
                hint=f"list '{language}' in 'languages' again; or build with `--accept {name}`",
            )
            yield BreakingChange(name, problem)
        if now and normal(now.value) != normal(title):
            name = BreakingKind.TITLE.of(language)
            problem = Problem(
                now.place(deck.location.path),
                "changed-title",
                f"this deck was released as '{title}': learners' cards would stay there, and new notes go to '{now}'",
                hint=f"restore the title; or build with `--accept {name}` and have learners rename their deck first",
            )
            yield BreakingChange(name, problem)


def _subdecks(deck: Deck, ledger: LedgerFile) -> Iterator[BreakingChange]:
    """Sections of other titles, in a deck in which each is a subdeck."""
    for (section, language), title in ledger.head.subdecks.items():
        known = deck.sections.get(section)
        now = known.title.get(language) if known and deck.has_subdecks else None
        if now and normal(now.value) == normal(title):
            continue
        name = BreakingKind.SUBDECK.of(section)
        where = f"new notes go to '{now}'" if now else "there is no such subdeck now"
        problem = Problem(
            now.place(known.location.path) if now and known else ledger.location("title"),
            "changed-title",
            f"this section was released as the subdeck '{title}': learners' cards would stay there, and {where}",
            hint=f"restore it; or build with `--accept {name}` and have learners rename or move theirs first",
        )
        yield BreakingChange(name, problem)


def _pairs(deck: Deck, ledger: LedgerFile) -> Iterator[BreakingChange]:
    """Pairs that are no longer built, and study languages whose first pair changed."""
    now = [pair_name(*pair) for pair in deck.pairs]
    for pair in ledger.head.pairs:
        if pair not in now and set(pair.split("+")) <= set(deck.languages):
            name = BreakingKind.PAIR.of(pair)
            drafts = [tag for tag in pair.split("+") if tag in deck.draft_languages]
            way = f"delete '{drafts[0]}' from 'draft:'" if drafts else f"list '{pair}' in 'pairs' again"
            problem = Problem(
                ledger.location("pair"),
                "vanished-pair",
                f"this deck was released as '{pair}': who has that package gets nothing more, or another language",
                hint=f"{way}; or build with `--accept {name}`",
            )
            yield BreakingChange(name, problem)
    for study in dict.fromkeys(map(study_of, ledger.head.pairs)):
        pair, first = (
            next((each for each in pairs if study_of(each) == study), "") for pairs in (ledger.head.pairs, now)
        )
        if first != pair and pair in now:
            name = BreakingKind.PAIR.of(pair)
            problem = Problem(
                deck.location,
                "changed-pair",
                f"'{pair}' was released as the first package of its language, and '{first}' is it now: "
                "all its cards would have another language a tap away",
                hint=f"list '{pair}' before '{first}' in 'pairs'; or build with `--accept {name}`",
            )
            yield BreakingChange(name, problem)


def vanished(note_id: str, record: Record, ledger: LedgerFile, new: Iterable[Note]) -> BreakingChange:
    """The breaking change of a released note that is gone; one of the `new` notes may be the same under a new id."""
    name = BreakingKind.NOTE.of(note_id)
    heir = _heir(record, new)
    back = "put it back; with 'retired: {reason: …}', the reason in each language, its card says that it is out of date"
    way = f"if it is this note now, write 'was: [{note_id}]' here" if heir else back
    problem = Problem(
        heir.location if heir else ledger.location(note_id),
        "vanished-note",
        f"the released note '{note_id}' is gone: learners keep its card for ever, and no edit reaches it again",
        hint=f"{way}; or build with `--accept {name}` and leave them with it",
    )
    return BreakingChange(name, problem)


def left_package(
    name: str, notes: Sequence[tuple[str, Location, frozenset[str]]], *, was_adopted: bool
) -> BreakingChange:
    """The breaking change of released notes that a package, the default one or a variant, has no longer.

    Each has its id, its place, and the names of the variants that have it now. In a deck that `was_adopted`, and was
    not released in variants since, it is not known which packages had them.
    """
    accept, note_ids = BreakingKind.EDITION.of(shown(name)), [note_id for note_id, *_ in notes]
    now = dict.fromkeys(f"'{each}'" for *_, names in notes for each in sorted(names))
    where, others = f"released in {package(name)}", " and ".join(now)
    some = listing(note_ids, _LISTED)
    what = f"'{some}' was {where} and is" if len(notes) == 1 else f"{len(notes):,} notes were {where} and are"
    in_full = "" if len(notes) == 1 else f" ({some})"
    back, build = f"let {package(name)} have them, by their tags or 'with'", f"build with `--accept {accept}`"
    problem = Problem(
        notes[0][1],
        "left-edition",
        f"{what} only in {others} now{in_full}: learners of {package(name)} keep the cards, and no edit reaches them",
        hint=f"if the deck had such packages when it was adopted, {build}, which harms nobody; otherwise, {back}"
        if was_adopted
        else f"{back}; or {build} and have learners take a package of {others} instead",
    )
    return BreakingChange(accept, problem)


def _heir(record: Record, new: Iterable[Note]) -> Note | None:
    """The new note with a similar question."""
    for note in new:
        for language, stamp in record.stamps.items():
            if (
                stamp.sketch
                and language in note.languages
                and likeness(stamp.sketch, sketch_of(note, language)) >= _SAME_NOTE
            ):
                return note
    return None


def _left(note: Note, record: Record, all_editions: Sequence[Edition]) -> Iterator[BreakingChange]:
    """The first edition that a note was released in and that no longer contains it; a draft deck is one problem."""
    for edition in all_editions if not note.is_draft or not all_editions[0].deck.is_draft else ():
        stamp = record.stamps.get(edition.key)
        if stamp and (stamp.version or stamp.sketch) and not edition.holds(note):
            where, way = _way_back(note, edition, all_editions)
            problem = Problem(
                note.location,
                "vanished-note",
                f"'{note.id}' was released in {where}: learners keep its card for ever, and no edit reaches it again",
                hint=f"{way}; or build with `--accept {_name(note)}`",
            )
            yield BreakingChange(_name(note), problem)
            return


def _way_back(note: Note, edition: Edition, all_editions: Sequence[Edition]) -> tuple[str, str]:
    """Where a note was released, as part of a message, and a hint how to restore it."""
    if note.is_draft and edition.can_ask(note):
        return f"'{edition.study}' and is a draft now", "write all its texts, and delete 'draft: true'"
    study, pair = edition.study, pair_name(edition.study, edition.support)
    if note.is_word and not edition.holds_words:
        languages = {study, edition.support}
        now = next(
            (pair_name(each.study, each.support) for each in all_editions if {each.study, each.support} == languages),
            "",
        )
        return f"the package of '{pair}' and is in that of '{now}' now", f"list '{pair}' before '{now}' in 'pairs'"
    return f"'{study}' and can no longer be asked in it", f"put its texts in '{study}' back"


def _changed(note: Note, record: Record) -> Iterator[BreakingChange]:
    """A changed note type, or else a changed question or changed clozes."""
    if note.type != record.type:
        problem = Problem(
            note.location,
            "changed-note-type",
            f"'{note.id}' was released as '{record.type}' and is '{note.type}' now: "
            "Anki leaves learners with the old note",
            hint="give the new note an id of its own and retire the old; "
            f"or build with `--accept {_name(note)}` and have learners import with 'Merge note types' on",
        )
        yield BreakingChange(_name(note), problem)
        return
    yield from _reused(note, record)
    yield from _clozes(note, record)


def _clozes(note: Note, record: Record) -> Iterator[BreakingChange]:
    """Clozes that are gone or renumbered: Anki identifies a card of a cloze note by the number of its cloze."""
    words = cloze_words(note)
    for number, known in record.clozes.items():
        taken = next((other for other, now in words.items() if now == known and other != number), None)
        if number not in words:
            problem = Problem(
                note.location,
                "vanished-cloze",
                f"'{note.id}' was released with a c{number}, which is gone: "
                "learners keep its card, with nothing to ask",
                hint=f"leave out some words as '{{{{c{number}::…}}}}' again; "
                f"or build with `--accept {_name(note)}` and have learners run Tools → Empty Cards",
            )
        elif taken and words[number] != known and record.clozes.get(taken) != known:
            problem = Problem(
                note.location,
                "renumbered-cloze",
                f"c{number} of '{note.id}' is c{taken} now: learners' progress on it would count for other words",
                hint=f"number the clozes as they were; or build with `--accept {_name(note)}`",
            )
        else:
            continue
        yield BreakingChange(_name(note), problem)
        return


def _reused(note: Note, record: Record) -> Iterator[BreakingChange]:
    spoken = {language: stamp.sketch for language, stamp in record.stamps.items() if language in note.languages}
    if any(known and is_sketch_of(known, *_asked(note, language)) for language, known in spoken.items()):
        return  # most notes stay as they are
    known = {language: known for language, known in spoken.items() if known}
    if known and all(asks_something_else(old, sketch_of(note, language)) for language, old in known.items()):
        problem = Problem(
            note.location,
            "reused-id",
            f"'{note.id}' now asks something else: learners' progress on the old question would count for the new one",
            hint="give the new question an id of its own and retire the old; "
            f"if it is the same question reworded, build with `--accept {_name(note)}`",
        )
        yield BreakingChange(_name(note), problem)


def _returned(note: Note) -> BreakingChange:
    problem = Problem(
        note.location,
        "reused-id",
        f"the id '{note.id}' was dropped after a release, and learners have the old note still",
        hint=f"give this note another id; if it is the old note again, build with `--accept {_name(note)}`",
    )
    return BreakingChange(_name(note), problem)


def _name(note: Note) -> str:
    return BreakingKind.NOTE.of(note.id)


def _asked(note: Note, language: str) -> tuple[str, str]:
    """The question and the answer of a note; of a word, itself with its translations, and no answer."""
    if note.is_word:
        words = note.parts["word"]
        return " ".join([words[language].value, *(words[other].value for other in words if other != language)]), ""
    first, *rest = (texts[language].value for texts in note.parts.values() if language in texts)
    if not note.has_clozes:
        return first, rest[0] if rest else ""
    return without_clozes(first), " ".join(each.text for left_out in clozes(first).values() for each in left_out)


def _fingerprint(words: Iterable[str]) -> str:
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()[:8]
