"""Suggestions for a misspelt word: "did you mean …?"."""

from collections.abc import Iterable


def close_to(word: str, known: Iterable[str]) -> str:
    """Return the known word closest to this one, or an empty string."""
    from difflib import get_close_matches  # slow to import, and most decks have no misspelt word

    return next(iter(get_close_matches(word, list(known), n=1)), "")


def meant(word: str, known: Iterable[str]) -> str:
    """Return a hint for an unknown word: the closest known one, or else a list of all."""
    known = list(known)
    if match := close_to(word, known):
        return f"did you mean '{match}'?"
    listed = ", ".join(known[:12]) + (", …" if len(known) > 12 else "")
    return f"use one of: {listed}" if listed else ""
