"""What a deck's description says can be read again from a package."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import pytest

from flashcards.cards.description import version_in
from flashcards.cards.labels import label_languages, labelled, labels
from flashcards.text.language import in_digits
from tests.conftest import Run


@pytest.mark.parametrize("tag", label_languages())
def test_the_version_is_read_from_a_description_in_any_language(tag: str) -> None:
    said = labelled(tag, labels(tag).version, in_digits("12.03", tag))
    assert version_in(f"On rivers\n\nCC0-1.0 · {said}") == "12.03"


@pytest.mark.parametrize("said", ["", "On rivers", "Version: new", "Version: 1.0 · more", "1.0"])
def test_a_description_that_ends_in_no_version_has_none(said: str) -> None:
    assert version_in(said) == ""


def description_in(package: Path) -> str:
    with ZipFile(package) as file:
        collection = file.extract("collection.anki2", package.parent)
    with closing(sqlite3.connect(collection)) as database:
        [[decks]] = database.execute("SELECT decks FROM col")
    return str(max(json.loads(decks).values(), key=lambda deck: int(deck["id"]))["desc"])


def test_an_author_is_named_in_the_language_of_the_package(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("decks").mkdir()
    Path("decks/moons.yaml").write_text(
        "deck:\n"
        "  id: moons\n"
        "  uid: 0123456789abcdef\n"
        "  title: {en: Moons, bn: উপগ্রহ}\n"
        "  languages: [en, bn]\n"
        "  authors: [{en: Asha Rahman, bn: আশা রহমান}, B. Sen]\n"
        "notes:\n"
        "  - {id: earth, question: {en: What?, bn: কী?}, answer: {en: A, bn: ক}}\n",
        encoding="utf-8",
    )
    run("build")
    described = [description_in(Path(f"dist/moons-{tag}.apkg")) for tag in ("en", "bn")]
    assert [each.split(" · ")[-1] for each in described] == ["Authors: Asha Rahman, B. Sen", "লেখক: আশা রহমান, B. Sen"]
