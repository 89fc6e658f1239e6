"""Files read from the disk, and nothing in the place of one that would wait for ever or never end."""

import errno
import os
import stat
from io import BufferedReader
from pathlib import Path

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def open_file(path: Path) -> BufferedReader:
    """Open a file to read its bytes; a folder, a pipe or a device is an OSError at once."""
    _check(path, path.stat().st_mode)  # a device may already do something when it is opened
    handle = os.open(path, _FLAGS)
    try:
        _check(path, os.fstat(handle).st_mode)
        return os.fdopen(handle, "rb")
    except OSError:
        os.close(handle)
        raise


def read_file(path: Path) -> bytes:
    """Read the bytes of a file."""
    with open_file(path) as file:
        return file.read()


def _check(path: Path, mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "it is a pipe or a device, and not a file", str(path))
