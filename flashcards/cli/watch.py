"""A check that is repeated whenever a file is saved, until Ctrl-C."""

import gc
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from threading import Event, Thread
from typing import NamedTuple

import click

from flashcards.cli.output import say, show_error
from flashcards.deckfile.discovery import find_project
from flashcards.model.problem import FlashcardsError


class CheckResult(NamedTuple):
    """What a check found, for comparison, the files that it read, and a function that shows it."""

    found: object
    files: Iterable[Path]
    show: Callable[[], None]


def repeat(look: Callable[[], CheckResult], names: Sequence[str]) -> None:
    """Check now and after each save of a file, and show what was found if it differs; `names` are those of decks."""
    from flashcards.preview.watch import folders_below, watching

    gc.enable()  # unlike other commands, this one runs for hours
    files: set[Path] = set()
    project = find_project()
    roots = [project.decks, project.root / "source", *map(Path, names)]

    def folders() -> Iterable[Path]:
        return [Path(), *folders_below(roots), *{path.parent for path in (*files, *map(Path, names))}]

    changed, stop = Event(), Event()
    changed.set()
    Thread(target=watching, args=(folders, changed.set, stop), daemon=True).start()
    shown: object = None
    try:
        while changed.wait():
            changed.clear()
            seen = _looked(look)
            files.update(seen.files)
            if seen.found != shown:
                _show(seen, is_first=shown is None)
                shown = seen.found
    finally:
        stop.set()


def _looked(look: Callable[[], CheckResult]) -> CheckResult:
    """What a check finds; an error that stops it is shown, and the next save may fix it."""
    try:
        return look()
    except FlashcardsError as error:
        message, hint = str(error), error.hint
    except OSError as error:
        message, hint = f"cannot read '{error.filename}': {error.strerror or error}", ""
    except click.UsageError as error:
        message, hint = error.message, ""
    return CheckResult((message, hint), (), lambda: show_error(message, hint))


def _show(seen: CheckResult, *, is_first: bool) -> None:
    if sys.stdout.isatty():
        click.clear()
    elif not is_first:
        say("--- after a change ---")
    seen.show()
    if is_first or sys.stdout.isatty():
        say("watching (Ctrl-C to stop)", err=True)
    sys.stdout.flush()
