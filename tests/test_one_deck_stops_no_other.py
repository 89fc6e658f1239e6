"""A deck with errors stops no other deck, in any command."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.conftest import Run, replace_in
from tests.small_deck import small_deck
from tests.test_coverage import SOURCE
from tests.test_json import FORM

MOONS, RIVERS, WELLS = (Path(f"decks/{name}.yaml") for name in ("moons", "rivers", "wells"))
MISTAKE = (
    "decks/moons.yaml:15:5: error: unknown key 'questoin' in a note [unknown-key]\n"
    "  15 |     questoin:\n"
    "           ^\n"
    "  hint: did you mean 'question'?\n"
)
PACKAGES = ["rivers-en.apkg", "wells-en.apkg"]


@pytest.fixture(autouse=True)
def _three_decks_of_which_one_has_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("decks").mkdir()
    for path in (MOONS, RIVERS, WELLS):
        path.write_text(small_deck(path.stem, ["en"]), encoding="utf-8")
    break_moons()


def break_moons() -> None:
    replace_in(MOONS, "question:", "questoin:")


def mend_moons() -> None:
    replace_in(MOONS, "questoin:", "question:")


def commit() -> None:
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    for words in (("init", "-q"), ("add", "decks"), ("commit", "-q", "-m", "first")):
        subprocess.run(["git", *who, *words], check=True)


def packages() -> list[str]:
    return sorted(path.name for path in Path("dist").iterdir())


def test_the_others_are_built(run: Run) -> None:
    for written in ("wrote decks/rivers.ledger\nwrote decks/wells.ledger\n", ""):
        said = run("build", expect=1)
        assert said.stderr == f"{MISTAKE}error: 'moons' was not built: 1 error\n"
        assert said.stdout.replace("10 kB", "9 kB") == (
            "dist/rivers-en.apkg  1 note  1 card  9 kB  English\n"
            f"dist/wells-en.apkg   1 note  1 card  9 kB  English\n{written}"
        )
        assert packages() == PACKAGES
        assert sorted(path.name for path in Path("decks").glob("*.ledger")) == ["rivers.ledger", "wells.ledger"]
    mend_moons()
    run("build")
    assert packages() == ["moons-en.apkg", *PACKAGES]


def test_where_none_is_valid_nothing_is_built(run: Run) -> None:
    assert run("build", "moons", expect=1).stderr == f"{MISTAKE}error: nothing was built: 1 error\n"
    assert not Path("dist").exists()


def test_the_package_of_a_deck_that_has_an_error_now_stays(run: Run) -> None:
    mend_moons()
    run("build")
    before = Path("dist/moons-en.apkg").read_bytes()
    break_moons()
    replace_in(WELLS, "Mercury", "The planet Mercury")
    run("build", expect=1)
    assert Path("dist/moons-en.apkg").read_bytes() == before


def test_a_language_that_only_the_other_deck_may_have(run: Run) -> None:
    replace_in(MOONS, "  languages: [en]", "  languages: [en, hi]")
    said = run("build", "-l", "hi", expect=1).stderr
    assert "error: 'title' has no text in 'hi' [missing-text]" in said
    assert said.endswith("error: there is no note to ask in 'hi'\n  hint: build for en\n")


@pytest.mark.parametrize(("key", "word"), [("id", "  id"), ("uid", "  uid"), ("title", "    en")])
def test_what_two_decks_share_is_an_error_of_both(key: str, word: str, run: Run) -> None:
    """Whichever is the copy: its package would take the place of the other one's."""
    mend_moons()
    moons, rivers = (
        next(line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith(f"{word}: "))
        for path in (MOONS, RIVERS)
    )
    replace_in(RIVERS, rivers, moons)
    said = run("build", expect=1)
    assert said.stderr.count(f"[duplicate-{key}]") == 1
    assert said.stderr.endswith("error: 'moons' was not built: 1 error\nerror: 'rivers' was not built: 1 error\n")
    assert packages() == ["wells-en.apkg"]
    assert run("check", expect=1).stdout.count(f"[duplicate-{key}]") == 1


def test_a_source_with_an_error_is_an_error_of_all_its_decks(run: Run) -> None:
    Path("source").mkdir()
    Path("source/abenra.md").write_text(SOURCE.replace("- **digging.depth**", "- **digging**"), encoding="utf-8")
    for path in (RIVERS, WELLS):
        replace_in(path, "  license:", "  source: abenra\n  license:")
    mend_moons()
    said = run("build", expect=1)
    assert said.stderr.count("source/abenra.md:17:") == 1
    assert said.stderr.endswith("error: 'rivers' was not built: 1 error\nerror: 'wells' was not built: 1 error\n")
    assert packages() == ["moons-en.apkg"]


def test_a_ledger_that_is_behind_stops_its_own_deck_alone(run: Run) -> None:
    mend_moons()
    run("build")
    replace_in(MOONS, "Mercury", "The planet Mercury")
    Path("dist/wells-en.apkg").unlink()
    said = run("build", "--locked", expect=1)
    assert said.stderr == (
        "error: the ledger of 'moons' is out of date: 1 changed (nearest-planet)\n"
        "  hint: run `flashcards build` and commit decks/moons.ledger\n"
    )
    assert [line.split()[0] for line in said.stdout.splitlines()] == ["dist/rivers-en.apkg", "dist/wells-en.apkg"]
    assert Path("dist/wells-en.apkg").exists()
    Path("decks/moons.ledger").unlink()
    said = run("build", expect=1)
    assert said.stderr.startswith(
        "error: the ledger decks/moons.ledger is missing, though dist/moons-en.apkg was built"
    )
    assert [line.split()[0] for line in said.stdout.splitlines()] == ["dist/rivers-en.apkg", "dist/wells-en.apkg"]


def test_the_others_are_released(run: Run) -> None:
    said = run("release", expect=1)
    assert said.stdout == "rivers: 1 new; suggested version: 1.0\nwells: 1 new; suggested version: 1.0\n"
    assert said.stderr == f"{MISTAKE}error: 'moons' was not compared: 1 error\n"
    replace_in(WELLS, "  license:", "  version: 1.0\n  license:")
    run("release", "1.0", "wells")
    assert run("release", expect=1).stdout == "rivers: 1 new; suggested version: 1.0\nwells: nothing to release\n"


def test_a_deck_without_a_complete_note_does_not_stop_a_look_at_the_others(run: Run) -> None:
    mend_moons()
    replace_in(MOONS, "  languages: [en]", "  languages: [en, hi]\n  pairs: [hi]\n  complete: [en]")
    said = run("release", expect=1)
    assert said.stdout == "rivers: 1 new; suggested version: 1.0\nwells: 1 new; suggested version: 1.0\n"
    assert said.stderr.endswith(
        "error: no note of 'moons' can be asked yet\n  hint: `flashcards todo` lists the texts that are missing\n"
    )


def test_the_others_are_compared_with_the_last_commit(run: Run) -> None:
    mend_moons()
    commit()
    break_moons()
    replace_in(WELLS, "Mercury", "The planet Mercury")
    said = run("diff", expect=1)
    assert said.stdout.startswith("1 reworded\n\nEnglish:\n\nreworded  nearest-planet\n")
    assert "gone" not in said.stdout
    assert said.stderr == f"{MISTAKE}error: 'moons' was not compared: 1 error\n"


def test_a_deck_by_itself_is_compared_with_itself(run: Run) -> None:
    commit()
    replace_in(WELLS, "Mercury", "The planet Mercury")
    assert run("diff", "HEAD", "rivers").stdout == "nothing changes for learners\n"
    assert run("diff", "HEAD", "wells").stdout.startswith("1 reworded\n")
    assert run("diff", "wells", "HEAD").stdout.startswith("1 reworded\n")
    for name in ("rivers", "wells"):
        assert run("diff", name).stdout == run("diff", "HEAD", name).stdout
    WELLS.rename("decks/springs.yaml")
    assert run("diff", "HEAD", "springs").stdout.startswith("1 new\n")
    assert run("diff", "springs").stdout == run("diff", "HEAD", "springs").stdout


def test_a_deck_that_was_committed_with_an_error_is_not_new(run: Run) -> None:
    commit()
    mend_moons()
    said = run("diff", expect=1)
    assert (said.stdout, said.stderr) == (
        "nothing changes for learners\n",
        "error: 'moons' was not compared: 1 error in 'HEAD'\n",
    )


def test_the_others_are_compared_with_packages(run: Run) -> None:
    mend_moons()
    run("build")
    break_moons()
    assert run("diff", "dist", "decks", expect=1).stdout == "nothing changes for learners\n"
    assert run("diff", "decks", "dist", expect=1).stdout == "nothing changes for learners\n"
    assert run("diff", "dist", "moons", expect=1).stderr.endswith("error: nothing was compared: 1 error\n")


def test_the_others_are_counted(run: Run) -> None:
    said = run("stats", expect=1)
    assert [table.split(":")[0] for table in said.stdout.split("\n\n")[::2]] == ["rivers", "wells"]
    assert said.stderr == f"{MISTAKE}error: 'moons' was not counted: 1 error\n"
    said = run("coverage", expect=1)
    assert said.stdout == "rivers has no source\n\nwells has no source\n"
    assert said.stderr == f"{MISTAKE}error: 'moons' was not counted: 1 error\n"


def test_the_others_are_shown(run: Run) -> None:
    said = run("preview", "-o", "gallery", expect=1)
    assert said.stdout.startswith("wrote gallery/index.html  2 notes, 2 cards  ")
    assert said.stderr == f"{MISTAKE}error: 'moons' was not written: 1 error\n"
    assert "questoin" not in Path("gallery/index.html").read_text(encoding="utf-8")


def test_the_others_are_translated(run: Run) -> None:
    assert run("po", "export", "wells", "-l", "hi", "-o", "hi.po").stdout == "wrote hi.po\n"
    assert "name one deck: moons, rivers, wells" in run("po", "export", "-l", "hi", expect=2).stderr
    replace_in(RIVERS, "Mercury", "TODO")
    said = run("todo", expect=1)
    assert said.stdout.endswith("\n1 text to do\n")
    assert said.stderr == "error: 'moons' was not searched: 1 error\n  hint: run `flashcards check moons`\n"


def test_the_notes_of_the_others_are_confirmed(run: Run) -> None:
    replace_in(WELLS, "  languages: [en]", "  languages: [en, hi]")
    replace_in(WELLS, '    en: "Wells"', '    en: "Wells"\n    hi: "कुएँ"')
    replace_in(WELLS, 'Sun?"', 'Sun?"\n      hi: "सूर्य के सबसे पास कौन सा ग्रह है?"')
    replace_in(WELLS, '"Mercury"', '"Mercury"\n      hi: "बुध"')
    replace_in(WELLS, "  license:", "  version: 1.0\n  license:")
    run("release", "1.0", "wells")
    replace_in(WELLS, '"Mercury"', '"The planet Mercury"')
    assert run("confirm", "nearest-planet", "-d", "wells").exit_code == 0
    replace_in(WELLS, '"The planet Mercury"', '"It is the planet Mercury"')
    said = run("confirm", "--all", expect=1)
    assert said.stdout == (
        "nearest-planet: 'answer.hi' confirmed\nwrote decks/wells.ledger  1 note confirmed; commit it\n"
    )
    assert said.stderr == f"{MISTAKE}error: 'moons' was not confirmed: 1 error\n"
    assert run("confirm", "--all", "moons", expect=1).stderr == f"{MISTAKE}error: nothing was confirmed: 1 error\n"


DRAFT = "the draft 'moons' was not {}: 1 error\n"


@pytest.mark.parametrize(
    ("words", "done"),
    [
        (["build"], "built"),
        (["release"], "compared"),
        (["diff", "dist"], "compared"),
        (["stats"], "counted"),
        (["coverage"], "counted"),
        (["preview", "-o", "gallery"], "written"),
    ],
)
def test_a_draft_may_have_errors(words: Sequence[str], done: str, run: Run) -> None:
    mend_moons()
    run("build")
    break_moons()
    replace_in(MOONS, "  license:", "  draft: true\n  license:")
    said = run(*words).stderr
    assert "questoin" in said
    assert said.endswith(DRAFT.format(done))
    data = json.loads(run(*words, "--json").stdout)
    assert (data["ok"], [(each["deck"], each["draft"]) for each in data["left_out"]]) == (True, [("moons", True)])
    if words != ["release"]:
        data = json.loads(run(*words[:1], "moons", *words[1:], "--json").stdout)
        assert FORM.is_valid(data), data
        assert data["left_out"]
