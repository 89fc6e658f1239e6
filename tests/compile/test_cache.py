"""Whatever is in the cache, every command says and writes what it would without one; and it stays usable and small."""

import ast
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from flashcards.compile import cache
from flashcards.compile import deck as compiled
from flashcards.compile.cache import FILE, Cache
from flashcards.compile.read import ReadChunk, read_chunk
from flashcards.deckfile import chunks
from flashcards.deckfile.chunks import Chunk
from tests.conftest import Run, replace_in
from tests.frozen import Clock

pytestmark = pytest.mark.slow

PACKAGE = Path(__file__).parents[2] / "flashcards"
DECK = Path("decks/planets.yaml")
HEAD = """\
deck:
  id: planets
  uid: 16e3bc53dcbe2f26709409af3646da1b
  title: {en: Planets, bn: গ্রহ}
  languages: [en, bn]
notes:
"""
NOTE = """\
  - id: note-{0}
    tags: [planet]
    question: {{en: "What is number {0}? ![](mars.png)", bn: "{0} কী? ![](mars.png)"}}
    answer: {{en: 'The  planet {0}', bn: গ্রহ}}
"""
COUNT = 9


@pytest.fixture(autouse=True)
def _a_deck_of_chunks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    for name, count in {"_FEWEST": 1, "_MOST": 2, "_ONE_IN": 1}.items():
        monkeypatch.setattr(chunks, name, count)
    DECK.parent.mkdir()
    (DECK.parent / "mars.png").write_bytes(b"\x89PNG one")
    DECK.write_text(HEAD + notes(), encoding="utf-8")


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The first lines of the chunks that were not cached, as they are read."""
    lines: list[int] = []

    def noted(chunk: Chunk, *around: object) -> ReadChunk:
        lines.append(chunk.first_line)
        return read_chunk(chunk, *around)  # type: ignore[arg-type]

    monkeypatch.setattr(compiled, "read_chunk", noted)
    return lines


def notes(count: int = COUNT) -> str:
    return "".join(NOTE.format(number) for number in range(count))


edit = partial(replace_in, DECK)


def everything(run: Run, code: int = 0) -> list[object]:
    """What commands say and write, without the line that a ledger was written: it is so once."""
    said: list[object] = []
    for words in (["check"], ["build"], ["todo"]):
        result = run(*words, expect=code)
        said += [result.stdout.replace("wrote decks/planets.ledger\n", ""), result.stderr]
    return [*said, {str(path): path.read_bytes() for path in sorted(Path("dist").glob("*"))}, *ledger()]


def ledger() -> list[bytes]:
    return [path.read_bytes() for path in Path("decks").glob("*.ledger")]


def without_cache(run: Run, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    with monkeypatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(Path("another-home").absolute()))
        shutil.rmtree("another-home", ignore_errors=True)
        return everything(run)


def file() -> Path:
    return Path("home/flashcards", FILE)


def rows(statement: str, *values: object) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file(), isolation_level=None)) as connection:
        return connection.execute(statement, values).fetchall()


def all_keys() -> list[bytes]:
    return [bytes(key) for (key,) in rows("SELECT key FROM entry ORDER BY key")]  # type: ignore[call-overload]


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[Cache]:
    opened = Cache(tmp_path)
    yield opened
    opened.close()


def test_a_value_is_there_until_it_is_damaged_or_gone(stored: Cache, tmp_path: Path) -> None:
    key, other = stored.key(b"what it came from"), stored.key(b"another")
    assert ((key in stored.present([key])), stored.get(key)) == (False, None)
    for content in (b"one" * 999, b""):
        stored.put(key, content)
        assert ((key in stored.present([key])), stored.get(key), stored.get(other)) == (True, content, None)
    stored.put(key, b"one" * 999)
    with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as connection:
        [(whole,)] = connection.execute("SELECT value FROM entry")
        for damaged in (whole[:-1], whole[1:], whole[:8], b"", bytes([whole[0] ^ 1]) + whole[1:], 7, "text", 1.5):
            connection.execute("UPDATE entry SET value = ?", (damaged,))
            assert stored.get(key) is None
        connection.execute("UPDATE entry SET value = ?", (whole,))
        assert stored.get(key) == b"one" * 999
        connection.execute("UPDATE entry SET key = ?", (other,))
        assert (stored.get(key), stored.get(other)) == (None, None)


@pytest.mark.parametrize("content", [b"\xff", b"[", b"[" * 100_000, b""])
def test_a_value_that_is_no_json_is_none(content: bytes, stored: Cache) -> None:
    key = stored.key(b"")
    stored.put(key, content)
    assert stored.get(key) == content
    assert stored.get_json(key) is None
    stored.put_json(key, {"ক": [1, None, "\ud800"[:0]]})
    assert stored.get_json(key) == {"ক": [1, None, ""]}


def test_another_flashcards_and_other_libraries_share_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file of flashcards counts, a theme as well as a module; of the libraries, that they were installed."""
    package, library = tmp_path / "flashcards", tmp_path / "libraries"
    theme = package / "cards" / "paper.css"
    theme.parent.mkdir(parents=True)
    theme.write_text(".qa { color: teal }", encoding="utf-8")
    (package / "compile").mkdir()
    library.mkdir()
    monkeypatch.setattr(cache, "__file__", str(package / "compile" / "cache.py"))
    monkeypatch.setattr(cache, "_libraries", lambda: library)

    def key() -> bytes:
        return Cache(tmp_path).key(b"a")

    keys = [key()]
    assert key() == keys[0]
    theme.write_text(".qa { color: cyan }", encoding="utf-8")
    os.utime(theme, (1, 1))
    keys.append(key())
    theme.rename(theme.with_name("linen.css"))
    keys.append(key())
    (library / "genanki").mkdir()
    os.utime(library, (2, 2))
    keys.append(key())
    monkeypatch.setattr(cache, "__version__", "99")
    keys.append(key())
    monkeypatch.setattr(sys, "version", "4.0")
    keys.append(key())
    assert len({*keys}) == 6


def test_an_edit_computes_one_chunk(run: Run, read: list[int]) -> None:
    for words in (["build"], ["check"], ["todo"]):
        run(*words)
    assert {*read} == {7 + 4 * number for number in range(COUNT)}
    for words in (["build"], ["check"], ["todo"]):
        run(*words)
        new = f"planet 7 to {words[0]}'"
        edit("planet 7'", new)
        read.clear()
        run(*words)
        assert {*read} == {7 + 4 * 7}
        edit(new, "planet 7'")


def test_lines_above_a_chunk_do_not_change_what_comes_of_it(run: Run, read: list[int]) -> None:
    run("check")
    read.clear()
    edit("notes:\n", "notes:\n# a line\n")
    found = run("check", "--all").stdout
    assert read == []
    assert [f":{11 + 4 * number}:22: warning: two spaces" in found for number in range(COUNT)] == [True] * COUNT


def test_a_picture_that_comes_or_goes_or_changes_is_noticed(
    run: Run, monkeypatch: pytest.MonkeyPatch, read: list[int]
) -> None:
    picture = DECK.parent / "mars.png"
    good = everything(run)
    for content in (None, b""):
        picture.unlink()
        if content is not None:
            picture.write_bytes(content)
        bad = [run(*words, expect=1).output for words in (["check"], ["build"])]
        assert [output.count("[media]") > 0 for output in bad] == [True, True]
        picture.write_bytes(b"\x89PNG one")
        assert everything(run) == good
    picture.write_bytes(b"\x89PNG two")
    assert everything(run) != good
    assert everything(run) == without_cache(run, monkeypatch)
    read.clear()
    run("check")
    assert read == []


def test_a_deck_with_mistakes_is_as_without_a_cache(run: Run, read: list[int]) -> None:
    run("check")
    read.clear()
    edit("planet 7'", "planet 7")
    found = [run("check", expect=1).output for _ in range(2)]
    assert {*read} == {7 + 4 * 7}
    shutil.rmtree("home")
    assert [run("check", expect=1).output, *found] == [found[0]] * 3


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "nothing left": lambda _: b"",
    "cut short": lambda content: content[: len(content) // 2],
    "cut short within a page": lambda content: content[:5000],
    "cut short within the first lines": lambda content: content[:50],
    "another kind of file": lambda _: b"GIF89a" + b"\0" * 9999,
    "noise": lambda content: random.Random(1).randbytes(len(content)),
    "noise behind the first page": lambda content: content[:4096] + random.Random(1).randbytes(len(content) - 4096),
    "noise on the first page": lambda content: content[:100] + random.Random(1).randbytes(3996) + content[4096:],
    "pages of zeros": lambda content: content[:4096] + b"\0" * (len(content) - 4096),
    "pages in another order": lambda content: content[:4096] + content[8192:] + content[4096:8192],
    "a name that is no UTF-8": lambda content: content.replace(b"entry", b"\xff\xfe\xfdry"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_as_none_and_begun_anew(
    damage: str, run: Run, monkeypatch: pytest.MonkeyPatch, read: list[int]
) -> None:
    everything(run)
    good = without_cache(run, monkeypatch)
    file().write_bytes(DAMAGES[damage](file().read_bytes()))
    assert everything(run) == good
    _is_usable(run, read)


def _is_usable(run: Run, read: list[int]) -> None:
    """After another command nothing is computed twice."""
    run("check")
    edit("planet 7'", "planet VII'")
    run("check")
    read.clear()
    edit("planet VII'", "planet 7'")
    run("check")
    assert read == []


def test_bytes_that_flip_anywhere_change_nothing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    everything(run)
    good = [run("check", "--json").output]
    content, chance = file().read_bytes(), random.Random(1)
    for _ in range(30):
        damaged = bytearray(content)
        for _ in range(chance.choice([1, 20, 400])):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        shutil.rmtree("home/flashcards")
        file().parent.mkdir()
        file().write_bytes(damaged)
        assert [run("check", "--json").output] == good


@pytest.mark.parametrize(
    "schema",
    [
        "CREATE TABLE bookmark (url TEXT)",
        "CREATE TABLE entry (key TEXT, value TEXT)",
        f"{cache._SCHEMA}; CREATE TABLE more (key)",
        f"{cache._SCHEMA}; CREATE TRIGGER entries AFTER INSERT ON entry BEGIN DELETE FROM entry; END",
        "CREATE VIEW entry AS SELECT x'00' AS key, 1 AS used, 1 AS size, x'00' AS value",
    ],
)
def test_a_database_of_another_form_is_as_none_and_begun_anew(
    schema: str, run: Run, monkeypatch: pytest.MonkeyPatch, read: list[int]
) -> None:
    everything(run)
    good = without_cache(run, monkeypatch)
    shutil.rmtree("home/flashcards")
    file().parent.mkdir()
    with closing(sqlite3.connect(file())) as connection:
        connection.executescript(schema)
    assert everything(run) == good
    _is_usable(run, read)
    assert rows("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL") == [(cache._SCHEMA,)]


OTHER_SHAPES = [
    "null",
    "[]",
    "7",
    '"text"',
    '{"a": 1}',
    "[[]]",
    "[1, 2]",
    "[1, 2, 3]",
    "[[], []]",
    "[[[]], {}]",
    '[[], {"a": []}]',
    '[[], {"a": [1, 2]}]',
    "[[1], [1], [1], [1], [1]]",
    "[[[1]], [[[1], [2], [3], [4], [5]]]]",
    f"[{'[], ' * 12}1]",
    f"[{'[1], ' * 12}1]",
    f"[{'[null], ' * 12}null]",
    f"[{'[], ' * 11}[[1]], 1]",
    f"[{'[], ' * 9}[[1]], [], [], 1]",
    f"[{'1, ' * 12}1]",
    '{"reads": {}, "outcome": null}',
    '{"reads": {}, "outcome": [1]}',
    '{"reads": {}, "outcome": {"problems": [[1]], "decks": 1, "notes": 1, "lines": [], "packages": []}}',
    '{"reads": {}, "outcome": {"problems": 7, "decks": 1, "notes": 1, "lines": 7, "packages": 7}}',
    '{"reads": {"\\u0000": ""}, "outcome": 1}',
    '{"reads": [], "outcome": 1}',
]


@pytest.mark.parametrize("shape", OTHER_SHAPES)
def test_a_value_of_another_shape_is_computed_again(shape: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    everything(run)
    good = without_cache(run, monkeypatch)
    with closing(Cache(file().parent)) as stored:
        for key in all_keys():
            stored.put(key, shape.encode())
    assert everything(run) == good


def test_a_value_that_stands_in_for_another_is_computed_again(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    everything(run)
    good = without_cache(run, monkeypatch)
    with closing(Cache(file().parent)) as stored:
        keys, whole = all_keys(), {key: stored.get(key) for key in all_keys()}
        shapes = {content[:4] + content[-4:]: content for content in whole.values() if content}
    assert len(shapes) > 5
    for content in shapes.values():
        with closing(Cache(file().parent)) as stored:
            for key in keys:
                if whole[key] and (whole[key] or b"")[:2] != content[:2]:
                    stored.put(key, content)
        assert everything(run) == good


MOMENTS: dict[str, Callable[[], object]] = {
    "the file is deleted": lambda: file().unlink(missing_ok=True),
    "all of it is deleted": lambda: [*map(os.unlink, Path("home/flashcards").glob("*"))],
    "the folder is deleted": lambda: shutil.rmtree("home", ignore_errors=True),
    "it is written over": lambda: file().write_bytes(b"noise" * 9999),
    "it is cut short": lambda: os.truncate(file(), 0),
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_it_may_be_deleted_while_a_command_runs(
    moment: str, run: Run, monkeypatch: pytest.MonkeyPatch, read: list[int]
) -> None:
    everything(run)
    edit("'The  planet", "'the  planet")
    edit("গ্রহ}", "একটি গ্রহ}")
    good = without_cache(run, monkeypatch)

    def meanwhile(chunk: Chunk, *around: object) -> ReadChunk:
        if len(read) % 7 == 3 and file().exists():
            MOMENTS[moment]()
        read.append(chunk.first_line)
        return read_chunk(chunk, *around)  # type: ignore[arg-type]

    for path in (*Path("dist").iterdir(), file()):
        path.unlink()
    with monkeypatch.context() as patch:
        patch.setattr(compiled, "read_chunk", meanwhile)
        assert everything(run) == good
    assert everything(run) == good
    _is_usable(run, read)


def _is_below_a_file(home: Path) -> Path:
    home.write_bytes(b"")
    return home


def _is_missing(home: Path) -> Path:
    return home / "that" / "nobody" / "made"


def _is_a_folder_where_the_file_should_be(home: Path) -> Path:
    (home / "flashcards" / FILE / "inside").mkdir(parents=True)
    return home


HOMES: dict[str, Callable[[Path], Path]] = {
    "is read only": lambda _: Path("/proc"),
    "is a file": _is_below_a_file,
    "is missing": _is_missing,
    "has a folder where the file should be": _is_a_folder_where_the_file_should_be,
}


@pytest.mark.parametrize("home", HOMES)
def test_where_the_home_cannot_be_written_all_is_well(
    home: str, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    everything(run)
    good = without_cache(run, monkeypatch)
    monkeypatch.setenv("XDG_CACHE_HOME", str(HOMES[home](tmp_path / "a-home")))
    assert [everything(run), everything(run)] == [good, good]


@pytest.mark.parametrize("setting", ["max_page_count=1", "max_page_count=4", "max_page_count=20", "query_only=ON"])
def test_on_a_full_or_read_only_disk_all_is_well(setting: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    everything(run)
    good = without_cache(run, monkeypatch)
    shutil.rmtree("home")
    monkeypatch.setattr(cache, "_SETTINGS", (*cache._SETTINGS, f"PRAGMA {setting}"))
    assert [everything(run), everything(run)] == [good, good]


def test_where_another_holds_the_file_all_is_well(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    everything(run)
    good = without_cache(run, monkeypatch)
    monkeypatch.setattr(cache, "_PATIENCE", 0.001)
    with closing(sqlite3.connect(file(), isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        edit("planet 7'", "planet VII'")
        edit("planet VII'", "planet 7'")
        assert everything(run) == good


TWO = """
from flashcards.cli import main
from flashcards.deckfile import chunks
chunks._FEWEST, chunks._MOST, chunks._ONE_IN = 1, 2, 1
main()
"""


def test_two_commands_at_once_come_to_the_right_result(
    run: Run, monkeypatch: pytest.MonkeyPatch, read: list[int]
) -> None:
    DECK.write_text(HEAD + notes(50), encoding="utf-8")
    good = run("check", "--json").stdout
    shutil.rmtree("home")
    command = [sys.executable, "-c", TWO, "check", "--json"]
    for _ in range(2):
        begun = [
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8")
            for _ in range(3)
        ]
        assert [process.communicate() for process in begun] == [(good, "")] * 3
    read.clear()
    edit("planet 7'", "planet VII'")
    run("check")
    assert read == [7 + 4 * 7]
    assert rows("PRAGMA integrity_check") == [("ok",)]


def test_it_stays_within_its_room_and_the_file_shrinks(run: Run, monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    DECK.write_text(HEAD + notes(50), encoding="utf-8")
    run("build")
    [(whole,)] = rows("SELECT sum(size) FROM entry")
    assert isinstance(whole, int)
    length = file().stat().st_size
    monkeypatch.setattr(cache, "_MANY", 0)
    monkeypatch.setattr(cache, "_ROOM", whole // 2)
    clock.now += 1
    edit("planet 7'", "planet VII'")
    run("build")
    [(left,)] = rows("SELECT sum(size) FROM entry")
    assert isinstance(left, int)
    assert 0 < left <= whole // 2
    assert file().stat().st_size < length * 2 // 3


def test_what_was_not_used_for_long_is_dropped_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    day = 24 * 60 * 60
    keys = [bytes([number]) * 32 for number in range(5)]

    def left() -> list[int]:
        with closing(Cache(tmp_path)) as stored:
            return [number for number, key in enumerate(keys) if (key in stored.present([key]))]

    for key in keys:
        with closing(Cache(tmp_path)) as stored:
            stored.put(key, bytes(1000))
        clock.now += 2 * day
    with closing(Cache(tmp_path)) as stored:
        assert stored.get(keys[1]) == bytes(1000)
    assert left() == [0, 1, 2, 3, 4]
    monkeypatch.setattr(cache, "_MANY", 0)
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        [(size,)] = connection.execute("SELECT max(size) FROM entry")
    monkeypatch.setattr(cache, "_ROOM", 4 * size)
    with closing(Cache(tmp_path)) as stored:
        stored.put(bytes(32), bytes(1000))
    assert left() == [0, 1, 3, 4]
    clock.now += 31 * day
    with closing(Cache(tmp_path)) as stored:
        stored.put(keys[3], bytes(1000))
    assert left() == [3]


def test_what_is_cached_is_read_by_nothing_that_runs_or_trusts_it() -> None:
    found = {
        (str(path.relative_to(PACKAGE)), name)
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in _imported(node)
        if name in {"marshal", "pickle", "shelve", "dill", "dbm", "copyreg"}
    }
    assert found == {("system/external_sort.py", "marshal")}  # in a file without a name, which nobody else can open


def _imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name.split(".")[0] for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        yield node.module.split(".")[0]
