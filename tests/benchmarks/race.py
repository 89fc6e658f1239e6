"""Contestants taking turns at one deck."""

import os
import statistics
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.contestants import (
    CONTESTANTS,
    HOLD_A_DECK_WHOLE,
    LIMIT,
    MOST_FOR_ALL,
    Contestant,
    Place,
)
from tests.benchmarks.decks import Layout, write_deck
from tests.benchmarks.measuring import Cost, measured
from tests.benchmarks.packages import Contents, contents
from tests.benchmarks.rough import write_rough_deck


class Result(NamedTuple):
    """What each turn of a contestant cost, and what is in its packages; no turns where it was not measured."""

    costs: tuple[Cost, ...]
    contents: Contents | None

    @property
    def seconds(self) -> float:
        """The median."""
        return statistics.median(cost.seconds for cost in self.costs)

    @property
    def processor(self) -> float:
        return statistics.median(cost.processor for cost in self.costs)

    @property
    def memory(self) -> int:
        return max(cost.memory for cost in self.costs)


class Race(NamedTuple):
    """Results by the names of contestants, for one deck."""

    size: int
    layout: Layout
    results: Mapping[str, Result]


def race(folder: Path, size: int, layout: Layout, limit: Path | None, *, rounds: int, with_all: bool = False) -> Race:
    """Write a deck into a folder and let all contestants take turns at it; `limit` is the program, if there is one.

    Above MOST_FOR_ALL notes there is one round, of those that do not hold a deck whole, unless `with_all`.
    Raises ValueError for one whose packages do not hold all notes.
    """
    deck = write_deck(folder / "decks", size, layout)
    place = Place(folder, deck, write_rough_deck(folder / "rough", size), limit)
    os.sync()  # else the disk would still be busy with it
    running = [each for each in CONTESTANTS if _runs(each, size, limit, with_all=with_all)]
    for each in running:
        place.out(each.out).mkdir(parents=True, exist_ok=True)
    costs: dict[str, list[Cost]] = {each.name: [] for each in CONTESTANTS}
    for _ in range(rounds if size <= MOST_FOR_ALL or with_all else 1):
        for each in running:
            each.prepare(place)
            costs[each.name].append(measured(each.command(place), place.folder, place.environment))
    found = {out: _checked(place, out, size) for out in {each.out for each in running if each.out}}
    return Race(size, layout, {each.name: Result(tuple(costs[each.name]), found.get(each.out)) for each in CONTESTANTS})


def _runs(contestant: Contestant, size: int, limit: Path | None, *, with_all: bool) -> bool:
    if contestant.name == LIMIT:
        return limit is not None
    return contestant.name not in HOLD_A_DECK_WHOLE or size <= MOST_FOR_ALL or with_all


def _checked(place: Place, out: str, size: int) -> Contents:
    found = contents(packages_in(place.out(out)))
    if found.notes != (size, size) or found.cards != (size, size):
        raise ValueError(f"the packages of '{out}' hold {found.notes} notes and {found.cards} cards, not {size:,} each")
    return found


def packages_in(folder: Path) -> Sequence[Path]:
    """The packages in a folder."""
    return sorted(folder.glob("*.apkg"))
