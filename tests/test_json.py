"""With `--json`, a command prints one document of the documented form, whatever happens."""

import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from flashcards.cli import COMMANDS, main
from flashcards.cli.document import FORMAT
from tests.ankiconnect import AddOn, running
from tests.conftest import Run
from tests.document import document
from tests.test_compatibility import DECK
from tests.test_coverage import SOURCE

SCHEMA = json.loads(Path("flashcards/report/output.schema.json").read_text(encoding="utf-8"))
FORM = Draft202012Validator(SCHEMA)
BROKEN = DECK.replace("planets", "moons").replace("0123", "4567").replace("Planets", "Moons").replace("গ্রহ\n", "চাঁদ\n")
BROKEN = BROKEN.replace("answer:", "anwser:", 1)
ARTICLE = "The well\n\nKey facts:\n- Age: ten years.\n"
STARS = """\
deck: {id: stars, uid: 89abcdef89abcdef, title: {en: Stars, hi: तारे}, languages: [en, hi], source: abenra}
notes:
  - id: depth
    covers: [digging.depth]
    question: {en: Which well lasts longer?, hi: कौन सा कुआँ ज़्यादा चलता है?}
    answer: {en: a deep one, hi: गहरा कुआँ}
  - id: elders
    draft: true
    covers: [digging.elders]
    question: {en: Who knew where the rock was?, hi: चट्टान कहाँ है यह कौन जानता था?}
    answer: {en: the elders, hi: बुज़ुर्ग}
"""

TRUSTED = ("--accept", "foreign-script", "--accept", "foreign-remote")
VALID: Mapping[str, Sequence[str]] = {
    "init": ["init", "moons"],
    "outline": ["outline", "article.txt"],
    "outline --write": ["outline", "article.txt", "--write", "source/well.md", "-l", "en"],
    "new": ["new", "rivers"],
    "import": ["import", "words.csv", "--columns", "nl,en"],
    "import --adopt": ["import", "--adopt", "dist/planets-en.apkg", "-l", "en", "--name", "adopted", *TRUSTED],
    "import --into": ["import", "dist/planets-en.apkg", "--into", "planets"],
    "add": ["add", "planets", "notes.yaml"],
    "check": ["check", "planets"],
    "check --explain": ["check", "--explain", "yes-no"],
    "check --fix": ["check", "--fix", "planets"],
    "check --fix --diff": ["check", "--fix", "--diff", "planets"],
    "check --format json": ["check", "--format", "json", "planets"],
    "coverage": ["coverage", "planets"],
    "coverage of a source": ["coverage", "stars"],
    "todo": ["todo", "planets"],
    "confirm": ["confirm", "closest", "--deck", "planets"],
    "export": ["export", "planets", "--to", "csv"],
    "export -o": ["export", "planets", "--to", "tsv", "-o", "planets.tsv"],
    "po export": ["po", "export", "planets", "-l", "en"],
    "po export -o": ["po", "export", "planets", "-l", "en", "-o", "en.po"],
    "po import": ["po", "import", "bn.po", "planets"],
    "speak": ["speak", "planets", "--with", "cp article.txt {out}"],
    "stats": ["stats", "planets"],
    "stats with a source": ["stats", "stars"],
    "preview": ["preview", "planets", "-o", "gallery"],
    "build": ["build", "planets"],
    "push --dry-run": ["push", "planets", "--dry-run"],
    "push": ["push", "planets"],
    "pull": ["pull", "planets", "dist/planets-en.apkg"],
    "diff": ["diff", "dist/planets-en.apkg", "planets"],
    "diff -o": ["diff", "dist", "planets", "--format", "html", "-o", "changes.html"],
    "rehearse": ["rehearse", "dist/planets-en.apkg", "dist/planets-en.apkg"],
    "release": ["release", "--accept", "clock"],
    "release 1.0": ["release", "1.0", "planets"],
}
"""Commands that succeed while only the valid deck is there."""

OPTIONAL = {"export", "po", "packages", "version", "changes", "languages", "to_write"}
"""Keys that are there with some options only."""

WITH_ERRORS = ("check", "coverage", "todo", "confirm", "stats", "preview", "build", "diff", "release")
MISUSED: Mapping[str, Sequence[str]] = {
    "": ["biuld"],
    "build": ["build", "--colour"],
    "check": ["check", "--explain", "yes-not"],
    "diff": ["diff", "--format", "pdf"],
    "new": ["new"],
    "outline": ["outline", "no-such-file"],
    "po": ["po", "exprot"],
    "po export": ["po", "export", "planets"],
    "preview": ["preview", "planets"],
    "release": ["release", "1.0"],
    "schema": ["schema"],
    "stats": ["stats", "--new-a-day", "0"],
}


@pytest.fixture(autouse=True)
def _a_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.chdir(tmp_path)
    Path("decks").mkdir()
    Path("decks/planets.yaml").write_text(DECK, encoding="utf-8")
    Path("article.txt").write_text(ARTICLE, encoding="utf-8")
    Path("notes.yaml").write_text("- {question: {bn: ক?, en: What is it?}, answer: {bn: ক, en: a}}", encoding="utf-8")
    Path("words.csv").write_text("hond,dog\n", encoding="utf-8")
    run("build")
    run("po", "export", "planets", "-l", "bn", "-o", "bn.po")


def printed(words: Sequence[str], status: int) -> dict[str, Any]:
    """The document of a command, which is all of its standard output."""
    result = CliRunner().invoke(main, [*words, *([] if "json" in words else ["--json"])], prog_name="flashcards")
    assert result.exit_code == status, result.output
    data: dict[str, Any] = json.loads(result.stdout)
    assert [error.message for error in FORM.iter_errors(data)] == []
    assert data["ok"] is (status == 0)
    return data


def test_the_form_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$id"] == f"urn:flashcards-compiler:output:{FORMAT}"


@pytest.fixture
def anki(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An Anki that runs; commands other than `push` do without it."""
    anki = AddOn(tmp_path / "anki")
    with running(anki) as url:
        monkeypatch.setenv("ANKICONNECT_URL", url)
        yield
    anki.col.close()


@pytest.mark.parametrize("name", VALID)
def test_of_a_command_that_succeeds(name: str, request: pytest.FixtureRequest) -> None:
    if name.startswith("push"):
        request.getfixturevalue("anki")
    if "stars" in VALID[name]:
        Path("source").mkdir()
        Path("source/abenra.md").write_text(SOURCE, encoding="utf-8")
        Path("decks/stars.yaml").write_text(STARS, encoding="utf-8")
    data = printed(VALID[name], 0)
    assert data["command"] == " ".join(word for word in name.split() if word in (*COMMANDS, "export", "import"))
    assert data["error"] is None
    own = [key for key in data if key not in document("")]
    for key in [*own, "problems"]:
        if key == "problems" or key not in OPTIONAL:
            assert not FORM.is_valid({other: value for other, value in data.items() if other != key}), key
    assert not FORM.is_valid({**data, "unknown": 1})


@pytest.mark.parametrize("name", WITH_ERRORS)
def test_of_a_command_while_a_deck_has_errors(name: str) -> None:
    Path("decks/moons.yaml").write_text(BROKEN, encoding="utf-8")
    words = [word for word in VALID[name] if word != "planets"]
    if name == "diff":
        subprocess.run(["git", "init", "-q"], check=True)
        words = ["diff", "dist"]
    if name == "confirm":
        words = ["confirm", "--all"]
    printed(words, 1)


@pytest.mark.parametrize("command", MISUSED)
def test_of_a_usage_error(command: str) -> None:
    Path("decks/moons.yaml").write_text(BROKEN, encoding="utf-8")
    data = printed(MISUSED[command], 2)
    assert data["command"] == command
    assert data["error"]["message"]


def test_of_an_error_before_any_deck_is_read() -> None:
    assert printed(["build", "planet"], 1) == document(
        "build",
        ok=False,
        error={"message": "there is no deck 'planet'", "hint": "did you mean 'planets'?"},
    )
    assert printed(["rehearse", "a.apkg", "b.apkg"], 1)["error"] == {"message": "there is no 'a.apkg'", "hint": ""}


def test_of_a_file_that_cannot_be_written() -> None:
    Path("a-file").touch()
    assert printed(["build", "-o", "a-file"], 1)["error"] == {
        "message": "cannot write 'a-file': File exists",
        "hint": "nothing was changed",
    }


def test_of_ctrl_c_and_of_a_defect_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    def fail(*_: object) -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr("flashcards.cli.build.find_decks", stop)
    assert printed(["build"], 130)["error"] == {"message": "stopped", "hint": ""}
    monkeypatch.setattr("flashcards.cli.build.find_decks", fail)
    assert printed(["build"], 1)["error"] == {
        "message": "flashcards has failed: ZeroDivisionError('by zero')",
        "hint": "this is a defect of flashcards: please report it",
    }


def test_help_is_text() -> None:
    said = CliRunner().invoke(main, ["build", "--json", "--help"], prog_name="flashcards").stdout
    assert said.startswith("Usage: flashcards build [OPTIONS] [DECK]...\n")


def test_text_is_no_part_of_it(run: Run) -> None:
    Path("decks/moons.yaml").write_text(BROKEN, encoding="utf-8")
    said = run("build", "--json", expect=1)
    assert said.stderr == "error: 'moons' was not built: 1 error\n"
    data = json.loads(said.stdout)
    assert [problem["rule"] for problem in data["problems"]] == ["unknown-key"]
    assert [package["path"] for package in data["packages"]] == ["dist/planets-bn.apkg", "dist/planets-en.apkg"]
    assert data["left_out"] == [
        {
            "deck": "moons",
            "path": "decks/moons.yaml",
            "message": "'moons' was not built: 1 error",
            "hint": "",
            "draft": False,
        }
    ]


def test_a_file_gets_the_same_document(run: Run) -> None:
    said = run("diff", "dist", "decks", "--json", "-o", "changes.json").stdout
    assert Path("changes.json").read_text(encoding="utf-8") == said
    assert json.loads(said)["wrote"] == ["changes.json"]


def test_every_command_that_has_it_is_documented() -> None:
    commands = {name: command for name in COMMANDS if (command := main.get_command(click.Context(main), name))}
    for name, command in [*commands.items()]:
        if isinstance(command, click.Group):
            commands |= {f"{name} {each}": subcommand for each, subcommand in command.commands.items()}
    with_json = {name for name, each in commands.items() if any("--json" in option.opts for option in each.params)}
    assert with_json == {*commands} - {"po", "schema"}
    assert {*SCHEMA["properties"]["command"]["enum"]} == {"", *commands}
    assert with_json <= {words for name in VALID for words in (name, name.split()[0])}


def test_the_form_is_printed(run: Run) -> None:
    assert json.loads(run("schema", "output").stdout) == SCHEMA
