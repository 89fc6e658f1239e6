"""Notes as the page shows them: the cards of each edition, and what a reader can find them by."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from flashcards.cards.frame import cleaned
from flashcards.cards.notetypes.notetype import Notetype, StaleTexts
from flashcards.cards.notetypes.per_deck import for_deck, in_language
from flashcards.cards.template import Specials, as_shown, card_sides
from flashcards.compile.fields import NOTHING_STALE, Filler, in_version
from flashcards.model.deck import Deck, Language, Note, Texts
from flashcards.model.edition import Edition, editions
from flashcards.model.problem import Location, Problem
from flashcards.model.source import point_id
from flashcards.model.variant import Variant
from flashcards.preview.maths import as_line, typeset
from flashcards.text.cloze import without_clozes
from flashcards.text.hazards import SCRIPT, hazards
from flashcards.text.html import to_line


class NoteProblem(NamedTuple):
    """A problem of a note, with the line of the file it is on."""

    problem: Problem
    line: str


class NoteInput(NamedTuple):
    """A note with what is known of it alone: its texts that may be out of date, and its problems."""

    note: Note
    stale: StaleTexts = NOTHING_STALE
    problems: tuple[NoteProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class PreviewContext:
    """What the notes of a deck are shown against: the deck without its notes, and what follows from it.

    `notetypes` are by study language.
    """

    deck: Deck
    editions: tuple[Edition, ...]
    notetypes: Mapping[Language, Mapping[str, Notetype]]
    filler: Filler


def context_of(deck: Deck) -> PreviewContext:
    """The context of a deck's notes."""
    head, notetypes = replace(deck, notes=()), for_deck(deck)
    shown = tuple(editions(head, drafts=True))
    own = {edition.study: in_language(notetypes, edition.study) for edition in shown}
    return PreviewContext(head, shown, own, Filler(shown, notetypes, drafts=True))


class GalleryCard(NamedTuple):
    """A card by the name of its template, and the HTML that a client shows on each side."""

    name: str
    front: str
    back: str


@dataclass(frozen=True, slots=True)
class GalleryNote:
    """A note with its cards in each edition, by the edition's key.

    `notetype` is the author's name for it, and `prompts` are the questions as plain text, by edition.
    `packages` are the variants that have it, if the default package has not.
    `missing` are the languages in which a text is missing, and `stale` those in which one may be out
    of date.
    """

    id: str
    was: tuple[str, ...]
    section: str
    notetype: str
    prompts: Mapping[str, str]
    texts: Mapping[str, Mapping[Language, str]]
    tags: tuple[str, ...]
    packages: tuple[str, ...]
    kinds: tuple[str, ...]
    covers: tuple[str, ...]
    missing: tuple[Language, ...]
    stale: tuple[Language, ...]
    is_retired: bool
    is_draft: bool
    location: Location
    problems: tuple[NoteProblem, ...]
    cards: Mapping[str, tuple[GalleryCard, ...]]


def note_of(given: NoteInput, context: PreviewContext) -> GalleryNote:
    """A note as the page shows it."""
    note, stale, problems = given
    deck = context.deck
    filled = list(_fields(note, context, stale))
    points = deck.source.points if deck.source else {}
    stale_in = {language for _, language in stale}
    return GalleryNote(
        id=note.id,
        was=note.was,
        section=note.section,
        notetype=note.type,
        prompts={
            each.tag: as_line(to_line(without_clozes(values[notetype.sort_field]))) for each, notetype, values in filled
        },
        texts={part: values_of(texts) for part, texts in note.parts.items()},
        tags=note.tags,
        packages=tuple(each.name for each in _only_in(note, deck)),
        kinds=tuple(dict.fromkeys(kind for ref in note.covers if (kind := points[point_id(ref)].kind))),
        covers=note.covers,
        missing=tuple(tag for tag in deck.languages if _is_missing(tag, note, deck)),
        stale=tuple(tag for tag in deck.languages if tag in stale_in),
        is_retired=note.retired is not None,
        is_draft=note.is_draft,
        location=note.location,
        problems=problems,
        cards={each.tag: tuple(_cards(note, notetype, each, values)) for each, notetype, values in filled},
    )


def _only_in(note: Note, deck: Deck) -> Sequence[Variant]:
    """The variants that take a note; none if all do."""
    taking = [each for each in deck.variants if each.takes(note.tags)]
    return taking if len(taking) < len(deck.variants) else ()


def values_of(texts: Texts) -> dict[Language, str]:
    """Texts without their places."""
    return {language: text.value for language, text in texts.items()}


def _is_missing(language: Language, note: Note, deck: Deck) -> bool:
    return any(language not in texts for part, texts in note.parts.items() if deck.wants(note, part))


def _fields(
    note: Note, context: PreviewContext, stale: StaleTexts
) -> Iterator[tuple[Edition, Notetype, Mapping[str, str]]]:
    """The fields of a note by name, for each edition that holds it, in the deck's next version."""
    notes = context.filler.fill(note, stale)
    for edition, filled in zip(context.editions, notes, strict=True):
        if filled:
            notetype = context.notetypes[edition.study][note.type]
            fields = in_version(filled.fields, edition, context.deck.version, note.type)
            yield edition, notetype, dict(zip((each.name for each in notetype.fields), fields, strict=True))


def _cards(note: Note, notetype: Notetype, edition: Edition, fields: Mapping[str, str]) -> Iterator[GalleryCard]:
    """The cards that a note's fields make."""
    tags = " ".join(edition.tags(note))
    for number in notetype.cards_of(tuple(fields.values())):
        template = notetype.template_of(number)
        name = f"Cloze {number + 1}" if notetype.is_cloze else template.name
        specials = Specials(tags, notetype.name, edition.title, name)
        sides = card_sides(template.front, template.back, fields, specials, ordinal=number, is_cloze=notetype.is_cloze)
        front, back = as_shown(sides, fields, ordinal=number)
        mark = _mark(note, front + back)
        yield GalleryCard(name, on_page(front), on_page(back) + mark)


def _mark(note: Note, card: str) -> str:
    """What tells the page that it does not run a script of a card, which only an adopted one can have."""
    has_script = note.kind and SCRIPT in note.kind.accepted and any(each.name == SCRIPT for each in hazards(card))
    return '<i class="preview-script" hidden></i>' if has_script else ""


def on_page(side: str) -> str:
    """A side cleaned for a frame, with its formulas typeset."""
    shown = cleaned(side, shows_files=True)
    return typeset(shown) if "\\" in side else shown
