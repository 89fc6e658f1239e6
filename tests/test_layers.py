"""Imports run one way, and each library has one home."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "flashcards"

# From the bottom up: a module imports from its own layer or from those above it in this list
LAYERS = (
    ("clock", "problem", "beside", "progress", "regular", "cldr"),
    (
        "digest",
        "language",
        "labels",
        "answers",
        "markup",
        "names",
        "files",
        "sketch",
        "revision",
        "cloze",
        "stylesheet",
        "svg",
        "policy",
        "memory",
        "sorting",
        "decode",
    ),
    ("markdown", "media", "rendering"),
    ("deck", "outline", "problem_formats"),
    ("edition",),
    ("notetypes",),
    ("package", "description", "ledger", "snapshot", "rules", "coverage", "cardframe"),
    ("deckfile", "anki", "continuity", "diff", "translation", "stats"),
    ("filling", "lint"),
    ("stamping", "batch"),
    ("slicewise", "tally"),
    ("settling", "batched_notes"),
    ("build", "report", "diff_report", "diff_page"),
    ("package_report",),
    ("preview",),
    ("release",),
    ("cli",),
    ("__main__",),
)
HOMES = {
    "yaml": "deckfile",
    "genanki": "anki",
    "sqlite3": "anki",
    "zipfile": "anki",
    "zlib_ng": "deflate",
    "click": "cli",
    "polib": "deckfile",
    "wcwidth": "report",
    "platformdirs": "memory",
    "markdown_it": "markdown",
    "pygments": "markdown",
    "nh3": "markdown",
    "tinycss2": "stylesheet",
    "watchfiles": "preview",
    "http": "preview",
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def layer_of(room: str) -> int:
    """The layer of a room; one that nobody placed is at the bottom, so that it may import nothing of ours."""
    return next((height for height, rooms in enumerate(LAYERS) if room in rooms), 0)


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_run_one_way(path: Path) -> None:
    room = room_of(path)
    ours = [name.split(".")[1] for name in imports_of(path) if name.startswith("flashcards.")]
    above = [other for other in ours if layer_of(other) > layer_of(room)]
    beside = [other for other in ours if other != room and layer_of(other) == layer_of(room) and room == "deckfile"]
    assert above == []
    assert beside == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_each_library_has_one_home(path: Path) -> None:
    strays = [name for name in imports_of(path) if HOMES.get(name.split(".")[0], room_of(path)) != room_of(path)]
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
