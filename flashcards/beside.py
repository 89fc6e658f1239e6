"""Work done beside other work, in processes that share what there was when they began."""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from typing import TypeVar

from flashcards.progress import watched_by

Result = TypeVar("Result")

# Where a process cannot begin as a copy of this one, handing over the notes takes longer than the work
_CAN_FORK = sys.platform == "linux"


def all_done(jobs: Sequence[Callable[[], Result]], *, together: bool) -> list[Result]:
    """Do jobs, each in a process of its own where `together` and there are processors for it; results in their order.

    A result must be one that can be pickled; what a job raises is raised here.
    """
    if not (together and _CAN_FORK and len(jobs) > 1 and (os.cpu_count() or 1) > 1):
        return [job() for job in jobs]
    started = [_started(job) for job in jobs[1:]]
    try:
        results = [jobs[0]()]
        for _, receiver in started:
            is_well, result = receiver.recv()
            if not is_well:
                raise result
            results.append(result)
        return results
    finally:
        for process, _ in started:
            process.terminate()
            process.join()


def _started(job: Callable[[], Result]) -> tuple[multiprocessing.process.BaseProcess, Connection]:
    receiver, sender = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=_done, args=(job, sender), daemon=True)
    process.start()
    return process, receiver


def _done(job: Callable[[], Result], sender: Connection) -> None:
    """Do a job in a process of its own; that it is stopped is for the other process to tell."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # which lets it sweep up after itself
    try:
        with watched_by(None):  # one bar at a time
            sender.send((True, job()))
    except KeyboardInterrupt:
        pass
    except BaseException as error:
        sender.send((False, error))
