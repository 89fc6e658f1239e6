"""Notes that a program has drafted come into a deck, if they hold."""

import json
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flashcards.cli import main
from flashcards.yamltext.edit import insert
from tests.conftest import Run
from tests.document import document
from tests.readme import blocks

NOTES = """\
[
  {"question": {"bn": "ভলগা কোন সাগরে পড়ে?", "en": "Which sea does the Volga flow into?"},
   "answer": {"bn": "কাস্পিয়ান সাগর", "en": "The Caspian Sea"}, "note": null, "tags": ["seas"]},
  {"id": "mekong", "question": {"bn": "মেকং কোথায় শুরু হয়?", "en": "Where does the Mekong begin?"},
   "answer": {"bn": "তিব্বতে", "en": "In Tibet, \\ud83c\\udfd4 high up"}}
]
"""
ADDED = """\

  - id: which-sea-does-the-volga
    section: asia
    question:
      bn: ভলগা কোন সাগরে পড়ে?
      en: Which sea does the Volga flow into?
    answer:
      bn: কাস্পিয়ান সাগর
      en: The Caspian Sea
    tags: [seas]

  - id: mekong
    section: asia
    question:
      bn: মেকং কোথায় শুরু হয়?
      en: Where does the Mekong begin?
    answer:
      bn: তিব্বতে
      en: In Tibet, 🏔 high up
"""
VOLGA = '{question: {bn: ভলগা কোন সাগরে পড়ে?, en: "Which sea does the Volga flow into?"}, answer: {bn: ক, en: a}}'


@pytest.fixture(autouse=True)
def deck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The deck of the README."""
    monkeypatch.chdir(tmp_path)
    Path("decks").mkdir()
    deck = Path("decks/world-rivers.yaml")
    deck.write_text(blocks("yaml")[0], encoding="utf-8")
    return deck


def add(notes: str, *words: str, expect: int = 0) -> Result:
    """Add notes from standard input."""
    result = CliRunner().invoke(main, ["add", "world-rivers", "-", *words], input=notes.encode())
    assert result.exit_code == expect, result.output
    return result


def test_they_come_at_the_end_and_the_rest_stays_as_it_was(deck: Path, run: Run) -> None:
    before = deck.read_text(encoding="utf-8")
    assert add(NOTES, "--section", "asia").output == (
        "wrote decks/world-rivers.yaml  2 notes more: which-sea-does-the-volga, mekong\n"
        "  look at them with `flashcards preview world-rivers`\n"
    )
    assert deck.read_text(encoding="utf-8") == before + ADDED
    assert run("check").stdout == "1 deck, 3 notes: no problems\n"


def test_a_note_that_does_not_hold_is_reported_and_nothing_is_written(deck: Path) -> None:
    before = deck.read_bytes()
    notes = NOTES.replace('"answer": {"bn": "তি', '"anwser": {"bn": "তি').replace('"mekong"', '"longest-in-asia"')
    assert add(notes, expect=1).stderr == (
        "<stdin>:2:3: error: missing key 'section' in a note [missing-key]\n"
        '  2 |   {"question": {"bn": "ভলগা কোন সাগরে পড়ে?", "en": "Which sea does the Volga flow into?"},\n'
        "        ^\n"
        "  hint: add 'section: …'\n"
        "<stdin>:4:3: error: missing key 'section' in a note [missing-key]\n"
        '  4 |   {"id": "longest-in-asia", "question": {"bn": "মেকং কোথায় শুরু হয়?", "en": "Where does the Mek…\n'
        "        ^\n"
        "  hint: add 'section: …'\n"
        "<stdin>:4:10: error: the id 'longest-in-asia' is already used at decks/world-rivers.yaml:20:9 [duplicate-id]\n"
        '  4 |   {"id": "longest-in-asia", "question": {"bn": "মেকং কোথায় শুরু হয়?", "en": "Where does the Mek…\n'
        "               ^\n"
        "  hint: give this note its own id\n"
        "<stdin>:5:4: error: unknown key 'anwser' in a note [unknown-key]\n"
        '  5 |    "anwser": {"bn": "তিব্বতে", "en": "In Tibet, \\\\U0001f3d4 high up"}}\n'
        "         ^\n"
        "  hint: did you mean 'answer'?\n"
        "error: nothing was added: 4 errors\n"
    ).replace("\\\\U", "\\U")
    assert deck.read_bytes() == before


def test_one_a_line_and_one_of_them_cut_off(deck: Path) -> None:
    before = deck.read_bytes()
    lines = f"{VOLGA}\n{VOLGA}\n".replace("{question", '{"section": "asia", "question"')
    assert add(f"{lines}{lines[:90]}", expect=1).stderr.splitlines()[0] == (
        "<stdin>:3:64: error: unclosed quote [syntax]"
    )
    assert deck.read_bytes() == before
    said = add(lines).stderr
    assert said.startswith(
        "<stdin>:2:38: warning: this question is already asked at <stdin>:1:38 [duplicate-question]\n"
    )
    assert "  - id: which-sea-does-the-volga-2\n" in deck.read_text(encoding="utf-8")


@pytest.mark.parametrize("notes", ["", "[]", "notes: []\n", "```json\n[]\n```\n", "# none\n"])
def test_no_notes(notes: str) -> None:
    assert add(notes, expect=1).stderr.startswith("<stdin>:1:1: error: there are no notes here [empty-file]\n")


@pytest.mark.parametrize("notes", [VOLGA, f"notes: [{VOLGA}]", f"- {VOLGA}", f"```yaml\n- {VOLGA}\n```", f"[{VOLGA}]"])
def test_the_shapes_of_notes(notes: str, deck: Path) -> None:
    add(notes, "--section", "asia")
    assert deck.read_text(encoding="utf-8").endswith(
        "  - id: which-sea-does-the-volga\n    section: asia\n    question:\n      bn: ভলগা কোন সাগরে পড়ে?\n"
        "      en: Which sea does the Volga flow into?\n    answer:\n      bn: ক\n      en: a\n"
    )


@pytest.mark.parametrize(
    ("notes", "line"),
    [
        ("just words", "<stdin>:1:1: error: a note must be a mapping, such as 'question: …' [wrong-shape]"),
        ("- a\n- b", "<stdin>:1:3: error: a note must be a mapping, such as 'question: …' [wrong-shape]"),
        ("decks: {}\nnotes: [{a: b}]", "<stdin>:1:1: error: unknown key 'decks' in the notes to add [unknown-key]"),
        ("[" * 500_000, "<stdin>:1:1001: error: invalid YAML: exceeded maximum nesting depth [syntax]"),
        ("- {id: 'x y', section: asia, question: {}}", "<stdin>:1:8: error: 'x y' is not a valid id [malformed-id]"),
    ],
)
def test_what_is_no_note(notes: str, line: str) -> None:
    assert line in add(notes, expect=1).stderr.splitlines()


def test_a_teacher_adds_the_words_of_the_next_lesson(run: Run) -> None:
    Path("words.csv").write_text("nl,en\nhond,dog\n", encoding="utf-8")
    run("import", "words.csv")
    Path("lesson-2.csv").write_text("nl,en,unit\nkat,cat,\nhond,dog,\n", encoding="utf-8")
    assert run("add", "words", "lesson-2.csv", expect=1).stderr == (
        "error: 'lesson-2.csv' is a table, and no list of notes\n"
        "  hint: make notes of it: `flashcards import lesson-2.csv --dry-run | flashcards add words -`\n"
    )
    more = run("import", "lesson-2.csv", "--dry-run").stdout
    result = CliRunner().invoke(main, ["add", "words", "-"], input=more.encode())
    assert (
        result.stderr.splitlines()[0]
        == "<stdin>:15:10: error: the id 'hond' is already used at decks/words.yaml:14:10 [duplicate-id]"
    )
    result = CliRunner().invoke(main, ["add", "words", "-"], input=more.replace("hond", "vis").encode())
    text = Path("decks/words.yaml").read_text(encoding="utf-8")
    assert text[text.index("notes:") :] == (
        "notes:\n"
        "  - {id: hond, word: {nl: hond, en: dog}}\n"
        "  - {id: kat, word: {nl: kat, en: cat}}\n"
        "  - {id: vis, word: {nl: vis, en: dog}}\n"
    )


def test_drafts_may_lack_texts_and_their_duplicates_are_found(deck: Path, run: Run) -> None:
    half = "- question: {en: Where does the Ob end?}\n" + f"- {VOLGA}\n"
    assert add(half, "--section", "asia", "--draft").stderr == ""
    assert run("todo").stdout.endswith("\n3 texts to do\n")
    said = add(half, "--section", "asia", "--draft").stderr
    assert said.startswith("<stdin>:2:19: warning: this question is already asked at decks/world-rivers.yaml:43:11")
    before = deck.read_bytes()
    assert add(half, "--section", "asia", "--strict", "--draft", expect=1).stderr.endswith(
        "error: nothing was added: 1 warning\n"
    )
    assert deck.read_bytes() == before


def test_a_section_is_not_another(run: Run) -> None:
    assert "'world-rivers' has no section 'asai'; did you mean 'asia'?" in add("", "--section", "asai", expect=2).stderr
    other = "- {section: europe, question: {bn: কী?, en: What is it?}, answer: {bn: ক, en: a}}"
    assert "this note is in the section 'europe', not in 'asia'" in add(other, "--section", "asia", expect=1).stderr


def test_after_the_notes_of_a_section_and_in_the_layout_of_words(run: Run) -> None:
    Path("decks/words").mkdir()
    Path("decks/words/deck.yaml").write_text(
        "deck: {id: words, uid: 0123456789abcdef, title: {nl: Woorden, en: Words}, languages: [nl, en]}\n"
        "sections:\n  - {id: home, title: {nl: Thuis, en: Home}}\n  - {id: sea, title: {nl: Zee, en: Sea}}\n",
        encoding="utf-8",
    )
    words = Path("decks/words/all.yaml")
    words.write_text(
        "notes:\n- {id: hond, section: home, word: {nl: hond, en: dog}} # a comment\n# the sea\n"
        "- {id: schip, section: sea, word: {nl: schip, en: ship}}\r\n".replace("\r", ""),
        encoding="utf-8",
    )
    Path("w.yaml").write_text("- word: {nl: hè?, en: what?}\n- word: {nl: bank, en: [sofa, couch]}\n", encoding="utf-8")
    run("add", "words", "w.yaml", "--section", "home")
    assert words.read_text(encoding="utf-8") == (
        "notes:\n- {id: hond, section: home, word: {nl: hond, en: dog}} # a comment\n"
        '- {id: he, section: home, word: {nl: "hè?", en: "what?"}}\n'
        "- {id: bank, section: home, word: {nl: bank, en: [sofa, couch]}}\n# the sea\n"
        "- {id: schip, section: sea, word: {nl: schip, en: ship}}\n"
    )
    assert run("check", "words").stdout == "1 deck, 4 notes: no problems\n"


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        pytest.param(
            "n:\n  - a: |\n      x\n\n\n", (2, 5), "n:\n  - a: |\n      x\n\n  - b: c\n\n\n", id="below a block"
        ),
        pytest.param("n:\n  - a: x", (2, 5), "n:\n  - a: x\n\n  - b: c\n", id="without a last line break"),
        pytest.param("n:\r\n- a: x\r\n- a: y\r\n", (2, 3), "n:\r\n- a: x\r\n- b: c\r\n- a: y\r\n", id="of Windows"),
        pytest.param(
            "n:\n- a: x # k\n\n# of b\n- a:\n", (5, 3), "n:\n- a: x # k\n\n# of b\n- a:\n\n- b: c\n", id="no value"
        ),
        pytest.param("n: [{a: x}]\n", (1, 5), None, id="a list in brackets"),
        pytest.param("n:\n  -\n    a: x\n", (3, 5), None, id="a dash on a line of its own"),
        pytest.param("n:\n- a: x\n", (1, 1), None, id="no item"),
    ],
)
def test_an_item_is_inserted(text: str, place: tuple[int, int], expected: str | None) -> None:
    assert insert(text, place, ["b: c"]) == expected


def test_a_deck_with_errors_or_notes_in_brackets_gets_none(deck: Path, run: Run) -> None:
    Path("n.yaml").write_text(f"- {VOLGA}", encoding="utf-8")
    text = deck.read_text(encoding="utf-8")
    deck.write_text(text.replace("answer:", "anwser:"), encoding="utf-8")
    said = run("add", "world-rivers", "n.yaml", expect=1).stderr
    assert said.endswith("error: nothing was added, because the deck has errors: 1 error\n")
    head = text.split("sections:")[0]
    deck.write_text(f"{head}notes: [{{id: a, question: {{bn: কী?, en: What?}}, answer: {{bn: ক, en: a}}}}]\n", "utf-8")
    assert run("add", "world-rivers", "n.yaml", expect=1).stderr == (
        "error: notes cannot be added after decks/world-rivers.yaml:13 without changing the rest of the file\n"
        "  hint: write each of the notes there as an item that begins with '- '\n"
    )


def test_kinds_of_the_author_and_files_beside_the_deck(run: Run) -> None:
    Path("decks/capitals.yaml").write_text(
        "deck: {id: capitals, uid: f52536f03bd84e67887b21a94acd10c1, title: {en: Capitals, de: Hauptstädte}, "
        "languages: [en, de]}\nkinds:\n  country:\n    parts: {country: text, flag: image}\n    cards:\n"
        "      flag: {when: flag, front: '{{flag}}', back: '{{country}}'}\nnotes:\n"
        "  - {id: finland, type: country, country: {en: Finland, de: Finnland}, flag: fi.svg}\n",
        encoding="utf-8",
    )
    for name in ("fi", "no"):
        Path(f"decks/{name}.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    notes = Path("notes.json")
    note = {"type": "country", "country": {"en": "Norway", "de": "Norwegen"}, "flag": "decks/no.svg"}
    notes.write_text(json.dumps(note), encoding="utf-8")
    said = run("add", "capitals", notes, expect=1).stderr.splitlines()
    assert said[0] == "notes.json:1:76: error: there is no file 'decks/no.svg' [media]"
    assert said[3:] == ["  hint: did you mean '../decks/no.svg'?", "error: nothing was added: 1 error"]
    notes.write_text(json.dumps({**note, "flag": "no.svg"}), encoding="utf-8")
    run("add", "capitals", notes)
    assert (
        Path("decks/capitals.yaml")
        .read_text(encoding="utf-8")
        .endswith("\n  - {id: norway, type: country, country: {en: Norway, de: Norwegen}, flag: no.svg}\n")
    )
    assert run("check", "capitals").stdout == "1 deck, 2 notes: no problems\n"


def test_the_loop_of_the_manual(deck: Path, run: Run) -> None:
    """The gate refuses, the drafter corrects, and what is added is a draft that `check` counts."""
    [loop] = [block for block in blocks("sh") if "draft-notes" in block]
    drafter, gate, adding, looking, checking = (shlex.split(line, comments=True) for line in loop.splitlines())
    assert drafter == ["draft-notes", "article.txt", ">", "notes.json"]
    Path("notes.json").write_text(NOTES.replace("Mekong begin?", "Mekong  begin?"), encoding="utf-8")
    refused = json.loads(run(*gate[1:], expect=1).stdout)
    assert refused == document(
        "add",
        ok=False,
        error={"message": "nothing was added: 1 warning", "hint": ""},
        problems=[
            {
                "path": "notes.json",
                "line": 4,
                "column": 92,
                "severity": "warning",
                "rule": "spacing",
                "message": "two spaces in a row",
                "hint": "run `flashcards check --fix`",
            }
        ],
    )
    Path("notes.json").write_text(NOTES, encoding="utf-8")
    passed = json.loads(run(*gate[1:]).stdout)
    assert (passed["added"], passed["is_written"]) == (
        [{"id": "which-sea-does-the-volga", "draft": False}, {"id": "mekong", "draft": False}],
        False,
    )
    run(*adding[1:])
    assert deck.read_text(encoding="utf-8").count("    draft: true\n") == 2
    run(*looking[1:])
    assert json.loads(run(*checking[1:]).stdout) == document(
        "check",
        decks=1,
        notes=3,
        problems=[
            {
                "path": "decks/world-rivers.yaml",
                "line": 3,
                "column": 3,
                "severity": "info",
                "rule": "left-out",
                "message": "2 of 3 notes of 'world-rivers' are drafts: no package has them",
                "hint": "`flashcards todo world-rivers` lists what is left to write",
            }
        ],
    )
