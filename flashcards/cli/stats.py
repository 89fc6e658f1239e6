"""`flashcards stats`."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import click

from flashcards.cli import options
from flashcards.cli.output import print_json, report_left_out, say, show_problems
from flashcards.cli.states import named_states
from flashcards.compile.state import DeckState
from flashcards.lint.registry import VOID_REVIEW
from flashcards.model.deck import Deck
from flashcards.report.terminal import aligned, summary
from flashcards.text.phrases import counted

if TYPE_CHECKING:
    from flashcards.report.stats import DeckStats


class Totals(NamedTuple):
    """The numbers of texts that may be out of date, and of notes whose review is valid, in a language."""

    stale: int
    reviewed: int


@click.command()
@options.decks
@click.option(
    "--new-a-day",
    type=click.IntRange(min=1),
    default=20,  # Anki's own default
    show_default=True,
    metavar="N",
    help="The number of new cards a day.",
)
@options.as_json
def stats(decks: Sequence[str], new_a_day: int) -> None:
    """Show statistics about decks.

    Counts notes, cards, words and characters in each language, notes by kind, section and edition,
    covered key points, stale texts, notes with a valid review, and the days it takes to see every card.
    Retired notes are counted separately.

    \b
    Examples:
      flashcards stats
      flashcards stats mostaque-2024 --new-a-day 10
    """
    from flashcards.report.stats import stats_json, stats_of

    with named_states(decks, warns=False) as states:
        counts = [
            (stats_of(state.deck, new_a_day=new_a_day), _translated(state.deck.head, state))
            for state in states.valid
            if state.deck.head
        ]
        left_out = states.left_out("counted")
    if left_out:
        show_problems(states.problems, err=True)
    data = [{**stats_json(stats), "translation": _data(translated)} for stats, translated in counts]
    print_json({"new_a_day": new_a_day, "decks": data})
    if counts:
        say("\n\n".join("\n".join(_tables(*each, new_a_day)) for each in counts))
    report_left_out(left_out, "" if counts else f"nothing was counted: {summary(states.problems)}")


def _unless_none(counts: Sequence[int]) -> list[str]:
    """The cells of a row; none if all counts are 0."""
    return [f"{count:,}" for count in counts] if any(counts) else []


def _translated(deck: Deck, state: DeckState) -> Mapping[str, Totals]:
    """Count stale texts and valid reviews by language."""
    stale = Counter(each.language for texts in state.stale.values() for each in texts)
    void = Counter(problem.language for problem in state.problems if problem.rule == VOID_REVIEW)
    reviewed = Counter(
        line.split(" ")[2]
        for at in range(len(state.deck.chunks))
        for lines in state.deck.index(at).reviews
        for line in lines.splitlines()
    )
    return {tag: Totals(stale[tag], reviewed[tag] - void[tag]) for tag in deck.languages}


def _data(translated: Mapping[str, Totals]) -> dict[str, dict[str, int]]:
    return {language: each._asdict() for language, each in translated.items()}


def _tables(stats: "DeckStats", translated: Mapping[str, Totals], new_a_day: int) -> Iterator[str]:
    """The lines of a deck's tables: by language, by kind, by section."""
    from flashcards.source.coverage import percentage
    from flashcards.text.language import own_name

    languages = stats.languages
    yield f"{stats.deck.id}: {stats.deck.title[stats.deck.languages[0]]}"
    rows = {
        "notes": [f"{each.notes:,}" for each in languages],
        "retired notes": _unless_none([each.retired for each in languages]),
        "drafts": [f"{stats.drafts:,}"] * len(languages) if stats.drafts else [],
        "cards": [f"{each.cards:,}" for each in languages],
        "words": ["-" if each.words is None else f"{each.words:,}" for each in languages],
        "characters": [f"{each.characters:,}" for each in languages],
        "coverage": ["-" if each.percent is None else percentage(each.percent) for each in languages],
        "stale texts": _unless_none([translated[each.language].stale for each in languages]),
        "reviewed notes": _unless_none([translated[each.language].reviewed for each in languages]),
        "days of study": [f"{each.days:,}" for each in languages],
    }
    names = [own_name(each.language) for each in languages]
    yield from aligned([("", *names), *((name, *cells) for name, cells in rows.items() if cells)], right_from=1)
    for heading, counts in {"kind": stats.kinds, "section": stats.sections, "edition": stats.variants}.items():
        if counts:
            yield ""
            yield from aligned([(heading, "notes"), *((name, f"{n:,}") for name, n in counts.items())], right_from=1)
    yield ""
    yield f"days of study: until every card has been seen, at {counted(new_a_day, 'new card')} a day"
