"""Progress of long tasks, reported to a watcher.

The watcher is a context variable instead of an argument, because most tasks have none.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from typing import TypeVar

Item = TypeVar("Item")
Step = Callable[[int], object]
Watch = Callable[[str, int], AbstractContextManager[Step]]
"""From a description and the number of steps to a context manager; its value takes a number of completed steps."""

_WATCH: ContextVar[Watch | None] = ContextVar("watch", default=None)
_UPDATES = 100

LONG = 3000
"""Items; a shorter task ends before its description is read."""


@contextmanager
def watched_by(watch: Watch | None) -> Iterator[None]:
    """Report the progress of tasks in the context to `watch`; None reports nothing."""
    token = _WATCH.set(watch)
    try:
        yield
    finally:
        _WATCH.reset(token)


def with_progress(doing: str, items: Collection[Item], *, long: int = LONG) -> Iterable[Item]:
    """Iterate over items, one step each; progress is reported if there are at least `long` items."""
    watch = _WATCH.get()
    return items if watch is None or len(items) < long else _watched(watch, doing, items)


@contextmanager
def steps(doing: str, length: int, *, is_long: bool) -> Iterator[Step | None]:
    """Report steps; None if the task is not long, or nobody watches."""
    watch = _WATCH.get()
    if watch is None or not is_long:
        yield None
    else:
        with watch(doing, length) as step:
            yield step


def _watched(watch: Watch, doing: str, items: Collection[Item]) -> Iterator[Item]:
    batch = max(1, len(items) // _UPDATES)
    with watch(doing, len(items)) as step:
        for number, item in enumerate(items, 1):
            yield item
            if number % batch == 0:
                step(batch)
        step(len(items) % batch)
