"""Work done beside other work, in processes that share what there was when they began."""

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from flashcards.model.problem import FlashcardsError
from flashcards.system.progress import watched_by

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

Result = TypeVar("Result")

_STOPPING = (signal.SIGINT, signal.SIGTERM)
_STOPPED = 130  # the exit status of a process that was stopped

# Where a process cannot begin as a copy of this one, handing over the notes takes longer than the work
_CAN_FORK = sys.platform == "linux"


def run_all(jobs: Sequence[Callable[[], Result]], *, parallel: bool) -> list[Result]:
    """Do jobs, each in a process of its own where `parallel` and there are processors for it; results in their order.

    A result must be one that can be pickled; what a job raises is raised here.
    """
    with ExitStack() as stack:
        others = [stack.enter_context(in_background(job, parallel=parallel)) for job in jobs[1:]]
        return [jobs[0](), *(result() for result in others)] if jobs else []


@contextmanager
def in_background(job: Callable[[], Result], *, parallel: bool) -> Iterator[Callable[[], Result]]:
    """Do a job beside what is done meanwhile; what one is given waits for its result.

    Where it cannot be done in a process of its own, it is done when its result is asked for: also in such a process.
    """
    if not (parallel and _CAN_FORK and (os.cpu_count() or 1) > 1) or _is_beside():
        yield job
        return
    process, receiver = _started(job)
    try:
        yield lambda: _received(receiver, process)
    finally:
        process.terminate()
        process.join()


def _is_beside() -> bool:
    """Whether this process was begun by another one, which has its share of the processors."""
    multiprocessing = sys.modules.get("multiprocessing")
    return multiprocessing is not None and multiprocessing.parent_process() is not None


def _received(receiver: "Connection", process: "BaseProcess") -> Any:
    try:
        is_well, result = receiver.recv()
    except EOFError as error:
        process.join()
        if process.exitcode == _STOPPED:  # which may be known here before this process is stopped itself
            raise KeyboardInterrupt from None
        # It was killed, perhaps for its memory
        raise FlashcardsError("a process that did part of the work has died", hint="is there memory enough?") from error
    if is_well:
        return result
    raise result


def _started(job: Callable[[], object]) -> "tuple[BaseProcess, Connection]":
    import multiprocessing  # which most commands have no use for

    receiver, sender = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=_done, args=(job, sender), daemon=True)
    known = signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)  # until the process is where it can be stopped
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, known)
    sender.close()  # so that it is known when the process that has the other copy is no more
    return process, receiver


def _done(job: Callable[[], object], sender: "Connection") -> None:
    """Do a job in a process of its own; that it is stopped is for the other process to tell."""
    try:
        for each in _STOPPING:
            signal.signal(each, _stop)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING)
        with watched_by(None):  # one bar at a time
            sender.send((True, job()))
    except KeyboardInterrupt:
        sys.exit(_STOPPED)
    except BaseException as error:
        sender.send((False, error))


def _stop(_: int, __: object) -> None:
    """Stop, which lets the job sweep up after itself; once, as both a terminal and the other process may say so."""
    for each in _STOPPING:
        signal.signal(each, lambda *_: None)  # not SIG_IGN: one that is on its way would be complained of
    raise KeyboardInterrupt
