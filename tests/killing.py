"""Commands killed, as by kill -9, between any two steps that change files."""

import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from flashcards.cli import main

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_READS = {"os.listdir", "os.scandir", "os.walk", "os.fwalk"}


def in_child(act: Callable[[], object]) -> int:
    """Do something in a process of its own; its exit status, or minus the signal that ended it."""
    child = os.fork()
    if child == 0:
        status = 70
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            os.dup2(1, 2)
            act()
            status = 0
        except SystemExit as stop:
            status = int(stop.code or 0)
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def run_and_die_at(step: int, command: Sequence[str], now: float) -> None:
    """Run a command at a moment, and be killed when it is about to change files for the n-th time."""
    seen = 0

    def hook(name: str, details: tuple[Any, ...]) -> None:
        nonlocal seen
        if _is_step(name, details):
            seen += 1
            if seen == step:
                os.kill(os.getpid(), signal.SIGKILL)

    time.time = lambda: now
    sys.addaudithook(hook)
    main([*command], prog_name="flashcards")


def state_of(folder: Path) -> dict[str, bytes]:
    """The files in a folder that a user sees, and what is in them."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in paths
        if not any(part.endswith(".part") for part in path.relative_to(folder).parts)
    }


def _is_step(name: str, details: tuple[Any, ...]) -> bool:
    if name == "open":
        path, _, flags = details
        return isinstance(path, str | bytes) and bool(flags & _WRITES) and os.fsdecode(path) != os.devnull
    return name.split(".")[0] in ("os", "tempfile", "sqlite3", "shutil") and name not in _READS
