"""What was measured, as tables and as data."""

import json
import math
import os
import platform
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flashcards.report.terminal import aligned
from tests.benchmarks.contestants import BUILD, CONTESTANTS, LIMIT, NAIVE
from tests.benchmarks.measuring import Cost
from tests.benchmarks.race import Race, Result
from tests.benchmarks.start import IMPORT_CLICK, Start

_BLOCK = re.compile("(?<=<!-- benchmarks -->\n).*?(?=<!-- /benchmarks -->)", re.DOTALL)
_HEADINGS = (
    "notes",
    "as",
    "",
    "seconds",
    "processor",
    "× limit",
    "naive ÷",
    "of build",
    "memory",
    "packages",
    "to level 6",
)
_START_HEADINGS = ("start", "seconds", "× import click")
_WORDS = 3  # columns of words; the others are figures and end at the right
_NOT_MEASURED = "not measured"
_LEAST_FOR_GROWTH = 1_000  # notes; below, a process spends most of its time beginning


def plain(races: Sequence[Race], starts: Sequence[Start]) -> str:
    """Tables for a terminal."""
    tables = ((_HEADINGS, _rows(races), _WORDS), (_START_HEADINGS, _start_rows(starts), 1))
    lines = [
        line
        for headings, rows, words in tables
        for line in (
            *aligned([headings, *([cell.replace("`", "") for cell in row] for row in rows)], right_from=words),
            "",
        )
    ]
    return "\n".join([*lines, *_facts(races)]) + "\n"


def markdown(races: Sequence[Race], starts: Sequence[Start]) -> str:
    """The same in Markdown."""
    lines = [
        *_markdown(_HEADINGS, _rows(races), _WORDS),
        "",
        *_markdown(_START_HEADINGS, ((f"`{name}`", *cells) for name, *cells in _start_rows(starts)), 1),
        "",
        *_facts(races),
    ]
    return "\n".join(lines) + "\n"


def with_table(text: str, table: str) -> str:
    """A text with this table between its marks; raises ValueError where it has none."""
    if not _BLOCK.search(text):
        raise ValueError(
            "there is no place for the table: <!-- benchmarks --> and, on a later line, <!-- /benchmarks -->"
        )
    return _BLOCK.sub(lambda _: table, text, count=1)


def as_json(races: Sequence[Race], starts: Sequence[Start]) -> str:
    """Everything that was measured, as data."""
    return json.dumps(
        {
            "machine": _machine(),
            "races": [
                {
                    "notes": race.size,
                    "as": race.layout,
                    "results": {name: _result(result) for name, result in race.results.items()},
                }
                for race in races
            ],
            "start": {each.name: _costs(each.costs) for each in starts},
            "growth": dict(_growth(races)),
        },
        indent=1,
    )


def _result(result: Result) -> dict[str, Any]:
    return {**_costs(result.costs), "packages": result.contents._asdict() if result.contents else None}


def _costs(costs: Sequence[Cost]) -> dict[str, Any]:
    return {what: [getattr(cost, what) for cost in costs] for what in Cost._fields}


def _rows(races: Sequence[Race]) -> Iterator[tuple[str, ...]]:
    for race in races:
        for contestant in CONTESTANTS:
            result = race.results[contestant.name]
            begin = (f"{race.size:,}", str(race.layout), contestant.title)
            yield (
                *begin,
                *(_figures(result, contestant.naive, race.results) if result.costs else (_NOT_MEASURED, *[""] * 7)),
            )


def _figures(result: Result, naive_at_it: str, all_of_them: Mapping[str, Result]) -> Iterator[str]:
    yield _seconds(result.seconds, result.costs)
    yield f"{result.processor:.2f}"
    limit, naive, is_same_deck = all_of_them[LIMIT], all_of_them[naive_at_it], naive_at_it == NAIVE
    yield _times(result.seconds / limit.seconds) if limit.costs and is_same_deck else ""
    yield _times(naive.seconds / result.seconds) if naive.costs else ""
    yield f"{100 * result.seconds / all_of_them[BUILD].seconds:,.1f} %" if is_same_deck else ""
    yield f"{result.memory / 1e6:,.0f} MB"
    found = result.contents
    yield f"{found.size / 1e6:,.2f} MB" if found else ""
    yield f"{100 * (found.size / found.deflated - 1):+,.0f} %" if found else ""


def _start_rows(starts: Sequence[Start]) -> Iterator[tuple[str, ...]]:
    least = next((each.seconds for each in starts if each.name == IMPORT_CLICK), math.nan)
    for each in starts:
        yield each.name, _seconds(each.seconds, each.costs), _times(each.seconds / least)


def _seconds(median: float, costs: Sequence[Cost]) -> str:
    spread = f"{min(cost.seconds for cost in costs):.3g}–{max(cost.seconds for cost in costs):.3g}"
    return f"{median:.3g} ({spread})"


def _times(ratio: float) -> str:
    return f"{ratio:,.1f}" if ratio < 100 else f"{ratio:,.0f}"


def _markdown(headings: Sequence[str], rows: Iterator[Sequence[str]], words: int) -> Iterator[str]:
    yield _line(headings)
    yield _line(["---"] * words + ["--:"] * (len(headings) - words))
    yield from map(_line, rows)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _facts(races: Sequence[Race]) -> Iterator[str]:
    """The machine, and how time grows, a line each."""
    rounds = max((len(race.results[BUILD].costs) for race in races), default=0)
    once = min((race.size for race in races if len(race.results[BUILD].costs) < rounds), default=None)
    but = f", and one round of {once:,} notes" if once else ""
    yield (
        "{cores} cores, Python {python}, {system}; ".format_map(_machine())
        + f"medians of {rounds} rounds (least–most){but}."
    )
    for layout, growth in _growth(races):
        told = ", ".join(f"{name} n^{exponent:.2f}" for name, exponent in growth.items())
        yield f"Growth from {_LEAST_FOR_GROWTH:,} notes, {layout}: {told}."


def _machine() -> dict[str, Any]:
    return {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.system()}


def _growth(races: Sequence[Race]) -> Iterator[tuple[str, dict[str, float]]]:
    """For each layout, and each contestant measured at two sizes or more, the exponent of its growth."""
    large = [race for race in races if race.size >= _LEAST_FOR_GROWTH]
    for layout in dict.fromkeys(race.layout for race in large):
        growth = {}
        for contestant in CONTESTANTS:
            results = [(race.size, race.results[contestant.name]) for race in large if race.layout is layout]
            points = [(math.log(size), math.log(result.seconds)) for size, result in results if result.costs]
            if len({size for size, _ in points}) > 1:
                growth[contestant.name] = exponent(points)
        if growth:
            yield layout, growth


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """The slope of the straight line that is closest to some points, by least squares."""
    middle_x = sum(x for x, _ in points) / len(points)
    middle_y = sum(y for _, y in points) / len(points)
    steep = sum((x - middle_x) * (y - middle_y) for x, y in points)
    return steep / sum((x - middle_x) ** 2 for x, _ in points)
