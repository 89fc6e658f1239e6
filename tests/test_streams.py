"""Any terminal, locale and file: output and errors without a traceback, and nothing waits for ever."""

import ast
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.conftest import Run

PACKAGE = Path(__file__).parents[1] / "flashcards"
DECK = """\
deck:
  id: planets
  uid: 0123456789abcdef0123456789abcdef
  title:
    bn: গ্রহ
    en: Planets
  languages: [bn, en]
notes:
  - id: closest
    question:
      bn: সূর্যের সবচেয়ে কাছের গ্রহ কোনটি 😀
      en: Which planet is closest to the Sun?
    answer:
      bn: বুধ
      en: Mercury
"""
PATH = Path("decks/planets.yaml")


@pytest.fixture(autouse=True)
def _a_deck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    PATH.parent.mkdir()
    PATH.write_text(DECK, encoding="utf-8")


def shell(line: str, environment: Mapping[str, str] = {}) -> subprocess.CompletedProcess[bytes]:
    """Run a line of shell, in which `flashcards` is this clone's."""
    command = f"flashcards() {{ '{sys.executable}' -m flashcards \"$@\"; }}; {line}"
    ours = {"PYTHONPATH": str(PACKAGE.parent), "XDG_CACHE_HOME": str(Path.cwd() / "cache")}
    # Where output is unbuffered, none is left that fails once more as Python ends
    theirs = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return subprocess.run(
        ["sh", "-c", command], env={**theirs, **ours, **environment}, capture_output=True, timeout=60, check=False
    )


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "utf-16"])
def test_what_a_stream_has_no_letters_for_is_shown_by_its_numbers(encoding: str) -> None:
    done = shell("flashcards check", {"PYTHONIOENCODING": encoding})
    assert (done.returncode, done.stderr) == (0, b"")
    said = done.stdout.decode(encoding)
    assert "[question-mark]" in said
    assert "কোনটি 😀" in said if encoding == "utf-16" else r"\u0995\u09cb\u09a8\u099f\u09bf \ud83d\ude00" in said


def test_data_are_data_in_any_encoding() -> None:
    PATH.write_text(DECK.replace("bn: সূর্যের", "bm: 😀"), encoding="utf-8")
    plain, narrow = (shell("flashcards check --json", {"PYTHONIOENCODING": each}) for each in ("utf-8", "cp1252"))
    assert plain.returncode == narrow.returncode == 1
    assert json.loads(plain.stdout) == json.loads(narrow.stdout)


def test_what_is_no_terminal_gets_utf_8_whatever_the_locale() -> None:
    done = shell("flashcards check", {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"})
    assert "কোনটি 😀" in done.stdout.decode("utf-8")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("line", "ends"),
    [
        ("flashcards check >&- 2>&-", 0),
        ("flashcards check --strict 2>&-", 1),
        ("flashcards check nothing 2>&-", 1),
        ("flashcards check --no-such-option 2>&-", 2),
        ("flashcards build <&- >&- 2>&-", 0),
        ("flashcards build >/dev/full 2>&-", 1),
        ("flashcards build >/dev/full 2>/dev/full", 1),
        ("flashcards build nothing 2>/dev/full", 1),
        ("flashcards check --no-such-option 2>/dev/full", 1),
    ],
)
def test_a_closed_stream_does_not_change_how_it_ends(line: str, ends: int) -> None:
    if "/dev/full" in line and not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    assert shell(line).returncode == ends


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("words", ["build", "check --json", "build --help", "schema", "--version"])
def test_what_cannot_be_printed_is_reported_in_one_line(words: str) -> None:
    done = shell(f"flashcards {words} >/dev/full")
    said = b"error: cannot write the output: No space left on device\n"
    assert (done.returncode, done.stderr) == (1, said)


@pytest.mark.parametrize("words", ["check", "check --json"])
def test_where_nobody_reads_on_nothing_is_said(words: str) -> None:
    done = shell(f"(sleep 0.2; flashcards {words}; echo $? >status) | true")
    assert (Path("status").read_text(encoding="utf-8"), done.stderr) == ("1\n", b"")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
@pytest.mark.parametrize(
    ("path", "words", "said"),
    [
        ("pipe.po", ("po", "import", "pipe.po"), "cannot read or write 'pipe.po'"),
        ("article.txt", ("outline", "article.txt"), "cannot read or write 'article.txt'"),
        ("decks/planets.ledger", ("build",), "cannot read or write 'decks/planets.ledger'"),
        ("decks/planets.ledger", ("check",), "cannot read or write 'decks/planets.ledger'"),
        ("old.apkg", ("diff", "old.apkg"), "cannot read 'old.apkg'"),
        ("decks/own.css", ("check",), "cannot read or write 'decks/own.css'"),
    ],
)
def test_a_pipe_in_the_place_of_a_file_is_refused_at_once(run: Run, path: str, words: Sequence[str], said: str) -> None:
    if path.endswith(".css"):
        PATH.write_text(DECK.replace("languages:", "style: own.css\n  languages:"), encoding="utf-8")
    os.mkfifo(path)
    assert f"error: {said}: it is a pipe or a device, not a file\n" in run(*words, expect=1).stderr


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_in_the_place_of_a_deck_is_no_deck(run: Run) -> None:
    os.mkfifo("decks/pipe.yaml")
    assert "there is no deck in 'decks/pipe.yaml'" in run("check", "decks/pipe.yaml", expect=1).stderr
    run("check")


EVIL = "\x1b]0;owned\x07\x1b[2J\x9b31m\r"
SHOWN = r"\u001b]0;owned\u0007\u001b[2J\u009b31m\u000d"


def test_control_characters_of_a_file_are_shown_and_not_obeyed(run: Run) -> None:
    run("release", "1.0", expect=1)
    PATH.write_text(
        DECK.replace("languages:", "version: 1.0\n  lint: {question-mark: off}\n  languages:"), encoding="utf-8"
    )
    run("release", "1.0")
    ledger = Path("decks/planets.ledger")
    ledger.write_bytes(ledger.read_bytes() + f"note {EVIL[:-1]} released\n".encode())
    Path("evil.po").write_text(f'msgid ""\nmsgstr "X"\nmsgid "{EVIL}"\n', encoding="utf-8", newline="\n")
    for words in (("check",), ("build",), ("po", "import", "evil.po"), ("check", EVIL), ("check", "--rule", EVIL)):
        done = run(*words, expect=2 if words[-1] == EVIL and len(words) == 3 else 1)
        assert not set(EVIL) & {*done.stdout, *done.stderr} - {*"]0;owned[2J31m"}, words
    assert SHOWN in run("check", EVIL, expect=1).stderr


def test_everything_is_printed_by_one_function() -> None:
    printing = {"echo", "secho", "print", "style"}
    found = {
        path.name
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and (getattr(node.func, "attr", "") in printing or getattr(node.func, "id", "") in printing)
    }
    # a bar moves the cursor, 'stopped' is ours, and JSON is printed at the end
    assert found <= {"output.py", "progressbar.py", "__init__.py", "document.py"}


def test_a_file_is_opened_by_one_function() -> None:
    """Except what we wrote ourselves, in a scratch folder or a place that is about to be replaced."""
    found = {
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"read_bytes", "read_text"}
    }
    ours = {
        "cli/schema.py",
        "lint/explained.py",
        "cards/strings/__init__.py",
        "deckfile/voices.py",
        "cards/notetypes/notetype.py",
        "preview/page.py",
        "release/page.py",
        "diff/page.py",
        "cards/frame/__init__.py",
        "system/installed.py",
        "text/cldr/__init__.py",
        "text/tex/table.py",
    }
    assert found == ours


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (DECK.encode("utf-16"), "evil.po:1:1: error: this file is UTF-16 [encoding]"),
        ('msgid ""\nmsgstr "é"\n'.encode("latin-1"), "evil.po:2:9: error: the byte 0xE9 is not UTF-8 [encoding]"),
        (
            b'msgid ""\nmsgstr "\x07"\n',
            "evil.po:2:9: error: the invisible character U+0007 is not allowed",
        ),
        (b"msgid\n", "error: evil.po:1: this is not a PO file"),
        (b"decks/other.po", "error: evil.po:1: this is not a PO file"),
        (b"", "the source language of this PO file is not a language of 'planets'"),
    ],
)
def test_a_po_file_is_a_text_and_never_a_path(run: Run, content: bytes, said: str) -> None:
    Path("decks/other.po").write_text('msgid "a secret"\nmsgstr', encoding="utf-8")
    Path("evil.po").write_bytes(content)
    done = run("po", "import", "evil.po", expect=1)
    assert said in done.stderr
    assert "secret" not in done.stderr


def test_a_po_file_with_a_byte_order_mark_is_read(run: Run) -> None:
    run("po", "export", "-l", "bn", "--from", "en", "-o", "bn.po")
    Path("bn.po").write_bytes(b"\xef\xbb\xbf" + Path("bn.po").read_bytes().replace("বুধ".encode(), "বুধ গ্রহ".encode()))
    assert run("po", "import", "bn.po").stdout == "1 text imported from bn.po\nwrote decks/planets.yaml\n"


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda text: text.encode("utf-16"), "decks/planets.ledger:1:1: error: this file is UTF-16 [encoding]\n"),
        (lambda text: text.encode() + b"\xe9\n", ":4:1: error: the byte 0xE9 is not UTF-8 [encoding]\n"),
        (lambda text: text.encode() + b"\x00\n", ":4:1: error: the invisible character U+0000 is not allowed in a "),
    ],
)
def test_a_ledger_in_another_encoding_is_reported_at_its_place(run: Run, spoil: object, said: str) -> None:
    run("build")
    ledger = Path("decks/planets.ledger")
    ledger.write_bytes(spoil(ledger.read_text(encoding="utf-8")))  # type: ignore[operator]
    for command in ("check", "build"):
        done = run(command, expect=1)
        assert said.replace(":4:", f":{len(ledger.read_bytes().splitlines())}:") in done.stdout + done.stderr
