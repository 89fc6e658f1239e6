"""The decks of a command and all their problems, read alone or compared with their ledgers."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import click

from flashcards.cli.output import refuse_errors
from flashcards.compile.cache import Cache, opened_cache
from flashcards.compile.deck import CompiledDeck, open_decks, problems_of
from flashcards.compile.state import DeckState, read_decks, states_of
from flashcards.deckfile.discovery import DeckFiles, find_decks, find_project
from flashcards.ledger.compatibility import CLOCK
from flashcards.model.deck import Deck
from flashcards.model.edition import pair_name
from flashcards.model.problem import Problem, has_errors
from flashcards.report import left_out
from flashcards.report.left_out import LeftOut
from flashcards.text.suggest import suggestion


class States(NamedTuple):
    """Decks, and all their problems, sorted by place."""

    decks: tuple[DeckState, ...]
    problems: tuple[Problem, ...]

    @property
    def has_errors(self) -> bool:
        return has_errors(self.problems)

    @property
    def valid(self) -> tuple[DeckState, ...]:
        """The decks without errors."""
        return tuple(state for state in self.decks if not state.has_errors)

    def left_out(self, done: str) -> tuple[LeftOut, ...]:
        """The decks with errors; their messages say that they were not `done`, such as 'built'."""
        return tuple(left_out.with_errors(state.deck, state.problems, done) for state in self.decks if state.has_errors)

    @property
    def heads(self) -> tuple[Deck, ...]:
        """The heads of the decks without errors."""
        return tuple(state.deck.head for state in self.valid if state.deck.head)

    @property
    def note_count(self) -> int:
        return sum(state.deck.note_count for state in self.decks)

    @property
    def is_lasting(self) -> bool:
        """Whether the same files give the same result; without a ledger, that also depends on git."""
        return not self.has_errors and all(
            state.ledger and state.ledger.path.exists() and not (state.changed and state.changed.accepted)
            for state in self.decks
        )


def read_states(sources: Sequence[DeckFiles], cache: Cache) -> States:
    """Read decks without rules and ledgers."""
    decks = read_decks(sources, cache)
    return States(decks, problems_of(state.problems for state in decks))


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
    """Open decks in a context; with the time `now`, in seconds since 1970, they are stamped and can be built."""
    opened = open_decks(sources, cache, wanted)
    _check_languages(wanted, [deck.head for deck in opened])
    with states_of(opened, accepted=accepted, warns=warns, now=now) as states:
        _check_accepted(accepted, states)
        yield States(states, problems_of(state.problems for state in states))


@contextmanager
def named_states(
    names: Sequence[str],
    *,
    accepted: Sequence[str] = (),
    warns: bool = True,
    now: float | None = None,
) -> Iterator[States]:
    """Open the named decks, or all decks, with a cache."""
    sources = find_decks(names, find_project().decks)
    with (
        opened_cache() as cache,
        opened_states(cache, sources, accepted=accepted, warns=warns, now=now) as states,
    ):
        yield states


@contextmanager
def valid_deck(name: str | None, outcome: str = "nothing was done", *, now: float | None = None) -> Iterator[DeckState]:
    """Open the deck that is named, or the only one, if it has no errors; with the time `now`, it is stamped."""
    with named_states([name] if name else [], warns=False, now=now) as states:
        yield _only(states, outcome)


def readable_deck(name: str, cache: Cache, outcome: str) -> tuple[CompiledDeck, Deck]:
    """Read the deck that is named, if it has no errors, without rules and its ledger."""
    states = read_states(find_decks([name], find_project().decks), cache)
    deck = _only(states, f"{outcome}, because the deck has errors").deck
    assert deck.head is not None
    return deck, deck.head


def _only(states: States, outcome: str) -> DeckState:
    """The only deck; if it has errors, report them with the `outcome`, and exit with status 1."""
    if len(states.decks) != 1:
        raise click.UsageError(f"name one deck: {', '.join(state.deck.name for state in states.decks)}")
    refuse_errors(states.problems, outcome)
    return states.decks[0]


def _check_languages(wanted: Sequence[str], decks: Sequence[Deck | None]) -> None:
    """Raise BadParameter for a language or pair that no deck has; those of a deck with errors may be unknown."""
    pairs = [pair for deck in decks if deck for pair in (*deck.pairs, *deck.draft_pairs)]
    names = sorted({study for study, _ in pairs})
    for name in wanted:
        if all(decks) and name not in {*names, *(pair_name(*pair) for pair in pairs)}:
            raise _no_language(name, names)


def check_language(language: str | None, states: States) -> None:
    """Raise BadParameter for a language that no deck has."""
    heads = [state.deck.head for state in states.decks if state.deck.head]
    names = sorted({tag for head in heads for tag in head.languages})
    if language is not None and heads and language not in names:
        raise _no_language(language, names)


def _no_language(name: str, names: Sequence[str]) -> click.BadParameter:
    message = f"no deck has the language '{name}'; use one of: {', '.join(names)}"
    return click.BadParameter(message, param_hint="--language")


def _check_accepted(accepted: Sequence[str], states: Sequence[DeckState]) -> None:
    """Raise BadParameter for a name that no breaking change has.

    If a deck or a ledger cannot be read whole, its changes are not known: its problems come first.
    """
    if any(state.is_unreadable or (state.ledger and state.ledger.problems) for state in states):
        return
    accepted_before = {name for state in states if state.changed for name in state.changed.accepted}
    names = sorted({*accepted_before, *(change.name for state in states for change in state.breaking_changes)})
    for name in accepted:
        if name not in (*names, CLOCK):
            message = f"no change is named '{name}'"
            hint = _hint(name, names)
            raise click.BadParameter(f"{message}; {hint}" if hint else message, param_hint="--accept")


def _hint(name: str, names: Sequence[str]) -> str:
    """Suggest the names that have this part, such as 'note' or 'rings', or else similar ones."""
    in_part = [f"'{each}'" for each in names if name in each.split(":")]
    return f"did you mean {' or '.join(in_part)}?" if in_part else suggestion(name, names)
