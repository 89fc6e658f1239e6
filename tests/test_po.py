"""A language goes out as a PO file and comes back, and nothing is lost on the way."""

from functools import partial
from pathlib import Path

import polib
import pytest

from tests.conftest import Run, replace_in
from tests.test_compatibility import DECK

PATH = Path("decks/planets.yaml")
COMMENTED = DECK.replace("notes:\n", "# the notes\nnotes:\n").replace("bn: শনি\n", "bn: শনি # the sixth\n")


@pytest.fixture(autouse=True)
def _a_deck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    PATH.parent.mkdir()
    PATH.write_text(COMMENTED, encoding="utf-8")


edit = partial(replace_in, PATH)


def translate(file: str, **texts: str) -> None:
    """Translate as one would in an editor; contexts are written with `_` for what stands between."""
    catalog = polib.pofile(file)
    for entry in catalog:
        entry.msgstr = texts.get(entry.msgctxt.replace("/", "_").replace("-", "_"), entry.msgstr)
    catalog.save()


def test_a_round_trip_changes_nothing(run: Run) -> None:
    run("po", "export", "-l", "bn", "-o", "bn.po")
    assert [(entry.msgctxt, entry.msgid, entry.msgstr) for entry in polib.pofile("bn.po")][-1] == (
        "rings/answer",
        "Saturn",
        "শনি",
    )
    assert run("po", "import", "bn.po").stdout == "0 texts imported from bn.po\n"
    assert PATH.read_text(encoding="utf-8") == COMMENTED


def test_a_translation_changes_its_text_alone(run: Run) -> None:
    run("po", "export", "-l", "bn", "-o", "bn.po")
    translate("bn.po", rings_answer="শনি: ষষ্ঠ গ্রহ")
    assert run("po", "import", "bn.po").stdout == "1 text imported from bn.po\nwrote decks/planets.yaml\n"
    assert PATH.read_text(encoding="utf-8") == COMMENTED.replace("bn: শনি #", 'bn: "শনি: ষষ্ঠ গ্রহ" #')
    run("check")


def test_a_new_language_joins_the_deck(run: Run) -> None:
    run("po", "export", "--language", "hi", "--from", "en", "-o", "hi.po")
    hindi = {
        "deck_title": "ग्रह",
        "closest_question": "सूर्य के सबसे निकट कौन-सा ग्रह है?",
        "closest_answer": "बुध",
        "rings_question": "किस ग्रह के वलय सबसे चमकीले हैं?",
    }
    translate("hi.po", **hindi)
    assert run("po", "import", "hi.po").stdout == (
        "4 texts imported from hi.po\nwrote decks/planets.yaml\n"
        "'hi' is a draft: 1 text to translate, see `flashcards todo -l hi`\n"
    )
    text = PATH.read_text(encoding="utf-8")
    assert "  languages: [bn, en, hi]\n" in text
    assert '    en: Planets\n    hi: "ग्रह"\n' in text
    assert "'answer' of 'rings' has no text in 'hi'" in run("todo", "-l", "hi").stdout
    assert "  draft: [hi]  # not ready: no package asks in it\n" in text
    run("build")  # the new language does not stop the others
    assert sorted(path.name for path in Path("dist").iterdir()) == ["planets-bn.apkg", "planets-en.apkg"]
    edit("      en: Saturn\n", "      en: Saturn\n      hi: शनि\n")
    run("check")
    run("po", "export", "-l", "hi", "--from", "en", "-o", "again.po")
    assert {entry.msgstr for entry in polib.pofile("again.po")} == {*hindi.values(), "शनि"}
    assert run("po", "import", "again.po").stdout == (
        "0 texts imported from again.po\n'hi' is whole: delete it from 'draft:' in decks/planets.yaml to build it\n"
    )
    edit("  draft: [hi]  # not ready: no package asks in it\n", "")
    assert "dist/planets-hi.apkg  2 notes" in run("build").stdout


def test_what_was_edited_on_both_sides_is_shown_and_left_alone(run: Run) -> None:
    run("po", "export", "-l", "bn", "-o", "bn.po")
    translate("bn.po", rings_answer="শনি গ্রহ", closest_answer="বুধ গ্রহ")
    edit("bn: শনি #", "bn: বলয়ী শনি #")
    edit("en: Mercury", "en: The planet Mercury")
    before = PATH.read_text(encoding="utf-8")
    assert run("po", "import", "bn.po", expect=1).stdout == (
        "0 texts imported from bn.po\n"
        "skipped: closest/answer: the text in 'en' has changed since the export\n"
        "  deck  The planet Mercury\n"
        "  file  বুধ গ্রহ\n"
        "skipped: rings/answer: the text in 'bn' was edited in the deck too\n"
        "  deck  বলয়ী শনি\n"
        "  file  শনি গ্রহ\n"
    )
    assert PATH.read_text(encoding="utf-8") == before


def test_what_is_stale_is_fuzzy_until_it_is_translated(run: Run) -> None:
    run("release", "1.0")
    edit("en: Saturn", "en: The planet Saturn")
    run("po", "export", "-l", "bn", "-o", "bn.po")
    assert [entry.msgctxt for entry in polib.pofile("bn.po") if entry.fuzzy] == ["rings/answer"]
    translate("bn.po", rings_answer="শনি গ্রহ")
    assert run("po", "import", "bn.po").stdout == "0 texts imported from bn.po\n"
    catalog = polib.pofile("bn.po")
    for entry in catalog:
        entry.flags = []
    catalog.save()
    assert run("po", "import", "bn.po").stdout == "1 text imported from bn.po\nwrote decks/planets.yaml\n"
    assert run("todo").stdout == "nothing to do\n"


def test_what_is_no_po_file_of_this_deck_is_reported(run: Run) -> None:
    Path("other.po").write_text('msgid ""\nmsgstr ""\n"Language: bn\\n"\n', encoding="utf-8")
    assert (
        "the source language of this PO file is not a language of 'planets'"
        in run("po", "import", "other.po", expect=1).stderr
    )
    Path("broken.po").write_text("not a catalogue\n", encoding="utf-8")
    assert run("po", "import", "broken.po", expect=1).stderr == (
        "error: broken.po:1: this is not a PO file\n  hint: export it again, as gettext PO\n"
    )
    assert "'xx' is not a language" in run("po", "export", "-l", "xx", expect=2).stderr
    assert "'hin' is not a language; did you mean 'hi'?" in run("po", "export", "-l", "hin", expect=2).stderr


def test_a_text_that_is_not_closed_is_not_cut(run: Run) -> None:
    run("po", "export", "-l", "bn", "-o", "bn.po")
    text = Path("bn.po").read_text(encoding="utf-8").replace('msgstr "শনি"', 'msgstr "শনি')
    Path("bn.po").write_text(text, encoding="utf-8")
    before = PATH.read_text(encoding="utf-8")
    line = text[: text.index('msgstr "শনি')].count("\n") + 1
    assert run("po", "import", "bn.po", expect=1).stderr == (
        f"error: bn.po:{line}: this line is not of a PO file\n"
        "  hint: close the text with '\"', and write '\\\"' for a quote in it\n"
    )
    assert PATH.read_text(encoding="utf-8") == before
