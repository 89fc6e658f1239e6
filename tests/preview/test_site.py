"""The page with its files, written to be shared."""

import json
import re
from pathlib import Path

import pytest

from flashcards.cards.frame.packing import Packing
from flashcards.preview.site import site_of
from flashcards.text.language import direction
from tests.conftest import Run
from tests.preview.conftest import DECK, DECK_FILE, load_gallery, page_data

pytestmark = pytest.mark.usefixtures("decks")
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>'


def with_picture() -> None:
    Path("decks/hill.svg").write_text(PICTURE, "utf-8")
    DECK_FILE.write_text(DECK.replace("en: In the oasis, years later", 'en: "![A hill](hill.svg)"'), "utf-8")


def test_a_folder_holds_what_would_be_served(decks: Path, run: Run) -> None:
    with_picture()
    said = run("preview", decks / "decks", "-o", "gallery").stdout
    assert re.sub("[0-9]+ kB", "N kB", said) == "wrote gallery/index.html  3 notes, 6 cards  N kB\n"
    site = site_of(load_gallery(str(decks / "decks")))
    written = {path.as_posix(): path.read_text("utf-8") for path in Path("gallery").rglob("*") if path.is_file()}
    [picture] = site.media
    chunks = {f"gallery/chunks/{file_id}.js": site.script(f"{file_id}.js") for file_id in site.chunks}
    assert len(chunks) == 2  # one of notes, and the coverage
    assert written == {"gallery/index.html": site.page, f"gallery/media/{picture}": PICTURE, **chunks}


def test_the_same_decks_make_the_same_bytes() -> None:
    assert site_of(load_gallery()) == site_of(load_gallery())


def test_a_page_that_is_there_already_is_replaced_and_nothing_else(run: Run) -> None:
    run("preview", "-o", "gallery")
    Path("gallery/notes.txt").write_text("mine", "utf-8")
    DECK_FILE.write_text(DECK.replace("In the oasis", "At the palms"), "utf-8")
    run("preview", "-o", "gallery")
    site = site_of(load_gallery())
    assert Path("gallery/index.html").read_text("utf-8") == site.page
    assert {path.name for path in Path("gallery/chunks").iterdir()} == {f"{file_id}.js" for file_id in site.chunks}
    assert Path("gallery/notes.txt").read_text("utf-8") == "mine"


def test_another_page_is_left_alone(run: Run) -> None:
    Path("site").mkdir()
    Path("site/index.html").write_text("<title>My site</title>", "utf-8")
    assert run("preview", "-o", "site", expect=1).stderr.endswith(
        "error: 'site/index.html' already exists and is not a preview\n"
        "  hint: name another folder, or delete this file\n"
    )
    assert [path.read_text("utf-8") for path in Path("site").iterdir()] == ["<title>My site</title>"]


def test_a_folder_of_chunks_that_is_not_ours_is_left_alone(run: Run) -> None:
    Path("site/chunks").mkdir(parents=True)
    Path("site/chunks/mine.js").write_text("1", "utf-8")
    assert run("preview", "-o", "site", expect=1).stderr.endswith(
        "error: 'site/chunks' already exists and is not part of a preview\n"
        "  hint: name another folder, or delete this one\n"
    )
    assert [path.name for path in Path("site").rglob("*")] == ["chunks", "mine.js"]


def test_a_page_that_was_killed_after_its_chunks_is_completed_by_the_next(run: Run) -> None:
    run("preview", "-o", "gallery")
    page = Path("gallery/index.html")
    whole = page.read_bytes()
    page.unlink()
    run("preview", "-o", "gallery")
    assert page.read_bytes() == whole


def test_decks_with_mistakes_are_not_written(run: Run) -> None:
    DECK_FILE.write_text(DECK.replace("    answer:", "    anwser:", 1), "utf-8")
    assert run("preview", "-o", "gallery", expect=1).stderr == (
        "decks/water.yaml:25:5: error: unknown key 'anwser' in a note [unknown-key]\n"
        "  25 |     anwser:\n"
        "           ^\n"
        "  hint: did you mean 'answer'?\n"
        "decks/water.yaml:32:11: warning: this question can be answered with yes or no [yes-no]\n"
        "  32 |       en: Does water that stands in the sun grow salty?\n"
        "                 ^\n"
        "  hint: ask what, who, when, where, why or how\n"
        "error: nothing was written: 1 error, 1 warning\n"
    )
    assert not Path("gallery").exists()


def test_writing_and_watching_do_not_go_together(run: Run) -> None:
    said = run("preview", "-o", "gallery", "--watch", expect=2).stderr
    assert said.endswith("Error: -o cannot be combined with --watch, --port or --open\n")


MEAN = "</script><script>alert(1)</script><!-- @@style@@ '),alert(1),(' \\ \u2028"


def test_no_text_ends_the_script_it_stands_in() -> None:
    DECK_FILE.write_text(DECK.replace("en: Does water that stands", f"en: {json.dumps(MEAN)} #"), "utf-8")
    page = site_of(load_gallery()).page
    assert page.count("<script") == 2
    assert page.count("</script>") == 2
    data = json.loads(page.split('<script type="application/json" id="data">')[1].split("</script>")[0])
    [rows] = data["rows"].values()
    assert MEAN.split()[0] in rows[1]["prompts"]["en"]


def test_no_text_ends_the_string_in_which_a_script_brings_it() -> None:
    DECK_FILE.write_text(DECK.replace("en: Yes", f"en: {json.dumps(MEAN)}"), "utf-8")
    assert page_data(site_of(load_gallery())).notes["water"][1]["texts"]["answer"]["en"] == MEAN


def test_the_page_asks_for_nothing_from_afar() -> None:
    site = site_of(load_gallery())
    page = site.page.replace("http://www.w3.org/2000/svg", "")
    assert re.findall(r"""(?:src|href|url|import|action)\b\s*[=(]\s*["']?(?:https?:)?//""", page) == []
    assert "'unsafe-inline'" not in re.findall("(?:script|style)-src [^;]*", site.policy)


@pytest.mark.parametrize(
    "side",
    [
        "",
        "plain",
        '<div class="q" dir="auto">Where?</div>\n<img src="a.png" alt="">\n',
        'a <b>c</b> = "d" > e <i title="f < g">h</i>',
    ],
)
def test_what_is_packed_comes_out_as_it_was(side: str) -> None:
    packing = Packing()
    skeleton, *texts = packing.side(side)
    pieces = list(packing.skeletons[skeleton])
    for place, text in enumerate(texts):
        pieces.insert(2 * place + 1, packing.texts[text])
    assert "".join(pieces) == side


def test_sides_that_differ_in_their_texts_alone_are_kept_once() -> None:
    packing = Packing()
    for answer in ("one", "two", "three"):
        packing.side(f'<div class="q">How many?</div><div class="a" lang="en">{answer}</div>')
    assert len(packing.skeletons) == 1
    assert packing.texts == ("How many?", "one", "two", "three")


@pytest.mark.parametrize(
    ("tag", "way"), [("ar", "rtl"), ("ur-PK", "rtl"), ("bn", "ltr"), ("az-Arab", "rtl"), ("ks-Deva", "ltr")]
)
def test_a_frame_runs_the_way_its_language_does(tag: str, way: str) -> None:
    assert direction(tag) == way
