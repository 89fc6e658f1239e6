"""A page of changes does nothing by itself, whatever the packages hold that are compared."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from flashcards.anki.snapshot import NoteSnapshot, NotetypeSnapshot, Snapshot
from flashcards.cards.notetypes import NOTETYPES
from flashcards.diff.difference import difference
from flashcards.diff.report import as_markdown, as_page, as_text
from tests.hostile import CSS, EVIL, FORMS, HARMS, STRANGE, listening, looked_through, texts


def hostile() -> Iterator[NoteSnapshot]:
    """Notes of every kind with every harm, in every form, in all that a package holds of a note."""
    for number, text in enumerate(texts()):
        key, notetype = [*NOTETYPES.items()][number % len(NOTETYPES)]
        fields = {field.name: text for field in notetype.fields}
        if notetype.is_cloze:
            fields |= dict.fromkeys(("Text", "Text 2"), f"{{{{c1::{text}}}}} {text}")
        yield NoteSnapshot(
            f"guid {number}", text, text, text, key, fields, (text, f"{text}::retired"), CSS[number % len(CSS)], text
        )


def pages() -> Iterator[tuple[str, str]]:
    """Pages and comments for hostile notes that are new, gone and changed from and to honest ones."""
    evil = tuple(hostile())
    honest = tuple(each._replace(fields=dict.fromkeys(each.fields, "honest"), tags=()) for each in evil)
    looks = [(NotetypeSnapshot(1, f"{HARMS[0]}", css, ((HARMS[0],),)),) for css in (HARMS[0], "")]
    states = {"evil": evil, "honest": honest, "none": ()}
    for old, new in (("honest", "evil"), ("evil", "honest"), ("none", "evil"), ("evil", "none")):
        found = difference(Snapshot(states[old], looks[0]), Snapshot(states[new], looks[1]))
        yield f"{old} to {new}", as_page(found)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(color_scheme="dark") as context:
        yield context.new_page()


@pytest.mark.slow
def test_nothing_a_package_holds_acts_on_the_page(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "changes.html"
    with listening(page) as heard:
        for name, html in pages():
            file.write_text(html, encoding="utf-8")
            heard.clear()
            page.goto(file.as_uri())
            page.mouse.move(100, 200)
            seen = looked_through(page, "document.scrollingElement", ".glass iframe")
            assert (name, [each for each in heard if each != "about:srcdoc"]) == (name, [file.as_uri()])
            assert (name, page.evaluate(STRANGE)) == (name, [])
            assert page.locator("section.note").count() == len(HARMS) * len(FORMS)
            assert len(seen) == page.locator(".glass").count()
            assert page.title() == "What changes for learners"


@pytest.mark.slow
def test_the_page_looks_as_it_should_under_its_policy(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "changes.html"
    note = NoteSnapshot("g", "a", "en", "Deck", "qa", {"Question": "one two", "Lang": "en", "Answer": "two"}, ())
    look = NotetypeSnapshot(1, "a", "", ())
    new = note._replace(fields={**note.fields, "Question": "one <b>three</b>", "Answer": "three"})
    file.write_text(as_page(difference(Snapshot((note,), (look,)), Snapshot((new,), (look,)))), encoding="utf-8")
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(file.as_uri())
    assert complaints == []
    before, after = (page.frame_locator(f".{name} iframe") for name in ("before", "after"))
    assert after.locator(".card.nightMode .q b ins").inner_text() == "three"
    assert before.locator(".card.nightMode del").all_inner_texts() == ["two", "two"]
    assert after.locator("ins").first.evaluate("each => getComputedStyle(each).backgroundColor") == "rgb(31, 90, 55)"
    boxes = [page.locator(f".{name} .glass").bounding_box() for name in ("before", "after")]
    assert boxes[0]
    assert boxes[1]
    assert boxes[0]["y"] == boxes[1]["y"]
    assert boxes[0]["x"] + boxes[0]["width"] < boxes[1]["x"]
    assert page.frames[1].evaluate("document.documentElement.scrollHeight - innerHeight") == 0
    assert complaints == []


@pytest.mark.slow
def test_a_card_stands_in_the_look_of_its_own_deck_less_the_files_it_names(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "changes.html"
    css = ".card { color: #123456; background: url(beside.png) } @font-face { font-family: a; src: url(a.woff2) }"
    old = NoteSnapshot("g", "a", "en", "Deck::One", "qa", {"Question": "q", "Lang": "en"}, (), css, "1.0")
    new = old._replace(
        fields={**old.fields, "Question": "r"}, css=f".card {{ background: url({EVIL}) }}", version="1.1"
    )
    file.write_text(as_page(difference(Snapshot((old,), ()), Snapshot((new,), ()))), encoding="utf-8")
    with listening(page) as heard:
        page.goto(file.as_uri())
        card = page.frame_locator(".before iframe").locator("body")
        assert card.evaluate("each => getComputedStyle(each).color") == "rgb(18, 52, 86)"
        assert [each for each in heard if each != "about:srcdoc"] == [file.as_uri()]
    assert page.inner_text(".decks") == "Deck 1.0 → 1.1"
    assert page.inner_text(".aside") == (
        "the style of 'Deck::One' is not shown, the default style is used instead: "
        f"'{EVIL}' is not a relative path, and cards load only local files (line 1, column 21)"
    )


@pytest.mark.slow
def test_of_many_changes_the_page_shows_those_in_sight(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "changes.html"
    old = [_note(f"n{i}", f"What was number {i} of those that we have counted here so far?") for i in range(2000)]
    new = [note._replace(fields={**note.fields, "Answer": "another one"}) for note in old]
    html = as_page(difference(Snapshot(tuple(old), ()), Snapshot(tuple(new), ())))
    assert len(html) < 2000 * 300
    file.write_text(html, encoding="utf-8")
    with browser.new_context(viewport={"width": 390, "height": 800}) as context:
        page = context.new_page()
        page.goto(f"{file.as_uri()}#n1500")
        before, after = (page.frame_locator(f"#n1500 .{name} iframe").locator(".a") for name in ("before", "after"))
        assert (before.inner_text(), after.inner_text()) == ("one", "another one")
        assert page.locator("section.note").count() == 2000
        assert 2 <= page.locator("iframe").count() < 40
        boxes = [page.locator(f"#n1500 .{name} .glass").bounding_box() for name in ("before", "after")]
        assert boxes[0]
        assert boxes[1]
        assert boxes[0]["x"] == boxes[1]["x"]  # on a phone one below the other
        assert boxes[0]["y"] + boxes[0]["height"] < boxes[1]["y"]
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0


def test_languages_that_are_a_tap_away_from_each_other_share_a_row() -> None:
    def notes(english: str, arabic: str, topic: str = "") -> tuple[NoteSnapshot, ...]:
        bn, en, ar = {"Question": "প্রশ্ন"}, {"Question": english}, {"Question": arabic}
        pairs = (("bn", {**bn, **_second(en)}), ("en", {**en, **_second(bn)}), ("ar", {**ar, **_second(bn)}))
        return tuple(
            NoteSnapshot(
                tag, "a", tag, tag, "qa", {**texts, "Lang": tag, "Topic": topic and f"{topic} {tag}"}, (topic,)
            )
            for tag, texts in pairs
        )

    def languages(old: tuple[NoteSnapshot, ...], new: tuple[NoteSnapshot, ...]) -> list[tuple[list[str], list[str]]]:
        data = data_on(as_page(difference(Snapshot(old, ()), Snapshot(new, ()))))
        [[_, _, rows]] = data["notes"]
        return [(names, tags) for names, _, _, *tags in rows]

    old = notes("one", "واحد")
    assert languages(old, notes("two", "واحد")) == [(["বাংলা", "English"], ["", ""])]
    assert languages(old, notes("two", "اثنان")) == [(["বাংলা", "English"], ["", ""]), (["العربية"], ["", ""])]
    moved = [(["বাংলা"], ["", "sky"]), (["English"], ["", "sky"]), (["العربية"], ["", "sky"])]
    assert languages(old, notes("one", "واحد", "sky")) == moved
    tagged = tuple(note._replace(tags=("new",)) for note in old)
    assert languages(old, tagged) == [(["বাংলা", "English", "العربية"], ["", "new"])]
    assert languages((), old) == [(["বাংলা", "English"], ["", ""]), (["العربية"], ["", ""])]


def test_a_picture_is_shown_by_the_name_of_its_file() -> None:
    old = _note("a", 'Which river? <img src="ebro-12ab.png" alt="a river">')
    new = old._replace(fields={**old.fields, "Question": old.fields["Question"].replace("12ab", "34cd")})
    found = difference(Snapshot((old,), ()), Snapshot((new,), ()))
    shown = shown_on(as_page(found))
    assert 'Which river? <span class="picture">ebro-<del>12ab</del>.png</span>' in shown
    assert 'Which river? <span class="picture">ebro-<ins>34cd</ins>.png</span>' in shown
    assert "    - Which river? [ebro-12ab.png]\n    + Which river? [ebro-34cd.png]\n" in as_text(found)


def test_a_comment_on_a_pull_request_has_no_markup_of_anything_a_package_names() -> None:
    from markdown_it import MarkdownIt

    evil = f"a\n\n```\n![x]({EVIL}) <img src={EVIL}> &lt;b&gt; **b**"
    note = NoteSnapshot("g", evil, evil, evil, "", {"ID": evil, "Lang": evil, evil: evil}, (evil,))
    looks = [(NotetypeSnapshot(1, evil, css, ()),) for css in ("", "x")]
    said = as_markdown(difference(Snapshot((), looks[0]), Snapshot((note,), looks[1])))
    tags = re.findall("<[a-z][^>]*>", MarkdownIt("js-default", {"html": True}).render(said))
    assert {*tags} == {
        *("<p>", "<strong>", "<ul>", "<li>", "<h3>", "<details>", "<summary>", "<code>", "<pre>"),
        '<code class="language-diff">',
    }
    assert "the cards of 'a &#96;&#96;&#96; &#33;&#91;x&#93;" in said


def test_a_long_field_is_shown_in_its_beginning_and_its_words_are_not_compared() -> None:
    words = "a b c " * 1000
    old = NoteSnapshot("g", "a", "en", "Deck", "qa", {"Question": "q", "Lang": "en", "Answer": f"{words}old"}, ())
    new = old._replace(fields={**old.fields, "Answer": f"{words * 2}new"})
    said = as_page(difference(Snapshot((old,), ()), Snapshot((new,), ())))
    assert f"<del>{words}old</del>" in shown_on(said)
    assert f"<ins>{(words * 2)[:10_000]} …</ins>" in shown_on(said)


def _note(note_id: str, question: str) -> NoteSnapshot:
    fields = {"ID": note_id, "Question": question, "Answer": "one", "Lang": "en"}
    return NoteSnapshot(note_id, note_id, "en", "Deck", "qa", fields, ())


def _second(fields: dict[str, str]) -> dict[str, str]:
    """The fields of the language a tap away."""
    return {f"{name} 2": text for name, text in fields.items()}


def shown_on(page: str) -> str:
    """The cards on a page, as HTML."""
    data = data_on(page)
    sides = [side for _, _, rows in data["notes"] for row in rows for side in row[1:3] if side]
    return "\n".join(_unpacked(data, *side) for side in sides)


def data_on(page: str) -> dict[str, Any]:
    """What the script of a page makes it from."""
    data: dict[str, Any] = json.loads(page.split('id="data">')[1].split("</script>")[0])
    return data


def _unpacked(data: dict[str, Any], _: int, skeleton: int, *texts: int) -> str:
    first, *pieces = data["skeletons"][skeleton]
    return str(first) + "".join(data["texts"][text] + piece for text, piece in zip(texts, pieces, strict=True))
