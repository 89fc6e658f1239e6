"""Missing and stale texts are reported to translators; a review applies to the text that was reviewed."""

import re
from functools import partial
from pathlib import Path

import pytest

from tests.conftest import Run, replace_in
from tests.test_compatibility import DECK

PATH = Path("decks/planets.yaml")


@pytest.fixture(autouse=True)
def _a_deck_that_was_released(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.chdir(tmp_path)
    PATH.parent.mkdir()
    PATH.write_text(DECK, encoding="utf-8")
    run("release", "1.0")
    assert run("todo").stdout == "nothing to do\n"


edit = partial(replace_in, PATH)


def card(run: Run, language: str) -> dict[str, str]:
    from flashcards.anki.unpack import unpack

    run("build")
    [note] = [each for each in unpack(Path(f"dist/planets-{language}.apkg")).notes if each.id == "rings"]
    return dict(note.fields)


PLANETS = "en: Planets\n    de: Planeten\n"
CONFIRMED = "rings: '{}.bn' confirmed\nwrote decks/planets.ledger  1 note confirmed; commit it\n"
STALE = (
    "decks/planets.yaml:22:11: warning: 'answer.bn' of 'rings' may be out of date: 'answer.en' changed after it "
    "[stale-text]\n"
    "  22 |       bn: শনি\n"
    "                 ^\n"
    "  hint: edit it, or confirm it: `flashcards confirm rings`\n"
)


def test_a_text_is_stale_when_its_counterpart_changed_after_it(run: Run) -> None:
    edit("en: Saturn", "en: The planet Saturn")
    for _ in range(2):  # the build does not make it good
        assert run("todo").stdout == STALE + "1 text to do\n"
        assert run("todo", "--language", "bn", "--strict", expect=1).stdout == STALE + "1 text to do\n"
        assert run("todo", "--language", "en", "--strict").stdout == "nothing to do\n"
        assert run("check").stdout == STALE + "1 warning\n"
        run("build")


def test_editing_it_too_makes_it_good(run: Run) -> None:
    edit("en: Saturn", "en: The planet Saturn")
    run("build")
    edit("bn: শনি", "bn: শনি গ্রহ")
    assert run("todo").stdout == "nothing to do\n"
    run("build")
    assert run("todo").stdout == "nothing to do\n"
    edit("en: The planet Saturn", "en: Saturn")
    assert "'answer.bn' of 'rings' may be out of date" in run("todo").stdout


def test_finding_it_right_makes_it_good(run: Run) -> None:
    edit("en: Saturn", "en: The planet Saturn")
    assert run("confirm", "rings").stdout == CONFIRMED.format("answer")
    assert run("todo").stdout == "nothing to do\n"
    run("build")
    assert run("todo").stdout == "nothing to do\n"
    assert run("confirm", "rings").stdout == "rings: nothing to confirm\n"
    assert "there is no note 'ring'; did you mean 'rings'?" in run("confirm", "ring", expect=2).stderr


def test_several_notes_are_confirmed_or_all(run: Run) -> None:
    edit("en: Saturn", "en: The planet Saturn")
    edit("en: Which planet has the brightest rings?", "en: Which of the planets has the brightest rings?")
    edit("bn: বুধ", "bn: বুধ গ্রহ")
    every = (
        "closest: 'answer.en' confirmed\n"
        "rings: 'question.bn', 'answer.bn' confirmed\n"
        "wrote decks/planets.ledger  2 notes confirmed; commit it\n"
    )
    ledger = Path("decks/planets.ledger")
    before = ledger.read_bytes()
    for words in (["--all"], ["closest", "rings"], ["--all", "planets"], ["--all", "-d", "planets"]):
        assert run("confirm", *words).stdout == every
        assert run("todo").stdout == "nothing to do\n"
        assert run("confirm", "--all").stdout == "nothing to confirm\n"
        ledger.write_bytes(before)
    assert run("confirm", "-l", "bn").stdout == (
        "rings: 'question.bn', 'answer.bn' confirmed\nwrote decks/planets.ledger  1 note confirmed; commit it\n"
    )
    assert run("todo", "-l", "bn").stdout == "nothing to do\n"
    assert "'answer.en' of 'closest' may be out of date" in run("todo").stdout
    assert run("confirm", "-l", "bn", "closest").stdout == "closest: nothing to confirm\n"


def test_one_of_three_languages_is_confirmed(run: Run) -> None:
    edit("[bn, en]", "[bn, en, de]")
    for english, german in {"Planets": "Planeten", "Mercury": "Merkur", "Saturn": "Saturn"}.items():
        edit(f"en: {english}\n", f"en: {english}\n      de: {german}\n" if german != "Planeten" else PLANETS)
    for english in ("Which planet is closest to the Sun?", "Which planet has the brightest rings?"):
        edit(f"en: {english}", f"en: {english}\n      de: {english}")
    run("build")
    edit("en: Saturn", "en: The planet Saturn")
    assert [line.split("'")[1] for line in run("todo").stdout.splitlines() if "stale-text" in line] == [
        "answer.bn",
        "answer.de",
    ]
    assert run("confirm", "-l", "de").stdout.startswith("rings: 'answer.de' confirmed\n")
    for _ in range(2):
        assert [line.split("'")[1] for line in run("todo").stdout.splitlines() if "stale-text" in line] == ["answer.bn"]
        run("build")
    run("confirm", "-l", "bn")
    assert run("todo").stdout == "nothing to do\n"
    run("build")
    edit("de: Saturn", "de: Titan")
    assert run("todo").stdout.count("[stale-text]") == 2


def test_what_cannot_be_confirmed_is_said(run: Run) -> None:
    assert "name the notes, or a language with -l; --all" in run("confirm", expect=2).stderr
    assert "there is no note 'planets'; for all notes of the deck: `--all planets`" in (
        run("confirm", "planets", expect=2).stderr
    )
    said = "Error: Invalid value for --language: no deck has the language 'de'; use one of: bn, en\n"
    assert run("confirm", "-l", "de", expect=2).stderr.endswith(said)
    assert run("todo", "-l", "de", expect=2).stderr.endswith(said)


def test_a_stale_text_is_confirmed_though_it_is_an_error(run: Run) -> None:
    edit("en: Saturn", "en: The planet Saturn")
    edit("  version: 1.0\n", "  version: 1.0\n  lint: {stale-text: error}\n")
    assert run("confirm", "--all").stdout == CONFIRMED.format("answer")
    assert run("check").stdout == "1 deck, 2 notes: no problems\n"


def test_a_change_of_spelling_alone_makes_nothing_stale(run: Run) -> None:
    edit("Which planet has the brightest rings?", "which Planet has the brigthest rings")
    edit("bn: শনি", "bn: শনি।")
    assert run("todo").stdout == "nothing to do\n"
    run("build")
    edit("which Planet has the brigthest rings", "Which planet has the brightest moons?")
    assert "'question.bn' of 'rings' may be out of date: 'question.en' changed after it" in run("todo").stdout


def test_a_text_stays_stale_when_its_counterpart_is_respelled(run: Run) -> None:
    edit("en: Saturn", "en: The planet Saturn")
    run("build")
    edit("en: The planet Saturn", "en: the planet Saturn.")
    run("build")
    assert run("todo").stdout == STALE + "1 text to do\n"


def test_nothing_is_stale_in_a_deck_that_nobody_has(run: Run) -> None:
    Path("decks/planets.ledger").unlink()
    run("build", "-o", "elsewhere")
    edit("en: Saturn", "en: The planet Saturn")
    assert run("todo").stdout == "nothing to do\n"
    run("build", "-o", "elsewhere")
    run("release", "1.0", "-o", "elsewhere")
    assert run("todo").stdout == "nothing to do\n"
    edit("en: The planet Saturn", "en: Titan")
    assert "'answer.bn' of 'rings' may be out of date" in run("todo").stdout


def test_a_ledger_from_before_spelling_was_told_apart(run: Run) -> None:
    """An older ledger has a hash of each text only: it is read as it is, and the next build adds the rest."""
    ledger = Path("decks/planets.ledger")
    now = ledger.read_text(encoding="utf-8")
    before = re.sub("(?<=:[0-9a-f]{8}):[0-9a-f]{8}", "", now)
    assert now.count(":") - before.count(":") == len(("question", "answer")) * len(("bn", "en")) * 2
    ledger.write_text(before, encoding="utf-8")
    edit("en: Saturn", "en: The planet Saturn")
    assert run("todo").stdout == STALE + "1 text to do\n"
    edit("en: The planet Saturn", "en: Saturn")
    assert run("todo").stdout == "nothing to do\n"
    run("build")
    assert ledger.read_text(encoding="utf-8") == now


def test_the_rule_has_a_severity_like_others(run: Run) -> None:
    edit("en: Saturn", "en: The planet Saturn")
    edit("  version: 1.0\n", "  version: 1.0\n  lint: {stale-text: error}\n")
    said = STALE.replace(":22:", ":23:").replace("  22 |", "  23 |").replace("warning", "error")
    assert run("check", expect=1).stdout == said + "1 error\n"
    assert run("build", expect=1).stderr == said + "error: nothing was built: 1 error\n"
    edit("stale-text: error", "stale-text: off")
    assert run("check").stdout == "1 deck, 2 notes: no problems\n"
    assert run("todo").stdout == "nothing to do\n"
    run("build")
    assert "stale" not in _raw("bn")
    edit("stale-text: off", "stale-text: warning")
    assert said.replace("error", "warning") in run("check").stdout
    run("build")
    assert "stale" in _raw("bn")


def test_a_note_is_exempt_from_the_rule(run: Run) -> None:
    edit("en: Saturn", "en: The planet Saturn")
    edit("  - id: rings\n", "  - id: rings\n    lint_ignore: {stale-text: only the English was too short}\n")
    assert run("todo").stdout == "nothing to do\n"


def test_outdated_reviews_have_a_severity_too(run: Run) -> None:
    edit("  - id: rings\n", "  - id: rings\n    reviewed: {bn: Asha Rahman}\n")
    run("build")
    edit("bn: শনি", "bn: শনি গ্রহ")
    edit("en: Saturn", "en: The planet Saturn")
    edit("  version: 1.0\n", "  version: 1.0\n  lint: {void-review: error}\n")
    assert ": error: Asha Rahman reviewed another text of 'rings' in 'bn' [void-review]" in run("todo").stdout
    edit("void-review: error", "void-review: off")
    assert run("todo").stdout == "nothing to do\n"


def test_learners_see_a_mark_until_then(run: Run) -> None:
    edit("en: Saturn", "en: The planet Saturn")
    mark = '{} <span class="stale" title="অনুবাদটি পুরোনো হয়ে থাকতে পারে">↻</span>'
    assert card(run, "bn")["Answer"] == "শনি"  # without its mark, as an author compares it
    assert mark.format("শনি") in _raw("bn")
    assert mark.format("শনি") in _raw("en")
    run("confirm", "rings")
    run("build")
    assert "stale" not in _raw("bn") + _raw("en")


def test_a_review_holds_for_the_text_that_was_read(run: Run) -> None:
    edit("  - id: rings\n", "  - id: rings\n    reviewed: {bn: Asha Rahman}\n")
    run("build")
    assert run("todo").stdout == "nothing to do\n"
    edit("bn: শনি", "bn: শনি গ্রহ")
    edit("en: Saturn", "en: The planet Saturn")
    said = "Asha Rahman reviewed another text of 'rings' in 'bn' [void-review]"
    assert said in run("todo").stdout
    run("build")
    assert said in run("todo").stdout
    run("confirm", "rings")
    assert run("todo").stdout == "nothing to do\n"


def test_what_is_stale_and_reviewed_is_counted(run: Run) -> None:
    edit("  - id: rings\n", "  - id: rings\n    reviewed: {bn: Asha Rahman}\n")
    run("build")
    edit("en: Mercury", "en: The planet Mercury")
    rows = {line.rsplit(maxsplit=2)[0].strip(): line.split()[-2:] for line in run("stats").stdout.splitlines() if line}
    assert rows["stale texts"] == ["1", "0"]
    assert rows["reviewed notes"] == ["1", "0"]
    edit("bn: শনি", "bn: শনি গ্রহ")
    assert "reviewed notes" not in run("stats").stdout


def test_another_reviewer_is_another_review(run: Run) -> None:
    edit("  - id: rings\n", "  - id: rings\n    reviewed: {bn: Asha Rahman}\n")
    run("build")
    edit("bn: শনি", "bn: শনি গ্রহ")
    edit("en: Saturn", "en: The planet Saturn")
    edit("Asha Rahman", "Rafi Islam")
    run("build")
    assert run("todo").stdout == "nothing to do\n"


def test_a_reviewer_of_a_language_the_deck_has_not(run: Run) -> None:
    edit("  - id: rings\n", "  - id: rings\n    reviewed: {hi: Asha Rahman}\n")
    assert "'hi' is not a language of this deck [unknown-language]" in run("check", expect=1).stdout


def test_a_new_language_makes_nothing_stale(run: Run) -> None:
    hindi = {
        "en: Planets": "    hi: ग्रह",
        "en: Which planet is closest to the Sun?": "      hi: सूर्य के सबसे निकट कौन-सा ग्रह है?",
        "en: Mercury": "      hi: बुध",
        "en: Which planet has the brightest rings?": "      hi: किस ग्रह के वलय सबसे चमकीले हैं?",
        "en: Saturn": "      hi: शनि",
    }
    edit("[bn, en]", "[bn, en, hi]")
    for english, line in hindi.items():
        edit(english, f"{english}\n{line}")
    run("build")
    assert run("todo").stdout == "nothing to do\n"


def _raw(language: str) -> str:
    """All fields of all notes of a package, as they are."""
    import sqlite3
    import zipfile

    with zipfile.ZipFile(f"dist/planets-{language}.apkg") as archive:
        database = sqlite3.connect(":memory:")
        database.deserialize(archive.read("collection.anki2"))
    try:
        return "".join(fields for (fields,) in database.execute("select flds from notes"))
    finally:
        database.close()
