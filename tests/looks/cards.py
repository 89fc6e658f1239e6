"""Cards as Anki's own backend renders them for a learner who has imported a deck's packages."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from anki.sound import SoundOrVideoTag, TTSTag

from flashcards.cards.template import Side, Sides, Sound, Speech, as_shown
from tests.frozen import first_moment
from tests.pipeline import build

TYPED = {"bn": "সুক্র", "ar": "الزهره", "ja": "土星", "hi": "सुक्र", "en": "Venice"}
"""What a learner types for Venus, by language, and is wrong."""


class Rendered(NamedTuple):
    """A card: the id of its note and its place among the note's cards, and its two sides as a client shows them."""

    note: str
    ordinal: int
    front: str
    back: str

    @property
    def name(self) -> str:
        return f"{self.note} {self.ordinal + 1}"


class Edition(NamedTuple):
    """What a learner of a language has: cards in order, the styles of their note types, and the folder of media."""

    language: str
    support: str
    cards: tuple[Rendered, ...]
    css: str
    media: Path

    def card(self, note: str, ordinal: int = 0) -> Rendered:
        return next(card for card in self.cards if (card.note, card.ordinal) == (note, ordinal))


def editions_of(deck: Path, folder: Path, typed: Mapping[str, str]) -> dict[str, Edition]:
    """The editions of a deck by study language, built and imported in an empty folder.

    Where an answer is to be typed in, `typed` is what the learner typed, by language.
    """
    collection = Collection(str(folder / "collection.anki2"))
    try:
        for built in build(deck, folder / "dist", now=first_moment()):
            request = ImportAnkiPackageRequest(package_path=str(built.path), options=ImportAnkiPackageOptions())
            collection.import_anki_package(request)
        by_language: dict[str, list[int]] = {}
        for card_id in collection.find_cards("", order="c.due, c.ord"):
            by_language.setdefault(collection.get_card(card_id).note()["Lang"], []).append(card_id)
        return {language: _edition(collection, found, typed) for language, found in by_language.items()}
    finally:
        collection.close()


def _edition(collection: Collection, card_ids: Sequence[int], typed: Mapping[str, str]) -> Edition:
    cards = [collection.get_card(card_id) for card_id in card_ids]
    language, support = (cards[0].note()[field] for field in ("Lang", "Lang 2"))
    styles = dict.fromkeys(card.render_output().css for card in cards)
    rendered = tuple(_rendered(collection, card_id, typed) for card_id in card_ids)
    return Edition(language, support, rendered, "\n".join(styles), Path(collection.media.dir()))


def _rendered(collection: Collection, card_id: int, typed: Mapping[str, str]) -> Rendered:
    card = collection.get_card(card_id)
    output, fields = card.render_output(), dict(card.note().items())
    back = output.answer_text
    for expected, language in (("Typed", "Lang"), ("Typed 2", "Lang 2")):
        if (box := f"[[type:{expected}]]") in back:
            compared = collection.compare_answer(fields[expected], typed.get(fields[language], ""))
            back = back.replace(box, compared)
    sides = Sides(
        Side(output.question_text, tuple(map(_sound, output.question_av_tags))),
        Side(back, tuple(map(_sound, output.answer_av_tags))),
        is_blank=False,
    )
    return Rendered(fields["ID"], card.ord, *as_shown(sides, fields, ordinal=card.ord))


def _sound(tag: SoundOrVideoTag | TTSTag) -> Sound | Speech:
    return Sound(tag.filename) if isinstance(tag, SoundOrVideoTag) else Speech(tag.field_text, tag.lang)
