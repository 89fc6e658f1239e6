"""A deck that learners have by CrowdAnki moves here, and its next versions reach them as before."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from anki.collection import Collection, ImportAnkiPackageRequest, ImportCsvRequest
from anki.decks import DeckId

from flashcards.anki.rehearsal import rehearse
from flashcards.anki.rehearsal.collection import open_collection
from tests.adopting.made import COUNT
from tests.conftest import Run
from tests.crowdanki import UUID, export_folder, import_folder
from tests.importing.made import PICTURE, crowdanki, export_package

State = tuple[list[str], list[str], int, int, int]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that CrowdAnki exported: three note types, a picture, and a subdeck of a subdeck."""
    with open_collection(tmp_path / "author.anki2") as col:
        col.media.write_data("map 1.png", PICTURE)
        kinds = [col.models.by_name(name) for name in ("Basic", "Cloze", "Basic (and reversed card)")]
        for kind in kinds:
            kind["name"] = f"Geography {kind['name']}"
            col.models.update_dict(kind)
        for number in range(COUNT):
            note = col.new_note(kinds[number % 3])
            note.fields[:] = [
                f"{{{{c1::Place {number}}}}} is {{{{c3::here}}}}",
                '<img src="map 1.png"><div>by sea</div>',
            ]
            note.tags = ["far"] if number % 2 else []
            col.add_note(note, col.decks.id("Geography::Places::Far" if number % 4 else "Geography"))
        far = col.decks.by_name("Geography::Places::Far")
        assert far
        far["desc"] = "by sea"
        col.decks.save(far)
        return export_folder(col, "Geography", tmp_path / "geography")


@pytest.fixture
def learner(tmp_path: Path, folder: Path) -> Iterator[Collection]:
    """A learner who has studied all cards of the folder."""
    with open_collection(tmp_path / "learner.anki2") as col:
        assert import_folder(col, folder) == []
        for card_id in col.find_cards(""):
            card = col.get_card(card_id)
            card.start_timer()
            col.sched.answerCard(card, 4)
        yield col


def state(col: Collection) -> State:
    """The decks, note types, notes, cards and studied cards of a learner."""
    decks = sorted(each.name for each in col.decks.all_names_and_ids())
    notetypes = sorted(each.name for each in col.models.all_names_and_ids())
    return decks, notetypes, col.note_count(), col.card_count(), len(col.find_cards("prop:reps=1"))


def adopt(run: Run, *files: Path) -> str:
    """Take the deck over, and release it with an edit of five notes."""
    said = run("import", "--adopt", *files, "-l", "en", "--name", "geography").stdout
    path = Path("decks/geography.yaml")
    text = re.sub(r"Place ([0-4])}", r"Place \1, now}", path.read_text(encoding="utf-8"))
    path.write_text(text.replace("version: 1.0", "version: 1.1"), encoding="utf-8")
    run("release", "1.1")
    return said


@pytest.mark.slow
def test_what_is_exported_is_what_was_adopted(folder: Path, run: Run) -> None:
    said = run("import", "--adopt", folder, "-l", "en").stdout
    assert said.endswith("  run `flashcards build geography` and `flashcards export geography --to crowdanki`\n")
    run("build")
    run("export", "--to", "crowdanki")
    ours = json.loads(Path("dist/geography-en/deck.json").read_text(encoding="utf-8"))
    theirs = json.loads((folder / "deck.json").read_text(encoding="utf-8"))
    assert [dict(_identified(each)) for each in (ours, theirs)] == [dict(_identified(theirs))] * 2
    notes = {each["guid"]: {**each, "flags": 0} for each in _notes(theirs)}
    assert {each["guid"]: each for each in _notes(ours)} == notes
    for own in ours["note_models"]:
        [found] = [each for each in theirs["note_models"] if each[UUID] == own[UUID]]
        assert [own[key] for key in ("flds", "tmpls")] == [found[key] for key in ("flds", "tmpls")]
        assert own == {name: value for name, value in found.items() if name in own}
    assert Path("dist/geography-en/media/map 1.png").read_bytes() == PICTURE


def _identified(deck: dict[str, Any], parent: str = "") -> Iterator[tuple[str, tuple[str, str]]]:
    """The UUIDs of decks and of their presets, by full name."""
    name = f"{parent}::{deck['name']}".removeprefix("::")
    yield name, (deck[UUID], deck["deck_config_uuid"])
    for child in deck["children"]:
        yield from _identified(child, name)


def _notes(deck: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from deck["notes"]
    for child in deck["children"]:
        yield from _notes(child)


@pytest.mark.slow
def test_crowdanki_updates_learners_notes_and_nothing_doubles(folder: Path, learner: Collection, run: Run) -> None:
    adopt(run, folder)
    before = state(learner)
    said = "import the folder `CROWDANKI-en` with it instead, on a desktop: *File → CrowdAnki: Import from disk*"
    assert said in Path("dist/geography-1.1/README-en.md").read_text(encoding="utf-8")
    assert import_folder(learner, Path("dist/geography-1.1/CROWDANKI-en")) == []
    assert state(learner) == before
    assert len(learner.find_notes("now")) == 5


@pytest.mark.slow
def test_crowdanki_leaves_what_learners_have_set(folder: Path, learner: Collection, run: Run) -> None:
    deck, preset = learner.decks.by_name("Geography"), learner.decks.all_config()[-1]
    assert deck
    learner.decks.save({**deck, "newLimit": 5, "extendNew": 3})
    learner.decks.update_config({**preset, "new": {**preset["new"], "perDay": 7}})
    [moved] = learner.find_cards('"Place 3" card:1')
    learner.set_deck([moved], learner.decks.id("Mine") or DeckId(0))
    before = settings(learner)
    adopt(run, folder)
    assert import_folder(learner, Path("dist/geography-1.1/CROWDANKI-en"), is_moving=False) == []
    assert learner.decks.name(learner.get_card(moved).did) == "Mine"
    told = f"Asked in English · {COUNT} notes, {learner.card_count()} cards · Version: 1.1"
    ours = {"Geography": {**before["Geography"], "desc": told, "md": True}}
    assert settings(learner) == {**before, **ours}


def settings(col: Collection) -> dict[str, dict[str, Any]]:
    """What is known of each deck and each preset of a learner, by its name, except when it was changed."""
    known = [*col.decks.all(), *({**each, "name": f"{each['id']}"} for each in col.decks.all_config())]
    return {each["name"]: {key: value for key, value in each.items() if key not in ("mod", "usn")} for each in known}


@pytest.mark.slow
def test_a_subdeck_is_found_where_a_release_has_notes_in_the_deck_above_it(
    tmp_path: Path, folder: Path, learner: Collection, run: Run
) -> None:
    """CrowdAnki gives a deck another name if Anki has made one of that name, for a subdeck of it."""
    run("import", "--adopt", folder, "-l", "en", "--name", "geography")
    path = Path("decks/geography.yaml")
    text = path.read_text(encoding="utf-8")
    assert [*re.findall(r"  - id: ([\w-]+)\n    title:\n      en: (.+)", text)] == [
        ("places-far", "Places::Far"),
        ("places", "Places"),
    ]
    path.write_text(
        f"{text}\n  - id: new\n    type: geography-basic\n    section: places\n    front: {{en: New}}\n",
        encoding="utf-8",
    )
    run("build")
    run("export", "--to", "crowdanki")
    decks, *_ = state(learner)
    with open_collection(tmp_path / "new.anki2") as col:
        for each in (learner, col, col):
            assert import_folder(each, Path("dist/geography-en")) == []
            assert (state(each)[0], each.note_count()) == (decks, COUNT + 1)


@pytest.mark.slow
def test_learners_of_folders_in_two_languages_keep_their_decks(tmp_path: Path, run: Run) -> None:
    """Each has a deck without notes between the deck and its subdeck."""
    folders = {}
    for language, name in (("en", "Lands::Continents::Europe"), ("de", "Länder::Kontinente::Europa")):
        with open_collection(tmp_path / f"author-{language}.anki2") as col:
            kind = col.models.by_name("Basic")
            assert kind
            kind["name"] = f"Land {language}"
            col.models.update_dict(kind)
            for home, picture in ((name, "land.png"), (name.split("::")[0], "sea.png")):
                col.media.write_data(picture, PICTURE)
                note = col.new_note(kind)
                note.fields[:] = [f"{home}?", f'<img src="{picture}">']
                col.add_note(note, col.decks.id(home) or DeckId(0))
            folders[language] = export_folder(col, name.split("::")[0], tmp_path / language)
    words = ("-l", "en", "--also", f"de={folders['de']}", "--join", "Back", "--name", "lands")
    run("import", "--adopt", folders["en"], *words)
    run("build")
    run("export", "--to", "crowdanki")
    for language, folder in folders.items():
        with open_collection(tmp_path / f"learner-{language}.anki2") as col:
            assert import_folder(col, folder) == []
            before = state(col)
            assert import_folder(col, Path(f"dist/lands-{language}")) == []
            assert state(col) == before


@pytest.mark.slow
def test_a_note_that_crowdanki_wrote_into_two_decks_is_one(tmp_path: Path, run: Run) -> None:
    """It writes each note with the deck of each of its cards, and moves all of these to the last of them."""
    with open_collection(tmp_path / "author.anki2") as col:
        note = col.new_note(col.models.by_name("Basic (and reversed card)"))
        note.fields[:] = ["Rhine", "Europe"]
        col.add_note(note, col.decks.id("Geography::Back") or DeckId(0))
        col.set_deck(note.card_ids()[:1], col.decks.id("Geography") or DeckId(0))
        folder = export_folder(col, "Geography", tmp_path / "geography")
    run("import", "--adopt", folder, "-l", "en")
    run("build")
    run("export", "--to", "crowdanki")
    with open_collection(tmp_path / "learner.anki2") as col:
        for each in (folder, Path("dist/geography-en"), folder):
            assert import_folder(col, each) == []
            assert state(col)[2:] == (1, 2, 0)
            assert {col.decks.name(col.get_card(card).did) for card in col.find_cards("")} == {"Geography"}


@pytest.mark.slow
def test_without_crowdanki_the_text_file_updates_them_and_a_package_does_not(
    folder: Path, learner: Collection, run: Run
) -> None:
    adopt(run, folder)
    before, out = state(learner)[2:], Path("dist/geography-1.1")
    [package] = out.glob("*.apkg")
    log = learner.import_anki_package(ImportAnkiPackageRequest(package_path=str(package.absolute()))).log
    assert [len(found) for found in (log.conflicting, log.updated, log.new)] == [COUNT, 0, 0]
    assert (state(learner)[2:], len(learner.find_notes("now"))) == (before, 0)
    path = str((out / "UPDATES-en.txt").absolute())
    log = learner.import_csv(ImportCsvRequest(path=path, metadata=learner.get_csv_metadata(path, None))).log
    assert [len(found) for found in (log.updated, log.duplicate, log.new)] == [5, COUNT - 5, 0]
    assert (state(learner)[2:], len(learner.find_notes("now"))) == (before, 5)


@pytest.mark.slow
def test_learners_of_a_package_and_of_crowdanki_both_get_updates(
    tmp_path: Path, folder: Path, learner: Collection, run: Run
) -> None:
    with open_collection(tmp_path / "author.anki2") as col:
        package = export_package(col, tmp_path / "published.apkg", deck="Geography", legacy=True)
    adopt(run, package, folder)
    [ours] = Path("dist/geography-1.1").glob("*.apkg")
    told = rehearse(package, ours)
    assert [len(each) for each in (told.new, told.updated, told.unchanged)] == [0, 5, COUNT - 5]
    before = state(learner)
    assert import_folder(learner, Path("dist/geography-1.1/CROWDANKI-en")) == []
    assert (state(learner), len(learner.find_notes("now"))) == (before, 5)


SAID = """\
Rivers: 'Rivers', 2 notes
  River: 2 notes, fields Name, Where, Picture
  1 subdeck, each of them a section
Rivers: info: learners who have the deck by CrowdAnki get no updates from packages: the ids of their note types differ \
[crowdanki]
  hint: they import the folder of `flashcards export rivers --to crowdanki`, or the text file of `--to text`
Rivers: info: of the description of the deck, only the text is kept, without formatting and links \
[left-out-description]
  hint: edit `description:` in the deck file, as Markdown: it is shown to all learners
Rivers: info: 1 description of subdecks left out, such as that of 'Rivers::Asia' [left-out-description]
  hint: learners keep what they have
Rivers: info: the options of the deck are left out: 'Our options' [left-out-options]
  hint: learners keep theirs, and new learners begin with those of Anki
Rivers: warning: 'import_config.yaml' is left out, by which CrowdAnki keeps what learners write into some fields \
[left-out-file]
  hint: copy it into each folder of `flashcards release` and `export`, or what they wrote is replaced
wrote decks/rivers.yaml  2 notes  3 cards  1 with HTML as it was
"""
LEDGER = """\
flashcards ledger 3
deck rivers UID
version 1.0 2026-11-29T12:00:00Z
title en Rivers
subdeck asia en Asia
crowdanki - en "d7c1" "58b6" "Our\\u0020options"
crowdanki asia en "ae7d" "" ""
pair en
notetype 1033135587067 2026-11-29T12:00:00Z
note mekong
guid mekong en "g2"
note rhine
guid rhine en "y#f<"
"""


def old_form(folder: Path) -> Path:
    """A folder as CrowdAnki wrote it with an early Anki, whose fields have no id and fewer settings."""
    crowdanki(folder)
    path = folder / "deck.json"
    deck = json.loads(path.read_text(encoding="utf-8"))
    [asia] = deck["children"]
    asia |= {UUID: "ae7d", "desc": "From east to west"}
    del asia["children"], deck["notes"][0]["tags"]
    for place, field in enumerate(deck["note_models"][0]["flds"]):
        field |= {"font": "Arial", "media": [], "ord": place, "rtl": False, "size": 20, "sticky": False}
    deck |= {UUID: "d7c1", "deck_config_uuid": "58b6", "media_files": ["rhine.png"], "desc": "by <b>Asha</b>"}
    deck["deck_configurations"] = [{"__type__": "DeckConfig", "name": "Our options", UUID: "58b6"}]
    path.write_text(json.dumps(deck), encoding="utf-8")
    (folder / "import_config.yaml").write_text("note_models: {River: {personal_fields: [Where]}}\n", encoding="utf-8")
    return folder


def test_the_ledger_has_what_crowdanki_knows_the_decks_by(run: Run) -> None:
    assert run("import", "--adopt", old_form(Path("Rivers")), "-l", "en").stdout.startswith(SAID)
    text = Path("decks/rivers.ledger").read_text(encoding="utf-8")
    uid = re.search("deck rivers (.*)", text)
    assert uid
    shown = re.sub(r"^(note \w+|notetype \d+ \S+) .*", r"\1", text, flags=re.MULTILINE)
    assert shown.replace(uid[1], "UID") == LEDGER
    run("build")
    run("check")
    assert Path("decks/rivers.ledger").read_text(encoding="utf-8") == text
    run("export", "--to", "crowdanki")
    deck = json.loads(Path("dist/rivers-en/deck.json").read_text(encoding="utf-8"))
    assert deck["deck_configurations"] == [{"__type__": "DeckConfig", UUID: "58b6", "name": "Our options"}]
    theirs = json.loads(Path("Rivers/deck.json").read_text(encoding="utf-8"))
    assert deck["note_models"][0]["flds"] == theirs["note_models"][0]["flds"]
    assert [_identified_in(each) for each in (deck, *deck["children"])] == [
        ("Rivers", "d7c1", "58b6", ["f3a"]),
        ("Asia", "ae7d", "58b6", ["f3a"]),
    ]


def _identified_in(deck: dict[str, Any]) -> tuple[str, str, str, list[str]]:
    uuids = [each["note_model_uuid"] for each in deck["notes"]]
    return deck["name"], deck[UUID], deck["deck_config_uuid"], uuids


def test_a_deck_without_uuid_is_reported(run: Run) -> None:
    assert (
        "Rivers: warning: the deck has no UUID here, so that CrowdAnki makes another deck with each import [no-uuid]\n"
        "  hint: the folder of `flashcards export` has one: it makes another deck once\n"
    ) in run("import", "--adopt", crowdanki(Path("Rivers")), "-l", "en").stdout
    assert Path("decks/rivers.ledger").read_text(encoding="utf-8").startswith("flashcards ledger 2\n")


@pytest.mark.slow
def test_a_package_of_who_uses_crowdanki_lacks_the_uuid_of_the_deck(
    tmp_path: Path, learner: Collection, run: Run
) -> None:
    package = export_package(learner, tmp_path / "geography.apkg", deck="Geography", legacy=True)
    assert (
        "CrowdAnki was used for this deck, and knows it by UUIDs that a package does not contain [crowdanki]\n"
        "  hint: if learners have the deck by CrowdAnki, name its folder too, beside the package\n"
    ) in run("import", "--adopt", package, "-l", "en").stdout


REFUSED = {
    "two folders": (["Rivers", "Rivers"], "'Rivers' and 'Rivers' are both folders of CrowdAnki"),
    "another folder": (["."], "'.' has 0 JSON files, of which none is 'deck.json'"),
    "a table": (["words.csv"], "'words.csv' is neither a package nor a folder of CrowdAnki"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_does_not_say_what_learners_have_is_refused(name: str, run: Run) -> None:
    crowdanki(Path("Rivers"))
    Path("words.csv").write_text("nl,en\n", encoding="utf-8")
    files, message = REFUSED[name]
    assert run("import", "--adopt", *files, "-l", "en", "--name", "x", expect=1).stderr.startswith(f"error: {message}")
    assert not Path("decks").exists()
