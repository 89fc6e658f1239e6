"""A language that is behind does not stop the others."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from flashcards.anki.unpack import unpack
from tests.anki.lives_learner import Learner
from tests.conftest import Run

PATH = Path("decks/moons.yaml")
HEAD = """\
deck:
  id: moons
  uid: 0123456789abcdef0123456789abcdef
  title: {en: Moons, bn: উপগ্রহ, hi: उपग्रह}
  languages: [en, bn, hi]
  complete: [en, bn]
  version: 1.0
notes:
"""
EARTH = """\
  - id: earth
    question:
      en: What is the moon of the Earth called?
      bn: পৃথিবীর উপগ্রহের নাম কী?
      hi: पृथ्वी के उपग्रह का नाम क्या है?
    answer: {en: the Moon, bn: চাঁদ, hi: चाँद}
"""
MARS = """\
  - id: mars
    question:
      en: Which moon of Mars is the larger one?
      bn: মঙ্গলের কোন উপগ্রহটি বড়?
    answer: {en: Phobos, bn: ফোবোস}
    note: {en: It is about 22 kilometres across., bn: চওড়ায় প্রায় ২২ কিলোমিটার।}
"""
TITAN = """\
  - id: titan
    question:
      en: Around which planet does Titan move?
      bn: টাইটান কোন গ্রহের চারদিকে ঘোরে?
      hi: टाइटन किस ग्रह के चारों ओर घूमता है?
    answer: {en: Saturn, bn: শনি, hi: शनि}
"""
IN_HINDI = MARS.replace("বড়?\n", "বড়?\n      hi: मंगल का कौन सा उपग्रह बड़ा है?\n").replace("ফোবোস}", "ফোবোস, hi: फ़ोबोस}")
BEHIND = (
    "decks/moons.yaml:2:3: info: 1 of 3 notes of 'moons' cannot be asked in 'hi' yet [incomplete-language]\n"
    "  2 |   id: moons\n"
    "        ^\n"
    "  hint: `flashcards todo -l hi` lists them\n"
)


@pytest.fixture(autouse=True)
def _a_deck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    PATH.parent.mkdir()
    write(EARTH, MARS, TITAN)


def write(*notes: str, head: str = HEAD) -> None:
    PATH.write_text(head + "".join(notes), encoding="utf-8")


def notes_in(tag: str) -> list[str]:
    return [note.id for note in unpack(Path(f"dist/moons-{tag}.apkg")).notes]


def test_it_is_counted_listed_and_left_out_of_its_package(run: Run) -> None:
    built = run("build")
    assert built.stderr == BEHIND
    assert built.stdout.replace("kB", "").split("\n")[2].startswith("dist/moons-hi.apkg  2 notes  2 cards")
    assert [notes_in(tag) for tag in ("en", "bn", "hi")] == [["earth", "mars", "titan"]] * 2 + [["earth", "titan"]]
    assert run("check", "--strict").stdout == f"{BEHIND}1 deck, 3 notes: no problems\n"
    assert [line for line in run("todo", "-l", "hi").stdout.split("\n") if "moons.yaml" in line] == [
        "decks/moons.yaml:17:11: info: 'question' of 'mars' has no text in 'hi' [missing-text]",
        "decks/moons.yaml:19:18: info: 'answer' of 'mars' has no text in 'hi' [missing-text]",
        "decks/moons.yaml:20:16: info: 'note' of 'mars' has no text in 'hi' [missing-text]",
    ]
    counts = json.loads(run("stats", "--json").stdout)["decks"][0]
    by_language = {tag: each["notes"] for tag, each in counts["languages"].items()}
    assert (counts["notes"], by_language) == (3, {"en": 3, "bn": 3, "hi": 2})
    assert [line.split() for line in run("stats").stdout.split("\n")[2:4]] == [
        ["notes", "3", "3", "2"],
        ["cards", "3", "3", "2"],
    ]
    assert run("preview", "-o", "gallery").exit_code == 0
    run("release", "1.0")
    assert "2 notes, 2 cards" in Path("dist/moons-1.0/LISTING-hi.md").read_text(encoding="utf-8").replace(
        "2 नोट", "2 notes"
    ).replace("2 कार्ड", "2 cards")


def test_without_a_word_about_it_every_language_is_complete(run: Run) -> None:
    write(EARTH, MARS, TITAN, head=HEAD.replace("  complete: [en, bn]\n", ""))
    said = run("build", expect=1).stderr
    assert said.count("has no text in 'hi' [missing-text]") == 2
    assert not Path("dist").exists()


def test_a_build_in_one_language_needs_only_what_its_packages_show(run: Run) -> None:
    write(EARTH, MARS, TITAN, head=HEAD.replace("  complete: [en, bn]\n", ""))
    run("build", "-l", "en")
    run("build", "-l", "bn")
    assert [notes_in(tag) for tag in ("en", "bn")] == [["earth", "mars", "titan"]] * 2
    assert "has no text in 'hi'" in run("build", "-l", "hi", expect=1).stderr


def test_a_part_that_makes_no_card_may_be_missing_and_is_said(run: Run) -> None:
    write(EARTH, IN_HINDI, TITAN, head=HEAD.replace("  complete: [en, bn]\n", ""))
    run("build")
    assert run("check").stdout == (
        "decks/moons.yaml:20:16: warning: 'note' has no text in 'hi' [missing-translation]\n"
        "  20 |     note: {en: It is about 22 kilometres across., bn: চওড়ায় প্রায় ২২ কিলোমিটার।}\n"
        "                      ^\n"
        "  hint: add 'hi: …' to it\n"
        "1 warning\n"
    )
    assert notes_in("hi") == ["earth", "mars", "titan"]


def test_a_translation_that_comes_later_brings_its_notes_to_their_places(run: Run, tmp_path: Path) -> None:
    run("release", "1.0")
    with closing(Learner(tmp_path / "learner")) as learner:
        assert learner.take(Path("dist/moons-1.0/Moons_v1.0_hi.apkg")) == {"new": 2}
        before = learner.notes()
        write(EARTH, IN_HINDI, TITAN, head=HEAD.replace("1.0", "1.1"))
        assert run("release").stdout == "1 new; suggested version: 1.1\n"
        run("release", "1.1")
        assert learner.take(Path("dist/moons-1.1/Moons_v1.1_hi.apkg")) == {"new": 1, "duplicate": 2}
        assert {*before} < {*learner.notes()}
        names = {note.note_id: note.fields[0] for note in learner.notes()}
        places = {names[card.note_id]: card.due for card in learner.cards().values()}
        assert places == {"earth": 1, "mars": 2, "titan": 3}
    assert "**नए कार्ड (1)**" in Path("dist/moons-1.1/CHANGES-hi.md").read_text(encoding="utf-8")
    assert "No card has changed." in Path("dist/moons-1.1/CHANGES-en.md").read_text(encoding="utf-8")


def test_a_note_that_learners_have_does_not_leave_their_package(run: Run) -> None:
    write(EARTH, IN_HINDI, TITAN)
    run("release", "1.0")
    write(EARTH, MARS, TITAN)
    said = run("build", expect=1).stderr
    assert (
        "'mars' was released in 'hi' and can no longer be asked in it: learners keep its card for ever, and no edit "
        "reaches it again [vanished-note]\n"
    ) in said
    assert "hint: put its texts in 'hi' back; or build with `--accept note:mars`" in said
    run("build", "--accept", "note:mars")
    assert notes_in("hi") == ["earth", "titan"]
    run("build")
    assert notes_in("hi") == ["earth", "titan"]


def test_a_value_without_words_is_written_once(run: Run) -> None:
    Path("decks/moon.png").write_bytes(b"a picture")
    write(
        "  - id: landing\n"
        "    question:\n"
        "      en: When did people first land on the Moon?\n"
        "      bn: মানুষ কবে প্রথম চাঁদে নামে?\n"
        "      hi: मनुष्य पहली बार चाँद पर कब उतरा?\n"
        "    answer: 1969\n"
        "  - id: picture\n"
        "    question: '![?](moon.png)'\n"
        "    answer: {en: the Moon, bn: চাঁদ, hi: चाँद}\n"
        "  - id: energy\n"
        "    question:\n"
        "      en: Which formula joins mass and energy?\n"
        "      bn: ভর আর শক্তির সম্পর্ক কোন সূত্রে?\n"
        "      hi: द्रव्यमान और ऊर्जा का सूत्र क्या है?\n"
        "    answer: $E = mc^2$\n"
    )
    assert "digits" not in run("check").stdout
    assert "untranslated" not in run("check").stdout
    run("check", "--fix")
    assert "answer: 1969\n" in PATH.read_text(encoding="utf-8")
    run("build")
    for tag in ("en", "bn", "hi"):
        fields = [note.fields for note in unpack(Path(f"dist/moons-{tag}.apkg")).notes]
        assert (fields[0]["Answer"], fields[2]["Answer"]) == ("1969", r"\(E = mc^2\)")
    assert "1969" not in run("po", "export", "-l", "hi").stdout


def test_a_value_with_words_is_given_in_each_language(run: Run) -> None:
    write("  - id: moon\n    question: {en: What is it?, bn: এটা কী?, hi: यह क्या है?}\n    answer: the Moon\n")
    assert (
        "'answer' must be a mapping with a text for each language, not text [wrong-shape]"
        in run("check", expect=1).stdout
    )


def test_half_a_translation_leaves_a_deck_that_builds(run: Run) -> None:
    head = HEAD.replace(", hi: उपग्रह", "").replace(", hi]", "]  # two").replace("  complete: [en, bn]\n", "")
    write(
        *(note.replace(", hi: चाँद", "") for note in (EARTH.replace("      hi: पृथ्वी के उपग्रह का नाम क्या है?\n", ""),)),
        MARS,
        head=head,
    )
    po = run("po", "export", "-l", "hi", "--from", "en").stdout
    for original, text in (
        ("Moons", "उपग्रह"),
        ("What is the moon of the Earth called?", "पृथ्वी के उपग्रह का नाम क्या है?"),
        ("the Moon", "चाँद"),
    ):
        po = po.replace(f'msgid "{original}"\nmsgstr ""', f'msgid "{original}"\nmsgstr "{text}"')
    Path("hi.po").write_text(po, encoding="utf-8")
    assert run("po", "import", "hi.po").stdout == (
        "3 texts imported from hi.po\nwrote decks/moons.yaml\n"
        "'hi' is a draft: 3 texts to translate, see `flashcards todo -l hi`\n"
    )
    text = PATH.read_text(encoding="utf-8")
    assert "  draft: [hi]  # not ready: no package asks in it\n  languages: [en, bn, hi]  # two\n" in text
    run("build")
    assert [path.name for path in sorted(Path("dist").iterdir())] == ["moons-bn.apkg", "moons-en.apkg"]
    PATH.write_text(text.replace("draft: [hi]", "complete: [en, bn]"), encoding="utf-8")
    run("build")
    assert [notes_in(tag) for tag in ("en", "bn", "hi")] == [["earth", "mars"]] * 2 + [["earth"]]


def test_languages_that_are_complete_are_the_decks(run: Run) -> None:
    write(EARTH, head=HEAD.replace("complete: [en, bn]", "complete: [en, bb]"))
    said = run("check", expect=1).stdout
    assert "'bb' is not a language of this deck [unknown-language]" in said
    assert "hint: use one of: en, bn, hi" in said


def test_titles_may_be_behind_too(run: Run) -> None:
    sections = (
        "sections:\n  - {id: far, title: {en: Far, bn: দূরে}}\n  - {id: near, title: {en: Near, bn: কাছে, hi: पास}}\n"
    )
    notes = [
        EARTH.replace("earth\n", "earth\n    section: near\n"),
        TITAN.replace("titan\n", "titan\n    section: far\n"),
    ]
    write(*notes, head=HEAD.replace("notes:\n", f"{sections}notes:\n"))
    run("build")
    assert [notes_in(tag) for tag in ("en", "hi")] == [["earth", "titan"], ["earth"]]
    assert "'title' of the section 'far' has no text in 'hi'" in run("todo", "-l", "hi").stdout
    write(EARTH, TITAN, head=HEAD.replace(", hi: उपग्रह", ""))
    built = run("build")
    assert [line.split()[0] for line in built.stdout.splitlines()[:-1]] == ["dist/moons-en.apkg", "dist/moons-bn.apkg"]
    assert "2 of 2 notes of 'moons' cannot be asked in 'hi' yet" in built.stderr


def test_what_is_there_by_halves_is_not_offered_a_tap_away(run: Run) -> None:
    write(
        MARS.replace("বড়?\n", "বড়?\n      hi: मंगल का कौन सा उपग्रह बड़ा है?\n"),
        head=HEAD.replace("version", "pairs: [en+hi]\n  version"),
    )
    run("build")
    [note] = unpack(Path("dist/moons-en.apkg")).notes
    assert (note.fields["Question 2"], note.fields["Answer 2"]) == ("", "")


def test_an_edition_without_notes_is_not_built(run: Run) -> None:
    write(MARS)
    assert [line.split()[0] for line in run("build").stdout.splitlines()[:-1]] == [
        "dist/moons-en.apkg",
        "dist/moons-bn.apkg",
    ]
    assert run("build", "-l", "hi", expect=1).stderr.endswith(
        "error: there is no note to ask in 'hi'\n  hint: build for en or bn\n"
    )
