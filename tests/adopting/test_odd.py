"""A deck with odd names, texts or media moves here; who has it notices nothing, and then gets what is edited."""

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import genanki
import pytest

from flashcards.anki.rehearsal import rehearse
from tests.adopting.made import changed, nothing
from tests.adopting.odd import ODD, clozes, names, texts
from tests.adopting.test_gates import package
from tests.anki.lives_learner import Learner
from tests.conftest import Run, replace_in
from tests.frozen import Clock

TRUSTED = ("--skip", "--accept", "foreign-script", "--accept", "foreign-remote")


@pytest.mark.slow
@pytest.mark.parametrize("shape", ODD)
def test_a_learner_loses_nothing_and_gets_every_edit(shape: str, tmp_path: Path, run: Run, clock: Clock) -> None:
    old = ODD[shape](tmp_path)
    run("import", "--adopt", old, "-l", "en", "--name", "deck-1", "--version", "5.3", *TRUSTED)
    ledger = Path("decks/deck-1.ledger").read_bytes()
    run("build")
    assert Path("decks/deck-1.ledger").read_bytes() == ledger
    told = rehearse(old, Path("dist/deck-1-en.apkg"))
    learner = Learner(tmp_path / "learner")
    learner.take(old)
    count = len(learner.notes())
    assert (len(told.unchanged), told.updated, told.new, told.is_loss) == (count, (), (), False)

    first, *others = learner.notes()
    for number, card in enumerate(learner.cards().values()):
        learner.study(card.card_id, 1 + number % 4)
    learner.suspend(*[card.card_id for card in learner.cards().values()][::3])
    mine, tagged = others[-2], others[-3]
    learner.edit(mine.note_id, len(mine.fields) - 1, "my own words")
    learner.tag(tagged.note_id, "my::own")
    cards, decks, own = learner.cards(), learner.deck_names(), {note.guid: note for note in learner.notes()}

    deck = Path("decks/deck-1.yaml")
    for version, edited in (("5.4", "Word 0"), ("5.5", "Word 1")):
        clock.now += 1000
        text = re.sub(f"{edited}(?![0-9])", f"{edited}, edited", deck.read_text(encoding="utf-8"))
        text = re.sub("version: .*", f"version: {version}", text)
        if version == "5.4":
            text = f"{text.rstrip()}\n    retired:\n      reason:\n        en: It is no longer asked.\n"
            kind = text.rpartition("\n    type: ")[2].partition("\n")[0]
            part = re.search(r"\n    (?!type|section)([a-z0-9-]+):", text.rpartition(f"type: {kind}")[2])
            assert part
            text += f"\n  - {{id: new-one, type: {kind}, {part[1]}: {{en: '{{{{c1::new}}}}'}}}}\n"
        deck.write_text(text, encoding="utf-8")
        run("check")
        run("build")
        fates = learner.take(Path("dist/deck-1-en.apkg"))
        assert fates == (
            {"new": 1, "updated": 2, "duplicate": count - 2} if version == "5.4" else {"updated": 1, "duplicate": count}
        )
    changed_notes = {note.guid for note in learner.notes() if note.guid in own and note != own[note.guid]}
    assert len(changed_notes) == 3
    assert first.guid in changed_notes
    assert not {mine.guid, tagged.guid} & changed_notes
    assert {key: card for key, card in learner.cards().items() if key in cards} == cards
    assert len(learner.notes()) == count + 1
    assert learner.deck_names() == decks
    learner.close()


TAGS_WRITTEN = [
    "blank::a, both",
    "both, Ünï::код",
    "Case, both",
    "both",
    "12:30, both",
    "b::blank, both",
    '"#x", both',
    "Case, both",
    "both",
    "both, c::blank::d",
    "\"'y'\", both",
    "both, n\u00a0b",
    'both, "null"',
]
TITLES = ['"The \\"best\\" deck\'s #1: <x> &amp; y"', '"null"', "null::12:30::~"]


def test_what_learners_have_is_what_is_written(tmp_path: Path, run: Run) -> None:
    """Anki has changed tags and names of decks and fields, and so learners have them; it keeps all the rest."""
    old = names(tmp_path)
    run("import", "--adopt", old, "-l", "en", "--name", "deck-1")
    text = Path("decks/deck-1.yaml").read_text(encoding="utf-8")
    assert re.findall(r"\n    tags: \[(.*)\]", text) == TAGS_WRITTEN
    assert re.findall(r"\n    name: (.*)", text) == ['" Words"', '"basic"', '"Basic"', '"Basic"']
    assert re.findall(r"\n        - \{name: (.*), part: (.*)\}", text)[:12] == [
        ('"null"', "null-2"),
        ('"- x"', "x"),
        ('"?"', "field-3"),
        ('"yes"', "yes"),
        ("\"1st 'of' all\"", "field-5"),
        ('"মানে"', "field-6"),
        ('"[a, b]"', "a-b"),
        ('"السؤال"', "field-8"),
        ('"id"', "id-2"),
        ('"type"', "type-2"),
        ('"retired"', "retired-2"),
        ('"~"', "field-12"),
    ]
    assert re.findall(r"\n        - name: (.*)", text)[:2] == ["\"- 'C' \"", '"null 2"']
    assert re.findall(r"title:\n +en: (.*)", text) == TITLES


def test_a_text_like_a_placeholder_makes_no_draft(tmp_path: Path, run: Run) -> None:
    rows = (("Rhine", "…", "g1"), ("null", "TODO", "g2"), ("Po", "???", "g3"), ("Nile", "a", "g4"))
    run("import", "--adopt", package(tmp_path, *rows), "-l", "en", "--name", "rivers")
    assert run("build").stdout.startswith("dist/rivers-en.apkg  4 notes  4 cards")
    text = Path("decks/rivers.yaml").read_text(encoding="utf-8")
    assert re.findall(r"- id: (.*)", text) == ["rhine", "null-2", "po", "nile"]
    assert text.count("raw: [back]") == 3


def test_media_have_the_names_that_anki_reads(tmp_path: Path, run: Run) -> None:
    """Also those that no field shows: a script's, and pictures of formulas, which phones cannot make."""
    run("import", "--adopt", texts(tmp_path), "-l", "en", "--name", "deck-1", *TRUSTED)
    run("build")
    with zipfile.ZipFile("dist/deck-1-en.apkg") as archive:
        listed = json.loads(archive.read("media"))
        assert all(archive.read(number) == (tmp_path / name).read_bytes() for number, name in listed.items())
    assert sorted(listed.values()) == [
        "_by a script.json",
        "a b.png",
        "a%20b.png",
        "a&b #1.png",
        "drawn.svg",
        "it's (1).mp3",
        "latex-0e46a5b1.png",
        "নদী “1”.png",
    ]


def test_clozes_are_known_in_any_field(tmp_path: Path, run: Run) -> None:
    run("import", "--adopt", clozes(tmp_path), "-l", "en", "--name", "deck-1")
    assert run("check").stdout == "1 deck, 5 notes: no problems\n"
    replace_in(Path("decks/deck-1.yaml"), "{{c4::d}}", "d")
    said = run("build", expect=1).stderr
    assert "'word-1' was released with a c4, which is gone" in said


def test_a_file_that_nobody_has_is_no_loss(tmp_path: Path, run: Run) -> None:
    """Neither are names that no file can have."""
    rows = [(f"Rhine {number}", f'<img src="{name}">', f"g{number}") for number, name in enumerate(UNKNOWN)]
    old = package(tmp_path, *rows)
    said = run("import", "--adopt", old, "-l", "en", "--name", "rivers", expect=1).stderr
    assert (
        f"{len(rows)} notes with a file that the package does not contain, so that nobody has it: 'rhine.png', " in said
    )
    run("import", "--adopt", old, "-l", "en", "--name", "rivers", "--skip")
    run("build")
    told = rehearse(old, Path("dist/rivers-en.apkg"))
    assert (len(told.unchanged), told.is_loss) == (len(rows), False)


UNKNOWN = (
    "rhine.png",
    "sub/rhine.png",
    "../../rhine.png",
    "rhine.png?v=2",
    "%00.png",
    r"C:\rhine.png",
    ".",
    ".rhine.png",
)


def test_cards_of_a_note_in_different_decks_are_told(tmp_path: Path, run: Run) -> None:
    columns = "nid, ord, mod, usn, type, queue, due, ivl, factor, reps, lapses, left, odue, odid, flags, data"
    second = f"insert into cards select id + 9, {columns.replace('ord', 'ord + 1')}, did + 1 from cards limit 1"
    into = second.replace("into cards", f"into cards (id, {columns}, did)")
    old = changed(package(tmp_path, ("Rhine", "a", "g1"), ("Po", "b", "g2"), subdeck="Europe"), nothing, into)
    said = run("import", "--adopt", old, "-l", "en", "--name", "rivers", "--dry-run").stderr
    message = (
        "1 note has its cards in different decks: learners keep theirs where they are, and new learners get all cards "
        "of a note in one of them [scattered-cards]"
    )
    assert f"{old}: warning: {message}\n" in said


def test_a_card_that_anki_cannot_show_is_named(tmp_path: Path, run: Run) -> None:
    old = package(tmp_path, ("Rhine", "a", "g1"), front="{{Front}}{{River}}")
    assert run("import", "--adopt", old, "-l", "en", "--name", "rivers", expect=1).stderr.endswith(
        "error: the deck cannot be adopted: in the card 'Card 1' of 'Basic False', there is no field 'River'\n"
        "  hint: use one of: Front, Back\n"
    )


@pytest.mark.slow
def test_note_types_that_anki_lets_nobody_edit_can_be_rehearsed(tmp_path: Path, run: Run) -> None:
    """Two templates with the same front, as genanki makes them."""
    fields = [{"name": "Front"}, {"name": "Back"}]
    templates = [{"name": name, "qfmt": "{{Front}}", "afmt": "{{Back}}"} for name in ("One", "Two")]
    deck = genanki.Deck(1491048841, "Rivers")
    deck.add_note(genanki.Note(genanki.Model(1491048842, "Twice", fields, templates), ["Rhine", "a"], guid="g1"))
    old = tmp_path / "twice.apkg"
    genanki.Package(deck).write_to_file(str(old), timestamp=1_700_000_000)
    run("import", "--adopt", old, "-l", "en", "--name", "rivers")
    run("build")
    said = run("rehearse", old, "dist/rivers-en.apkg").stdout
    assert said.endswith("a learner loses nothing\n")


def test_ids_that_anki_cannot_read_are_none(tmp_path: Path, run: Run) -> None:
    def change(model: dict[str, object]) -> None:
        fields, templates = model["flds"], model["tmpls"]
        assert isinstance(fields, list)
        assert isinstance(templates, list)
        fields[0]["id"], fields[1]["id"], templates[0]["id"], model["sortf"] = "a", 1.5, 1 << 63, -1

    old = changed(package(tmp_path, ("Rhine", "a", "g1")), change)
    run("import", "--adopt", old, "-l", "en", "--name", "rivers")
    text = Path("decks/rivers.yaml").read_text(encoding="utf-8")
    assert '    anki:\n      id: 1607392319\n      sort_field: "Front"\n' in text
    assert '- {name: "Front", part: front}\n        - {name: "Back", part: back}\n' in text
    assert "1 note" in run("build").stdout


def test_an_adopted_deck_needs_its_ledger(tmp_path: Path, run: Run) -> None:
    """Without it, nothing says which notes learners have."""
    run("import", "--adopt", package(tmp_path, ("Rhine", "a", "g1")), "-l", "en", "--name", "rivers")
    Path("decks/rivers.ledger").unlink()
    said = (
        "decks/rivers.ledger:1:1: error: this deck was adopted, and its ledger is missing: learners would get each "
        "note again [ledger]\n"
        "  hint: restore it; or adopt the deck again, or without its learners: `flashcards import` without `--adopt`\n"
    )
    assert run("check", expect=1).stdout == f"{said}1 error\n"
    assert run("build", expect=1).stderr == f"{said}error: nothing was built: 1 error\n"


def test_a_deck_is_adopted_once(tmp_path: Path, run: Run) -> None:
    old = package(tmp_path, ("Rhine", "a", "g1"), name="my rivers")
    said = run("import", "--adopt", old, "-l", "en", "--name", "rivers").stdout
    assert said.endswith(f"  run `flashcards build rivers` and `flashcards rehearse '{old}' dist/rivers-en.apkg`\n")
    assert run("import", "--adopt", old, "-l", "en", "--name", "other", expect=1).stderr == (
        "error: the deck 'Rivers' is here already: 'decks/rivers.yaml'\n"
        "  hint: to adopt it again, delete its file and its ledger, 'kinds' and 'media' first\n"
    )
    Path("decks/lakes").mkdir()
    Path("decks/lakes/deck.yaml").touch()
    said = run("import", old, "-l", "en", "--name", "lakes", expect=1).stderr
    assert said == "error: 'decks/lakes/deck.yaml' already exists\n  hint: choose another name with `--name`\n"


def test_fields_with_the_same_name_are_told_apart_as_in_anki(tmp_path: Path, run: Run) -> None:
    def change(model: dict[str, list[dict[str, object]]]) -> None:
        model["flds"][1]["name"] = "FRONT"
        model["tmpls"][0]["afmt"] = "{{FRONT+}}"

    old = changed(package(tmp_path, ("Rhine", "a", "g1")), change)
    run("import", "--adopt", old, "-l", "en", "--name", "rivers")
    text = Path("decks/rivers.yaml").read_text(encoding="utf-8")
    assert '- {name: "Front", part: front}\n        - {name: "FRONT+", part: front-2}\n' in text
    assert "1 note" in run("build").stdout


def test_conditionals_without_end_are_refused(tmp_path: Path, run: Run) -> None:
    old = package(tmp_path, ("Rhine", "a", "g1"), front="{{#Front}}" * 101 + "{{Front}}" + "{{/Front}}" * 101)
    assert run("import", "--adopt", old, "-l", "en", "--name", "rivers", expect=1).stderr.startswith(
        "error: the deck cannot be adopted: in the card 'Card 1' of 'Basic False', '{{#Front}}' is inside 100 others\n"
    )


SPELLED_ALIKE = "1 retagged\n\nEnglish:\n\nretagged  word-7\n  Tags\n    - both case\n    + Case both\n"


@pytest.mark.parametrize("make", [names, texts])
def test_nothing_differs_from_what_learners_have(make: Callable[[Path], Path], tmp_path: Path, run: Run) -> None:
    """Neither for `diff`, nor in a table that comes back as it was."""
    old = make(tmp_path)
    run("import", "--adopt", old, "-l", "en", "--name", "deck-1", *TRUSTED)
    said = run("diff", old, "deck-1").stdout
    assert said == (SPELLED_ALIKE if make is names else "nothing changes for learners\n")
    run("export", "deck-1", "--to", "csv", "-o", "deck.csv")
    said = run("import", "deck.csv", "--into", "deck-1", "--dry-run").stderr
    assert re.fullmatch(r"0 texts in deck.csv to take over, [0-9]+ notes compared; nothing was written\n", said)
