"""The JSON document of a command: with `--json` it is all of standard output, whatever happens."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import click

from flashcards.cli.streams import visible
from flashcards.model.problem import Problem

if TYPE_CHECKING:
    from flashcards.report.left_out import LeftOut

FORMAT = 2
"""The version of the form, which `flashcards schema output` prints; another number means that old readers fail."""

_GROUPS: Mapping[str, Sequence[str]] = {"po": ("export", "import")}
_HELP = ("-h", "--help", "--version")


class JsonDocument:
    """What a command has to say as data; `keys` are its own."""

    def __init__(self, command: str) -> None:
        self.keys: dict[str, Any] = {}
        self.problems: Sequence[Problem] = ()
        self.left_out: Sequence[LeftOut] = ()
        self.wrote: list[str] = []
        self._command = command
        self._error: dict[str, str] | None = None

    def fail(self, message: str, hint: str = "") -> None:
        """Set the error that ended the command."""
        self._error = {"message": message, "hint": hint}

    def text(self, *, is_ok: bool) -> str:
        """The document as JSON."""
        import json  # most commands print text

        from flashcards.report.formats import problems_json

        data = {
            "format": FORMAT,
            "command": self._command,
            "ok": is_ok,
            "error": self._error,
            "problems": problems_json(self.problems),
            "left_out": [deck._asdict() for deck in self.left_out],
            "wrote": self.wrote,
            **self.keys,
        }
        return json.dumps(data, ensure_ascii=False, indent=2)


_DOCUMENT: ContextVar[JsonDocument | None] = ContextVar("document", default=None)


def document() -> JsonDocument | None:
    """The JSON document of the running command; None if it prints text."""
    return _DOCUMENT.get()


@contextmanager
def document_printed(words: Sequence[str], commands: Mapping[str, str]) -> Iterator[None]:
    """Print the JSON document at the end of a command, if these words ask for it; the end is a SystemExit.

    The words are looked at before they are parsed, because a mistake in them is reported in the document too.
    """
    if not _asks_for_json(words):
        yield
        return
    current = JsonDocument(_command(words, commands))
    token, is_ok = _DOCUMENT.set(current), True
    try:
        yield
    except SystemExit as end:
        is_ok = not end.code
        raise
    except Exception as error:
        is_ok = False
        current.fail(f"flashcards has failed: {error!r}", "this is a defect of flashcards: please report it")
        raise
    finally:
        _DOCUMENT.reset(token)
        click.echo(visible(current.text(is_ok=is_ok)))


def _asks_for_json(words: Sequence[str]) -> bool:
    options = [*words[: words.index("--")]] if "--" in words else [*words]
    if any(option in _HELP for option in options):
        return False
    formats = [value for option, value in pairwise(options) if option == "--format"]
    return "--json" in options or "--format=json" in options or "json" in formats


def _command(words: Sequence[str], commands: Mapping[str, str]) -> str:
    """The command that is run, such as `build` or `po export`; empty if there is none of this name."""
    names = [word for word in words if not word.startswith("-")]
    if not names or names[0] not in commands:
        return ""
    is_in_group = len(names) > 1 and names[1] in _GROUPS.get(names[0], ())
    return " ".join(names[: 1 + is_in_group])
