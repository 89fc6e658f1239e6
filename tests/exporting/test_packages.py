"""A deck goes out as an Anki text file or a CrowdAnki folder, and reaches learners who have it by another way."""

import json
from pathlib import Path
from typing import Any

import pytest

from flashcards.cards.notetypes import NOTETYPES
from flashcards.exporting.updates import field_count
from tests.conftest import Run
from tests.crowdanki import UUID, import_folder

UID = "3b0c4f1e9d7a42c58e6f0a1b2c3d4e5f"
DECK = f"""\
deck:
  id: rivers
  uid: {UID}
  title: {{en: Rivers}}
  languages: [en]
  version: 1.0
sections:
  - id: asia
    title: {{en: Asia}}
notes:
  - id: longest
    section: asia
    question: {{en: Which river of Asia is the longest?}}
    answer: {{en: The Yangtze}}
  - id: nile
    section: asia
    question: {{en: "![a delta](delta.svg) Which river has this \\"delta\\"?"}}
    answer: {{en: The Nile}}
    note: {{en: seen from above}}
  - id: mouth
    section: asia
    text: {{en: "The Amazon flows into the {{{{c1::Atlantic}}}}."}}
  - id: later
    draft: true
    section: asia
    question: {{en: Why does it flood?}}
"""
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><path d="M0 0h8v8z"/></svg>'
QUOTE = '"'
QA_REST = ("", "", "", "", "Asia", "", "en", "", "", "")
QA, CLOZE = "Bilingual Q&A (rivers 3b0c)", "Bilingual Cloze (rivers 3b0c)"


@pytest.fixture(autouse=True)
def _a_deck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("decks").mkdir()
    Path("decks/delta.svg").write_text(PICTURE, encoding="utf-8")
    write(DECK)


def write(text: str) -> None:
    Path("decks/rivers.yaml").write_text(text, encoding="utf-8")


def crowdanki() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(Path("dist/rivers-en/deck.json").read_text(encoding="utf-8"))
    return data


def test_the_text_file_has_no_field_of_the_learner(run: Run) -> None:
    assert run("export", "--to", "text").stdout == "wrote dist/rivers-en.txt  3 notes\n"
    delta = '<img src="delta-43622d6acc76.svg" alt="a delta"> Which river has this "delta"?'
    rows = (
        ("zElrOsGlBMK0K5bk", QA, "longest", "Which river of Asia is the longest?", "The Yangtze", *QA_REST),
        ("eXUCtBMQI3omzarr", QA, "nile", delta, "The Nile", "seen from above", *QA_REST[1:]),
        ("NM4SlggE1LGwcYHt", CLOZE, "mouth", "The Amazon flows into the {{c1::Atlantic}}.", "", *QA_REST[2:]),
    )
    assert Path("dist/rivers-en.txt").read_text(encoding="utf-8") == (
        "#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#deck:Rivers\n"
        + "".join("\t".join(f'"{cell.replace(QUOTE, QUOTE * 2)}"' for cell in row) + "\n" for row in rows)
    )


def test_a_text_file_of_one_note_type_names_its_columns(run: Run) -> None:
    write(DECK.replace("  - id: mouth", "  - id: mouth\n    draft: true"))
    run("export", "--to", "text", "-l", "en", "-o", "out")
    assert Path("out/rivers-en.txt").read_text(encoding="utf-8").split("\n")[5] == (
        '#columns:"guid"\t"notetype"\t"ID"\t"Question"\t"Answer"\t"Note"\t"Question 2"\t"Answer 2"\t"Note 2"\t"Topic"'
        '\t"Source"\t"Lang"\t"Lang 2"\t"Label 2"\t"Voice"'
    )


def test_fields_are_sent_up_to_the_first_that_is_not_the_authors() -> None:
    assert {key: notetype.fields[field_count(notetype)].name for key, notetype in NOTETYPES.items()} == {
        **dict.fromkeys(("qa", "cloze", "term", "typed"), "More"),
        "word": "Spare 3",
    }


def test_an_option_of_tables_is_refused(run: Run) -> None:
    said = run("export", "--to", "text", "--drafts", expect=2).stderr
    assert said.endswith("Error: Invalid value for --drafts: only a table has this option, and not 'text'\n")
    assert not Path("dist").exists()


def test_crowdanki_comes_back_as_the_same_deck(run: Run) -> None:
    run("export", "--to", "crowdanki")
    files = sorted(path.relative_to("dist").as_posix() for path in Path("dist").rglob("*.*"))
    assert files == ["rivers-en/deck.json", "rivers-en/media/delta-43622d6acc76.svg"]
    run("import", "dist/rivers-en", "-l", "en", "--name", "back")
    ours, back = (json.loads(run("export", name, "--to", "json").stdout) for name in ("rivers", "back"))
    for note in (*ours, *back):
        del note["checksum"]
        note["question:en"] = note.get("question:en", "").replace("media/delta-43622d6acc76", "delta")
    assert back == [{**note, "tags": ["rivers::asia"]} for note in ours]


def test_crowdanki_has_the_same_bytes_each_time(run: Run) -> None:
    run("export", "--to", "crowdanki")
    first = Path("dist/rivers-en/deck.json").read_bytes()
    run("build")
    run("export", "--to", "crowdanki")
    assert Path("dist/rivers-en/deck.json").read_bytes() == first
    data = crowdanki()
    assert data["crowdanki_uuid"] == "1d8f7dcd-dd2d-5439-ac77-6dc01fce2511"
    assert data["deck_config_uuid"] == data["deck_configurations"][0]["crowdanki_uuid"]
    assert {note["note_model_uuid"] for note in data["notes"]} == {
        notetype["crowdanki_uuid"] for notetype in data["note_models"]
    }


@pytest.mark.slow
def test_crowdanki_makes_the_same_note_types_and_cards_as_the_package(run: Run, tmp_path: Path) -> None:
    anki = pytest.importorskip("anki.collection")
    run("build")
    run("export", "--to", "crowdanki")
    found = []
    for name in ("crowdanki", "package"):
        col = anki.Collection(str(tmp_path / f"{name}.anki2"))
        if name == "crowdanki":
            assert import_folder(col, Path("dist/rivers-en")) == []
        else:
            package = str(Path("dist/rivers-en.apkg").absolute())
            col.import_anki_package(anki.ImportAnkiPackageRequest(package_path=package))
        own = ("id", "mod", "usn", "originalId", UUID)
        notetypes = [col.models.by_name(each) for each in (QA, CLOZE)]
        cards = map(col.get_card, col.find_cards("", order="c.due"))
        found.append(
            (
                [{key: value for key, value in each.items() if key not in own} for each in notetypes],
                [(card.note().guid, card.ord, card.question(), card.answer()) for card in cards],
            )
        )
        col.close()
    assert found[0] == found[1]
    assert len(found[0][1]) == 3


@pytest.mark.slow
def test_learners_who_came_by_crowdanki_get_updates_by_the_text_file(run: Run, tmp_path: Path) -> None:
    """Their note types have ids of their own, so that no package reaches them under the default options."""
    anki = pytest.importorskip("anki.collection")
    run("export", "--to", "crowdanki")
    col = anki.Collection(str(tmp_path / "learner.anki2"))
    assert import_folder(col, Path("dist/rivers-en")) == []
    longest, nile, mouth = (col.find_notes(f"ID:{name}")[0] for name in ("longest", "nile", "mouth"))
    for note_id, field, tag in ((longest, "Spare 1", "mine"), (nile, "Spare 2", "later")):
        note = col.get_note(note_id)
        note[field] = "my own"
        note.tags = [*note.tags, tag]
        col.update_note(note)
    col.db.execute("update cards set reps = 7, ivl = 30, type = 2, queue = 2 where nid = ?", longest)
    col.db.execute("update notes set mod = 1000")
    write(
        DECK.replace("The Yangtze", "The **Yangtze**")
        .replace("    note: {en: seen from above}\n", "")
        .replace("  - id: later\n    draft: true\n", "  - id: added\n")
        .replace("it flood?}\n", "the Nile flood?}\n    answer: {en: The snow melts}\n")
    )
    run("export", "--to", "text")
    path = str(Path("dist/rivers-en.txt").absolute())
    log = col.import_csv(anki.ImportCsvRequest(path=path, metadata=col.get_csv_metadata(path, None))).log
    assert [len(found) for found in (log.updated, log.duplicate, log.new, log.conflicting)] == [2, 1, 1, 0]
    assert (col.get_note(longest)["Answer"], col.get_note(nile)["Note"]) == ("The <strong>Yangtze</strong>", "")
    assert (col.get_note(longest)["Spare 1"], col.get_note(nile)["Spare 2"]) == ("my own", "my own")
    assert [tag for tag in col.get_note(longest).tags if "::" not in tag] == ["mine"]
    assert [(card.reps, card.ivl) for card in col.get_note(longest).cards()] == [
        (7, 30),
        (7, 30),
    ]  # the other by Spare 1
    assert col.get_note(mouth).mod == 1000
    assert col.card_count() == 5
    col.close()


@pytest.mark.slow
def test_the_text_file_makes_nothing_where_the_deck_is_not(run: Run, tmp_path: Path) -> None:
    anki = pytest.importorskip("anki.collection")
    run("export", "--to", "text")
    col = anki.Collection(str(tmp_path / "stranger.anki2"))
    path = str(Path("dist/rivers-en.txt").absolute())
    log = col.import_csv(anki.ImportCsvRequest(path=path, metadata=col.get_csv_metadata(path, None))).log
    assert (len(log.missing_notetype), col.note_count()) == (3, 0)
    col.close()
