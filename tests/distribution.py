"""The wheel and the sdist do the main job outside the repository: `python -m tests.distribution`.

Builds both, installs each into an empty environment, and makes a deck with it.
"""

import subprocess
import sys
import tarfile
import tempfile
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
COMMANDS = (
    ["new", "rivers"],
    ["check"],
    ["build"],
    ["build", "--locked"],
    ["preview", "-o", "gallery"],
    ["diff", "dist", "decks"],
    ["schema"],
    ["po", "export", "-l", "en", "-o", "en.po"],
)
DATA = ("py.typed", ".json", ".css", ".html", ".js", ".toml")
"""Endings of the files in the package that are no Python."""


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="distribution-") as scratch:
        folder = Path(scratch)
        subprocess.run(
            [sys.executable, "-m", "build", "-o", folder / "built", ROOT], check=True, stdout=subprocess.DEVNULL
        )
        [sdist], [wheel] = (folder / "built").glob("*.tar.gz"), (folder / "built").glob("*.whl")
        _check_files(sdist, wheel)
        for distribution in (wheel, sdist):
            _use(distribution, folder / distribution.suffix[1:])
    print(f"{wheel.name} and {sdist.name} were installed and used")  # noqa: T201


def _check_files(sdist: Path, wheel: Path) -> None:
    """Both hold all of the package, and nothing of the tests."""
    package = ROOT / "flashcards"
    wanted = {str(path.relative_to(ROOT)) for path in package.rglob("*") if path.name.endswith((*DATA, ".py"))}
    with zipfile.ZipFile(wheel) as archive:
        in_wheel = set(archive.namelist())
    with tarfile.open(sdist) as archive:
        in_sdist = {name.partition("/")[2] for name in archive.getnames()}
    for name, there in (("the wheel", in_wheel), ("the sdist", in_sdist)):
        if missing := wanted - there:
            raise SystemExit(f"{name} lacks {', '.join(sorted(missing))}")
        if tests := [each for each in there if each.startswith("tests")]:
            raise SystemExit(f"{name} holds {len(tests)} files of the tests")


def _use(distribution: Path, folder: Path) -> None:
    """Install a distribution into an empty environment, and do the main job with it."""
    venv.create(folder / "env", with_pip=True)
    programs = folder / "env" / ("Scripts" if sys.platform == "win32" else "bin")
    subprocess.run([programs / "python", "-m", "pip", "install", "--quiet", distribution], check=True)
    project = folder / "project"
    project.mkdir()
    for command in COMMANDS:
        done = subprocess.run([programs / "flashcards", *command], cwd=project, capture_output=True, encoding="utf-8")
        if done.returncode or "Traceback" in done.stderr:
            raise SystemExit(f"flashcards {' '.join(command)} ended with {done.returncode}:\n{done.stderr}")
    packages = sorted(path.name for path in (project / "dist").glob("*.apkg"))
    if packages != ["rivers-bn.apkg", "rivers-en.apkg"]:
        raise SystemExit(f"there are {packages}")


if __name__ == "__main__":
    main()
