"""Differences for learners, as text, Markdown, JSON or a page."""

import json
import subprocess
from functools import partial
from pathlib import Path

import pytest

from tests.conftest import Run, replace_in
from tests.test_compatibility import DECK
from tests.test_diff_page import data_on, shown_on

PATH = Path("decks/planets.yaml")


@pytest.fixture(autouse=True)
def _a_deck_and_its_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.chdir(tmp_path)
    PATH.parent.mkdir()
    PATH.write_text(DECK, encoding="utf-8")
    run("build")


edit = partial(replace_in, PATH)


def test_a_package_is_what_its_deck_is(run: Run) -> None:
    assert run("diff", "dist", "decks").stdout == "nothing changes for learners\n"
    assert run("diff", "dist", "planets").stdout == "nothing changes for learners\n"


def test_a_rewording_is_shown_in_each_language(run: Run) -> None:
    edit("en: Saturn", "en: The planet Saturn")
    assert run("diff", "dist", "decks").stdout == (
        "1 reworded\n"
        "\n"
        "বাংলা:\n"
        "\n"
        "reworded  rings\n"
        "  Answer (English)\n"
        "    - Saturn\n"
        "    + The planet Saturn\n"
        "\n"
        "English:\n"
        "\n"
        "reworded  rings\n"
        "  Answer\n"
        "    - Saturn\n"
        "    + The planet Saturn\n"
    )


def test_every_kind_of_change_is_distinguished(run: Run) -> None:
    sections = "sections:\n  - {id: sky, title: {bn: আকাশ, en: The sky}}\nnotes:\n"
    edit("notes:\n", sections)
    edit("  - id: closest\n", "  - id: nearest\n    was: [closest]\n    section: sky\n")
    edit("  - id: rings\n", "  - id: rings\n    section: sky\n    retired: {reason: {bn: ভুল, en: wrong}}\n")
    text = PATH.read_text(encoding="utf-8")
    new = text[text.index("  - id: nearest") : text.index("  - id: rings")].replace("nearest", "new-one")
    PATH.write_text(text + new.replace("    was: [closest]\n", ""), encoding="utf-8")
    said = json.loads(run("diff", "dist/planets-en.apkg", "decks", "--json").stdout)
    english = {change["id"]: change["kinds"] for change in said["changes"] if change["language"] == "en"}
    assert english == {"nearest": ["moved"], "rings": ["retired"], "new-one": ["new"]}
    back = json.loads(run("diff", "decks", "dist/planets-en.apkg", "--json").stdout)
    assert ["gone"] in [change["kinds"] for change in back["changes"]]


def test_tags_alone(run: Run) -> None:
    edit("  - id: rings\n", "  - id: rings\n    tags: [solar]\n")
    assert run("diff", "dist/planets-en.apkg", "decks").stdout.split("English:\n")[1] == (
        "\nretagged  rings\n  Tags\n    - planets\n    + planets solar\n"
    )


def test_a_revision_is_compared_with_the_decks_as_they_are(run: Run) -> None:
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    for words in (("init",), ("add", "decks"), ("commit", "-m", "first"), ("tag", "v1")):
        subprocess.run(["git", *who, *words], check=True, capture_output=True)
    assert run("diff").stdout == "nothing changes for learners\n"
    edit("en: Saturn", "en: The planet Saturn")
    assert run("diff").stdout.startswith("1 reworded\n")
    assert run("diff", "v1").stdout == run("diff", "HEAD", "decks").stdout
    said = run("diff", "v2", expect=1).stderr
    assert said.startswith("error: 'v2' is not a file, a deck or a git revision\n")


def test_a_page_shows_the_cards_before_and_after(run: Run) -> None:
    edit("en: Saturn", "en: The planet Saturn")
    assert run("diff", "dist", "decks", "--format", "html", "-o", "changes.html").stdout == "wrote changes.html\n"
    page = Path("changes.html").read_text(encoding="utf-8")
    [[note_id, kinds, [[languages, *_]]]] = data_on(page)["notes"]  # only what changed
    assert (note_id, kinds, languages) == ("rings", ["reworded"], ["বাংলা", "English"])
    shown = shown_on(page)
    assert shown.count('<article class="qa" lang="bn"') == 4  # two sides before and after, with the English on them
    assert shown.count('<div class="other" lang="en"') == 4
    assert '<div class="a2"><ins>The planet</ins> Saturn</div>' in shown
    assert "{{" not in shown


def test_markdown_for_a_pull_request(run: Run) -> None:
    edit("en: Saturn", "en: The planet Saturn")
    said = run("diff", "dist/planets-en.apkg", "decks", "--format", "markdown").stdout
    assert "- 1 reworded: the text is replaced; progress stays\n" in said
    assert "**Answer**\n\n```diff\n- Saturn\n+ The planet Saturn\n```\n" in said


def test_what_is_no_package_is_reported(run: Run) -> None:
    Path("broken.apkg").write_bytes(b"not a zip")
    said = run("diff", "broken.apkg", "decks", expect=1).stderr
    assert said == "error: 'broken.apkg' is not an Anki package\n  hint: use the .apkg file as it was built\n"
    said = run("diff", "missing.apkg", "decks", expect=1).stderr
    assert said == "error: there is no 'missing.apkg'\n"


def test_a_new_look_is_shown_in_every_format(run: Run) -> None:
    edit("  version: 1.0\n", "  version: 1.0\n  theme: paper\n")
    told = (
        "look: the cards of 'Bilingual Q&A (planets 0123)' look different; "
        "a learner's own styling in the note type is replaced\n"
    )
    assert run("diff", "dist", "decks").stdout == f"new look\n\n{told}"
    assert run("diff", "dist", "decks", "--format", "markdown").stdout == f"**new look**\n\n- {told}"
    said = json.loads(run("diff", "dist", "decks", "--json").stdout)
    assert [(look["notetype"], look["changed"]) for look in said["notetypes"]] == [
        ("Bilingual Q&A (planets 0123)", ["css"]),
    ]
    assert said["changes"] == []
    page = run("diff", "dist", "decks", "--format", "html").stdout
    assert "<h1>new look</h1>" in page
    assert "the cards of &#x27;Bilingual Q&amp;A (planets 0123)&#x27; look different" in page
    run("build", "-o", "later")
    assert run("diff", "dist", "later").stdout == f"new look\n\n{told}"
    assert run("diff", "later", "decks").stdout == "nothing changes for learners\n"


def test_a_note_type_that_is_new_is_no_new_look(run: Run) -> None:
    term = "  - {id: moon, term: {bn: চাঁদ, en: moon}, meaning: {bn: পৃথিবীর উপগ্রহ, en: what circles the Earth}}\n"
    PATH.write_text(PATH.read_text(encoding="utf-8") + term, encoding="utf-8")
    assert run("diff", "dist", "decks").stdout.startswith("1 new\n\nবাংলা:\n")
    edit("  version: 1.0\n", "  version: 1.0\n  style: look.css\n")
    Path("decks/look.css").write_text("article { color: navy }\n", encoding="utf-8")
    assert run("diff", "dist", "decks").stdout.startswith("1 new, new look\n\nlook: the cards of 'Bilingual Q&A (")


def test_of_a_new_note_what_its_author_wrote_is_shown(run: Run) -> None:
    term = "  - {id: moon, term: {bn: চাঁদ, en: moon}, meaning: {bn: পৃথিবীর উপগ্রহ, en: what circles the Earth}}\n"
    PATH.write_text(PATH.read_text(encoding="utf-8") + term, encoding="utf-8")
    assert run("diff", "dist/planets-bn.apkg", "decks").stdout.split("\nEnglish:")[0] == (
        "3 new\n"
        "\n"
        "বাংলা:\n"
        "\n"
        "new  moon\n"
        "  Term\n"
        "    + চাঁদ\n"
        "  Meaning\n"
        "    + পৃথিবীর উপগ্রহ\n"
        "  Term (English)\n"
        "    + moon\n"
        "  Meaning (English)\n"
        "    + what circles the Earth\n"
        "  Tags\n"
        "    + planets\n"
    )
