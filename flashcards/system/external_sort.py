"""External sorting: millions of texts in order of their names, in bounded memory."""

import heapq
import marshal
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from typing import BinaryIO

_MAX_HELD = 1 << 23  # characters in memory
_BATCH = 500  # texts per record of a temporary file


class SortedLines:
    """Collects texts in any order, each with a unique name, and iterates over them in order of their names."""

    def __init__(self) -> None:
        self._held: list[tuple[str, str]] = []
        self._size = 0
        self._stack = ExitStack()
        self._runs: list[tuple[BinaryIO, int]] = []

    def add(self, name: str, text: str) -> None:
        self._held.append((name, text))
        self._size += len(text)
        if self._size > _MAX_HELD:
            self._spill()

    def __iter__(self) -> Iterator[tuple[str, str]]:
        self._held.sort()
        return heapq.merge(self._held, *(_run(*run) for run in self._runs))

    @property
    def is_empty(self) -> bool:
        return not (self._held or self._runs)

    def __enter__(self) -> "SortedLines":
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _spill(self) -> None:
        file = self._stack.enter_context(tempfile.TemporaryFile(prefix="flashcards-"))  # noqa: SIM115
        self._held.sort()
        for begin in range(0, len(self._held), _BATCH):
            marshal.dump(self._held[begin : begin + _BATCH], file)
        self._runs.append((file, file.tell()))
        self._held.clear()
        self._size = 0


def _run(file: BinaryIO, end: int) -> Iterator[tuple[str, str]]:
    """The texts of a temporary file, which are sorted."""
    file.seek(0)
    while file.tell() < end:
        yield from marshal.load(file)
