"""Standard streams that can show any text, and are there even where the shell closed them."""

import codecs
import io
import os
import re
import sys

_NAMES = ("stdin", "stdout", "stderr")  # by their numbers
_SHOWN = "flashcards.shown"  # how letters are written that a stream has no bytes for
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # all but the tab and the end of a line


def make_fit() -> None:
    """Let no text cost a traceback: where a stream cannot show a letter, it shows its number.

    What is no terminal is UTF-8, as files are, unless PYTHONIOENCODING wants it otherwise.
    """
    for number, name in enumerate(_NAMES):
        if getattr(sys, name) is None:
            setattr(sys, name, _nothing(number))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            is_given = stream.isatty() or "PYTHONIOENCODING" in os.environ
            stream.reconfigure(encoding=None if is_given else "utf-8", errors=_SHOWN)


def drop_unwritten() -> None:
    """Drop what a stream could not write, or Python fails again as it ends, with an exit code of its own: 120."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def visible(text: str) -> str:
    """A text with its control characters as JSON writes them: a terminal would obey them."""
    return _CONTROL.sub(lambda found: _escaped(found[0]), text)


def _escaped(text: str) -> str:
    """Letters as JSON writes them, so that data stay data."""
    units = memoryview(text.encode("utf-16-be", "surrogatepass"))
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


def _shown(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return _escaped(error.object[error.start : error.end]), error.end


codecs.register_error(_SHOWN, _shown)


def _nothing(number: int) -> io.TextIOWrapper:
    """What takes the place of a closed stream, so that no file that is opened later gets its number."""
    handle = os.open(os.devnull, os.O_RDWR)
    file = os.fdopen(handle, "wb" if number else "rb", buffering=0)
    return io.TextIOWrapper(file, encoding="utf-8", write_through=True)
