"""Known words that are like one nobody knows."""

from collections.abc import Iterable


def close_to(word: str, known: Iterable[str]) -> str:
    """The known word most like this one, or nothing."""
    from difflib import get_close_matches  # most decks have no word that nobody knows

    return next(iter(get_close_matches(word, list(known), n=1)), "")


def meant(word: str, known: Iterable[str]) -> str:
    """A hint for a word nobody knows: the one it is like, else all there are."""
    known = list(known)
    if match := close_to(word, known):
        return f"did you mean '{match}'?"
    listed = ", ".join(known[:12]) + (", …" if len(known) > 12 else "")
    return f"use one of: {listed}" if listed else ""
