"""What somebody edited in Anki comes back into the deck file: the edits, and not a character more."""

import os
import pty
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from shutil import copyfile, rmtree

import pytest

from flashcards.anki.unpack import unpack
from flashcards.cards.notetypes import NOTETYPES
from flashcards.cards.notetypes.texts import texts_of
from flashcards.cli.states import named_states
from tests.conftest import Run, started
from tests.frozen import Clock
from tests.importing.made import PICTURE, SOUND
from tests.merging.rivers import DECK, Act, edited_package, studied

ACTS = (
    Act(
        "longest-in-asia",
        "en",
        {
            "Answer": "The <b>Yangtze</b> (Chang Jiang)",
            "Note": "It is about 6,400 kilometres long, from the <em>Tibetan Plateau</em> to the sea.",
        },
        ["marked", "ask-asha"],
    ),
    Act("ship", fields={"Word 2": "ship; vessel; boat"}, is_suspended=True),
    Act(
        "amazon",
        "en",
        {"Text": "The Amazon flows into the {{c1::Atlantic Ocean}}.<ul><li>wide</li><li>long</li><li>brown</li></ul>"},
    ),
    Act("nile-length", "bn", {"Answer": "6690"}),
    Act("delta", "en", {"Question": "What's a &quot;river delta&quot;, then?<br>Say it.", "Answer": "flat: wet land"}),
    Act("delta", "bn", {"Answer": "<span style='color: red'>সমতল</span> ভূমি", "Note": "<div>নতুন</div>"}, ["leech"]),
)
PATCH = Path(__file__).parent / "edited.patch"
LEFT = """\
decks/world-rivers.yaml:40:18: not taken over: answer.bn of 'delta': it has formatting that a deck file cannot have: \
style
  - সমতল
  + সমতল ভূমি
  hint: edit the deck file by hand
"""
REST = """\
look at these questions again:
  decks/world-rivers.yaml:12:5: longest-in-asia  ask-asha marked
  decks/world-rivers.yaml:24:5: ship  suspended
  decks/world-rivers.yaml:38:5: delta  leech
1 note that the deck does not have; `flashcards import` makes a deck of them:
  By hand?
"""


Edit = Callable[..., Path]


@pytest.fixture(autouse=True)
def deck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Path:
    monkeypatch.chdir(tmp_path)
    path = Path("decks/world-rivers.yaml")
    path.parent.mkdir()
    path.write_text(DECK, encoding="utf-8")
    run("build")
    return path


@pytest.fixture
def edit(clock: Clock) -> Edit:
    """Edit a note in the English package, some time after the last build, and add media."""

    def edit(
        note: str,
        package: str = "dist/world-rivers-en.apkg",
        media: Mapping[str, bytes] | None = None,
        **fields: str,
    ) -> Path:
        clock.now += 60
        return edited_package(Path(package), Path("edited.apkg"), note, fields, clock.now, media or {})

    return edit


def rebuild(deck: Path, old: str, new: str, run: Run, clock: Clock) -> None:
    """Edit the deck file, and build it some time later."""
    clock.now += 60
    deck.write_text(deck.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    run("build")


@pytest.mark.slow
def test_edits_come_back_with_comments_and_layout_kept(
    deck: Path, run: Run, clock: Clock, expect: Callable[[str, Path], None]
) -> None:
    packages = sorted(Path("dist").glob("*.apkg"))
    clock.now += 60
    package = studied(Path("learner"), packages, ACTS, clock.now, "By hand?")
    dry = run("import", package, "--into", "world-rivers", "--dry-run", expect=1)
    expect(dry.stdout, PATCH)
    said = "8 texts in learner/edited.apkg to take over, 5 notes compared; nothing was written\n"
    assert dry.stderr == LEFT + REST + said
    assert deck.read_text(encoding="utf-8") == DECK
    taken = run("import", package, "--into", "world-rivers", "--yes", expect=1)
    assert taken.stdout.endswith(
        REST + "8 texts taken from learner/edited.apkg, 5 notes compared\nwrote decks/world-rivers.yaml\n"
    )
    assert "error" not in run("check").stdout
    again = run("import", package, "--into", "world-rivers", "--yes", expect=1)
    rest = REST.replace(":38:", ":39:")
    assert again.stdout == f"{rest}0 texts taken from learner/edited.apkg, 5 notes compared\n"


def test_nothing_is_written_where_nobody_can_be_asked(deck: Path, run: Run, edit: Edit) -> None:
    said = run("import", edit("delta", Answer="flat land"), "--into", "world-rivers", expect=1)
    assert said.stdout == ("decks/world-rivers.yaml:40:30: answer.en of 'delta'\n  - flat: land\n  + flat land\n")
    assert said.stderr == (
        "error: 1 edit to ask for, and this is no terminal; nothing was written\n"
        "  hint: take all with `--yes`, or look at the patch with `--dry-run`\n"
    )
    assert deck.read_text(encoding="utf-8") == DECK


@pytest.mark.slow
def test_on_a_terminal_each_edit_is_asked_for(deck: Path, edit: Edit) -> None:
    package = edit("delta", Question="What is a delta?", Answer="flat land")
    words = [sys.executable, "-m", "flashcards", "import", str(package), "--into", "world-rivers"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "NO_COLOR": "1", "TERM": "dumb"}
    terminal, inside = pty.openpty()
    with started(words, stdin=inside, stdout=inside, stderr=inside, env=environment) as process:
        os.write(terminal, b"n\ny\n")
        process.wait()
    os.close(inside)
    said = os.read(terminal, 10_000).decode().replace("\r\n", "\n")
    os.close(terminal)
    question = "take it? yes, no, all that follow, or quit (y, n, a, q) [y]: "
    assert said.count(question) == 2
    assert said.endswith("1 text taken from edited.apkg, 4 notes compared\nwrote decks/world-rivers.yaml\n")
    assert deck.read_text(encoding="utf-8") == DECK.replace("flat: land", "flat land")


def test_an_unedited_package_has_nothing_to_take(deck: Path, run: Run) -> None:
    said = run("import", "dist/world-rivers-en.apkg", "--into", "world-rivers").stdout
    assert said == "0 texts taken from dist/world-rivers-en.apkg, 4 notes compared\n"
    deck.write_text(DECK.replace("flat: land", "flat land"), encoding="utf-8")
    assert run("import", "dist/world-rivers-en.apkg", "--into", "world-rivers").stdout == said


@pytest.mark.parametrize("has_dist", [True, False])
def test_where_both_sides_were_edited_nothing_is_overwritten(
    deck: Path, run: Run, edit: Edit, *, has_dist: bool
) -> None:
    """The package in dist tells which texts we have changed since; without it, none of the note's is known."""
    package = edit("delta", Question="What is a delta?", Answer="flat land at a mouth")
    ours = DECK.replace("flat: land", "flat land of silt")
    deck.write_text(ours, encoding="utf-8")
    if not has_dist:
        rmtree("dist")
    said = run("import", package, "--into", "world-rivers", "--yes", expect=1)
    reason = "it was edited in the deck file too"
    question = '  - What\'s a "delta"?\n  + What is a delta?\n'
    answer = "  - flat land of silt\n  + flat land at a mouth\n"
    if has_dist:
        assert said.stderr == f"decks/world-rivers.yaml:40:30: conflict: answer.en of 'delta': {reason}\n{answer}"
        assert said.stdout.startswith(f"decks/world-rivers.yaml:39:41: question.en of 'delta'\n{question}")
        assert deck.read_text(encoding="utf-8") == ours.replace("What''s a \"delta\"?", "What is a delta?")
        return
    reason = "it differs from the deck file, and what it was before the edit is not known"
    hint = "  hint: name the package that was edited: `--base OLD.apkg`\n"
    assert said.stderr == (
        f"decks/world-rivers.yaml:39:41: conflict: question.en of 'delta': {reason}\n{question}{hint}"
        f"decks/world-rivers.yaml:40:30: conflict: answer.en of 'delta': {reason}\n{answer}{hint}"
    )
    assert deck.read_text(encoding="utf-8") == ours


@pytest.mark.slow
def test_a_learner_of_an_older_release_reverts_nothing(deck: Path, run: Run, clock: Clock, edit: Edit) -> None:
    old = Path("old.apkg")
    copyfile("dist/world-rivers-en.apkg", old)
    package = edit("delta", Question="What is a delta?")
    rebuild(deck, "flat: land", "flat land of silt", run, clock)
    unedited = run("import", old, "--into", "world-rivers", "--yes")
    assert unedited.stdout == (
        "1 note of an older release, with nothing to take over unless they were edited; to see that, add "
        "`--base OLD.apkg`\n0 texts taken from old.apkg, 4 notes compared\n"
    )
    said = run("import", old, "--into", "world-rivers", "--base", old, "--yes").stdout
    assert said == "0 texts taken from old.apkg, 4 notes compared\n"
    now = deck.read_text(encoding="utf-8")
    run("import", package, "--into", "world-rivers", "--base", old, "--yes")
    assert deck.read_text(encoding="utf-8") == now.replace("What''s a \"delta\"?", "What is a delta?")


def test_an_edit_of_a_release_that_is_not_known_is_a_conflict(deck: Path, run: Run, clock: Clock, edit: Edit) -> None:
    """Other notes of theirs are older than the last build, so that this one may be too."""
    copyfile("dist/world-rivers-en.apkg", "old.apkg")
    rebuild(deck, "flat: land", "flat land of silt", run, clock)
    rebuild(deck, "The Yangtze #", "The Chang Jiang #", run, clock)
    package = edit("delta", "old.apkg", Question="What is a delta?")
    said = run("import", package, "--into", "world-rivers", "--yes", expect=1)
    assert said.stdout.endswith("0 texts taken from edited.apkg, 4 notes compared\n")
    assert said.stderr.count("conflict: ") == 2


def test_a_text_that_was_edited_in_two_ways_is_a_conflict(run: Run, edit: Edit) -> None:
    first = edit("delta", Answer="flat land").rename("first.apkg")
    second = edit("delta", "dist/world-rivers-bn.apkg", **{"Answer 2": "flat, wet land"})
    said = run("import", first, second, "--into", "world-rivers", "--yes", expect=1)
    assert said.stderr == (
        "decks/world-rivers.yaml:40:30: conflict: answer.en of 'delta': it was edited in another way too: flat land\n"
        "  - flat: land\n  + flat, wet land\n"
    )


def test_a_part_that_is_new_to_a_note_is_added_below_it(deck: Path, run: Run, edit: Edit) -> None:
    edit("amazon", Note="It is the widest.").rename("first.apkg")
    package = edit(
        "delta",
        "first.apkg",
        Note="Of the Nile, say:<ul><li>Cairo</li><li>Rosetta</li></ul>",
        **{"Note 2": "যেমন নীল নদের"},
    )
    said = run("import", package, "--into", "world-rivers", "--yes").stdout
    assert said.startswith("decks/world-rivers.yaml:25:5: note.en of 'amazon'\n  + It is the widest.\n")
    expected = DECK.replace("        - long\n", "        - long\n    note:\n      en: It is the widest.\n")
    english = "      en: |\n        Of the Nile, say:\n\n        - Cairo\n        - Rosetta\n"
    note = f"    note:\n{english}      bn: যেমন নীল নদের\n"
    assert deck.read_text(encoding="utf-8") == expected + note


def test_a_translation_that_a_note_lacks_may_be_written_in_anki(deck: Path, run: Run, edit: Edit) -> None:
    begun = DECK.replace("  license:", "  complete: [en]\n  license:")
    begun = begun.replace("""question: {bn: "'ব-দ্বীপ' কী?", en""", "question: {en").replace(
        '{bn: "সমতল", en: "flat', '{en: "flat'
    )
    deck.write_text(begun, encoding="utf-8")
    run("build")
    package = edit("delta", **{"Question 2": "ব-দ্বীপ কী?", "Answer 2": "<b>সমতল</b>"})
    said = run("import", package, "--into", "world-rivers", "--yes").stdout
    assert said == (
        "decks/world-rivers.yaml:39:5: question.bn of 'delta'\n  + ব-দ্বীপ কী?\n"
        "decks/world-rivers.yaml:39:5: answer.bn of 'delta'\n  + **সমতল**\n"
        "2 texts taken from edited.apkg, 4 notes compared\nwrote decks/world-rivers.yaml\n"
    )
    taken = begun.replace('"delta"?\'}', '"delta"?\', bn: "ব-দ্বীপ কী?"}').replace('land"}', 'land", bn: "**সমতল**"}')
    assert deck.read_text(encoding="utf-8") == taken


TAKEN = """\
decks/world-rivers.yaml:39:41: question.en of 'delta'
  - What's a "delta"?
  + What's a "delta"? ![](media/delta.mp3)
  + decks/media/delta.mp3, a new file
decks/world-rivers.yaml:40:30: answer.en of 'delta'
  - flat: land
  + flat land ![](<media/paste 1.png>)
  + decks/media/paste 1.png, a new file
2 texts taken from edited.apkg, 4 notes compared
wrote decks/world-rivers.yaml
wrote decks/media/delta.mp3
wrote decks/media/paste 1.png
"""


def test_a_picture_and_a_recording_come_with_the_edit_that_needs_them(deck: Path, run: Run, edit: Edit) -> None:
    media = {"paste 1.png": PICTURE, "delta.mp3": SOUND, "unused.png": PICTURE}
    question, answer = "What's a &quot;delta&quot;? [sound:delta.mp3]", 'flat land <img src="paste%201.png">'
    package = edit("delta", media=media, Question=question, Answer=answer)
    for words in (["--dry-run"], []):  # the second cannot ask
        said = run("import", package, "--into", "world-rivers", *words, expect=0 if words else 1)
        assert deck.read_text(encoding="utf-8") == DECK
        assert not Path("decks/media").exists()
        assert ("decks/media/paste 1.png is a new file\n" in said.stderr) == bool(words)
    assert run("import", package, "--into", "world-rivers", "--yes").stdout == TAKEN
    assert deck.read_text(encoding="utf-8") == DECK.replace(
        """'What''s a "delta"?'""", """'What''s a "delta"? ![](media/delta.mp3)'"""
    ).replace("flat: land", "flat land ![](<media/paste 1.png>)")
    files = {path.name: path.read_bytes() for path in Path("decks/media").iterdir()}
    assert files == {"paste 1.png": PICTURE, "delta.mp3": SOUND}
    again = "0 texts taken from edited.apkg, 4 notes compared\n"
    assert run("import", package, "--into", "world-rivers", "--yes").stdout == again
    run("build")
    assert run("import", package, "--into", "world-rivers", "--yes").stdout.endswith(again)


def test_a_picture_of_another_note_stays_where_it_is(deck: Path, run: Run, edit: Edit) -> None:
    Path("decks/pictures").mkdir()
    Path("decks/pictures/nile.png").write_bytes(PICTURE)
    deck.write_text(DECK.replace("The Yangtze #", '"![](pictures/nile.png)" #'), encoding="utf-8")
    run("build")
    [(_, own)] = [(note.id, note.fields) for note in unpack(Path("dist/world-rivers-en.apkg")).notes][:1]
    package = edit("delta", Answer="flat land " + own["Answer"])
    run("import", package, "--into", "world-rivers", "--yes")
    assert "flat land ![](pictures/nile.png)" in deck.read_text(encoding="utf-8")
    assert not Path("decks/media").exists()


FILES = {
    "script.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "scan.tif": PICTURE,
    "empty.png": b"",
    "..": PICTURE,
    "there.png": PICTURE,
}
REFUSED = """\
not taken over: question.en of 'longest-in-asia': 'media/script.svg' contains a script (line 1)
not taken over: answer.en of 'longest-in-asia': some versions of Anki cannot show '.tif' files such as 'media/scan.tif'
not taken over: note.en of 'longest-in-asia': 'media/empty.png' is empty
not taken over: note.en of 'delta': it shows 'lost.png', which the note does not have
not taken over: question.en of 'delta': '..' is not a valid file name
conflict: answer.en of 'delta': it shows 'there.png', and 'decks/media/there.png' is another file
"""


def test_files_that_no_deck_should_have_are_reported_with_their_edits(deck: Path, run: Run, edit: Edit) -> None:
    Path("decks/media").mkdir()
    Path("decks/media/there.png").write_bytes(b"another picture")
    shown = [f'<img src="{name}">' for name in (*FILES, "lost.png")]
    names = ("Question", "Answer", "Note")
    edit("longest-in-asia", media=FILES, **dict(zip(names, shown[:3], strict=True))).rename("first.apkg")
    package = edit("delta", "first.apkg", **dict(zip(names, shown[3:], strict=True)))
    said = run("import", package, "--into", "world-rivers", "--yes", expect=1).stderr
    reasons = [line.split(": ", 1)[1] for line in said.splitlines() if line.startswith("decks/")]
    assert reasons == REFUSED.splitlines()
    assert deck.read_text(encoding="utf-8") == DECK
    assert [path.name for path in Path("decks/media").iterdir()] == ["there.png"]


LEARNERS_FIELDS = {
    "Answer": ('<img src="new.png">', "it shows 'new.png', which the note does not have"),
    "Question": ("", "it was deleted"),
    "Question 2": (
        "<span style='color: red'>'ব-দ্বীপ' কী?</span>",
        "it has formatting that a deck file cannot have: style",
    ),
    "Topic": ("Rivers", "the field 'Topic' is not a text of the note"),
}


@pytest.mark.parametrize("field", LEARNERS_FIELDS)
def test_what_no_deck_file_can_say_is_reported(field: str, deck: Path, run: Run, edit: Edit) -> None:
    html, reason = LEARNERS_FIELDS[field]
    said = run("import", edit("delta", **{field: html}), "--into", "world-rivers", "--yes", expect=1)
    assert f": {reason}\n" in said.stderr
    assert deck.read_text(encoding="utf-8") == DECK


def test_words_in_place_of_a_value_for_all_languages_are_for_the_author(deck: Path, run: Run, edit: Edit) -> None:
    package = edit("nile-length", Answer="some 6650")
    said = run("import", package, "--into", "world-rivers", "--yes", expect=1)
    assert said.stderr == (
        "decks/world-rivers.yaml:37:13: not taken over: answer.en of 'nile-length': the deck file has one value for "
        "all languages, and this has words\n  - 6650\n  + some 6650\n"
        "  hint: write the text in each language in the deck file, in place of the value\n"
    )
    assert deck.read_text(encoding="utf-8") == DECK


def test_an_edit_that_would_be_an_error_is_reported_and_others_are_taken(deck: Path, run: Run, edit: Edit) -> None:
    edit("amazon", Text="The Amazon flows into the Atlantic.").rename("first.apkg")
    package = edit("delta", "first.apkg", Answer="flat land")
    said = run("import", package, "--into", "world-rivers", "--yes", expect=1)
    assert said.stderr == (
        "decks/world-rivers.yaml:28:11: not taken over: text.en of 'amazon': this text contains no cloze\n"
        "  - The Amazon flows into the {{c1::Atlantic}}.\n  - \n  - - wide\n  - - long\n"
        "  + The Amazon flows into the Atlantic.\n"
        "  hint: mark the words to hide as '{{c1::…}}'\n"
    )
    assert deck.read_text(encoding="utf-8") == DECK.replace("flat: land", "flat land")


@pytest.mark.slow
def test_an_edit_that_would_ask_something_else_is_reported(deck: Path, run: Run, clock: Clock, edit: Edit) -> None:
    run("release", "1.0", "--accept", "clock")
    texts = {"Question": "একা কে পৃথিবী ঘুরেছিলেন?", "Answer": "জোশুয়া স্লোকাম"}
    texts |= {"Question 2": "Who was the first to sail around the world alone?", "Answer 2": "Joshua Slocum"}
    package = edit("delta", "dist/world-rivers-bn.apkg", **texts)
    said = run("import", package, "--into", "world-rivers", "--yes", expect=1)
    assert said.stdout == "0 texts taken from edited.apkg, 5 notes compared\n"
    assert said.stderr.count("not taken over: ") == 4


@pytest.mark.slow
def test_the_notice_of_a_retired_note_and_the_mark_of_a_stale_text_are_no_edits(
    deck: Path, run: Run, clock: Clock, edit: Edit
) -> None:
    run("release", "1.0", "--accept", "clock")
    rebuild(deck, "  - {id: ship", "    retired: {reason: {bn: ভুল, en: wrong}}\n  - {id: ship", run, clock)
    rebuild(deck, "flat: land", "low land made of silt by a river", run, clock)
    bengali = "dist/world-rivers-bn.apkg"
    assert "0 texts taken" in run("import", bengali, "--into", "world-rivers", "--yes").stdout
    notes = {note.id: note.fields for note in unpack(Path(bengali)).notes}
    notice = notes["longest-in-asia"]["Note"]
    package = edit("longest-in-asia", bengali, Note=notice.replace("৬,৩০০", "৬,৪০০"))
    run("import", package, "--into", "world-rivers", "--yes")
    assert "bn: দৈর্ঘ্য প্রায় ৬,৪০০ কিলোমিটার," in deck.read_text(encoding="utf-8")


MISUSES = {
    "--map": (
        ["import", "dist/world-rivers-en.apkg", "--into", "world-rivers", "--map", "a=b"],
        "'--map' is for a new deck",
    ),
    "--yes": (["import", "dist/world-rivers-en.apkg", "--yes"], "'--yes' is for `--into`"),
    "a table": (["import", "words.csv", "--into", "world-rivers"], "'words.csv' has no column 'id'"),
    "a folder": (
        ["import", "decks", "--into", "world-rivers"],
        "error: 'decks' is a folder, and CrowdAnki does not write when a note was edited\n"
        "  hint: export the deck as a package: in Anki, File → Export, and .apkg as the format\n",
    ),
    "another deck": (["import", "dist/world-rivers-en.apkg", "--into", "lakes"], "there is no note of 'lakes' in"),
}


@pytest.mark.parametrize("name", MISUSES)
def test_a_misuse_is_one_error(name: str, run: Run) -> None:
    words, message = MISUSES[name]
    Path("words.csv").write_text("nl,en\nhond,dog\n", encoding="utf-8")
    lakes = DECK.replace("world-rivers", "lakes").replace("3b0c", "4b0c").replace("Rivers of", "Lakes of")
    Path("decks/lakes.yaml").write_text(lakes.replace("পৃথিবীর নদী", "হ্রদ"), encoding="utf-8")
    result = run(*words, expect=2 if name.startswith("-") else 1)
    assert message in result.stderr


COUNTRIES = """\
deck:
  id: countries
  uid: 460dd78a2f68ce6ce732b5f814966fb1
  title: {en: Countries, de: Länder}
  languages: [en, de]

kinds:
  country:
    parts: {country: text, capital-city: text?, area: number?}
    cards:
      capital:
        when: capital-city
        front: "{{country}}"
        back: "{{capital-city}} {{area}}"

notes:
  - id: finland
    type: country
    country: {en: Finland, de: Finnland}
    capital-city: {en: Helsinki, de: Helsinki} # the same
    area: 338455
"""


def test_a_kind_of_the_authors_own_is_edited_as_ours_are(run: Run, edit: Edit) -> None:
    path = Path("decks/countries.yaml")
    path.write_text(COUNTRIES, encoding="utf-8")
    run("build", "countries")
    fields = {"Capital City": "<i>Helsinki</i>", "Country 2": "Republik Finnland", "Area": "338440"}
    package = edit("finland", "dist/countries-en.apkg", **fields)
    run("import", package, "--into", "countries", "--yes")
    expected = COUNTRIES.replace("{en: Helsinki", '{en: "*Helsinki*"').replace("de: Finnland", "de: Republik Finnland")
    assert path.read_text(encoding="utf-8") == expected.replace("338455", "338440")


def test_each_part_has_a_field_in_both_languages() -> None:
    with named_states(["world-rivers"]) as states:
        edition = states.decks[0].deck.editions[0]
    for notetype in NOTETYPES.values():
        texts = texts_of(notetype, None, edition)
        assert {*texts.values()} == {(part.name, tag) for part in notetype.parts for tag in ("bn", "en")}
        assert len(texts) == 2 * len(notetype.parts)
