"""What every test is given."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flashcards.cli import main

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
