"""Decks as a page shows them: each note with its cards and problems, and what it covers."""

import bisect
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from flashcards.cards.frame import cleaned
from flashcards.cards.notetypes.notetype import Asked, Notetype
from flashcards.cards.notetypes.per_deck import notetypes_of
from flashcards.cards.template import Specials, as_shown, card_sides
from flashcards.compile.build import Checkout
from flashcards.ledger.translation import stale_texts
from flashcards.model.deck import Deck, Language, Note
from flashcards.model.edition import Edition, editions
from flashcards.model.problem import Location, Problem
from flashcards.source.coverage import Coverage, coverage_of
from flashcards.text.cloze import without_clozes
from flashcards.text.decode import lines_of
from flashcards.text.html import to_plain

# What MathJax typesets in a card, as Anki marks it
_FORMULA = re.compile(r"<[^<>]*>|(\\\(.+?\\\)|\\\[.+?\\\])", re.DOTALL)  # not in attributes


class GalleryCard(NamedTuple):
    """A card by the name of its template, and the HTML that a client shows on each side."""

    name: str
    front: str
    back: str


class GalleryEdition(NamedTuple):
    """A study language of a deck with its support language; `key` is what sets it apart from the deck's others."""

    key: str
    study: Language
    support: Language


@dataclass(frozen=True, slots=True)
class GalleryNote:
    """A note with its cards in each edition, and what one may want to find it by.

    `notetype` is what an author calls it, and `prompts` are what it asks, as plain text, by edition.
    `missing` are the languages in which a text is missing, and `stale` those in which one may be out
    of date.
    """

    id: str
    section: str
    notetype: str
    prompts: Mapping[str, str]
    texts: Mapping[str, Mapping[Language, str]]
    tags: tuple[str, ...]
    kinds: tuple[str, ...]
    covers: tuple[str, ...]
    missing: tuple[Language, ...]
    stale: tuple[Language, ...]
    is_retired: bool
    location: Location
    cards: Mapping[str, tuple[GalleryCard, ...]]


@dataclass(frozen=True, slots=True)
class GalleryDeck:
    """A deck with its notes; `styles` are the CSS of its note types.

    `file` is the one that names it, and `files` are all it was read from. It `is_old` when they have
    mistakes now, and it is shown as it was before.
    """

    id: str
    titles: Mapping[Language, str]
    languages: tuple[Language, ...]
    editions: tuple[GalleryEdition, ...]
    sections: Mapping[str, Mapping[Language, str]]
    styles: Mapping[str, str]
    notes: tuple[GalleryNote, ...]
    file: Path
    files: frozenset[Path]
    has_source: bool
    is_old: bool = False


class GalleryProblem(NamedTuple):
    """A problem with the line it is on, and the deck and note it is in, where it is in one."""

    problem: Problem
    line: str
    deck: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Gallery:
    """All that a page shows; `media` are the files that cards name, and `trouble` what keeps decks from being read."""

    decks: tuple[GalleryDeck, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    problems: tuple[GalleryProblem, ...] = ()
    media: Mapping[str, Path] = field(default_factory=dict)
    trouble: str = ""

    @property
    def note_count(self) -> int:
        return sum(len(deck.notes) for deck in self.decks)

    @property
    def files(self) -> frozenset[Path]:
        """The files it was made from, as far as anything is shown of them."""
        read = (deck.files for deck in self.decks)
        return frozenset().union(*read, self.media.values(), (each.problem.location.path for each in self.problems))

    @property
    def card_count(self) -> int:
        return sum(len(cards) for deck in self.decks for note in deck.notes for cards in note.cards.values())


def gallery_of(checkouts: Sequence[Checkout], problems: Sequence[Problem], texts: Mapping[Path, str]) -> Gallery:
    """Decks that were read, and all that is wrong; `texts` are those of the files that were read."""
    decks = [checkout.deck for checkout in checkouts]
    media = {name: path for deck in decks for name, path in media_of(deck).items()}
    return Gallery(
        decks=tuple(map(_deck, checkouts)),
        coverage=coverage_of(decks),
        problems=tuple(_placed(problems, decks, texts)),
        media=media,
    )


def media_of(deck: Deck) -> Mapping[str, Path]:
    """The files that a deck's cards show or play, by the names they are known by there."""
    shown = (file for note in deck.notes for file in note.media.values())
    return {file.name: file.path for file in (*deck.style.media, *shown)}


def with_decks_before(gallery: Gallery, before: Gallery) -> Gallery:
    """A gallery in which decks that cannot be read any more stand as they were before the mistake."""
    present = {deck.id for deck in gallery.decks}
    read = {deck.file for deck in gallery.decks}
    old = [
        replace(deck, is_old=True)
        for deck in before.decks
        if deck.id not in present and (gallery.trouble or (deck.file.exists() and deck.file not in read))
    ]
    sources = {each.source.id for each in gallery.coverage}
    names = {deck.id for deck in old}
    coverage = [each for each in before.coverage if each.source.id not in sources and names & set(each.decks)]
    order = {deck.id: place for place, deck in enumerate(before.decks)}
    decks = sorted((*gallery.decks, *old), key=lambda deck: order.get(deck.id, len(order)))
    return replace(
        gallery,
        decks=tuple(decks),
        coverage=(*gallery.coverage, *coverage),
        media={**before.media, **gallery.media} if old else gallery.media,
    )


def _deck(checkout: Checkout) -> GalleryDeck:
    deck = checkout.deck
    notetypes = notetypes_of(deck)
    shown = {_key(edition): edition for edition in editions(deck)}
    stale: dict[str, set[tuple[str, Language]]] = {}
    for note, text in stale_texts(deck, checkout.reading.ledger):
        stale.setdefault(note.id, set()).add((text.part, text.language))
    return GalleryDeck(
        id=deck.id,
        titles=_values(deck.title),
        languages=deck.languages,
        editions=tuple(GalleryEdition(key, edition.study, edition.support) for key, edition in shown.items()),
        sections={section.id: _values(section.title) for section in deck.sections.values()},
        styles={key: notetype.css for key, notetype in notetypes.items()},
        notes=tuple(_note(note, notetypes[note.type], shown, frozenset(stale.get(note.id, ()))) for note in deck.notes),
        file=deck.location.path,
        files=frozenset(_files(deck)),
        has_source=deck.source is not None,
    )


def _key(edition: Edition) -> str:
    return edition.name.removeprefix(f"{edition.deck.id}-")


def _note(
    note: Note, notetype: Notetype, shown: Mapping[str, Edition], stale: frozenset[tuple[str, Language]]
) -> GalleryNote:
    deck = next(iter(shown.values())).deck
    asked = {key: Asked(edition, note, deck.version, stale) for key, edition in shown.items() if edition.holds(note)}
    fields = {key: _fields(notetype, each) for key, each in asked.items()}
    points = deck.source.points if deck.source else {}
    stale_in = {language for _, language in stale}
    return GalleryNote(
        id=note.id,
        section=note.section,
        notetype=note.type,
        prompts={key: to_plain(without_clozes(each[notetype.sort_field])) for key, each in fields.items()},
        texts={part: _values(texts) for part, texts in note.parts.items()},
        tags=note.tags,
        kinds=tuple(dict.fromkeys(points[point].kind for point in note.covers)),
        covers=note.covers,
        missing=tuple(tag for tag in deck.languages if _is_missing(tag, note)),
        stale=tuple(tag for tag in deck.languages if tag in stale_in),
        is_retired=note.retired is not None,
        location=note.location,
        cards={key: tuple(_cards(notetype, asked[key], each)) for key, each in fields.items()},
    )


def _is_missing(language: Language, note: Note) -> bool:
    return any(language not in texts for part, texts in note.parts.items() if note.is_wanted(part))


def _fields(notetype: Notetype, asked: Asked) -> Mapping[str, str]:
    return dict(zip([field.name for field in notetype.fields], notetype.fields_of(asked), strict=True))


def _cards(notetype: Notetype, asked: Asked, fields: Mapping[str, str]) -> Iterator[GalleryCard]:
    """The cards that a note's fields make."""
    edition = asked.edition
    tags = " ".join(edition.tags(asked.note))
    for number in notetype.cards_of(tuple(fields.values())):
        template = notetype.template_of(number)
        name = f"Cloze {number + 1}" if notetype.is_cloze else template.name
        specials = Specials(tags, notetype.name, edition.title, name)
        sides = card_sides(template.front, template.back, fields, specials, ordinal=number, is_cloze=notetype.is_cloze)
        front, back = as_shown(sides, fields, ordinal=number)
        yield GalleryCard(name, _on_page(front), _on_page(back))


def _on_page(side: str) -> str:
    """A side as a frame may hold it, with the source of each formula set apart."""
    return cleaned(_FORMULA.sub(_set_apart, side) if "\\" in side else side, shows_files=True)


def _set_apart(found: re.Match[str]) -> str:
    return f'<code class="preview-formula" lang="zxx" dir="ltr">{found[1]}</code>' if found[1] else found[0]


def _files(deck: Deck) -> Iterator[Path]:
    yield deck.location.path
    yield from (section.location.path for section in deck.sections.values())
    yield from (note.location.path for note in deck.notes)
    if deck.source:
        yield from (point.location.path for point in deck.source.points.values())


def _placed(problems: Sequence[Problem], decks: Sequence[Deck], texts: Mapping[Path, str]) -> Iterator[GalleryProblem]:
    """Problems, each with its line and the note it falls in: the last that begins before it in the file."""
    beginnings: dict[Path, list[tuple[int, str, str]]] = {}
    for deck in decks:
        others = (deck.location, *(section.location for section in deck.sections.values()))
        for place in others:
            beginnings.setdefault(place.path, []).append((place.line, deck.id, ""))
        for note in deck.notes:
            beginnings.setdefault(note.location.path, []).append((note.location.line, deck.id, note.id))
    for known in beginnings.values():
        known.sort()
    lines = {path: lines_of(texts[path]) for path in {each.location.path for each in problems} if path in texts}
    for problem in problems:
        place = problem.location
        known = beginnings.get(place.path, [])
        index = bisect.bisect_right(known, place.line, key=lambda each: each[0])
        _, deck_id, note_id = known[index - 1] if index else (0, "", "")
        written = lines.get(place.path, [])
        line = written[place.line - 1] if place.line <= len(written) else ""
        yield GalleryProblem(problem, line, deck_id, note_id)


def _values(texts: Mapping[Language, object]) -> dict[Language, str]:
    return {language: str(text) for language, text in texts.items()}
