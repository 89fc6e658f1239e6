"""What would harm learners is refused before anything is written."""

import json
from pathlib import Path
from typing import Any

import genanki
import pytest

from flashcards.anki.rehearsal import rehearse
from flashcards.anki.unpack import unpack
from flashcards.text.hazards import hazards
from tests.adopting.made import changed, nothing
from tests.conftest import Run


def package(
    folder: Path,
    *rows: tuple[str, str, str],
    front: str = "{{Front}}",
    css: str = "",
    name: str = "old",
    subdeck: str = "",
) -> Path:
    """A package with a note for each front, back and guid."""
    fields = [{"name": "Front"}, {"name": "Back"}]
    template = {"name": "Card 1", "qfmt": front, "afmt": "{{FrontSide}}<hr>{{Back}}"}
    deck = genanki.Deck(2059400110, "Rivers")
    for number, (asked, answer, guid) in enumerate(rows):
        model = genanki.Model(1607392319 + (asked == "other"), f"Basic {asked == 'other'}", fields, [template], css)
        deck.add_note(genanki.Note(model, [asked, answer], guid=guid, tags=[f"t{number}"]))
    path = folder / f"{name}.apkg"
    other = genanki.Deck(2059400111, f"Rivers::{subdeck}")
    if subdeck:
        other.notes.append(deck.notes.pop())
        other.add_model(other.notes[0].model)
    genanki.Package([deck, other] if subdeck else deck).write_to_file(str(path), timestamp=1_700_000_000)
    return path


ROWS = (("Rhine", "a", "g1"), ("Nile", "b", "g2"), ("Ganges", "c", "g3"))


def test_notes_that_would_harm_learners_are_listed_and_left_out_if_asked(tmp_path: Path, run: Run) -> None:
    rows = (
        *ROWS,
        ("Rhine again", "d", "g1"),
        ("other", "e", "g2"),
        ("Loire", "f", ""),
        ("Ob", "g", "g7"),
        ("Po", "h", "g8"),
        ("Don", "i", "g9"),
    )
    old = changed(
        package(tmp_path, *rows, ("Elbe", '<img src="elbe.png">', "g10")),
        nothing,
        "update notes set mid = 5 where flds like 'Ob%'",
        "update notes set flds = flds || char(31) where flds like 'Po%'",
        "delete from cards where nid = (select id from notes where flds like 'Don%')",
    )
    said = run("import", "--adopt", old, "-l", "en", "--name", "rivers", expect=1)
    assert [line.partition(": error: ")[2] for line in said.stderr.splitlines() if ": error: " in line] == [
        "1 note without a guid: Anki would take all of them for one note (guid '') [no-guid]",
        "1 note with the guid of a note of another note type: Anki never updates one of the two (guid 'g2') "
        "[guid-in-two-types]",
        "1 note with the guid of another note: of learners' two copies, updates reach only one (guid 'g1') "
        "[duplicate-guid]",
        "1 note of a note type that the package does not contain: Anki refuses the whole package (guid 'g7') "
        "[unknown-note-type]",
        "1 note with more or fewer fields than the note type: Anki refuses the whole package (guid 'g8') [field-count]",
        "1 note without a card: learners never see it (guid 'g9') [no-cards]",
        "1 note with a file that the package does not contain, so that nobody has it: 'elbe.png' (guid 'g10') "
        "[missing-media]",
    ]
    assert said.stderr.endswith(
        "error: nothing was written\n  hint: do what the hints say, or go on without them: `--skip`\n"
    )
    assert [*Path.cwd().iterdir()] == []
    data = json.loads(run("import", "--adopt", old, "-l", "en", "--name", "rivers", "--skip", "--json").stdout)
    assert (data["notes"], data["notes_left_out"], data["is_written"]) == (4, 6, True)
    assert "Elbe" in Path("decks/rivers.yaml").read_text(encoding="utf-8")
    assert "4 notes  4 cards" in run("build").stdout
    with Path("decks/rivers.yaml").open("a", encoding="utf-8") as deck:
        deck.write("\n  - {id: blank, type: basic-false, back: {en: x}}\n")
    assert "no card of 'basic-false' shows anything of this note" in run("check").stdout


def test_scripts_are_refused_unless_they_are_accepted_by_name(tmp_path: Path, run: Run) -> None:
    css = ".card { background: url(https://example.org/x.png) }"
    old = package(
        tmp_path, *ROWS, ("Po", '<img src=x onerror="go()">', "g4"), front="{{Front}}<script>go()</script>", css=css
    )
    said = run("import", "--adopt", old, "-l", "en", "--name", "rivers", "--skip", expect=1).stderr
    assert (
        "its cards contain what is loaded from elsewhere, which would reach learners as found: on the cards of" in said
    )
    assert "1 note with scripts, which would reach learners as found: on the cards of 'Basic False', <script" in said
    assert "; or, if you trust it, `--accept foreign-script`" in said
    assert [*Path.cwd().iterdir()] == []
    accepted = ("--accept", "foreign-script", "--accept", "foreign-remote", "--skip")
    run("import", "--adopt", old, "-l", "en", "--name", "rivers", *accepted)
    run("build")
    deck = Path("decks/rivers.yaml")
    text = deck.read_text(encoding="utf-8")
    deck.write_text(text.replace("    accept: [foreign-remote, foreign-script]\n", ""), encoding="utf-8")
    said = run("check", expect=1).stdout
    assert "[foreign-script]" in said
    assert "[foreign-remote]" in said


@pytest.mark.parametrize(
    ("html", "names"),
    [
        ("<b>bold</b> <a href='https://example.org'>x</a>", []),
        ("one = two, once = 3 < 4", []),
        ("<SCRIPT src=a.js>", ["foreign-script"]),
        ("<img src=a.png onerror=x()>", ["foreign-script"]),
        ("<a href='java&#115;cript:x()'>", ["foreign-script"]),
        ("<a href=' java\nscript:x()'>", ["foreign-script"]),
        ("<iframe src=x>", ["foreign-script"]),
        ("<img src='//example.org/x.png'>", ["foreign-remote"]),
        ('<img src="http&#58;//example.org/x.png">', ["foreign-remote"]),
        ("<i style='background:url(http://example.org)'>", ["foreign-remote"]),
        ("{}@import 'x.css'", ["foreign-remote"]),
    ],
)
def test_what_runs_or_loads_is_found(html: str, names: list[str]) -> None:
    assert [each.name for each in hazards(html)] == names


@pytest.mark.slow
def test_several_packages_are_one_deck(tmp_path: Path, run: Run) -> None:
    first = package(tmp_path, *ROWS, ("Volga", "d", "g4"), name="first")
    newest = changed(package(tmp_path, *ROWS, name="second"), nothing, "update notes set mod = mod + 9")
    for files in ((first, newest), (newest, first)):
        data = json.loads(
            run("import", "--adopt", *files, "-l", "en", "--name", "rivers", "--dry-run", "--json").stdout
        )
        assert (data["notes"], data["notes_gone"], data["is_written"]) == (3, 1, False)
    said = run("import", "--adopt", first, newest, "-l", "en", "--name", "rivers").stdout
    assert "1 note in older packages only: 'Volga'" in said
    assert "to say on their cards why they are gone, `--retire 'WHY'`" in said


@pytest.mark.slow
def test_of_the_packages_of_one_release_the_larger_one_is_adopted(tmp_path: Path, run: Run) -> None:
    standard = package(tmp_path, *ROWS, name="standard")
    extended = package(tmp_path, *ROWS, ("Volga", "d", "g4"), name="extended")
    for files in ((standard, extended), (extended, standard)):
        said = run("import", "--adopt", *files, "-l", "en", "--name", "rivers", "--dry-run", "--json").stdout
        assert (json.loads(said)["notes"], json.loads(said)["notes_gone"]) == (4, 0)
    later = changed(standard, nothing, "update notes set mod = mod + 9")
    assert (
        f"  hint: if '{extended}' is no older, but a larger edition, adopt it alone; otherwise, who has them keeps "
        "them as they are; to say on their cards why they are gone, `--retire 'WHY'`\n"
    ) in run("import", "--adopt", later, extended, "-l", "en", "--name", "rivers", "--dry-run").stderr
    run("import", "--adopt", standard, extended, "-l", "en", "--name", "rivers", "--version", "1.0")
    deck = Path("decks/rivers.yaml")
    text = deck.read_text(encoding="utf-8").replace(
        "  languages:", "  editions:\n    extended: {with: [t3]}\n  languages:"
    )
    deck.write_text(text, encoding="utf-8")
    assert (
        "  hint: if the deck had such packages when it was adopted, build with `--accept edition:default`, which harms "
        "nobody; otherwise, let the default package have them, by their tags or 'with'\n"
    ) in run("build", expect=1).stderr
    run("build", "--accept", "edition:default")
    for old, ours in ((standard, "en"), (standard, "en-extended"), (extended, "en-extended")):
        assert not rehearse(old, Path(f"dist/rivers-{ours}.apkg")).is_loss


@pytest.mark.slow
def test_a_note_that_only_older_packages_have_says_why_it_is_gone(tmp_path: Path, run: Run) -> None:
    first = package(tmp_path, *ROWS, ("Volga", "d", "g4"), name="first")
    edited = "update notes set mod = mod + 9, flds = flds || '!' where flds like 'Ganges%'"
    newest = changed(package(tmp_path, *ROWS, ("Elbe", "e", "g5"), name="second"), nothing, edited)
    why = ("--retire", "It is no longer asked.")
    data = json.loads(run("import", "--adopt", first, newest, "-l", "en", "--name", "rivers", *why, "--json").stdout)
    assert (data["notes"], data["notes_retired"], data["notes_gone"]) == (5, 1, 0)
    text = Path("decks/rivers.yaml").read_text(encoding="utf-8")
    assert "    retired:\n      reason:\n        en: It is no longer asked.\n    tags: [t3]\n" in text
    run("build")
    ours = Path("dist/rivers-en.apkg")
    told = rehearse(first, ours)
    assert (len(told.new), len(told.updated), len(told.unchanged), told.is_loss) == (1, 2, 2, False)
    [note] = [note for note in unpack(ours).notes if note.guid == "g4"]
    assert (note.fields["Front"], note.tags) == ("Volga", ("rivers::retired", "t3"))
    assert note.fields["Back"] == (
        "This card has been retired: It is no longer asked.<br>"
        "To put it away, search the browser for: tag:rivers::retired<br><br>d"
    )


def test_of_packages_with_the_same_notes_the_newest_has_the_newest_look(tmp_path: Path, run: Run) -> None:
    def look(model: dict[str, Any]) -> None:
        model.update(css=".card { color: navy; }", mod=1_700_000_009)

    first, newest = package(tmp_path, *ROWS), changed(package(tmp_path, *ROWS, name="second"), look)
    for files in ((first, newest), (newest, first)):
        said = run("import", "--adopt", *files, "-l", "en", "--name", "rivers", "--dry-run").stderr
        assert said.startswith(f"{newest}: 'Rivers', 3 notes, and 1 older package\n")


def test_a_change_of_the_schema_is_a_breaking_change(tmp_path: Path, run: Run) -> None:
    old = package(tmp_path, *ROWS)
    run("import", "--adopt", old, "-l", "en", "--name", "rivers")
    assert run("diff", old, "rivers").stdout == "nothing changes for learners\n"
    path = Path("decks/rivers.yaml")
    path.write_text(path.read_text(encoding="utf-8").replace('name: "Card 1"', 'name: "Card A"'), encoding="utf-8")
    said = run("build", expect=1).stderr
    assert "the fields, templates or sort field of 'Basic False' are not those learners have" in said
    assert "'Merge note types' on" in said


def test_options_of_another_use_are_refused(tmp_path: Path, run: Run) -> None:
    old = package(tmp_path, *ROWS)
    assert "'--columns' is for a new deck" in run("import", "--adopt", old, "--columns", "en", expect=2).stderr
    assert "'--skip' is for `--adopt`" in run("import", old, "--skip", expect=2).stderr
    said = run("import", "--adopt", old, expect=1).stderr
    assert said.startswith("error: in which language are its cards?\n")
    assert [*Path.cwd().iterdir()] == []


@pytest.mark.slow
def test_html_as_it_was_found_is_not_fixed(tmp_path: Path, run: Run) -> None:
    run(
        "import",
        "--adopt",
        package(tmp_path, ("Rhine", "<div>to the  sea .</div>", "g1")),
        "-l",
        "en",
        "--name",
        "rivers",
    )
    deck = Path("decks/rivers.yaml").read_bytes()
    assert b"raw: [back]" in deck
    run("check", "--fix", "--strict")
    assert Path("decks/rivers.yaml").read_bytes() == deck
    assert "'back' of 'rhine' is HTML as it was found [found-html]" in run("todo").stdout


@pytest.mark.slow
def test_another_title_of_a_subdeck_is_a_breaking_change(tmp_path: Path, run: Run) -> None:
    old = package(tmp_path, *ROWS, subdeck="Europe")
    run("import", "--adopt", old, "-l", "en", "--name", "rivers")
    path = Path("decks/rivers.yaml")
    assert "subdeck europe en Europe\n" in path.with_suffix(".ledger").read_text(encoding="utf-8")
    assert "3 notes" in run("build").stdout
    path.write_text(path.read_text(encoding="utf-8").replace("en: Europe", "en: Western Europe"), encoding="utf-8")
    said = run("build", expect=1).stderr
    assert "released as the subdeck 'Europe': learners' cards would stay there, and new notes go to" in said
    run("build", "--accept", "subdeck:europe")


def test_what_learners_do_not_get_is_said(tmp_path: Path, run: Run) -> None:
    """Some tools write times in milliseconds, and many people rename the deck that Anki made for them."""
    late = changed(package(tmp_path, *ROWS), nothing, "update notes set mod = mod * 1000 where flds not like 'Nile%'")
    said = run("import", "--adopt", late, "-l", "en", "--name", "rivers").stdout
    assert _warnings(said) == [
        f"{late}: warning: 2 notes have their times in milliseconds, so that learners' Anki takes what it has for "
        "later than any edit of yours: new notes reach them, edits of these do not [late-notes]",
        "  hint: to correct one of these, give it `retired:`, and add a note in its place",
    ]
    assert run("check").stdout == "1 deck, 3 notes: no problems\n"
    ledger = Path("decks/rivers.ledger").read_text(encoding="utf-8")
    assert ledger.count(" 2023-11-14T22:13:20Z ") == 4  # of the note type too
    Path("decks/rivers.ledger").unlink()
    move = "update cards set did = 1"
    rename = """update col set decks = json_remove(json_set(decks, '$."1".name', 'Rivers'), '$."2059400110"')"""
    first = changed(package(tmp_path, *ROWS, name="first"), nothing, move, rename)
    said = run("import", "--adopt", first, "-l", "en", "--name", "others").stdout
    assert _warnings(said) == [
        f"{first}: warning: the deck 'Rivers' is the one that Anki makes first: learners have its cards in theirs, and "
        "get new notes in a deck 'Rivers' [first-deck]",
        "  hint: tell them to move the cards, in Browse → Change Deck",
    ]
    unnamed = changed(package(tmp_path, *ROWS, name="Lakes"), nothing, move)
    said = run("import", "--adopt", unnamed, "-l", "en", "--name", "lakes").stdout
    assert "the deck 'Default' is the one that Anki makes first" in said
    assert "and get new notes in a deck 'changed-Lakes' [first-deck]" in said
    run("import", unnamed, "-l", "en", "--name", "new")
    for deck in ("lakes", "new"):
        assert "  title:\n    en: changed-Lakes\n" in Path(f"decks/{deck}.yaml").read_text(encoding="utf-8")


def _warnings(said: str) -> list[str]:
    """What a command said from the first warning until it wrote files."""
    lines = said.splitlines()
    first = next(number for number, line in enumerate(lines) if "warning: " in line)
    return lines[first : next(number for number, line in enumerate(lines) if line.startswith("wrote "))]
