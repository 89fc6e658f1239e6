"""Breaking changes for learners are reported before a build, with a hint."""

import re
from functools import partial
from pathlib import Path

import pytest

from flashcards.ledger.minhash import asks_something_else, sketch
from tests.conftest import Run, replace_in

DECK = """\
deck:
  id: planets
  uid: 0123456789abcdef0123456789abcdef
  title:
    bn: গ্রহ
    en: Planets
  languages: [bn, en]
  version: 1.0
notes:
  - id: closest
    question:
      bn: সূর্যের সবচেয়ে কাছের গ্রহ কোনটি?
      en: Which planet is closest to the Sun?
    answer:
      bn: বুধ
      en: Mercury
  - id: rings
    question:
      bn: কোন গ্রহের বলয় সবচেয়ে উজ্জ্বল?
      en: Which planet has the brightest rings?
    answer:
      bn: শনি
      en: Saturn
"""
RINGS = DECK[DECK.index("  - id: rings") :]
PATH = Path("decks/planets.yaml")


@pytest.fixture(autouse=True)
def _a_released_deck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.chdir(tmp_path)
    PATH.parent.mkdir()
    PATH.write_text(DECK, encoding="utf-8")
    run("release", "1.0")
    ledger = Path("decks/planets.ledger")  # it was released at midnight
    ledger.write_text(re.sub("T[0-9:]+Z", "T00:00:00Z", ledger.read_text(encoding="utf-8")), encoding="utf-8")


edit = partial(replace_in, PATH)


def test_a_note_that_is_gone(run: Run) -> None:
    edit(RINGS, "")
    line = Path("decks/planets.ledger").read_text(encoding="utf-8").splitlines()[9]
    said = run("check", expect=1).stdout
    assert said == (
        "decks/planets.ledger:10:1: error: the released note 'rings' is gone: learners keep its card for ever, and no "
        "edit reaches it again [vanished-note]\n"
        f"  10 | {line[:92]}…\n       ^\n"
        "  hint: put it back; with 'retired: {reason: …}', the reason in each language, its card says that it is out of"
        " date; or build with `--accept note:rings` and leave them with it\n"
        "1 error\n"
    )
    assert run("build", expect=1).stderr.endswith("error: nothing was built: 1 error\n")
    run("build", "--accept", "note:rings")
    assert run("check").stdout == "1 deck, 1 note: no problems\n"
    edit("notes:\n", f"notes:\n{RINGS}")
    said = run("check", expect=1).stdout
    assert "the id 'rings' was dropped after a release, and learners have the old note still [reused-id]" in said
    run("build", "--accept", "note:rings")
    assert run("check").stdout == "1 deck, 2 notes: no problems\n"


def test_a_note_that_is_retired_stays_and_says_so(run: Run) -> None:
    edit(
        "  - id: rings\n",
        "  - id: rings\n    retired: {reason: {bn: ভুল ছিল।, en: It was wrong.}, replaced_by: closest}\n",
    )
    run("check")
    assert run("diff", "dist/planets-1.0", "decks").stdout.startswith("1 retired\n")
    assert run("diff", "dist", "decks", expect=1).stderr == (
        "error: there are no packages in 'dist', only in its subfolders\n  hint: use one of: dist/planets-1.0\n"
    )


def test_a_new_id_for_an_old_note(run: Run) -> None:
    edit("id: rings", "id: brightest-rings")
    said = run("check", expect=1).stdout
    assert said.startswith("decks/planets.yaml:17:5: error: the released note 'rings' is gone")
    assert "  hint: if it is this note now, write 'was: [rings]' here; or build with `--accept note:rings`" in said
    edit("id: brightest-rings\n", "id: brightest-rings\n    was: [rings]\n")
    run("check")
    run("build")
    assert run("diff", "dist", "decks").stdout.startswith("nothing changes")


def test_an_id_that_asks_something_else(run: Run) -> None:
    edit("কোন গ্রহের বলয় সবচেয়ে উজ্জ্বল?", "পানির রাসায়নিক সংকেত কী?")
    run("check")  # it may be a translation put right: the English still asks the same
    edit("Which planet has the brightest rings?", "What is the chemical formula of water?")
    edit("শনি", "এইচ টু ও")
    edit("Saturn", "H2O")
    said = run("check", expect=1).stdout
    assert said == (
        "decks/planets.yaml:17:5: error: 'rings' now asks something else: learners' progress on the old question would "
        "count for the new one [reused-id]\n"
        "  17 |   - id: rings\n"
        "           ^\n"
        "  hint: give the new question an id of its own and retire the old; if it is the same question reworded, build "
        "with `--accept note:rings`\n"
        "1 error\n"
    )
    run("build", "--accept", "note:rings")
    run("check")
    edit("id: rings", "id: water")  # what learners have of it is not known, so it may be any note
    assert "the released note 'rings' is gone" in run("check", expect=1).stdout


def test_a_new_title(run: Run) -> None:
    edit("en: Planets", "en: PLANETS")  # Anki takes no notice of capitals
    run("check")
    edit("en: PLANETS", "en: Worlds")
    said = run("check", expect=1).stdout
    assert "this deck was released as 'Planets': learners' cards would stay there" in said
    run("build", "--accept", "title:en")
    assert run("check").stdout == "1 deck, 2 notes: no problems\n"  # until the next release
    assert run("release").stdout == "learners must act on title:en; suggested version: 2.0\n"


def test_another_uid(run: Run) -> None:
    edit("0123456789abcdef0123456789abcdef", "00000000000000000000000000000000")
    said = run("check", expect=1).stdout
    assert "this is the ledger of 'planets', uid '0123456789abcdef0123456789abcdef': under another" in said


def test_a_language_that_is_gone(run: Run) -> None:
    PATH.write_text(re.sub("\n +bn: .*", "", DECK).replace("[bn, en]", "[en]"), encoding="utf-8")
    said = run("check", expect=1).stdout
    assert "this deck was released in 'bn': who studies it in that language gets nothing more" in said
    run("build", "--accept", "language:bn")
    assert run("check").stdout == "1 deck, 2 notes: no problems\n"  # until the next release


AMAZON = """\
  - id: amazon
    text:
      bn: আমাজন {{c1::আটলান্টিক মহাসাগরে}} পড়ে, আর বেশির ভাগ বয়ে যায় {{c2::ব্রাজিলের}} ভেতর দিয়ে।
      en: The Amazon flows into {{c1::the Atlantic}}, most of it through {{c2::Brazil}}.
"""


@pytest.fixture
def _a_released_cloze(run: Run) -> None:
    PATH.write_text(PATH.read_text(encoding="utf-8").replace("version: 1.0", "version: 1.1") + AMAZON, encoding="utf-8")
    run("release", "1.1")


@pytest.mark.usefixtures("_a_released_cloze")
def test_a_cloze_that_is_gone(run: Run) -> None:
    edit("{{c2::ব্রাজিলের}}", "ব্রাজিলের")
    edit("{{c2::Brazil}}", "Brazil")
    assert run("check", expect=1).stdout == (
        "decks/planets.yaml:24:5: error: 'amazon' was released with a c2, which is gone: learners keep its card, with "
        "nothing to ask [vanished-cloze]\n"
        "  24 |   - id: amazon\n           ^\n"
        "  hint: leave out some words as '{{c2::…}}' again; or build with `--accept note:amazon` and have learners run "
        "Tools → Empty Cards\n"
        "1 error\n"
    )
    run("build", "--accept", "note:amazon")


@pytest.mark.usefixtures("_a_released_cloze")
def test_a_cloze_under_another_number(run: Run) -> None:
    text = PATH.read_text(encoding="utf-8")
    PATH.write_text(text.replace("{{c1", "{{c3").replace("{{c2", "{{c1").replace("{{c3", "{{c2"), encoding="utf-8")
    assert run("check", expect=1).stdout == (
        "decks/planets.yaml:24:5: error: c1 of 'amazon' is c2 now: learners' progress on it would count for other "
        "words [renumbered-cloze]\n"
        "  24 |   - id: amazon\n           ^\n"
        "  hint: number the clozes as they were; or build with `--accept note:amazon`\n"
        "1 error\n"
    )


@pytest.mark.usefixtures("_a_released_cloze")
def test_more_clozes_and_other_words_are_new_cards_and_edits(run: Run) -> None:
    edit("The Amazon flows", "The {{c3::Amazon}} river flows")
    edit("আমাজন {{c1::আটলান্টিক মহাসাগরে}}", "নদী {{c3::আমাজন}} {{c1::আটলান্টিক সাগরে}}")
    assert run("check").stdout == "1 deck, 3 notes: no problems\n"


def test_a_pair_of_languages_that_is_gone(run: Run) -> None:
    edit("  languages: [bn, en]", "  languages: [bn, en]\n  pairs: [bn, en+bn]")
    assert run("check", expect=1).stdout == (
        "decks/planets.ledger:6:1: error: this deck was released as 'bn+en': who has that package gets nothing more, "
        "or another language [vanished-pair]\n"
        "  6 | pair bn+en\n      ^\n"
        "  hint: list 'bn+en' in 'pairs' again; or build with `--accept pair:bn+en`\n"
        "1 error\n"
    )
    edit("[bn, en+bn]", "[bn, bn+en, en+bn]")
    assert run("check", expect=1).stdout == (
        "decks/planets.yaml:2:3: error: 'bn+en' was released as the first package of its language, and 'bn' is it "
        "now: all its cards would have another language a tap away [changed-pair]\n"
        "  2 |   id: planets\n        ^\n"
        "  hint: list 'bn+en' before 'bn' in 'pairs'; or build with `--accept pair:bn+en`\n"
        "1 error\n"
    )
    run("build", "--accept", "pair:bn+en")
    run("check")
    edit("[bn, bn+en, en+bn]", "[bn+en, en+bn, bn]")
    run("check")


def test_another_note_type(run: Run) -> None:
    edit("  - id: rings\n", "  - id: rings\n    type: typed\n")
    assert run("check", expect=1).stdout == (
        "decks/planets.yaml:17:5: error: 'rings' was released as 'qa' and is 'typed' now: Anki leaves learners with "
        "the old note [changed-note-type]\n"
        "  17 |   - id: rings\n           ^\n"
        "  hint: give the new note an id of its own and retire the old; or build with `--accept note:rings` and have "
        "learners import with 'Merge note types' on\n"
        "1 error\n"
    )


def test_another_schema(run: Run) -> None:
    ledger = Path("decks/planets.ledger")
    text = ledger.read_text(encoding="utf-8")
    ledger.write_text(re.sub(r"(notetype \S+ \S+) \S+", r"\1 " + "0" * 16, text), encoding="utf-8")
    said = run("check", expect=1).stdout
    assert "the fields, templates or sort field of 'Bilingual Q&A (planets 0123)' are not those learners have" in said
    assert "have learners import with 'Merge note types' on" in said
    run("build", "--accept", "schema:qa")
    run("check")


def refused(run: Run, name: str) -> str:
    start, _, said = run("build", "--accept", name, expect=2).stderr.partition("Error: Invalid value for --accept: ")
    assert start
    return said


def test_what_is_accepted_must_be_there(run: Run) -> None:
    assert refused(run, "note:rings") == "no change is named 'note:rings'\n"
    edit(RINGS, "")
    edit("en: Planets", "en: Worlds")
    said = "no change is named '{}'; did you mean '{}'?\n"
    assert refused(run, "note:rigns") == said.format("note:rigns", "note:rings")
    assert refused(run, "rings") == said.format("rings", "note:rings")
    assert refused(run, "title") == said.format("title", "title:en")
    assert refused(run, "uid") == ("no change is named 'uid'; use one of: note:rings, title:en\n")


def test_mistakes_come_before_the_names_of_what_is_to_be_accepted(run: Run) -> None:
    edit("en: Planets", "en: Worlds")
    edit("    answer:\n      bn: শনি", "    anwser:\n      bn: শনি")
    said = run("build", "--accept", "title:en", expect=1).stderr
    assert "[unknown-key]" in said
    assert "Invalid value" not in said
    edit("anwser", "answer")
    with Path("decks/planets.ledger").open("a", encoding="utf-8") as ledger:
        ledger.write("<<<<<<< HEAD\n")
    said = run("build", "--accept", "title:en", expect=1).stderr
    assert "this is a conflict marker of a merge [ledger]" in said
    assert "Invalid value" not in said


def test_a_note_is_not_accepted_by_the_name_of_something_else(run: Run) -> None:
    PATH.write_text(DECK.replace("id: rings", "id: title").replace("1.0", "2.0"), encoding="utf-8")
    Path("decks/planets.ledger").unlink()
    run("release", "2.0", "-o", "new")
    edit(RINGS.replace("id: rings", "id: title"), "")
    edit("en: Planets", "en: Worlds")
    assert refused(run, "title").endswith("did you mean 'note:title' or 'title:en'?\n")
    for accepted, left in (("note:title", "[changed-title]"), ("title:en", "[vanished-note]")):
        said = run("build", "--accept", accepted, expect=1).stderr
        assert left in said
        assert said.endswith("error: nothing was built: 1 error\n")
    run("build", "--accept", "note:title", "--accept", "title:en")
    assert run("check").stdout == "1 deck, 1 note: no problems\n"
    edit("bn: গ্রহ", "bn: জগৎ")  # what is accepted is the title in one language
    assert "[changed-title]" in run("check", expect=1).stdout


def test_harmless_edits_are_let_pass(run: Run) -> None:
    edit("Which planet is closest to the Sun?", "Which of the planets lies closest to the Sun?")
    edit("    answer:\n      bn: শনি", "    tags: [solar]\n    answer:\n      bn: শনি")
    PATH.write_text(DECK.split("notes:\n")[0] + "notes:\n" + RINGS + DECK.split("notes:\n")[1].replace(RINGS, ""))
    run("check")
    run("build")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (("Which planet is closest to the Sun?", "Mercury"), ("Which planet lies closest to the Sun?", "Mercury")),
        (("Which planet is closest to the Sun?", "Mercry"), ("Which planet is closest to the Sun?", "Mercury")),
        (("How many moons has Mars?", "Two"), ("How many moons has Mars?", "2")),
        (("মোস্তাক কোন কাজে পারদর্শী?", "সিস্টেম ডিজাইনে"), ("মোস্তাক কোন কাজে নিজেকে পারদর্শী বলেন?", "সিস্টেম ডিজাইন")),
    ],
)
def test_the_same_thing_said_otherwise(old: tuple[str, str], new: tuple[str, str]) -> None:
    assert not asks_something_else(sketch(*old), sketch(*new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (("Which planet is closest to the Sun?", "Mercury"), ("What is the formula of water?", "H2O")),
        (("কোন গ্রহের বলয় সবচেয়ে উজ্জ্বল?", "শনি"), ("পানির রাসায়নিক সংকেত কী?", "এইচ টু ও")),
        (("Who wrote Hamlet?", "Shakespeare"), ("When did the Berlin Wall fall?", "1989")),
    ],
)
def test_something_else(old: tuple[str, str], new: tuple[str, str]) -> None:
    assert asks_something_else(sketch(*old), sketch(*new))
