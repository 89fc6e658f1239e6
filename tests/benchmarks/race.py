"""Contestants taking turns at one deck."""

import os
import statistics
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.almanac import ALMANAC
from tests.benchmarks.contestants import (
    COMMANDS,
    EVEN_WITH_MORE,
    LIMIT,
    MOST_FOR_ALL,
    SCRIPTS,
    Contestant,
    Place,
)
from tests.benchmarks.decks import Layout, middle_id, write_deck
from tests.benchmarks.measuring import Cost, measured
from tests.benchmarks.mixed import MIXED
from tests.benchmarks.packages import Contents
from tests.benchmarks.peers import Readied, last_line

_ONE_TURN_FROM = 60
"""Seconds after which a peer takes no second turn."""


class Result(NamedTuple):
    """What each turn of a contestant cost, and what is in its packages; no turns where it failed or took none."""

    costs: tuple[Cost, ...]
    contents: Contents | None = None
    failure: str = ""

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

    @property
    def largest(self) -> int:
        return max(cost.largest for cost in self.costs)


class Race(NamedTuple):
    """Contestants, and their results by name, for decks of one size and layout."""

    size: int
    layout: Layout
    contestants: tuple[Contestant, ...]
    results: Mapping[str, Result]


def race(
    folder: Path,
    size: int,
    layout: Layout,
    limit: Path | None,
    peers: Sequence[Readied] = (),
    commands: Sequence[Contestant] = COMMANDS,
    *,
    rounds: int,
    patience: float,
    with_all: bool = False,
) -> Race:
    """Write decks into a folder and let all contestants take turns at them; `limit` is the program, if there is one.

    Above MOST_FOR_ALL notes there is one round, of EVEN_WITH_MORE, unless `with_all`. A peer that fails, or takes
    longer than `patience` seconds, has no result; what else fails, or does not build the whole deck, raises
    ChildProcessError or ValueError.
    """
    deck = write_deck(ALMANAC, folder / "decks", size, layout)
    place = Place(folder, deck, write_deck(MIXED, folder / "mixed", size, layout), middle_id(deck), limit)
    is_small = size <= MOST_FOR_ALL or with_all
    if is_small and commands:
        place.excuse()
    os.sync()  # else the disk would still be busy with them
    contestants = (*SCRIPTS, *(peer.contestant for peer in peers), *commands)
    results = {each.name: Result(()) for each in contestants}
    results.update((peer.contestant.name, Result((), None, peer.failure)) for peer in peers if peer.failure)
    for _ in range(rounds if is_small else 1):
        for each in _running(contestants, results, place, is_small=is_small):
            results[each.name] = _after_turn(each, place, size, results[each.name], patience)
    return Race(size, layout, contestants, results)


def _running(
    contestants: Sequence[Contestant], results: Mapping[str, Result], place: Place, *, is_small: bool
) -> Iterator[Contestant]:
    for each in contestants:
        result = results[each.name]
        is_out = result.failure or (each.may_fail and result.costs and result.seconds > _ONE_TURN_FROM)
        if not is_out and (is_small or each.name in EVEN_WITH_MORE) and (each.name != LIMIT or place.limit):
            yield each


def _after_turn(contestant: Contestant, place: Place, size: int, before: Result, patience: float) -> Result:
    if not contestant.may_fail:
        return _measured(contestant, place, size, before, None)
    try:
        return _measured(contestant, place, size, before, patience)
    except (ChildProcessError, TimeoutError, ValueError) as error:
        return Result((), None, f"failed: {last_line(str(error))}")


def _measured(contestant: Contestant, place: Place, size: int, before: Result, patience: float | None) -> Result:
    if contestant.out:
        place.out(contestant.out).mkdir(parents=True, exist_ok=True)
    contestant.prepare(place)
    cost = measured(
        contestant.command(place), place.folder, place.environment, status=contestant.status, seconds=patience
    )
    costs = (*before.costs, cost)
    if before.costs or contestant.out != contestant.name:
        return Result(costs, before.contents)
    return Result(costs, contestant.inspect(place.out(contestant.out), size))
