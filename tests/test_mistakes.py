"""The gallery: each deck in mistakes/ with what is said about it, word for word.

To add one, write the deck, run `pytest tests/test_mistakes.py --accept`, and read the text aloud.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from flashcards.cli import main
from tests.conftest import Run
from tests.document import document
from tests.readme import MANUAL

GALLERY = Path(__file__).parent / "mistakes"
DECKS = sorted(
    path.stem
    for path in GALLERY.iterdir()
    if path.suffix == ".yaml" or (path.is_dir() and path.name not in ("source", "pictures", "sides"))
)

# What does no harm is only warned of, and stops no build; its ledger would land in the gallery
WARNINGS = (
    *("byte-order-mark", "curly-quotes", "formula-mistakes", "formula-unclosed", "language-named-twice"),
    *("markdown-blocks", "media-as-anki-sound", "media-decomposed", "media-with-file-address"),
    *("question-forms", "replaced-by-a-renamed-note", "replaced-in-an-edition", "report-without-place"),
    *("tag-in-two-cases", "unfinished"),
)


def deck_of(name: str) -> str:
    return name if (GALLERY / name).is_dir() else f"{name}.yaml"


@pytest.mark.parametrize("name", DECKS)
def test_says_what_is_wrong(
    name: str, run: Run, expect: Callable[[str, Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(GALLERY)
    said = run("check", deck_of(name), expect=0 if name in WARNINGS else 1).stdout
    random_uids = re.sub(r"\b[0-9a-f]{32}\b", "<random>", said)
    expect(random_uids, GALLERY / f"{name}.txt")


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in DECKS if name not in WARNINGS])
def test_builds_nothing_of_it(name: str, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(GALLERY)
    run("build", deck_of(name), "-o", tmp_path / "dist", expect=1)
    assert list(tmp_path.rglob("*")) == []


def test_gives_the_same_as_data(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(GALLERY)
    said = run("check", "--json", "caret-after-bengali.yaml", "byte-order-mark.yaml", expect=1).stdout
    assert json.loads(said) == document(
        "check",
        ok=False,
        decks=2,
        notes=2,
        problems=[
            {
                "path": "byte-order-mark.yaml",
                "line": 1,
                "column": 1,
                "severity": "warning",
                "rule": "byte-order-mark",
                "message": "this file begins with a byte order mark",
                "hint": "save it as UTF-8 without BOM; in a deck, `flashcards check --fix` does so",
            },
            {
                "path": "caret-after-bengali.yaml",
                "line": 14,
                "column": 25,
                "severity": "error",
                "rule": "unknown-language",
                "message": "'anser' is not a language of this deck",
                "hint": "use one of: bn, en",
            },
        ],
    )


def test_colours_a_terminal_and_not_a_pipe(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(GALLERY)
    monkeypatch.delenv("NO_COLOR", raising=False)
    words = ["check", "misspelt-key.yaml"]
    assert "\x1b" not in run(*words, expect=1).stdout
    assert "\x1b[31m\x1b[1merror: \x1b[0m" in CliRunner().invoke(main, words, color=True).stdout
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in CliRunner().invoke(main, words, color=True).stdout


def test_the_manual_lists_every_error() -> None:
    told = "\n".join(path.read_text(encoding="utf-8") for path in GALLERY.glob("*.txt"))
    errors = set(re.findall(r": error: .*\[([a-z-]+)\]$", told, re.MULTILINE))
    table = MANUAL.read_text(encoding="utf-8").split("| harm | errors |")[1].split("\n\n")[0]
    listed = re.findall("`([a-z-]+)(…)?`", table)
    whole, begun = {name for name, more in listed if not more}, tuple(name for name, more in listed if more)
    assert {error for error in errors if error not in whole and not error.startswith(begun)} == set()
