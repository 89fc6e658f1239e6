"""`flashcards check`."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import click

from flashcards.cli import options
from flashcards.cli.output import print_json, say, show_problems, write_texts
from flashcards.cli.result import CommandResult, replay, store_result, text_of, texts_with
from flashcards.compile.cache import opened_cache
from flashcards.deckfile.discovery import DeckFiles, find_decks
from flashcards.model.problem import Problem, has_errors, has_warnings
from flashcards.report.terminal import counted, problems_json, summary
from flashcards.system.reads import recorded


@click.command()
@options.decks
@options.accepted
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings too.")
@click.option("--fix", is_flag=True, help="Mend first what can be mended without a doubt, such as doubled blanks.")
@click.option("--explain", "rule", metavar="RULE", help="Tell what a rule of style wants, with examples.")
@click.option("--all", "is_whole", is_flag=True, help="Show every warning, however many there are.")
@click.option("--rule", "shown", metavar="RULE", help="Show what this rule has found, and nothing else.")
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
    shown: str | None,
    form: str,
    *,
    is_whole: bool,
    strict: bool,
    fix: bool,
    as_json: bool,
) -> None:
    """Tell everything that is wrong with decks.

    Each mistake is shown at its line, with a way out where there is one; where there are many,
    all errors and a few warnings of each rule. Exits with 1 when there is an error, shown or not.
    Nothing is written, but for --fix.

    \b
    Examples:
      flashcards check
      flashcards check mostaque-2024 --fix
      flashcards check --rule spacing
      flashcards check --explain yes-no
    """
    if rule is not None:
        say(_explained(rule), nl=False)
        return
    if fix:
        _fix(decks)
    sources = find_decks(decks, options.DECKS)
    result = _checked(sources, accepted)
    found = result.problems if shown is None else _found_by(shown, result.problems)
    if as_json or form != "text":
        _tell_program(found, "json" if as_json else form)
    else:
        show_problems(found, texts_with(found), err=False, is_whole=is_whole or shown is not None)
        say(_total(result) if shown is None else f"{shown}: {summary(found) or 'nothing'}; in all: {_total(result)}")
    if has_errors(result.problems) or (strict and has_warnings(result.problems)):
        raise SystemExit(1)


def _checked(sources: Sequence[DeckFiles], accepted: Sequence[str]) -> CommandResult:
    command = ("check", *accepted)
    with opened_cache() as cache:
        if result := replay(cache, command, sources):
            return result
        from flashcards.cli.states import opened_states

        with recorded() as reads, opened_states(cache, sources, accepted=accepted) as found:
            result = CommandResult(found.problems, len(sources), found.note_count, is_lasting=found.is_lasting)
        store_result(cache, command, sources, reads, result)
    return result


def _found_by(rule: str, problems: Sequence[Problem]) -> Sequence[Problem]:
    """The problems of one rule, which is one of style or has found something."""
    found = [problem for problem in problems if problem.rule == rule]
    if problems and not found:
        from flashcards.lint.registry import RULES

        _know_rule(rule, {*RULES, *(problem.rule for problem in problems)}, "--rule")
    return found


def _tell_program(problems: Sequence[Problem], form: str) -> None:
    if form == "json":
        print_json({"problems": problems_json(problems)})
    else:
        from flashcards.report.formats import FORMATS

        say(FORMATS[form](problems), nl=False)


def _total(result: CommandResult) -> str:
    nothing = f"{counted(result.decks, 'deck')}, {counted(result.notes, 'note')}: nothing is wrong"
    return summary(result.problems) or nothing


def _explained(rule: str) -> str:
    from flashcards.lint.engine import explain
    from flashcards.lint.registry import RULES

    _know_rule(rule, RULES, "--explain")
    return explain(rule)


def _know_rule(rule: str, known: Collection[str], option: str) -> None:
    from flashcards.text.suggest import suggestion

    if rule not in known:
        raise click.BadParameter(f"there is no rule '{rule}'; {suggestion(rule, known)}", param_hint=option)


def _fix(decks: Sequence[str]) -> None:
    from flashcards.compile.deck import read_decks
    from flashcards.lint.engine import repairs
    from flashcards.yamltext.edit import Repair, repaired

    by_file: dict[Path, list[Repair]] = {}
    with opened_cache() as cache:
        for deck in read_decks(find_decks(decks, options.DECKS), cache).decks:
            for repair in repairs(deck):
                by_file.setdefault(repair.location.path, []).append(repair)
    mended = {path: repaired(text_of(path), found) for path, found in by_file.items()}
    write_texts({path: each.text for path, each in mended.items() if each.made})
    _say_how_many({path: each.made for path, each in mended.items() if each.made})


def _say_how_many(made: Mapping[Path, int]) -> None:
    for path, count in made.items():
        say(f"{path}: {counted(count, 'text')} mended", err=True)
