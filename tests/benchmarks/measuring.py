"""What a command costs as a whole process: time on the clock, processor time, and memory at its peak."""

import contextlib
import os
import signal
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

    `largest` is the peak of the largest process, `memory` that of the process and its children together (pages they
    share count for each; without `/proc` it is `largest`). Neither is less than this process had when it began the
    other.
    """

    seconds: float
    processor: float
    memory: int
    largest: int


def measured(
    command: Sequence[str | Path],
    folder: Path,
    environment: Mapping[str, str],
    *,
    status: int = 0,
    seconds: float | None = None,
) -> Cost:
    """Run a command in a folder, and return what it cost.

    Raises ChildProcessError when it ends with another status, and TimeoutError, with all it started stopped, when it
    takes longer than so many seconds.
    """
    with tempfile.TemporaryFile() as output:
        begin = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            with _Watch(process.pid, seconds) as watch:
                _, ended, usage = os.wait4(process.pid, 0)
                process.returncode = os.waitstatus_to_exitcode(ended)
                took = time.perf_counter() - begin
        except BaseException:  # Ctrl-C reaches this process alone, as the other has a session of its own
            _stop(process.pid)
            raise
        if watch.is_too_long:
            raise TimeoutError(f"not done after {seconds:g} seconds")
        if process.returncode != status:
            output.seek(0)
            text = output.read().decode("utf-8", "replace")[-2000:]
            raise ChildProcessError(f"{' '.join(map(str, command))} ended with {process.returncode}:\n{text}")
    largest = usage.ru_maxrss * _MAXRSS_UNIT
    return Cost(took, usage.ru_utime + usage.ru_stime, max(watch.most, largest), largest)


def _stop(process_id: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process_id, signal.SIGKILL)


class _Watch:
    """Looks at the memory of a process and its children again and again, and stops them when their time is over."""

    def __init__(self, process_id: int, seconds: float | None) -> None:
        self.most = 0
        self.is_too_long = False
        self._process_id = process_id
        self._deadline = None if seconds is None else time.monotonic() + seconds
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> "_Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._is_over.wait(_PAUSE):
            self.most = max(self.most, _memory(self._process_id))
            if self._deadline is not None and time.monotonic() > self._deadline:
                self.is_too_long = True
                _stop(self._process_id)
                return


def _memory(process_id: int) -> int:
    """What a process and those it started have in memory; nothing when it is gone, or without `/proc`."""
    folder = Path(f"/proc/{process_id}")
    try:
        resident = int((folder / "statm").read_text().split()[1]) * _PAGE
        children = (folder / f"task/{process_id}/children").read_text().split()
    except (OSError, IndexError):
        return 0
    return resident + sum(_memory(int(child)) for child in children)
