"""Imports run one way, and each library has one home."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "flashcards"

# From the bottom up: a module imports from its own room or from those before it
ROOMS = (
    *("model", "system", "text", "yamltext", "cards", "lint", "source", "deckfile", "anki", "ledger", "compile"),
    *("report", "diff", "preview", "release", "cli", "__main__"),
)
HOMES = {
    "yaml": ("yamltext",),
    "genanki": ("anki",),
    "sqlite3": ("anki", "compile"),
    "zipfile": ("anki",),
    "zlib_ng": ("system",),
    "click": ("cli",),
    "polib": ("deckfile",),
    "wcwidth": ("report",),
    "platformdirs": ("compile",),
    "markdown_it": ("text",),
    "pygments": ("text",),
    "nh3": ("text",),
    "tinycss2": ("text",),
    "watchfiles": ("preview",),
    "http": ("preview",),
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_each_room_is_in_its_place() -> None:
    """A new file in a room needs no edit here; a new room does."""
    assert {room_of(path) for path in MODULES} - {"__init__"} == {*ROOMS}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_run_one_way(path: Path) -> None:
    room = room_of(path)
    ours = {name.split(".")[1] for name in imports_of(path) if name.startswith("flashcards.")}
    allowed = ROOMS if room == "__init__" else ROOMS[: ROOMS.index(room) + 1]
    assert ours - {*allowed} == set()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_each_library_has_one_home(path: Path) -> None:
    room = room_of(path)
    strays = [name for name in imports_of(path) if room not in HOMES.get(name.split(".")[0], (room,))]
    assert strays == []


def test_every_module_is_one_sentence() -> None:
    for path in MODULES:
        docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        first = docstring.split("\n\n")[0]
        assert first.endswith((".", "::")), path
        assert first[:-1].count(". ") == 0, path


def test_what_a_room_offers_has_no_name_of_a_module_in_it() -> None:
    """Once such a module is imported, Python has it in the place of what is offered."""
    rooms = [path for path in MODULES if path.name == "__init__.py"]
    shadowed = [
        f"{path.parent.name}.{node.name}"
        for path in rooms
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and ((path.parent / f"{node.name}.py").exists() or (path.parent / node.name).is_dir())
    ]
    assert shadowed == []
