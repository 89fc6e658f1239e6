"""What was asked, who does it, how it went."""

import json
import os
import time
from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from flashcards import __version__
from flashcards.deckfile.finding import find_decks
from flashcards.deckfile.reader import Reading, read_decks
from flashcards.problem import FlashcardsError, Problem, Severity
from flashcards.report import Styled, problem_lines, problems_json, summary

if TYPE_CHECKING:
    from flashcards.build import Checkout

DECKS = Path("decks")
DIST = Path("dist")

_STYLES: dict[str, dict[str, Any]] = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "place": {"bold": True},
    "rule": {"fg": "cyan"},
    "caret": {"fg": "red", "bold": True},
    "hint": {"fg": "green"},
    "": {},
}


class _Group(click.Group):
    """Commands that tell what stops them in one line, and never in a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except FlashcardsError as error:
            _fail(str(error), error.hint)
        except KeyboardInterrupt:
            click.echo("stopped", err=True)
            ctx.exit(130)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Compile bilingual question-and-answer decks, written in YAML, into Anki packages.

    A DECK is a deck file, a folder with a deck.yaml in it, or the name of either below decks/.
    Without one, a command takes all the decks there are.

    \b
      flashcards new world-rivers    begin a deck
      flashcards check               tell what is wrong with every deck
      flashcards build               compile every deck into dist/
    """
    if os.environ.get("NO_COLOR"):
        ctx.color = False


_decks = click.argument("decks", nargs=-1, metavar="[DECK]...", type=click.Path())
_accepted = click.option(
    "--accept",
    "accepted",
    multiple=True,
    metavar="NAME",
    help="Let a change pass that learners must act on, by the name its error gives; may be repeated.",
)
_as_json = click.option("--json", "as_json", is_flag=True, help="Tell it as data.")


@main.command()
@_decks
@click.option(
    "-o",
    "--out",
    default=DIST,
    show_default=True,
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Where the packages go.",
)
@click.option(
    "-l",
    "--language",
    "languages",
    multiple=True,
    metavar="TAG",
    help="Build for this study language only; may be repeated.",
)
@_accepted
@click.option("--locked", is_flag=True, help="Change no ledger; fail if one is behind its deck.")
@_as_json
def build(
    decks: Sequence[str],
    out: Path,
    languages: Sequence[str],
    accepted: Sequence[str],
    *,
    locked: bool,
    as_json: bool,
) -> None:
    """Compile decks into Anki packages.

    Each language a deck can be studied in makes a package of its own, with the other language a
    tap away on every card.

    Also writes each deck's ledger (decks/NAME.ledger). Commit it: it is how the next build knows
    what learners have, and leaves alone what has not changed.

    \b
    Examples:
      flashcards build
      flashcards build mostaque-2024 --language bn -o ~/Desktop
    """
    from flashcards.build import build as build_packages
    from flashcards.report import package_json, package_lines

    reading, checkouts, problems = _checked(decks, accepted)
    _know(languages, reading)
    if not as_json:
        _show(problems, reading, err=True)
    if _has_errors(problems):
        if as_json:
            _print_json({"problems": problems_json(problems), "packages": []})
        _fail(f"nothing was built: {summary(problems)}")
    built = build_packages(checkouts, out, languages, now=time.time(), locked=locked, accepted=accepted)
    if as_json:
        packages = [package_json(*each) for each in built]
        _print_json({"problems": problems_json(problems), "packages": packages})
        return
    for line in package_lines(built):
        click.echo(line)


@main.command()
@_decks
@_accepted
@_as_json
def check(decks: Sequence[str], accepted: Sequence[str], *, as_json: bool) -> None:
    """Tell everything that is wrong with decks.

    Each mistake is shown at its line, with a way out where there is one. Exits with 1 when there
    is an error. Nothing is written.

    \b
    Examples:
      flashcards check
      flashcards check decks/mostaque-2024.yaml --json
    """
    reading, _, problems = _checked(decks, accepted)
    if as_json:
        _print_json({"problems": problems_json(problems)})
    else:
        _show(problems, reading, err=False)
        click.echo(summary(problems) if problems else f"{_counted(reading)}: nothing is wrong")
    if _has_errors(problems):
        raise SystemExit(1)


@main.command()
@click.argument("name")
@click.option(
    "-l",
    "--language",
    "languages",
    multiple=True,
    metavar="TAG",
    default=("bn", "en"),
    show_default=True,
    help="A language of the deck, the one to study first; may be repeated.",
)
def new(name: str, languages: Sequence[str]) -> None:
    """Begin a deck.

    Writes decks/NAME.yaml, with one note to start from. Nothing that is there already is overwritten.

    \b
    Examples:
      flashcards new world-rivers
      flashcards new world-rivers --language hi --language en
    """
    from flashcards.deckfile.entry import SLUG
    from flashcards.deckfile.scaffold import SCHEMA, new_deck
    from flashcards.language import is_language

    if not SLUG.regex.fullmatch(name):
        raise click.BadParameter(f"'{name}' cannot be a deck's name; write {SLUG.form}", param_hint="NAME")
    for tag in languages:
        if not is_language(tag):
            raise click.BadParameter(
                f"'{tag}' is not a language; use a BCP 47 tag, such as 'bn'", param_hint="--language"
            )
    path = DECKS / f"{name}.yaml"
    _write_new(path, new_deck(name, languages), must_be_new=True)
    _write_new(DECKS / SCHEMA, _schema_text())
    _write_new(DECKS / ".gitattributes", "*.ledger merge=union\n")
    click.echo(f"{path} is written; now")
    click.echo(f"  edit it, then run `flashcards check {name}` and `flashcards build {name}`")


@main.command()
@click.option(
    "-o", "--out", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False), help="Write it to a file."
)
def schema(out: Path | None) -> None:
    """Print the JSON Schema of deck files, for editors.

    An editor with a YAML language server completes and checks a deck file that begins with

    \b
      # yaml-language-server: $schema=deck.schema.json

    \b
    Examples:
      flashcards schema -o decks/deck.schema.json
    """
    if out is None:
        click.echo(_schema_text(), nl=False)
        return
    _write(out, _schema_text())
    click.echo(f"{out} is written")


def _checked(
    decks: Sequence[str], accepted: Sequence[str]
) -> "tuple[Reading, tuple[Checkout, ...], tuple[Problem, ...]]":
    """Decks as they were read, with their ledgers, and all that is wrong with either."""
    from flashcards.build import check_out, problems_of

    reading = read_decks(find_decks(decks, DECKS))
    checkouts = check_out(reading.decks, accepted)
    return reading, checkouts, (*reading.problems, *problems_of(checkouts))


def _know(languages: Sequence[str], reading: Reading) -> None:
    """Refuse study languages which no deck has."""
    known = sorted({tag for deck in reading.decks for tag in deck.languages})
    for tag in languages:
        if reading.decks and tag not in known:
            raise click.BadParameter(f"no deck has '{tag}'; there are {', '.join(known)}", param_hint="--language")


def _has_errors(problems: Iterable[Problem]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)


def _show(problems: Sequence[Problem], reading: Reading, *, err: bool) -> None:
    for line in problem_lines(problems, reading.texts):
        click.echo(_styled(line), err=err)


def _styled(line: Iterable[Styled]) -> str:
    return "".join(click.style(text, **_STYLES[role]) if role else text for text, role in line)


def _counted(reading: Reading) -> str:
    decks, notes = len(reading.decks), sum(len(deck.notes) for deck in reading.decks)
    return f"{decks:,} deck{'' if decks == 1 else 's'}, {notes:,} note{'' if notes == 1 else 's'}"


def _print_json(data: object) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def _schema_text() -> str:
    return files("flashcards.deckfile").joinpath("deck.schema.json").read_text(encoding="utf-8")


def _write_new(path: Path, text: str, *, must_be_new: bool = False) -> None:
    """Write a file unless it is there; that it is may be an error."""
    if path.exists():
        if must_be_new:
            raise FlashcardsError(f"'{path}' is there already", hint="choose another name")
        return
    _write(path, text)


def _write(path: Path, text: str) -> None:
    from flashcards.files import staging

    with staging() as stage:
        stage.write(path, lambda file: file.write(text.encode()))
        stage.place()


def _fail(message: str, hint: str = "") -> NoReturn:
    click.echo(click.style("error: ", **_STYLES["error"]) + message, err=True)
    if hint:
        click.echo(click.style("  hint: ", **_STYLES["hint"]) + hint, err=True)
    raise SystemExit(1)
