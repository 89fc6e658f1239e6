"""What was measured, as tables and as data."""

import json
import math
import os
import platform
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from flashcards.report.terminal import aligned
from tests.benchmarks.contestants import (
    BUILD,
    CHECK,
    EDITED,
    LIMIT,
    NAIVE,
    UNCHANGED,
    Contestant,
)
from tests.benchmarks.measuring import Cost
from tests.benchmarks.race import Race, Result
from tests.benchmarks.start import IMPORT_CLICK, Start

_BLOCK = re.compile("(?<=<!-- benchmarks -->\n).*?(?=<!-- /benchmarks -->)", re.DOTALL)
_FIGURES = (
    "seconds",
    "least–most",
    "CPU s",
    "× limit",
    "naive ÷",
    "× build",
    "MB",
    "MB in all",
    "package MB",
    "to level 6",
)
_START_HEADINGS = ("start", "seconds", "least–most", "× import click")
_SUMMARY_HEADINGS = (
    "notes",
    "first build",
    "after an edit",
    "nothing changed",
    "`check`",
    "memory",
    "PyYAML + genanki script",
)
_NOT_MEASURED = "not measured"
_WITHOUT_PEERS = "The peers took no turn (`--no-peers`)."
_LEAST_FOR_GROWTH = 1_000  # notes; below, a process spends most of its time beginning


class _Table(NamedTuple):
    """A table with a title; the first column is of words, and the others are of figures."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]


def plain(races: Sequence[Race], starts: Sequence[Start]) -> str:
    """Tables for a terminal."""
    lines = [
        line
        for table in _tables(races, starts)
        for line in (
            table.title,
            "",
            *aligned([[cell.replace("`", "") for cell in row] for row in (table.headings, *table.rows)], right_from=1),
            "",
        )
    ]
    return "\n".join([*lines, *_facts(races)]) + "\n"


def markdown(races: Sequence[Race], starts: Sequence[Start]) -> str:
    """The same in Markdown."""
    lines = [line for table in _tables(races, starts) for line in (f"## {table.title}", "", *_markdown(table), "")]
    return "\n".join([*lines, *(f"* {fact}" for fact in _facts(races))]) + "\n"


def summary(races: Sequence[Race]) -> str:
    """The few numbers that a user asks for, in Markdown: a row a size, of the layout that comes last."""
    last = {race.size: race for race in races}
    table = _Table("", _SUMMARY_HEADINGS, [list(_summary(race)) for race in last.values()])
    return "\n".join([*_markdown(table), "", _conditions(races)]) + "\n"


def _summary(race: Race) -> Iterator[str]:
    yield f"{race.size:,}"
    for name in (BUILD, EDITED, UNCHANGED, CHECK):
        yield _with_unit(race.results[name])
    built = [race.results[name].memory for name in (BUILD, EDITED) if race.results[name].costs]
    yield f"{max(built) / 1e6:,.0f} MB" if built else _NOT_MEASURED
    yield _with_unit(race.results[NAIVE])


def _with_unit(result: Result) -> str:
    return f"{_rounded(result.seconds)} s" if result.costs else _NOT_MEASURED


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
    contents = result.contents._asdict() if result.contents else None
    return {**_costs(result.costs), "packages": contents, "failure": result.failure}


def _costs(costs: Sequence[Cost]) -> dict[str, Any]:
    return {what: [getattr(cost, what) for cost in costs] for what in Cost._fields}


def _tables(races: Sequence[Race], starts: Sequence[Start]) -> Iterator[_Table]:
    for race in races:
        yield _Table(
            f"{race.size:,} notes, {race.layout}", ("", *_FIGURES), [_row(race, each) for each in race.contestants]
        )
    yield _Table("Start", _START_HEADINGS, list(_start_rows(starts)))


def _row(race: Race, contestant: Contestant) -> Sequence[str]:
    result = race.results[contestant.name]
    if not result.costs:
        return (contestant.title, result.failure.replace("|", "¦") or _NOT_MEASURED, *[""] * (len(_FIGURES) - 1))
    return (contestant.title, *_figures(race, contestant, result))


def _figures(race: Race, contestant: Contestant, result: Result) -> Iterator[str]:
    compared = (LIMIT, contestant.naive, contestant.beside)
    limit, naive, build = (race.results.get(name, Result(())) for name in compared)
    yield _rounded(result.seconds)
    yield _spread(result.costs)
    yield f"{result.processor:.2f}"
    yield _times(result.seconds / limit.seconds) if limit.costs and contestant.naive == NAIVE else ""
    yield _times(naive.seconds / result.seconds) if naive.costs else ""
    yield f"{result.seconds / build.seconds:,.2f}" if build.costs else ""
    yield f"{result.largest / 1e6:,.0f}"
    yield f"{result.memory / 1e6:,.0f}"
    contents = result.contents
    yield f"{contents.size / 1e6:,.2f}" if contents else ""
    yield f"{100 * (contents.size / contents.deflated - 1):+,.0f} %" if contents else ""


def _start_rows(starts: Sequence[Start]) -> Iterator[Sequence[str]]:
    least = next((each.seconds for each in starts if each.name == IMPORT_CLICK), math.nan)
    for each in starts:
        yield f"`{each.name}`", _rounded(each.seconds), _spread(each.costs), _times(each.seconds / least)


def _rounded(seconds: float) -> str:
    return f"{seconds:,.0f}" if seconds >= 100 else f"{seconds:.3g}"


def _spread(costs: Sequence[Cost]) -> str:
    seconds = [cost.seconds for cost in costs]
    return f"{_rounded(min(seconds))}–{_rounded(max(seconds))}"


def _times(ratio: float) -> str:
    return f"{ratio:,.1f}" if ratio < 100 else f"{ratio:,.0f}"


def _markdown(table: _Table) -> Iterator[str]:
    yield _line(table.headings)
    yield _line(["---", *["--:"] * (len(table.headings) - 1)])
    yield from map(_line, table.rows)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _facts(races: Sequence[Race]) -> Iterator[str]:
    """The machine, and how time grows, a line each."""
    yield _conditions(races)
    if not any(each.may_fail for race in races for each in race.contestants):
        yield _WITHOUT_PEERS
    for layout, growth in _growth(races):
        listed = ", ".join(f"{name} n^{exponent:.2f}" for name, exponent in growth.items())
        yield f"Growth from {_LEAST_FOR_GROWTH:,} notes, {layout}: {listed}."


def _conditions(races: Sequence[Race]) -> str:
    turns = {race.size: max(len(result.costs) for result in race.results.values()) for race in races}
    rounds = max(turns.values(), default=0)
    once = min((size for size, count in turns.items() if count < rounds), default=None)
    but = f", and one round of {once:,} notes" if once else ""
    return "{cores} cores, Python {python}, {system}; ".format_map(_machine()) + f"medians of {rounds} rounds{but}."


def _machine() -> dict[str, Any]:
    return {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.system()}


def _growth(races: Sequence[Race]) -> Iterator[tuple[str, dict[str, float]]]:
    """For each layout, and each contestant measured at two sizes or more, the exponent of its growth."""
    large = [race for race in races if race.size >= _LEAST_FOR_GROWTH]
    for layout in dict.fromkeys(race.layout for race in large):
        lines: dict[str, list[tuple[float, float]]] = {}
        for race in large:
            for name, result in race.results.items():
                if race.layout is layout and result.costs:
                    lines.setdefault(name, []).append((math.log(race.size), math.log(result.seconds)))
        growth = {name: exponent(points) for name, points in lines.items() if len({size for size, _ in points}) > 1}
        if growth:
            yield layout, growth


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """The slope of the straight line that is closest to some points, by least squares."""
    middle_x = sum(x for x, _ in points) / len(points)
    middle_y = sum(y for _, y in points) / len(points)
    steep = sum((x - middle_x) * (y - middle_y) for x, y in points)
    return steep / sum((x - middle_x) ** 2 for x, _ in points)
