"""Languages in files of their own: `notes.nb.yaml` beside `notes.yaml`, which a translator edits alone."""

import json
from pathlib import Path

import polib
import pytest
import yaml
from jsonschema import Draft202012Validator

from flashcards.compile.cache import Cache
from flashcards.compile.deck import open_decks
from flashcards.deckfile.discovery import find_decks
from flashcards.deckfile.overlay_edits import with_texts
from tests.conftest import Run
from tests.frozen import Clock
from tests.merging.rivers import edited_package

DECK = """\
deck:
  id: capitals
  uid: 7c1e5b0f9a2d4e6f8b3c
  title: {en: Northern capitals, de: Hauptstädte im Norden}
  languages: [en, de, nb]
  complete: [en, de]
  version: 1.0

sections:
  - id: north
    title: {en: North, de: Norden}
"""
NOTES = """\
notes:
  - id: finland
    section: north
    question: {en: What is the capital of Finland?, de: Was ist die Hauptstadt von Finnland?}
    answer: {en: It is Helsinki., de: Es ist Helsinki.}

  - id: sweden
    section: north
    question: {en: What is the capital of Sweden?, de: Was ist die Hauptstadt von Schweden?}
    answer: {en: It is Stockholm., de: Es ist Stockholm.}
"""
HEAD_NB = """\
deck:
  title: Hovedsteder i nord
sections:
  north: Nord
"""
NOTES_NB = """\
# translated by Kari
finland:
  question: Hva er hovedstaden i Finland?
  answer: |
    Det er Helsingfors.
"""


@pytest.fixture
def deck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a deck with Norwegian in files of its own."""
    folder = tmp_path / "decks" / "capitals"
    folder.mkdir(parents=True)
    files = {"deck.yaml": DECK, "deck.nb.yaml": HEAD_NB, "notes.yaml": NOTES, "notes.nb.yaml": NOTES_NB}
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return folder.relative_to(tmp_path)


def test_texts_of_both_files_are_one_deck(deck: Path, run: Run) -> None:
    assert run("build").stdout.splitlines()[:3] == [
        "dist/capitals-en.apkg  2 notes  2 cards  10 kB  English + Deutsch",
        "dist/capitals-de.apkg  2 notes  2 cards  10 kB  Deutsch + English",
        "dist/capitals-nb.apkg  1 note   1 card   10 kB  norsk bokmål + English",
    ]


def test_packages_are_those_of_a_deck_in_one_file(deck: Path, run: Run) -> None:
    run("build", "-o", "apart")
    notes = NOTES.replace("Hauptstadt von Finnland?}", "Hauptstadt von Finnland?, nb: Hva er hovedstaden i Finland?}")
    notes = notes.replace("Es ist Helsinki.}", "Es ist Helsinki., nb: Det er Helsingfors.}")
    head = DECK.replace("im Norden}", "im Norden, nb: Hovedsteder i nord}").replace("Norden}", "Norden, nb: Nord}")
    (deck / "notes.yaml").write_text(notes, encoding="utf-8")
    (deck / "deck.yaml").write_text(head, encoding="utf-8")
    for name in ("notes.nb.yaml", "deck.nb.yaml"):
        (deck / name).unlink()
    run("build", "-o", "whole")
    apart, whole = ({path.name: path.read_bytes() for path in Path(out).iterdir()} for out in ("apart", "whole"))
    assert len(apart) == 3
    assert apart == whole


def test_a_deck_of_one_file_has_languages_beside_it(deck: Path, run: Run) -> None:
    Path("decks/one.yaml").write_text(DECK.replace("capitals", "one", 1) + NOTES, encoding="utf-8")
    Path("decks/one.nb.yaml").write_text(HEAD_NB + NOTES_NB, encoding="utf-8")
    for part in deck.iterdir():
        part.unlink()
    deck.rmdir()
    assert run("check").stdout.endswith("1 deck, 2 notes: no problems\n")
    assert [one.overlays for one in find_decks(["decks/one.nb.yaml"], Path("decks"))] == [
        ((Path("decks/one.nb.yaml"), "nb"),)
    ]


def test_what_is_missing_is_to_be_written_in_the_file_of_the_language(deck: Path, run: Run) -> None:
    found = json.loads(run("todo", "--json").stdout)["todo"]
    assert [(each["message"], each["hint"]) for each in found] == [
        ("'question' of 'sweden' has no text in 'nb'", f"write it in {deck / 'notes.nb.yaml'}"),
        ("'answer' of 'sweden' has no text in 'nb'", f"write it in {deck / 'notes.nb.yaml'}"),
    ]


def test_rules_report_and_fix_texts_in_their_own_file(deck: Path, run: Run) -> None:
    path = deck / "notes.nb.yaml"
    path.write_text(NOTES_NB.replace("Hva er", "Hva  er"), encoding="utf-8")
    run("check")
    for lines in (0, 1, 2):  # from the second on, findings are those of the cache, at lines that moved
        path.write_text("#\n" * lines + NOTES_NB.replace("Hva er", "Hva  er"), encoding="utf-8")
        found = json.loads(run("check", "--rule", "spacing", "--json").stdout)["problems"]
        assert [(each["path"], each["line"], each["column"]) for each in found] == [(str(path), 3 + lines, 16)]
    run("check", "--fix")
    assert path.read_text(encoding="utf-8") == "#\n#\n" + NOTES_NB


def test_rules_that_compare_notes_report_the_file_of_a_text(deck: Path, run: Run) -> None:
    path = deck / "notes.nb.yaml"
    again = NOTES_NB + "sweden:\n  question: Hva er hovedstaden i Finland?\n  answer: Det er Stockholm.\n"
    for lines in (0, 1):
        path.write_text("#\n" * lines + again, encoding="utf-8")
        found = json.loads(run("check", "--rule", "duplicate-question", "--json").stdout)["problems"]
        assert [(each["path"], each["line"], each["message"]) for each in found] == [
            (str(path), 7 + lines, f"this question is already asked at {path}:{3 + lines}:13")
        ]


def test_an_edited_text_makes_the_other_languages_stale_at_their_own_places(deck: Path, run: Run) -> None:
    run("release", "1.0")
    path = deck / "notes.yaml"
    path.write_text(NOTES.replace("What is the capital of Finland?", "Which city governs Finland?"), encoding="utf-8")
    found = json.loads(run("check", "--rule", "stale-text", "--json").stdout)["problems"]
    assert [(each["path"], each["line"]) for each in found] == [
        (str(deck / "notes.nb.yaml"), 3),
        (str(deck / "notes.yaml"), 4),
    ]
    run("confirm", "finland", "-l", "nb")
    found = json.loads(run("check", "--rule", "stale-text", "--json").stdout)["problems"]
    assert [each["path"] for each in found] == [str(deck / "notes.yaml")]


def test_a_po_file_is_imported_into_the_file_of_its_language(deck: Path, run: Run) -> None:
    run("po", "export", "-l", "nb", "-o", "nb.po")
    _translate("nb.po", {"finland/question": "Hva heter hovedstaden i Finland?"})
    assert run("po", "import", "nb.po").stdout == f"3 texts imported from nb.po\nwrote {deck / 'notes.nb.yaml'}\n"
    assert (deck / "notes.yaml").read_text(encoding="utf-8") == NOTES
    assert (deck / "notes.nb.yaml").read_text(encoding="utf-8") == (
        NOTES_NB.replace("Hva er", "Hva heter") + "sweden:\n  question: sweden/question\n  answer: sweden/answer\n"
    )


def test_a_new_language_gets_a_file_of_its_own(deck: Path, run: Run) -> None:
    run("po", "export", "-l", "sv", "-o", "sv.po")
    _translate("sv.po", {})
    run("po", "import", "sv.po", "--own-file")
    assert (deck / "deck.sv.yaml").read_text(encoding="utf-8") == (
        "deck:\n  title: deck/title\nsections:\n  north: section:north/title\n"
    )
    assert (deck / "notes.sv.yaml").read_text(encoding="utf-8").startswith("finland:\n  question: finland/question\n")
    assert "capitals-sv.apkg" in run("build").stdout


def test_an_edit_changes_the_key_of_the_chunk_of_its_note_alone(deck: Path, tmp_path: Path) -> None:
    ids = [f"note-{number}" for number in range(1000)]
    notes = (f"  - id: {each}\n    question: {{en: A?, de: B?}}\n    answer: {{en: a, de: b}}\n" for each in ids)
    texts = "".join(f"{each}:\n  answer: c\n" for each in ids)
    (deck / "notes.yaml").write_text("notes:\n" + "".join(notes), encoding="utf-8")
    keys = []
    for text in (texts, texts.replace("note-500:\n  answer: c", "note-500:\n  answer: d"), f"# moved\n{texts}"):
        (deck / "notes.nb.yaml").write_text(text, encoding="utf-8")
        [opened] = open_decks(find_decks([], Path("decks")), Cache(tmp_path / "cache"))
        keys.append([opened.key("index", at) for at in range(len(opened.chunks))])
    assert len(keys[0]) > 2
    assert sum(one != other for one, other in zip(keys[0], keys[1], strict=True)) == 1
    assert keys[0] == keys[2]


def test_texts_are_added_to_a_file_in_flow_and_block_style() -> None:
    text = "a: {answer: b} # kept\nc:\n  answer: d\n"
    added = {("a", "question"): "e", ("c", "question"): "f", ("c", "note"): "g", ("h", "answer"): "i\nj"}
    assert with_texts(text, Path("x.yaml"), added) == (
        'a: {answer: b, question: "e"} # kept\nc:\n  answer: d\n  question: "f"\n  note: "g"\n'
        "h:\n  answer: |\n    i\n    j\n"
    )


def test_a_file_in_which_only_a_parser_finds_the_notes(deck: Path, run: Run) -> None:
    (deck / "notes.nb.yaml").write_text(
        '{"finland": {question: Hva er hovedstaden?,\nanswer: Det er Oslo.}}', encoding="utf-8"
    )
    assert "capitals-nb.apkg  1 note" in run("build").stdout
    (deck / "notes.nb.yaml").write_text("- finland\n", encoding="utf-8")
    assert f"{deck / 'notes.nb.yaml'}:1:1: error: a file with texts in 'nb' must be a mapping of ids to texts" in (
        run("check", expect=1).stdout
    )
    (deck / "notes.nb.yaml").write_text('finland:\n  question: "a\nsweden:\n  answer: b\n', encoding="utf-8")
    found = json.loads(run("check", "--json", expect=1).stdout)["problems"]
    assert [(each["path"], each["rule"]) for each in found] == [(str(deck / "notes.nb.yaml"), "syntax")]
    (deck / "notes.nb.yaml").write_text(NOTES, encoding="utf-8")
    assert "write ids and texts in 'nb', or name it 'notes-nb.yaml'" in run("check", expect=1).stdout


def _translate(path: str, texts: dict[str, str]) -> None:
    """Translate the texts of a PO file; those that have no translation become their own names."""
    file = polib.pofile(path)
    for entry in file:
        entry.msgstr = texts.get(entry.msgctxt, entry.msgstr or entry.msgctxt)
    file.save()


def test_an_optional_part_may_be_in_some_languages_only(deck: Path, run: Run) -> None:
    (deck / "notes.nb.yaml").write_text(f"{NOTES_NB}  note: Svensk er også offisielt språk.\n", encoding="utf-8")
    assert "[missing-translation]" in run("check").stdout
    (deck / "deck.yaml").write_text(DECK.replace("  version", "  optional: [note]\n  version"), encoding="utf-8")
    assert run("check").stdout.endswith("1 deck, 2 notes: no problems\n")
    assert [each["message"].split("'")[1] for each in json.loads(run("todo", "--json").stdout)["todo"]] == [
        "question",
        "answer",
    ]


def test_an_edit_in_anki_is_taken_into_the_file_of_its_language(deck: Path, run: Run, clock: Clock) -> None:
    run("build")
    clock.now += 60
    fields = {"Answer": "Det er byen Helsingfors."}
    package = edited_package(Path("dist/capitals-nb.apkg"), Path("edited.apkg"), "finland", fields, clock.now)
    said = run("import", package, "--into", "capitals", "--yes").stdout
    assert said.endswith(f"1 text taken from edited.apkg, 1 note compared\nwrote {deck / 'notes.nb.yaml'}\n")
    assert (deck / "notes.nb.yaml").read_text(encoding="utf-8") == NOTES_NB.replace("Det er", "Det er byen")
    assert (deck / "notes.yaml").read_text(encoding="utf-8") == NOTES


def test_a_table_is_taken_into_the_files_of_its_languages(deck: Path, run: Run) -> None:
    run("export", "--to", "csv", "-o", "edited.csv")
    table = Path("edited.csv").read_text(encoding="utf-8-sig")
    edited = table.replace("Det er Helsingfors.", "Det er byen Helsingfors.").replace("Schweden?,,", "Schweden?,Hva?,")
    Path("edited.csv").write_text(edited, encoding="utf-8")
    said = run("import", "edited.csv", "--into", "capitals", "--yes").stdout
    assert said.endswith(f"2 texts taken from edited.csv, 2 notes compared\nwrote {deck / 'notes.nb.yaml'}\n")
    assert (deck / "notes.nb.yaml").read_text(encoding="utf-8") == (
        NOTES_NB.replace("Det er", "Det er byen") + "sweden:\n  question: Hva?\n"
    )


@pytest.mark.parametrize(
    ("text", "is_valid"), [(HEAD_NB + NOTES_NB, True), ("finland: {tags: x}", False), ("a: b", False)]
)
def test_its_schema_is_for_editors(text: str, run: Run, *, is_valid: bool) -> None:
    schema = Draft202012Validator(json.loads(run("schema", "language").stdout))
    assert schema.is_valid(yaml.load(text, Loader=yaml.BaseLoader)) is is_valid


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "1:1: error: this file has no texts [empty-file]"),
        (b"# only\n", "1:1: error: this file has no texts [empty-file]"),
        (b"\xff\xfef\0", "1:1: error: this file is UTF-16 [encoding]"),
        (b"finland:\n", "1:1: error: 'finland' must be a mapping with a text for each part [wrong-shape]"),
        (b"finland:\n  answer: [[a]]\n", "2:11: error: 'answer.nb' must be text, not a list [wrong-shape]"),
        (b"finland:\n  answer: [{a: b}]\n", "2:11: error: 'answer.nb' must be text, not a list [wrong-shape]"),
        (b"finland: {answer: a\n", "1:10: error: unclosed '[' or '{' [syntax]"),
        (b"finland:\n  retired: a\n", "2:3: error: 'retired' is not a text in a language [unknown-key]"),
        (b"finland:\n  raw: [answer]\n", "2:3: error: 'raw' is not a text in a language [unknown-key]"),
        (b"finland:\n  sound: a.mp3\n", "2:3: error: unknown key 'sound' in a note [unknown-key]"),
    ],
)
def test_each_mistake_is_one_problem(content: bytes, said: str, deck: Path, run: Run) -> None:
    (deck / "notes.nb.yaml").write_bytes(content)
    shown = run("check", expect=1).stdout.splitlines()
    assert [line for line in shown if ": error: " in line] == [f"{deck / 'notes.nb.yaml'}:{said}"]


@pytest.mark.parametrize(
    "written", ["id: 'finland'", '"id": finland', "id: # its name\n      finland", "? id\n    : finland"]
)
def test_a_note_has_its_texts_however_its_id_is_written(written: str, deck: Path, run: Run) -> None:
    (deck / "notes.yaml").write_text(NOTES.replace("id: finland", written), encoding="utf-8")
    assert "capitals-nb.apkg  1 note" in run("build").stdout
