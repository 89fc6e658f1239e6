"""`flashcards diff`."""

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from flashcards.cli import completion, options
from flashcards.cli.document import document
from flashcards.cli.output import print_json, print_or_write, report_left_out, show_problems, write_text
from flashcards.cli.states import read_states
from flashcards.compile.cache import Cache, opened_cache
from flashcards.compile.deck import problems_of
from flashcards.deckfile.discovery import DeckFiles, find_decks, find_project
from flashcards.model.problem import FlashcardsError, Problem
from flashcards.report.left_out import LeftOut
from flashcards.report.terminal import summary

if TYPE_CHECKING:
    from flashcards.anki.snapshot import Snapshot
    from flashcards.diff.difference import Difference
    from flashcards.diff.sides import ComparedSide


@click.command()
@click.argument("old", default="HEAD", shell_complete=completion.revisions)
@click.argument("new", required=False, shell_complete=completion.revisions)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json", "html"]),
    default="text",
    show_default=True,
    help="The output format: html is a page with the cards before and after.",
)
@options.as_json
@options.max_unpacked
@options.out_file
def diff(old: str, new: str | None, form: str, max_unpacked: int, out: Path | None) -> None:
    """Show what changes for learners from OLD to NEW.

    OLD and NEW are packages, folders of packages, decks, or git revisions. By default, the current
    decks, or the one that is named alone, are compared with the last commit. A deck with errors is
    left out, and the exit status is 1.

    \b
    Examples:
      flashcards diff
      flashcards diff world-rivers
      flashcards diff v1.0 --format html -o changes.html
      flashcards diff old/world-rivers-bn.apkg dist/world-rivers-bn.apkg
    """
    from flashcards.diff.difference import difference
    from flashcards.diff.sides import snapshots

    if new is None and _is_of_project(old):
        old, new = "HEAD", old
    with ExitStack() as stack:
        cache = stack.enter_context(opened_cache())
        sides = [
            stack.enter_context(_opened(name, other, cache, max_unpacked)) for name, other in ((old, new), (new, old))
        ]
        problems = problems_of(side.problems for side in sides)
        if any(side.left_out for side in sides):
            show_problems(problems, err=True)
        left_out = [*{each.path: each for side in sides for each in side.left_out}.values()]
        if any(side.is_empty for side in sides):
            print_json({"changes": [], "notetypes": []})
            report_left_out(left_out, f"nothing was compared: {summary(problems)}" if problems else "")
            return
        changes = difference(*snapshots(*(side.side for side in sides)))
    _print(changes, form, out, left_out)


class _Opened(NamedTuple):
    """A side of the comparison, the problems of its decks as they are now, and the decks that are left out."""

    side: "ComparedSide"
    problems: tuple[Problem, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether all its decks are left out."""
        return bool(self.left_out) and not self.side.decks


@contextmanager
def _opened(name: str | None, other: str | None, cache: Cache, max_unpacked: int) -> Iterator[_Opened]:
    """A package, a folder of packages, a deck, or the decks of a git revision; without a name, all decks.

    Of a revision, only the decks that the other side names.
    """
    from flashcards.diff.sides import ComparedSide

    if packages := _packages(name):
        yield _Opened(ComparedSide(_unpacked(packages, max_unpacked)))
        return
    project = find_project()
    sources = _decks(name, project.decks)
    if sources:
        yield _read(sources, project.decks, cache)
        return
    from flashcards.system.git import checked_out

    with checked_out(str(name), project.root) as folder:
        read = _read(_same(find_decks([], folder / "decks"), folder / "decks", other), folder / "decks", cache)
        left_out = (
            each._replace(path=str(project.decks / read.side.place(deck)), message=f"{each.message} in '{name}'")
            for deck, each in zip(read.side.invalid, read.left_out, strict=True)
        )
        yield _Opened(read.side, (), tuple(left_out))


def _packages(name: str | None) -> Sequence[Path]:
    path = Path(name or "")
    return sorted(path.glob("*.apkg")) if name and path.is_dir() else [path] if path.suffix == ".apkg" else []


def _unpacked(packages: Sequence[Path], max_unpacked: int) -> "Snapshot":
    from flashcards.anki.snapshot import Snapshot
    from flashcards.anki.unpack import unpack

    unpacked = [unpack(package, max_unpacked) for package in packages]
    return Snapshot(
        tuple(note for each in unpacked for note in each.notes),
        tuple(notetype for each in unpacked for notetype in each.notetypes),
    )


def _decks(name: str | None, decks: Path) -> Sequence[DeckFiles]:
    """The decks with a name; none if the name may be that of a git revision."""
    try:
        return find_decks([name] if name else [], decks)
    except FlashcardsError:
        path = Path(name or decks)
        if releases := sorted({package.parent for package in path.glob("*/*.apkg")}):
            folders = ", ".join(map(str, releases))
            raise FlashcardsError(
                f"there are no packages in '{name}', only in its subfolders", hint=f"use one of: {folders}"
            ) from None
        if name is None or path.exists():
            raise
    return ()


def _is_of_project(name: str) -> bool:
    """Whether this names decks as they are now, with which comparing all decks would say nothing."""
    if _packages(name):
        return False
    decks = find_project().decks
    named = {deck.path for deck in _decks(name, decks)}
    return bool(named) and named <= {deck.path for deck in find_decks([], decks)}


def _same(decks: Sequence[DeckFiles], folder: Path, other: str | None) -> Sequence[DeckFiles]:
    """Of the decks of a revision, those that are at the same places as the decks that are named, unless all are."""
    project = find_project()
    named = _decks(other, project.decks) if other and not _packages(other) else ()
    if not named or len(named) == len(find_decks([], project.decks)):
        return decks
    places = {os.path.relpath(deck.path, project.decks) for deck in named}
    return [deck for deck in decks if os.path.relpath(deck.path, folder) in places]


def _read(sources: Sequence[DeckFiles], root: Path, cache: Cache) -> _Opened:
    from flashcards.diff.sides import ComparedSide

    states = read_states(sources, cache)
    decks = tuple(state.deck for state in states.valid)
    side = ComparedSide(None, decks, tuple(state.deck for state in states.decks if state.has_errors), root)
    return _Opened(side, states.problems, states.left_out("compared"))


def _print(changes: "Difference", form: str, out: Path | None, left_out: Sequence[LeftOut]) -> None:
    """Print or write the changes; a file gets JSON only if no other form is asked for."""
    from flashcards.diff.report import WRITERS, difference_json

    data = document()
    if not data:
        print_or_write(WRITERS[form](changes), out)
    print_json(difference_json(changes))
    if data and out:
        data.wrote.append(str(out))
        data.left_out = left_out
        is_ok = all(deck.draft for deck in left_out)
        write_text(out, WRITERS[form](changes) if form in WRITERS and form != "text" else data.text(is_ok=is_ok) + "\n")
    report_left_out(left_out)
