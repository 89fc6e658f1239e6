"""The clock of the tests: it stands still, and goes on only where something waits for it.

So a test that is green today is so on any day. It stands at the first noon after the last moment in the
repository's own ledgers, so that the real deck can be built; a process of its own that a test starts has the
machine's clock.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

from tests.pipeline import read_ledger

DECKS = Path(__file__).parents[1] / "decks"
_DAY = 24 * 60 * 60  # seconds
_NOON = 1_795_780_800.0  # on 27 November 2026, UTC


class Clock:
    """A moment, in seconds since 1970, which is later after each sleep."""

    def __init__(self, now: float) -> None:
        self.now = now

    def time(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@cache
def first_moment() -> float:
    """When the tests take place."""
    latest = max(read_ledger(path, path.stem, "").latest for path in DECKS.glob("*.ledger"))
    days = max(0, -(-(latest - _NOON) // _DAY))
    return _NOON + days * _DAY


@contextmanager
def frozen() -> Iterator[Clock]:
    """Have all that asks for the time in this process be told that of a clock which stands still."""
    clock = Clock(first_moment())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("time.time", clock.time)
        patch.setattr("flashcards.system.clock.sleep", clock.sleep)
        yield clock
