"""What a command costs as a whole process: time on the clock, processor time, and memory at its peak."""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

_PAUSE = 0.02  # seconds between looks at the memory; a look takes some microseconds
_PAGE = os.sysconf("SC_PAGE_SIZE")
_MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024


class Cost(NamedTuple):
    """Seconds on the clock, seconds of processors, and bytes of memory.

    The memory is that of a process and its children together where `/proc` tells (pages they share
    count for each), and else of the largest of them. It is never less than this process had when
    it began the other.
    """

    seconds: float
    processor: float
    memory: int


def measured(command: Sequence[str | Path], folder: Path, environment: Mapping[str, str]) -> Cost:
    """Run a command in a folder, and tell what it cost; raises ChildProcessError when it fails."""
    with tempfile.TemporaryFile() as said:
        begin = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT
        )
        with _Watch(process.pid) as watch:
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            told = said.read().decode("utf-8", "replace")[-2000:]
            raise ChildProcessError(f"{' '.join(map(str, command))} ended with {process.returncode}: {told}")
    memory = max(watch.most, usage.ru_maxrss * _MAXRSS_UNIT)
    return Cost(seconds, usage.ru_utime + usage.ru_stime, memory)


class _Watch:
    """Looks at the memory of a process and its children again and again."""

    def __init__(self, process_id: int) -> None:
        self.most = 0
        self._process_id = process_id
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> "_Watch":
        if Path("/proc/self/statm").exists():
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        if self._thread.is_alive():
            self._thread.join()

    def _look(self) -> None:
        while not self._is_over.wait(_PAUSE):
            self.most = max(self.most, _memory(self._process_id))


def _memory(process_id: int) -> int:
    """What a process and those it started have in memory; nothing when it is gone."""
    folder = Path(f"/proc/{process_id}")
    try:
        resident = int((folder / "statm").read_text().split()[1]) * _PAGE
        children = (folder / f"task/{process_id}/children").read_text().split()
    except (OSError, IndexError):
        return 0
    return resident + sum(_memory(int(child)) for child in children)
