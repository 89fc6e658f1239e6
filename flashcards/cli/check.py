"""`flashcards check`."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from flashcards.cli import options
from flashcards.cli.output import print_json, show_problems, write_texts
from flashcards.cli.reading import Checked, checked
from flashcards.deckfile.entry import meant
from flashcards.deckfile.finding import find_decks
from flashcards.deckfile.reader import Reading, read_decks
from flashcards.report import counted, problems_json, summary


@click.command()
@options.decks
@options.accepted
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings too.")
@click.option("--fix", is_flag=True, help="Mend first what can be mended without a doubt, such as doubled blanks.")
@click.option("--explain", "rule", metavar="RULE", help="Tell what a rule of style wants, with examples.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    show_default=True,
    help="How to tell it: github is for annotations of a pull request, sarif for code scanners.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
def check(
    decks: Sequence[str],
    accepted: Sequence[str],
    rule: str | None,
    form: str,
    *,
    strict: bool,
    fix: bool,
    as_json: bool,
) -> None:
    """Tell everything that is wrong with decks.

    Each mistake is shown at its line, with a way out where there is one. Exits with 1 when there
    is an error. Nothing is written, but for --fix.

    \b
    Examples:
      flashcards check
      flashcards check mostaque-2024 --fix
      flashcards check --explain yes-no
    """
    if rule is not None:
        click.echo(_explained(rule), nl=False)
        return
    if fix:
        _fix(read_decks(find_decks(decks, options.DECKS)))
    found = checked(decks, accepted)
    _tell(found, "json" if as_json else form)
    if found.has_errors or (strict and found.problems):
        raise SystemExit(1)


def _tell(found: Checked, form: str) -> None:
    from flashcards.problem_formats import FORMATS

    if form == "json":
        print_json({"problems": problems_json(found.problems)})
    elif form in FORMATS:
        click.echo(FORMATS[form](found.problems), nl=False)
    else:
        show_problems(found.problems, found.reading, err=False)
        click.echo(summary(found.problems) if found.problems else f"{_all(found.reading)}: nothing is wrong")


def _all(reading: Reading) -> str:
    notes = sum(len(deck.notes) for deck in reading.decks)
    return f"{counted(len(reading.decks), 'deck')}, {counted(notes, 'note')}"


def _explained(rule: str) -> str:
    from flashcards.lint import explain
    from flashcards.rules import RULES

    if rule not in RULES:
        raise click.BadParameter(f"there is no rule '{rule}'; {meant(rule, RULES)}", param_hint="--explain")
    return explain(rule)


def _fix(reading: Reading) -> None:
    from flashcards.deckfile.fixing import Repair, repaired
    from flashcards.lint import repairs

    by_file: dict[Path, list[Repair]] = {}
    for repair in repairs(reading.decks):
        by_file.setdefault(repair.location.path, []).append(repair)
    mended = {path: repaired(reading.texts[path], found) for path, found in by_file.items()}
    write_texts({path: each.text for path, each in mended.items() if each.made})
    _say_how_many({path: each.made for path, each in mended.items() if each.made})


def _say_how_many(made: Mapping[Path, int]) -> None:
    for path, count in made.items():
        click.echo(f"{path}: {counted(count, 'text')} mended", err=True)
