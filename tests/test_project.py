"""The project is found from any folder below it, and a deck goes by any of its names."""

import stat
import subprocess
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.small_deck import small_deck
from tests.test_coverage import SOURCE


@pytest.fixture(autouse=True)
def _a_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    (tmp_path / "project/source/drafts").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "project")
    Path("decks").mkdir()
    Path("decks/rivers.yaml").write_text(small_deck("rivers", ["bn", "en"]), encoding="utf-8")


def rename(title: str, path: str = "decks/rivers.yaml") -> None:
    text = Path(path).read_text(encoding="utf-8")
    Path(path).write_text(text.replace('en: "Rivers"', f'en: "{title}"'), encoding="utf-8")


@pytest.mark.parametrize(("folder", "up"), [("source/drafts", "../../"), ("decks", "../"), ("source", "../")])
def test_from_a_folder_below(folder: str, up: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    decks = f"{up}decks/".replace("../decks/", "") if folder == "decks" else f"{up}decks/"
    assert [line.split("  ")[0] for line in run("build").stdout.splitlines()] == [
        f"{up}dist/rivers-bn.apkg",
        f"{up}dist/rivers-en.apkg",
        f"wrote {decks}rivers.ledger",
    ]
    assert run("check", "rivers").stdout == "1 deck, 1 note: no problems\n"
    run("build", "-o", "here")
    assert sorted(path.name for path in Path("here").iterdir()) == ["rivers-bn.apkg", "rivers-en.apkg"]
    assert run("new", "lakes").stdout.startswith(f"wrote {decks}lakes.yaml\n")
    rename("Rivers\u200b", f"{decks}rivers.yaml")
    assert run("check", "rivers").stdout.startswith(f"{decks}rivers.yaml:10:")


def test_its_last_commit_and_its_sources_are_found_too(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("source/abenra.md").write_text(SOURCE.replace("{keeping", ""), encoding="utf-8")
    deck = small_deck("wells", ["en", "hi"]).replace("  license:", "  source: abenra\n  license:")
    Path("decks/wells.yaml").write_text(deck, encoding="utf-8")
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    for words in (("init",), ("add", "."), ("commit", "-m", "first")):
        subprocess.run(["git", *who, *words], check=True, capture_output=True)
    rename("The rivers")
    for folder in ("source/drafts", "../../decks"):
        monkeypatch.chdir(folder)
        assert run("diff").stdout.startswith("1 moved\n")
        assert run("coverage", "wells").stdout.startswith("abenra: The well of Abenra\n")
    Path("../source/abenra.md").write_text(SOURCE.replace("- **digging.depth**", "- **digging**"), encoding="utf-8")
    assert run("check", "wells", expect=1).stdout.startswith("../source/abenra.md:17:")
    Path("wells.yaml").write_text(deck.replace("source: abenra", "source: abenr"), encoding="utf-8")
    assert "hint: did you mean 'abenra'?" in run("check", "wells", expect=1).stdout


def test_from_within_the_folder_of_a_deck(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("decks/rivers").mkdir()
    Path("decks/rivers.yaml").rename("decks/rivers/deck.yaml")
    run("build")
    monkeypatch.chdir("decks/rivers")
    for words in (["build", "--locked"], ["build", "--locked", "."], ["build", "--locked", "deck.yaml"]):
        assert run(*words).stdout.startswith("../../dist/rivers-bn.apkg  1 note")
    assert [path.name for path in Path().iterdir()] == ["deck.yaml"]


def test_the_nearest_is_found(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("source/drafts/decks").mkdir()
    monkeypatch.chdir("source/drafts")
    assert run("check", expect=1).stderr.startswith("error: there is no deck in 'decks'\n")


@pytest.mark.parametrize("border", ["a repository", "a home folder", "a shared folder"])
def test_what_is_above_a_border_is_another_project(border: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    project = Path.cwd()
    monkeypatch.chdir("source/drafts")
    if border == "a repository":
        Path(".git").mkdir()
    elif border == "a home folder":
        monkeypatch.setenv("HOME", str(project))
    else:
        project.chmod(project.stat().st_mode | stat.S_ISVTX)
    assert run("build", expect=1).stderr == (
        "error: there is no folder 'decks' here or above\n  hint: run `flashcards new first-deck` to start a deck\n"
    )
    run("new", "lakes")
    assert Path("decks/lakes.yaml").exists()


def test_a_deck_goes_by_its_file_its_id_and_its_titles(run: Run) -> None:
    rename("Rivers of Spain")
    Path("decks/rivers.yaml").rename("decks/日本 の川.yaml")
    for name in (
        "日本 の川",
        "decks/日本 の川.yaml",
        "rivers",
        "Rivers of Spain",
        "RIVERS OF spain",
        "নতুন ডেক (Rivers)",
    ):
        assert run("check", name).stdout == "1 deck, 1 note: no problems\n", name
    assert run("check", "Río", expect=1).stderr == "error: there is no deck 'Río'\n  hint: the decks are: 日本 の川\n"


def test_a_title_is_found_in_whichever_form_it_is_typed(run: Run) -> None:
    rename("R\u00edos")
    run("check", "ri\u0301os")
    rename("x")
    Path("decks/rivers.yaml").write_text(
        small_deck("rivers", ["bn", "en"]).replace('en: "Rivers"', 'en: "Ri\u0301os"'), encoding="utf-8"
    )
    run("check", "R\u00cdOS")


def test_a_deck_with_errors_has_its_names_too(run: Run) -> None:
    text = small_deck("rivers", ["bn", "en"]).replace("uid:", "uids:").replace("rivers", "streams")
    Path("decks/rivers.yaml").write_text(f"{text}    - [\n", encoding="utf-8")
    assert "unknown key 'uids'" in run("check", "streams", expect=1).stdout
    head, notes = small_deck("rivers", ["bn", "en"]).replace("rivers", "streams").split("\nnotes:")
    Path("decks/rivers.yaml").write_text(f"notes:{notes}\n{head}", encoding="utf-8")
    assert run("check", "streams").stdout == "1 deck, 1 note: no problems\n"


def test_a_name_of_two_decks_is_an_error(run: Run) -> None:
    lakes = small_deck("lakes", ["bn", "en"]).replace('en: "Lakes"', 'en: "RIVERS"')
    Path("decks/lakes.yaml").write_text(lakes, encoding="utf-8")
    assert run("check", "rivers").stdout == "1 deck, 1 note: no problems\n"  # a file name is looked for first
    rename("rivers")
    Path("decks/rivers.yaml").rename("decks/streams.yaml")
    assert run("check", "Rivers", expect=1).stderr == (
        "error: 2 decks are named 'Rivers'\n  hint: write a path: decks/lakes.yaml or decks/streams.yaml\n"
    )


def test_an_unknown_name_is_reported_with_those_there_are(run: Run) -> None:
    for name in ("lakes", "seas"):
        Path(f"decks/{name}.yaml").write_text(small_deck(name, ["bn", "en"]), encoding="utf-8")
    assert run("build", "rivver", expect=1).stderr == (
        "error: there is no deck 'rivver'\n  hint: did you mean 'rivers'? the decks are: lakes, rivers, seas\n"
    )
    assert run("build", "x" * 300, expect=1).stderr.endswith("hint: the decks are: lakes, rivers, seas\n")


def test_a_suffix_in_capitals_is_one(run: Run) -> None:
    Path("decks/rivers.yaml").rename("decks/rivers.YAML")
    assert run("check").stdout == run("check", "rivers").stdout == "1 deck, 1 note: no problems\n"


def test_another_folder_of_the_name_is_no_deck(run: Run) -> None:
    Path("rivers").mkdir()
    Path("rivers/ebro.png").touch()
    assert run("check", "rivers").stdout == "1 deck, 1 note: no problems\n"
    assert run("check", "source", expect=1).stderr.startswith("error: there is no deck in 'source'\n")


@pytest.mark.parametrize(
    ("variables", "is_coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "0"}, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, True),
    ],
    ids=str,
)
def test_colours_in_a_file_are_asked_for(
    variables: dict[str, str], is_coloured: bool, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    rename("Rivers\u200b")
    assert ("\x1b[" in run("check").stdout) is is_coloured
