"""Whatever is in the cache, a build comes to the same; nothing of it is run."""

import ast
from pathlib import Path

import pytest

from flashcards.compile.cache import Drawer
from flashcards.deckfile.template import new_deck
from tests.conftest import Run

PACKAGE = Path(__file__).parents[1] / "flashcards"
DECK = Path("decks/planets.yaml")
FOREIGN = [
    b"null",
    b"[]",
    b"7",
    b'{"a": 1}',
    b"[[]]",
    b"[1, 2, 3]",
    b"[[1],[1],[1],[1],[1]]",
    b"[" * 100_000,
    b"\xff",
    b"",
]


def packages() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path("dist").glob("*.apkg")}


@pytest.mark.parametrize("content", FOREIGN, ids=range(len(FOREIGN)))
def test_a_piece_that_is_something_else_is_worked_out_again(
    content: bytes, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    DECK.parent.mkdir()
    DECK.write_text(new_deck("planets", ["bn", "en"]), encoding="utf-8")
    run("build")
    whole, folder = packages(), tmp_path / "cache/flashcards/pieces"
    pieces = [path for path in folder.iterdir() if not path.name.startswith(".")]
    assert pieces
    for path in pieces:
        Drawer(folder).put(path.name, content, content)
    for path in Path("dist").iterdir():
        path.unlink()
    run("build")
    assert packages() == whole


def test_what_is_cached_is_read_by_nothing_that_runs_or_trusts_it() -> None:
    found = {
        (str(path.relative_to(PACKAGE)), name.name)
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import)
        for name in node.names
        if name.name in {"marshal", "pickle", "shelve", "dill"}
    }
    assert found == {
        ("system/external_sort.py", "marshal")
    }  # in a file without a name, which no other process can open
