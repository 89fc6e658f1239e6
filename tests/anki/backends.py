"""Anki's own backend, the newest and older ones, each in a Python that has it."""

import json
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

OLD_VERSIONS = ("23.10.1", "24.11")
VERSIONS = ("newest", *(pytest.param(version, marks=pytest.mark.slow) for version in OLD_VERSIONS))
_ENVIRONMENTS = Path(__file__).parents[2] / ".anki"
_DUMP = Path(__file__).parent / "collection_dump.py"


def python_with(version: str) -> Path:
    """A Python that has this version of `anki`, made when it is first asked for; "newest" is this one."""
    if version == "newest":
        return Path(sys.executable)
    folder = _ENVIRONMENTS / version
    python = folder / "bin" / "python"
    ready = folder / "ready"
    if not ready.exists():
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", f"anki=={version}"], check=True)
        ready.touch()
    return python


def collection_after(packages: Sequence[Path], version: str) -> dict[str, Any]:
    """What a fresh collection holds after importing packages, each twice; see collection_dump.py."""
    command = [python_with(version), _DUMP, *packages]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8")
    report: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])  # Anki may say before that it was slow
    return report


if __name__ == "__main__":
    for each in OLD_VERSIONS:
        python_with(each)
