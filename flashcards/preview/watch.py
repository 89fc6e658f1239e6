"""A call whenever files change, as soon as they have."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from threading import Event

from watchfiles import watch

_PAUSE = 20  # milliseconds without a change, after which an editor is done with a save
_LONGEST_PAUSE = 200
_PATIENCE = 1000  # milliseconds after which the disk is looked at though no change was told of

_State = tuple[int, int, int]


def watching(folders: Callable[[], Iterable[Path]], act: Callable[[], object], stop: Event) -> None:
    """Call `act` at once, and whenever a file in the folders is changed, made, renamed or deleted, until `stop` is set.

    What the disk says decides; an event only says when to look. So nothing is missed where a folder
    is deleted and made anew, as when another branch is checked out. Which folders there are is asked
    again after each look.
    """
    seen: Mapping[str, _State] | None = None
    while not stop.is_set():
        watched = _identities(folders())
        for now in _looks(watched, stop):
            if now != seen:
                seen = now
                act()
            if _identities(folders()) != watched:
                break


def _looks(folders: Iterable[Path], stop: Event) -> Iterator[Mapping[str, _State]]:
    """What is in the folders, now and each time that something may have changed."""
    try:
        changes = watch(
            *folders,
            watch_filter=None,
            debounce=_LONGEST_PAUSE,
            step=_PAUSE,
            rust_timeout=_PATIENCE,
            yield_on_timeout=True,
            stop_event=stop,
            recursive=False,
            raise_interrupt=False,
        )
        for _ in changes:
            yield _states(folders)
    except OSError:  # a folder went away at this moment
        stop.wait(_PAUSE / 1000)


def _identities(folders: Iterable[Path]) -> Mapping[Path, int]:
    """The folders there are, each with what tells it from another made in its place."""
    identities = {}
    for folder in sorted(set(folders)):
        try:
            identities[folder] = folder.stat().st_ino
        except OSError:  # there is none, or no longer
            continue
    return identities


def _states(folders: Iterable[Path]) -> Mapping[str, _State]:
    """The visible files in folders, each with what differs once it was written to."""
    states = {}
    for folder in folders:
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if not entry.name.startswith(".") and not entry.name.endswith("~"):
                        states[entry.path] = _state(entry)
        except OSError:
            continue
    return states


def _state(entry: "os.DirEntry[str]") -> _State:
    try:
        stat = entry.stat()
    except OSError:
        return (0, 0, 0)
    return (stat.st_ino, stat.st_mtime_ns, stat.st_size)
