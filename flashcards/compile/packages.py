"""The packages of a stamped deck: one for each edition, or for each of its variants."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from flashcards.anki.package import Package
from flashcards.cards.description import describe
from flashcards.cards.notetypes.per_deck import in_language
from flashcards.compile.deck import CompiledDeck
from flashcards.compile.package_notes import PackageNotes
from flashcards.compile.stamper import Stamper
from flashcards.ledger.record import Ledger
from flashcards.model.edition import Edition
from flashcards.model.foreign import CrowdAnkiDeck
from flashcards.model.media import Media


class _Content(NamedTuple):
    """What a package contains: the notes and the media of its edition, their note types, and the number of cards.

    `homes` are the full names of the subdecks of notes, by their positions in the deck, from 1.
    """

    edition: Edition
    notes: PackageNotes
    types: Collection[str]
    cards: int
    media: tuple[Media, ...]
    homes: Mapping[int, str]


def packages_of(deck: CompiledDeck, stamper: Stamper, media: Sequence[Media]) -> Iterator[Package]:
    """The packages with notes; none if they are not stamped. `media` are the files that the deck shows."""
    named = tuple({file.name: file for file in media}.values())  # of copies with the same name, the last
    for number, edition in enumerate(deck.editions if stamper.notetypes else ()):
        for content in _contents(deck, stamper, number, edition, named):
            own = in_language(stamper.notetypes, edition.study)
            types = {key: notetype for key, notetype in own.items() if key in content.types}
            if types:
                description = describe(content.edition, types, len(content.notes), content.cards)
                is_adopted = edition.study in deck.adopted.languages
                yield Package(
                    *(content.edition, types, description, content.notes, content.media, content.cards, is_adopted),
                    homes=content.homes,
                    crowdanki=_in_crowdanki(stamper.ledger.head, edition),
                )


def _contents(
    deck: CompiledDeck, stamper: Stamper, number: int, edition: Edition, media: tuple[Media, ...]
) -> Iterator[_Content]:
    """The content of the package of an edition, or those of its variants that have more notes than the default one."""
    count, types, cards = stamper.notes[number], stamper.types[number], stamper.cards[number]
    columns = stamper.stamps[number], stamper.filled
    homes = _homes(deck, edition) if edition.deck.has_subdecks else {}
    if not edition.deck.variants:
        yield _Content(edition, PackageNotes(deck, number, count, *columns), types, cards, media, homes)
        return
    in_default = 0
    for bit, each in enumerate(edition.by_variant):
        found = [(note.due, note.notetype, len(note.cards)) for note in PackageNotes(deck, number, 0, *columns, bit)]
        if bit and len(found) == in_default:  # in this language, it would be the default one under another name
            continue
        in_default = in_default if bit else len(found)
        notes = PackageNotes(deck, number, len(found), *columns, bit)
        own = {due: homes[due] for due, *_ in found if due in homes}
        cards, types = sum(count for *_, count in found), {notetype for _, notetype, _ in found}
        yield _Content(each, notes, types, cards, _shown(deck, bit, media), own)


def _shown(deck: CompiledDeck, bit: int, media: tuple[Media, ...]) -> tuple[Media, ...]:
    """Those of the media that a variant, by its number, shows, with those of styles."""
    assert deck.head is not None
    styles = (deck.head.style, *(style for kind in deck.head.kinds.values() for style in kind.styles))
    own = {file.name for style in styles for file in style.media}
    for at in range(len(deck.chunks)):
        index = deck.index(at)
        own.update(file.name for file, mask in zip(index.shown, index.shown_in, strict=True) if mask >> bit & 1)
    return tuple(file for file in media if file.name in own)


def _homes(deck: CompiledDeck, edition: Edition) -> Mapping[int, str]:
    """The full names of the subdecks of notes."""
    sections = (section for at in range(len(deck.chunks)) for section in deck.index(at).sections)
    return {place: edition.subdeck(section) for place, section in enumerate(sections, 1) if section}


def _in_crowdanki(ledger: Ledger, edition: Edition) -> Mapping[str, CrowdAnkiDeck]:
    """What identifies the decks of an edition in CrowdAnki, by their full names."""
    places = {"", *edition.deck.sections}
    return {
        edition.subdeck(section): found
        for (section, key), found in ledger.crowdanki.items()
        if key == edition.key and section in places
    }
