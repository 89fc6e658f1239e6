"""The wheel, the sdist and the repository install by pip, pipx and uv, and do the main job.

`python -m tests.distribution` installs each into an empty environment, outside the repository, and makes a deck there.
Then what `flashcards init` writes is used as a contributor, pre-commit and CI would: they install the program from its
requirements.
"""

import os
import subprocess
import sys
import tarfile
import tempfile
import venv
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
TOOLS = ("pipx>=1.7", "pre-commit>=4", "uv>=0.5")
PROGRAMS = "Scripts" if sys.platform == "win32" else "bin"
COMMANDS = (
    ["new", "rivers"],
    ["check"],
    ["build"],
    ["build", "--locked"],
    ["preview", "-o", "gallery"],
    ["diff", "dist", "decks"],
    ["schema"],
    ["po", "export", "-l", "en", "-o", "en.po"],
    ["init", "repository", "--name", "lakes"],
)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="distribution-") as scratch:
        folder = Path(scratch)
        _run([sys.executable, "-m", "build", "-o", folder / "built", ROOT], folder)
        [sdist], [wheel] = (folder / "built").glob("*.tar.gz"), (folder / "built").glob("*.whl")
        _check_files(sdist, wheel)
        tools = _tools(folder / "tools")
        address = f"git+{ROOT.resolve().as_uri()}"
        for tool in ("pip", "pipx", "uv"):
            for kind, source in {"wheel": wheel, "sdist": sdist, "git": address}.items():
                home = folder / f"{tool}-{kind}"
                home.mkdir()
                _use(_installed(tool, str(source), home, tools), home)
                print(f"{tool} installed {source}")  # noqa: T201
        _contribute(folder / "pip-git" / "repository", folder, tools)


def _run(
    command: Sequence[str | Path], folder: Path, environment: Mapping[str, str] | None = None, *, expect: int = 0
) -> str:
    """Run a command; returns what it printed."""
    around = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}  # where it may be already
    environment = {**around, **(environment or {})}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)
    if done.returncode != expect or "Traceback" in done.stderr:
        said = f"{done.stdout}{done.stderr}"
        raise SystemExit(f"{' '.join(map(str, command))} ended with {done.returncode}, not {expect}:\n{said}")
    return done.stdout


def _check_files(sdist: Path, wheel: Path) -> None:
    """Both hold what git has of the package, and no more of it; neither holds the tests."""
    wanted = {*_run(["git", "ls-files", "-z", "flashcards"], ROOT).strip("\0").split("\0")}
    with zipfile.ZipFile(wheel) as archive:
        in_wheel = {name for name in archive.namelist() if ".dist-info/" not in name}
    with tarfile.open(sdist) as archive:
        in_sdist = {member.name.partition("/")[2] for member in archive.getmembers() if member.isfile()}
    if tests := [name for name in in_sdist if name.startswith("tests")]:
        raise SystemExit(f"the sdist holds {len(tests)} files of the tests")
    for name, there in (("the wheel", in_wheel), ("the sdist", {n for n in in_sdist if n.startswith("flashcards/")})):
        if there != wanted:
            raise SystemExit(f"{name} lacks {sorted(wanted - there)}, and holds {sorted(there - wanted)} beside")


def _tools(folder: Path) -> Path:
    """Install what installs; returns the folder of its programs."""
    venv.create(folder, with_pip=True)
    _run([folder / PROGRAMS / "python", "-m", "pip", "install", "--quiet", *TOOLS], folder)
    return folder / PROGRAMS


def _installed(tool: str, source: str, home: Path, tools: Path) -> Path:
    """Install the program from a file or an address, into an empty environment; returns the program."""
    if tool == "pip":
        venv.create(home / "env", with_pip=True)
        _run([home / "env" / PROGRAMS / "python", "-m", "pip", "install", "--quiet", source], home)
        return home / "env" / PROGRAMS / "flashcards"
    programs = home / "programs"
    environment = {
        "PIPX_HOME": str(home / "pipx"),
        "PIPX_BIN_DIR": str(programs),
        "PIPX_MAN_DIR": str(home / "man"),
        "UV_TOOL_DIR": str(home / "uv"),
        "UV_TOOL_BIN_DIR": str(programs),
        "UV_CACHE_DIR": str(home / "cache"),
        # those of the system, as pip may be set to use; uv had another name for it before
        "UV_SYSTEM_CERTS": "true",
        "UV_NATIVE_TLS": "true",
    }
    _run([tools / tool, *(["tool"] if tool == "uv" else []), "install", source], home, environment)
    return programs / "flashcards"


def _use(program: Path, project: Path) -> None:
    """Do the main job in an empty folder."""
    for command in COMMANDS:
        _run([program, *command], project)
    packages = sorted(path.name for path in (project / "dist").glob("*.apkg"))
    if packages != ["rivers-bn.apkg", "rivers-en.apkg"]:
        raise SystemExit(f"there are {packages}")


def _contribute(repository: Path, folder: Path, tools: Path) -> None:
    """Install what a repository for decks requires, and check a commit of it, right and wrong."""
    required = (repository / "requirements.txt").read_text(encoding="utf-8").splitlines()[-1]
    commit = _run(["git", "rev-parse", "HEAD"], ROOT).strip()
    if required != f"flashcards-compiler @ git+{ROOT.resolve().as_uri()}@{commit}":
        raise SystemExit(f"it requires {required}")
    venv.create(folder / "contributor", with_pip=True)
    python = folder / "contributor" / PROGRAMS / "python"
    _run([python, "-m", "pip", "install", "--quiet", "--upgrade", "pip"], folder)  # some refuse a host that is empty
    _run([python, "-m", "pip", "install", "--quiet", "-r", "requirements.txt"], repository)
    _run([python.with_name("flashcards"), "check"], repository)
    for words in (["init", "--quiet"], ["add", "."]):
        _run(["git", *words], repository)
    environment = {"PRE_COMMIT_HOME": str(folder / "pre-commit")}
    deck = repository / "decks/lakes.yaml"
    for is_right in (True, False):
        if not is_right:
            deck.write_text(deck.read_text(encoding="utf-8").replace("answer:", "anwser:"), encoding="utf-8")
        for words in (["run"], ["try-repo", str(ROOT), "flashcards-check"]):
            _run([tools / "pre-commit", *words, "--all-files"], repository, environment, expect=0 if is_right else 1)
            print(f"pre-commit {words[0]}: {'passed' if is_right else 'refused a mistake'}")  # noqa: T201


if __name__ == "__main__":
    main()
