"""The shell completes what is in the decks, and is silent where it cannot."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from flashcards.cli import main
from tests.conftest import missing_here
from tests.test_compatibility import DECK

FLOW = """\
deck: {id: colours, uid: 0123456789abcdef0, title: {hi: रंग, bn: রং}, languages: [hi, bn], version: 2.1, # id: none
  editions: {big: {with: [rare]}}}
notes: [{id: red, word: {hi: लाल, bn: লাল}}, {word: {hi: नीला, bn: নীল}, id: blue}]
"""
BROKEN = (
    'deck:\n  id: broken # "id: other"\n  languages:\n    - fr\n    - pt-BR # fr\n'
    '  editions:\n    all-of-it:\n      with: [rare]\n  title: "{\nnotes:\n  - id: left\n'
)

SHOWN = (
    ("check ", ["broken", "planets", "colours", "farben"]),
    ("check pl", ["planets"]),
    ("check --rule yes", ["yes-no"]),
    ("check --explain vanished-", ["vanished-cloze", "vanished-language", "vanished-note", "vanished-pair"]),
    ("confirm r", ["rings", "red"]),
    ("confirm --deck planets ", ["closest", "rings"]),
    ("confirm --all f", ["farben"]),
    ("confirm --language ", ["fr", "pt-BR", "bn", "en", "hi"]),
    ("todo -l p", ["pt-BR"]),
    ("build planets -l e", ["en"]),
    ("new -l kl", ["kl", "kln"]),
    ("po export c", ["colours"]),
    ("po export planets -l hi --from b", ["bn"]),
    ("preview b", ["broken"]),
    ("release ", ["1.0", "2.1"]),
    ("release 1.0 p", ["planets"]),
    ("push -e ", ["all-of-it", "big"]),
    ("diff H", ["HEAD"]),
    ("diff pl", ["planets"]),
)


@pytest.fixture(autouse=True)
def _decks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("decks").mkdir()
    Path("decks/planets.yaml").write_text(DECK, encoding="utf-8")
    Path("decks/farben.yaml").write_text(FLOW, encoding="utf-8")
    Path("decks/broken.yaml").write_text(BROKEN, encoding="utf-8")


def completed(line: str) -> list[tuple[str, str]]:
    """What Click gives to bash: the type and the value of each completion."""
    words = f"flashcards {line}".split(" ")
    variables = {"COMP_WORDS": " ".join(words), "COMP_CWORD": str(len(words) - 1)}
    result = CliRunner().invoke(
        main, [], prog_name="flashcards", env={"_FLASHCARDS_COMPLETE": "bash_complete", **variables}
    )
    assert result.stderr == ""
    return [(kind, value) for kind, _, value in (each.partition(",") for each in result.stdout.split())]


@pytest.mark.parametrize(("line", "shown"), SHOWN)
def test_what_there_is_is_completed(line: str, shown: list[str]) -> None:
    assert sorted(completed(line)) == sorted(("plain", value) for value in shown)


def test_paths_of_decks_are_completed_too() -> None:
    assert completed("check decks/p") == [("file", "decks/p")]
    assert completed("diff dist/") == [("file", "dist/")]


def test_tags_of_git_are_completed() -> None:
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "first"], ["tag", "v1.0"], ["tag", "v1.1"]):
        author = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *author, *words], check=True)
    assert sorted(completed("diff v")) == [("plain", "v1.0"), ("plain", "v1.1")]


def test_nothing_is_completed_without_decks() -> None:
    shutil.rmtree("decks")
    assert completed("confirm ") == completed("todo -l ") == completed("release ") == []
    Path("decks").mkdir()
    Path("decks/noise.yaml").write_bytes(bytes(range(256)))
    Path("decks/folder").mkdir()
    assert completed("confirm ") == completed("todo -l ") == completed("release ") == []


_LINES = ("check fa", "check --explain stale-t", "confirm ri", "todo -l h")
_FULL = ["farben", "stale-text", "rings", "hi"]
_BASH = """\
eval "$(_FLASHCARDS_COMPLETE=bash_source flashcards)"
for line in "$@"; do
    read -ra words <<< "flashcards $line"
    COMPREPLY=(); COMP_WORDS=("${words[@]}"); COMP_CWORD=$(( ${#words[@]} - 1 ))
    _flashcards_completion flashcards
    echo "${COMPREPLY[@]}"
done
"""
_FISH = """\
_FLASHCARDS_COMPLETE=fish_source flashcards | source
for line in $argv; complete -C "flashcards $line"; end
"""
_ZSH = """\
compdef() { }
eval "$(_FLASHCARDS_COMPLETE=zsh_source flashcards)"
compadd() { print -r -- "${(P)@[-1]}" }
_describe() { for each in "${(@P)@[-1]}"; do print -r -- "${each%%:*}"; done }
typeset -A compstate
for line in "$@"; do
    words=(flashcards ${(s: :)line}); CURRENT=$#words
    _flashcards_completion
done
"""


@pytest.mark.slow
@pytest.mark.parametrize(("shell", "script"), [("bash", _BASH), ("fish", _FISH), ("zsh", _ZSH)])
def test_the_shells_do_it(shell: str, script: str) -> None:
    if shutil.which(shell) is None:
        missing_here(f"needs {shell}")
    Path("script").write_text(script, encoding="utf-8")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        [shell, "script", *_LINES], env={**os.environ, "PATH": path}, capture_output=True, text=True, check=True
    )
    assert [line.strip() for line in done.stdout.splitlines() if line.strip()] == _FULL
