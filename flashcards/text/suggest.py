"""Suggestions for an unknown word: the most similar of the known ones."""

from collections.abc import Iterable

from flashcards.text.phrases import listing


def closest(word: str, known: Iterable[str], *, cutoff: float = 0.6) -> str:
    """The known word most similar to this one, in any case; empty if none has a similarity (of 0 to 1) of `cutoff`."""
    from difflib import get_close_matches  # most decks have no unknown word

    by_folded = {each.casefold(): each for each in known}
    found = get_close_matches(word.casefold(), list(by_folded), n=1, cutoff=cutoff)
    return by_folded[found[0]] if found else ""


def suggestion(word: str, known: Iterable[str]) -> str:
    """A hint for an unknown word: the most similar known one, else a list of them; empty if there are none."""
    known = list(known)
    if match := closest(word, known):
        return f"did you mean '{match}'?"
    return f"use one of: {listing(known)}" if known else ""
