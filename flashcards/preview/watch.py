"""File watching: a call as soon as files have changed."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from threading import Event

from watchfiles import watch

_PAUSE = 20  # milliseconds without a change, after which an editor is done with a save
_LONGEST_PAUSE = 200
_PATIENCE = 1000  # milliseconds after which the disk is read though no change was reported

_State = tuple[int, int, int]


def watching(folders: Callable[[], Iterable[Path]], act: Callable[[], object], stop: Event) -> None:
    """Call `act` at once, and whenever a file in the folders is changed, made, renamed or deleted, until `stop` is set.

    An event only says when to read the disk, and the state of the disk decides. So nothing is missed when a
    folder is deleted and made again, as when another branch is checked out. `folders` is called again after
    each reading.
    """
    seen: Mapping[str, _State] | None = None
    while not stop.is_set():
        watched = _identities(folders())
        for now in _snapshots(watched, stop):
            if now != seen:
                seen = now
                act()
            if _identities(folders()) != watched:
                break


def folders_below(roots: Iterable[Path]) -> Iterator[Path]:
    """Folders with all their visible subfolders."""
    for root in roots:
        for folder, inside, _ in os.walk(root):
            inside[:] = [name for name in inside if not name.startswith(".")]
            yield Path(folder)


def _snapshots(folders: Iterable[Path], stop: Event) -> Iterator[Mapping[str, _State]]:
    """Yield the state of the folders, now and each time that something may have changed."""
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
    """The folders that exist, each with its inode, which differs when a folder is made again in its place."""
    identities = {}
    for folder in sorted(set(folders)):
        try:
            identities[folder] = folder.stat().st_ino
        except OSError:  # there is none, or no longer
            continue
    return identities


def _states(folders: Iterable[Path]) -> Mapping[str, _State]:
    """The visible files in folders, each with values that change when it is written."""
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
