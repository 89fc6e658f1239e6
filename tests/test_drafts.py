"""What is not ready is previewed and counted, and it is in no package."""

import json
from pathlib import Path

import pytest

from flashcards.anki.unpack import unpack
from tests.conftest import Run

PATH = Path("decks/moons.yaml")
HEAD = """\
deck:
  id: moons
  uid: 0123456789abcdef0123456789abcdef
  title: {en: Moons, bn: উপগ্রহ}
  languages: [en, bn]
  version: 1.0
notes:
"""
EARTH = """\
  - id: earth
    question:
      en: What is the moon of the Earth called?
      bn: পৃথিবীর উপগ্রহের নাম কী?
    answer: {en: the Moon, bn: চাঁদ}
"""
MARS = """\
  - id: mars
    question:
      en: Which moon of Mars is the larger one?
      bn: মঙ্গলের কোন উপগ্রহটি বড়?
    answer: {en: Phobos, bn: ফোবোস}
"""
BEGUN = """\
  - id: titan
    draft: true
    question:
      en: Around which planet does Titan move?
"""
STUB = """\
  - id: charon
    question:
      en: "TODO: ask about Charon"
      bn: ক্যারন কার উপগ্রহ?
    answer: {en: Pluto, bn: প্লুটো}
"""


@pytest.fixture(autouse=True)
def _a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    PATH.parent.mkdir()


def write(*notes: str, head: str = HEAD) -> None:
    PATH.write_text(head + "".join(notes), encoding="utf-8")


def notes_in(tag: str) -> list[str]:
    return [note.fields["ID"] for note in unpack(Path(f"dist/moons-{tag}.apkg")).notes]


def left_out(message: str, hint: str) -> str:
    return f"decks/moons.yaml:2:3: info: {message} [left-out]\n  2 |   id: moons\n        ^\n  hint: {hint}\n"


def test_notes_that_are_not_ready_are_in_no_package(run: Run) -> None:
    write(EARTH, BEGUN, STUB)
    counted = left_out(
        "2 of 3 notes of 'moons' are drafts: no package has them", "`flashcards todo moons` lists what is left to write"
    )
    assert run("check", "--strict").stdout == f"{counted}1 deck, 3 notes: no problems\n"
    assert run("build").stderr == counted
    assert notes_in("en") == notes_in("bn") == ["earth"]
    assert run("todo").stdout == (
        "decks/moons.yaml:13:5: info: the draft 'titan' has no 'answer' [missing-text]\n"
        "  13 |   - id: titan\n           ^\n  hint: add 'answer:' to it\n"
        "decks/moons.yaml:16:11: info: 'question' of 'titan' has no text in 'bn' [missing-text]\n"
        "  16 |       en: Around which planet does Titan move?\n                 ^\n  hint: add 'bn: …' to it\n"
        "decks/moons.yaml:19:11: info: 'TODO' is a placeholder in 'question' of 'charon' [placeholder]\n"
        '  19 |       en: "TODO: ask about Charon"\n                 ^\n  hint: write the text\n'
        "3 texts to do\n"
    )
    [counts] = json.loads(run("stats", "--json").stdout)["decks"]
    assert (counts["notes"], counts["drafts"], counts["languages"]["en"]["cards"]) == (1, 2, 1)


def test_a_draft_that_is_whole_is_listed_until_the_author_says_that_it_is_ready(run: Run) -> None:
    write(EARTH.replace("earth\n", "earth\n    draft: true\n"), MARS)
    assert run("todo").stdout == (
        "decks/moons.yaml:8:5: info: 'earth' is a draft: no package has it [draft]\n"
        "  8 |   - id: earth\n          ^\n  hint: if it is ready, delete 'draft: true' in the note\n1 text to do\n"
    )
    run("release", "1.0")
    assert [note.fields["ID"] for note in unpack(Path("dist/moons-1.0/Moons_v1.0_en.apkg")).notes] == ["mars"]
    write(EARTH, MARS)
    run("build")
    assert notes_in("en") == ["earth", "mars"]


def test_the_preview_shows_drafts_as_far_as_they_are_written(run: Run) -> None:
    write(EARTH, MARS.replace("mars\n", "mars\n    draft: true\n"), BEGUN)
    assert run("preview", "-o", "gallery").stdout.startswith("wrote gallery/index.html  3 notes, 4 cards")


def test_a_released_note_cannot_become_a_draft(run: Run) -> None:
    write(EARTH, MARS)
    run("release", "1.0")
    write(EARTH, MARS.replace("mars\n", "mars\n    draft: true\n"))
    said = run("build", expect=1).stderr
    assert (
        "error: 'mars' was released in 'en' and is a draft now: learners keep its card for ever, "
        "and no edit reaches it again [vanished-note]" in said
    )
    assert "hint: write all its texts, and delete 'draft: true'; or build with `--accept note:mars`" in said
    write(EARTH, MARS, head=HEAD.replace("  version", "  draft: true\n  version"))
    said = run("build", expect=1).stderr
    assert "error: 'moons' was released, and is a draft now: learners would get nothing more [draft]" in said
    assert said.endswith("error: nothing was built: 1 error\n")


def test_a_draft_deck_has_no_package_and_may_lack_any_text(run: Run) -> None:
    write(
        EARTH,
        BEGUN,  # what is said of the deck may be said of the note too
        head=HEAD.replace(", bn: উপগ্রহ", "").replace("  v", "  draft: true\n  v"),
    )
    told = left_out("'moons' is a draft: no package is made of it", "delete 'draft: true' in its head when it is ready")
    assert run("check").stdout == f"{told}1 deck, 2 notes: no problems\n"
    built = run("build")
    assert (built.stdout, built.stderr) == ("", f"{told}there is nothing to build yet: all notes are drafts\n")
    assert not Path("dist").exists()


def test_a_draft_language_has_no_package_and_is_asked_of_no_note(run: Run) -> None:
    write(EARTH, MARS, head=HEAD.replace("languages: [en, bn]", "languages: [en, bn, hi]\n  draft: [hi]"))
    told = left_out(
        "'hi' is a draft language of 'moons': no package asks in it",
        "`flashcards todo moons -l hi` lists what is left; then delete 'hi' from 'draft:'",
    )
    built = run("build")
    assert built.stderr == told
    assert sorted(path.name for path in Path("dist").iterdir()) == ["moons-bn.apkg", "moons-en.apkg"]
    assert run("build", "-l", "hi", expect=1).stderr == (
        f"{told}error: 'hi' is a draft language, and has no package\n"
        "  hint: delete it from 'draft:' when it is ready; until then, `flashcards preview` shows its cards\n"
    )
    assert run("todo", "-l", "hi").stdout.endswith("5 texts to do\n")


def test_a_language_alone_is_not_paired_with_a_draft(run: Run) -> None:
    head = HEAD.replace("languages: [en, bn]", "languages: [en, bn]\n  draft: [bn]")
    write(EARTH, head=head)
    assert run("build").stdout.split()[:6] == ["dist/moons-en.apkg", "1", "note", "1", "card", "10"]
    [note] = unpack(Path("dist/moons-en.apkg")).notes
    assert note.fields["Question 2"] == ""
    write(EARTH, head=head.replace("draft: [bn]", "draft: [bn]\n  pairs: [en+bn]"))
    assert "error: every pair of this deck has a draft language [no-pair]" in run("build", expect=1).stderr


def test_a_rule_for_placeholders_is_the_authors_own(run: Run) -> None:
    """A deck that sets its severity, or a note that is exempt, has no drafts for its placeholders."""
    write(EARTH, STUB, head=HEAD.replace("  version", "  lint: {placeholder: error}\n  version"))
    assert "error: 'TODO' is a placeholder [placeholder]" in run("build", expect=1).stderr
    write(EARTH, STUB + "    lint_ignore: {placeholder: it is what the sign says}\n")
    assert run("check").stdout == "1 deck, 2 notes: no problems\n"
    run("build")
    assert notes_in("en") == ["earth", "charon"]


def test_a_mistake_in_a_draft_language_stops_no_other(run: Run) -> None:
    cloze = """\
  - id: moons-of-mars
    text:
      en: Mars has {{c1::two}} moons.
      bn: মঙ্গলের {{c1::দুটি}} উপগ্রহ আছে।
      hi: मंगल के दो उपग्रह हैं।
"""
    head = HEAD.replace("languages: [en, bn]", "languages: [en, bn, hi]\n  draft: [hi]")
    write(EARTH, cloze, head=head)
    assert "error" not in run("check").stdout
    run("release", "1.0")
    write(EARTH.replace("What is", "What name has"), cloze.replace("two", "only two"), head=head)
    assert "'text.bn' of 'moons-of-mars' may be out of date" in run("todo").stdout
    write(EARTH, cloze.replace("मंगल के", "मंगल ग्रह के"), head=head)
    assert "may be out of date" not in run("todo").stdout
    write(EARTH, cloze, head=head.replace("  draft: [hi]\n", "  complete: [en, bn]\n"))
    assert "[cloze]" in run("check", expect=1).stdout
