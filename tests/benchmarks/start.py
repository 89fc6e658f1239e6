"""How long it takes until a command begins to do something."""

import statistics
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.contestants import FLASHCARDS, ROOT, environment
from tests.benchmarks.measuring import Cost, measured

IMPORT_CLICK = 'python -c "import click"'

_STARTS: Sequence[tuple[str, Sequence[str]]] = (
    (IMPORT_CLICK, (sys.executable, "-c", "import click")),
    ("flashcards --help", (*FLASHCARDS, "--help")),
    ("flashcards check", (*FLASHCARDS, "check")),
)


class Start(NamedTuple):
    """A command, and what each of its runs cost."""

    name: str
    costs: tuple[Cost, ...]

    @property
    def seconds(self) -> float:
        """The median."""
        return statistics.median(cost.seconds for cost in self.costs)


def start(folder: Path, *, rounds: int) -> tuple[Start, ...]:
    """Run the commands in turns, in this clone; the first round fills the caches and does not count."""
    costs: dict[str, list[Cost]] = {name: [] for name, _ in _STARTS}
    for _ in range(1 + rounds):
        for name, command in _STARTS:
            costs[name].append(measured(command, ROOT, environment(folder / "cache")))
    return tuple(Start(name, tuple(each[1:])) for name, each in costs.items())
