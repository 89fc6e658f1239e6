"""The searches that cards tell learners of find in Anki's browser what they say."""

from pathlib import Path

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

from flashcards.text.html import to_plain
from tests.conftest import Run

DECK = """\
deck:
  id: {id}
  uid: {uid}
  title: {{bn: {id} বাংলা, en: {id} English}}
  languages: [bn, en]
notes:
  - id: old-moon
    question: {{bn: সবচেয়ে বড় চাঁদ কোনটি?, en: Which is the largest moon?}}
    answer: {{bn: টাইটান, en: Titan}}
    retired: {{reason: {{bn: আরেকটি আরও বড়।, en: There is a larger one.}}, replaced_by: moon}}
  - id: moon
    question: {{bn: কোন চাঁদ সবচেয়ে বড়?, en: Which of the moons is the largest?}}
    answer: {{bn: গ্যানিমিড, en: Ganymede}}
  - id: moon-2
    question: {{bn: চাঁদে প্রথম কে হেঁটেছেন?, en: Who walked on the Moon first?}}
    answer: {{bn: নিল আর্মস্ট্রং, en: Neil Armstrong}}
"""


@pytest.fixture
def collection(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Collection:
    """What a learner has of two decks in both languages, who has renamed all of it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "decks").mkdir()
    for deck_id, uid in (("planets", "01" * 16), ("worlds", "23" * 16)):
        text = DECK.format(id=deck_id, uid=uid)
        (tmp_path / "decks" / f"{deck_id}.yaml").write_text(text, encoding="utf-8")
    run("build")
    collection = Collection(str(tmp_path / "collection.anki2"))
    for package in sorted((tmp_path / "dist").glob("*.apkg")):
        request = ImportAnkiPackageRequest(package_path=str(package), options=ImportAnkiPackageOptions())
        collection.import_anki_package(request)
    for number, deck in enumerate(collection.decks.all_names_and_ids()):
        collection.decks.rename(deck.id, f"Mine {number}")
    return collection


def test_a_retired_card_gives_searches_for_its_replacement_and_for_all_that_is_retired(collection: Collection) -> None:
    retired = [collection.get_note(note_id) for note_id in collection.find_notes("ID:old-moon")]
    assert len(retired) == 4
    for note in retired:
        deck = next(tag for tag in note.tags if "::" not in tag)
        for field in ("Note", "Note 2"):
            replaced, put_away = (line[line.index("tag:") :] for line in to_plain(note[field]).splitlines()[1:])
            assert (replaced, put_away) == (f"tag:{deck} ID:moon", f"tag:{deck}::retired")
            found = [collection.get_note(note_id) for note_id in collection.find_notes(replaced)]
            assert [(each["ID"], each.tags) for each in found] == [("moon", [deck])] * 2
            put_away_ids = {collection.get_note(note_id)["ID"] for note_id in collection.find_notes(put_away)}
            assert put_away_ids == {"old-moon"}
    collection.close()
