"""Decks as a command was given them, held against their ledgers, with all that is wrong with them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import click

from flashcards.cli.options import DECKS
from flashcards.compile.build import DeckState, states_of
from flashcards.compile.cache import Cache, opened_cache
from flashcards.compile.deck import open_decks
from flashcards.deckfile.discovery import DeckFiles, find_decks
from flashcards.ledger.compatibility import CLOCK
from flashcards.model.deck import Deck
from flashcards.model.edition import pair_name
from flashcards.model.problem import Problem, has_errors
from flashcards.text.suggest import suggestion


class States(NamedTuple):
    """Decks, and all that is wrong with them, in the order of its places."""

    decks: tuple[DeckState, ...]
    problems: tuple[Problem, ...]

    @property
    def has_errors(self) -> bool:
        return has_errors(self.problems)

    @property
    def note_count(self) -> int:
        return sum(state.deck.note_count for state in self.decks)

    @property
    def is_lasting(self) -> bool:
        """Whether the same would come of the same files: git knows whether a ledger that is not there is lost."""
        return not self.has_errors and all(
            state.ledger and state.ledger.path.exists() and not (state.changed and state.changed.accepted)
            for state in self.decks
        )


@contextmanager
def opened_states(
    cache: Cache,
    sources: Sequence[DeckFiles],
    *,
    accepted: Sequence[str] = (),
    wanted: Sequence[str] = (),
    warns: bool = True,
    now: float | None = None,
) -> Iterator[States]:
    """Open decks for as long as they are needed; with a clock, `now`, they are stamped, and can be built."""
    opened = open_decks(sources, cache, wanted)
    _know_languages(wanted, [deck.head for deck in opened.decks if deck.head])
    with states_of(opened.decks, accepted=accepted, wanted=wanted, warns=warns, now=now) as states:
        _know_breaks(accepted, states)
        problems = (*opened.problems, *(problem for state in states for problem in state.problems))
        yield States(states, tuple(sorted(problems, key=lambda problem: problem.location)))


@contextmanager
def named_states(
    names: Sequence[str],
    *,
    accepted: Sequence[str] = (),
    warns: bool = True,
    now: float | None = None,
) -> Iterator[States]:
    """The same for the decks that are named, or all there are, with a cache of its own."""
    sources = find_decks(names, DECKS)
    with (
        opened_cache() as cache,
        opened_states(cache, sources, accepted=accepted, warns=warns, now=now) as states,
    ):
        yield states


def _know_languages(wanted: Sequence[str], decks: Sequence[Deck]) -> None:
    """Refuse what no deck has an edition for."""
    pairs = [pair for deck in decks for pair in deck.pairs]
    known = sorted({study for study, _ in pairs})
    for name in wanted:
        if decks and name not in {*known, *(pair_name(*pair) for pair in pairs)}:
            raise click.BadParameter(f"no deck has '{name}'; there are {', '.join(known)}", param_hint="--language")


def _know_breaks(accepted: Sequence[str], states: Sequence[DeckState]) -> None:
    """Refuse a name that no break has; it is said which have a name like it."""
    if not any(state.deck.head for state in states):
        return
    let_pass = {name for state in states if state.changed for name in state.changed.accepted}
    known = sorted({*let_pass, *(found.name for state in states for found in state.breaks)})
    for name in accepted:
        if name not in (*known, CLOCK):
            message = f"nothing that is to be accepted has the name '{name}'"
            hint = _meant_break(name, known)
            raise click.BadParameter(f"{message}; {hint}" if hint else message, param_hint="--accept")


def _meant_break(name: str, known: Sequence[str]) -> str:
    """A hint for such a name: the breaks of this kind or in this thing, else what is like it."""
    in_part = [f"'{each}'" for each in known if name in each.split(":")]
    return f"did you mean {' or '.join(in_part)}?" if in_part else suggestion(name, known)
