"""Commands as a user types them."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from flashcards import __version__
from flashcards.cli import main
from tests.conftest import Run


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_from_nothing_to_a_package(run: Run) -> None:
    assert run("new", "world-rivers").stdout == (
        "wrote decks/world-rivers.yaml\n"
        "wrote decks/deck.schema.json  editors complete and check decks with it\n"
        "wrote decks/.gitattributes  lets git merge ledgers\n"
        "wrote .gitignore  lets git ignore dist/\n"
        "  edit it, then run `flashcards check world-rivers` and `flashcards build world-rivers`\n"
    )
    assert run("check").stdout.endswith("\n3 warnings\n")  # two titles and the example
    assert re.sub("[0-9]+ kB", "N kB", run("build").stdout) == (
        "dist/world-rivers-bn.apkg  1 note  1 card  N kB  বাংলা + English\n"
        "dist/world-rivers-en.apkg  1 note  1 card  N kB  English + বাংলা\n"
        "wrote decks/world-rivers.ledger\n"
    )
    assert sorted(path.name for path in Path("decks").iterdir()) == [
        ".gitattributes",
        "deck.schema.json",
        "world-rivers.ledger",
        "world-rivers.yaml",
    ]


def test_new_overwrites_nothing(run: Run) -> None:
    run("new", "world-rivers")
    before = Path("decks/world-rivers.yaml").read_bytes()
    said = run("new", "world-rivers", expect=1).stderr
    assert said == "error: 'decks/world-rivers.yaml' already exists\n  hint: choose another name\n"
    assert Path("decks/world-rivers.yaml").read_bytes() == before


def test_new_says_what_is_to_be_written_in_a_language_it_does_not_know(run: Run) -> None:
    run("new", "rivers", "--language", "ckb", "--language", "en")
    assert "'TODO' is a placeholder [placeholder]" in run("check").stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["new", "World Rivers"], "make it the title: `flashcards new world-rivers --title 'World Rivers' -l TAG`"),
        (["new", "নদী", "-l", "bn"], "make it the title: `flashcards new ID --title 'নদী' -l bn`"),
        (["new", "rivers", "--title", 'The "Nile"'], "the title contains a straight double quote"),
        (["new", "rivers", "-l", "xx"], "'xx' is not a language"),
        (["build", "--colour"], "No such option"),
        (["biuld"], "there is no command 'biuld'; did you mean 'build'?"),
    ],
)
def test_misuse_is_reported_and_exits_with_2(words: list[str], message: str, run: Run) -> None:
    assert message in run(*words, expect=2).stderr


def test_a_study_language_no_deck_has_is_misuse(run: Run) -> None:
    run("new", "rivers")
    said = run("build", "--language", "hi", expect=2).stderr
    assert said.endswith("Error: Invalid value for --language: no deck has the language 'hi'; use one of: bn, en\n")


def test_build_makes_the_language_that_is_asked_for(run: Run) -> None:
    run("new", "rivers")
    run("build", "rivers", "-l", "en", "-o", "out")
    assert [path.name for path in Path("out").iterdir()] == ["rivers-en.apkg"]


def test_build_prints_json(run: Run) -> None:
    run("new", "rivers")
    said = json.loads(run("build", "--json").stdout)
    assert [set(package) for package in said["packages"]] == [
        {"path", "deck", "title", "study", "support", "edition", "notes", "cards", "size"}
    ] * 2
    assert [(each["path"], each["size"]) for each in said["packages"]] == [
        (f"dist/rivers-{tag}.apkg", Path(f"dist/rivers-{tag}.apkg").stat().st_size) for tag in ("bn", "en")
    ]


def test_locked_changes_nothing_and_fails_when_a_ledger_is_behind(run: Run) -> None:
    run("new", "rivers")
    said = run("build", "--locked", expect=1).stderr
    assert said.endswith(
        "error: the ledger of 'rivers' is out of date: 1 changed (closest-planet)\n"
        "  hint: run `flashcards build` and commit decks/rivers.ledger\n"
    )
    assert not Path("dist").exists()
    assert not Path("decks/rivers.ledger").exists()
    run("build")
    run("build", "--locked")


def test_a_deck_goes_by_its_path_or_its_name(run: Run) -> None:
    run("new", "rivers")
    for name in ("rivers", "decks/rivers.yaml", "decks"):
        assert run("check", name).stdout.endswith("\n3 warnings\n")
    said = run("check", "river", expect=1).stderr
    assert said == "error: there is no deck 'river'\n  hint: did you mean 'rivers'?\n"


def test_a_file_that_cannot_be_read_is_reported(run: Run) -> None:
    Path("decks/odd.yaml").mkdir(parents=True)
    Path("decks/odd.yaml/deck.yaml").mkdir()
    assert run("check", expect=1).stderr == (
        "error: there is no deck in 'decks'\n  hint: run `flashcards new first-deck` to start one\n"
    )
    Path("decks/loop.yaml").symlink_to("loop.yaml")
    assert run("check", expect=1).stderr.startswith("error: ")


def test_a_folder_without_notes_is_reported(run: Run) -> None:
    run("new", "rivers")
    head = Path("decks/rivers.yaml").read_text(encoding="utf-8").split("notes:")[0]
    Path("decks/rivers.yaml").unlink()
    Path("decks/rivers").mkdir()
    Path("decks/rivers/deck.yaml").write_text(head, encoding="utf-8")
    Path("decks/rivers/more.yaml").write_text("sections: []\n", encoding="utf-8")
    assert "no file of this deck has 'notes:' [empty-deck]" in run("check", expect=1).stdout


def test_without_decks_the_way_to_begin_is_shown(run: Run) -> None:
    for command in ("check", "build"):
        said = run(command, expect=1).stderr
        assert said == (
            "error: there is no folder 'decks' here or above\n  hint: run `flashcards new first-deck` to start a deck\n"
        )


def test_a_folder_of_files_is_one_deck(run: Run) -> None:
    run("new", "rivers")
    text = Path("decks/rivers.yaml").read_text(encoding="utf-8")
    run("build")
    whole = Path("dist/rivers-bn.apkg").read_bytes()
    head, notes = text.split("notes:")
    Path("decks/rivers.yaml").unlink()
    Path("decks/rivers/part").mkdir(parents=True)
    Path("decks/rivers/deck.yaml").write_text(head, encoding="utf-8")
    Path("decks/rivers/part/one.yaml").write_text("notes:" + notes, encoding="utf-8")
    run("build")
    assert Path("dist/rivers-bn.apkg").read_bytes() == whole
    assert not Path("decks/rivers/rivers.ledger").exists()


def test_the_schema_is_printed_or_written(run: Run) -> None:
    printed = run("schema").stdout
    assert json.loads(printed)["title"] == "flashcards deck file"
    run("schema", "-o", "deck.schema.json")
    assert Path("deck.schema.json").read_text(encoding="utf-8") == printed


@pytest.mark.parametrize(
    "words", [["-h"], ["--help"], ["build", "-h"], ["check", "-h"], ["new", "-h"], ["schema", "-h"]]
)
def test_help_shows_an_example(words: list[str], run: Run) -> None:
    said = run(*words).stdout
    assert "  flashcards " in said
    assert "…" not in said
    assert "..." not in said.replace("[DECK]...", "").replace("[ARGS]...", "")


def test_the_version_is_printed(run: Run) -> None:
    assert run("--version").stdout == f"flashcards {__version__}\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_complete(shell: str) -> None:
    result = CliRunner().invoke(main, [], prog_name="flashcards", env={"_FLASHCARDS_COMPLETE": f"{shell}_source"})
    assert "_FLASHCARDS_COMPLETE" in result.output
    assert result.exit_code == 0


LINTED = """\
deck: {id: planets, uid: 0123456789abcdef, title: {bn: গ্রহ, en: Planets}, languages: [bn, en]}
notes:
  - id: closest # the first
    question:
      bn: "বুধ কি সূর্যের  সবচেয়ে কাছের গ্রহ ?"
      en: "Is  Mercury closest to the Sun?"
    answer: {bn: হ্যাঁ, en: "Yes"}
"""


def test_check_holds_notes_to_the_rules(run: Run) -> None:
    Path("decks").mkdir()
    path = Path("decks/planets.yaml")
    path.write_text(LINTED, encoding="utf-8")
    said = run("check").stdout
    assert [re.sub(r".*\[(.*)\]$", r"\1", line) for line in said.splitlines() if line.startswith("decks/")] == [
        "yes-no",
        "spacing",
        "spacing",
    ]
    run("build")
    assert run("release", "1.0", expect=1).stderr.endswith(
        "error: nothing was released: 3 warnings\n"
        "  hint: fix each warning, or exempt it: `lint_ignore: {RULE: why}` in a note, "
        "`lint: {RULE: off}` below 'deck:', or `flashcards confirm NOTE` for a text that may be out of date\n"
    )
    fixed = run("check", "--fix")
    assert fixed.stderr == (
        "decks/planets.yaml:5:26: spaces corrected [spacing]\n"
        "decks/planets.yaml:6:14: spaces corrected [spacing]\n"
        "2 places fixed\n"
        "wrote decks/planets.yaml\n"
    )
    assert fixed.stdout.endswith("1 warning\n")
    repaired = LINTED.replace("সূর্যের  সবচেয়ে কাছের গ্রহ ?", "সূর্যের সবচেয়ে কাছের গ্রহ?")
    assert path.read_text(encoding="utf-8") == repaired.replace("Is  Mercury", "Is Mercury")
    run("check", "--strict", expect=1)
    path.write_text(path.read_text(encoding="utf-8").replace("[bn, en]}", "[bn, en], lint: {yes-no: off}}"))
    assert run("check", "--strict").stdout == "1 deck, 1 note: no problems\n"


def test_check_explains_a_rule(run: Run) -> None:
    said = run("check", "--explain", "yes-no").stdout
    assert said.startswith(
        "yes-no (warning)\n\nA question cannot be answered with yes or no, or by choosing one of two things.\n\n"
    )
    assert "\nWrong::\n" in said
    assert (
        "there is no rule or error 'yes-not'; did you mean 'yes-no'?"
        in run("check", "--explain", "yes-not", expect=2).stderr
    )


def test_check_annotates_a_pull_request_and_a_code_scanner(run: Run) -> None:
    Path("decks").mkdir()
    Path("decks/planets.yaml").write_text(LINTED, encoding="utf-8")
    assert (
        "::warning file=decks/planets.yaml,line=5,col=26,title=spacing::" in run("check", "--format", "github").stdout
    )
    sarif = json.loads(run("check", "--format", "sarif").stdout)
    assert [result["ruleId"] for result in sarif["runs"][0]["results"]] == ["yes-no", "spacing", "spacing"]


def test_a_deck_is_begun_from_a_source(run: Run) -> None:
    Path("source").mkdir()
    source = Path(__file__).parents[1] / "source" / "mostaque-2024.md"
    Path("source/mostaque-2024.md").write_bytes(source.read_bytes())
    run("new", "again", "--from", "source/mostaque-2024.md")
    assert run("check", "--strict").stdout == (
        "decks/again.yaml:8:3: info: 62 of 62 notes of 'again' are drafts: no package has them [left-out]\n"
        "  8 |   id: again\n        ^\n  hint: `flashcards todo again` lists what is left to write\n"
        "1 deck, 62 notes: no problems\n"
    )
    said = run("todo").stdout
    assert {line.rsplit("[", 1)[1] for line in said.splitlines() if ": info: " in line} == {"placeholder]"}
    assert said.endswith("248 texts to do\n")  # 62 key points or clauses, a question and an answer, in two languages
    assert run("build").stdout == ""
    run("new", "again", "--from", "source/mostaque-2024.md", expect=1)
