"""A command says again what it said, as long as nothing that it read has changed, and never longer."""

import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from flashcards.cli import states
from flashcards.cli.result import CommandResult, store_result
from flashcards.compile.cache import Cache
from flashcards.deckfile.discovery import DeckFiles
from flashcards.deckfile.template import new_deck
from flashcards.text import media
from tests.conftest import Run
from tests.frozen import Clock

pytestmark = pytest.mark.slow

DECK = Path("decks/planets.yaml")
PACKAGE = Path("dist/planets-bn.apkg")
PICTURES = (Path("decks/pictures/mercury.png"), Path("decks/pictures/copies/mercury.png"))
STYLE = Path("decks/planets.css")
SHOWN = "![](pictures/mercury.png) ![](pictures/copies/mercury.png)"
SKY = """\
---
title: {en: The sky, bn: আকাশ}
citation: {en: The sky, bn: আকাশ}
url: https://example.org/
date: 2024-03-29
language: en
---
## near
### Facts
- **near.closest**
  - en: Mercury is closest to the Sun.
  - bn: বুধ সূর্যের সবচেয়ে কাছে।
"""


@pytest.fixture(autouse=True)
def _a_deck_that_was_built_and_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run, clock: Clock) -> None:
    Path(tmp_path, "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "here" / "cache"))
    Path("decks/pictures/copies").mkdir(parents=True)
    Path("source").mkdir()
    for picture in PICTURES:
        picture.write_bytes(b"\x89PNG one")
    Path("source/sky.md").write_text(SKY, encoding="utf-8")
    STYLE.write_text(".card { color: teal }\n", encoding="utf-8")
    deck = new_deck("planets", ["bn", "en"]).replace('"Mercury"', f'"Mercury {SHOWN}"')
    deck = deck.replace('"বুধ"', f'"বুধ  {SHOWN}"').replace(
        "  license:", "  source: sky\n  style: planets.css\n  license:"
    )
    DECK.write_text(deck, encoding="utf-8")
    for _ in range(2):  # the first makes the ledger
        run("build")
    run("check")
    for path in (DECK, STYLE, *PICTURES, Path("source/sky.md")):
        os.utime(path, (clock.now, clock.now))
    media._known_sha1.cache_clear()  # of the test before, whose pictures have the same path, size and time


def edit(path: str | Path, old: str, new: str) -> None:
    """Change a file without changing its size or its time, as some tools do."""
    state, content = Path(path).stat(), Path(path).read_bytes()
    assert old.encode() in content
    Path(path).write_bytes(content.replace(old.encode(), new.encode()))
    os.utime(path, (state.st_atime, state.st_mtime))
    media._known_sha1.cache_clear()  # commands do not share a process, as they do here


def append(path: str, text: str) -> None:
    with Path(path).open("a", encoding="utf-8") as file:
        file.write(text)


def nothing_is_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("decks are read")

    monkeypatch.setattr(states, "opened_states", refuse)


@pytest.mark.parametrize("words", [["check"], ["build"], ["check", "--json"], ["build", "--json"], ["check", "--all"]])
def test_where_nothing_has_changed_it_is_only_said_again(
    words: list[str], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree("cache", "kept")
    shutil.rmtree("cache")
    computed = run(*words)
    shutil.rmtree("cache")
    Path("kept").rename("cache")
    nothing_is_computed(monkeypatch)
    replayed = run(*words)
    assert (replayed.stdout, replayed.stderr) == (computed.stdout, computed.stderr)


@pytest.mark.parametrize(
    ("words", "folder"),
    [
        (["check", "--accept", "clock"], "."),
        (["build", "-o", "out"], "."),
        (["build", "-l", "bn"], "."),
        (["check"], "../there"),
    ],
    ids=str,
)
def test_other_words_or_another_folder_are_another_command(
    words: list[str], folder: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree("decks", "../there/decks")
    shutil.copytree("source", "../there/source")
    monkeypatch.chdir(folder)
    nothing_is_computed(monkeypatch)
    with pytest.raises(AssertionError, match="decks are read"):
        run(*words)


BROKEN = ("a mistake of the same length", "a picture that is gone", "a ledger of a merge", "a stylesheet that is gone")
CHANGES: dict[str, Callable[[], object]] = {
    "nothing": lambda: None,
    "a word of the same length": lambda: edit(DECK, "Mercury", "Mercure"),
    "a mistake of the same length": lambda: edit(DECK, "answer:", "anwser:"),
    "a warning": lambda: edit(DECK, "Sun?", "Sun!"),
    "a picture": lambda: edit(PICTURES[0], "one", "two"),
    "a copy of a picture": lambda: edit(PICTURES[1], "one", "two"),
    "a picture that is gone": PICTURES[0].unlink,
    "a stylesheet": lambda: edit(STYLE, "teal", "cyan"),
    "a stylesheet that is gone": STYLE.unlink,
    "the source": lambda: edit("source/sky.md", "The sky", "The Sky"),
    "a source that is nearer": lambda: shutil.copytree("source", "decks/source"),
    "the time of a file": lambda: os.utime(DECK, (1, 1)),
    "the time of a package": lambda: os.utime(PACKAGE, (1, 1)),
    "a file's name": lambda: DECK.rename("decks/worlds.yaml"),
    "a second deck": lambda: Path("decks/moons.yaml").write_text(
        new_deck("moons", ["bn", "en"]).replace("গ্রহ", "চাঁদ").replace("planet", "moon"), encoding="utf-8"
    ),
    "a ledger of a merge": lambda: append("decks/planets.ledger", "<<<<<<< ours\n"),
    "a package that is gone": PACKAGE.unlink,
    "a package that is damaged": lambda: PACKAGE.write_bytes(PACKAGE.read_bytes()[:-1] + b"?"),
    "a package of another size": lambda: PACKAGE.write_bytes(b""),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_has_changed_all_is_as_without_a_cache(
    change: str, run: Run, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    clock.now += 60
    CHANGES[change]()
    shutil.copytree(".", "../twin", ignore=shutil.ignore_patterns("cache"))

    def everything() -> list[object]:
        """What commands say and leave."""
        said: list[object] = []
        for words in (["check"], ["build"], ["check", "--json"], ["build", "--json"]):
            result = run(*words, expect=1 if change in BROKEN else 0)
            said += [result.stdout, result.stderr]
        return [*said, {str(path): path.read_bytes() for path in sorted(Path("dist").glob("*.apkg"))}]

    moment = clock.now
    here = everything()
    clock.now = moment
    monkeypatch.chdir("../twin")
    monkeypatch.setattr(Cache, "get", lambda *_: None)
    monkeypatch.setattr(Cache, "present", lambda *_: set[bytes]())
    assert everything() == here


def test_an_unchanged_package_is_not_touched(run: Run) -> None:
    before = PACKAGE.stat()
    run("build")
    shutil.rmtree("cache")
    run("build")
    after = PACKAGE.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize("command", ["build", "check"])
def test_an_edit_while_a_command_runs_is_not_missed(command: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def edited_meanwhile(
        cache: Cache,
        command: Sequence[str],
        sources: Sequence[DeckFiles],
        reads: Mapping[Path, str | None],
        result: CommandResult,
    ) -> None:
        edit(DECK, "answer:", "anwser:")
        store_result(cache, command, sources, reads, result)

    edit(DECK, "Mercury", "Mercure")
    with monkeypatch.context() as patch:
        patch.setattr(f"flashcards.cli.{command}.store_result", edited_meanwhile)
        run(command)
    assert "did you mean 'answer'?" in run(command, expect=1).output


def test_a_command_with_errors_is_computed_again(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What git says of a ledger, and whether a folder can be written, is in no file that was read."""
    edit(DECK, "answer:", "anwser:")
    run("check", expect=1)
    nothing_is_computed(monkeypatch)
    with pytest.raises(AssertionError, match="decks are read"):
        run("check")
