"""Phrases in messages: a count with its noun, and lists of words."""

from collections.abc import Sequence


def counted(count: int, noun: str) -> str:
    """Format a count with its noun: `1 note`, `2 notes`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def listing(words: Sequence[str], most: int = 12) -> str:
    """List words, but not more than `most`."""
    return ", ".join(words[:most]) + (", …" if len(words) > most else "")


def joined(words: Sequence[str], last: str = "or") -> str:
    """List all words, with this one before the last: `a, b or c`."""
    *others, end = words
    return f"{', '.join(others)} {last} {end}" if others else end
