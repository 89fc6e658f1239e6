"""What every test is given."""

import os
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from playwright.sync_api import Browser

from flashcards.cli import main
from tests.browser import chromium
from tests.frozen import Clock, frozen

Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    """Run a command as a user would, in the folder the test stands in."""

    def run(*words: str | Path, expect: int = 0) -> Result:
        result = CliRunner().invoke(main, [str(word) for word in words], prog_name="flashcards")
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == expect, result.output
        return result

    return run


@pytest.fixture(autouse=True, scope="session")
def clock() -> Iterator[Clock]:
    """The clock of all tests, which stands still; a test may move it."""
    with frozen() as clock:
        yield clock


@pytest.fixture(autouse=True, scope="session")
def _no_power_fails() -> Iterator[None]:
    """Files reach the disk when the system writes them: a seventh of the time went by waiting for it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.fsync", lambda _: None)
        yield


@pytest.fixture(autouse=True)
def _no_time_has_gone_by(clock: Clock) -> Iterator[None]:
    """However far a test moves the clock, the next one begins at the same moment."""
    moment = clock.now
    yield
    clock.now = moment


@pytest.fixture(autouse=True, scope="session")
def _folders_of_their_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the tests' commands cache, and their scratch folders, stay with the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        scratch = tmp_path_factory.mktemp("scratch")  # not swept by tests that run beside these, with a later clock
        patch.setenv("TMPDIR", str(scratch))
        patch.setattr("tempfile.tempdir", str(scratch))
        yield


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="take what is printed now as what is expected")


@pytest.fixture
def expect(request: pytest.FixtureRequest) -> Callable[[str, Path], None]:
    """Compare a text with a file, or, with --accept, write it there."""

    def expect(text: str, path: Path) -> None:
        if request.config.getoption("--accept"):
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return expect


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; where it is not installed, its tests are skipped, except in CI."""
    try:
        with chromium() as browser:
            yield browser
    except FileNotFoundError as missing:
        missing_here(f"needs Chromium: {missing}")


@contextmanager
def started(command: Sequence[str], **options: Any) -> Iterator["subprocess.Popen[Any]"]:
    """A process that runs beside a test, and is killed where the test fails before it has ended."""
    with subprocess.Popen(command, **options) as process:
        try:
            yield process
        finally:
            process.kill()


def replace_in(path: Path, old: str, new: str) -> None:
    """Edit a file that contains a text."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def missing_here(reason: str) -> None:
    """Skip a test for want of something that CI has to have."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
