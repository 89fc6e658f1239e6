"""Imports run one way, and each library has one home."""

import ast
from collections import Counter
from functools import cache
from keyword import iskeyword
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "flashcards"

# From the bottom up: a module imports from its own room or from those before it
ROOMS = (
    *("model", "system", "text", "yamltext", "cards", "lint", "source", "deckfile", "anki", "ledger"),
    *("exporting", "importing", "compile", "merging", "adopting", "report", "diff", "preview", "release", "cli"),
    "__main__",
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
    "markdownify": ("text",),
    "bs4": ("text",),
    "openpyxl": ("importing",),
    "zstandard": ("anki",),
    "watchfiles": ("preview",),
    "math_core": ("preview",),
    "http": ("anki", "preview"),
}
MODULES = sorted(PACKAGE.rglob("*.py"))
TESTS = sorted(Path(__file__).parent.rglob("test_*.py"))
SLOW = "pytest.mark.slow"


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports_of(path: Path) -> tuple[str, ...]:
    imports = [node for node in ast.walk(parsed(path)) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = [alias.name for node in imports if isinstance(node, ast.Import) for alias in node.names]
    return (*names, *(node.module for node in imports if isinstance(node, ast.ImportFrom) and node.module))


def test_each_room_is_in_its_place() -> None:
    """A new file in a room needs no edit here; a new room does."""
    assert {room_of(path) for path in MODULES} - {"__init__"} == {*ROOMS}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_run_one_way(path: Path) -> None:
    room = room_of(path)
    ours = {name.split(".")[1] for name in imports_of(path) if name.startswith("flashcards.")}
    allowed = ROOMS if room == "__init__" else ROOMS[: ROOMS.index(room) + 1]
    assert ours - {*allowed} == set()


@pytest.mark.parametrize("room", [room for room in ROOMS if room != "__main__"])
def test_a_room_says_what_it_may_import(room: str) -> None:
    documented = " ".join((ast.get_docstring(parsed(PACKAGE / room / "__init__.py")) or "").split())
    allowed = ", ".join(ROOMS[: ROOMS.index(room)]) or "nothing of this package"
    assert documented.endswith(f" May import: {allowed}.")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_each_library_has_one_home(path: Path) -> None:
    room = room_of(path)
    strays = [name for name in imports_of(path) if room not in HOMES.get(name.split(".")[0], (room,))]
    assert strays == []


def test_every_module_is_one_sentence() -> None:
    for path in MODULES:
        docstring = ast.get_docstring(parsed(path)) or ""
        first = docstring.split("\n\n")[0]
        assert first.endswith((".", "::")), path
        assert first[:-1].count(". ") == 0, path


def test_no_function_or_class_of_a_room_has_the_name_of_a_module_in_it() -> None:
    """Once such a module is imported, it replaces the function or class as an attribute of the room."""
    rooms = [path for path in MODULES if path.name == "__init__.py"]
    shadowed = [
        f"{path.parent.name}.{node.name}"
        for path in rooms
        for node in parsed(path).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and ((path.parent / f"{node.name}.py").exists() or (path.parent / node.name).is_dir())
    ]
    assert shadowed == []


def test_no_two_classes_share_a_name() -> None:
    """A word means one thing in the code; what only one module uses begins with an underscore."""
    classes = [node.name for path in MODULES for node in parsed(path).body if isinstance(node, ast.ClassDef)]
    public = Counter(name for name in classes if not name.startswith("_"))
    assert [name for name, count in public.items() if count > 1] == []


@pytest.mark.parametrize("room", [room for room in ROOMS if room != "__main__"])
def test_each_room_has_tests_that_are_not_slow(room: str) -> None:
    """Plain `pytest` must notice what breaks in any room."""
    assert [path.name for path in TESTS if has_quick_tests(path) and room in rooms_tested_by(path)]


@cache
def rooms_tested_by(path: Path) -> set[str]:
    """The rooms that a test module imports from, directly or by a command that it runs."""
    calls = [node for node in ast.walk(parsed(path)) if isinstance(node, ast.Call) and node.args]
    words = [ast.unparse(call.args[0]).strip("'") for call in calls if ast.unparse(call.func) == "run"]
    names = (f"{word}_" if iskeyword(word) else word for word in words if word.isidentifier())
    commands = [PACKAGE / "cli" / f"{name}.py" for name in names]
    sources = [path, *(command for command in commands if command.exists())]
    return {name.split(".")[1] for each in sources for name in imports_of(each) if name.startswith("flashcards.")}


@cache
def has_quick_tests(path: Path) -> bool:
    """Whether a test module has a test that is not marked as slow, by itself or with the module."""
    body = parsed(path).body
    lines = map(ast.unparse, body)
    if any(SLOW in line for line in lines if line.startswith("pytestmark =")):
        return False
    tests = [node for node in body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
    return any(SLOW not in map(ast.unparse, test.decorator_list) for test in tests)
