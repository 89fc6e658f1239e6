"""What the README shows is what happens."""

import inspect
import re
from pathlib import Path

import pytest

from flashcards.cli import main
from flashcards.lint.registry import ALL_RULES, RULES, load
from tests.conftest import Run
from tests.readme import MANUAL, README, blocks, command
from tests.test_layers import ROOMS


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("decks").mkdir()


def test_the_two_commands_are_the_ones_ci_runs() -> None:
    assert command("build").endswith(".venv/bin/flashcards build\n")
    assert command("test").endswith(".venv/bin/pytest\n")


def test_the_example_deck_builds(run: Run) -> None:
    Path("decks/world-rivers.yaml").write_text(blocks("yaml")[0], encoding="utf-8")
    assert run("check").stdout == "1 deck, 1 note: no problems\n"
    run("build")


def test_the_mistake_is_reported_as_shown(run: Run) -> None:
    deck = Path("decks/world-rivers.yaml")
    deck.write_text(blocks("yaml")[0].replace("answer:", "anwser:"), encoding="utf-8")
    assert run("check", expect=1).stdout == blocks("")[1]


def test_the_build_prints_what_is_shown(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(README.parent)
    said = run("build", "--locked", "-o", tmp_path / "dist").stdout.replace(str(tmp_path) + "/", "")
    sizes = re.compile("[0-9]+ kB")  # another zlib, another size
    assert sizes.sub("", said) == sizes.sub("", blocks("")[0])


@pytest.mark.parametrize("path", [README, MANUAL], ids=["readme", "manual"])
def test_pictures_and_links_lead_somewhere(path: Path) -> None:
    text = re.sub("`[^`]*`", "", path.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)]*)\)", text):
        name, _, heading = target.partition("#")
        leads = path.parent / name if name else path
        is_there = leads.is_file() and (not heading or heading in headings(leads))
        assert target.startswith("https://") or is_there, target


def headings(path: Path) -> set[str]:
    """The headings of a page as GitHub writes them in addresses."""
    found = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {heading.lower().replace(",", "").replace(" ", "-") for heading in found}


def test_every_rule_has_its_line() -> None:
    listed = rows("| rule | what must hold |", MANUAL)
    rules = {name: inspect.getdoc(load(name)) or "" for name in RULES}
    assert listed[: len(rules)] == [(f"`{name}`", documented.split("\n")[0]) for name, documented in rules.items()]
    assert [name for name, _ in listed] == [f"`{name}`" for name in ALL_RULES]


def rows(heads: str, path: Path) -> list[tuple[str, ...]]:
    """The rows of the table with these heads."""
    _, after = path.read_text(encoding="utf-8").split(f"{heads}\n")
    lines = after[: after.index("\n\n")].splitlines()[1:]
    return [tuple(line.strip("| ").split(" | ")) for line in lines]


def test_every_folder_of_the_package_has_its_line_in_the_order_of_imports() -> None:
    folders = [name for cells, _ in rows("| folder | contents |", README) for name in re.findall("`(.*?)`", cells)]
    assert folders == [room for room in ROOMS if room != "__main__"]


def test_what_contributors_are_sent_to_is_there() -> None:
    text = README.read_text(encoding="utf-8")
    paths = re.findall(r"`((?:flashcards|tests|\.ci)/[a-z_./]+)`", text)
    assert len(paths) > 5
    assert [path for path in paths if not (README.parent / path).exists()] == []


def test_every_command_is_named() -> None:
    text = README.read_text(encoding="utf-8") + MANUAL.read_text(encoding="utf-8")
    assert [name for name in main.commands if f"flashcards {name}" not in text] == []
