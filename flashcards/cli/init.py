"""`flashcards init`."""

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from shlex import quote

import click

from flashcards import __version__
from flashcards.cli import completion, options
from flashcards.cli.companions import Companion, ignores_packages, missing_companions
from flashcards.cli.languages import LANGUAGES, check_languages
from flashcards.cli.naming import Naming, check_title
from flashcards.cli.output import print_json, say, say_wrote, write_files
from flashcards.deckfile.discovery import OUT, Project

_GITHUB = re.compile(r"(?:https://github\.com/|git@github\.com:|ssh://git@github\.com/)([\w.-]+/[\w.-]+?)(?:\.git)?/?")
_UNKNOWN = "OWNER/REPOSITORY"


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--name", metavar="NAME", help="The id of the first deck [default: the name of DIR]")
@click.option("--title", default="", metavar="TEXT", help="Its title in the study language.")
@options.languages(
    "A language of the deck, the study language first; can be repeated [default: bn and en]",
    complete=completion.all_languages,
)
@click.option(
    "--repository",
    metavar="URL",
    default="",
    help="Where it will be on GitHub, so that cards link to its form for mistakes [default: the remote 'origin']",
)
@options.as_json
def init(folder: Path, name: str | None, title: str, languages: Sequence[str], repository: str) -> None:
    """Write a whole repository for decks.

    Beside decks/ with a first deck, DIR gets a README for learners and one for contributors, a form
    for mistakes, which the link on a card fills in, a workflow that checks, shows what a pull request
    changes and releases what is tagged, a pre-commit configuration, and the schema, snippets and
    tasks for VS Code. Existing files are not overwritten; if there are decks, no deck is added.

    \b
    Examples:
      flashcards init world-rivers
      flashcards init rios --title "Ríos de España" -l es -l en
      flashcards init . --repository https://github.com/asha/world-rivers
    """
    from flashcards.system.git import origin

    check_languages(languages)
    tags = tuple(dict.fromkeys(languages)) or LANGUAGES
    naming = _naming(name, folder, title)
    home = _on_github(repository or (origin(folder) if folder.is_dir() else ""), is_given=bool(repository))
    files = _files(folder, naming, tags, home)
    kept = [path for path in files if path.exists()]
    written = {path: file for path, file in files.items() if path not in kept}
    write_files({path: file.text for path, file in written.items()})
    print_json({"kept": [str(path) for path in kept]})
    for path, file in written.items():
        say_wrote(path, note=file.purpose)
    for path in kept:
        say(f"kept {path}")
    _say_next(folder, home, has_deck=Project(folder).decks / f"{naming.id}.yaml" in written)


def _naming(name: str | None, folder: Path, title: str) -> Naming:
    """The id and the title of the first deck; an id that is not given is the name of the folder as one."""
    from flashcards.source.slug import slug
    from flashcards.yamltext.entry import SLUG

    deck_id = name or slug(Path(os.path.abspath(folder)).name)  # noqa: PTH100  # also of '..'
    if not SLUG.fits(deck_id):
        message = f"'{name or folder}' cannot be a deck's id; use {SLUG.wanted(deck_id)}"
        raise click.BadParameter(message, param_hint="--name")
    check_title(title)
    return Naming(deck_id, title)


def _files(folder: Path, naming: Naming, tags: Sequence[str], home: str) -> Mapping[Path, Companion]:
    """All files of the repository, by their paths."""
    from flashcards.deckfile.repository import REPORT, repository_files
    from flashcards.deckfile.template import new_deck
    from flashcards.system.installed import requirement

    project = Project(folder)
    title = naming.title or naming.id.replace("-", " ").capitalize()
    files = {
        folder / file.path: Companion(text, file.purpose)
        for file, text in repository_files(title, tags, requirement(__version__)).items()
    }
    decks = {}
    if not project.decks.is_dir() or not any(project.decks.rglob("*.y*ml")):
        report = f"{'' if home else '# '}report: {REPORT.format(repository=home or _UNKNOWN)}"
        deck = new_deck(naming.id, tags, naming.title, report)
        decks[project.decks / f"{naming.id}.yaml"] = Companion(deck, "the first deck, with an example")
    return {**decks, **missing_companions(project), **files}


def _on_github(address: str, *, is_given: bool) -> str:
    """The owner and name of a repository on GitHub; empty if the address is another."""
    found = _GITHUB.fullmatch(address)
    if is_given and not found:
        message = f"'{address}' is not the address of a repository on GitHub, such as 'https://github.com/asha/rivers'"
        raise click.BadParameter(message, param_hint="--repository")
    return found[1] if found else ""


def _say_next(folder: Path, home: str, *, has_deck: bool) -> None:
    if has_deck and not home:
        say(f"  once it is on GitHub, write its name in the deck, in place of {_UNKNOWN}, and delete '# ' before it")
    if not ignores_packages(Project(folder)):
        say(f"  add '{OUT}/' to {folder / '.gitignore'}: packages are built, and need not be committed")
    steps = [*([] if folder.absolute() == Path.cwd() else [f"cd {quote(str(folder))}"]), "flashcards preview --watch"]
    say(f"  next: `{'`, `'.join(steps)}`")
