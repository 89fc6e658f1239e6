"""Output to the terminal and to files."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

from flashcards.cli.streams import visible
from flashcards.model.problem import Problem, has_errors
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


def show_problems(problems: Sequence[Problem], texts: Mapping[Path, str], *, err: bool, is_whole: bool = False) -> None:
    """Print problems with their source lines from `texts`; of many, all errors and some warnings of each rule."""
    lines = problem_lines(problems, texts, is_whole=is_whole)
    click.echo("".join(f"{_styled(line)}\n" for line in lines), err=err, nl=False)


def say(text: str, *, err: bool = False, nl: bool = True) -> None:
    """Print a text; control characters, which may come from anyone's file, are escaped."""
    click.echo(visible(text), err=err, nl=nl)


def say_styled(*line: Styled, err: bool = False) -> None:
    """Print a line in colours."""
    click.echo(_styled(line), err=err)


def refuse_errors(problems: Sequence[Problem], texts: Mapping[Path, str], outcome: str) -> None:
    """If there is an error, print all problems and the `outcome`, and exit with status 1."""
    if has_errors(problems):
        show_problems(problems, texts, err=True)
        fail(f"{outcome}: {summary(problems)}")


def print_json(data: object) -> None:
    """Print data as JSON."""
    say(json.dumps(data, ensure_ascii=False, indent=2))


def write_text(path: Path, text: str) -> None:
    """Write a file atomically."""
    write_texts({path: text})


def write_texts(texts: Mapping[Path, str]) -> None:
    """Write several files, all of them or none."""
    from flashcards.system.atomic import staging

    with staging() as stage:
        for path, text in texts.items():
            stage.write_text(path, text)
        stage.place()


def print_or_write(text: str, out: Path | None) -> None:
    """Print a text, or write it to `out` and print its name."""
    if out is None:
        say(text, nl=False)
    else:
        write_text(out, text)
        say(f"wrote {out}")


def fail(message: str, hint: str = "") -> NoReturn:
    """Print an error and exit with status 1."""
    say_styled(Styled("error: ", "error"), Styled(message), err=True)
    if hint:
        say_styled(Styled("  hint: ", "hint"), Styled(hint), err=True)
    raise SystemExit(1)


def _styled(line: Iterable[Styled]) -> str:
    return "".join(click.style(visible(text), **_STYLES[role]) if role else visible(text) for text, role in line)
