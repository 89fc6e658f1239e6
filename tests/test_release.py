"""A release is what is shared: packages, sums and papers, and a ledger that knows of it."""

import hashlib
import re
import sqlite3
import zipfile
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from tests.conftest import Run, replace_in
from tests.pipeline import read_ledger
from tests.test_compatibility import DECK

PATH = Path("decks/planets.yaml")
EXCUSE = (
    "  hint: fix each warning, or exempt it: `lint_ignore: {RULE: why}` in a note, "
    "`lint: {RULE: off}` below 'deck:', or `flashcards confirm NOTE` for a text that may be out of date\n"
)


@pytest.fixture(autouse=True)
def _a_deck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    PATH.parent.mkdir()
    report = "  report: https://example.org/new?title={id}&body={deck}+{version}+{language}\n"
    PATH.write_text(DECK.replace("notes:\n", f"{report}notes:\n"), encoding="utf-8")


edit = partial(replace_in, PATH)


def test_everything_to_share_is_there(run: Run) -> None:
    assert run("release").stdout == "2 new; suggested version: 1.0\n"
    assert not Path("dist").exists()
    said = run("release", "1.0").stdout
    assert said.endswith("commit decks/planets.ledger, and tag the commit: `git tag v1.0`\n")
    names = {path.name: path for path in Path("dist/planets-1.0").iterdir()}
    papers = [f"{paper}-{tag}.md" for paper in ("CHANGES", "LISTING", "README") for tag in ("bn", "en")]
    packages = ["Planets_v1.0_bn.apkg", "Planets_v1.0_en.apkg"]
    updates = ["UPDATES-bn.txt", "UPDATES-en.txt"]
    assert sorted(names) == sorted([*packages, *papers, *updates, "SHA256SUMS", "gallery", "index.html"])
    files = (*packages, *updates)
    sums = "".join(f"{hashlib.sha256(names[name].read_bytes()).hexdigest()}  {name}\n" for name in files)
    assert names["SHA256SUMS"].read_text() == sums


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Everyone’s planets, and don't say 'none'", "Everyones_planets_and_dont_say_none"),
        ("L’été: Űr & Straße", "L_ete_Ur_Strasse"),
        ("Planets_", "Planets"),
    ],
)
def test_a_title_becomes_a_name_for_every_file_system(title: str, name: str, run: Run) -> None:
    edit("en: Planets", f'en: "{title}"')
    run("release", "1.0")
    assert sorted(path.name for path in Path("dist/planets-1.0").glob("*.apkg")) == [
        f"{name}_v1.0_bn.apkg",
        f"{name}_v1.0_en.apkg",
    ]


def test_the_papers_say_it_in_the_language_of_the_package(run: Run) -> None:
    run("release", "1.0")
    assert Path("dist/planets-1.0/LISTING-en.md").read_text(encoding="utf-8") == (
        "Title: Planets · English + বাংলা\n"
        "Tags: bangla english planets\n"
        "Support URL: https://example.org/new\n"
        "\n"
        "Asked in English; Bangla is one tap away · 2 notes, 2 cards · Version: 1.0\n"
        "\n"
        "**You will be able to answer**\n"
        "\n"
        "- Which planet is closest to the Sun? — Mercury\n"
        "- Which planet has the brightest rings? — Saturn\n"
        "\n"
        "2 cards; days to learn them, at ten new ones a day: 1.\n"
        "\n"
        "When there is a new version, download it and import it over the old one. New cards appear and reworded ones "
        "are replaced; your progress stays, and so do your own edits of other cards.\n"
        "\n"
        "Found a mistake? Tap ‘Report a mistake’ at the foot of the card.\n"
        "\n"
        "## What is new in version 1.0\n"
        "\n"
        "First release: 2 cards.\n"
    )
    english = Path("dist/planets-1.0/README-en.md").read_text(encoding="utf-8")
    assert (
        "\n\nOn Anki 24.11 or older, import no old version once a new one is out: a few changes may then not arrive. "
        "*Update notes: Always* brings them, but replaces all your own edits and tags.\n\n"
    ) in english
    bengali = Path("dist/planets-1.0/README-bn.md").read_text(encoding="utf-8")
    assert " · নোট ২টি, কার্ড ২টি · " in bengali
    assert "**কম্পিউটার:** `Planets_v1.0_bn.apkg` ফাইলে দুবার ক্লিক করুন" in bengali


def test_the_next_release_shows_what_changed(run: Run) -> None:
    run("release", "1.0")
    _at_midnight()
    edit("version: 1.0", "version: 1.1")
    edit("en: Mercury", "en: The planet Mercury")
    edit("  - id: rings\n", "  - id: rings\n    retired: {reason: {bn: ভুল ছিল।, en: It was wrong.}}\n")
    text = PATH.read_text(encoding="utf-8")
    closest = text[text.index("  - id: closest") : text.index("  - id: rings")]
    PATH.write_text(text + closest.replace("closest", "nearest", 1).replace("?", ", again?"), encoding="utf-8")
    run("confirm", "closest")
    assert run("release").stdout == "1 new, 1 reworded, 1 retired; suggested version: 1.1\n"
    said = run("release", "1.1", expect=1).stderr
    assert said.endswith("error: nothing was released: 2 warnings\n" + EXCUSE)
    edit(
        "  - id: nearest\n",
        "  - id: nearest\n    lint_ignore: {near-duplicate: a test, latin-words: this too}\n",
    )
    run("release", "1.1")
    assert Path("dist/planets-1.1/CHANGES-en.md").read_text(encoding="utf-8") == (
        "## What is new in version 1.1\n"
        "\n"
        "**New cards (1)**\n"
        "\n"
        "- Which planet is closest to the Sun, again?\n"
        "\n"
        "**Reworded (1); your progress stays**\n"
        "\n"
        "- Which planet is closest to the Sun?\n"
        "\n"
        "**Retired (1); search the browser for tag:planets::retired**\n"
        "\n"
        "- Which planet has the brightest rings? (It was wrong.)\n"
        "\n"
    )


def test_a_version_that_does_not_suit_is_refused(run: Run) -> None:
    said = run("release", "1.1", expect=1).stderr
    assert said == (
        "error: the deck 'planets' says version 1.0, not 1.1\n"
        "  hint: if it is 1.1, change 'version: 1.0' to it in decks/planets.yaml\n"
    )
    run("release", "1.0")
    assert run("release", "1.0", expect=1).stderr == "error: 'planets' 1.0 is already released\n  hint: release 1.1\n"
    edit("en: Planets", "en: Worlds")
    edit("version: 1.0", "version: 1.1")
    said = run("release", "1.1", "--accept", "title:en", expect=1).stderr
    assert said == (
        "error: version 1.1 must be a major version after 1.0\n"
        "  hint: learners must act on the accepted changes (title:en): release 2.0\n"
    )
    edit("version: 1.1", "version: 2.0")
    run("release", "2.0", "--accept", "title:en")
    edit("version: 2.0", "version: 2.1")
    run("release", "2.1")


def test_a_release_without_the_ledger_of_the_last_is_refused(run: Run) -> None:
    run("release", "1.0")
    Path("decks/planets.ledger").unlink()
    edit("version: 1.0", "version: 1.1")
    assert run("release", "1.1", expect=1).stderr == (
        "error: the ledger decks/planets.ledger is missing, though dist/planets-1.0 was released with it\n"
        "  hint: restore it from a backup or from git; or, if nobody has that release, delete dist/planets-1.0\n"
    )
    assert not Path("decks/planets.ledger").exists()
    Path("dist/planets-1.0").rename("dist/planets-2026-1.0")  # of another deck
    run("release", "1.1")


def test_what_ankiweb_would_refuse_is_refused_here(run: Run) -> None:
    edit("en: Planets", "en: " + "All the planets there are, " * 3)
    said = run("release", "1.0", expect=1).stderr
    assert said.startswith("error: the title of 'planets-en' on AnkiWeb has 80 characters, and 60 are allowed\n")
    assert not Path("dist").exists()
    assert not Path("decks/planets.ledger").exists()


def test_a_new_version_makes_no_note_newer(run: Run) -> None:
    run("release", "1.0")
    _at_midnight()
    edit("version: 1.0", "version: 1.1")
    edit("en: Mercury", "en: The planet Mercury")
    assert run("release", "1.1", expect=1).stderr.endswith("error: nothing was released: 1 warning\n" + EXCUSE)
    run("confirm", "closest")
    run("release", "1.1")
    uid = "0123456789abcdef0123456789abcdef"
    notes = read_ledger(Path("decks/planets.ledger"), "planets", uid).notes
    versions = {note_id: {stamp.version for stamp in record.stamps.values()} for note_id, record in notes.items()}
    assert versions == {"closest": {"1.1"}, "rings": {"1.0"}}
    assert run("diff", "dist/planets-1.1", "decks").stdout == "nothing changes for learners\n"


def test_a_link_to_tell_of_a_mistake_names_the_version_its_note_came_out_in(run: Run, tmp_path: Path) -> None:
    run("release", "1.0")
    _at_midnight()
    edit("version: 1.0", "version: 1.1")
    edit("en: Mercury", "en: The planet Mercury")
    run("build")
    with zipfile.ZipFile("dist/planets-en.apkg") as package:
        database = package.extract("collection.anki2", tmp_path)
    with closing(sqlite3.connect(database)) as connection:
        told = " ".join(fields for (fields,) in connection.execute("SELECT flds FROM notes"))
    assert re.findall("title=([a-z]+)&amp;body=planets[+]([0-9.]+)", told) == [("closest", "1.1"), ("rings", "1.0")]


def test_an_edit_in_the_second_of_a_release_is_of_the_next(run: Run) -> None:
    run("release", "1.0")
    edit("en: Mercury", "en: The planet Mercury")
    run("build")
    assert run("release").stdout == "1 reworded; suggested version: 1.1\n"


def test_a_note_that_comes_back_is_of_the_version_it_comes_back_in(run: Run) -> None:
    text = PATH.read_text(encoding="utf-8")
    rings = text[text.index("  - id: rings") :]
    run("release", "1.0")
    edit("en: Saturn", "en: The planet Saturn")
    edit("bn: শনি", "bn: শনি গ্রহ")
    run("build")
    edit(rings.replace("en: Saturn", "en: The planet Saturn").replace("bn: শনি", "bn: শনি গ্রহ"), "")
    edit("version: 1.0", "version: 2.0")
    run("release", "2.0", "--accept", "note:rings")
    edit("version: 2.0", "version: 3.0")
    back = rings.replace("en: Saturn", "en: The planet Saturn").replace("bn: শনি", "bn: শনি গ্রহ")
    PATH.write_text(PATH.read_text(encoding="utf-8") + back, encoding="utf-8")
    assert (
        run("release", "--accept", "note:rings").stdout
        == "1 reworded, learners must act on note:rings; suggested version: 3.0\n"
    )
    run("release", "3.0", "--accept", "note:rings")
    from flashcards.anki.unpack import unpack

    [link] = [
        note.fields["Report"]
        for note in unpack(Path("dist/planets-3.0/Planets_v3.0_en.apkg")).notes
        if note.id == "rings"
    ]
    assert "planets+3.0+en" in link


def test_every_card_can_tell_of_a_mistake(run: Run) -> None:
    from flashcards.anki.unpack import unpack

    run("release", "1.0")
    links = [note.fields["Report"] for note in unpack(Path("dist/planets-1.0/Planets_v1.0_bn.apkg")).notes]
    assert links == [
        f'<a href="https://example.org/new?title={note_id}&amp;body=planets+1.0+bn">ভুল জানান</a>'
        for note_id in ("closest", "rings")
    ]


def test_one_of_several_decks_is_named(run: Run) -> None:
    other = (
        DECK.replace("planets", "rivers").replace("0123", "4567").replace("গ্রহ\n", "নদী\n").replace("Planets", "Rivers")
    )
    Path("decks/rivers.yaml").write_text(other, encoding="utf-8")
    assert "name one deck after the version: planets, rivers" in run("release", "1.0", expect=2).stderr
    said = run("release", "1.0", "planets").stdout
    assert said.endswith("commit decks/planets.ledger, and tag the commit: `git tag planets-v1.0`\n")


def test_what_each_of_several_decks_would_be_released_as(run: Run) -> None:
    other = (
        DECK.replace("planets", "worlds").replace("0123", "4567").replace("গ্রহ\n", "জগৎ\n").replace("Planets", "Worlds")
    )
    Path("decks/worlds.yaml").write_text(other, encoding="utf-8")
    run("release", "1.0", "worlds")
    assert run("release").stdout == ("planets: 2 new; suggested version: 1.0\nworlds: nothing to release\n")


def test_a_version_that_can_be_none_is_reported_first(run: Run) -> None:
    said = "error: '{}' is not a version\n  hint: numbers and dots, such as '1.2'; name the deck after the version\n"
    assert run("release", "x", expect=1).stderr == said.format("x")
    assert run("release", "1.", expect=1).stderr == said.format("1.")
    run("release", "1.0")
    assert run("release", "0.9", expect=1).stderr == "error: 'planets' 1.0 is already released\n  hint: release 1.1\n"
    assert run("release", "v1.1", expect=1).stderr == said.format("v1.1")
    run("new", "rivers")
    assert run("release", "planets", expect=1).stderr == (
        "error: 'planets' is a deck, not a version\n"
        "  hint: `flashcards release` suggests a version; then write `flashcards release VERSION planets`\n"
    )


CLOZES = """\
  - id: moons
    text:
      bn: "{{c1::বৃহস্পতির}} {{c2::৯৭}}টি চেনা উপগ্রহ।"
      en: "{{c1::Jupiter::planet}} has {{c2::97}} *known* moons."
  - id: moon
    term: {bn: চাঁদ, en: moon}
    meaning: {bn: "পৃথিবীর উপগ্রহ, $r = 384400$ কিমি দূরে", en: "what *circles* the Earth, $r = 384400$ km away"}
"""


def test_cards_are_counted_and_samples_are_plain(run: Run) -> None:
    text = PATH.read_text(encoding="utf-8")
    rings = text[text.index("  - id: rings") :]
    PATH.write_text(text.replace(rings, CLOZES), encoding="utf-8")
    run("release", "1.0")
    listing = Path("dist/planets-1.0/LISTING-en.md").read_text(encoding="utf-8")
    assert " · 3 notes, 5 cards · " in listing
    assert listing.split("able to answer**\n\n")[1].split("\n\nWhen there is")[0] == (
        "- Which planet is closest to the Sun? — Mercury\n"
        "- … has 97 known moons.\n"
        "- moon — what circles the Earth, r = 384400 km away\n"
        "\n"
        "5 cards; days to learn them, at ten new ones a day: 1."
    )
    assert listing.endswith("First release: 5 cards.\n")
    assert "প্রথম প্রকাশ: কার্ড ৫টি।" in Path("dist/planets-1.0/CHANGES-bn.md").read_text(encoding="utf-8")


def test_a_note_that_cannot_be_said_in_a_line_is_no_sample(run: Run) -> None:
    Path("decks/dot.png").write_bytes(b"a dot")
    edit("en: Mercury", 'en: "![The first planet](dot.png)"')
    edit("en: Saturn", 'en: "| a | b |\\n|---|---|\\n| c | d |"')
    run("release", "1.0")
    listing = Path("dist/planets-1.0/LISTING-en.md").read_text(encoding="utf-8")
    assert "able to answer" not in listing
    assert "dot.png" not in listing
    assert "2 cards; days to learn them" in listing


def test_a_formula_is_in_a_sample_if_it_can_be_read_in_a_line(run: Run) -> None:
    for old, new in (
        ("Mercury", r"$v = \frac{d}{t}$"),
        ("বুধ", r"$v = \frac{d}{t}$"),
        ("Saturn", "$x^2$"),
        ("শনি", "$x^2$"),
    ):
        edit(f": {old}", f": {new}")
    run("release", "1.0")
    listing = Path("dist/planets-1.0/LISTING-en.md").read_text(encoding="utf-8")
    assert "— x^2\n" in listing
    assert "frac" not in listing


def test_each_edition_shows_its_own_changes(run: Run) -> None:
    edit("languages: [bn, en]", "languages: [bn, en, ar]\n  pairs: [bn+en, bn+ar, en+bn]")
    for had, arabic in (
        ("en: Planets", "الكواكب"),
        ("en: Which planet is closest to the Sun?", "ما أقرب كوكب إلى الشمس؟"),
        ("en: Mercury", "عطارد"),
        ("en: Which planet has the brightest rings?", "أي كوكب حلقاته أسطع؟"),
        ("en: Saturn", "زحل"),
    ):
        indent = "    " if had == "en: Planets" else "      "
        edit(f"{had}\n", f"{had}\n{indent}ar: {arabic}\n")
    run("release", "1.0")
    _at_midnight()
    edit("version: 1.0", "version: 1.1")
    edit("ar: عطارد", "ar: كوكب عطارد")
    run("confirm", "closest")
    assert run("release").stdout == "1 reworded; suggested version: 1.1\n"
    run("release", "1.1")
    changes = {
        tag: Path(f"dist/planets-1.1/CHANGES-{tag}.md").read_text(encoding="utf-8") for tag in ("bn", "bn-ar", "en")
    }
    assert changes["en"] == "## What is new in version 1.1\n\nNo card has changed.\n"
    assert changes["bn"] == "## ১.১ সংস্করণে যা বদলেছে\n\nকার্ডে কিছু বদলায়নি।\n"
    assert "**ভাষা বদলেছে (১); অগ্রগতি থাকবে**\n\n- সূর্যের সবচেয়ে কাছের গ্রহ কোনটি?\n" in changes["bn-ar"]


def test_an_edition_that_nobody_had_is_a_first_release(run: Run) -> None:
    edit("languages: [bn, en]", "languages: [bn, en]\n  pairs: [bn+en]")
    run("release", "1.0")
    _at_midnight()
    edit("version: 1.0", "version: 1.1")
    edit("pairs: [bn+en]", "pairs: [bn+en, en+bn]")
    assert run("release").stdout == "first in en; suggested version: 1.1\n"
    run("release", "1.1")
    told = Path("dist/planets-1.1/CHANGES-en.md").read_text(encoding="utf-8")
    assert told == "## What is new in version 1.1\n\nFirst release: 2 cards.\n"
    assert "কার্ডে কিছু বদলায়নি।" in Path("dist/planets-1.1/CHANGES-bn.md").read_text(encoding="utf-8")


def test_a_new_look_is_announced_to_learners(run: Run) -> None:
    run("release", "1.0")
    _at_midnight()
    edit("version: 1.0", "version: 1.1\n  theme: bold")
    assert run("release").stdout == "new look; suggested version: 1.1\n"
    run("release", "1.1")
    assert Path("dist/planets-1.1/CHANGES-en.md").read_text(encoding="utf-8") == (
        "## What is new in version 1.1\n"
        "\n"
        "The cards have a new look. Styling of your own in the note type is replaced; "
        "`_flashcards.css` stays as it is.\n"
        "\n"
    )
    assert "কার্ডের চেহারা বদলেছে।" in Path("dist/planets-1.1/CHANGES-bn.md").read_text(encoding="utf-8")
    edit("version: 1.1", "version: 1.2")
    assert run("release").stdout == "nothing to release\n"


def _at_midnight() -> None:
    """Let the release have been at midnight, so that what is edited now is later."""
    ledger = Path("decks/planets.ledger")
    ledger.write_text(re.sub("T[0-9:]+Z", "T00:00:00Z", ledger.read_text(encoding="utf-8")), encoding="utf-8")
