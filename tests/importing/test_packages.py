"""An Anki deck, in each format that a tool writes, becomes a deck of ours that shows the same."""

import json
import re
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import zstandard

from flashcards.anki.unpack import unpack
from flashcards.importing.options import ReadOptions
from flashcards.importing.reading import read_foreign
from flashcards.text.phrases import counted, listing
from tests.adopting.made import capitals
from tests.conftest import Run
from tests.importing.made import PICTURE, SOUND, collection, crowdanki, export_package, export_text, genanki_package

NOTES = """\
sections:
  - id: europe
    title:
      en: Europe
  - id: asia
    title:
      en: Asia
  - id: rivers
    title:
      en: Rivers

notes:
  - id: where-does-the-rhine-rise
    section: europe
    question:
      en: Where does the Rhine **rise**?
    answer:
      en: |
        In *Switzerland*
        ![](media/rhine.png) ![](media/rijn.mp3)
    tags: [geo]

  - id: a-quote
    section: asia
    question:
      en: "# a \\"quote\\""
    answer:
      en: x < y

  - id: delta
    section: europe
    term:
      en: delta
    meaning:
      en: flat land, built of silt

  - id: how-long-is-the-nile
    section: asia
    type: typed
    question:
      en: How long is the Nile, in km?
    answer:
      en: 6650

  - id: the-amazon-reaches-the-atlantic
    section: rivers
    text:
      en: The Amazon reaches the {{c1::Atlantic::ocean}} in **{{c2::Brazil}}**.
    note:
      en: $a^2$
"""


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the same notes in all forms that Anki exports."""
    folder = tmp_path_factory.mktemp("exported")
    with collection(folder) as col:
        export_text(col, folder / "rivers.txt")
        export_text(col, folder / "plain.txt", is_whole=False)
        for suffix in ("apkg", "colpkg"):
            for legacy in (False, True):
                export_package(col, folder / f"{'old' if legacy else 'new'}.{suffix}", legacy=legacy)
        col.decks.id("Lakes")
        note = col.new_note(col.models.by_name("Basic"))
        note.fields[:] = ["Where is Lake Baikal?", "In Siberia"]
        col.add_note(note, col.decks.id("Lakes"))
        export_package(col, folder / "two.colpkg")
    return folder


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing that is imported writes outside this folder."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    yield
    assert [path.name for path in tmp_path.iterdir()] == ["here"]


@pytest.mark.parametrize("name", ["new.apkg", "old.apkg", "new.colpkg", "old.colpkg", "rivers.txt"])
def test_a_deck_of_ankis_own_note_types_is_whole(name: str, exported: Path, run: Run) -> None:
    options = ["--media", exported / "author.media"] if name.endswith(".txt") else []
    said = run("import", exported / name, "-l", "en", "--name", "rivers", *options).stdout
    assert said.endswith(
        "wrote decks/rivers.yaml  5 notes\n"
        "wrote decks/deck.schema.json  editors complete and check decks with it\n"
        "wrote decks/.gitattributes  lets git merge ledgers\n"
        "wrote .gitignore  lets git ignore dist/\n"
        "  run `flashcards check rivers` and `flashcards build rivers`\n"
    )
    assert len(re.findall(r"the file 'none\.mp3' is missing; it is left out \[missing-media\]", said)) == 1
    assert len(re.findall(r"formatting of 'Back' is left out: style \[formatting\]", said)) == 1
    text = Path("decks/rivers.yaml").read_text(encoding="utf-8")
    assert text[text.index("sections:") :] == NOTES
    assert "    en: Rivers\n  languages: [en]\n" in text
    assert Path("decks/media/rhine.png").read_bytes() == PICTURE
    assert Path("decks/media/rijn.mp3").read_bytes() == SOUND
    run("check")
    assert "5 notes  7 cards" in run("build").stdout
    fields = {note.id: note.fields for note in unpack(Path("dist/rivers-en.apkg")).notes}
    assert fields["where-does-the-rhine-rise"]["Question"] == "Where does the Rhine <strong>rise</strong>?"
    assert re.fullmatch(
        r'In <em>Switzerland</em><br><img src="rhine-\w+\.png" alt=""> \[sound:rijn-\w+\.mp3\]',
        fields["where-does-the-rhine-rise"]["Answer"],
    )
    assert fields["the-amazon-reaches-the-atlantic"]["Note"] == r"\(a^2\)"


def test_what_an_adoption_needs_is_kept_of_a_package(exported: Path) -> None:
    old, new = (read_foreign(exported / name, ReadOptions()) for name in ("old.apkg", "new.apkg"))
    assert {note.guid for note in new.notes} == {note.guid for note in old.notes}
    assert all(note.guid and note.mod > 1_500_000_000 for note in new.notes)
    assert [note.cards for note in new.notes] == [(0,), (0,), (0, 1), (0,), (0, 1)]
    names = [new.notetypes[note.notetype] for note in new.notes]
    assert [notetype.name for notetype in names[2:]] == [
        "Basic (and reversed card)",
        "Basic (type in the answer)",
        "Cloze",
    ]
    assert [template.name for template in names[2].templates] == ["Card 1", "Card 2"]
    assert names[3].templates[0].front == "{{Front}}\n\n{{type:Back}}"
    assert all(field.id for notetype in names for field in notetype.fields)
    assert [notetype.is_cloze for notetype in names] == [False, False, False, False, True]
    assert dict(new.notetypes) == dict(old.notetypes)
    assert new.notes == tuple(note._replace(location=new.notes[0].location) for note in old.notes)


def test_a_text_export_without_names_is_questions_and_answers(exported: Path, run: Run) -> None:
    assert run("import", exported / "plain.txt", "-l", "en").stdout == (
        f"{exported}/plain.txt: text exported by Anki, UTF-8, tab-separated, plain text\n"
        '    Field 1  question:en  4 texts  Where does the Rhine rise? | # a "qu…\n'
        "    Field 2  answer:en    4 texts  In Switzerland | x < y | flat land, …\n"
        "  Cloze: 1 note, each a 'cloze' note\n"
        "    Text        text:en  1 text  The Amazon reaches the {{c1::Atlanti…\n"
        "    Back Extra  note:en  1 text  [$]a^2[/$]\n"
        "wrote decks/plain.yaml  5 notes\n"
        "wrote decks/deck.schema.json  editors complete and check decks with it\n"
        "wrote decks/.gitattributes  lets git merge ledgers\n"
        "wrote .gitignore  lets git ignore dist/\n"
        "  run `flashcards check plain` and `flashcards build plain`\n"
    )
    run("check")
    run("build")


NL_EN = ("-l", "nl", "-l", "en")


@pytest.mark.parametrize(
    ("text", "options", "fields"),
    [
        (
            "#separator:Tab\n#columns:nl\ten\ttags\nhond\tdog\tanimals\n",
            (),
            "word: {nl: hond, en: dog}, tags: [animals]",
        ),
        ("#separator:tab\n#columns:nl\ten\n#tags:a b\nhond\tdog\n", (), "word: {nl: hond, en: dog}, tags: [a, b]"),
        ("#separator:pipe\n#html:true\nhond|<b>dog</b>\n", ("--columns", "nl,en"), 'word: {nl: hond, en: "**dog**"}'),
        ("#separator:;\n#columns:nl en\nhond;dog\n", NL_EN, "word: {nl: hond, en: dog}"),
    ],
)
def test_a_header_says_how_a_text_is_written(text: str, options: tuple[str, ...], fields: str, run: Run) -> None:
    Path("words.txt").write_text(text, encoding="utf-8")
    run("import", "words.txt", *options)
    assert Path("decks/words.yaml").read_text(encoding="utf-8").endswith(f"  - {{id: hond, {fields}}}\n")


def test_a_line_that_anki_takes_for_a_comment_is_reported(run: Run) -> None:
    Path("words.txt").write_text('#separator:tab\nx?\ty\n"# a"\tb\n# a\tc\n', encoding="utf-8")
    assert (
        "words.txt:4:1: warning: this line begins with '#', so Anki takes it for a comment; it is left out [comment]\n"
        "  4 | # a    c\n      ^\n  hint: put it between double quotes if it is a note\n"
        "wrote decks/words.yaml  2 notes\n"
    ) in run("import", "words.txt", "-l", "en").stdout


def test_of_a_collection_with_several_decks_one_is_named(exported: Path, run: Run) -> None:
    assert run("import", exported / "two.colpkg", "-l", "en", expect=1).stderr == (
        f"error: '{exported}/two.colpkg' contains 2 decks: 'Rivers' (5 notes), 'Lakes' (1 note)\n"
        "  hint: import one at a time, such as `--deck 'Rivers'`\n"
    )
    assert not Path("decks").exists()
    run("import", exported / "two.colpkg", "-l", "en", "--deck", "Lakes")
    text = Path("decks/lakes.yaml").read_text(encoding="utf-8")
    assert text[text.index("notes:") :] == (
        "notes:\n  - id: where-is-lake-baikal\n    question:\n      en: Where is Lake Baikal?\n"
        "    answer:\n      en: In Siberia\n"
    )
    run("check")


def test_a_package_without_a_language_asks_for_it(exported: Path, run: Run) -> None:
    assert run("import", exported / "new.apkg", expect=1).stderr == (
        f"error: in which language is 'Front' of '{exported}/new.apkg'? it begins with 'Where does the Rhine rise?'\n"
        "  hint: say it, such as `-l en`, or `-l nl -l en` if questions are in one language and answers in another\n"
    )


def test_a_deck_of_genanki_in_two_scripts_is_words(run: Run) -> None:
    genanki_package(Path("words.apkg"), [("river", "নদী"), ("moon", "চাঁদ"), ("moon", "চাঁদ")])
    assert run("import", "words.apkg").stdout == (
        "words.apkg: Anki package, older format, 3 notes in 1 deck\n"
        "  Vocabulary: 3 notes, each a 'word' note\n"
        "    English  word:en  3 texts  river | moon | moon\n"
        "    বাংলা     word:bn  3 texts  নদী | চাঁদ | চাঁদ\n"
        'words.apkg: warning: note "moon": left out: it is the same as note "moon" [duplicate-note]\n'
        "  hint: it is in the deck once\n"
        "wrote decks/words.yaml  2 notes  1 left out\n"
        "wrote decks/deck.schema.json  editors complete and check decks with it\n"
        "wrote decks/.gitattributes  lets git merge ledgers\n"
        "wrote .gitignore  lets git ignore dist/\n"
        "  run `flashcards check words` and `flashcards build words`\n"
    )
    text = Path("decks/words.yaml").read_text(encoding="utf-8")
    assert text[text.index("  title:") :] == (
        "  title:\n    en: Words\n    bn: Words (বাংলা)\n  languages: [en, bn]\n\nnotes:\n"
        "  - {id: river, word: {en: river, bn: নদী}}\n"
        "  - {id: moon, word: {en: moon, bn: চাঁদ}}\n"
    )
    run("check")
    assert "2 notes  4 cards" in run("build").stdout


def test_what_a_file_has_one_of_is_counted_as_one(run: Run) -> None:
    genanki_package(Path("one.apkg"), [("river", "নদী")])
    said = run("import", "one.apkg", "--dry-run").stderr
    assert said.startswith(
        "one.apkg: Anki package, older format, 1 note in 1 deck\n  Vocabulary: 1 note, each a 'word' note\n"
    )
    many = [f"q{number}" for number in range(7)]
    assert [counted(number, "note") for number in (0, 1, 2, 1000)] == ["0 notes", "1 note", "2 notes", "1,000 notes"]
    assert [listing(many, 5), listing(many[:5], 5), listing([])] == ["q0, q1, q2, q3, q4, …", "q0, q1, q2, q3, q4", ""]


def test_a_crowdanki_folder_is_read_with_its_subdecks_and_media(run: Run) -> None:
    crowdanki(Path("Rivers"))
    assert run("import", "Rivers", "-l", "en").stdout == (
        "Rivers: CrowdAnki, 2 notes\n"
        "  River: 2 notes, each a 'qa' note\n"
        "    Name     question:en  2 texts  Rhine | Mekong\n"
        "    Where    answer:en    2 texts  Europe | Vietnam\n"
        "    Picture  note:en      1 text\n"
        "Rivers: warning: a note of 'River' has the cards 'where', 'which', and becomes a 'qa' note with 1"
        " [other-cards]\n"
        "  hint: choose another note type, such as `--map 'River=term'`\n"
        "wrote decks/rivers.yaml  2 notes\n"
        "wrote decks/deck.schema.json  editors complete and check decks with it\n"
        "wrote decks/.gitattributes  lets git merge ledgers\n"
        "wrote .gitignore  lets git ignore dist/\n"
        "  run `flashcards check rivers` and `flashcards build rivers`\n"
    )
    text = Path("decks/rivers.yaml").read_text(encoding="utf-8")
    assert text[text.index("notes:") :] == (
        "notes:\n"
        "  - id: rhine\n    section: rivers\n    question:\n      en: Rhine\n    answer:\n"
        '      en: "**Europe**"\n    note:\n      en: "![](media/rhine.png)"\n    tags: [long]\n\n'
        "  - id: mekong\n    section: asia\n    question:\n      en: Mekong\n    answer:\n      en: Vietnam\n"
    )
    run("check")
    run("build")


def test_a_description_is_for_the_author_to_write_again(run: Run) -> None:
    crowdanki(Path("Rivers"), desc="by <b>Asha</b>")
    assert (
        "Rivers: info: the description of the deck is left out [left-out-description]\n"
        "  hint: write one below `deck:`, as `description:` in each language\n"
    ) in run("import", "Rivers", "-l", "en").stdout


def test_a_field_becomes_what_is_asked_for(run: Run) -> None:
    crowdanki(Path("Rivers"))
    run(
        "import", "Rivers", "--map", "River=term", "--map", "Name=term:en,Where=meaning:en,Picture=-", "--name", "terms"
    )
    text = Path("decks/terms.yaml").read_text(encoding="utf-8")
    assert "    term:\n      en: Mekong\n    meaning:\n      en: Vietnam\n" in text
    assert run("import", "Rivers", "--map", "Nmae=term:en", expect=1).stderr == (
        "error: there is no field 'Nmae'\n  hint: did you mean 'Name'?\n"
    )
    assert run("import", "Rivers", "--map", "Name=qestion:en", expect=1).stderr == (
        "error: 'Name=qestion:en' does not map a field, as 'Front=question:en' does\n  hint: did you mean 'question'?\n"
    )


def test_media_of_two_decks_with_one_name_are_kept_apart(exported: Path, run: Run) -> None:
    Path("decks/media").mkdir(parents=True)
    Path("decks/media/rhine.png").write_bytes(b"another picture")
    run("import", exported / "new.apkg", "-l", "en", "--name", "rivers")
    assert Path("decks/media/rhine.png").read_bytes() == b"another picture"
    assert Path("decks/media/rivers/rhine.png").read_bytes() == PICTURE
    assert "![](media/rivers/rhine.png)" in Path("decks/rivers.yaml").read_text(encoding="utf-8")
    run("check")


def repacked(exported: Path, **members: bytes | None) -> Path:
    """The old package with other members, by name without dots."""
    with (
        zipfile.ZipFile(exported / "old.apkg") as source,
        zipfile.ZipFile("hostile.apkg", "w", zipfile.ZIP_DEFLATED) as file,
    ):
        for name in source.namelist():
            content = members.get(name.replace("collection.", ""), source.read(name))
            if content is not None:
                file.writestr(name, content)
    return Path("hostile.apkg")


def newest(content: bytes) -> Path:
    """A package in the newest format with this for its collection."""
    with zipfile.ZipFile("hostile.apkg", "w") as file:
        file.writestr("meta", b"\x08\x03")
        file.writestr("collection.anki21b", content)
    return Path("hostile.apkg")


def stored(exported: Path) -> bytes:
    with zipfile.ZipFile(exported / "new.apkg") as archive:
        content = bytearray(zstandard.ZstdDecompressor().decompressobj().decompress(archive.read("collection.anki21b")))
    content[18:20] = b"\1\1"  # no write-ahead log, which is in a file of its own
    return bytes(content)


def changed(exported: Path, script: str) -> Path:
    """The new package after a change of its database."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.create_collation("unicase", lambda a, b: (a > b) - (a < b))
        connection.deserialize(stored(exported))
        connection.executescript(script)
        return newest(zstandard.ZstdCompressor().compress(connection.serialize()))


NO_PACKAGE = "error: 'hostile.apkg' is not an Anki package\n  hint: use the .apkg file as it was built\n"
MALFORMED: dict[str, Callable[[Path], Path]] = {
    "a folder of something else": lambda exported: repacked(exported, anki2=None, anki21=None),
    "no zstandard": lambda exported: newest(b"not compressed"),
    "zstandard cut short": lambda exported: newest(zstandard.ZstdCompressor().compress(stored(exported))[:900]),
    "no database": lambda exported: newest(zstandard.ZstdCompressor().compress(b"text" * 900)),
    "no note types": lambda exported: changed(exported, "DROP TABLE notetypes"),
    "a trigger": lambda exported: changed(
        exported, "CREATE TRIGGER t AFTER INSERT ON notes BEGIN DELETE FROM notes; END"
    ),
    "a note type that is no message": lambda exported: changed(exported, "UPDATE notetypes SET config = x'ffffffff'"),
    "a field cut short": lambda exported: changed(exported, "UPDATE fields SET config = x'48'"),
    "text for a message": lambda exported: changed(exported, "UPDATE templates SET config = 'text'"),
    "an unknown note type": lambda exported: changed(exported, "UPDATE notes SET mid = 7"),
    "an unknown deck": lambda exported: changed(exported, "UPDATE cards SET did = 7"),
    "a field too many": lambda exported: changed(exported, "UPDATE notes SET flds = flds || char(31)"),
    "a guid that is a number": lambda exported: changed(exported, "UPDATE notes SET guid = x'00ff'"),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_package_is_refused_and_nothing_is_written(name: str, exported: Path, run: Run) -> None:
    package = MALFORMED[name](exported)
    assert run("import", package, "-l", "en", expect=1).stderr == NO_PACKAGE
    assert sorted(path.name for path in Path().iterdir()) == ["hostile.apkg"]


def test_a_package_that_unpacks_to_more_than_is_allowed_is_refused(exported: Path, run: Run) -> None:
    bomb = newest(zstandard.ZstdCompressor().compress(bytes(3_000_000)))
    assert bomb.stat().st_size < 2_000
    assert run("import", bomb, "-l", "en", "--max-unpacked", 1, expect=1).stderr == (
        "error: the collection in 'hostile.apkg' is larger than 1 MB\n"
        "  hint: if you trust it, allow more with `--max-unpacked 4`\n"
    )
    media = repacked(exported, **{"0": bytes(3_000_000), "1": bytes(10)})
    assert run("import", media, "-l", "en", "--max-unpacked", 1, expect=1).stderr == (
        "error: the media in 'hostile.apkg' are larger than 1 MB\n"
        "  hint: if you trust it, allow more with `--max-unpacked 4`\n"
    )
    assert not Path("decks").exists()


def test_two_notes_with_one_guid_are_refused(exported: Path, run: Run) -> None:
    genanki_package(Path("words.apkg"), [("river", "নদী"), ("moon", "চাঁদ")], guids=["a", "a"])
    assert run("import", "words.apkg", expect=1).stderr == (
        "error: the guid 'a' in 'words.apkg' is of several notes\n"
        "  hint: import it into Anki, which keeps one note of each guid, and export the deck from there\n"
    )


@pytest.mark.parametrize("name", ["../../rhine.png", "..\\rhine.png", "/tmp/rhine.png", "a/rhine.png"])
def test_media_leave_no_folder(name: str, exported: Path, run: Run) -> None:
    script = f"UPDATE notes SET flds = replace(flds, 'rhine.png', '{name}')"
    with closing(sqlite3.connect(":memory:")) as connection:
        with zipfile.ZipFile(exported / "old.apkg") as archive:
            connection.deserialize(archive.read("collection.anki21"))
        connection.executescript(script)
        package = repacked(exported, anki21=connection.serialize(), media=json.dumps({"0": name}).encode())
    said = run("import", package, "-l", "en", "--name", "rivers").stdout
    assert f"'{name}' is not a valid file name; it is left out [missing-media]" in said
    assert not list(Path().rglob("rhine.png"))
    run("check")


@pytest.mark.parametrize(
    "changes",
    [
        {"notes": 5},
        {"note_models": []},
        {"note_models": [{"crowdanki_uuid": "f3a", "name": "River", "flds": [], "tmpls": []}]},
        {"name": 7},
        {"children": ["x"]},
        {"notes": [{"fields": []}]},
        {"name": "\ud800"},
    ],
)
def test_a_folder_that_is_no_deck_is_refused(changes: dict[str, object], run: Run) -> None:
    crowdanki(Path("Rivers"), **changes)
    assert run("import", "Rivers", "-l", "en", expect=1).stderr == (
        "error: 'Rivers/deck.json' is not a deck of CrowdAnki\n  hint: export the deck from Anki with CrowdAnki again\n"
    )


def test_clozes_of_another_field_are_shown_on_the_back(run: Run) -> None:
    """Some note types repeat the cloze there, with more around it."""
    head = "#separator:tab\n#notetype:Cloze\n#html:true\n"
    fields = "The {{c1::Rhine::river}}\tThe <b>{{c1::Rhine::river}}</b>, 1,233 km\n"
    Path("rivers.txt").write_text(head + fields, encoding="utf-8")
    said = run("import", "rivers.txt", "-l", "en").stdout
    assert "rivers.txt:4:1: info: formatting of 'Back Extra' is left out: clozes [formatting]\n" in said
    assert (
        Path("decks/rivers.yaml")
        .read_text(encoding="utf-8")
        .endswith("    text:\n      en: The {{c1::Rhine::river}}\n    note:\n      en: The **Rhine**, 1,233 km\n")
    )


def test_of_many_cards_of_a_note_none_is_lost_by_adopting_it(
    tmp_path_factory: pytest.TempPathFactory, run: Run
) -> None:
    """The first two ask for the capital and the country, on the condition that there is a capital."""
    said = run("import", capitals(tmp_path_factory.mktemp("made")), "-l", "en", "--name", "countries").stdout
    assert "    Country  term:en     20 texts  Land 0 | Land 1 | Land 2\n    Capital  meaning:en  20 texts" in said
    assert (
        "and becomes a 'term' note with 2 [other-cards]\n"
        "  hint: `flashcards import --adopt` keeps the note type with all its cards\n"
    ) in said
