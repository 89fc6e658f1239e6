"""Decks as a command was given them, with all that is wrong with them."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import click

from flashcards.cli.options import DECKS
from flashcards.cli.told import Seen
from flashcards.compile.build import Checkout, check_out, problems_of
from flashcards.compile.fields import shown_by
from flashcards.deckfile.discovery import DeckFiles, find_decks
from flashcards.deckfile.reader import Reading, read_decks
from flashcards.lint.engine import lint
from flashcards.model.deck import Deck
from flashcards.model.media import Media
from flashcards.model.problem import Problem, has_errors
from flashcards.text.suggest import suggestion


class Checked(NamedTuple):
    """Decks as they were read, with their ledgers, and all that is wrong with either."""

    reading: Reading
    checkouts: tuple[Checkout, ...]
    problems: tuple[Problem, ...]

    @property
    def has_errors(self) -> bool:
        return has_errors(self.problems)

    def with_problems(self, problems: Sequence[Problem]) -> "Checked":
        """The same with more that is wrong."""
        return self._replace(problems=(*self.problems, *problems))

    @property
    def note_count(self) -> int:
        return sum(len(deck.notes) for deck in self.reading.decks)

    @property
    def seen(self) -> Seen:
        """What there is to tell of it."""
        known = all(each.reading.path.exists() and not each.accepted for each in self.checkouts)
        return Seen(
            self.problems,
            self.reading.texts,
            len(self.reading.decks),
            self.note_count,
            {**{path: None for each in self.checkouts for path in _inputs(each)}, **self.reading.sums},
            is_lasting=known and not self.has_errors,
        )


def inputs_of(deck: Deck, ledger: Path, shown: Iterable[Media]) -> Iterator[Path]:
    """The files a deck comes from besides its own, and those that would be read instead if there were any."""
    yield ledger
    yield from dict.fromkeys(media.path for media in shown)
    if deck.source:
        yield from (above / "source" / f"{deck.source.id}.md" for above in _upwards(deck.folder.absolute()))


def checked(names: Sequence[str], accepted: Sequence[str], *, warns: bool = True) -> Checked:
    """Read the decks that are named, or all there are, and hold them to their ledgers and to the rules.

    What rules merely warn of is not looked for unless wanted: that takes longer than all the rest.
    """
    return checked_files(find_decks(names, DECKS), accepted, warns=warns)


def checked_files(sources: Sequence[DeckFiles], accepted: Sequence[str], *, warns: bool = True) -> Checked:
    """The same for decks whose files are known."""
    found = held_to_ledgers(sources, accepted)
    return found.with_problems(lint(found.reading.decks, warns=warns))


def held_to_ledgers(sources: Sequence[DeckFiles], accepted: Sequence[str], wanted: Sequence[str] = ()) -> Checked:
    """The same without what rules find, for the `wanted` study languages or pairs, or all."""
    reading = read_decks(sources, wanted)
    checkouts = check_out(reading.decks, accepted)
    if reading.decks:
        _know_breaks(accepted, checkouts)
    return Checked(reading, checkouts, (*reading.problems, *problems_of(checkouts, wanted)))


def _know_breaks(accepted: Sequence[str], checkouts: Sequence[Checkout]) -> None:
    """Refuse a name that no break has; it is said which have a name like it."""
    known = sorted({name for each in checkouts for name in (*each.accepted, *(found.name for found in each.breaks))})
    for name in accepted:
        if name not in known:
            message = f"nothing that is to be accepted has the name '{name}'"
            hint = _meant_break(name, known)
            raise click.BadParameter(f"{message}; {hint}" if hint else message, param_hint="--accept")


def _meant_break(name: str, known: Sequence[str]) -> str:
    """A hint for such a name: the breaks of this kind or in this thing, else what is like it."""
    in_part = [f"'{each}'" for each in known if name in each.split(":")]
    return f"did you mean {' or '.join(in_part)}?" if in_part else suggestion(name, known)


def _inputs(checkout: Checkout) -> Iterator[Path]:
    return inputs_of(checkout.deck, checkout.reading.path, shown_by(checkout.deck))


def _upwards(folder: Path) -> Iterator[Path]:
    yield folder
    yield from folder.parents
