"""The result of a command, cached and replayed while its inputs are unchanged."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from flashcards.compile.cache import Cache
from flashcards.compile.problems import from_rows, to_rows
from flashcards.deckfile.discovery import DeckFiles
from flashcards.model.problem import FlashcardsError, Problem
from flashcards.report.left_out import LeftOut


class CommandResult(NamedTuple):
    """Problems, the numbers of decks and notes, and for each package its line of output and its JSON.

    `wrote` are ledgers that were written, `left_out` decks that were not built, and `failure` is why none was.
    `is_lasting` is whether the command gives the same result as long as the files that it read are unchanged.
    """

    problems: tuple[Problem, ...]
    decks: int
    notes: int
    lines: tuple[str, ...] = ()
    packages: tuple[Mapping[str, Any], ...] = ()
    wrote: tuple[Path, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    failure: FlashcardsError | None = None
    is_lasting: bool = True


def replay(cache: Cache, command: Sequence[str], sources: Sequence[DeckFiles]) -> CommandResult | None:
    """The cached result of a command for these decks; None if a file that it read has changed."""
    cached = cache.get_result(_key(command, sources))
    if cached is None:
        return None
    try:
        problems = tuple(from_rows(cached["problems"], Path(), 0))
        return CommandResult(
            problems, cached["decks"], cached["notes"], tuple(cached["lines"]), tuple(cached["packages"])
        )
    except (KeyError, TypeError, ValueError):  # not written by this program
        return None


def store_result(
    cache: Cache,
    command: Sequence[str],
    sources: Sequence[DeckFiles],
    reads: Mapping[Path, str | None],
    result: CommandResult,
) -> None:
    """Cache a result with the files it depends on, if it is lasting: then nothing was left out and nothing failed."""
    if result.is_lasting:
        outcome = {
            "problems": to_rows(result.problems, Path(), 0),
            "decks": result.decks,
            "notes": result.notes,
            "lines": result.lines,
            "packages": result.packages,
        }
        cache.put_result(_key(command, sources), reads, outcome)


def _key(command: Sequence[str], sources: Sequence[DeckFiles]) -> tuple[str, ...]:
    return (*command, *(str(file) for source in sources for file in source.all))
