"""A deck in several languages moves here: one package with fields of both, or a package in each language."""

import json
import re
from pathlib import Path

import pytest

from flashcards.anki.rehearsal import rehearse
from tests.adopting.made import COUNT, bilingual, changed, countries, nothing
from tests.adopting.test_gates import package
from tests.conftest import Run

FIELDS = (
    "Nederlands=word:nl,English=word:en",
    "Vraag=question:nl,Question=question:en,Antwoord=answer:nl,Answer=answer:en",
)


def edit(pattern: str, count: int = 5) -> None:
    """Edit the first texts of a deck that match a pattern."""
    path = Path("decks/deck-1.yaml")
    path.write_text(re.sub(pattern, r"\g<0> here", path.read_text(encoding="utf-8"), count=count), encoding="utf-8")


def learner(old: Path, language: str) -> tuple[int, int, int]:
    """How many notes are updated and unchanged for who has an old package, and how many of their own edits stay."""
    told = rehearse(old, Path(f"dist/deck-1-{language}.apkg"))
    assert not told.is_loss
    assert not told.new
    assert {*told.kept_edits} <= {*told.unchanged}
    return len(told.updated), len(told.unchanged), len(told.kept_edits)


@pytest.mark.slow
def test_a_package_with_fields_of_two_languages(tmp_path: Path, run: Run) -> None:
    old = bilingual(tmp_path)
    said = run("import", "--adopt", old, "-l", "nl", "-l", "en", "--name", "deck-1", expect=1).stderr
    assert "error: what is in 'en'? the fields are 'Vraag', 'Question', 'Antwoord', 'Answer', 'Kaart', " in said
    run("import", "--adopt", old, "-l", "nl", "--map", FIELDS[0], "--map", FIELDS[1], "--name", "deck-1")
    text = Path("decks/deck-1.yaml").read_text(encoding="utf-8")
    assert "    word:\n      nl: woord 1\n      en: word 1\n    zin:\n      nl: Een zin met woord 1.\n" in text
    assert run("todo").stdout.endswith(
        "'title' has no text in 'en' [missing-text]\n  9 |     nl: Rivieren van Europa\n"
        "              ^\n  hint: add 'en: …' to it\n1 text to do\n"
    )
    run("check", "--strict")
    run("build")
    assert learner(old, "nl") == (0, COUNT, COUNT)
    edit(r"(?<=      en: )word \d+(?=\n)")
    run("build")
    assert learner(old, "nl") == (5, COUNT - 5, COUNT - 5)


@pytest.mark.slow
def test_a_package_in_each_language(tmp_path: Path, run: Run) -> None:
    old = {"en": countries(tmp_path, "en"), "de": countries(tmp_path, "de")}
    said = run(
        "import", "--adopt", old["en"], "-l", "en", "--also", f"de={old['de']}", "--join", "Flag", "--name", "deck-1"
    ).stdout
    assert "21 notes of ours, 19 of them in every language\n" in said
    assert "1 note in other languages only: 'Staat 21' [no-partner]" in said
    assert "1 note in other languages only: 'Land 19' [no-partner]" in said
    ledger = Path("decks/deck-1.ledger").read_bytes()
    run("check", "--strict")
    run("build")
    assert Path("decks/deck-1.ledger").read_bytes() == ledger
    assert {language: learner(path, language) for language, path in old.items()} == {
        "en": (0, COUNT, COUNT),
        "de": (0, COUNT, COUNT),
    }
    edit(r"(?<=en: )Land \d+(?=\n)")
    run("build")
    assert {language: learner(path, language) for language, path in old.items()} == {
        "en": (5, COUNT - 5, COUNT - 5),
        "de": (0, COUNT, COUNT),
    }
    assert "5 warnings" in run("check").stdout  # what is not translated again may be out of date
    run("confirm", "--all")
    run("preview", "-o", "gallery")
    text = Path("decks/deck-1.yaml").read_text(encoding="utf-8")
    translated = text.replace("      en: Land 19\n", "      en: Land 19\n      de: Staat 19\n")
    Path("decks/deck-1.yaml").write_text(
        translated.replace(
            '      en: <img src="flag-19.svg" alt="Country">\n',
            '      en: <img src="flag-19.svg" alt="Country">\n      de: <img src="flag-19.svg" alt="Land">\n',
        ),
        encoding="utf-8",
    )
    run("build")
    told = rehearse(old["de"], Path("dist/deck-1-de.apkg"))
    assert (len(told.new), len(told.updated), told.is_loss) == (1, 0, False)


def test_packages_that_are_not_certain_to_be_one_deck_are_refused(tmp_path: Path, run: Run) -> None:
    rows = (("Rhine", "a", "g1"), ("Nile", "b", "g2"), ("Po", "b", "g3"))
    first = package(tmp_path, *rows, name="first")
    other = package(tmp_path, *((f"{name} de", back, f"{guid}d") for name, back, guid in rows[:2]), name="other")

    def adopt(*more: str, expect: int = 1, of: Path = other) -> str:
        command = ("import", "--adopt", first, "-l", "en", "--also", f"de={of}", "--name", "deck-1", *more)
        return run(*command, expect=expect).stderr

    assert "say which notes are one in all languages: '--join FIELD', or '--join order'" in adopt(expect=2)
    assert "'Back' is the same in 2 notes of '" in adopt("--join", "Back")
    assert "first.apkg': 'Nile', 'Po'\n  hint: name a field that is another in each note" in adopt("--join", "Back")
    assert (
        "has no field 'Flag'\n  hint: use one of: Back, Front (`--join` can be repeated: a field for each package)\n"
        in adopt("--join", "Flag")
    )
    assert "has the same 'Front'\n  hint: name a field that is the same in all of them" in adopt("--join", "Front")
    assert "3 and 2 notes, so that their order does not say which are one\n" in adopt("--join", "order")
    same = package(tmp_path, *((name, back, f"{guid}d") for name, back, guid in rows), name="same")
    assert "the packages of two languages have the deck 'Rivers', which learners have once" in adopt(
        "--join", "order", of=same
    )
    assert "'de=' names no package" in run("import", "--adopt", first, "--also", "de=", expect=2).stderr
    assert [*Path.cwd().iterdir()] == []


def test_notes_that_differ_from_their_partners_are_left_out_if_asked(tmp_path: Path, run: Run) -> None:
    old = countries(tmp_path, "en")
    other = changed(
        countries(tmp_path, "de"),
        nothing,
        "update notes set tags = ' europa ' where id = (select min(id) from notes)",
        "update cards set did = (select max(did) from cards) where nid = (select max(nid) from cards where ord = 0 and "
        "did = (select min(did) from cards))",
    )
    command = ("import", "--adopt", old, "-l", "en", "--also", f"de={other}", "--join", "Flag", "--name", "deck-1")
    said = run(*command, expect=1).stderr
    assert "1 note with other tags than in the first language: a note of ours is the same in all languages" in said
    assert "1 note with another subdeck than in the first language" in said
    assert [*Path.cwd().iterdir()] == []
    data = json.loads(run(*command, "--skip", "--json").stdout)
    assert (data["notes"], data["notes_left_out"], data["notes_alone"]) == (21, 2, {"en": 1, "de": 3})
    assert "18 notes" in run("build").stdout


def test_a_note_type_of_one_language_cannot_be_left_out_later(tmp_path: Path, run: Run) -> None:
    old = {"en": countries(tmp_path, "en"), "de": countries(tmp_path, "de")}
    also = ("--also", f"de={old['de']}", "--join", "order")
    run("import", "--adopt", old["en"], "-l", "en", *also, "--name", "deck-1")
    path = Path("decks/deck-1.yaml")
    text = path.read_text(encoding="utf-8")
    before, rest = text.split("    languages:\n")
    path.write_text(before + rest[rest.index("\nsections:") :], encoding="utf-8")
    said = run("build", expect=1).stderr
    assert "no kind has the note type 1491048505, which learners have: Anki leaves them with the old notes" in said
