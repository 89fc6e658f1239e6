"""The files of a repository for decks, beside the decks themselves: for learners, contributors, editors and CI."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from flashcards.deckfile.repository.snippets import snippets
from flashcards.model.deck import Language
from flashcards.system.regular_files import read_file
from flashcards.text.language import own_name
from flashcards.text.phrases import joined

_FOLDER = Path(__file__).parent / "files"
_FORM = "mistake.yml"
REPORT = f"https://github.com/{{repository}}/issues/new?template={_FORM}&note={{{{id}}}}" + "".join(
    f"&{name}={{{{{name}}}}}" for name in ("deck", "version", "language")
)
"""The address where learners report a mistake; the repository is such as `asha/rivers`."""


class RepositoryFile(NamedTuple):
    """The file of a template, its path in the repository, and what it is for."""

    template: str
    path: str
    purpose: str


FILES = (
    RepositoryFile("README.md", "README.md", "for learners"),
    RepositoryFile("CONTRIBUTING.md", "CONTRIBUTING.md", "for contributors"),
    RepositoryFile("requirements.txt", "requirements.txt", "the program that compiles the decks"),
    RepositoryFile("gitignore", ".gitignore", "lets git ignore dist/"),
    RepositoryFile("source/README.md", "source/README.md", "what decks are about"),
    RepositoryFile(
        f"github/ISSUE_TEMPLATE/{_FORM}", f".github/ISSUE_TEMPLATE/{_FORM}", "where learners report a mistake"
    ),
    RepositoryFile(
        "github/workflows/decks.yml",
        ".github/workflows/decks.yml",
        "checks, shows changes, and releases what is tagged",
    ),
    RepositoryFile("pre-commit-config.yaml", ".pre-commit-config.yaml", "checks each commit"),
    RepositoryFile("vscode/settings.json", ".vscode/settings.json", "for VS Code: the schema of deck files"),
    RepositoryFile("vscode/extensions.json", ".vscode/extensions.json", "the extension that reads it"),
    RepositoryFile(
        "vscode/tasks.json", ".vscode/tasks.json", "`flashcards check` as a task, whose problems are listed"
    ),
)
_SNIPPETS = RepositoryFile("", ".vscode/flashcards.code-snippets", "notes to fill in")


def repository_files(title: str, languages: Sequence[Language], requirement: str) -> Mapping[RepositoryFile, str]:
    """The texts of the files; `requirement` is what pip installs to get this program."""
    named = [f"{own_name(tag)} (`-{tag}.apkg`)" for tag in languages]
    values = {
        "@title@": title,
        "@languages@": joined([own_name(tag) for tag in languages], "and"),
        "@packages@": joined(named, "and"),
        "@requirement@": requirement,
    }
    files = {file: read_file(_FOLDER / file.template).decode() for file in FILES}
    for mark, value in values.items():
        files = {file: text.replace(mark, value) for file, text in files.items()}
    return {**files, _SNIPPETS: snippets(languages)}
