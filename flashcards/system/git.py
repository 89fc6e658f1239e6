"""Decks and sources of a git revision."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flashcards.model.problem import FlashcardsError

_FOLDERS = ("decks", "source")


@contextmanager
def checked_out(revision: str, root: Path) -> Iterator[Path]:
    """Extract the `decks` and `source` folders of a revision of the project at `root` to a scratch folder.

    Raises FlashcardsError for an unknown revision, one without decks, outside a repository, and without git.
    """
    import io
    import tarfile

    from flashcards.system.atomic import scratch_folder

    if not _may_be_repository(root.resolve()):
        hint = "name a deck or a package to compare with, or run `git init` and commit the decks"
        raise FlashcardsError(f"'{revision}' is not a file or a deck, and there is no git repository here", hint)
    commit = _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}", root=root)
    if commit is None and revision == "HEAD":
        raise FlashcardsError("nothing is committed yet in this git repository", hint="commit the decks first")
    if commit is None:
        hint = "name a package, a deck, or a revision such as 'HEAD~1' or 'v1.0'"
        raise FlashcardsError(f"'{revision}' is not a file, a deck or a git revision", hint)
    listing = _git("ls-tree", "--name-only", commit.decode().strip(), *_FOLDERS, root=root)
    folders = (listing or b"").decode().split()
    if _FOLDERS[0] not in folders:
        raise FlashcardsError(f"there is no folder '{_FOLDERS[0]}' in the revision '{revision}'")
    archive = _git("archive", "--format=tar", commit.decode().strip(), "--", *folders, root=root)
    with scratch_folder() as scratch:
        with tarfile.open(fileobj=io.BytesIO(archive or b"")) as content:
            # Python 3.11.0 to 3.11.3 extract without filters; see the documentation of tarfile
            content.extraction_filter = getattr(tarfile, "data_filter", None)
            content.extractall(scratch)
        yield scratch


def tags() -> list[str]:
    """The tags of the repository, the newest first; none outside one."""
    if not _may_be_repository(Path.cwd()):
        return []
    return (_git("tag", "--sort=-creatordate") or b"").decode(errors="replace").split()


def origin(root: Path) -> str:
    """The address of the repository that a folder was cloned from or is pushed to; empty if there is none."""
    if not _may_be_repository(root.resolve()) or shutil.which("git") is None:
        return ""
    return (_git("remote", "get-url", "origin", root=root) or b"").decode(errors="replace").strip()


def is_lost(path: Path) -> bool:
    """Whether a file of the last commit is missing."""
    if path.exists() or not _may_be_repository(Path.cwd()) or shutil.which("git") is None:
        return False
    return bool(_git("ls-tree", "--name-only", "HEAD", "--", str(path)))


def is_ignored(path: Path) -> bool:
    """Whether git would ignore a folder; False without git, and outside a repository."""
    if not _may_be_repository(Path.cwd()) or shutil.which("git") is None:
        return False
    return _git("check-ignore", "--quiet", "--", f"{path}/") is not None


def _may_be_repository(folder: Path) -> bool:
    """Whether git would find a repository; checking the parent folders is much faster than starting git."""
    return "GIT_DIR" in os.environ or any((above / ".git").exists() for above in (folder, *folder.parents))


def _git(*words: str, root: Path = Path()) -> bytes | None:
    """The output of a git command in a folder, or None if it fails."""
    import subprocess  # a deck outside git does not need it

    try:
        done = subprocess.run(["git", *words], cwd=root, capture_output=True, check=False)
    except FileNotFoundError as error:
        raise FlashcardsError("git is not installed", hint="compare files instead of revisions") from error
    return done.stdout if done.returncode == 0 else None
