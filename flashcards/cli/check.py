"""`flashcards check`."""

from collections.abc import Collection, Sequence
from pathlib import Path

import click

from flashcards.cli import options
from flashcards.cli.document import document
from flashcards.cli.output import print_json, say, say_wrote, show_problems, write_texts
from flashcards.cli.result import CommandResult, replay, store_result, text_of, texts_with
from flashcards.compile.cache import opened_cache
from flashcards.deckfile.discovery import DeckFiles, find_decks, find_project
from flashcards.model.problem import Problem, has_errors, has_warnings
from flashcards.report.terminal import counted, summary
from flashcards.system.reads import recorded


@click.command()
@options.decks
@options.accepted
@click.option("--strict", is_flag=True, help="Exit with status 1 for warnings too.")
@click.option("--fix", is_flag=True, help="Apply the safe fixes first, such as removing repeated spaces.")
@click.option("--explain", "rule", metavar="RULE", help="Explain a style rule, with examples, and exit.")
@click.option("--all", "is_whole", is_flag=True, help="Show all warnings, however many there are.")
@click.option("--rule", "shown", metavar="RULE", help="Show only the problems found by this rule.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    show_default=True,
    help="The output format: github annotates pull requests, sarif is for code scanners.",
)
@options.as_json
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
) -> None:
    """Report all problems in decks.

    Each problem is shown with its line and, if possible, a hint how to fix it. If there are more
    than 50, all errors and a few warnings of each rule are shown. Only --fix writes to the decks.

    Exit status 1 if there is an error, shown or not.

    \b
    Examples:
      flashcards check
      flashcards check mostaque-2024 --fix
      flashcards check --rule spacing
      flashcards check --explain yes-no
    """
    if rule is not None:
        explained = _explained(rule)
        print_json({"explanation": explained})
        say(explained, nl=False)
        return
    if fix:
        _fix(decks)
    sources = find_decks(decks, find_project().decks)
    result = _checked(sources, accepted)
    problems = result.problems if shown is None else _found_by(shown, result.problems)
    print_json({"decks": result.decks, "notes": result.notes})
    if form in ("github", "sarif") and not document():
        from flashcards.report.formats import FORMATS

        say(FORMATS[form](problems), nl=False)
    else:
        show_problems(problems, texts_with(problems), err=False, is_whole=is_whole or shown is not None)
        say(
            _total(result)
            if shown is None
            else f"{shown}: {summary(problems) or 'no problems'}; in total: {_total(result)}"
        )
    if has_errors(result.problems) or (strict and has_warnings(result.problems)):
        raise SystemExit(1)


def _checked(sources: Sequence[DeckFiles], accepted: Sequence[str]) -> CommandResult:
    command = ("check", *accepted)
    with opened_cache() as cache:
        if result := replay(cache, command, sources):
            return result
        from flashcards.cli.states import opened_states

        with recorded() as reads, opened_states(cache, sources, accepted=accepted) as states:
            result = CommandResult(states.problems, len(sources), states.note_count, is_lasting=states.is_lasting)
        store_result(cache, command, sources, reads, result)
    return result


def _found_by(rule: str, problems: Sequence[Problem]) -> Sequence[Problem]:
    """The problems found by one rule; raises BadParameter if there is no such rule."""
    found = [problem for problem in problems if problem.rule == rule]
    if problems and not found:
        from flashcards.lint.registry import RULES

        _check_rule(rule, {*RULES, *(problem.rule for problem in problems)}, "--rule")
    return found


def _total(result: CommandResult) -> str:
    counts = f"{counted(result.decks, 'deck')}, {counted(result.notes, 'note')}"
    return summary(result.problems) or f"{counts}: no problems"


def _explained(rule: str) -> str:
    from flashcards.lint.engine import explain
    from flashcards.lint.registry import RULES

    _check_rule(rule, RULES, "--explain")
    return explain(rule)


def _check_rule(rule: str, known: Collection[str], option: str) -> None:
    from flashcards.text.suggest import suggestion

    if rule not in known:
        raise click.BadParameter(f"there is no rule '{rule}'; {suggestion(rule, known)}", param_hint=option)


def _fix(decks: Sequence[str]) -> None:
    from flashcards.compile.deck import read_decks
    from flashcards.lint.engine import repairs
    from flashcards.yamltext.edit import Repair, repaired

    by_file: dict[Path, list[Repair]] = {}
    with opened_cache() as cache:
        for deck in read_decks(find_decks(decks, find_project().decks), cache).decks:
            for repair in repairs(deck):
                by_file.setdefault(repair.location.path, []).append(repair)
    fixed = {path: repaired(text_of(path), fixes) for path, fixes in by_file.items()}
    write_texts({path: file.text for path, file in fixed.items() if file.made})
    for path, file in fixed.items():
        if file.made:
            say_wrote(path, note=f"{counted(file.made, 'text')} fixed", err=True)
