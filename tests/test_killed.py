"""A command that is killed anywhere has done nothing, or is completed by the same command."""

import re
import shutil
import signal
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.killing import in_child, run_and_die_at, state_of
from tests.test_compatibility import DECK

NOON = 1_795_600_800.0  # in November 2026
LATER = NOON + 3600
PATH = Path("decks/planets.yaml")
COMMANDS: Mapping[str, Sequence[str]] = {
    "build": ["build"],
    "release": ["release", "1.1"],
    "check --fix": ["check", "--fix"],
    "confirm": ["confirm", "rings"],
    "new": ["new", "rivers"],
    "po export": ["po", "export", "-l", "en", "-o", "out/en.po"],
    "po import": ["po", "import", "en.po"],
    "preview": ["preview", "-o", "gallery"],
    "diff": ["diff", "decks", "decks", "--format", "html", "-o", "changes.html"],
}
EDITS = {
    "check --fix": ("The planet Mercury", "The planet  Mercury"),
    "confirm": ("en: Saturn", "en: The planet Saturn"),
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Path:
    """A deck that was released, and edited since."""
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setattr("time.time", lambda: NOON - 86_400)
    PATH.parent.mkdir()
    Path("decks/sun.png").write_bytes(b"a picture of the sun")
    deck = DECK.replace("en: Mercury", 'en: "Mercury ![sun](sun.png)"').replace("bn: বুধ", 'bn: "বুধ ![সূর্য](sun.png)"')
    PATH.write_text(deck, encoding="utf-8")
    run("release", "1.0")
    text = PATH.read_text(encoding="utf-8").replace("version: 1.0", "version: 1.1")
    PATH.write_text(text.replace('"Mercury !', '"The planet Mercury !').replace('"বুধ !', '"বুধই !'), encoding="utf-8")
    run("po", "export", "-l", "en", "-o", "en.po")
    po = Path("en.po").read_text(encoding="utf-8")
    Path("en.po").write_text(po.replace('msgstr "Saturn"', 'msgstr "The planet Saturn"'), encoding="utf-8")
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
def test_killed_between_any_two_steps_a_command_is_completed_by_running_it_again(
    name: str, project: Path, tmp_path: Path
) -> None:
    command = COMMANDS[name]
    PATH.write_text(PATH.read_text(encoding="utf-8").replace(*EDITS.get(name, ("", ""))), encoding="utf-8")
    before, backup = state_of(project), tmp_path / "backup"
    shutil.copytree(project, backup)
    whole = [_outcome(command, now, project, backup) for now in (NOON, LATER)]
    assert before not in whole
    steps = 0
    while True:
        steps += 1
        ended = in_child(partial(run_and_die_at, steps, command, NOON))
        if ended == 0:
            break
        assert ended == -signal.SIGKILL
        _check_files_are_whole(before, _less_chance(state_of(project)), whole[0])
        in_child(partial(run_and_die_at, 0, command, LATER))
        assert _less_chance(state_of(project)) in whole
        _put_back(project, backup)
    assert steps > 4


def _outcome(command: Sequence[str], now: float, project: Path, backup: Path) -> Mapping[str, bytes]:
    """What a command that nobody stops comes to."""
    assert in_child(partial(run_and_die_at, 0, command, now)) == 0
    state = _less_chance(state_of(project))
    _put_back(project, backup)
    return state


def _check_files_are_whole(before: Mapping[str, bytes], now: Mapping[str, bytes], after: Mapping[str, bytes]) -> None:
    """Each file is as it was or as it will be, and a ledger is never behind a package: it would forget ids."""
    ledger = "decks/planets.ledger"
    before = _less_chance(before)
    changed = {name for name in now if now[name] != before.get(name)}
    assert all(now[name] == after[name] for name in changed - {ledger})
    assert before.keys() <= now.keys()
    assert ledger in changed or not any(name.endswith(".apkg") for name in changed)


def _less_chance(state: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """The files without what differs each time: when a release was complete, and the random uid of a new deck."""
    chance = re.compile(rb"(?m)^(version \S+|  uid:) .*")
    return {name: chance.sub(rb"\1", content) for name, content in state.items()}


def _put_back(project: Path, backup: Path) -> None:
    for path in project.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.copytree(backup, project, dirs_exist_ok=True)


def test_a_release_that_is_refused_a_file_says_what_it_has_written(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.time", lambda: NOON)
    before = state_of(project)
    place = Path("dist/planets-1.1")
    place.write_bytes(b"a file")
    said = run("release", "1.1", expect=1).stderr
    assert "error: cannot write 'dist/planets-1.1': Not a directory\n  hint: nothing was changed\n" in said
    place.unlink()
    assert state_of(project) == before
    with monkeypatch.context() as held:
        held.setattr(Path, "replace", _held(Path.replace, "planets-1.1"))
        said = run("release", "1.1", expect=1).stderr
    assert said.endswith(
        "error: cannot write 'dist/planets-1.1': Permission denied\n"
        "  hint: already written: decks/planets.ledger; run the command again to write the rest\n"
    )
    run("release", "1.1")
    assert {path.name for path in place.iterdir()} >= {"SHA256SUMS", "Planets_v1.1_bn.apkg", "CHANGES-en.md"}


def _held(replace: object, name: str) -> object:
    """What Windows does with a file that a program has open."""

    def held(part: Path, place: Path) -> Path:
        if place.name == name:
            raise PermissionError(13, "Permission denied", str(part), None, str(place))
        return replace(part, place)  # type: ignore[operator, no-any-return]

    return held


def test_two_decks_released_into_one_folder_keep_their_papers(project: Path, run: Run) -> None:
    other = DECK.replace("planets", "worlds").replace("0123", "4567")
    Path("decks/worlds.yaml").write_text(other.replace("গ্রহ\n", "জগৎ\n").replace("Planets", "Worlds"), encoding="utf-8")
    run("release", "1.0", "worlds")
    run("release", "1.1", "planets")
    papers = ["CHANGES-bn.md", "CHANGES-en.md", "LISTING-bn.md", "LISTING-en.md", "README-bn.md", "README-en.md"]
    papers += ["UPDATES-bn.txt", "UPDATES-en.txt", "gallery", "index.html"]
    for folder, name in (
        ("planets-1.0", "Planets_v1.0"),
        ("planets-1.1", "Planets_v1.1"),
        ("worlds-1.0", "Worlds_v1.0"),
    ):
        packages = [f"{name}_bn.apkg", f"{name}_en.apkg"]
        assert sorted(path.name for path in Path("dist", folder).iterdir()) == sorted(
            [*papers, *packages, "SHA256SUMS"]
        )
