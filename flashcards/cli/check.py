"""`flashcards check`."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashcards.cli import completion, options
from flashcards.cli.document import document
from flashcards.cli.output import print_json, say, show_problems
from flashcards.cli.result import CommandResult, replay, store_result
from flashcards.cli.texts import texts_with
from flashcards.compile.cache import Cache, opened_cache
from flashcards.deckfile.discovery import DeckFiles, find_decks, find_project
from flashcards.model.problem import Problem, has_errors, has_warnings
from flashcards.report.terminal import summary
from flashcards.system.reads import recorded
from flashcards.text.phrases import counted

if TYPE_CHECKING:
    from flashcards.cli.watch import CheckResult


@click.command()
@options.decks
@options.accepted
@click.option("--strict", is_flag=True, help="Exit with status 1 for warnings too.")
@click.option("--fix", is_flag=True, help="Apply the safe fixes first, such as removing repeated spaces.")
@click.option("--diff", is_flag=True, help="With --fix: show the fixes as a patch, and apply none.")
@click.option("--watch", is_flag=True, help="Check again whenever a file is saved.")
@click.option(
    "--explain",
    "rule",
    metavar="NAME",
    shell_complete=completion.rules,
    help="Explain a rule or an error, with examples, and exit.",
)
@click.option("--all", "is_whole", is_flag=True, help="Show all warnings, however many there are.")
@click.option(
    "--rule",
    "shown",
    metavar="RULE",
    shell_complete=completion.rules,
    help="Show only the problems found by this rule.",
)
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
    diff: bool,
    watch: bool,
) -> None:
    """Report all problems in decks.

    Each problem is shown with its line and, if possible, a hint on how to fix it. If there are more
    than 50, all errors and a few warnings of each rule are shown. Only --fix writes to the decks.

    The exit status is 1 if there is an error, shown or not; with --fix --diff, if there is anything
    to fix.

    \b
    Examples:
      flashcards check
      flashcards check mostaque-2024 --fix
      flashcards check --rule spacing
      flashcards check --explain yes-no
      flashcards check --watch
    """
    if rule is not None:
        explained = _explained(rule)
        print_json({"explanation": explained})
        say(explained, nl=False)
        return
    form = "json" if document() else form
    _refuse_odd_options(fix=fix, diff=diff, watch=watch, form=form)
    if watch:
        from flashcards.cli.watch import repeat

        repeat(lambda: _seen(decks, accepted, shown, is_whole=is_whole), decks)
    if fix:
        _fix(decks, diff=diff)
    result = _checked(find_decks(decks, find_project().decks), accepted)
    problems = result.problems if shown is None else _found_by(shown, result.problems)
    print_json({"decks": result.decks, "notes": result.notes})
    if form in ("github", "sarif"):
        from flashcards.report.formats import FORMATS

        say(FORMATS[form](problems), nl=False)
    else:
        _show(result, problems, shown, is_whole=is_whole)
    if has_errors(result.problems) or (strict and has_warnings(result.problems)):
        raise SystemExit(1)


def _refuse_odd_options(*, fix: bool, diff: bool, watch: bool, form: str) -> None:
    if diff and not fix:
        raise click.UsageError("--diff shows what --fix would do: use both")
    if watch and (fix or form != "text"):
        raise click.UsageError("--watch cannot be combined with --fix, --json or --format")


def _checked(sources: Sequence[DeckFiles], accepted: Sequence[str]) -> CommandResult:
    with opened_cache() as cache:
        return replay(cache, _command(accepted), sources) or _computed(cache, sources, accepted)[0]


def _computed(
    cache: Cache, sources: Sequence[DeckFiles], accepted: Sequence[str]
) -> tuple[CommandResult, Iterable[Path]]:
    """The result, and the files that were read."""
    from flashcards.cli.states import opened_states

    with recorded() as reads, opened_states(cache, sources, accepted=accepted) as states:
        result = CommandResult(states.problems, len(sources), states.note_count, is_lasting=states.is_lasting)
    store_result(cache, _command(accepted), sources, reads, result)
    return result, reads


def _command(accepted: Sequence[str]) -> tuple[str, ...]:
    return ("check", *accepted)


def _seen(decks: Sequence[str], accepted: Sequence[str], shown: str | None, *, is_whole: bool) -> "CheckResult":
    """The result of a check for `--watch`."""
    from flashcards.cli.watch import CheckResult

    for _ in range(2):  # once more if a file was renamed before the lines with problems were read
        with opened_cache() as cache:
            result, files = _computed(cache, find_decks(decks, find_project().decks), accepted)
        problems = result.problems if shown is None else _found_by(shown, result.problems)
        texts = texts_with(problems)
        if texts.keys() >= {problem.location.path for problem in problems}:
            break
    found = (problems, texts, _total(result))
    return CheckResult(found, files, lambda: _show(result, problems, shown, texts, is_whole=is_whole))


def _show(
    result: CommandResult,
    problems: Sequence[Problem],
    shown: str | None,
    texts: Mapping[Path, str] | None = None,
    *,
    is_whole: bool,
) -> None:
    show_problems(problems, texts, err=False, is_whole=is_whole or shown is not None)
    total = _total(result)
    say(total if shown is None else f"{shown}: {summary(problems) or 'no problems'}; in total: {total}")


def _found_by(rule: str, problems: Sequence[Problem]) -> Sequence[Problem]:
    """The problems found by one rule; raises BadParameter if there is no such rule."""
    found = [problem for problem in problems if problem.rule == rule]
    if not found:
        from flashcards.lint.explained import explained

        _check_rule(rule, explained(), "--rule")
    return found


def _total(result: CommandResult) -> str:
    counts = f"{counted(result.decks, 'deck')}, {counted(result.notes, 'note')}"
    return summary(result.problems) or f"{counts}: no problems"


def _explained(rule: str) -> str:
    from flashcards.lint.explained import explain, explained

    _check_rule(rule, explained(), "--explain")
    return explain(rule)


def _check_rule(rule: str, known: Collection[str], option: str) -> None:
    from flashcards.text.suggest import suggestion

    if rule not in known:
        raise click.BadParameter(f"there is no rule or error '{rule}'; {suggestion(rule, known)}", param_hint=option)


def _fix(decks: Sequence[str], *, diff: bool) -> None:
    """Apply the safe fixes; or, with `diff`, show them and exit with status 1 if there are any."""
    from flashcards.cli.fixes import fix, show_fixes

    sources = find_decks(decks, find_project().decks)
    if diff:
        raise SystemExit(int(show_fixes(sources)))
    fix(sources)
