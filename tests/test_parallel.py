"""Work in a process of its own comes back as if it had been done here."""

import os
import sys
from functools import partial

import pytest

from flashcards.model.problem import FlashcardsError
from flashcards.system.parallel import in_background, run_all

needs_fork = pytest.mark.skipif(
    sys.platform != "linux" or os.cpu_count() == 1, reason="here no work is done in a process of its own"
)


def fail(hint: str) -> None:
    raise FlashcardsError("this cannot be written", hint)


@pytest.mark.parametrize("parallel", [True, False])
def test_results_come_in_the_order_of_the_jobs(parallel: bool) -> None:
    assert run_all([partial(pow, 2, power) for power in range(4)], parallel=parallel) == [1, 2, 4, 8]


@pytest.mark.parametrize("parallel", [True, False])
def test_what_stops_a_job_is_raised_here(parallel: bool) -> None:
    job = partial(fail, "make room")
    with (
        in_background(job, parallel=parallel) as result,
        pytest.raises(FlashcardsError, match="cannot be written") as stopped,
    ):
        result()
    assert stopped.value.hint == "make room"


@needs_fork
def test_a_process_that_dies_is_reported() -> None:
    job = partial(os._exit, 9)
    with (
        in_background(job, parallel=True) as result,
        pytest.raises(FlashcardsError, match="a worker process died"),
    ):
        result()


@pytest.mark.slow
@needs_fork
def test_a_process_that_is_stopped_as_it_ends_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    for _ in range(400):
        with in_background(str, parallel=True) as result:
            result()
    assert capfd.readouterr() == ("", "")
