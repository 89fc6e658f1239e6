"""What is left to write in a deck: missing texts, placeholders and drafts."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from flashcards.cards.notetypes.per_deck import parts_of
from flashcards.model.deck import Deck, Language, Note, Texts
from flashcards.model.edition import Edition
from flashcards.model.problem import Location, Problem, Severity
from flashcards.source.blanks import PLACEHOLDER

DRAFT = "draft"
LEFT_OUT = "left-out"
FOUND_HTML = "found-html"


def with_drafts(notes: Sequence[Note], deck: Deck, needed: Sequence[Language]) -> tuple[Note, ...]:
    """Make drafts of the notes with a placeholder in a needed language; in another language they are not asked.

    A deck that sets a severity for placeholders has them reported by the rule instead.
    """
    from flashcards.lint.rules.placeholder import languages_of, may_have_placeholders  # rules take long to load

    if PLACEHOLDER in deck.lint or not may_have_placeholders(notes):
        return tuple(notes)
    return tuple([_marked(note, languages_of(note), needed) for note in notes])


def _marked(note: Note, unfinished: frozenset[Language], needed: Sequence[Language]) -> Note:
    if not unfinished or note.retired or PLACEHOLDER in note.lint_ignore:
        return note
    left = tuple([tag for tag in note.languages if tag not in unfinished])
    return note._replace(is_draft=note.is_draft or not unfinished.isdisjoint(needed) or not left, languages=left)


def work_in(deck: Deck, note: Note) -> Iterator[Problem]:
    """List what is left to write in a note."""
    work = [*_missing_in_note(deck, note)]
    if note.is_draft:
        work += _missing_parts(note)
    if len(note.languages) < len(deck.languages) and PLACEHOLDER not in deck.lint:
        work += _placeholders(note)
    if note.raw and not note.retired:
        work += _html(note)
    if note.is_draft and not work:
        message = f"'{note.id}' is a draft: no package has it"
        place = f"deck '{deck.id}'" if deck.is_draft else "note"
        hint = f"if it is ready, delete 'draft: true' in the {place}"
        work.append(Problem(note.location, DRAFT, message, hint, Severity.INFO))
    return iter(work)


def _missing_in_note(deck: Deck, note: Note) -> Iterator[Problem]:
    """Report texts of a note that are in some languages of the deck and not in all."""
    if note.retired:
        yield from _missing(deck, f"'reason' of '{note.id}'", note.retired.reason, note.location.path)
        return
    for part, texts in note.parts.items():
        if deck.wants(note, part):
            yield from _missing(deck, f"'{part}' of '{note.id}'", texts, note.location.path)


def _html(note: Note) -> Iterator[Problem]:
    """Report the parts that are HTML as another tool made it."""
    for part in note.raw:
        text = next(iter(note.parts[part].values()), None)
        place = text.place(note.location.path) if text else note.location
        message = f"'{part}' of '{note.id}' is HTML as it was found"
        hint = f"when you next edit the note, write it as Markdown, and delete '{part}' from 'raw'"
        yield Problem(place, FOUND_HTML, message, hint, Severity.INFO)


def _missing_parts(note: Note) -> Iterator[Problem]:
    for part in parts_of(note):
        if part.is_required and part.name not in note.parts:
            message, hint = f"the draft '{note.id}' has no '{part.name}'", f"add '{part.name}:' to it"
            yield Problem(note.location, "missing-text", message, hint, Severity.INFO)


def _placeholders(note: Note) -> Iterator[Problem]:
    from flashcards.lint.rules.placeholder import in_note

    for ref, mark in in_note(note):
        message = f"'{mark}' is a placeholder in '{ref.part}' of '{note.id}'"
        yield Problem(ref.place, PLACEHOLDER, message, "write the text", Severity.INFO, ref.tag)


def missing_in_head(deck: Deck) -> Iterator[Problem]:
    """Report titles and descriptions that are in some languages of the deck and not in all."""
    yield from _missing(deck, "'title'", deck.title, deck.location.path)
    yield from _missing(deck, "'description'", deck.description, deck.location.path)
    for section in deck.sections.values():
        yield from _missing(deck, f"'title' of the section '{section.id}'", section.title, section.location.path)


def languages_behind(built: Sequence[Edition], held: Sequence[int], notes: int, words: int) -> Iterator[Problem]:
    """Report how many notes each edition lacks.

    `held` are the numbers of notes in the `built` editions, `notes` and `words` those in the deck; some editions leave
    words to another edition.
    """
    for edition, count in zip(built, held, strict=True):
        own = notes if edition.holds_words else notes - words
        if count < own and edition.is_main:
            deck, tag = edition.deck, edition.study
            message = f"{own - count:,} of {own:,} notes of '{deck.id}' cannot be asked in '{tag}' yet"
            hint = f"`flashcards todo -l {tag}` lists them"
            yield Problem(deck.location, "incomplete-language", message, hint, Severity.INFO, tag)


def drafts_left_out(deck: Deck, drafts: int, notes: int) -> Iterator[Problem]:
    """Report how much of a deck is not ready, and in no package."""
    if deck.is_draft:
        message = f"'{deck.id}' is a draft: no package is made of it"
        yield _left_out(deck.location, message, "delete 'draft: true' in its head when it is ready")
    elif drafts:
        which = "is a draft: no package has it" if drafts == 1 else "are drafts: no package has them"
        message = f"{drafts:,} of {notes:,} notes of '{deck.id}' {which}"
        yield _left_out(deck.location, message, f"`flashcards todo {deck.id}` lists what is left to write")
    for tag in deck.draft_languages:
        message = f"'{tag}' is a draft language of '{deck.id}': no package asks in it"
        hint = f"`flashcards todo {deck.id} -l {tag}` lists what is left; then delete '{tag}' from 'draft:'"
        yield _left_out(deck.location, message, hint, tag)


def _left_out(place: Location, message: str, hint: str, language: Language = "") -> Problem:
    return Problem(place, LEFT_OUT, message, hint, Severity.INFO, language)


def released_as_draft(deck: Deck) -> Problem:
    """The problem of a released deck that is a draft now."""
    message = f"'{deck.id}' was released, and is a draft now: learners would get nothing more"
    return Problem(deck.location, DRAFT, message, "delete 'draft: true'; single notes can be drafts")


def _missing(deck: Deck, what: str, texts: Texts, path: Path) -> Iterator[Problem]:
    first = next(iter(texts.values()), None)
    if first is None:
        return
    for language in deck.languages:
        if language not in texts:
            place = first.place(path)
            message, own = f"{what} has no text in '{language}'", deck.own_file(language, path)
            hint = f"write it in {own}" if own else f"add '{language}: …' to it"
            yield Problem(place, "missing-text", message, hint, Severity.INFO, language)
