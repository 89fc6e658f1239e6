"""The one deck that a command changes."""

from typing import TYPE_CHECKING

import click

from flashcards.cli.output import refuse_errors
from flashcards.cli.result import texts_with
from flashcards.compile.cache import Cache
from flashcards.deckfile.discovery import find_decks, find_project

if TYPE_CHECKING:
    from flashcards.compile.deck import CompiledDeck
    from flashcards.model.deck import Deck


def valid_deck(name: str, cache: Cache, outcome: str) -> "tuple[CompiledDeck, Deck]":
    """The deck that is named; if it has errors, report them with the `outcome`, and exit with status 1."""
    from flashcards.compile.deck import read_decks

    sources = find_decks([name], find_project().decks)
    if len(sources) != 1:
        raise click.UsageError(f"name one deck: {', '.join(source.name for source in sources)}")
    reading = read_decks(sources, cache)
    refuse_errors(reading.problems, texts_with(reading.problems), f"{outcome}, because the deck has errors")
    [deck], [head] = reading.compiled, reading.decks
    return deck, head
