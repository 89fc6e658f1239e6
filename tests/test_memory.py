"""What is remembered is never told, or left in place, once anything has changed."""

import os
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from flashcards.cli import told
from flashcards.compile import cache as memory
from flashcards.deckfile.template import new_deck
from flashcards.text import media
from tests.conftest import Run

DECK = Path("decks/planets.yaml")
PACKAGE = Path("dist/planets-bn.apkg")
PICTURES = (Path("decks/pictures/mercury.png"), Path("decks/pictures/copies/mercury.png"))
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
MIDNIGHT = 1_795_564_800  # in November 2026


@pytest.fixture(autouse=True)
def _a_deck_that_was_built_and_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "here" / "cache"))
    Path("decks/pictures/copies").mkdir(parents=True)
    Path("source").mkdir()
    for picture in PICTURES:
        picture.write_bytes(b"\x89PNG one")
    Path("source/sky.md").write_text(SKY, encoding="utf-8")
    deck = new_deck("planets", ["bn", "en"]).replace('"Mercury"', f'"Mercury {SHOWN}"')
    deck = deck.replace('"বুধ"', f'"বুধ  {SHOWN}"').replace("  license:", "  source: sky\n  license:")
    DECK.write_text(deck.replace("বুধ  !", "বুধ !"), encoding="utf-8")
    run("build")
    for path in (DECK, *PICTURES, Path("source/sky.md")):
        os.utime(path, (MIDNIGHT, MIDNIGHT))
    run("build")
    run("check")


def edit(path: str | Path, old: str, new: str) -> None:
    """Change a file without changing its size or its time, as some tools do."""
    content = Path(path).read_bytes()
    assert old.encode() in content
    Path(path).write_bytes(content.replace(old.encode(), new.encode()))
    media._known_digest.cache_clear()  # commands do not share a process, as they do here
    os.utime(path, (MIDNIGHT, MIDNIGHT))


def append(path: str, text: str) -> None:
    with Path(path).open("a", encoding="utf-8") as file:
        file.write(text)


def remembered() -> list[Path]:
    return sorted(path for path in Path("cache/flashcards").rglob("*") if path.is_file() and path.name != ".swept")


def age(*paths: Path) -> None:
    for path in paths:
        os.utime(path, (1, 1))


def become_folders(*paths: Path) -> None:
    for path in paths:
        path.unlink()
        path.mkdir()


def damage(change: Callable[[bytes], bytes]) -> None:
    for path in remembered():
        path.write_bytes(change(path.read_bytes()))


CHANGES: dict[str, Callable[[], object]] = {
    "nothing": lambda: None,
    "a word of the same length": lambda: edit(DECK, "Mercury", "Mercure"),
    "a mistake of the same length": lambda: edit(DECK, "answer:", "anwser:"),
    "a warning": lambda: edit(DECK, "Sun?", "Sun!"),
    "a picture": lambda: edit("decks/pictures/mercury.png", "one", "two"),
    "a copy of a picture": lambda: edit("decks/pictures/copies/mercury.png", "one", "two"),
    "a picture that is gone": lambda: Path("decks/pictures/mercury.png").unlink(),
    "the source": lambda: edit("source/sky.md", "The sky", "The Sky"),
    "a source that is nearer": lambda: shutil.copytree("source", "decks/source"),
    "the times of files": lambda: age(DECK, PACKAGE),
    "a file's name": lambda: DECK.rename("decks/worlds.yaml"),
    "a second deck": lambda: Path("decks/moons.yaml").write_text(
        new_deck("moons", ["bn", "en"]).replace("গ্রহ", "চাঁদ").replace("planet", "moon"), encoding="utf-8"
    ),
    "a ledger of a merge": lambda: append("decks/planets.ledger", "<<<<<<< ours\n"),
    "a package that is gone": PACKAGE.unlink,
    "a package that is damaged": lambda: PACKAGE.write_bytes(PACKAGE.read_bytes()[:-1] + b"?"),
    "a package of another size": lambda: PACKAGE.write_bytes(b""),
    "a memory cut short by a crash": lambda: damage(lambda content: content[: len(content) // 2]),
    "a memory with another word in it": lambda: damage(lambda content: content.replace(b"planets", b"plamets")),
    "a memory of noise": lambda: damage(lambda _: b"\xff\xfe\n{}"),
    "a memory that is gone": lambda: shutil.rmtree("cache"),
    "a memory that is a folder": lambda: become_folders(*remembered()),
}


@pytest.mark.parametrize("change", CHANGES)
def test_with_a_memory_all_is_as_without(change: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = time.time() + 60
    monkeypatch.setattr(time, "time", lambda: moment)  # packages of one time have one size
    CHANGES[change]()
    shutil.copytree(".", "../twin", ignore=shutil.ignore_patterns("cache"))

    def everything() -> list[object]:
        """What commands say and leave."""
        told: list[object] = []
        for words in (["check"], ["build"], ["check", "--json"], ["build", "--json"]):
            code = 1 if change in BROKEN else 0
            result = run(*words, expect=code)
            told += [result.stdout, result.stderr]
        return [*told, sorted((str(path), path.stat().st_size) for path in Path("dist").glob("*.apkg"))]

    here = everything()
    monkeypatch.chdir("../twin")
    monkeypatch.setattr(memory, "recall", lambda _: None)
    monkeypatch.setattr("flashcards.cli.told.recall", lambda _: None)
    monkeypatch.setattr(memory.Drawer, "has", lambda *_: False)
    assert everything() == here


BROKEN = ("a mistake of the same length", "a picture that is gone", "a ledger of a merge")


def test_an_unchanged_package_is_not_touched(run: Run) -> None:
    before = PACKAGE.stat()
    run("build")
    shutil.rmtree("cache")
    run("build")
    after = PACKAGE.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_another_flashcards_remembers_nothing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    count = len(remembered())
    run("check")
    assert len(remembered()) == count
    monkeypatch.setattr(memory, "__version__", "99")
    run("check")
    assert len(remembered()) == count + 1


def test_where_nothing_can_be_remembered_all_is_well(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(Path("file").absolute()))
    assert run("check").stdout == run("check").stdout


@pytest.mark.parametrize("folder", ["cache/flashcards", "cache/flashcards/pieces"])
def test_what_has_lain_for_a_month_is_forgotten_once_a_day(folder: str, run: Run) -> None:
    old, young = Path(folder, "old"), Path(folder, "young")
    old.touch()
    young.touch()
    age(old)
    edit(DECK, "Mercury", "Mercure")
    run("build")
    assert old.exists()
    age(Path(folder, ".swept"))
    edit(DECK, "Mercure", "Mercury")
    run("build")
    assert (old.exists(), young.exists()) == (False, True)


def test_where_there_is_too_little_room_what_was_used_last_stays(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    pieces = memory.Drawer(Path("cache/flashcards/pieces"))
    keys = [pieces.key(b"piece %d" % number) for number in range(5)]
    for days, key in enumerate(keys):
        pieces.put(key, b"")
        os.utime(Path("cache/flashcards/pieces", key), (MIDNIGHT, time.time() - 60 * 60 * 24 * (9 - days)))
    assert pieces.get(keys[1], 0) == b""
    size = sum(path.stat().st_size for path in Path("cache/flashcards/pieces").iterdir())
    monkeypatch.setattr(memory, "_ROOM", size - 1)
    age(Path("cache/flashcards/pieces/.swept"))
    DECK.touch()
    PACKAGE.unlink()
    run("build")
    assert [pieces.has(key) for key in keys] == [False, True, True, True, True]


@pytest.mark.parametrize("command", ["build", "check"])
def test_an_edit_while_a_command_runs_is_not_missed(command: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    edit(DECK, "Mercury", "Mercure")

    def edited_meanwhile(words: Sequence[str], inputs: Mapping[Path, str | None], outcome: object) -> None:
        edit(DECK, "answer:", "anwser:")
        memory.remember(words, inputs, outcome)

    monkeypatch.setattr(told, "remember", edited_meanwhile)
    run(command)
    monkeypatch.setattr(told, "remember", memory.remember)
    assert "did you mean 'answer'?" in run(command, expect=1).output


def test_a_theme_of_another_flashcards_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    theme = tmp_path / "flashcards" / "cards" / "notetypes" / "themes" / "paper.css"
    theme.parent.mkdir(parents=True)
    theme.write_text(".qa { color: teal }", encoding="utf-8")
    monkeypatch.setattr(memory, "__file__", str(tmp_path / "flashcards" / "memory.py"))
    memory.remember(["check"], {}, "all is well")
    assert memory.recall(["check"]) == "all is well"
    theme.write_text(".qa { color: red }", encoding="utf-8")
    assert memory.recall(["check"]) is None


def test_a_piece_of_work_is_there_until_it_is_damaged_or_gone(tmp_path: Path) -> None:
    folder = tmp_path / "pieces"
    folder.mkdir()
    pieces = memory.Drawer(folder)
    key = pieces.key(b"what it came from")
    assert (pieces.has(key), pieces.get(key, 0)) == (False, None)
    assert pieces.put(key, b"one" * 999, b"", b"three")
    assert [pieces.get(key, part) for part in range(4)] == [b"one" * 999, b"", b"three", None]
    whole = (folder / key).read_bytes()
    for damaged in (whole[:-1], whole[: len(whole) // 2], b"", b"\n", whole.replace(b" ", b"?", 1), b"99" + whole):
        (folder / key).write_bytes(damaged)
        assert None in [pieces.get(key, part) for part in range(3)]
    (folder / key).unlink()
    assert pieces.get(key, 0) is None
    (folder / key).mkdir()
    assert pieces.get(key, 0) is None
    assert not pieces.put(key, b"one")
    assert [path.name for path in folder.iterdir()] == [key]


def test_a_piece_of_work_is_not_taken_for_another(tmp_path: Path) -> None:
    pieces = memory.Drawer(tmp_path)
    one, other = pieces.key(b"one"), pieces.key(b"other")
    assert pieces.put(one, b"what came of it")
    (tmp_path / one).rename(tmp_path / other)
    assert pieces.get(other, 0) is None


def test_pieces_of_other_tools_have_other_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = memory.Drawer(tmp_path).key(b"a", b"b")
    assert memory.Drawer(tmp_path).key(b"a", b"b") == known
    assert memory.Drawer(tmp_path).key(b"a", b"c") != known
    monkeypatch.setattr(memory, "__version__", "99")
    assert memory.Drawer(tmp_path).key(b"a", b"b") != known
