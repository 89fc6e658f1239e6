"""The current time, and sleeping: the only place where flashcards reads the clock."""

import time


def now() -> float:
    """The current time, in seconds since 1970."""
    return time.time()


def sleep(seconds: float) -> None:
    """Sleep for a number of seconds."""
    time.sleep(seconds)
