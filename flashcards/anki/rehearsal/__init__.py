"""What an update from one package to another does to learners, tried out in Anki's own backend.

Simulated learners import the old package, use it, and import the new one with the default options
of Anki's import dialog. There is one learner for each group of habits, and every note meets every
group, so that an outcome is reported if it would happen to anyone. One more learner has added a
field to each note type, and imports the new package twice: with the default options, and again
with "Merge note types".
"""

import tempfile
from pathlib import Path

from flashcards.anki.rehearsal.outcomes import rehearsal_of
from flashcards.anki.rehearsal.result import Names, Rehearsal
from flashcards.anki.rehearsal.runs import run_learners
from flashcards.model.problem import FlashcardsError
from flashcards.system.atomic import scratch_folder

__all__ = ["Names", "Rehearsal", "rehearse"]


def rehearse(old: Path, new: Path) -> Rehearsal:
    """Let simulated learners of the old package import the new one, in scratch collections.

    Raises FlashcardsError without the package `anki`, and for a file that Anki cannot import.
    """
    _require_anki()
    from anki.errors import AnkiException

    try:
        with scratch_folder() as folder:
            runs, custom_field = run_learners(old, new, folder)
    except (AnkiException, OSError) as error:
        raise FlashcardsError(
            f"Anki cannot keep a scratch collection in '{tempfile.gettempdir()}': {error}", hint="make room there"
        ) from error
    return rehearsal_of(runs, custom_field)


def _require_anki() -> None:
    try:
        from anki.collection import ImportAnkiPackageOptions  # noqa: F401
    except ImportError as error:
        raise FlashcardsError(
            "a rehearsal needs Anki's own code, the Python package 'anki'",
            hint="install it: `pip install 'flashcards-compiler[anki]'`",
        ) from error
