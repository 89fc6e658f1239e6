"""`flashcards init` writes a repository in which every file does what it is there for."""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import yaml
from jsonschema import Draft202012Validator

from flashcards.deckfile.reader import REPORT_PLACES
from flashcards.system.installed import DISTRIBUTION, requirement
from tests.conftest import Run
from tests.readme import blocks

REPOSITORY = "https://github.com/asha/world-rivers"
ROOT = Path(__file__).parents[1]
FILES = """\
.github/ISSUE_TEMPLATE/mistake.yml
.github/workflows/decks.yml
.gitignore
.pre-commit-config.yaml
.vscode/extensions.json
.vscode/flashcards.code-snippets
.vscode/settings.json
.vscode/tasks.json
CONTRIBUTING.md
README.md
decks/.gitattributes
decks/deck.schema.json
decks/world-rivers.yaml
requirements.txt
source/README.md
"""

Shell = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()  # the project ends here
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def repository(run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    run("init", "world-rivers", "--repository", REPOSITORY)
    monkeypatch.chdir("world-rivers")
    return Path.cwd()


def files_in(folder: Path) -> str:
    found = (path for path in folder.rglob("*") if path.is_file() and ".git" not in path.relative_to(folder).parts)
    return "".join(f"{path}\n" for path in sorted(str(path.relative_to(folder)) for path in found))


def loaded(path: str) -> Any:
    return yaml.safe_load(Path(path).read_text(encoding="utf-8"))


def test_from_nothing(run: Run) -> None:
    said = run("init", "decks of asha/World Rivers").stdout.splitlines()
    assert len(said) == len(FILES.splitlines()) + 2
    assert said[0] == "wrote decks of asha/World Rivers/decks/world-rivers.yaml  the first deck, with an example"
    assert said[-2:] == [
        "  once it is on GitHub, write its name in the deck, in place of OWNER/REPOSITORY, and delete '# ' before it",
        "  next: `cd 'decks of asha/World Rivers'`, `flashcards preview --watch`",
    ]
    assert files_in(Path("decks of asha/World Rivers")) == FILES
    for path in Path("decks of asha/World Rivers").rglob("*"):
        assert not path.is_file() or not re.search(r"@[a-z]+@", path.read_text(encoding="utf-8")), path


def test_nothing_is_overwritten_and_what_is_lacking_is_added(run: Run) -> None:
    Path("decks").mkdir()
    Path("decks/lakes.yaml").write_text("deck:\n", encoding="utf-8")
    Path("README.md").write_text("mine\n", encoding="utf-8")
    Path(".gitignore").write_text("*.tmp\n", encoding="utf-8")
    said = run("init", ".", "--name", "lakes").stdout
    assert said.endswith(
        "kept README.md\nkept .gitignore\n"
        "  add 'dist/' to .gitignore: packages are built, and need not be committed\n"
        "  next: `flashcards preview --watch`\n"
    )
    assert Path("README.md").read_text(encoding="utf-8") == "mine\n"
    assert files_in(Path()) == FILES.replace("world-rivers", "lakes")
    assert json.loads(run("init", ".", "--name", "lakes", "--json").stdout)["wrote"] == []


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["নদী"], "'নদী' cannot be a deck's id; use lowercase letters a-z, digits and single hyphens"),
        (["rivers", "--title", 'The "Nile"'], "the title contains a straight double quote"),
        (["rivers", "-l", "xx"], "'xx' is not a language"),
        (["rivers", "--repository", "asha"], "'asha' is not the address of a repository on GitHub"),
    ],
)
def test_misuse(words: list[str], message: str, run: Run) -> None:
    assert message in run("init", *words, expect=2).stderr
    assert [*Path().iterdir()] == [Path(".git")]


def test_the_remote_says_where_mistakes_are_reported(run: Run) -> None:
    Path(".git").rmdir()
    subprocess.run(["git", "init", "-q"], check=True)
    subprocess.run(["git", "remote", "add", "origin", "git@github.com:asha/world-rivers.git"], check=True)
    run("init", ".", "--name", "world-rivers")
    assert f"\n  report: {REPOSITORY}/issues/new?" in Path("decks/world-rivers.yaml").read_text(encoding="utf-8")


def test_the_link_on_a_card_fills_in_the_form(repository: Path, run: Run) -> None:
    deck = loaded("decks/world-rivers.yaml")["deck"]
    asked = dict(parse_qsl(urlsplit(deck["report"]).query))
    form = loaded(f".github/ISSUE_TEMPLATE/{asked.pop('template')}")
    fields = {field["id"]: field for field in form["body"]}
    assert [*fields] == ["mistake", *asked]
    assert {value.strip("{}") for value in asked.values()} == {*REPORT_PLACES}
    assert {field["type"] for field in fields.values()} == {"input", "textarea"}
    assert run("check").stdout.endswith("\n3 warnings\n")  # two titles and the example


def test_the_problem_matcher_reads_what_check_prints(repository: Path, run: Run) -> None:
    [check, _] = json.loads(Path(".vscode/tasks.json").read_text(encoding="utf-8"))["tasks"]
    pattern = check["problemMatcher"]["pattern"]
    deck = Path("decks/world-rivers.yaml")
    deck.write_text(deck.read_text(encoding="utf-8").replace("answer:", "anwser: # a: [b]"), encoding="utf-8")
    words = shlex.split(check["command"])
    assert words[0] == ".venv/bin/flashcards"
    lines = [
        found for line in run(*words[1:], expect=1).stdout.splitlines() if (found := re.match(pattern["regexp"], line))
    ]
    names = ("file", "line", "column", "severity", "code")
    assert [tuple(line[pattern[name]] for name in names) for line in lines] == [
        ("decks/world-rivers.yaml", "9", "10", "warning", "placeholder"),
        ("decks/world-rivers.yaml", "10", "10", "warning", "placeholder"),
        ("decks/world-rivers.yaml", "20", "5", "error", "unknown-key"),
    ]
    assert lines[2][pattern["message"]] == "unknown key 'anwser' in a note"


def test_snippets_are_notes_and_the_schema_knows_them(repository: Path, run: Run) -> None:
    snippets = json.loads(Path(".vscode/flashcards.code-snippets").read_text(encoding="utf-8"))
    filled = "\n".join(
        re.sub(r"\$(\d+)", rf"{each['prefix']}-\1", "\n".join(each["body"])) for each in snippets.values()
    )
    Path("notes.yaml").write_text(filled, encoding="utf-8")
    run("add", "world-rivers", "notes.yaml")
    [schema] = json.loads(Path(".vscode/settings.json").read_text(encoding="utf-8"))["yaml.schemas"]
    form = Draft202012Validator(json.loads(Path(schema).read_text(encoding="utf-8")))
    assert [*form.iter_errors(loaded("decks/world-rivers.yaml"))] == []


def test_hooks_run_our_commands_when_a_deck_is_committed(repository: Path, run: Run) -> None:
    [local] = loaded(".pre-commit-config.yaml")["repos"]
    for hook in (*local["hooks"], *yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))):
        assert re.search(hook["files"], "decks/world-rivers.yaml")
        assert not re.search(hook["files"], "README.md")
        assert (hook["language"], hook["pass_filenames"]) == ("python", False)
        assert shlex.split(hook["entry"])[0] == "flashcards"
        run(*shlex.split(hook["entry"])[1:])
    assert local["hooks"][0]["additional_dependencies"] == [requirement("0.1.0")]


def test_pip_gets_the_program_from_where_it_came(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    assert requirement("1.0") == f"{DISTRIBUTION}==1.0"
    metadata = tmp_path / f"{DISTRIBUTION.replace('-', '_')}-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {DISTRIBUTION}\nVersion: 1.0\n", encoding="utf-8")
    (metadata / "direct_url.json").write_text(
        json.dumps({"url": "https://example.org/f.git", "vcs_info": {"vcs": "git", "commit_id": "0a1b"}}),
        encoding="utf-8",
    )
    assert requirement("1.0") == f"{DISTRIBUTION} @ git+https://example.org/f.git@0a1b"


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """Run lines of a shell, with this program, a git that pushes to a folder, and a `gh` that writes down its words."""
    programs, remote = tmp_path / "programs", tmp_path / "remote.git"
    programs.mkdir()
    for name, line in {
        "flashcards": f'exec {sys.executable} -m flashcards "$@"',
        "gh": f'for word; do case $word in dist/*) test -s "$word" || exit 1; esac; echo "$word"; done > {tmp_path}/gh',
    }.items():
        (programs / name).write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
        (programs / name).chmod(0o755)
    (tmp_path / ".git").rmdir()
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", remote], check=True)
    settings = {
        "user.name": "Asha",
        "user.email": "asha@example.org",
        f"url.{remote}.insteadOf": REPOSITORY,
        "protocol.file.allow": "always",
    }
    environment = {
        **os.environ,
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "GIT_CONFIG_COUNT": str(len(settings)),
        **{f"GIT_CONFIG_KEY_{at}": key for at, key in enumerate(settings)},
        **{f"GIT_CONFIG_VALUE_{at}": value for at, value in enumerate(settings.values())},
    }

    def shell(lines: str, *, expect: int = 0, **more: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", lines],
            env={**environment, **more},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == expect, done.stdout + done.stderr
        return done

    return shell


def run_job(job: Mapping[str, Any], shell: Shell, event: str, **environment: str) -> None:
    """Run the commands of a job as GitHub does, without those that install the program."""
    for step in job["steps"]:
        condition = step.get("if", f"github.event_name == '{event}'")
        if "run" in step and step["name"] != "Install" and condition == f"github.event_name == '{event}'":
            shell(step["run"], **environment)


@pytest.mark.slow
def test_the_readme_shares_a_deck_and_the_workflow_checks_and_releases_it(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sharing, releasing = (block for block in blocks("sh") if re.search("git push .* main", block))
    shell(sharing)
    monkeypatch.chdir("world-rivers")
    jobs = loaded(".github/workflows/decks.yml")["jobs"]
    base = shell("git rev-parse HEAD").stdout.strip()

    deck = Path("decks/world-rivers.yaml")
    text = deck.read_text(encoding="utf-8").replace("TODO: ", "").replace("closest-planet", "nearest")
    text = text.replace("  license", "  version: 1.0\n  license")
    deck.write_text(re.sub(r" # an example.*", "", text), encoding="utf-8")
    shell("git switch -qc ready; git commit -qam ready")
    summary = tmp_path / "summary.md"
    run_job(jobs["check"], shell, "pull_request", BASE=base, GITHUB_STEP_SUMMARY=str(summary))
    assert summary.read_text(encoding="utf-8").startswith("**")
    assert {path.name for path in Path("dist").iterdir()} == {
        "changes.html",
        "gallery",
        "world-rivers-bn.apkg",
        "world-rivers-en.apkg",
    }

    shell("git switch -q main; git merge -q ready; rm -r dist decks/*.ledger")
    text = text.replace("Which planet is closest to the Sun", "Which planet is nearest to the Sun")
    deck.write_text(re.sub(r" # an example.*", "", text), encoding="utf-8")
    shell(releasing)
    shell("git clean -qfdx")
    run_job(jobs["release"], shell, "push", GITHUB_REF_NAME="v1.0")
    words = (tmp_path / "gh").read_text(encoding="utf-8").split()
    assert words[:6] == [
        "release",
        "create",
        "v1.0",
        *(f"dist/{name}" for name in ("world-rivers-bn.apkg", "world-rivers-en.apkg", "SHA256SUMS")),
    ]
    assert Path("dist/CHANGES.md").read_text(encoding="utf-8") == "First release.\n"
    shell("cd dist; sha256sum --quiet -c SHA256SUMS")
    [verifying] = [step["run"] for step in jobs["release"]["steps"] if "Verify" in step.get("name", "")]
    assert "no ledger records 1.1" in shell(verifying, GITHUB_REF_NAME="v1.1", expect=1).stdout

    deck.write_text(
        deck.read_text(encoding="utf-8")
        .replace("version: 1.0", "version: 1.1")
        .replace("Mercury", "The planet Mercury")
        .replace('"বুধ"', '"বুধ গ্রহ"'),
        "utf-8",
    )
    shell(releasing.replace("1.0", "1.1"))
    run_job(jobs["release"], shell, "push", GITHUB_REF_NAME="v1.1")
    assert "The planet Mercury" in Path("dist/CHANGES.md").read_text(encoding="utf-8")
    assert shell("git ls-remote --tags origin").stdout.count("refs/tags/v1.") == 2


@pytest.mark.slow
def test_the_readme_translates_a_deck_and_makes_another_of_it(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    sharing, exporting, importing, forking = (
        block for block in blocks("sh") if re.search("git (remote|switch|rm)|-u origin hindi", block)
    )
    shell(sharing)
    monkeypatch.chdir("world-rivers")
    deck = Path("decks/world-rivers.yaml")
    text = re.sub(" # an example.*", "", deck.read_text(encoding="utf-8").replace("TODO: ", ""))
    deck.write_text(
        text.replace("closest-planet", "nearest").replace("  license", "  version: 1.0\n  license"), "utf-8"
    )
    shell("flashcards release 1.0; git add decks; git commit -m ready")

    shell(exporting)
    po = Path("hi.po").read_text(encoding="utf-8")
    for original, translation in {
        "World rivers": "दुनिया की नदियाँ",
        "Which planet is closest to the Sun?": "कौन सा ग्रह सूर्य के सबसे पास है?",
        "Mercury": "बुध",
    }.items():
        po = po.replace(f'msgid "{original}"\nmsgstr ""', f'msgid "{original}"\nmsgstr "{translation}"')
    Path("hi.po").write_text(po, encoding="utf-8")
    said = shell(importing).stdout
    assert said.startswith("3 texts imported from hi.po\nwrote decks/world-rivers.yaml\nnothing to do\n")
    assert "\ndist/world-rivers-hi.apkg  1 note" in said
    assert shell("git status --porcelain decks; git ls-remote origin hindi").stdout.endswith("\trefs/heads/hindi\n")

    shell(forking)
    own = Path("decks/nadiyan.yaml")
    text = own.read_text(encoding="utf-8").replace("id: world-rivers", "id: nadiyan").replace('"World', '"My world')
    own.write_text(re.sub("  uid: .*\n", "", text), encoding="utf-8")
    shown = re.search("hint: add '(uid: [0-9a-f]{32})'\n", shell("flashcards check", expect=1).stdout)
    assert shown
    own.write_text(own.read_text(encoding="utf-8").replace("  title:", f"  {shown[1]}\n  title:", 1), encoding="utf-8")
    assert shell("flashcards release 1.0").stdout.endswith(
        "commit decks/nadiyan.ledger, and tag the commit: `git tag v1.0`\n"
    )
