"""Parallel jobs, in forked processes that share the memory of this one."""

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
_STOPPED = 130  # the exit status of an interrupted process

# Without fork, pickling the notes takes longer than the work
_CAN_FORK = sys.platform == "linux"


def run_all(jobs: Sequence[Callable[[], Result]], *, parallel: bool) -> list[Result]:
    """Run jobs, if `parallel` in one process each; returns their results in order.

    Results must be picklable; an exception of a job is raised here.
    """
    with ExitStack() as stack:
        results = [stack.enter_context(in_background(job, parallel=parallel)) for job in jobs[1:]]
        return [jobs[0](), *(result() for result in results)] if jobs else []


@contextmanager
def in_background(job: Callable[[], Result], *, parallel: bool) -> Iterator[Callable[[], Result]]:
    """Run a job in a forked process; the callable waits for its result.

    Without `parallel`, on a platform without fork, with one processor, and inside such a process, the
    job runs when its result is asked for.
    """
    if not (parallel and _CAN_FORK and (os.cpu_count() or 1) > 1) or _is_worker():
        yield job
        return
    process, receiver = _started(job)
    try:
        yield lambda: _received(receiver, process)
    finally:
        process.terminate()
        process.join()


def _is_worker() -> bool:
    """Whether this process was forked by another one, which uses the other processors."""
    multiprocessing = sys.modules.get("multiprocessing")
    return multiprocessing is not None and multiprocessing.parent_process() is not None


def _received(receiver: "Connection", process: "BaseProcess") -> Any:
    try:
        has_succeeded, result = receiver.recv()
    except EOFError as error:
        process.join()
        if process.exitcode == _STOPPED:  # this process may be interrupted later than its child
            raise KeyboardInterrupt from None
        # Killed, perhaps by the system for lack of memory
        raise FlashcardsError("a worker process died", hint="is there enough memory?") from error
    if has_succeeded:
        return result
    raise result


def _started(job: Callable[[], object]) -> "tuple[BaseProcess, Connection]":
    import multiprocessing  # most commands do not need it

    receiver, sender = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=_work, args=(job, sender), daemon=True)
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)  # until the child has its own signal handlers
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    sender.close()  # so that the receiver notices when the child, which holds the other copy, dies
    return process, receiver


def _work(job: Callable[[], object], sender: "Connection") -> None:
    """Run a job in the child process; the parent reports an interruption."""
    try:
        with _interruptible():
            _send(job, sender)
    except (KeyboardInterrupt, BrokenPipeError):  # the parent is stopped, or has been killed
        sys.exit(_STOPPED)


def _send(job: Callable[[], object], sender: "Connection") -> None:
    try:
        with watched_by(None):  # one progress bar at a time
            sender.send((True, job()))
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        sender.send((False, error))


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let a signal interrupt the job; one that comes later is ignored, because Python would print a traceback."""
    try:
        for number in _STOPPING:
            signal.signal(number, _stop)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING)
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)


def _stop(_: int, __: object) -> None:
    """Interrupt the job, so that it cleans up; once, because both a terminal and the parent may send a signal."""
    for number in _STOPPING:
        signal.signal(number, lambda *_: None)  # with SIG_IGN, Python would report a signal that is already pending
    raise KeyboardInterrupt
