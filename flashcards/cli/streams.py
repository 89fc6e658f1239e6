"""Standard streams that can write any text, and exist even if the shell closed them."""

import codecs
import io
import os
import re
import sys

_NAMES = ("stdin", "stdout", "stderr")  # in the order of their file descriptors
_ESCAPE = "flashcards.escape"  # the error handler for characters that the encoding of a stream lacks
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # all except tab and newline


def configure_streams() -> None:
    """Let streams escape the characters that they cannot encode, instead of failing.

    A stream that is not a terminal is UTF-8, as files are, unless PYTHONIOENCODING names another encoding.
    """
    for number, name in enumerate(_NAMES):
        if getattr(sys, name) is None:
            setattr(sys, name, _null_stream(number))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            keeps_encoding = stream.isatty() or "PYTHONIOENCODING" in os.environ
            stream.reconfigure(encoding=None if keeps_encoding else "utf-8", errors=_ESCAPE)


def drop_unwritten() -> None:
    """Drop what a stream could not write, or Python fails again at exit, with its own exit status 120."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def visible(text: str) -> str:
    """Escape control characters as JSON does, because a terminal would obey them."""
    return _CONTROL.sub(lambda match: _escaped(match[0]), text)


def _escaped(text: str) -> str:
    """Escape characters as JSON does, so that JSON output stays valid."""
    units = memoryview(text.encode("utf-16-be", "surrogatepass"))
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


def _escape_unencodable(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return _escaped(error.object[error.start : error.end]), error.end


codecs.register_error(_ESCAPE, _escape_unencodable)


def _null_stream(number: int) -> io.TextIOWrapper:
    """Replace a closed stream, so that no file that is opened later gets its file descriptor."""
    handle = os.open(os.devnull, os.O_RDWR)
    file = os.fdopen(handle, "wb" if number else "rb", buffering=0)
    return io.TextIOWrapper(file, encoding="utf-8", write_through=True)
