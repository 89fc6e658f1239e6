"""Statistics of a deck: notes, cards, words, characters, and days to learn it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flashcards.compile.counts import EditionCounts, has_words
from flashcards.compile.deck import COUNTS, PLACES, CompiledDeck, prefetched
from flashcards.model.deck import Deck, Language
from flashcards.model.source import KINDS
from flashcards.source.coverage import Coverage, coverage_of


@dataclass(frozen=True, slots=True)
class LanguageStats:
    """Statistics for learners of one language.

    `words` is None for a language written without spaces, and `percent`, the share of key points covered, without a
    source.
    """

    language: Language
    notes: int
    retired: int
    cards: int
    words: int | None
    characters: int
    percent: float | None
    days: int


@dataclass(frozen=True, slots=True)
class DeckStats:
    """Statistics of a deck; a note that covers key points of two kinds counts for both."""

    deck: Deck
    notes: int
    retired: int
    drafts: int
    languages: tuple[LanguageStats, ...]
    kinds: Mapping[str, int]
    sections: Mapping[str, int]
    variants: Mapping[str, int]


def stats_of(deck: CompiledDeck, *, new_a_day: int) -> DeckStats:
    """Count a valid deck; a learner meets `new_a_day` new cards a day."""
    assert deck.head is not None
    with prefetched([deck], (COUNTS, PLACES) if deck.head.source else (COUNTS,)):
        chunks = [deck.counts(at) for at in range(len(deck.chunks))]
        coverage = next(iter(coverage_of([(deck.head, deck.points())])), None)
    kinds, sections, variants = Counter[str](), Counter[str](), Counter[str]()
    for each in chunks:
        kinds.update(each.kinds)
        sections.update(each.sections)
        variants.update(each.variants)
    studied = [edition.study for edition in deck.editions if edition.is_main]
    columns = zip(*(each.editions for each in chunks), strict=True)
    by_language = [(tag, _total(counts)) for tag, counts in zip(studied, columns, strict=False)]
    shown = [
        each for each in by_language if each[1].notes + each[1].retired
    ] or by_language  # all of a deck that has only drafts
    return DeckStats(
        deck=deck.head,
        notes=sum(each.notes for each in chunks),
        retired=sum(each.retired for each in chunks),
        drafts=sum(each.drafts for each in chunks),
        languages=tuple(_language(tag, total, coverage, new_a_day) for tag, total in shown),
        kinds={kind: kinds[kind] for kind in KINDS.values() if kinds[kind]},
        sections={name: sections[name] for name in deck.head.sections},
        variants=variants,
    )


def _total(counts: Sequence[EditionCounts]) -> EditionCounts:
    return EditionCounts(*map(sum, zip(*counts, strict=True)))


def _language(tag: Language, total: EditionCounts, coverage: Coverage | None, new_a_day: int) -> LanguageStats:
    words = total.words if has_words(tag) else None
    days, percent = -(-total.cards // new_a_day), coverage.percent(tag) if coverage else None
    return LanguageStats(tag, total.notes, total.retired, total.cards, words, total.characters, percent, days)


def stats_json(stats: DeckStats) -> dict[str, Any]:
    """Return the statistics of a deck as JSON data."""
    return {
        "deck": stats.deck.id,
        "notes": stats.notes,
        "retired": stats.retired,
        "drafts": stats.drafts,
        "languages": {
            language.language: {
                "notes": language.notes,
                "retired": language.retired,
                "cards": language.cards,
                "words": language.words,
                "characters": language.characters,
                "coverage": None if language.percent is None else round(language.percent, 2),
                "days": language.days,
            }
            for language in stats.languages
        },
        "kinds": dict(stats.kinds),
        "sections": dict(stats.sections),
        "editions": dict(stats.variants),
    }
