"""The files that belong to a project beside its decks: for editors, and for git."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from flashcards.cli.schema import schema_text
from flashcards.deckfile.discovery import OUT, Project
from flashcards.system.regular_files import read_file

# `linguist-generated` folds a file in the diffs of GitHub and Gitea, and counts it to no language
_ATTRIBUTES = "*.ledger merge=union linguist-generated\ndeck.schema.json linguist-generated\n"


class Companion(NamedTuple):
    """The text of a file, and what it is for."""

    text: str
    purpose: str


def missing_companions(project: Project) -> Mapping[Path, Companion]:
    """The files that are not there yet."""
    from flashcards.deckfile.template import SCHEMA

    files = {
        project.decks / SCHEMA: Companion(schema_text(), "editors complete and check decks with it"),
        project.decks / ".gitattributes": Companion(_ATTRIBUTES, "lets git merge ledgers"),
    }
    if not ignores_packages(project):
        files[project.root / ".gitignore"] = Companion(f"{OUT}/\n", f"lets git ignore {OUT}/")
    return {path: companion for path, companion in files.items() if not path.exists()}


def ignores_packages(project: Project) -> bool:
    """Whether git ignores the packages, or would in a repository."""
    from flashcards.system.git import is_ignored

    path = project.root / ".gitignore"
    lines = read_file(path).decode(errors="replace").splitlines() if path.is_file() else []
    return any(line.strip().strip("/") == OUT for line in lines) or is_ignored(project.root / OUT)
