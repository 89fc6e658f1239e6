"""The moment it is, and waiting for a later one: the only place where flashcards reads the clock."""

import time


def now() -> float:
    """The moment, in seconds since 1970."""
    return time.time()


def sleep(seconds: float) -> None:
    """Return so many seconds later."""
    time.sleep(seconds)
