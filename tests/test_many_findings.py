"""A deck from elsewhere may break rules thousands of times: its report can still be read."""

import json
from pathlib import Path

import pytest

from tests.conftest import Run

HEAD = """\
deck:
  id: capitals
  uid: 0123456789abcdef0123456789abcdef
  title:
    en: Capitals
  languages: [en]
notes:
"""
NOTE = """\
  - id: note-{number}
    question:
      en: Which city leads country {number}
    answer:
      en: {city}
"""
ERROR = """\
  - id: note-1
    question:
      en: What is asked twice?
    answer:
      en: This
"""
PATH = Path("decks/capitals.yaml")


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    PATH.parent.mkdir()


def city(number: int) -> str:
    return "".join("abcdefghij"[int(digit)] for digit in str(number)).capitalize()


def write(count: int, more: str = "") -> None:
    notes = "".join(NOTE.format(number=number, city=city(number)) for number in range(1, count + 1))
    PATH.write_text(HEAD + notes + more, encoding="utf-8")


def told(number: int, rule: str, line: int, message: str, hint: str) -> str:
    shown = f"Which city leads country {number}"
    return (
        f"{PATH}:{line}:11: warning: {message} [{rule}]\n"
        f"  {line} |       en: {shown}\n  {' ' * len(str(line))}{' ' * 13}^\n  hint: {hint}\n"
    )


def no_mark(number: int) -> str:
    return told(number, "question-mark", 5 + 5 * number, "this question has no '?' at its end", "end it with '?'")


def test_up_to_fifty_are_shown_one_by_one_in_their_order(run: Run) -> None:
    write(50)
    said = run("check").stdout
    assert said == "".join(map(no_mark, range(1, 51))) + "50 warnings\n"


def test_of_more_there_are_examples_and_how_to_see_the_rest(run: Run) -> None:
    write(1001)
    said = run("check").stdout
    assert said == (
        "question-mark: 1,001 findings\n"
        + "".join(map(no_mark, (1, 2, 3)))
        + "  998 more: flashcards check --rule question-mark\n"
        "show all: flashcards check --all\n"
        "1,001 warnings\n"
    )
    whole = "".join(map(no_mark, range(1, 1002)))
    assert run("check", "--all").stdout == f"{whole}1,001 warnings\n"
    assert (
        run("check", "--rule", "question-mark").stdout
        == f"{whole}question-mark: 1,001 warnings; in total: 1,001 warnings\n"
    )


def test_errors_come_first_and_whole(run: Run) -> None:
    write(60, ERROR)
    lines = run("check", expect=1).stdout.splitlines()
    assert lines[0].endswith("error: the id 'note-1' is already used at decks/capitals.yaml:8:9 [duplicate-id]")
    said = run("check", "--rule", "duplicate-id", expect=1).stdout
    assert said.startswith(lines[0] + "\n")
    assert said.endswith("duplicate-id: 1 error; in total: 1 error, 60 warnings\n")


def test_programs_get_everything_or_what_they_ask_for(run: Run) -> None:
    write(60)
    assert len(json.loads(run("check", "--json").stdout)["problems"]) == 60
    assert len(run("check", "--format", "github").stdout.splitlines()) == 60
    assert json.loads(run("check", "--json", "--rule", "spacing").stdout)["problems"] == []


def test_a_rule_that_found_nothing_and_one_there_is_not(run: Run) -> None:
    write(2)
    assert run("check", "--rule", "spacing").stdout == "spacing: no problems; in total: 2 warnings\n"
    said = run("check", "--rule", "question-marks", expect=2).stderr
    assert said.endswith("for --rule: there is no rule or error 'question-marks'; did you mean 'question-mark'?\n")


def test_exit_status_is_that_of_all_that_was_found(run: Run) -> None:
    write(2)
    assert (
        run("check", "--strict", "--rule", "spacing", expect=1).stdout == "spacing: no problems; in total: 2 warnings\n"
    )


@pytest.mark.slow
def test_many_notes_are_judged_the_same_in_one_process_and_in_several(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write(3000)
    PATH.write_text(PATH.read_text(encoding="utf-8").replace("country", " country"), encoding="utf-8")
    together = run("check", "--json", expect=0).stdout
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "another"))
    assert run("check", "--json", expect=0).stdout == together
    assert len(json.loads(together)["problems"]) == 6000
