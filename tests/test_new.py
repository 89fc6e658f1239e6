"""Decks as authors begin them: from nothing, from a title, from a digest that is not finished."""

import os
import pty
import re
import select
import sys
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.test_digest import ARTICLE


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()  # the project ends here
    monkeypatch.chdir(tmp_path)


def edit(path: str, *pairs: tuple[str, str]) -> None:
    text = Path(path).read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    Path(path).write_text(text, encoding="utf-8")


def block(path: str, begin: str, end: str) -> str:
    text = Path(path).read_text(encoding="utf-8")
    return text[text.index(begin) : text.index(end)]


def test_a_title_is_not_an_id_and_the_command_to_run_is_shown(run: Run) -> None:
    said = run("new", "Ríos de España", "-l", "es", "-l", "en", expect=2).stderr
    command = "flashcards new rios-de-espana --title 'Ríos de España' -l es -l en"
    assert said.endswith(
        "Error: Invalid value for NAME: 'Ríos de España' cannot be a deck's id, which is a name for commands; "
        f"make it the title: `{command}`\n"
    )
    assert not Path("decks").exists()
    run("new", "rios-de-espana", "--title", "Ríos de España", "-l", "es", "-l", "en")
    assert block("decks/rios-de-espana.yaml", "  title", "  license") == (
        '  title:\n    es: "Ríos de España"\n    en: "TODO: Ríos de España"\n  languages: [es, en]\n'
    )


def on_a_terminal(words: list[str], answer: str) -> str:
    """What the command shows on a terminal, where the user types an answer."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(sys.executable, [sys.executable, "-m", "flashcards", *words])
    said = b""
    while select.select([terminal], [], [], 30)[0]:
        try:
            got = os.read(terminal, 4096)
        except OSError:  # Linux, when the other end is closed
            break
        if not got:
            break
        said += got
        if said.endswith(b"]: ") or said.endswith(b"changes: "):
            os.write(terminal, f"{answer}\n".encode())
            answer = ""
    assert os.waitpid(pid, 0)[1] == 0, said
    return said.decode().replace("\r\n", "\n")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a terminal of POSIX")
@pytest.mark.parametrize(("answer", "name"), [("", "rios-de-espana"), ("rios", "rios")])
def test_on_a_terminal_an_id_is_offered(answer: str, name: str) -> None:
    said = on_a_terminal(["new", "Ríos de España", "-l", "es"], answer)
    question = "An id for 'Ríos de España', of letters a-z, digits and hyphens; it never changes [rios-de-espana]: "
    assert said.startswith(f"{question}{answer}\nwrote decks/{name}.yaml\n")
    assert 'es: "Ríos de España"\n' in Path(f"decks/{name}.yaml").read_text(encoding="utf-8")


def test_what_is_new_builds_and_is_not_released_unchanged(run: Run) -> None:
    run("new", "rivers", "--title", "Rivers", "-l", "en")
    edit("decks/rivers.yaml", ("  license:", "  version: 1.0\n  license:"))
    assert run("build").stdout.startswith("dist/rivers-en.apkg  1 note  1 card ")
    said = run("release", "1.0", expect=1).stderr
    assert "decks/rivers.yaml:17:11: warning: this is the example of a new deck [placeholder]\n" in said
    assert "error: nothing was released: 1 warning\n" in said
    assert "this is the example of a new deck" in run("todo").stdout
    edit("decks/rivers.yaml", ("Which planet is closest to the Sun?", "Which river is the longest?"))
    run("release", "1.0")


def test_a_title_that_is_made_up_is_not_released_unchanged(run: Run) -> None:
    run("new", "world-rivers", "-l", "en")
    edit(
        "decks/world-rivers.yaml",
        ("  license:", "  version: 1.0\n  license:"),
        ("Which planet is closest to the Sun?", "Which river is the longest?"),
    )
    said = run("release", "1.0", expect=1).stderr
    assert '  9 |     en: "TODO: World rivers"\n' in said
    edit("decks/world-rivers.yaml", ("TODO: ", ""))
    run("release", "1.0")


@pytest.mark.parametrize("folder", ["decks", "decks/nature", "source", "source/old"])
def test_a_deck_goes_into_the_project_from_inside_its_folders(
    folder: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("new", "rivers")
    Path(folder).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(tmp_path / folder)
    path = os.path.relpath(tmp_path / "decks/moons.yaml")
    assert run("new", "moons").stdout.startswith(f"wrote {path}\n  edit it, then")
    assert (tmp_path / "decks/moons.yaml").exists()


def test_the_first_deck_goes_beside_the_folder_of_sources(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("source").mkdir()
    monkeypatch.chdir(tmp_path / "source")
    assert "wrote ../decks/rivers.yaml\n" in run("new", "rivers").stdout
    assert [path.name for path in sorted(tmp_path.iterdir())] == [".git", ".gitignore", "decks", "source"]


def test_a_project_of_that_name_is_none_of_its_folders(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for project in ("decks", "elsewhere/notes"):
        Path(project, ".git").mkdir(parents=True)
        monkeypatch.chdir(tmp_path / project)
        run("new", "rivers")
        assert Path("decks/rivers.yaml").exists()
        monkeypatch.chdir(tmp_path)


def test_packages_are_left_out_of_git(run: Run) -> None:
    assert "wrote .gitignore  lets git ignore dist/\n" in run("new", "rivers").stdout
    assert Path(".gitignore").read_text(encoding="utf-8") == "dist/\n"
    assert ".gitignore" not in run("new", "moons").stdout


@pytest.mark.parametrize(
    ("lines", "is_advised"), [("/dist\n", False), ("*.log\r\ndist/\r\n", False), ("*.log\n", True)]
)
def test_a_gitignore_that_is_there_is_left_alone(lines: str, is_advised: bool, run: Run) -> None:
    Path(".gitignore").write_bytes(lines.encode())
    advice = "  add 'dist/' to .gitignore: packages are built, and need not be committed\n"
    assert (advice in run("new", "rivers").stdout) == is_advised
    assert Path(".gitignore").read_bytes() == lines.encode()


def test_from_an_article_to_a_deck_without_a_gap(run: Run) -> None:
    Path("agua.txt").write_text(ARTICLE.replace("Más cosas", "Datos clave"), encoding="utf-8")
    run("outline", "agua.txt", "--write", "source/agua.md")
    assert run("new", "agua", "--from", "source/agua.md").stdout.endswith(
        "  13 texts to write in source/agua.md too: `flashcards todo agua` lists them\n"
        "  edit it, then run `flashcards check agua` and `flashcards build agua`\n"
    )
    deck = Path("decks/agua.yaml").read_text(encoding="utf-8")
    assert '    es: "El agua en Levante"\n    en: "TODO: the deck\'s name (en)"\n  languages: [es, en]\n' in deck
    assert "  #   la-sequia.escasez: still to be written in source/agua.md\n" in deck
    assert run("todo").stdout.endswith("\n28 texts to do\n")  # 13, the title, a section's two, and 3 stubs of four
    assert set(re.findall(r": (\w+): ", run("check").stdout)) == {"info", "warning"}
    assert "es: 0 of 3 key points covered (0 %), 3 begun\n" in run("coverage").stdout
    assert "drafts               3        3\n" in run("stats").stdout
    assert run("build").stdout == ""
    run("preview", "-o", "gallery")

    todo = 'TODO: one question with one right answer"'
    answer = "TODO: the answer, as short as can be"
    edit("source/agua.md", ("> Escasez: el agua falta cada verano.\n  - es: TODO: the key point", "- es: Falta agua."))
    first, *others = deck.split("  - id: riego-a-manta")
    for tag, (asked, answered) in {"es": ("¿Qué falta?", "El agua"), "en": ("What lacks?", "Water")}.items():
        first = first.replace(f'{tag}: "{todo}', f'{tag}: "{asked}"').replace(
            f'{tag}: "{answer}"', f"{tag}: {answered}"
        )
    Path("decks/agua.yaml").write_text("  - id: riego-a-manta".join((first, *others)), encoding="utf-8")
    assert "es: 1 of 3 key points covered (33.3 %), 2 begun\n" in run("coverage").stdout
    assert run("todo").stdout.endswith("\n23 texts to do\n")
    assert re.findall("agua-..\\.apkg  1 note", run("build").stdout) == ["agua-es.apkg  1 note", "agua-en.apkg  1 note"]
    run("preview", "-o", "gallery")


def test_what_is_written_in_a_digest_is_shown_above_its_stub(run: Run) -> None:
    Path("agua.txt").write_text(ARTICLE, encoding="utf-8")
    run("outline", "agua.txt", "--write", "source/agua.md")
    edit(
        "source/agua.md",
        ("- es: TODO: the key point\n", "- es: Falta.\n"),
    )
    run("new", "agua", "--from", "source/agua.md", "-l", "en", "-l", "es")
    deck = Path("decks/agua.yaml").read_text(encoding="utf-8")
    assert "  #   es: Falta.\n  - id: escasez\n" in deck
    assert "  languages: [en, es]\n" in deck


def test_a_digest_that_the_deck_would_not_find_is_refused(run: Run) -> None:
    Path("agua.txt").write_text(ARTICLE, encoding="utf-8")
    run("outline", "agua.txt", "--write", "source/agua.md")
    Path("source/agua.md").rename("agua.md")
    assert run("new", "agua", "--from", "agua.md", expect=1).stderr == (
        "error: 'agua.md' is not in a folder named 'source', where decks look for it\n"
        "  hint: move it to source/agua.md\n"
    )


STUBS = """\
deck:
  id: things
  uid: tttttttttttttttt
  title: {es: Cosas, en: Things}
  languages: [es, en]
  typed_words: [es]
notes:
  - id: cloze
    text: {es: "TODO: frase", en: "TODO: sentence"}
  - id: half-a-cloze
    text: {es: "El {{c1::Ebro}} es largo.", en: "TODO: sentence"}
  - id: typed
    type: typed
    question: {es: "TODO", en: "TODO"}
    answer: {es: "TODO: 12", en: "TODO: 13"}
  - id: word
    word: {es: "TODO", en: "TODO: vessel"}
  - id: term
    term: {es: "TODO", en: "delta 2"}
    meaning: {es: "TODO", en: "TODO"}
"""


def test_a_stub_of_any_type_has_no_other_problem(run: Run) -> None:
    Path("decks").mkdir()
    Path("decks/things.yaml").write_text(STUBS, encoding="utf-8")
    said = run("check").stdout
    assert re.findall(r"\[([a-z-]+)\]\n", said) == ["left-out"]
    assert said.endswith("1 deck, 5 notes: no problems\n")
    edit("decks/things.yaml", ("  typed_words", "  lint: {placeholder: warning}\n  typed_words"))
    assert "this text contains no cloze [cloze]" in run("check", expect=1).stdout  # it would be in a package


def test_the_example_is_a_deck_without_a_problem_that_builds_and_can_be_released(run: Run) -> None:
    assert run("new", "--example").stdout == (
        "wrote decks/bread\n"
        "wrote decks/deck.schema.json  editors complete and check decks with it\n"
        "wrote decks/.gitattributes  lets git merge ledgers\n"
        "wrote .gitignore  lets git ignore dist/\n"
        "  look at it with `flashcards preview bread`, and build it with `flashcards build bread`\n"
    )
    assert run("check", "--strict").stdout == "1 deck, 14 notes: no problems\n"
    run("release", "1.0", "bread")
    uid = re.search(r"uid: (\w+)", Path("decks/bread/deck.yaml").read_text(encoding="utf-8"))
    assert uid
    assert uid[1] != "0123456789abcdef0123456789abcdef"
    said = run("new", "--example", expect=1).stderr
    assert (
        said == "error: 'decks/bread' already exists\n  hint: choose another name: `flashcards new --example bread-2`\n"
    )
    assert "--example writes one to copy from" in run("new", expect=2).stderr
    run("new", "--example", "pan")
    assert "id: pan\n" in Path("decks/pan/deck.yaml").read_text(encoding="utf-8")


def test_a_title_is_in_a_language_that_is_named(run: Run) -> None:
    said = run("new", "chai", "--title", "चाय", expect=2).stderr
    assert said.endswith(
        "Error: name the languages of the deck, that of 'चाय' first: add `-l TAG`, such as `-l en -l bn`\n"
    )
    assert "'urdu' is not a language; did you mean 'ur'?" in run("new", "chai", "-l", "urdu", expect=2).stderr
