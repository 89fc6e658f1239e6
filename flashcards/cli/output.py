"""Output to the terminal and to files, or into the JSON document of the command."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from shutil import copyfileobj
from typing import Any, BinaryIO, NoReturn

import click

from flashcards.cli.document import document
from flashcards.cli.streams import visible
from flashcards.cli.texts import texts_with
from flashcards.model.problem import Problem, has_errors
from flashcards.report.left_out import LeftOut
from flashcards.report.terminal import Styled, problem_lines, summary

_STYLES: dict[str, dict[str, Any]] = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "info": {"fg": "blue", "bold": True},
    "place": {"bold": True},
    "rule": {"fg": "cyan"},
    "caret": {"fg": "red", "bold": True},
    "hint": {"fg": "green"},
}


def show_problems(
    problems: Sequence[Problem],
    texts: Mapping[Path, str] | None = None,
    *,
    err: bool,
    is_whole: bool = False,
    command: str = "flashcards check",
) -> None:
    """Print problems with their source lines; of many, all errors and some warnings of each rule.

    The lines are from `texts`, or else from the files. `command` is the one that shows the rest.
    """
    if data := document():
        data.problems = problems
        return
    lines = problem_lines(
        problems, texts_with(problems) if texts is None else texts, is_whole=is_whole, command=command
    )
    click.echo("".join(f"{_styled(line)}\n" for line in lines), err=err, nl=False)


def say(text: str, *, err: bool = False, nl: bool = True) -> None:
    """Print a text; control characters, which may come from anyone's file, are escaped."""
    if err or not document():
        click.echo(visible(text), err=err, nl=nl)


def say_styled(*line: Styled, err: bool = False) -> None:
    """Print a line in colours."""
    if err or not document():
        click.echo(_styled(line), err=err)


def refuse_errors(problems: Sequence[Problem], outcome: str, texts: Mapping[Path, str] | None = None) -> None:
    """If there is an error, print all problems and the `outcome`, and exit with status 1."""
    if has_errors(problems):
        show_problems(problems, texts, err=True)
        fail(f"{outcome}: {summary(problems)}")


def report_left_out(decks: Sequence[LeftOut], nothing: str = "") -> None:
    """Report the decks that a command left out; exit with status 1, unless all of them are drafts.

    `nothing` is the outcome if no deck remained, such as 'nothing was built: 1 error'.
    """
    if data := document():
        data.left_out = decks
    for deck in decks:
        if deck.draft:
            say(deck.message, err=True)
    failed = [deck for deck in decks if not deck.draft]
    if failed and nothing:
        fail(nothing)
    for deck in failed:
        show_error(deck.message, deck.hint)
    if failed:
        raise SystemExit(1)


def print_json(keys: Mapping[str, Any]) -> None:
    """Add keys to the JSON document, which is printed at the end of the command."""
    if data := document():
        data.keys.update(keys)


def say_wrote(*paths: Path, note: str = "", err: bool = False) -> None:
    """Report files or folders that were written, with a note on what is in them."""
    if data := document():
        data.wrote += map(str, paths)
    for path in paths:
        say(f"wrote {path}  {note}".rstrip(), err=err)


def write_text(path: Path, text: str) -> None:
    """Write a file atomically."""
    write_files({path: text})


def write_files(contents: Mapping[Path, str | bytes], copies: Mapping[Path, Path] = {}) -> None:
    """Write several files, all of them or none; `copies` are files by the places to which they are copied."""
    from flashcards.system.atomic import atomic_writes

    with atomic_writes() as writes:
        for path, source in copies.items():
            writes.write(path, partial(_copy, source))
        for path, content in contents.items():
            writes.write_bytes(path, content if isinstance(content, bytes) else content.encode())
        writes.place()


def _copy(source: Path, file: BinaryIO) -> None:
    with source.open("rb") as content:
        copyfileobj(content, file)


def print_or_write(text: str, out: Path | None) -> None:
    """Print a text, or write it to `out` and print its name."""
    if out is None:
        say(text, nl=False)
    else:
        write_text(out, text)
        say_wrote(out)


def fail(message: str, hint: str = "") -> NoReturn:
    """Print an error and exit with status 1."""
    if data := document():
        data.fail(message, hint)
    show_error(message, hint)
    raise SystemExit(1)


def show_error(message: str, hint: str = "") -> None:
    """Print an error that has no place in a file."""
    say_styled(Styled("error: ", "error"), Styled(message), err=True)
    if hint:
        say_styled(Styled("  hint: ", "hint"), Styled(hint), err=True)


def _styled(line: Iterable[Styled]) -> str:
    return "".join(click.style(visible(text), **_STYLES[role]) if role else visible(text) for text, role in line)
