"""The tools that a user would pick instead, each in an environment of its own, at the same notes in its own format.

The environments are made on demand, with pip or npm, in `.peers/`. A tool that is not installed, or fails, is listed
with what happened.
"""

import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.contestants import ROOT, Contestant, Place
from tests.benchmarks.packages import Contents, inspected, raise_for_counts

ENVIRONMENTS = ROOT / ".peers"

_HERE = Path(__file__).parent
_LANGUAGES = ("bn", "en")


class Peer(NamedTuple):
    """A tool: what is installed of it, its command, and how its output is counted; peer_inputs.py writes its input.

    `command` is given the environment, the folder of the input and one for the output.
    """

    name: str
    title: str
    requirement: str
    install: Callable[[Path, str], Sequence[Sequence[str | Path]]]
    command: Callable[[Path, Path, Path], Sequence[str | Path]]
    inspect: Callable[[Path, int], Contents | None] = inspected


class Readied(NamedTuple):
    """A peer that takes its turns, or why it takes none."""

    contestant: Contestant
    failure: str


def readied(peers: Sequence[Peer], environments: Path = ENVIRONMENTS) -> tuple[Readied, ...]:
    """Make the environments that are not there yet."""
    return tuple(
        Readied(_contestant(peer, environments / peer.name), _installed(peer, environments / peer.name))
        for peer in peers
    )


def _contestant(peer: Peer, environment: Path) -> Contestant:
    def command(place: Place) -> Sequence[str | Path]:
        return peer.command(environment, _input(place), place.out(peer.name))

    def prepare(place: Place) -> None:
        if not _input(place).exists():
            writer = (sys.executable, "-m", "tests.benchmarks.peer_inputs", peer.name, place.deck, _input(place))
            subprocess.run(writer, cwd=ROOT, check=True)
        shutil.rmtree(place.out(peer.name), ignore_errors=True)
        place.out(peer.name).mkdir(parents=True)

    def _input(place: Place) -> Path:
        return place.folder / "peers" / peer.name

    return Contestant(
        peer.name,
        f"{peer.title} ({peer.requirement})",
        command,
        prepare,
        peer.name,
        may_fail=True,
        inspect=peer.inspect,
    )


def _installed(peer: Peer, environment: Path) -> str:
    """Install a peer; returns what went wrong, or nothing."""
    stamp = environment / "installed"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == peer.requirement:
        return ""
    shutil.rmtree(environment, ignore_errors=True)
    environment.mkdir(parents=True)
    for command in peer.install(environment, peer.requirement):
        try:
            done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace")
        except OSError as error:
            return f"not installed: {error}"
        if done.returncode:
            return f"not installed: {last_line(done.stderr)}"
    stamp.write_text(peer.requirement, encoding="utf-8")
    return ""


def last_line(text: str) -> str:
    """The last line with something in it, which is where a traceback says what happened."""
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "")


def _with_pip(environment: Path, requirement: str) -> Sequence[Sequence[str | Path]]:
    pip = (environment / "bin" / "python", "-m", "pip", "install", "-q", "--disable-pip-version-check")
    return ((sys.executable, "-m", "venv", environment), (*pip, requirement))


def _with_npm(environment: Path, requirement: str) -> Sequence[Sequence[str | Path]]:
    npm = ("npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", environment, requirement)
    return (npm,)


def _anki_yaml_tool(environment: Path, folder: Path, out: Path) -> Sequence[str | Path]:
    program = environment / "bin" / "anki-yaml-tool"
    builds = (
        (program, "build", "--file", folder / f"{language}.yaml", "--output", out / f"{language}.apkg")
        for language in _LANGUAGES
    )
    return ("/bin/sh", "-c", " && ".join(shlex.join(map(str, build)) for build in builds))


def _ankcompiler(environment: Path, folder: Path, out: Path) -> Sequence[str | Path]:
    return (environment / "bin" / "ankc", "build", "--all", "--path", folder, "--output", out)


def _brain_brew(environment: Path, folder: Path, out: Path) -> Sequence[str | Path]:
    # it takes its paths from the folder that it is run in
    script = 'ln -sfn "$3" "$2/out" && cd "$2" && exec "$1" run recipe.yaml'
    return ("/bin/sh", "-c", script, "sh", environment / "bin" / "brainbrew", folder, out)


def _yanki(environment: Path, folder: Path, out: Path) -> Sequence[str | Path]:
    return ("node", _HERE / "yanki_notes.mjs", environment, folder, out)


def _count_lines(mark: str, out: Path, size: int) -> None:
    """Count the notes of decks by a mark that a line of each has; raises ValueError where some are missing."""
    counts = []
    for path in sorted(out.rglob("*.json*")):
        with path.open(encoding="utf-8") as lines:
            counts.append(sum(mark in line for line in lines))
    raise_for_counts(counts, size)


PEERS = (
    Peer("anki-yaml-tool", "anki-yaml-tool", "anki-yaml-tool==0.4.0", _with_pip, _anki_yaml_tool),
    Peer("ankcompiler", "AnkCompiler", "ankcompiler==0.6.0", _with_pip, _ankcompiler),
    Peer(
        "brain-brew",
        "brain-brew, to CrowdAnki's JSON",
        "Brain-Brew==0.3.11",
        _with_pip,
        _brain_brew,
        partial(_count_lines, '"__type__": "Note",'),
    ),
    Peer(
        "yanki",
        "yanki, notes without a package",
        "yanki@2.0.9",
        _with_npm,
        _yanki,
        partial(_count_lines, '"modelName":'),
    ),
)
"""From the closest on; the versions are those that this was written for."""
