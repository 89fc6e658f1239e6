"""One source gives a package for most learners, and others with more notes, in the same deck of Anki."""

import json
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from flashcards.anki.unpack import unpack
from tests.anki.lives_learner import Learner
from tests.conftest import Run

PATH, LEDGER = Path("decks/moons.yaml"), Path("decks/moons.ledger")
HEAD = """\
deck:
  id: moons
  uid: 0123456789abcdef0123456789abcdef
  title: {en: Moons, de: Monde}
  languages: [en, de]
  pairs: [en+de]
  version: 1.0
  editions:
    extended: {with: [large, small]}
notes:
"""
EARTH = """\
  - id: earth
    question: {en: How many moons does the Earth have?, de: Wie viele Monde hat die Erde?}
    answer: {en: One, de: Einen}
"""
MARS = """\
  - id: mars
    question: {en: Which moon of Mars is the larger one?, de: Welcher Mond des Mars ist der größere?}
    answer: {en: Phobos, de: Phobos}
    tags: [small]
"""
SATURN = """\
  - id: saturn
    question: {en: Which moon of Saturn has lakes?, de: Auf welchem Mond des Saturn gibt es Seen?}
    answer: {en: "![](titan.png) Titan", de: "![](titan.png) Titan"}
    tags: [large]
"""
JUPITER = """\
  - id: jupiter
    question: {en: Which moon of Jupiter has volcanoes?, de: Auf welchem Mond des Jupiter gibt es Vulkane?}
    answer: {en: Io, de: Io}
"""


@pytest.fixture(autouse=True)
def _a_deck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    PATH.parent.mkdir()
    Path("decks/titan.png").write_bytes(b"a picture")
    write(EARTH, MARS, SATURN, JUPITER)


def write(*notes: str, version: str = "1.0", editions: str = "extended: {with: [large, small]}") -> None:
    head = HEAD.replace("version: 1.0", f"version: {version}").replace("extended: {with: [large, small]}", editions)
    PATH.write_text((head if editions else head.replace("  editions:\n    \n", "")) + "".join(notes), encoding="utf-8")


def notes_in(package: str) -> list[str]:
    return [note.id for note in unpack(Path(package)).notes]


def changes(version: str, tag: str) -> str:
    """What is new in a release, after the heading."""
    return Path(f"dist/moons-{version}/CHANGES-{tag}.md").read_text(encoding="utf-8").partition("\n\n")[2]


def editions_in_ledger() -> list[str]:
    return [line for line in LEDGER.read_text(encoding="utf-8").splitlines() if line.startswith("edition ")]


def media_in(package: str) -> list[str]:
    with zipfile.ZipFile(package) as archive:
        return [name for name in json.loads(archive.read("media")).values() if name != "_flashcards.css"]


def test_each_package_has_its_notes_and_their_media(run: Run) -> None:
    lines = run("build").stdout.splitlines()
    assert [line.split()[:5] for line in lines[:-1]] == [
        ["dist/moons-en.apkg", "2", "notes", "2", "cards"],
        ["dist/moons-en-extended.apkg", "4", "notes", "4", "cards"],
    ]
    assert lines[-1] == "wrote decks/moons.ledger"
    assert notes_in("dist/moons-en.apkg") == ["earth", "jupiter"]
    assert notes_in("dist/moons-en-extended.apkg") == ["earth", "mars", "saturn", "jupiter"]
    assert media_in("dist/moons-en.apkg") == []
    assert [name[:6] for name in media_in("dist/moons-en-extended.apkg")] == ["titan-"]
    first = Path("dist/moons-en-extended.apkg").read_bytes()
    run("build", "--locked")
    assert Path("dist/moons-en-extended.apkg").read_bytes() == first
    said = json.loads(run("build", "--json").stdout)["packages"]
    assert [(each["path"], each["edition"], each["notes"], each["cards"]) for each in said] == [
        ("dist/moons-en.apkg", None, 2, 2),
        ("dist/moons-en-extended.apkg", "extended", 4, 4),
    ]


def test_several_editions_each_have_their_own_notes(run: Run) -> None:
    write(EARTH, MARS, SATURN, editions="near: {with: [small]}\n    all-of-them: {with: [small, large]}")
    run("build")
    assert [notes_in(f"dist/moons-en{name}.apkg") for name in ("", "-near", "-all-of-them")] == [
        ["earth"],
        ["earth", "mars"],
        ["earth", "mars", "saturn"],
    ]


def test_the_ledger_of_a_deck_does_not_depend_on_its_editions_until_a_release(run: Run) -> None:
    run("build")
    ledger = LEDGER.read_bytes()
    write(EARTH, MARS, SATURN, JUPITER, editions="")
    run("build", "--locked")
    assert LEDGER.read_bytes() == ledger
    assert notes_in("dist/moons-en.apkg") == ["earth", "mars", "saturn", "jupiter"]
    run("release", "1.0", "--no-gallery")
    assert LEDGER.read_text(encoding="utf-8").startswith("flashcards ledger 1\n")


def test_a_release_has_the_files_of_each_package(run: Run) -> None:
    run("release", "1.0", "--no-gallery")
    names = {path.name for path in Path("dist/moons-1.0").iterdir() if path.is_file()}
    own = {"CHANGES-en{}.md", "LISTING-en{}.md", "README-en{}.md", "UPDATES-en{}.txt", "Moons_v1.0_en{}.apkg"}
    assert names == {name.format(each) for name in own for each in ("", "-extended")} | {"SHA256SUMS", "index.html"}
    assert changes("1.0", "en") == "First release: 2 cards.\n"
    assert changes("1.0", "en-extended") == "First release: 4 cards.\n"
    listing = Path("dist/moons-1.0/LISTING-en-extended.md").read_text(encoding="utf-8")
    assert listing.startswith("Title: Moons (extended) · English + Deutsch\n")
    assert Path("dist/moons-1.0/index.html").read_text(encoding="utf-8").count("English + Deutsch · extended<") == 2
    assert editions_in_ledger() == ["edition mars extended", "edition saturn extended"]
    assert run("release").stdout == "nothing to release\n"


def test_a_note_that_leaves_the_default_package_is_a_breaking_change(run: Run) -> None:
    run("release", "1.0", "--no-gallery")
    write(EARTH, MARS, SATURN, JUPITER + "    tags: [large]\n", version="2.0")
    said = run("build", expect=1).stderr
    assert said.startswith(
        "decks/moons.yaml:22:5: error: 'jupiter' was released in the default package and is only in 'extended' now: "
        "learners of the default package keep the cards, and no edit reaches them [left-edition]\n"
    )
    assert (
        "  hint: let the default package have them, by their tags or 'with'; or build with `--accept edition:default` "
        "and have learners take a package of 'extended' instead\n"
    ) in said
    run("build", "--accept", "edition:default")
    assert notes_in("dist/moons-en.apkg") == ["earth"]
    assert run("release").stdout == (
        "1 reworded, 1 moved to other packages, learners must act on edition:default; suggested version: 2.0\n"
    )
    run("release", "2.0", "--no-gallery")
    assert changes("2.0", "en") == (
        "**Read the instructions before you import this version.**\n\n"
        "**Now only in the package named in brackets (1); your cards stay, and that package alone updates them**\n\n"
        "- Which moon of Jupiter has volcanoes? (extended)\n\n"
    )
    assert changes("2.0", "en-extended") == (
        "**Reworded (1); your progress stays**\n\n- Which moon of Jupiter has volcanoes?\n\n"
    )
    assert editions_in_ledger() == ["edition jupiter extended", "edition mars extended", "edition saturn extended"]
    assert run("check").stdout == "1 deck, 4 notes: no problems\n"


def test_notes_that_come_to_the_default_package_are_new_in_it(run: Run) -> None:
    run("release", "1.0", "--no-gallery")
    write(EARTH, MARS, SATURN, JUPITER, version="1.1", editions="extended: {with: [large]}")
    assert run("release").stdout == "1 new; suggested version: 1.1\n"
    assert json.loads(run("release", "--json").stdout)["changes"][0]["new"] == ["mars"]
    run("release", "1.1", "--no-gallery")
    assert changes("1.1", "en") == "**New cards (1)**\n\n- Which moon of Mars is the larger one?\n\n"
    assert changes("1.1", "en-extended") == "No card has changed.\n"
    write(EARTH, MARS, SATURN, JUPITER, version="1.2", editions="")
    run("release", "1.2", "--no-gallery")
    assert changes("1.2", "en") == "**New cards (1)**\n\n- Which moon of Saturn has lakes?\n\n"
    assert editions_in_ledger() == []


def test_an_edition_that_gets_another_name_leaves_its_learners_behind(run: Run) -> None:
    run("release", "1.0", "--no-gallery")
    write(EARTH, MARS, SATURN, JUPITER, version="2.0", editions="full: {with: [large, small]}")
    assert run("check", expect=1).stdout.startswith(
        "decks/moons.yaml:14:5: error: 2 notes were released in 'extended' and are only in 'full' now (mars, saturn): "
        "learners of 'extended' keep the cards, and no edit reaches them [left-edition]\n"
    )
    run("build", "--accept", "edition:extended")
    assert run("release").stdout == (
        "first in en-full, learners must act on edition:extended; suggested version: 2.0\n"
    )


def test_a_note_that_leaves_the_default_package_after_another_breaking_change_is_one_too(run: Run) -> None:
    run("release", "1.0", "--no-gallery")
    jupiter = JUPITER.replace("Which moon of Jupiter has volcanoes?", "In which year was Amalthea seen first?")
    jupiter = jupiter.replace(
        "Auf welchem Mond des Jupiter gibt es Vulkane?", "In welchem Jahr sah man zuerst Amalthea?"
    )
    jupiter = jupiter.replace("{en: Io, de: Io}", "1892")
    write(EARTH, MARS, SATURN, jupiter)
    assert "[reused-id]" in run("build", expect=1).stderr
    run("build", "--accept", "note:jupiter")
    write(EARTH, MARS, SATURN, jupiter + "    tags: [large]\n", version="2.0")
    assert "[left-edition]" in run("build", expect=1).stderr
    run("release", "2.0", "--no-gallery", "--accept", "edition:default")
    assert "- In which year was Amalthea seen first? (extended)\n" in changes("2.0", "en")


def test_a_note_that_leaves_several_packages_is_a_breaking_change_of_each(run: Run) -> None:
    run("release", "1.0", "--no-gallery")
    editions = "extended: {with: [large, small]}\n    outer: {with: [outer]}"
    write(EARTH, MARS, SATURN, JUPITER + "    tags: [outer]\n", version="2.0", editions=editions)
    said = run("build", "--accept", "edition:default", expect=1).stderr
    assert said.startswith(
        "decks/moons.yaml:23:5: error: 'jupiter' was released in 'extended' and is only in 'outer' now: "
        "learners of 'extended' keep the cards, and no edit reaches them [left-edition]\n"
    )
    run("release", "2.0", "--no-gallery", "--accept", "edition:default", "--accept", "edition:extended")
    left = (
        "**Read the instructions before you import this version.**\n\n"
        "**Now only in the package named in brackets (1); your cards stay, and that package alone updates them**\n\n"
        "- Which moon of Jupiter has volcanoes? (outer)\n\n"
    )
    assert [changes("2.0", tag) for tag in ("en", "en-extended")] == [left, left]
    assert changes("2.0", "en-outer") == "First release: 2 cards.\n"


def in_three_languages(*notes: str, version: str, editions: str = "extended: {with: [large, small]}") -> None:
    """The deck, which is behind in the third language."""
    write(*notes, version=version, editions=editions)
    text = PATH.read_text(encoding="utf-8").replace("de: Monde}", "de: Monde, nb: Måner}")
    text = text.replace("languages: [en, de]", "languages: [en, de, nb]\n  complete: [en, de]")
    PATH.write_text(text.replace("pairs: [en+de]", "pairs: [en+de, nb+en]"), encoding="utf-8")


EARTH_IN_THREE = EARTH.replace("Erde?}", "Erde?, nb: Hvor mange måner har Jorden?}").replace("Einen}", "Einen, nb: Én}")
MARS_IN_THREE = MARS.replace("größere?}", "größere?, nb: Hvilken av Mars' måner er størst?}").replace(
    "de: Phobos}", "de: Phobos, nb: Phobos}"
)


def test_a_language_without_further_notes_has_only_the_default_package(run: Run) -> None:
    in_three_languages(EARTH_IN_THREE, MARS, version="1.0", editions="extended: {with: [small]}")
    assert [line.split()[:3] for line in run("build").stdout.splitlines()[:-1]] == [
        ["dist/moons-en.apkg", "1", "note"],
        ["dist/moons-en-extended.apkg", "2", "notes"],
        ["dist/moons-nb.apkg", "1", "note"],
    ]
    run("release", "1.0", "--no-gallery")
    in_three_languages(EARTH_IN_THREE, MARS_IN_THREE, version="1.1", editions="extended: {with: [small]}")
    assert run("release").stdout == "first in nb-extended; suggested version: 1.1\n"
    run("release", "1.1", "--no-gallery")
    assert notes_in("dist/moons-1.1/Moons_v1.1_nb-extended.apkg") == ["earth", "mars"]
    assert changes("1.1", "nb-extended") == "First release: 2 cards.\n"
    assert changes("1.1", "nb") == changes("1.1", "en-extended") == "No card has changed.\n"


def test_a_note_that_is_translated_and_reworded_at_once_is_new_in_its_new_language(run: Run) -> None:
    in_three_languages(EARTH_IN_THREE, MARS, version="1.0", editions="extended: {with: [small]}")
    run("release", "1.0", "--no-gallery")
    mars = MARS_IN_THREE.replace("[small]", "[other]").replace("is the larger one?", "is larger than the other?")
    saturn = SATURN.replace("[large]", "[small]")
    in_three_languages(EARTH_IN_THREE, mars, saturn, version="1.1", editions="extended: {with: [small]}")
    run("build")
    run("confirm", "--all")
    run("release", "1.1", "--no-gallery")
    assert changes("1.1", "nb") == "**New cards (1)**\n\n- Hvilken av Mars' måner er størst?\n\n"
    assert changes("1.1", "en") == "**New cards (1)**\n\n- Which moon of Mars is larger than the other?\n\n"


def test_learners_are_not_told_of_moves_of_notes_that_they_cannot_have(run: Run) -> None:
    in_three_languages(EARTH_IN_THREE, MARS, SATURN, JUPITER, version="1.0")
    run("release", "1.0", "--no-gallery")
    jupiter, mars = JUPITER + "    tags: [large]\n", MARS.replace("[small]", "[other]")
    editions = "extended: {with: [large]}"
    in_three_languages(EARTH_IN_THREE, mars, SATURN, jupiter, version="2.0", editions=editions)
    run("build", "--accept", "edition:default")
    assert json.loads(run("release", "--json").stdout)["changes"][0] == {
        "deck": "moons",
        "released": "1.0",
        "suggested": "2.0",
        "new": ["mars"],
        "reworded": ["mars", "jupiter"],
        "retired": [],
        "left": ["jupiter"],
        "new_look": False,
        "accepted": ["edition:default"],
    }
    run("release", "2.0", "--no-gallery")
    assert "Jupiter" in changes("2.0", "en")
    assert changes("2.0", "nb") == "No card has changed.\n"


def test_learners_are_told_of_a_new_look_of_cards_that_they_have(run: Run) -> None:
    kinds = "kinds:\n  moon:\n    parts: {name: text, planet: text}\n    cards:\n"
    kinds += '      planet: {when: planet, front: "{{name}}", back: "FIRST{{planet}}"}\n'
    io = "  - {id: io, type: moon, name: {en: Io, de: Io}, planet: {en: Jupiter, de: Jupiter}, tags: [small]}\n"
    write(EARTH, SATURN, io)
    text = PATH.read_text(encoding="utf-8").replace("notes:\n", f"{kinds}notes:\n").replace("FIRST", "of ")
    PATH.write_text(text, encoding="utf-8")
    run("release", "1.0", "--no-gallery")
    PATH.write_text(text.replace("of {{", "around {{").replace("version: 1.0", "version: 1.1"), encoding="utf-8")
    run("release", "1.1", "--no-gallery")
    assert changes("1.1", "en") == "No card has changed.\n"
    assert changes("1.1", "en-extended").startswith("The cards have a new look.")


def test_a_new_edition_of_a_released_deck_harms_nobody(run: Run) -> None:
    write(EARTH, editions="")
    run("release", "1.0", "--no-gallery")
    write(EARTH, MARS, SATURN, version="1.1")
    assert run("release").stdout == "first in en-extended; suggested version: 1.1\n"
    run("release", "1.1", "--no-gallery")
    assert changes("1.1", "en") == "No card has changed.\n"
    assert changes("1.1", "en-extended") == "First release: 3 cards.\n"
    assert LEDGER.read_text(encoding="utf-8").startswith("flashcards ledger 4\n")
    assert run("release").stdout == "nothing to release\n"


def test_branches_that_each_moved_a_note_merge(run: Run) -> None:
    run("release", "1.0", "--no-gallery")
    text = LEDGER.read_text(encoding="utf-8")
    LEDGER.write_text(text + "edition mars full\nflashcards ledger 1\n", encoding="utf-8")
    editions = "extended: {with: [large]}\n    full: {with: [large, small]}"
    write(EARTH, MARS, SATURN, JUPITER, version="2.0", editions=editions)
    assert "'mars' was released in 'extended' and is only in 'full' now" in run("build", expect=1).stderr
    run("build", "--accept", "edition:extended")
    assert editions_in_ledger() == ["edition mars extended", "edition mars full", "edition saturn extended"]
    run("release", "2.0", "--no-gallery")
    assert editions_in_ledger() == ["edition mars full", "edition saturn extended,full"]


def test_a_note_that_one_branch_released_and_the_other_moved_is_a_breaking_change(run: Run) -> None:
    write(EARTH, MARS, SATURN)
    run("release", "1.0", "--no-gallery")
    write(EARTH, MARS, SATURN, JUPITER)
    run("build")
    [ours] = [line for line in LEDGER.read_text(encoding="utf-8").splitlines() if line.startswith("note jupiter new")]
    write(EARTH, MARS, SATURN, JUPITER, version="1.1")
    run("release", "1.1", "--no-gallery")
    theirs = LEDGER.read_text(encoding="utf-8")
    LEDGER.write_text(theirs.replace("note jupiter", f"{ours}\nnote jupiter"), encoding="utf-8")
    write(EARTH, MARS, SATURN, JUPITER + "    tags: [large]\n", version="1.1")
    assert "'jupiter' was released in the default package" in run("check", expect=1).stdout
    run("build", "--accept", "edition:default")
    assert "note jupiter new" not in LEDGER.read_text(encoding="utf-8")


def test_the_difference_says_which_packages_changed(run: Run, tmp_path: Path) -> None:
    old = tmp_path / "old" / "decks"
    old.mkdir(parents=True)
    (old / "moons.yaml").write_text(PATH.read_text(encoding="utf-8"), encoding="utf-8")
    (old / "titan.png").write_bytes(b"a picture")
    write(EARTH, MARS.replace("[small]", "[other]"), SATURN, JUPITER, editions="extended: {with: [large]}")
    assert run("diff", old / "moons.yaml", PATH).stdout.startswith("1 retagged, 1 joined\n")
    assert run("diff", PATH, old / "moons.yaml").stdout.startswith("1 retagged, 1 left\n")


def test_the_notes_of_each_package_are_counted(run: Run) -> None:
    assert "edition   notes\ndefault       2\nextended      4\n" in run("stats").stdout
    assert json.loads(run("stats", "--json").stdout)["decks"][0]["editions"] == {"default": 2, "extended": 4}


def test_other_formats_have_the_same_packages(run: Run) -> None:
    run("export", "--to", "text")
    assert [Path(f"dist/moons-en{name}.txt").read_text(encoding="utf-8").count("?") for name in ("", "-extended")] == [
        4,
        8,
    ]
    run("export", "--to", "crowdanki")
    decks = [json.loads(Path(f"dist/moons-en{name}/deck.json").read_bytes()) for name in ("", "-extended")]
    assert [len(deck["notes"]) for deck in decks] == [2, 4]
    assert decks[0]["crowdanki_uuid"] == decks[1]["crowdanki_uuid"]
    assert len(run("export", "--to", "csv").stdout.splitlines()) == 5


@pytest.mark.slow
def test_a_learner_goes_from_one_package_to_the_other_and_back(run: Run, tmp_path: Path) -> None:
    run("release", "1.0", "--no-gallery")
    standard, extended = (Path(f"dist/moons-1.0/Moons_v1.0_en{name}.apkg") for name in ("", "-extended"))
    with closing(Learner(tmp_path / "learner")) as learner:
        assert learner.take(standard) == {"new": 2}
        for card in learner.cards():
            learner.study(card, 3)
        studied = learner.cards()
        assert learner.take(extended) == {"new": 2, "duplicate": 2}
        assert {card: learner.cards()[card] for card in studied} == studied
        for card in {*learner.cards()} - {*studied}:
            learner.study(card, 3)
        before = learner.cards(), learner.notes(), learner.reviews()
        assert learner.take(standard) == {"duplicate": 2}
        assert (learner.cards(), learner.notes(), learner.reviews()) == before

        write(
            *(
                note.replace("Io", "It is Io").replace("Phobos", "It is Phobos")
                for note in (EARTH, MARS, SATURN, JUPITER)
            )
        )
        PATH.write_text(PATH.read_text(encoding="utf-8").replace("version: 1.0", "version: 1.1"), encoding="utf-8")
        run("release", "1.1", "--no-gallery")
        standard, extended = (Path(f"dist/moons-1.1/Moons_v1.1_en{name}.apkg") for name in ("", "-extended"))
        assert learner.take(standard) == {"updated": 1, "duplicate": 1}
        assert learner.take(extended) == {"updated": 1, "duplicate": 3}
        assert learner.take(standard) == {"duplicate": 2}
        assert len(learner.notes()) == len(learner.cards()) == 4
        assert learner.reviews() == before[2]
        assert {learner.deck_name(card.deck_id) for card in learner.cards().values()} == {"Moons"}
        assert [card.reviews for card in learner.cards().values()] == [1, 1, 1, 1]


def test_a_deck_of_pairs_and_words_has_each_package_in_each_language(run: Run) -> None:
    words = "  - {id: moon, word: {en: moon, de: Mond}}\n  - {id: lake, word: {en: lake, de: See}, tags: [small]}\n"
    write(words, SATURN)
    PATH.write_text(PATH.read_text(encoding="utf-8").replace("[en+de]", "[en+de, de+en, de]"), encoding="utf-8")
    run("build")
    names = ("en", "en-extended", "de-extended", "de-alone-extended")
    assert sorted(path.name for path in Path("dist").iterdir()) == sorted(f"moons-{name}.apkg" for name in names)
    assert [notes_in(f"dist/moons-{name}.apkg") for name in names] == [
        ["moon"],
        ["moon", "lake", "saturn"],
        ["saturn"],
        ["saturn"],
    ]
