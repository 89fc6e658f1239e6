"""A page of changes does nothing by itself, whatever the packages hold that are compared."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from flashcards.anki.snapshot import NoteSnapshot, NotetypeSnapshot, Snapshot
from flashcards.cards.notetypes import NOTETYPES
from flashcards.diff.difference import difference
from flashcards.diff.report import as_markdown, as_page
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
    assert after.locator(".card.nightMode b").inner_text() == "three"
    assert before.locator(".card.nightMode del").inner_text() == "two"
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


def shown_on(page: str) -> str:
    """The cards on a page, as HTML."""
    data = json.loads(page.split('id="data">')[1].split("</script>")[0])
    return "\n".join(side for side, *_ in data["cards"])
