"""How far long work has come, told to whoever watches.

Who watches is not handed down from call to call: most work is watched by nobody, and is the same.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from typing import TypeVar

Item = TypeVar("Item")
Step = Callable[[int], object]
Watch = Callable[[str, int], AbstractContextManager[Step]]
"""Given what is done and how many steps it has, something that takes how many steps are done."""

_WATCH: ContextVar[Watch | None] = ContextVar("watch", default=None)
_STEPS = 100

LONG = 3000
"""Notes; what is shorter is over before one has read what it is."""


@contextmanager
def watched_by(watch: Watch | None) -> Iterator[None]:
    """Have the work that is done meanwhile watched, or left alone."""
    token = _WATCH.set(watch)
    try:
        yield
    finally:
        _WATCH.reset(token)


def each(doing: str, items: Collection[Item], *, long: int = LONG) -> Iterable[Item]:
    """The items, one step each, told of where there are as many as is `long` and somebody watches."""
    watch = _WATCH.get()
    return items if watch is None or len(items) < long else _told(watch, doing, items)


@contextmanager
def steps(doing: str, length: int, *, is_long: bool) -> Iterator[Step | None]:
    """What takes how many steps are done; None where the work is not long, or nobody watches."""
    watch = _WATCH.get()
    if watch is None or not is_long:
        yield None
    else:
        with watch(doing, length) as step:
            yield step


def _told(watch: Watch, doing: str, items: Collection[Item]) -> Iterator[Item]:
    at_once = max(1, len(items) // _STEPS)
    with watch(doing, len(items)) as step:
        for number, item in enumerate(items, 1):
            yield item
            if number % at_once == 0:
                step(at_once)
        step(len(items) % at_once)
