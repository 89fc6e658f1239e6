"""Reading regular files, and refusing pipes and devices, which may block or never end."""

import errno
import os
import stat
from io import BufferedReader
from pathlib import Path

from flashcards.system.reads import ABSENT, record, record_content

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def open_file(path: Path) -> BufferedReader:
    """Open a file to read its bytes; raises OSError for a folder, a pipe or a device."""
    record(path)
    _check(path, path.stat().st_mode)  # opening a device may already have an effect
    handle = os.open(path, _FLAGS)
    try:
        _check(path, os.fstat(handle).st_mode)
        return os.fdopen(handle, "rb")
    except OSError:
        os.close(handle)
        raise


def read_file(path: Path) -> bytes:
    """Read the bytes of a file."""
    try:
        with open_file(path) as file:
            content = file.read()
    except FileNotFoundError:
        record(path, ABSENT)
        raise
    record_content(path, content)
    return content


def is_file(path: Path) -> bool:
    """Whether there is a file; what is read in its place may change when one comes or goes."""
    is_there = path.is_file()
    record(path, None if is_there else ABSENT)
    return is_there


def _check(path: Path, mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "it is a pipe or a device, not a file", str(path))
